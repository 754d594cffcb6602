"""The reader of web pages: what a visitor reads, in order, and nothing that the page could do to us."""

import time

import pytest

from consult.question_sets.extract import extract
from consult.question_sets.paper import UnreadablePaper
from consult.question_sets.readers import Block, read
from consult.question_sets.readers.html.document import read_html


def blocks(source: str) -> list[Block]:
    return read("a.html", source.encode())


def test_headings_paragraphs_and_emphasis() -> None:
    found = blocks(
        "<h1>Square</h1><h3>Paving</h3><p>It is <b>old</b>\n and <em>worn</em>.</p><p><strong>All</strong></p>"
    )
    assert [(b.text, b.level, b.bold, b.markdown) for b in found] == [
        ("Square", 1, False, "Square"), ("Paving", 3, False, "Paving"),
        ("It is old and worn.", 0, False, "It is **old** and _worn_."), ("All", 0, True, "All"),
    ]  # fmt: skip


def test_lists_are_numbered_as_a_browser_numbers_them() -> None:
    found = blocks("<ol start=3><li>Three<ol type=a><li>A<li>B</ol><li>Four<li value=9>Nine</ol><ul><li>Dot</ul>")
    assert [(b.label, b.text, b.depth) for b in found] == [
        ("3.", "Three", 0), ("a)", "A", 1), ("b)", "B", 1), ("4.", "Four", 0), ("9.", "Nine", 0), ("•", "Dot", 0),
    ]  # fmt: skip


def test_reversed_list_counts_down() -> None:
    found = blocks(
        "<ol reversed><li>Three<li>Two<li>One</ol><ol reversed start=9><li>Nine<li value=4>Four<li>Three</ol>"
    )
    assert [b.label for b in found] == ["3.", "2.", "1.", "9.", "4.", "3."]


def test_questions_that_count_down_are_all_found() -> None:
    asked = ["What should be mended?", "Who should pay for it?", "When should it be done?"]
    found = extract("a.html", f"<ol reversed>{''.join(f'<li>{each}' for each in asked)}</ol>".encode()).questions
    assert [(q.number, q.text) for q in found] == [("3", asked[0]), ("2", asked[1]), ("1", asked[2])]


@pytest.mark.parametrize(
    "label",
    ["<label for=a>", "<label class=sr-only>", "<span class='govuk-visually-hidden'>", "<p class=screen-reader-text>"],
)
def test_label_that_says_the_question_again_is_said_once(label: str) -> None:
    closing = f"</{label[1:].split()[0].rstrip('>')}>"
    found = blocks(
        f"<fieldset><legend>1. Who should pay?</legend>{label}Who should pay?{closing}<textarea></textarea></fieldset>"
        f"<h2>Why do you say so?</h2>{label}Why do you\n say so?{closing}<input type=text>"
        f"<p>Paving</p>{label}Question 4: what else?{closing}"
    )
    assert [(b.text, b.field) for b in found] == [
        ("1. Who should pay?", True), ("Why do you say so?", True), ("Paving", False),
        ("Question 4: what else?", False),
    ]  # fmt: skip


def test_many_labels_for_screen_readers_in_one_paragraph_take_time_in_step() -> None:
    began = time.monotonic()
    read_html(b"<p>" + b"<span class=sr-only>word and word</span> more " * 20_000)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "source",
    [
        b"<div class=sr-only>" * 900 + b"<p>word and word</p>" * 20_000,
        b"<p>" + b"<i>a</i>" * 80_000 + b"<span class=sr-only>" + b"a" * 80_000 + b"</span>",
    ],
    ids=["in each other", "after many pieces"],
)
def test_texts_for_screen_readers_take_time_in_step(source: bytes) -> None:
    began = time.monotonic()
    read_html(source)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("hiding", ["style='display:none'", "hidden", "aria-hidden=true", "style='visibility: hidden'"])
