"""Texts as trees: what is taken from the editor, what of it is stored, and how what was stored before is read."""

import json
from collections import Counter

import pytest
from hypothesis import given, settings

from consult.refusal import Refusal
from consult.texts import as_read, labels, tree
from consult.texts.characters import printable
from consult.texts.form import parse, write
from consult.texts.nodes import EM, EMPTY, STRONG, Doc, FootnoteRef, HardBreak, Paragraph, Text, link
from consult.texts.normal import normal
from tests.texts.trees import docs, item, para, sent, table, words

WHOLE = link("https://example.org/plan")


def kept(*blocks: dict[str, object]) -> Doc:
    return tree.checked(sent(*blocks))


def test_a_text_of_the_editor_is_stored_and_read_as_it_was_sent() -> None:
    doc = kept(
        {"type": "heading", "attrs": {"level": 3}, "content": [words("Buses")]},
        para(words("We "), words("agree", "strong"), {"type": "hard_break"}, words("with this.")),
        {"type": "ordered_list", "attrs": {"style": "(a)", "order": 3}, "content": [item("one"), item("two", value=7)]},
        {"type": "blockquote", "content": [para(words("As they say"))]},
        table(["Year", "Trips"], ["2024", ""]),
        para(words("Noted"), {"type": "footnote_ref", "attrs": {"label": "1"}}),
        {"type": "footnote_def", "attrs": {"label": "1"}, "content": [para(words("Survey."))]},
    )
    assert tree.read(tree.store(doc)) == doc
    assert [label for label, _ in labels.labelled(doc.content[2])] == ["(c)", "(g)"]  # type: ignore[arg-type]


@settings(max_examples=40)
@given(docs())
def test_a_normal_tree_is_its_own_normal_form_and_the_schema_takes_it(doc: Doc) -> None:
    stored = tree.store(once := normal(doc))
    assert normal(once) == once
    assert tree.read(stored) == once
    if stored:
        assert tree.store(tree.checked(json.dumps(json.loads(stored)["doc"]))) == stored


@settings(max_examples=40)
@given(docs())
def test_no_letter_is_lost_on_the_way_to_the_normal_form(doc: Doc) -> None:
    assert letters(doc) <= letters(normal(doc))


def letters(doc: Doc) -> Counter[str]:
    """How often each letter stands in a text: footnotes may change their places, and what refers to none is spelled."""
    return Counter("".join(printable(said(doc)).split()))


def said(node: object) -> str:
    if isinstance(node, Text):
        return node.text
    return "".join(map(said, getattr(node, "content", ())))


def test_an_empty_text_is_stored_as_nothing() -> None:
    assert tree.store(kept(para(), para(words("  ")))) == ""
    assert tree.read("") == EMPTY


def test_what_was_stored_as_markdown_is_read_as_a_tree() -> None:
    doc = tree.read("We **agree**.\n\n3. Ramps\n4. Rails\n\n| a | b |\n|---|---|\n| 1 | 2 |")
    assert [block.__class__.__name__ for block in doc.content] == ["Paragraph", "OrderedList", "TextTable"]
    assert doc.content[0] == Paragraph((Text("We "), Text("agree", (STRONG,)), Text(".")))


@pytest.mark.parametrize(
    "typed", ['{"shape":2,"doc":"nothing"}', '{"shape":2,', '{"shape":2,"doc":{"type":"doc","content":[],"x":1}}']
)
def test_what_only_begins_like_a_stored_tree_was_typed(typed: str) -> None:
    assert said(tree.read(typed)) == typed


def test_spaces_leave_the_ends_of_marks_and_lines() -> None:
    doc = kept(para(words(" all ", "strong"), words("of it", "em", "strong"), words(" ", "em"), words("now ")))
    assert doc.content == (Paragraph((Text("all ", (STRONG,)), Text("of it", (EM, STRONG)), Text(" now"))),)


def test_a_break_looks_like_the_words_beside_it() -> None:
    doc = kept(para(words("Hall", "strong"), {"type": "hard_break"}, words("Lane", "strong"), words("!")))
    assert doc.content == (
        Paragraph((Text("Hall", (STRONG,)), HardBreak((STRONG,)), Text("Lane", (STRONG,)), Text("!"))),
    )


def test_an_empty_line_parts_a_paragraph() -> None:
    doc = kept(para(words("one"), {"type": "hard_break"}, {"type": "hard_break"}, words("two"), {"type": "hard_break"}))
    assert doc.content == (Paragraph((Text("one"),)), Paragraph((Text("two"),)))


