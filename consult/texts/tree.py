"""Texts as they are stored: a tree as JSON, or Markdown as it was typed.

`read` makes a tree of either, so that whatever shows a text walks over a tree. What somebody sends is `checked` against
the schema that the editor in the page has, and is stored in its normal form, so that one text has one JSON.
"""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import msgspec
from prosemirror.model import Node, Schema

from consult.refusal import Refusal
from consult.stored import StoredError, decoded
from consult.texts.grammar import MOST_NESTED
from consult.texts.labels import has_label, numbered
from consult.texts.markdown import earlier, earlier_line, tree_of
from consult.texts.nodes import (
    EMPTY,
    LAST_LEVEL,
    MOST_COLUMNS,
    STYLES,
    Block,
    Blockquote,
    BulletList,
    Doc,
    Heading,
    OrderedList,
    Span,
    TextTable,
)
from consult.texts.normal import normal

MOST_BYTES = 2_000_000
MOST_PIECES = 500_000
"""Values in the JSON of a text: a word of its own takes about ten."""
_HELD = 256  # texts of a page or two: to check one costs more than to show it
_DEEPEST = 4 * MOST_NESTED + 20  # lists of JSON in each other: an item takes four, and a mark in a cell the rest
_BEGINS = '{"shape":2,'
_SPEC: Any = decoded(Path(__file__).with_name("schema.json").read_bytes(), dict[str, object])
SCHEMA: "Schema[str, str]" = Schema(_SPEC)
"""The schema that the editor in the page has."""


class TextUnreadable(Refusal):
    """What is no text of the editor."""


class TextTooLarge(Refusal):
    """A text of more pieces than anybody writes."""


class TextTooDeep(Refusal):
    """A text with lists or quotes deeper in each other than Word has levels."""


class TableTooWide(Refusal):
    """A table that Word would not open."""


class _Stored(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    shape: Literal[2]
    doc: Doc


def read(stored: str) -> Doc:
    """The tree of a stored text, whatever its shape, for somebody who goes on writing it."""
    return _of_today(stored) or tree_of(stored)


def shown(stored: str) -> Doc:
    """The tree of a stored text as it is read: older texts hold more than is written today."""
    return _of_today(stored) or earlier(stored)


def shown_line(stored: str) -> Doc:
    """The same of a text that is one line of a list."""
    return _of_today(stored) or earlier_line(stored)


def is_tree(stored: str) -> bool:
    """Whether a stored text is a tree, and none that was typed before."""
    return _of_today(stored) is not None


def _of_today(stored: str) -> Doc | None:
    return _as_stored(stored) if stored.startswith(_BEGINS) else None


@lru_cache(maxsize=_HELD)
def _as_stored(stored: str) -> Doc | None:
    """The tree, where it is letter for letter what `store` makes of a checked one: anybody may have typed the rest."""
    try:
        doc = _checked(decoded(stored, dict[str, object]).get("doc"))
    except (StoredError, Refusal):
        return None
    return doc if store(doc) == stored else None


def store(doc: Doc) -> str:
    """The one JSON of a tree in its normal form; '' of one without a word."""
    return "" if doc == EMPTY else msgspec.json.encode(_Stored(2, doc)).decode()


def checked(sent: str) -> Doc:
    """The text that the editor sent, in its normal form.

    Raises TextUnreadable, TextTooLarge, TextTooDeep or TableTooWide, and reads no more of a text than it must to know.
    """
    if len(sent) > MOST_BYTES:
        raise TextTooLarge("The text is too long to be saved in one piece. Make it shorter")
    try:
        return _checked(decoded(sent, object))
    except StoredError as fault:
        raise _unreadable() from fault


def _checked(found: object) -> Doc:
    """The same of JSON that was decoded."""
    _measure(found)
    try:
        doc = msgspec.convert(found, Doc, strict=True)
        Node.from_json(SCHEMA, found).check()  # type: ignore[arg-type]  # JSON of a Doc
    except ValueError as fault:
        raise _unreadable() from fault
    _check_blocks(doc.blocks)
    return normal(doc)


def _measure(found: object) -> None:
    """Raise TextTooLarge or TextTooDeep, before anything that climbs into the text."""
    pieces, level = 0, [found]
    for _ in range(_DEEPEST):
        below: list[Any] = []
        for each in level:
            if isinstance(each, dict):
                below += each.values()
            elif isinstance(each, list):
                below += each
        pieces += len(level)
        if pieces > MOST_PIECES:
            raise TextTooLarge("The text has too many parts to be saved in one piece. Make it shorter")
        if not below:
            return
        level = below
    raise _too_deep()


def _too_deep() -> TextTooDeep:
    return TextTooDeep(f"The text must not have lists or quotes inside each other more than {MOST_NESTED} deep")


def _check_blocks(blocks: Iterable[Block], depth: int = 0) -> None:
    """Raise TextTooDeep, or TextUnreadable for a heading, list or cell of a kind that the editor does not make."""
    for block in blocks:
        if isinstance(block, Heading) and not 1 <= block.level <= LAST_LEVEL:
            raise _unreadable()
        if isinstance(block, TextTable):
            _check_spans(block)
        elif isinstance(block, Blockquote):
            _check_inside(block.content, depth)
        elif isinstance(block, BulletList | OrderedList):
            _check_labels(block)
            for item in block.content:
                _check_inside(item.content, depth)


def _check_inside(blocks: Iterable[Block], depth: int) -> None:
    if depth >= MOST_NESTED:
        raise _too_deep()
    _check_blocks(blocks, depth + 1)


def _check_labels(items: BulletList | OrderedList) -> None:
    if isinstance(items, OrderedList) and (
        items.style not in STYLES or not all(has_label(items.style, number) for number, _ in numbered(items))
    ):
        raise _unreadable()


def _check_spans(table: TextTable) -> None:
    """Raise TableTooWide for more columns than Word opens, counted before anything is made of them."""
    for row in table.content:
        spans = [cell.attrs or Span() for cell in row.content]
        if any(span.colspan < 1 or not 1 <= span.rowspan <= len(table.content) for span in spans):
            raise _unreadable()
        if sum(span.colspan for span in spans) > MOST_COLUMNS:
            raise TableTooWide(f"A table must have {MOST_COLUMNS} columns or fewer")


def _unreadable() -> TextUnreadable:
    return TextUnreadable("The text could not be read. Copy it, open the page again and put it in")
