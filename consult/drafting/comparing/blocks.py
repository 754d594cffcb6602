"""Two trees as one: what both have once, what one has marked as removed or added."""

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import Any, TypeAlias

import msgspec

from consult.drafting.comparing.lines import LineComparison, prepared
from consult.drafting.comparing.pairs import pairs, words_in
from consult.texts.alignment import align
from consult.texts.labels import labelled, referring
from consult.texts.nodes import (
    Blockquote,
    BulletList,
    Doc,
    FootnoteDef,
    Heading,
    ListItem,
    NoteLabel,
    OrderedList,
    Paragraph,
    TableRow,
    TextMark,
    TextTable,
)
from consult.texts.shown import ADDED, REMOVED, CodeBlock, MarkedItem

_List: TypeAlias = BulletList | OrderedList
_Columns: TypeAlias = list[tuple[int | None, int | None]]


class Comparison(LineComparison):
    """Compares two texts, and counts the words that changed."""

    def docs(self, old: Doc, new: Doc) -> Doc:
        """Both as one text. Its notes are those of the second in their order, then those that were removed."""
        notes = [*pairs(old.notes, new.notes, self.allowance, key=attrgetter("content"))]
        names = {pair.old.label: pair.new.label if pair.new else f"was {pair.old.label}" for pair in notes if pair.old}
        blocks = self.blocks([referring(block, names) for block in old.blocks] if names else old.blocks, new.blocks)
        kept = [self._note(pair.old, pair.new) for pair in notes if pair.new]
        gone = [self._note(_with(pair.old, names), None) for pair in notes if not pair.new]
        return Doc((*blocks, *kept, *gone))

    def blocks(self, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Any]:
        """Blocks of both in one order."""
        for pair in pairs(old, new, self.allowance):
            if pair.same:
                yield pair.new
            elif pair.new is None:
                yield from self._whole(pair.old, REMOVED)
            elif pair.old is None:
                yield from self._whole(pair.new, ADDED)
            else:
                yield from _MERGED[type(pair.new)](self, pair.old, pair.new)

    def line_of(self, old: Paragraph | Heading, new: Paragraph | Heading) -> Iterator[Any]:
        """A paragraph or heading of both."""
        yield msgspec.structs.replace(new, content=self.lines(old.content, new.content))

    def quote(self, old: Blockquote, new: Blockquote) -> Iterator[Any]:
        """A quotation of both."""
        yield Blockquote(tuple(self.blocks(old.content, new.content)))

    def items(self, old: _List, new: _List) -> Iterator[Any]:
        """A list of both. A number that was counted, and is another because items came or went, is no change."""
        counted = type(old) is type(new) and getattr(old, "attrs", None) == getattr(new, "attrs", None)
        made: list[MarkedItem] = []
        for was, now, same in pairs(_items(old), _items(new), self.allowance, key=attrgetter("content")):
            content = now.content if same else tuple(self._inside(was, now))
            label, label_before = now.label if now else "", was.label if was else ""
            if was and now and counted and was.value is None and now.value is None:
                label_before = label
            made.append(MarkedItem(content, label=label, was=label_before))
            self._count_label(label_before, label)
        yield msgspec.structs.replace(new, content=tuple(made))

    def table(self, old: TextTable, new: TextTable) -> Iterator[Any]:
        """A table of both, with the columns of both."""
        heads, rows = old.content[0], old.content[1:]
        heads_now, rows_now = new.content[0], new.content[1:]
        columns = self._columns(heads, heads_now)
        if not columns:
            yield from (*self._whole(old, REMOVED), *self._whole(new, ADDED))
            return
        stays = all(i == j for i, j in columns)
        made = [self._row(heads, heads_now, columns)]
        for pair in pairs(rows, rows_now, self.allowance):
            made.append(pair.new if pair.same and stays else self._row(pair.old, pair.new, columns))
        yield TextTable(tuple(made))

    def code(self, old: CodeBlock, new: CodeBlock) -> Iterator[Any]:
        """Lines of code of both, as a paragraph."""
        yield Paragraph(self.lines(old.line, new.line))

    def _inside(self, old: ListItem | None, new: ListItem | None) -> Iterator[Any]:
        return self.blocks(old.content if old else (), new.content if new else ())

    def _note(self, old: FootnoteDef | None, new: FootnoteDef | None) -> FootnoteDef:
        content = tuple(self.blocks(old.content if old else (), new.content if new else ()))
        return FootnoteDef((new or old).attrs, content)  # type: ignore[union-attr]  # there is one

    def _count_label(self, was: str, label: str) -> None:
        if was and label and was != label:
            self._changed["added"].append(label)
            self._changed["removed"].append(was)

    def _columns(self, old: TableRow, new: TableRow) -> _Columns:
        """Which columns belong to each other; none where the tables share no heading."""
        width, width_now = len(old.content), len(new.content)
        if width == width_now:
            return [(n, n) for n in range(width)]
        said, said_now = ([" ".join(words_in(cell)) for cell in row.content] for row in (old, new))
        blocks = align(said, said_now, self.allowance).blocks
        made: _Columns = []
        i = j = 0
        for same_i, same_j, length in (*blocks, (width, width_now, 0)):
            made += [(n, None) for n in range(i, same_i)]
            made += [(None, n) for n in range(j, same_j)]
            made += [(same_i + n, same_j + n) for n in range(length)]
            i, j = same_i + length, same_j + length
        return made if blocks else []

    def _row(self, old: TableRow | None, new: TableRow | None, columns: _Columns) -> TableRow:
        cells: list[Any] = []
        for i, j in columns:
            was = old.content[i] if old and i is not None else None
            now = new.content[j] if new and j is not None else None
            kind = type(now or was or (new or old).content[0])  # type: ignore[union-attr]  # there is one
            inside = tuple(self.blocks(was.content if was else (), now.content if now else ()))
            cells.append(kind(inside or (Paragraph(),)))
        return TableRow(tuple(cells))

    def _whole(self, block: Any, mark: TextMark) -> Iterator[Any]:
        """A block that only one text has."""
        if isinstance(block, Paragraph | Heading):
            yield msgspec.structs.replace(block, content=tuple(self.marked(prepared(block.content), mark)))
        elif isinstance(block, CodeBlock):
            yield Paragraph(tuple(self.marked(block.line, mark)))
        elif isinstance(block, BulletList | OrderedList):
            items = (self._whole_item(label, item, mark) for label, item in labelled(block))
            yield msgspec.structs.replace(block, content=tuple(items))
        elif isinstance(block, TextTable):
            columns: _Columns = [(n, n) for n in range(len(block.content[0].content))]
            sides = ((row, None) if mark is REMOVED else (None, row) for row in block.content)
            yield TextTable(tuple(self._row(was, now, columns) for was, now in sides))
        elif content := getattr(block, "content", ()):
            inside = (made for each in content for made in self._whole(each, mark))
            yield msgspec.structs.replace(block, content=tuple(inside))
        elif mark is ADDED:
            yield block

    def _whole_item(self, label: str, item: ListItem, mark: TextMark) -> MarkedItem:
        content = tuple(made for each in item.content for made in self._whole(each, mark))
        return MarkedItem(content, label="" if mark is REMOVED else label, was=label if mark is REMOVED else "")


def _items(listed: _List) -> list[MarkedItem]:
    return [MarkedItem(item.content, item.attrs, label=label) for label, item in labelled(listed)]


def _with(note: FootnoteDef, names: dict[str, str]) -> FootnoteDef:
    return FootnoteDef(NoteLabel(names[note.label]), note.content)


_MERGED: dict[type, Callable[[Comparison, Any, Any], Iterator[Any]]] = {
    Paragraph: Comparison.line_of,
    Heading: Comparison.line_of,
    Blockquote: Comparison.quote,
    BulletList: Comparison.items,
    OrderedList: Comparison.items,
    TextTable: Comparison.table,
    CodeBlock: Comparison.code,
}
