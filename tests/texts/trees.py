"""Trees for tests: as the editor sends them, and at random."""

import json
from typing import Any

from hypothesis import strategies as st

from consult.texts.nodes import (
    EM,
    STRONG,
    STYLES,
    SUBSCRIPT,
    SUPERSCRIPT,
    Block,
    Blockquote,
    BodyCell,
    BulletList,
    Doc,
    FootnoteDef,
    FootnoteRef,
    HardBreak,
    HeadCell,
    Heading,
    Level,
    ListItem,
    ListLabels,
    NoteLabel,
    OrderedList,
    Paragraph,
    TableRow,
    Text,
    TextTable,
    Value,
    link,
)

Json = dict[str, Any]


def words(text: str, *marks: str) -> Json:
    said: Json = {"type": "text", "text": text}
    return {**said, "marks": [{"type": mark} for mark in marks]} if marks else said


def para(*inside: Json) -> Json:
    return {"type": "paragraph", "content": list(inside)} if inside else {"type": "paragraph"}


def item(text: str, *blocks: Json, value: int | None = None) -> Json:
    return {"type": "list_item", "attrs": {"value": value}, "content": [para(*[words(text)] * bool(text)), *blocks]}


def table(*rows: list[str]) -> Json:
    def cell(text: str, kind: str) -> Json:
        return {"type": kind, "content": [para(*[words(text)] * bool(text))]}

    kinds = ["table_header", *["table_cell"] * len(rows)]
    return {
        "type": "table",
        "content": [
            {"type": "table_row", "content": [cell(text, kind) for text in row]}
            for row, kind in zip(rows, kinds, strict=False)
        ],
    }


def doc_of(*blocks: Json) -> Json:
    return {"type": "doc", "content": list(blocks)}


def sent(*blocks: Json) -> str:
    """What the editor sends."""
    return json.dumps(doc_of(*blocks))


_SIGNS = "abcd  \tAI1239.,;:!?()[]{}<>*_~`#+-–=|\\/&^@'\"£%•·o\u00ad\u00a0éŵżß中א👋\n"
_PIECES = (
    "we agree", "2019.", "1. ", "3) ", "(a) ", "(i) ", "A. ", "iv) ", "- ", "* ", "• ", "> ", "## ", "| a | b |",
    "|---|", "**", "*", "***", "<b>", "</b>", "<br>", "<sup>", "[^1]", "[^1]: ", "[x](https://example.org/)",
    "https://example.org/a_b*", "www.example.org", "clerk@parish.example",
    "\\", "\\*", "\\\\", "](http", "[", "]", "e", "5", "  ", "o\t", "–",
)  # fmt: skip
_SAID = st.lists(st.one_of(st.sampled_from(_PIECES), st.text(_SIGNS, max_size=6)), min_size=1, max_size=5).map("".join)
_LINKS = st.sampled_from(
    [link("https://example.org/x_(y"), link("mailto:clerk@parish.example"), link("http://example.org/a?b=*c*&d=[e]")]
)
_MARKS = st.lists(st.one_of(st.sampled_from([EM, STRONG, SUPERSCRIPT, SUBSCRIPT]), _LINKS), max_size=2).map(tuple)
_LABELS = st.sampled_from(["1", "2", "x", "a-b", "a|b", "<b>", "a\u00adb", "a b"])
_INLINE = st.one_of(
    st.builds(Text, _SAID, _MARKS),
    st.builds(Text, _SAID, _MARKS),
    st.builds(HardBreak, _MARKS),
    st.builds(FootnoteRef.to, _LABELS),
)
_LINE = st.lists(_INLINE, max_size=4).map(tuple)
_PARAGRAPHS = st.builds(Paragraph, _LINE)


def _items(blocks: st.SearchStrategy[Block]) -> st.SearchStrategy[tuple[ListItem, ...]]:
    values = st.one_of(st.none(), st.none(), st.builds(Value, st.integers(0, 30)))
    inside = st.tuples(_PARAGRAPHS, st.lists(blocks, max_size=2)).map(lambda held: (held[0], *held[1]))
    return st.lists(st.builds(ListItem, inside, values), min_size=1, max_size=4).map(tuple)


def _rows() -> st.SearchStrategy[TextTable]:
    cells = st.lists(st.lists(_PARAGRAPHS, min_size=1, max_size=2).map(tuple), min_size=1, max_size=3)
    rows = st.lists(cells, min_size=1, max_size=3)
    return rows.map(
        lambda rows: TextTable(
            tuple(TableRow(tuple((BodyCell if n else HeadCell)(cell) for cell in row)) for n, row in enumerate(rows))
        )
    )


_BLOCKS: st.SearchStrategy[Block] = st.recursive(
    st.one_of(_PARAGRAPHS, st.builds(Heading, st.builds(Level, st.integers(1, 6)), _LINE), _rows()),
    lambda blocks: st.one_of(
        st.builds(Blockquote, st.lists(blocks, min_size=1, max_size=3).map(tuple)),
        st.builds(BulletList, _items(blocks)),
        st.builds(OrderedList, st.builds(ListLabels, st.sampled_from(STYLES), st.integers(0, 30)), _items(blocks)),
    ),
    max_leaves=6,
)


def docs() -> st.SearchStrategy[Doc]:
    """Any tree that the schema allows, in its normal form or not."""
    notes = st.builds(
        FootnoteDef, st.builds(NoteLabel, _LABELS), st.lists(_PARAGRAPHS, min_size=1, max_size=2).map(tuple)
    )
    return st.builds(
        lambda blocks, notes: Doc((*blocks, *notes)),
        st.lists(_BLOCKS, min_size=1, max_size=4),
        st.lists(notes, max_size=3),
    )


def typed_texts() -> st.SearchStrategy[str]:
    """What somebody types, made of much that could mean something."""
    between = st.sampled_from(["\n", "\n", "\n\n", "\n  ", "\n    ", " ", ""])
    return st.lists(st.tuples(_SAID, between).map("".join), min_size=1, max_size=8).map("".join)
