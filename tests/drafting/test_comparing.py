"""Two texts compared: what both share keeps its form, and what changed is marked, word by word."""

import re
from typing import Any

import lxml.html
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult.drafting.comparing import compare_texts
from consult.texts import to_html, tree
from consult.texts.nodes import Doc, Paragraph, Text
from consult.texts.normal import normal
from tests.costs.shapes import SHAPES
from tests.costs.steps import AT_MOST, steps
from tests.texts.kept import TURNED, numbered, stored
from tests.texts.trees import docs, item, para, table, words
from tests.texts.typed import TEXTS


def page(made: str) -> lxml.html.HtmlElement:
    return lxml.html.fragment_fromstring(made or "<p></p>", create_parent="div")


def side(made: str, *, without: str) -> str:
    """What one of the two texts says in a comparison: without what was removed, or without what was added."""
    shown = page(made)
    for each in list(shown.iter(without)):
        each.drop_tree()
    for aside in [*shown.findall(".//p[@class='govuk-body app-secondary']"), *filter(is_reference, shown.iter("sup"))]:
        aside.drop_tree()
    for label in list(shown.iter("span")):
        label.drop_tree()
    return "".join(shown.text_content().translate(TURNED).split())


def is_reference(element: lxml.html.HtmlElement) -> bool:
    return re.fullmatch(r"\[\d+\]", element.text_content()) is not None


def marks(before: str, after: str) -> list[tuple[str, str]]:
    return [(each.tag, each.text_content()) for each in page(compare_texts(before, after).html).iter("ins", "del")]


def edited(node: Any, turn: int) -> Any:
    """The tree with other words, and without one of its blocks."""
    if isinstance(node, Text):
        return msgspec.structs.replace(node, text=node.text.replace("a", "agree ").replace("e", ""))
    inside = [edited(each, turn + 1) for each in getattr(node, "content", ())]
    if isinstance(node, Doc) and len(inside) > 1:
        inside.append(inside.pop(turn % len(inside)) if turn % 2 else Paragraph((Text("New."),)))
    return msgspec.structs.replace(node, content=tuple(inside)) if inside else node


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(docs(), st.integers(0, 9))
def test_both_texts_can_be_read_in_their_comparison(old: Doc, turn: int) -> None:
    before, after = tree.store(normal(old)), tree.store(normal(edited(old, turn)))
    made = compare_texts(before, after).html
    assert "".join(sorted(side(made, without="del"))) == "".join(sorted(side(to_html(after), without="x")))
    assert "".join(sorted(side(made, without="ins"))) == "".join(sorted(side(to_html(before), without="x")))


@settings(max_examples=60)
@given(TEXTS, TEXTS)
def test_older_texts_are_compared_as_they_are_shown(before: str, after: str) -> None:
    made = compare_texts(before, after).html
    assert "".join(sorted(side(made, without="del"))) == "".join(sorted(side(to_html(after), without="x")))
    assert "".join(sorted(side(made, without="ins"))) == "".join(sorted(side(to_html(before), without="x")))


@given(docs())
def test_a_text_is_the_same_as_itself(doc: Doc) -> None:
    kept = tree.store(normal(doc))
    assert compare_texts(kept, kept).is_same
    assert compare_texts(kept, kept).html == to_html(kept)


def test_words_are_marked_and_the_form_is_kept() -> None:
    before = stored(para(words("We agree with "), words("the plan", "strong"), words(".")), para(words("Stays.")))
    after = stored(para(words("We mostly agree with "), words("the plan", "strong"), words(".")), para(words("Stays.")))
    compared = compare_texts(before, after)
    assert marks(before, after) == [("ins", " mostly")]
    assert "<strong>the plan</strong>" in compared.html
    assert (compared.added, compared.removed) == (1, 0)


def test_a_look_or_an_address_that_changed_is_marked() -> None:
    plain, bold = stored(para(words("We agree"))), stored(para(words("We "), words("agree", "strong")))
    assert marks(plain, bold) == [("del", "agree"), ("ins", "agree")]
    one, other = (
        stored(para({"type": "text", "text": "plan", "marks": [{"type": "link", "attrs": {"href": href}}]}))
        for href in ("https://a.example/1", "https://a.example/2")
    )
    assert marks(one, other) == [("del", "plan"), ("ins", "plan")]
    assert not compare_texts(plain, bold).is_same


def test_paragraphs_that_moved_apart_are_still_found() -> None:
    before = stored(para(words("The bridge is old.")), para(words("The ferry runs late.")))
    after = stored(
        para(words("First of all.")), para(words("The bridge is very old.")), para(words("The ferry runs late."))
    )
    assert marks(before, after) == [("ins", "First of all."), ("ins", " very")]


def test_an_item_that_came_is_marked_and_what_is_counted_on_is_not() -> None:
    before = stored(numbered("(a)", 1, item("gates"), item("hedges")))
    after = stored(numbered("(a)", 1, item("gates"), item("kerbs and drains"), item("hedges")))
    assert marks(before, after) == [("ins", "(b)"), ("ins", "kerbs and drains")]
    labels = [each.text_content() for each in page(compare_texts(before, after).html).iter("span")]
    assert labels == ["(a)", "(b)", "(c)"]


def test_a_number_that_was_typed_is_marked_where_it_changed() -> None:
    before = stored(numbered("1.", 3, item("Lights"), item("Rails")))
    after = stored(numbered("1.", 4, item("Lights"), item("Rails")))
    assert marks(before, after) == [("del", "3."), ("ins", "4."), ("del", "4."), ("ins", "5.")]


def test_tables_are_compared_by_cell_and_keep_a_column_that_came_or_went() -> None:
    before = stored(table(["Year", "Trips"], ["2024", "12"], ["2025", "14"]))
    after = stored(table(["Year", "Cost", "Trips"], ["2024", "3", "12"], ["2025", "4", "15"]))
    assert marks(before, after) == [("ins", "Cost"), ("ins", "3"), ("ins", "4"), ("del", "14"), ("ins", "15")]
    rows = [len(list(row.iter("td", "th"))) for row in page(compare_texts(before, after).html).iter("tr")]
    assert rows == [3, 3, 3]
    assert marks(after, before)[0] == ("del", "Cost")


def test_a_note_that_was_removed_stands_below_with_the_others() -> None:
    def text(*notes: str) -> str:
        refs = [{"type": "footnote_ref", "attrs": {"label": str(n)}} for n in range(len(notes))]
        told = [
            {"type": "footnote_def", "attrs": {"label": str(n)}, "content": [para(words(said))]}
            for n, said in enumerate(notes)
        ]
        return stored(para(words("Fares rose"), *refs), *told)

    made = page(compare_texts(text("Survey of May.", "Census."), text("Survey of June."), "c").html)
    assert [each.text_content() for each in made.iter("li")] == ["[1] Survey of MayJune.", "[2] Census."]
    ids = [each.get("id") for each in made.iter() if each.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("shape", ["answers", "rows of a table", "choices on one line", "many words, one paragraph"])
def test_ten_times_the_text_takes_no_more_than_fifteen_times_the_steps(shape: str) -> None:
    def pair(size: int) -> tuple[str, str]:
        said = SHAPES[shape](size).replace("\n", "\n\n")
        words = said.split(" ")
        words[::9] = [f"{word}x" for word in words[::9]]
        return said, "Before.\n\n" + " ".join(words)

    few, many = (steps(lambda size=size: compare_texts(*pair(size))) for size in (300, 3_000))
    assert many <= AT_MOST * few
