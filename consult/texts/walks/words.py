"""A text as a reader sees it, in plain lines: with its labels, cells parted by tabs, and notes numbered below.

A line for each line of a paragraph; an item's label, a space, its words; a line for each row of a table, in which the
end of a line is a space; a reference as [1], and the note last as '[1] words'.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from consult.texts.inline import said_of, told
from consult.texts.labels import labelled
from consult.texts.nodes import (
    Blockquote,
    BulletList,
    Doc,
    FootnoteDef,
    FootnoteRef,
    Heading,
    Line,
    OrderedList,
    Paragraph,
    TextTable,
)
from consult.texts.shown import CodeBlock, Divider


def words(doc: Doc) -> str:
    """What a reader sees of a text."""
    numbers = note_numbers(doc)
    notes = (f"[{numbers[note.label]}]" + "".join(_begun(_several(note.content, numbers))) for note in doc.notes)
    said = (block for block in doc.blocks if getattr(block, "content", None) != ())  # an empty paragraph says nothing
    return "\n".join([*_several(said, numbers), *notes])


def note_numbers(doc: Doc) -> Mapping[str, int]:
    """The number of each note by its label."""
    return {note.label: number for number, note in enumerate(doc.notes, 1)}


def shown_line(content: Line, numbers: Mapping[str, int], line_end: str = "\n") -> str:
    """The words of a paragraph with the numbers of notes."""
    return "".join(
        reference(node, numbers) if type(node) is FootnoteRef else said_of(node, line_end) for node in told(content)
    )


def reference(node: FootnoteRef, numbers: Mapping[str, int]) -> str:
    """How a reference to a note is shown; one to no note as it was typed."""
    number = numbers.get(node.label)
    return f"[^{node.label}]" if number is None else f"[{number}]"


def _several(blocks: Iterable[Any], numbers: Mapping[str, int]) -> Iterator[str]:
    for block in blocks:
        yield from _BLOCKS[type(block)](block, numbers)


def _begun(lines: Iterable[str]) -> Iterator[str]:
    """The lines behind a label: the first on its line, the others on their own."""
    for n, line in enumerate(lines):
        yield f"\n{line}" if n else f" {line}" if line else ""


def _paragraph(block: Paragraph | Heading, numbers: Mapping[str, int]) -> Iterator[str]:
    yield from shown_line(block.content, numbers).split("\n")


def _list(block: BulletList | OrderedList, numbers: Mapping[str, int]) -> Iterator[str]:
    for label, item in labelled(block):
        yield label + "".join(_begun(_several(item.content, numbers)))


def _table(block: TextTable, numbers: Mapping[str, int]) -> Iterator[str]:
    for row in block.content:
        yield "\t".join(
            " ".join(shown_line(each.content, numbers, " ") for each in cell.content) for cell in row.content
        )


_BLOCKS: dict[type, Callable[[Any, Mapping[str, int]], Iterable[str]]] = {
    Paragraph: _paragraph,
    Heading: _paragraph,
    Blockquote: lambda block, numbers: _several(block.content, numbers),
    BulletList: _list,
    OrderedList: _list,
    TextTable: _table,
    CodeBlock: lambda block, numbers: block.text.split("\n"),
    Divider: lambda block, numbers: (),
    FootnoteDef: lambda block, numbers: (),
}