def test_lists_of_one_style_beside_each_other_are_one_list_and_a_list_without_words_goes() -> None:
    numbers = [
        {"type": "ordered_list", "attrs": {"style": "1.", "order": order}, "content": [item(str(order))]}
        for order in (1, 2, 9)
    ]
    doc = kept(*numbers, {"type": "bullet_list", "content": [item(""), item("")]}, para(words("x")))
    assert [len(block.content) for block in doc.content] == [3, 1]
    assert [label for label, _ in labels.labelled(doc.content[0])] == ["1.", "2.", "9."]  # type: ignore[arg-type]


def test_a_cell_that_spans_others_leaves_them_empty() -> None:
    wide = table(["Route", "Cost"], ["12", "3"])
    wide["content"][0]["content"][0]["attrs"] = {"colspan": 2, "rowspan": 2, "colwidth": [40, 60]}  # type: ignore[index]
    doc = kept(wide)
    rows = [[said(cell) for cell in row.content] for row in doc.content[0].content]  # type: ignore[union-attr]
    assert rows == [["Route", "", "Cost", ""], ["", "", "12", "3"]]


@pytest.mark.parametrize("label", ["a|b", "<b>", "a>b", "a b", "a]b", "a^b", "a\\b"])
def test_a_footnote_whose_label_cannot_be_typed_gets_one_that_can(label: str) -> None:
    note = {"type": "footnote_def", "attrs": {"label": label}, "content": [para(words("Said below."))]}
    doc = kept(para(words("Said"), {"type": "footnote_ref", "attrs": {"label": label}}), note)
    assert [each.label for each in doc.notes] == ["1"]
    assert parse(write(doc)) == doc


def test_footnotes_stand_in_the_order_in_which_they_are_referred_to() -> None:
    notes = [
        {"type": "footnote_def", "attrs": {"label": label}, "content": [para(words(said))]}
        for label, said in (("b", "unused"), ("a", "second"), ("c", "first"), ("c", "twin"))
    ]
    refs = [{"type": "footnote_ref", "attrs": {"label": label}} for label in ("c", "a", "nowhere")]
    doc = kept(para(words("x"), *refs), *notes)
    assert [said(note) for note in doc.notes] == ["first", "second", "unused", "twin"]
    assert len({note.label for note in doc.notes}) == 4
    assert doc.blocks[0].content[1:] == (FootnoteRef.to("c"), FootnoteRef.to("a"), Text("[^nowhere]"))


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///c:/plan.docx", "plans/east", "https://a@b.example/"]
)
def test_a_link_to_where_nobody_may_go_stands_behind_its_words(address: str) -> None:
    marked = {"type": "text", "text": "the plan", "marks": [{"type": "link", "attrs": {"href": address}}]}
    assert kept(para(marked)).content == (Paragraph((Text(f"the plan ({address})"),)),)


def test_a_link_that_pages_follow_stays() -> None:
    marked = {"type": "text", "text": "plan", "marks": [{"type": "link", "attrs": {"href": WHOLE.href}}]}
    assert kept(para(marked)).content == (Paragraph((Text("plan", (WHOLE,)),)),)


def test_what_separates_stays_and_what_only_breaks_words_goes() -> None:
    doc = kept(para(words("Inter\u00adnational\x0brail\u2028now\x00 Ŵŷ żó 👩\u200d🚒")))
    assert doc.content == (
        Paragraph((Text("International"), HardBreak(), Text("rail"), HardBreak(), Text("now Ŵŷ żó 👩\u200d🚒"))),
    )


def nested(depth: int, kind: str = "bullet_list") -> dict[str, object]:
    block = para(words("deep"))
    for _ in range(depth):
        block = {"type": "blockquote", "content": [block]} if kind == "blockquote" else {
            "type": kind, "content": [{"type": "list_item", "content": [para(words("x")), block]}]
        }  # fmt: skip
    return block


UNREADABLE = {
    "nothing": "",
    "no JSON": "{",
    "a list": "[]",
    "a number": "7",
    "a node in place of the text": json.dumps(para(words("x"))),
    "an unknown node": sent({"type": "iframe"}),
    "an unknown mark": sent(para(words("x", "underline"))),
    "an unknown attribute": sent({"type": "paragraph", "attrs": {"onclick": "x"}}),
    "an unknown key": sent({"type": "paragraph", "style": "x"}),
    "a word outside a paragraph": sent(words("x")),
    "an empty word": sent(para(words(""))),
    "no block": sent(),
    "an item without a paragraph": sent({"type": "bullet_list", "content": [{"type": "list_item", "content": []}]}),
    "a footnote in the middle": sent(
        {"type": "footnote_def", "attrs": {"label": "1"}, "content": [para(words("x"))]}, para(words("y"))
    ),
    "a level that is no number": sent({"type": "heading", "attrs": {"level": "2"}, "content": [words("x")]}),
    "a level beyond all": sent({"type": "heading", "attrs": {"level": 7}, "content": [words("x")]}),
    "a style nobody offers": sent({"type": "ordered_list", "attrs": {"style": "①"}, "content": [item("x")]}),
    "a number without a label": sent(
        {"type": "ordered_list", "attrs": {"style": "i)", "order": 0}, "content": [item("x")]}
    ),
    "a raised and lowered word": sent(para(words("x", "superscript", "subscript"))),
    "half a pair": '{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"\\ud800"}]}]}',
    "no list of cells": sent({"type": "table", "content": [{"type": "table_row", "content": [para(words("x"))]}]}),
}  # fmt: skip


