"""What becomes of a text: page, plain lines, words, blocks and Word say the same, and each shows all that it holds."""

import json
from collections import Counter
from typing import Any

import lxml.html
import pytest
from hypothesis import given, settings

from consult.texts import as_read, line_to_html, plain, to_html, tree
from consult.texts.nodes import Doc
from consult.texts.normal import normal
from consult.texts.walks.blocks import blocks
from consult.texts.walks.html import html
from consult.texts.walks.words import words as words_of
from tests.texts.kept import CASES, TURNED, note, numbered, ref, stored
from tests.texts.trees import docs, item, para, table, words


def page(text: str) -> lxml.html.HtmlElement:
    return lxml.html.fragment_fromstring(text or "<p></p>", create_parent="div")


@pytest.mark.skipif(not CASES.exists(), reason="the cases are not here")
def test_every_text_of_the_editor_reads_as_it_must() -> None:
    cases = [case for case in json.loads(CASES.read_text("utf-8")) if case["source"] == "editor"]
    assert cases
    for case in cases:
        doc = tree.checked(json.dumps(case["input"]))
        assert words_of(doc) == case["words"], case["id"]
        assert _as_sets(blocks(doc)) == _as_sets(case["blocks"]), case["id"]
        shown = _words_of_page(html(doc))
        assert shown == case["words"].replace("•", "").split(), case["id"]


def _words_of_page(made: str) -> list[str]:
    """The words of a page with the numbers that its lists show; not what it says of notes by itself."""
    tree = page(made)
    for listed in tree.iter("ol"):
        number = int(listed.get("start", 1)) - 1
        for each in listed:
            number = int(each.get("value", number + 1))
            if "number" in listed.get("class", ""):
                each.text = f"{number}. {each.text or ''}"
    for each in tree.findall(".//p[@class='govuk-body app-secondary']"):
        each.drop_tree()
    for each in tree.iter("p", "li", "td", "th", "br"):
        each.tail, each.text = f" {each.tail or ''}", f" {each.text or ''}"
    return tree.text_content().split()


def _as_sets(told: Any) -> Any:
    if isinstance(told, list):
        return [_as_sets(each) for each in told]
    if not isinstance(told, dict):
        return told
    return {key: sorted(map(tuple, held)) if key == "marks" else _as_sets(held) for key, held in told.items()}


@settings(max_examples=60)
@given(docs())
def test_page_and_words_and_plain_lines_hold_the_same_letters(given_doc: Doc) -> None:
    doc = normal(given_doc)
    kept = tree.store(doc)
    letters = Counter("".join(plain(kept).translate(TURNED).split()))
    assert letters <= Counter("".join(as_read(kept).translate(TURNED).split()))
    assert letters <= Counter("".join(page(to_html(kept)).text_content().translate(TURNED).split()))


def test_labels_stand_on_the_page_as_they_were_typed() -> None:
    kept = stored(
        numbered("(a)", 1, item("gates", numbered("i)", 4, item("wide"))), item("hedges", value=5)),
        numbered("1.", 4, item("Ramps"), item("Rails", value=7), item("Lights")),
    )
    assert as_read(kept) == "(a) gates\niv) wide\n(e) hedges\n4. Ramps\n7. Rails\n8. Lights"
    tree = page(to_html(kept))
    assert [each.text_content() for each in tree.iter("span")] == ["(a)", "iv)", "(e)"]
    (counted,) = (each for each in tree.iter("ol") if "govuk-list--number" in each.get("class"))
    assert (counted.get("start"), [each.get("value") for each in counted]) == ("4", [None, "7", None])


def test_a_raised_figure_is_raised_everywhere() -> None:
    kept = stored(para(words("10"), words("6", "superscript"), words(" people, 21"), words("st", "superscript")))
    assert plain(kept) == as_read(kept) == "10⁶ people, 21st"
    assert "10⁶ people, 21<sup>st</sup>" in to_html(kept)


def test_notes_lead_there_and_back_and_one_without_a_reference_is_told_of() -> None:
    kept = stored(para(words("One"), ref("b"), words(" two"), ref("b")), note("a", "Unused."), note("b", "Used."))
    assert as_read(kept) == "One[1] two[1]\n[1] Used.\n[2] Unused."
    shown = page(to_html(kept, "text-7"))
    ids = [each.get("id") for each in shown.iter() if each.get("id")]
    assert len(ids) == len(set(ids)) == 3
    assert {each.get("href").removeprefix("#") for each in shown.iter("a")} <= set(ids)
    assert "Nothing in the text refers to note [2]." in shown.text_content()
    assert 'id="' not in to_html(kept)
    assert "Nothing in the text" not in to_html(stored(para(words("x"), ref("a")), note("a", "y")))


def test_an_address_that_no_document_leads_to_stands_behind_its_words_everywhere() -> None:
    marked = {"type": "text", "text": "plan", "marks": [{"type": "link", "attrs": {"href": "http://a.example/x"}}]}
    kept = stored(para(marked, words(".")))
    assert plain(kept) == as_read(kept) == "plan (http://a.example/x)."
    assert page(to_html(kept)).text_content() == "plan (http://a.example/x)."


def test_a_table_names_what_its_headings_head_and_an_empty_heading_heads_nothing() -> None:
    shown = page(to_html(stored(table(["Route", ""], ["12", "3"]))))
    assert [each.get("scope") for each in shown.iter("th")] == ["col"]
    assert [each.text_content() for each in shown.iter("td")] == ["", "12", "3"]


def test_a_line_of_a_list_may_be_a_tree() -> None:
    assert line_to_html(stored(para(words("a "), words("b", "strong")))) == "a <strong>b</strong>"


@pytest.mark.parametrize("said", ["<script>alert(1)</script>", '"><img src=x onerror=a()>', "&amp;", "</p>"])
def test_nothing_in_a_text_is_obeyed(said: str) -> None:
    kept = stored(
        para(words(said, "strong"), {"type": "text", "text": said, "marks": [
            {"type": "link", "attrs": {"href": "https://a.example/?a=1&b='c'"}}]}),
        numbered("(a)", 1, item(said)), table([said], [said]), note("1", said),
    )  # fmt: skip
    shown = page(to_html(kept, "text-1"))
    assert shown.text_content().count(said) == 6
    assert not list(shown.iter("script", "img"))