def test_page_of_a_form_that_is_not_shown_yet_is_read_and_a_trap_for_machines_is_not(hiding: str) -> None:
    found = blocks(
        f"<p>Who pays?</p><div {hiding}><p>When?</p><textarea></textarea></div><div {hiding}>Leave blank<input></div>"
        f"<div {hiding}><p>Which?</p><input type=radio>Yes<input type=radio>No<p {hiding}>This is needed</p></div>"
    )
    assert [b.text for b in found] == ["Who pays?", "When?", "Which?", "Yes", "No"]


def test_pages_hidden_in_each_other_take_time_in_step() -> None:
    began = time.monotonic()
    read_html(b"<div hidden>" * 900 + b"<p>word</p>" * 20_000 + b"<textarea></textarea>")
    assert time.monotonic() - began < 5


def test_table_that_only_sets_out_is_none() -> None:
    star = "<table><tr><td>*</td><td>Who should pay?</td></tr></table>"
    boxes = "".join(f"<tr><td><input type=radio></td><td>{each}</td></tr>" for each in ("Yes", "No"))
    paper = extract("a.html", f"<h1>Survey</h1><label>{star}</label><table>{boxes}</table>".encode())
    assert [(q.text, q.options) for q in paper.questions] == [("Who should pay?", ("Yes", "No"))]
    box = "<td><input type=radio></td>"
    grid = f"<tr><th></th><th>Good</th><th>Bad</th></tr><tr><td>Paths</td>{box}{box}</tr>"
    assert any(b.cell for b in blocks(f"<table>{grid}</table>"))


def test_tables_in_each_other_take_time_in_step() -> None:
    began = time.monotonic()
    read_html(b"<table><tr><td>" * 300 + b"word " * 200_000)
    assert time.monotonic() - began < 5


def test_what_is_no_text_of_the_paper_is_dropped() -> None:
    found = blocks(
        "<nav>Menu</nav><script>bad()</script><style>p{}</style><div role=navigation>Way</div><div hidden>Secret</div>"
        "<p style='display: none'>Unseen</p><ul><li><a href=#a>A</a><li><a href=#b>B</a><li><a href=#c>C</a></ul>"
        "<p>Closes <del>1 May</del> 8 May<sup><a href=#fn1>1</a></sup></p><div class=footnotes><p>A note?</p></div>"
        "<footer>Foot</footer>"
    )
    assert [(b.text, b.footnote) for b in found if not b.ignored] == [("Closes 8 May", False), ("A note?", True)]
    assert [(b.text, b.ignored) for b in found if b.ignored] == [
        ("Menu", "Page navigation"), ("Way", "Page navigation"), ("A", "Contents list"), ("B", "Contents list"),
        ("C", "Contents list"), ("Foot", "Page navigation"),
    ]  # fmt: skip


def test_main_part_is_preferred_to_what_stands_round_it() -> None:
    long = "Words of the paper. " * 20
    found = blocks(f"<div>Log in</div><div hidden><main><p>{long}</p></main>Secret</div><div>Cookies</div>")
    assert [(b.text, b.ignored) for b in found] == [
        ("Log in", "Page navigation"), (long.strip(), ""), ("Secret", "Page navigation"),
        ("Cookies", "Page navigation"),
    ]  # fmt: skip


def test_site_header_and_cookie_banner_are_told_but_ignored() -> None:
    found = blocks(
        "<header>Rivermead Borough Council</header><div id=global-cookie-banner>May we use cookies?</div>"
        "<p>Why?</p><dialog>Unseen</dialog><span style='VISIBILITY: hidden'>Unseen</span><p aria-hidden=true>Unseen</p>"
    )
    assert [(b.text, b.ignored) for b in found] == [
        ("Rivermead Borough Council", "Page navigation"), ("May we use cookies?", "Page navigation"), ("Why?", ""),
    ]  # fmt: skip
    assert [b.level for b in blocks("<header><h1>The square</h1></header>")] == [1]


def test_what_is_told_of_the_site_has_a_bound() -> None:
    found = blocks("<nav>" + "<p>Way</p>" * 5_000 + f"<p>{'x' * 5_000}</p></nav><p>Why?</p>")
    assert sum(bool(b.ignored) for b in found) == 60
    assert found[-1].text == "Why?"


