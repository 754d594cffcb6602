"""The editor of texts in Chromium: what goes in comes out, what programs paste, keys and tools; no word is lost."""

import copy
import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from playwright.sync_api import Page, expect

from consult.refusal import Refusal
from consult.texts import tree as texts
from consult.texts.normal import normal
from consult.texts.walks.words import words as as_read
from tests import chromium
from tests.browser.clipboards import PLAIN, SAMPLES
from tests.browser.conftest import Person
from tests.browser.desk import STATIC, Desk, Tree, outline, paste, text_box, tree_of, trees_of, words_of
from tests.browser.looking import AXE, DESK, PHONE, accessible
from tests.texts.trees import doc_of, docs, item, para, table, words

pytestmark = pytest.mark.one_database

SHARED = Path(__file__).resolve().parents[3] / "shared" / "texts" / "cases.json"
CASES = json.loads(SHARED.read_text(encoding="utf-8")) if SHARED.exists() else []
MOST_BYTES = 130_000
REF, NOTE = {"type": "footnote_ref", "attrs": {"label": "1"}}, {"type": "footnote_def", "attrs": {"label": "1"}}
LETTER = doc_of(
    {"type": "heading", "attrs": {"level": 2}, "content": [words("Fees")]},
    para(words("We "), words("agree", "strong"), words(" with this"), REF, words(".")),
    {"type": "ordered_list", "attrs": {"style": "(a)", "order": 3}, "content": [item("roads"), item("paths", value=7)]},
    {"type": "blockquote", "content": [para(words("It floods."))]},
    table(["Year", "Trips"], ["2024", ""]),
    para(words("The end.")),
    {**NOTE, "content": [para(words("Our ledger."))]},
)
DRAWN = (
    "## Fees\nWe <b>agree</b> with this[^1].\n(c) roads\n(g) paths\n> It floods.\n!Year!Trips\n|2024|\nThe end.\n"
    "[1] Our ledger."
)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def address(desk: Desk) -> Iterator[str]:
    with chromium.served(desk.app) as address:
        yield address


@pytest.fixture
def page(address: str, person: Person) -> Page:
    return person(address, None)


def write(page: Page, desk: Desk, *trees: Tree) -> None:
    """Open the page with these texts, or an empty one."""
    desk.n, desk.trees = desk.n + 1, [json.dumps(tree) for tree in trees] or [""]
    page.goto("/")
    text_box(page).focus()


def tool(page: Page, name: str) -> None:
    page.get_by_role("toolbar").first.get_by_role("button", name=name, exact=True).click()


def keys(page: Page, *pressed: str) -> None:
    """Press keys as fast as a person: a browser tells the page where the cursor is a moment after it has moved."""
    for key in pressed:
        page.keyboard.press(key)
        if key.endswith(("Home", "End")) or "Arrow" in key:
            page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")


def stored(tree: Tree) -> str:
    return texts.store(texts.checked(json.dumps(tree)))


# What goes in comes out


