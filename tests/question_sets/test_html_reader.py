"""The reader of web pages: what a visitor reads, in order, and nothing that the page could do to us."""

import time

import pytest

from consult.question_sets.extract import extract
from consult.question_sets.paper import UnreadablePaper
from consult.question_sets.readers import Block, read


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


def test_what_is_no_text_of_the_paper_is_dropped() -> None:
    found = blocks(
        "<nav>Menu</nav><script>bad()</script><style>p{}</style><div role=navigation>Way</div><div hidden>Secret</div>"
        "<p style='display: none'>Unseen</p><ul><li><a href=#a>A</a><li><a href=#b>B</a><li><a href=#c>C</a></ul>"
        "<p>Closes <del>1 May</del> 8 May<sup><a href=#fn1>1</a></sup></p><div class=footnotes><p>A note?</p></div>"
        "<footer>Foot</footer>"
    )
    assert [(b.text, b.footnote) for b in found] == [("Closes 8 May", False), ("A note?", True)]


def test_main_part_is_preferred_to_what_stands_round_it() -> None:
    long = "Words of the paper. " * 20
    assert [b.text for b in blocks(f"<div>Log in</div><main><p>{long}</p></main><div>Cookies</div>")] == [long.strip()]


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
