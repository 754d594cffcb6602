"""A text as blocks for other programs: what it is made of, with the labels, words and numbers that readers see."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import Any, TypeAlias

from consult.texts.inline import said_of, told
from consult.texts.labels import kind_of, labelled
from consult.texts.nodes import (
    Blockquote,
    BulletList,
    Doc,
    FootnoteDef,
    FootnoteRef,
    Heading,
    Inline,
    Line,
    OrderedList,
    Paragraph,
    TextTable,
)
from consult.texts.shown import CodeBlock, Divider
from consult.texts.walks.words import note_numbers, reference

Told: TypeAlias = dict[str, Any]
_KINDS = {"1": "number", "a": "letter", "A": "letter", "i": "roman"}
_LOOKS = {"strong": "bold", "em": "italic", "strike": "struck", "code": "code", "superscript": "raised",
          "subscript": "lowered"}  # fmt: skip


def blocks(doc: Doc) -> list[Told]:
    """The blocks of a text, its footnotes last."""
    numbers = note_numbers(doc)
    told = _several(doc.blocks, numbers)
    referred = Counter(_references(doc.content))
    for note in doc.notes:
        children = _several(note.content, numbers)
        number = str(numbers[note.label])
        told.append({"type": "footnote", "label": number, "refs": referred[note.label], "children": children})
    return told


def _references(content: Iterable[Any]) -> Iterable[str]:
    for node in content:
        if type(node) is FootnoteRef:
            yield node.label
        else:
            yield from _references(getattr(node, "content", ()))


def _several(content: Iterable[Any], numbers: Mapping[str, int]) -> list[Told]:
    return [told for block in content if (told := _BLOCKS[type(block)](block, numbers))]


def _paragraph(block: Paragraph, numbers: Mapping[str, int]) -> Told:
    text, marks = _line(block.content, numbers)
    return _marked({"type": "paragraph", "text": text}, marks) if text else {}


def _heading(block: Heading, numbers: Mapping[str, int]) -> Told:
    text, marks = _line(block.content, numbers)
    return _marked({"type": "heading", "level": block.level, "text": text}, marks)


def _list(block: BulletList | OrderedList, numbers: Mapping[str, int]) -> Told:
    kind = "bullet" if isinstance(block, BulletList) else _KINDS[kind_of(block.style)]
    items = [{"label": label, "children": _several(item.content, numbers)} for label, item in labelled(block)]
    return {"type": "list", "kind": kind, "items": items}


def _table(block: TextTable, numbers: Mapping[str, int]) -> Told:
    marks: list[list[str]] = []
    rows: list[list[str]] = []
    for row in block.content:
        rows.append(made := [])
        for cell in row.content:
            told = [_line(each.content, numbers) for each in cell.content]
            made.append("\n".join(text for text, _ in told))
            marks += [mark for _, several in told for mark in several]
    return _marked({"type": "table", "rows": rows}, marks)


def _marked(told: Told, marks: list[list[str]]) -> Told:
    return {**told, "marks": marks} if marks else told


def _line(content: Line, numbers: Mapping[str, int]) -> tuple[str, list[list[str]]]:
    """The words of a line, and each mark with the longest stretch of words that has it."""
    nodes = list(told(content))
    notes = [each.label for each in nodes if isinstance(each, FootnoteRef) and each.label in numbers]
    marks = [["note", str(numbers[each])] for each in notes]
    for kind, told_as in _LOOKS.items():
        stretches = groupby(nodes, key=lambda node, kind=kind: any(mark.type == kind for mark in node.marks))  # type: ignore[misc]
        marks += [[told_as, text] for has, run in stretches if has and (text := _said(run, numbers).strip())]
    for address, run in groupby(nodes, key=_address):
        if address:
            marks.append(["link", _said(run, numbers).strip(), address])
    return _said(nodes, numbers), marks


def _address(node: Inline) -> str:
    return next((mark.href for mark in node.marks if mark.href), "")


def _said(nodes: Iterable[Inline], numbers: Mapping[str, int]) -> str:
    return "".join(reference(node, numbers) if isinstance(node, FootnoteRef) else said_of(node) for node in nodes)


_BLOCKS: dict[type, Callable[[Any, Mapping[str, int]], Told]] = {
    Paragraph: _paragraph,
    Heading: _heading,
    Blockquote: lambda block, numbers: {"type": "quote", "children": _several(block.content, numbers)},
    BulletList: _list,
    OrderedList: _list,
    TextTable: _table,
    CodeBlock: lambda block, numbers: {"type": "paragraph", "text": block.text},
    Divider: lambda block, numbers: {},
    FootnoteDef: lambda block, numbers: {},
}