def random_docs(count: int) -> list[Tree]:
    found: list[Tree] = []

    @settings(max_examples=count * 2, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(docs())
    def draw(doc: Any) -> None:
        made = texts.store(normal(doc))
        if made:
            found.append(json.loads(made)["doc"])

    draw()
    return found[-count:]


def test_a_text_leaves_the_editor_as_it_was_stored(page: Page, desk: Desk) -> None:
    given_trees = [LETTER, *(case["input"] for case in CASES if case["source"] == "editor"), *random_docs(25)]
    write(page, desk, *given_trees)
    sent = trees_of(page)
    for n, tree in enumerate(given_trees, start=1):
        assert stored(sent[f"text-{n}"]) == stored(tree)


def test_a_text_is_the_same_after_it_was_typed_in_and_taken_back(page: Page, desk: Desk) -> None:
    given_trees = [LETTER, *(case["input"] for case in CASES if case["source"] == "editor")]
    write(page, desk, *given_trees)
    for n in range(1, len(given_trees) + 1):
        text_box(page, n).focus()
        keys(page, "Control+End", "x", "Backspace")
    sent = trees_of(page)
    for n, tree in enumerate(given_trees, start=1):
        assert stored(sent[f"text-{n}"]) == stored(tree)


def test_a_text_is_copied_whole(page: Page, desk: Desk) -> None:
    desk.trees = [json.dumps(LETTER), ""]
    page.goto("/")
    text_box(page).focus()
    keys(page, "Control+a", "Control+c")
    text_box(page, 2).focus()
    keys(page, "Control+v")
    copied = outline(trees_of(page)["text-2"])
    assert copied.replace("\n[1] ", "\n[1] Our ledger.") == DRAWN or copied == DRAWN


def changed(*path: str | int, to: object = None) -> Tree:
    """LETTER with one thing changed."""
    tree: Any = copy.deepcopy(LETTER)
    inside = tree
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = to
    return dict(tree)


def nested(depth: int) -> Tree:
    block = para(words("deep"))
    for _ in range(depth):
        block = {"type": "bullet_list", "content": [{"type": "list_item", "content": [para(words("x")), block]}]}
    return doc_of(block)


MARK = ("content", 1, "content", 1, "marks")
LIST = ("content", 2, "attrs")
CELL = ("content", 4, "content", 1, "content", 0)
DOUBTFUL = {
    "as it is": LETTER,
    "no blocks": {"type": "doc", "content": []},
    "only a note": {"type": "doc", "content": [LETTER["content"][-1]]},
    "a note in the middle": changed("content", 0, to=LETTER["content"][-1]),
    "a note without a paragraph": changed("content", 6, to={**NOTE, "content": []}),
    "an unknown node": changed("content", 0, "type", to="code_block"),
    "an unknown mark": changed(*MARK, to=[{"type": "code"}]),
    "bold and italic": changed(*MARK, to=[{"type": "strong"}, {"type": "em"}]),
    "a link": changed(*MARK, to=[{"type": "link", "attrs": {"href": "https://example.org/"}}]),
    "a link to a number": changed(*MARK, to=[{"type": "link", "attrs": {"href": 4}}]),
    "an empty word": changed("content", 1, "content", 0, "text", to=""),
    "words that are none": changed("content", 1, "content", 0, "text", to=None),
    "a heading of level 6": changed("content", 0, "attrs", to={"level": 6}),
    "a heading of level 7": changed("content", 0, "attrs", to={"level": 7}),
    "a heading of level 0": changed("content", 0, "attrs", to={"level": 0}),
    "a heading of level 'two'": changed("content", 0, "attrs", to={"level": "two"}),
    "a list of no known kind": changed(*LIST, to={"style": "#", "order": 1}),
    "letters from 0": changed(*LIST, to={"style": "(a)", "order": 0}),
    "numbers from 0": changed(*LIST, to={"style": "1.", "order": 0}),
    "Roman numbers from 4,000": changed(*LIST, to={"style": "i)", "order": 4000}),
    "an item with the letter 0": changed("content", 2, "content", 1, "attrs", to={"value": 0}),
    "an item with half a number": changed("content", 2, "content", 1, "attrs", to={"value": 1.5}),
    "an item that begins with a list": changed("content", 2, "content", 0, "content", to=[LETTER["content"][2]]),
    "text in a list": changed("content", 2, "content", 0, to=words("x")),
    "a table in a cell": changed(*CELL, "content", to=[LETTER["content"][4]]),
    "an empty cell": changed(*CELL, "content", to=[]),
    "a wide cell": changed(*CELL, "attrs", to={"colspan": 2, "rowspan": 1, "colwidth": None}),
    "a cell of no width": changed(*CELL, "attrs", to={"colspan": 0, "rowspan": 1, "colwidth": None}),
    "a cell higher than its table": changed(*CELL, "attrs", to={"colspan": 1, "rowspan": 3, "colwidth": None}),
    "63 columns": doc_of(table(["a"] * 63, ["b"] * 63)),
    "64 columns": doc_of(table(["a"] * 64, ["b"] * 64)),
    "nine deep": nested(9),
    "ten deep": nested(10),
}


def test_page_and_server_take_and_refuse_the_same_texts(page: Page, desk: Desk) -> None:
    write(page, desk, *DOUBTFUL.values())
    sent = trees_of(page)
    verdicts = {}
    for n, (name, tree) in enumerate(DOUBTFUL.items(), start=1):
        try:
            texts.checked(json.dumps(tree))
            taken = True
        except Refusal:
            taken = False
        verdicts[name] = (f"text-{n}" in sent, taken)
    assert {name: verdict for name, verdict in verdicts.items() if verdict[0] != verdict[1]} == {}
    assert {taken for _, taken in verdicts.values()} == {True, False}


def test_the_words_beside_the_tree_are_what_a_reader_sees(page: Page, desk: Desk) -> None:
    cases = [case for case in CASES if case["source"] == "editor"]
    given_trees = [LETTER, *(case["input"] for case in cases)]
    write(page, desk, *given_trees)
    for n in range(1, len(given_trees) + 1):
        text_box(page, n).focus()
        keys(page, "Control+End")
        page.keyboard.type("§")
    sent = page.evaluate("Object.fromEntries(new FormData(document.querySelector('form')))")
    found = [sent[f"text-{n}"] for n in range(1, len(given_trees) + 1)]
    assert found == [as_read(texts.checked(sent[f"text-{n}_tree"])) for n in range(1, len(given_trees) + 1)]
    plain = [each.replace(" §", "").replace("§", "") for each in found]
    assert plain[1:] == [case["words"] for case in cases]


# What programs paste


def pasted(page: Page, desk: Desk, clipboards: list[tuple[str, str]]) -> list[Tree]:
    """The trees that come of clipboards, HTML and plain text of each, every one in a text of its own."""
    desk.n, desk.trees = desk.n + 1, [""] * len(clipboards)
    page.goto("/")
    for n, (html, text) in enumerate(clipboards, start=1):
        paste(page, html, text, n)
    found = trees_of(page)
    return [found[f"text-{n}"] for n in range(1, len(clipboards) + 1)]


def test_what_programs_put_on_the_clipboard_keeps_its_form(page: Page, desk: Desk) -> None:
    trees = pasted(page, desk, [(sample.html, "") for sample in SAMPLES])
    for sample, tree in zip(SAMPLES, trees, strict=True):
        assert outline(tree) == sample.outline, f"{sample.program}: {sample.tried}"
        texts.checked(json.dumps(tree))


@pytest.mark.skipif(not CASES, reason="the shared texts are not here")
def test_the_shared_clipboards_say_what_a_reader_must_see(page: Page, desk: Desk) -> None:
    cases = [case for case in CASES if case["source"] == "word_paste_html"]
    pasted(page, desk, [(case["input"], "") for case in cases])
    sent = page.evaluate("Object.fromEntries(new FormData(document.querySelector('form')))")
    for n, case in enumerate(cases, start=1):
        assert sent[f"text-{n}"] == case["words"], case["id"]


def test_plain_text_keeps_its_lines_and_lists(page: Page, desk: Desk) -> None:
    trees = pasted(page, desk, [("", text) for _, text, _ in PLAIN])
    for (about, _, expected), tree in zip(PLAIN, trees, strict=True):
        assert outline(tree) == expected, about


def test_what_is_pasted_joins_the_text_around_it(page: Page, desk: Desk) -> None:
    write(page, desk, LETTER)
    keys(page, "Control+End", "ArrowUp", "End")
    paste(page, "<p>and</p><p>more</p>")
    assert "Our ledger." in words_of(page)
    write(page, desk, doc_of(para(words("before after"))))
    keys(page, "Home", *["ArrowRight"] * 7)
    paste(page, "<b>in</b> ")
    assert outline(tree_of(page)) == "before <b>in</b> after"
    paste(page, "<ul><li>one</li></ul>")
    assert words_of(page).split() == ["before", "in", "•", "one", "after"]


def test_a_pasted_footnote_gets_a_number_of_its_own(page: Page, desk: Desk) -> None:
    write(page, desk, LETTER)
    keys(page, "Control+Home")
    notes = next(sample for sample in SAMPLES if sample.tried.startswith("footnotes"))
    paste(page, notes.html)
    said = words_of(page)
    assert "We agree with this[4]." in said
    assert said.endswith("[1] Our ledger.\n[2] At the end.\n[3] Estimate.\n[4] Our ledger.")
    labels = [node["attrs"]["label"] for node in tree_of(page)["content"] if node["type"] == "footnote_def"]
    assert len(set(labels)) == 4


def test_an_address_pasted_over_words_makes_them_a_link(page: Page, desk: Desk) -> None:
    write(page, desk, doc_of(para(words("the plan"))))
    keys(page, "Control+a")
    paste(page, "", "https://example.org/plan_a")
    assert outline(tree_of(page)) == "<https://example.org/plan_a>the plan</a>"


def test_cells_are_pasted_into_cells(page: Page, desk: Desk) -> None:
    write(page, desk, doc_of(table(["a", "b"], ["c", "d"])))
    page.get_by_role("columnheader", name="a").click()
    paste(page, "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>")
    assert outline(tree_of(page)) == "!1!2\n|3|4"


# What is typed


TYPED = [
    ("1. a", "1. a"), ("4. a", "4. a"), ("2) a", "2) a"), ("(3) a", "(3) a"), ("a) a", "a) a"), ("(a) a", "(a) a"),
    ("A. a", "A. a"), ("i) a", "i) a"), ("(i) a", "(i) a"), ("- a", "- a"), ("* a", "- a"), ("> a", "> a"),
    ("2019. was wet", "2019. was wet"), ("(c) 2026", "(c) 2026"), ("C. Smith", "C. Smith"), ("# a", "# a"),
    ("a_b *c*", "a_b *c*"),
    ("see https://example.org/a_b. And", "see <https://example.org/a_b>https://example.org/a_b</a>. And"),
]  # fmt: skip


def test_typed_signs_begin_a_list_and_mean_themselves_otherwise(page: Page, desk: Desk) -> None:
    desk.trees = [""] * len(TYPED)
    page.goto("/")
    for n, (typed, _) in enumerate(TYPED, start=1):
        text_box(page, n).focus()
        page.keyboard.type(typed)
    found = trees_of(page)
    for n, (typed, expected) in enumerate(TYPED, start=1):
        assert outline(found[f"text-{n}"]) == expected, typed


def test_backspace_takes_the_beginning_of_a_list_back(page: Page, desk: Desk) -> None:
    write(page, desk)
    page.keyboard.type("1. ")
    keys(page, "Backspace")
    page.keyboard.type("x")
    assert outline(tree_of(page)) == "1. x"
    assert tree_of(page)["content"][0]["type"] == "paragraph"


def test_items_nest_and_come_out_again(page: Page, desk: Desk) -> None:
    write(page, desk)
    page.keyboard.type("1. roads")
    keys(page, "Enter", "Tab")
    page.keyboard.type("main")
    keys(page, "Enter")
    page.keyboard.type("side")
    keys(page, "Enter", "Shift+Tab")
    page.keyboard.type("paths")
    keys(page, "Enter", "Enter")
    page.keyboard.type("End")
    assert outline(tree_of(page)) == "1. roads\n    (a) main\n    (b) side\n2. paths\nEnd"


def test_an_item_has_a_number_of_its_own(page: Page, desk: Desk) -> None:
    write(page, desk)
    page.keyboard.type("1. one")
    keys(page, "Enter")
    page.keyboard.type("two")
    tool(page, "Kind of numbers")
    page.get_by_role("menuitemradio", name="(a) (b) (c)").click()
    tool(page, "Kind of numbers")
    page.get_by_role("menuitem", name="Set number").click()
    number = page.get_by_label("Number or letter of this item")
    number.fill("?")
    keys(page, "Enter")
    expect(page.get_by_text("Enter a number or a letter that this list can have, like 4 or c")).to_be_visible()
    number.fill("d")
    keys(page, "Enter")
    keys(page, "Enter")
    page.keyboard.type("three")
    assert outline(tree_of(page)) == "(a) one\n(d) two\n(e) three"
    assert desk.sent == []


# Tools


def test_the_toolbar_is_one_stop_of_the_keyboard(page: Page, desk: Desk) -> None:
    write(page, desk, LETTER)
    keys(page, "Alt+F10")
    look = page.get_by_label("Style of the paragraph")
    expect(look).to_be_focused()
    keys(page, "ArrowRight")
    bold = page.get_by_role("button", name="Bold", exact=True)
    expect(bold).to_be_focused()
    keys(page, "End")
    expect(page.get_by_role("button", name="Redo", exact=True)).to_be_focused()
    keys(page, "ArrowRight")
    expect(look).to_be_focused()
    keys(page, "ArrowRight", "Escape")
    expect(text_box(page)).to_be_focused()
    keys(page, "Alt+F10")
    expect(bold).to_be_focused()
    assert page.locator(".app-tools [tabindex='0']").count() == 1
    keys(page, "Escape", "Control+a", "Alt+F10", "Space")
    assert outline(tree_of(page)).startswith("## <b>Fees</b>\n<b>We agree with this")
    expect(bold).to_have_attribute("aria-pressed", "true")
    expect(text_box(page)).to_be_focused()


def test_escape_and_tab_leave_the_text(page: Page, desk: Desk) -> None:
    write(page, desk, doc_of(table(["a", "b"], ["c", "d"])))
    page.get_by_role("columnheader", name="a").click()
    keys(page, "Tab")
    expect(text_box(page)).to_be_focused()
    keys(page, "Escape", "Tab")
    expect(page.get_by_role("button", name="Save")).to_be_focused()


def test_styles_and_marks(page: Page, desk: Desk) -> None:
    write(page, desk)
    look = page.get_by_label("Style of the paragraph")
    look.select_option("Heading")
    page.keyboard.type("Fees")
    keys(page, "Enter")
    tool(page, "Bold")
    page.keyboard.type("CO")
    tool(page, "Bold")
    tool(page, "Lowered")
    page.keyboard.type("2")
    tool(page, "Lowered")
    tool(page, "Raised")
    page.keyboard.type("x")
    tool(page, "Raised")
    keys(page, "Shift+Enter")
    tool(page, "Italic")
    page.keyboard.type("y")
    tool(page, "Italic")
    keys(page, "Enter")
    look.select_option("Quotation")
    page.keyboard.type("It floods.")
    expect(look).to_have_value("quote")
    keys(page, "Enter", "Enter")
    look.select_option("Smaller heading")
    page.keyboard.type("More")
    assert outline(tree_of(page)) == "## Fees\n<b>CO</b><sub>2</sub><sup>x</sup>/<i>y</i>\n> It floods.\n### More"
    tool(page, "Undo")
    assert "More" not in words_of(page)
    tool(page, "Redo")
    assert words_of(page).endswith("More")


def test_lists_by_the_tools(page: Page, desk: Desk) -> None:
    write(page, desk, doc_of(para(words("one")), para(words("two"))))
    keys(page, "Control+a")
    tool(page, "Numbered list")
    assert outline(tree_of(page)) == "1. one\n2. two"
    tool(page, "Bullet list")
    assert outline(tree_of(page)) == "- one\n- two"
    expect(page.get_by_role("button", name="Bullet list")).to_have_attribute("aria-pressed", "true")
    tool(page, "Bullet list")
    assert outline(tree_of(page)) == "one\ntwo"
    write(page, desk, LETTER)
    tool(page, "Numbered list")
    assert outline(tree_of(page)).startswith("1. Fees\nWe")


def test_a_table_is_put_in_and_changed(page: Page, desk: Desk) -> None:
    write(page, desk)
    tool(page, "Table")
    page.keyboard.type("Year")
    keys(page, "Tab")
    page.keyboard.type("Trips")
    tool(page, "Table")
    page.get_by_role("menuitem", name="Add column after").click()
    tool(page, "Table")
    page.get_by_role("menuitem", name="Remove row").click()
    assert outline(tree_of(page)) == "!!!!\n||||\n"
    keys(page, "Control+z")
    tool(page, "Table")
    expect(page.get_by_role("menuitem", name="Add row above")).to_have_attribute("aria-disabled", "true")
    page.get_by_role("menuitem", name="Remove column").click()
    assert outline(tree_of(page)) == "!Year!!\n|||\n|||\n"
    page.get_by_role("columnheader", name="Year").click()
    for _ in range(9):
        keys(page, "Tab")
    page.keyboard.type("x")
    assert outline(tree_of(page)) == "!Year!!\n|||\n|||\n|x||\n"
    tool(page, "Table")
    keys(page, "End", "Enter")
    assert "table" not in json.dumps(tree_of(page))


def test_a_link_is_made_changed_and_removed(page: Page, desk: Desk) -> None:
    write(page, desk, doc_of(para(words("the plan"))))
    keys(page, "Control+a", "Control+k")
    address = page.get_by_label("Web or email address")
    expect(address).to_be_focused()
    address.fill("javascript:alert(1)")
    keys(page, "Enter")
    expect(page.get_by_text("Enter a web address, like https://www.example.org, or an email address")).to_be_visible()
    page.evaluate(AXE)
    assert accessible(page) == []
    address.fill("www.example.org/plan")
    keys(page, "Enter")
    expect(text_box(page)).to_be_focused()
    assert outline(tree_of(page)) == "<https://www.example.org/plan>the plan</a>"
    keys(page, "End", "ArrowLeft")
    tool(page, "Link")
    expect(address).to_have_value("https://www.example.org/plan")
    page.get_by_role("button", name="Remove link").click()
    assert outline(tree_of(page)) == "the plan"
    keys(page, "End", "Control+k")
    page.get_by_label("Words of the link").fill("us")
    address.fill("clerk@parish.example")
    keys(page, "Enter")
    assert outline(tree_of(page)) == "the plan<mailto:clerk@parish.example>us</a>"
    keys(page, "Control+k", "Escape")
    expect(page.get_by_role("button", name="Link", exact=True)).to_be_focused()
    assert desk.sent == []


def test_a_footnote_and_its_reference_lead_to_each_other(page: Page, desk: Desk) -> None:
    write(page, desk, LETTER)
    keys(page, "Control+Home", "End")
    tool(page, "Footnote")
    page.keyboard.type("New.")
    said = "[1] New.\n[2] Our ledger."
    assert words_of(page).endswith(said)
    assert words_of(page).startswith("Fees[1]")
    tool(page, "Back to the text")
    page.keyboard.type("!")
    assert words_of(page).startswith("Fees[1]!")
    keys(page, "ArrowLeft", "ArrowLeft", "Enter")
    page.keyboard.type("Very ")
    assert "[1] Very New." in words_of(page)
    page.get_by_role("button", name="Note 1, back to the text").click()
    keys(page, "Backspace")
    expect(page.locator(".app-note__hint:visible")).to_have_text("Nothing in the text refers to this note.")
    assert words_of(page).endswith("[1] Our ledger.\n[2] Very New.")


def test_an_empty_footnote_goes_with_what_refers_to_it(page: Page, desk: Desk) -> None:
    write(page, desk, doc_of(para(words("Fees"))))
    keys(page, "End")
    tool(page, "Footnote")
    page.keyboard.type("x")
    keys(page, "Backspace", "Backspace")
    page.keyboard.type("!")
    assert outline(tree_of(page)) == "Fees!"


# Never lost


def test_what_is_sent_is_shown_again(page: Page, desk: Desk) -> None:
    write(page, desk)
    paste(page, SAMPLES[0].html)
    with page.expect_navigation():
        keys(page, "Control+s")
    assert outline(json.loads(desk.sent[0]["text-1_tree"])) == SAMPLES[0].outline
    assert desk.sent[0]["text-1"].replace("\r", "") == "We need:\n• lamps\n• on the bridge\n• north side\n• kerbs"
    assert outline(tree_of(page)) == SAMPLES[0].outline


def test_a_reload_keeps_also_what_changed_no_word(page: Page, desk: Desk) -> None:
    write(page, desk, LETTER)
    keys(page, "Control+Home", "Shift+End", "Control+i")
    page.reload()
    expect(page.get_by_text("We have put back text you typed earlier that was not saved.")).to_be_visible()
    assert outline(tree_of(page)) == DRAWN.replace("## Fees", "## <i>Fees</i>")
    page.get_by_role("button", name="Discard it").click()
    assert outline(tree_of(page)) == DRAWN
    expect(text_box(page)).to_be_focused()
    page.reload()
    assert outline(tree_of(page)) == DRAWN
    expect(page.get_by_text("We have put back")).to_have_count(0)


def test_what_the_server_keeps_is_no_change_any_more(page: Page, desk: Desk) -> None:
    write(page, desk, doc_of(para(words("Old"))))
    page.keyboard.type("New ")
    page.evaluate("""() => {
        const box = document.querySelector('#text-1-plain');
        box.addEventListener('input', () => {
            box.defaultValue = box.value;
            box.dispatchEvent(new CustomEvent('kept', {detail: box.value}));
        }, {once: true});
    }""")
    box = page.locator("#text-1-plain")
    expect(box).to_have_value("New Old")
    expect(box).not_to_have_attribute("data-changed", "")
    keys(page, "Control+z")
    assert words_of(page) == "Old"
    expect(box).to_have_attribute("data-changed", "")


def test_a_saved_text_is_not_put_back(page: Page, desk: Desk) -> None:
    write(page, desk, LETTER)
    page.keyboard.type("Now ")
    with page.expect_navigation():
        page.get_by_role("button", name="Save").click()
    page.reload()
    expect(page.get_by_text("We have put back")).to_have_count(0)


def test_a_page_with_a_changed_text_asks_before_it_is_left(page: Page, desk: Desk) -> None:
    asked = []
    page.on("dialog", lambda dialog: asked.append(dialog.type))
    write(page, desk, LETTER)
    page.get_by_role("link", name="Elsewhere").click()
    page.wait_for_url("**/elsewhere")
    assert asked == []
    write(page, desk, LETTER)
    keys(page, "Control+a", "Control+b")
    page.get_by_role("link", name="Elsewhere").click()
    page.wait_for_url("**/elsewhere")
    assert asked == ["beforeunload"]


def test_the_text_box_stays_where_the_editor_cannot_open(page: Page, desk: Desk) -> None:
    desk.trees = ['{"type":"doc","content":[{"type":"drawing"}]}']
    page.goto("/")
    box = page.get_by_label("Answer")
    expect(box).to_have_value("As it was stored")
    box.fill("Typed here")
    with page.expect_navigation():
        page.get_by_role("button", name="Save").click()
    assert desk.sent == [{"text-1": "Typed here", "then": "next"}]


def test_without_scripts_the_text_box_is_there(address: str, desk: Desk, person: Person) -> None:
    desk.trees = [json.dumps(LETTER)]
    page = person(address, None, scripts=False)
    page.goto("/")
    expect(page.get_by_label("Answer")).to_have_value("As it was stored")
    expect(page.get_by_role("toolbar")).to_have_count(0)
    page.get_by_label("Answer").fill("Typed here")
    with page.expect_navigation():
        page.get_by_role("button", name="Save").click()
    assert desk.sent == [{"text-1": "Typed here", "then": "next"}]


# What everybody must be able to use


def test_the_editor_is_accessible_on_a_desk_and_on_a_telephone(page: Page, desk: Desk) -> None:
    desk.limit = ' data-words="5"'
    write(page, desk, LETTER)
    keys(page, "ArrowDown")
    page.evaluate(AXE)
    for width in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": 900})
        assert accessible(page) == []
        chromium.check_fits(page)
        tool(page, "Kind of numbers")
        assert accessible(page) == []
        chromium.check_fits(page)
        keys(page, "Escape")
    expect(page.get_by_role("textbox", name="Answer")).to_have_accessible_description(
        re.compile("What we think.*Alt and F10")
    )
    page.get_by_text("Answer", exact=True).first.click()
    expect(text_box(page)).to_be_focused()


def test_every_tool_is_reached_on_a_telephone(address: str, desk: Desk, person: Person) -> None:
    phone = person(address, None, width=PHONE)
    write(phone, desk, LETTER)
    keys(phone, "ArrowDown")
    tool(phone, "Kind of numbers")
    chromium.check_fits(phone)
    box = phone.get_by_role("menu").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE
    keys(phone, "Escape")
    tool(phone, "Link")
    chromium.check_fits(phone)
    box = phone.get_by_role("dialog", name="Link").bounding_box()
    assert box
    assert box["x"] + box["width"] <= PHONE
    keys(phone, "Escape")
    tool(phone, "Footnote")
    assert phone.get_by_role("toolbar").evaluate("bar => bar.scrollWidth > bar.clientWidth && bar.scrollLeft > 0")


def test_the_length_is_shown_against_the_limit(page: Page, desk: Desk) -> None:
    desk.limit = ' data-words="2"'
    write(page, desk)
    page.keyboard.type("one two")
    expect(page.locator(".app-count")).to_have_text("2 of 2 words")
    page.keyboard.type(" three")
    expect(page.locator(".app-count")).to_have_text("1 word over the limit of 2")


def test_editor_and_scripts_are_small() -> None:
    built = json.loads((STATIC / "manifest.json").read_text(encoding="utf-8"))
    sizes = [len(gzip.compress((STATIC / built[name]).read_bytes())) for name in ("app.js", "editor.js")]
    assert sum(sizes) <= MOST_BYTES