@pytest.mark.parametrize("text", UNREADABLE.values(), ids=UNREADABLE)
def test_what_the_editor_does_not_make_is_refused(text: str) -> None:
    with pytest.raises(tree.TextUnreadable):
        tree.checked(text)


@pytest.mark.parametrize("kind", ["bullet_list", "blockquote"])
def test_a_text_nests_as_deep_as_word_and_no_deeper(kind: str) -> None:
    assert said(kept(nested(9, kind))).endswith("deep")
    for depth in (10, 200, 5_000):
        with pytest.raises((tree.TextTooDeep, tree.TextUnreadable)):
            tree.checked(sent_deep(depth, kind))


def sent_deep(depth: int, kind: str) -> str:
    opened, closed = {
        "blockquote": ('{"type":"blockquote","content":[', "]}"),
        "bullet_list": (
            '{"type":"bullet_list","content":[{"type":"list_item","content":[{"type":"paragraph"},',
            "]}]}",
        ),
    }[kind]
    inside = json.dumps(para(words("deep")))
    return '{"type":"doc","content":[' + opened * depth + inside + closed * depth + "]}"


def test_a_text_of_more_pieces_than_anybody_writes_is_refused() -> None:
    with pytest.raises(tree.TextTooLarge):
        tree.checked(sent(para(words("x" * tree.MOST_BYTES))))
    with pytest.raises(tree.TextTooLarge):
        tree.checked("[" + "1," * tree.MOST_PIECES + "1]")


def test_a_table_that_word_would_not_open_is_refused_before_it_is_made() -> None:
    with pytest.raises(tree.TableTooWide):
        kept(table(["x"] * 64))
    spanning = table(["x"])
    spanning["content"][0]["content"][0]["attrs"] = {"colspan": 10**9}  # type: ignore[index]
    with pytest.raises(tree.TableTooWide):
        kept(spanning)


@pytest.mark.parametrize("text", UNREADABLE.values(), ids=UNREADABLE)
def test_refusals_say_what_to_do(text: str) -> None:
    with pytest.raises(Refusal, match="Copy it, open the page again and put it in"):
        tree.checked(text)


def test_labels_count_as_word_counts_them() -> None:
    for style, kind in (("1.", range(0, 1200)), ("a)", range(1, 1500)), ("(i)", range(1, 500))):
        told = [labels.label(style, number) for number in kind]
        assert len(set(told)) == len(told)
    assert [labels.label("(a)", n) for n in (1, 26, 27, 702, 703)] == ["(a)", "(z)", "(aa)", "(zz)", "(aaa)"]
    assert [labels.label("i)", n) for n in (4, 9, 40, 1994)] == ["iv)", "ix)", "xl)", "mcmxciv)"]
    assert [labels.label("A.", n) for n in (2, 28)] == ["B.", "AB."]


@pytest.mark.parametrize(
    "block",
    [
        '{"type":"table","content":[]}',
        '{"type":"ordered_list","attrs":{"style":"a)","order":-500},"content":[]}',
        '{"type":"ordered_list","attrs":{"style":"i)","order":100000000000},"content":[{"type":"list_item","content":'
        '[{"type":"paragraph"}]}]}',
        '{"type":"paragraph","content":[{"type":"text","text":"A\\u0000B"}]}',
        '{"type":"paragraph","content":[{"type":"text","text":"A"},{"type":"text","text":"B"}]}',
        '{"type":"paragraph","content":[{"type":"text","text":"A","marks":[{"type":"link","attrs":{"href":"javascript:a"}}]}]}',
        '{"type":"blockquote","content":[' * 12 + '{"type":"paragraph"}' + "]}" * 12,
    ],
)
def test_only_what_was_stored_as_a_tree_is_read_as_one(block: str) -> None:
    typed = '{"shape":2,"doc":{"type":"doc","content":[' + block + "]}}"
    assert not tree.is_tree(typed)
    assert "shape" in as_read(typed)  # the words that somebody typed
