"""Tables of a paper laid out as items: response forms (number, question, answer), rating grids, section rows.

What is none of these is data, kept out of the questions.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from consult.question_sets.asking import asks
from consult.question_sets.layout import TICKS, Item, Role, folded, item_of
from consult.question_sets.numbers import Style, label_of
from consult.question_sets.readers.blocks import Block

_NUMBER_HEAD = re.compile(r"(?:q(?:uestion)?\s*)?(?:no|number|ref|reference|nr|#|q)\W*(?:no\W*)?", re.I)
_QUESTION_HEAD = re.compile(
    r"(?:consultation |specific )?(?:questions?|topics?|issues?|queries|query|items?)\b.*", re.I
)
_ANSWER_HEAD = re.compile(
    r"(?:your |our |proposed |draft |council )*(?:responses?|answers?|comments?|repl(?:y|ies)|views|feedback)\b.*", re.I
)
_TICKS = re.compile(r"(?:\[[ xX]?\]|\(\s?\)|[☐☑☒□◻❑❒▢○◯✓✔xX\d]|\s)*")


@dataclass(frozen=True)
class _Cell:
    column: int
    span: int
    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        return folded(" ".join(block.text for block in self.blocks))


@dataclass(frozen=True)
class _Table:
    columns: int
    rows: list[list[_Cell]]


def _table_of(blocks: list[Block]) -> _Table:
    columns, rows = 1, dict[int, dict[int, list[Block]]]()
    for block in blocks:
        if block.cell is not None:
            columns = max(columns, block.cell.columns)
            rows.setdefault(block.cell.row, {}).setdefault(block.cell.column, []).append(block)
    spans = {(b.cell.row, b.cell.column): b.cell.span for b in blocks if b.cell is not None}
    return _Table(
        columns,
        [[_Cell(c, spans[r, c], tuple(cells[c])) for c in sorted(cells)] for r, cells in sorted(rows.items())],
    )


def _roles(row: list[_Cell]) -> dict[int, str]:
    """What each column holds, by a heading row; empty where the row is none."""
    found: dict[int, str] = {}
    for cell in row:
        for name, pattern in (("number", _NUMBER_HEAD), ("question", _QUESTION_HEAD), ("answer", _ANSWER_HEAD)):
            if len(cell.text.split()) <= 6 and not cell.text.endswith("?") and pattern.fullmatch(cell.text):
                found.setdefault(cell.column, name)
    return found if len(row) > 1 and "question" in found.values() else {}


def _scale(table: _Table) -> tuple[str, ...]:
    """The columns of a rating grid: short headings over cells that hold nothing but boxes."""
    if table.columns < 3 or len(table.rows) < 2:
        return ()
    heads = [cell for cell in table.rows[0] if cell.column > 0]
    if len(heads) < table.columns - 1 or any(len(cell.text.split()) > 6 for cell in heads):
        return ()
    body = [row for row in table.rows[1:] if row]
    for row in body:
        if row[0].column != 0 or any(not _TICKS.fullmatch(cell.text) for cell in row[1:]):
            return ()
    if any(_ANSWER_HEAD.fullmatch(cell.text) or _QUESTION_HEAD.fullmatch(cell.text) for cell in heads):
        return ()
    return tuple(cell.text for cell in heads)


def _grid(table: _Table, scale: tuple[str, ...]) -> Iterator[Item]:
    corner = [cell for cell in table.rows[0] if cell.column == 0 and cell.text]
    if corner and asks(corner[0].text):
        yield from (item_of(block) for block in corner[0].blocks)
    first = table.rows[0][0].blocks[0]
    yield Item(" ".join(scale), " ".join(scale), "", Role.SCALE, choices=scale, paragraph=first.paragraph)
    for row in table.rows[1:]:
        yield from (replace(item_of(block), role=Role.STATEMENT) for block in row[0].blocks)


def _is_label(text: str) -> bool:
    label = label_of(text) or label_of(f"{text}.")
    return label is not None and not label.rest.strip(" .") and label.style is not Style.ROMAN


def _row(row: list[_Cell], table: _Table, roles: dict[int, str]) -> Iterator[Item]:
    only = row[0]
    if len(row) == 1 and only.span >= table.columns:
        yield from _merged(only)
        return
    label = ""
    cells = _from_question(row, roles)
    if len(cells) > 1 and _is_label(cells[0].text) and roles.get(cells[0].column) != "question":
        label = cells.pop(0).text
        label = label if re.search(r"\W$|^q", label, re.I) else f"{label}."
    elif len(cells) == 1 and _is_label(only.text):
        return
    question, answers = cells[0], cells[1:]
    typed = label_of(question.text)
    is_question = bool(label) or roles.get(question.column) == "question"
    is_question = is_question or (typed is not None and typed.style is not Style.LETTER) or asks(question.text)
    for n, block in enumerate(question.blocks):
        yield item_of(block, Role.BODY if is_question else Role.DATA, label if n == 0 else "")
    yield from _rest(answers, is_question)


def _from_question(row: list[_Cell], roles: dict[int, str]) -> list[_Cell]:
    """A row from its number on; columns before it, such as the section's name, are left out where headings say so."""
    wanted = [cell for cell in row if roles.get(cell.column) == "number"]
    wanted += [cell for cell in row if roles.get(cell.column) == "question"]
    if not any(roles.get(cell.column) == "question" for cell in wanted):
        return list(row)
    return wanted + [cell for cell in row if cell not in wanted and cell.column > wanted[-1].column]


def _rest(cells: list[_Cell], is_question: bool) -> Iterator[Item]:
    for cell in cells:
        for block in cell.blocks:
            # A second question in one row is a follow-up, tick boxes in a cell are options: both stay as they are.
            plain = block.label in TICKS or item_of(block).tick or block.text.strip().endswith("?")
            yield item_of(block, Role.BODY if plain and is_question else Role.ANSWER if is_question else Role.DATA)


def _merged(cell: _Cell) -> Iterator[Item]:
    first = cell.blocks[0]
    label = label_of(first.text)
    is_name = len(cell.blocks) == 1 and len(cell.text.split()) <= 14 and not cell.text.endswith((".", "?", ":"))
    if is_name and not (label is not None and label.style is Style.WORD):
        yield replace(item_of(first), role=Role.HEADING, level=first.level or 6)
    else:
        yield from (item_of(block) for block in cell.blocks)


def table_items(blocks: list[Block]) -> list[Item]:
    """The items of the blocks of one table, row by row."""
    table = _table_of(blocks)
    scale = _scale(table)
    if scale:
        return list(_grid(table, scale))
    roles = _roles(table.rows[0])
    out: list[Item] = []
    for row in table.rows[1:] if roles else table.rows:
        out += _row(row, table, _roles(row) or roles)
    return out


def items_of(blocks: list[Block]) -> list[Item]:
    """All items of a paper in reading order, its tables laid out."""
    out: list[Item] = []
    held: list[Block] = []
    for block in blocks:
        if held and (block.cell is None or held[0].cell is None or block.cell.table != held[0].cell.table):
            out += table_items(held)
            held = []
        if block.cell is None:
            out.append(item_of(block))
        else:
            held.append(block)
    return out + (table_items(held) if held else [])