def test_paragraph_struck_out_as_a_whole_is_told_but_ignored() -> None:
    found = blocks(
        "<p><s>Reply by 1 May</s></p><p style='text-decoration: line-through'>Or 2 May</p><p>Now <del>x</del>"
    )
    assert [(b.text, b.ignored) for b in found] == [
        ("Reply by 1 May", "Struck out"), ("Or 2 May", "Struck out"), ("Now", ""),
    ]  # fmt: skip


def test_many_wide_cells_take_bounded_memory_and_time() -> None:
    began = time.monotonic()
    found = blocks("<table><tr>" + "<td colspan=200 rowspan=200>x" * 20_000 + "</table><p>Wide</p>")
    assert found[-1].text == "Wide"
    assert max(b.cell.column for b in found if b.cell) < 1_300
    assert time.monotonic() - began < 10


def test_lists_in_lists_are_read_in_time_that_grows_in_step() -> None:
    began = time.monotonic()
    assert blocks("<ul><li>" * 400 + "word " * 20_000)
    assert time.monotonic() - began < 10


def test_table_cells_keep_their_place_over_spans() -> None:
    found = blocks(
        "<table><tr><th colspan=2>Head</tr><tr><td rowspan=2>1<td>One</tr><tr><td>Two</tr></table>"
        "<table><tr><td>Framed</table>"
    )
    places = [(b.text, b.cell and (b.cell.row, b.cell.column, b.cell.span)) for b in found]
    assert places == [("Head", (0, 0, 2)), ("1", (1, 0, 1)), ("One", (1, 1, 1)), ("Two", (2, 1, 1)), ("Framed", None)]


def test_form_fields_give_options_and_kinds() -> None:
    paper = extract(
        "a.html",
        b"<h1>Survey</h1><p>1. Which do you use?</p><label><input type=checkbox> Benches</label>"
        b"<label><input type=checkbox> Market</label><p>2. How do you come?</p>"
        b"<input type=radio> On foot <input type=radio> By bus"
        b"<p>3. Which ward do you live in?</p>"
        b"<select><option value=''>Choose<option>North<option>South</select>",
    )
    assert [(q.number, q.kind.value, q.options) for q in paper.questions] == [
        ("1", "multiple_choice", ("Benches", "Market")),
        ("2", "single_choice", ("On foot", "By bus")),
        ("3", "single_choice", ("North", "South")),
    ]


def test_line_break_parts_a_label_from_its_question() -> None:
    found = blocks("<p><b>Question 1</b><br>What should be done with\n<br>the square?</p>")
    assert [b.text for b in found] == ["Question 1", "What should be done with the square?"]


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "ul><li", "font", "blockquote"])
def test_deep_nesting_is_refused_at_once(tag: str) -> None:
    began = time.monotonic()
    with pytest.raises(UnreadablePaper, match="nested too deeply"):
        blocks(f"<{tag}>" * 100_000 + "Why?")
    assert time.monotonic() - began < 3


def test_nesting_that_is_only_unusual_is_read() -> None:
    assert [b.text for b in blocks("<div>" * 300 + "Why?")] == ["Why?"]


@pytest.mark.parametrize(
    "source",
    [
        "<table><tr><td colspan=200000000 rowspan=999999999>Wide</td></tr></table>",
        "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><p>Wide</p>",
        "<img src='http://192.0.2.1/x.png'><iframe src='file:///etc/passwd'></iframe><p>Wide</p>",
        "<p>\x01\x02Wide\x00</p>",
        "<ol start=99999999999999999999><p>Wide",
        "<svg><script>x</script></svg><p>Wide",
    ],
)
def test_hostile_pages_are_read_safely(source: str) -> None:
    data = source.encode().replace(b"\x00", b"")
    assert [b.text.strip("\x01\x02]>") for b in read("a.html", data) if "Wide" in b.text] == ["Wide"]


def test_many_paragraphs_take_time_in_step() -> None:
    began = time.monotonic()
    assert len(blocks("<p>Text" * 20_000)) == 20_000
    assert time.monotonic() - began < 5
