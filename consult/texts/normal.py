"""The one tree of each text: what looks the same is stored the same, so that a comparison finds only what was changed.

No word is lost on the way. Spaces leave the ends of lines and marks; a break and a reference look like the words on
both sides of them; empty paragraphs go, and so do lists without a word; an empty line parts a paragraph; cells span one
column and one row; a link to where nobody may go stands behind its words. The footnotes stand last, in the order in
which the text refers to them.
"""

from collections.abc import Iterable, Iterator, Sequence

from consult.texts.labels import may_name_note, numbered, within
from consult.texts.lines import Naming, line_of, paragraphs_of
from consult.texts.nodes import (
    EMPTY,
    FIRST_LEVEL,
    LAST_LEVEL,
    MOST_COLUMNS,
    STYLES,
    Block,
    Blockquote,
    BodyCell,
    BulletList,
    Doc,
    FootnoteDef,
    HeadCell,
    Heading,
    Level,
    ListItem,
    ListLabels,
    NoteLabel,
    OrderedList,
    Paragraph,
    Span,
    TableRow,
    TextTable,
    Value,
)

_NO_WORDS = (Paragraph(),)


def normal(doc: Doc) -> Doc:
    """The tree as it is stored. Nothing changes in one that is."""
    labels = _labels(doc.notes)
    names = dict(zip((note.label for note in reversed(doc.notes)), reversed(labels), strict=True))
    referred: dict[str, int] = {}

    def naming(label: str) -> str | None:
        name = names.get(label)
        if name:
            referred.setdefault(name, len(referred))
        return name

    blocks = _blocks(doc.blocks, naming)
    notes = [
        FootnoteDef(NoteLabel(label), words)
        for label, note in zip(labels, doc.notes, strict=True)
        if (words := _paragraphs(note.content, _no_note)) != _NO_WORDS or label in referred
    ]
    notes.sort(key=lambda note: referred.get(note.label, len(referred)))
    return Doc((*(blocks or EMPTY.content), *notes))


def _no_note(_label: str) -> None:
    """Word has no footnote within a footnote: what looks like one stands as it is typed."""


def _labels(notes: Sequence[FootnoteDef]) -> list[str]:
    """A label for each footnote that no other has: its own where it can be typed."""
    taken, labels = set[str](), list[str]()
    wanted = {note.label for note in notes}
    free = (str(number) for number in range(1, 2 * len(notes) + 1) if str(number) not in wanted)
    for note in notes:
        label = note.label if may_name_note(note.label) and note.label not in taken else next(free)
        taken.add(label)
        labels.append(label)
    return labels


def _blocks(blocks: Iterable[Block], naming: Naming) -> tuple[Block, ...]:
    made: list[Block] = []
    for block in blocks:
        for each in _block(block, naming):
            if made and (joined := _one_list(made[-1], each)):
                made[-1] = joined
            else:
                made.append(each)
    return tuple(made)


def _block(block: Block, naming: Naming) -> Iterator[Block]:
    """What a block is stored as: nothing where it says nothing."""
    if isinstance(block, Paragraph):
        yield from map(Paragraph, paragraphs_of(block.content, naming))
    elif isinstance(block, Heading):
        if line := line_of(block.content, naming):
            yield Heading(Level(min(max(block.level, FIRST_LEVEL), LAST_LEVEL)), line)
    elif isinstance(block, Blockquote):
        if inside := _blocks(block.content, naming):
            yield Blockquote(inside)
    elif isinstance(block, TextTable):
        yield from _table(block, naming)
    else:
        items = [_item(item, naming) for item in block.content]
        if any(item != _NO_WORDS for item in items):
            yield _list(block, items)


def _item(item: ListItem, naming: Naming) -> tuple[Block, ...]:
    """The blocks of an item, of which the first is a paragraph."""
    first, *others = item.content
    begins = [Paragraph(line) for line in paragraphs_of(first.content, naming)] if isinstance(first, Paragraph) else []
    inside = (*begins, *_blocks(others if isinstance(first, Paragraph) else item.content, naming))
    return inside if inside and isinstance(inside[0], Paragraph) else (*_NO_WORDS, *inside)


def _list(block: BulletList | OrderedList, items: Sequence[tuple[Block, ...]]) -> Block:
    if isinstance(block, BulletList):
        return BulletList(tuple(map(ListItem, items)))
    style = block.style if block.style in STYLES else STYLES[0]
    numbers = [within(style, number) for number, _ in numbered(block)]
    expected = [numbers[0], *(number + 1 for number in numbers)]
    counted = zip(items, numbers, expected, strict=False)
    made = tuple(ListItem(item, None if number == next_one else Value(number)) for item, number, next_one in counted)
    return OrderedList(ListLabels(style, numbers[0]), made)


def _one_list(first: Block, second: Block) -> Block | None:
    """Two lists that read as one; None for what does not."""
    if isinstance(first, BulletList) and isinstance(second, BulletList):
        return BulletList(first.content + second.content)
    if isinstance(first, OrderedList) and isinstance(second, OrderedList) and first.style == second.style:
        *_, (last, _) = numbered(first)
        begins = second.content[0] if second.order == last + 1 else _with_number(second)
        return OrderedList(first.attrs, (*first.content, begins, *second.content[1:]))
    return None


def _with_number(items: OrderedList) -> ListItem:
    """The first item of a list with its number."""
    return ListItem(items.content[0].content, Value(items.order))


def _paragraphs(content: Iterable[Paragraph], naming: Naming) -> tuple[Paragraph, ...]:
    """Some paragraphs; an empty one where they say nothing."""
    made = [Paragraph(line) for each in content for line in paragraphs_of(each.content, naming)]
    return tuple(made) or _NO_WORDS


def _table(table: TextTable, naming: Naming) -> Iterator[Block]:
    rows = [[_paragraphs(cell, naming) for cell in row] for row in _grid(table)]
    columns = max(map(len, rows))
    for row in rows:
        row += [_NO_WORDS] * (columns - len(row))
    if any(cell != _NO_WORDS for row in rows for cell in row):
        head = TableRow(tuple(map(HeadCell, rows[0])))
        yield TextTable((head, *(TableRow(tuple(map(BodyCell, row))) for row in rows[1:])))


def _grid(table: TextTable) -> list[list[tuple[Paragraph, ...]]]:
    """The cells of each row. One that spans several stands in the first of them, and the others are empty."""
    rows: list[list[tuple[Paragraph, ...]]] = []
    spanned: dict[int, int] = {}  # how many rows a column is still taken in by a cell above
    for row in table.content:
        made: list[tuple[Paragraph, ...]] = []
        rows.append(made)
        for cell in row.content:
            _pass_by(spanned, made)
            span, place = cell.attrs or Span(), len(made)
            made += [cell.content, *[_NO_WORDS] * (min(span.colspan, MOST_COLUMNS - place) - 1)]
            if span.rowspan > 1:
                spanned.update(dict.fromkeys(range(place, len(made)), span.rowspan - 1))
        _pass_by(spanned, made)
    return rows


def _pass_by(spanned: dict[int, int], row: list[tuple[Paragraph, ...]]) -> None:
    """Empty cells where cells above reach into a row."""
    while spanned.get(len(row), 0) and len(row) < MOST_COLUMNS:
        spanned[len(row)] -= 1
        row.append(_NO_WORDS)
