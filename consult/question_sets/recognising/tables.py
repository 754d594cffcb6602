"""Tables of a paper laid out as items: response forms (number, question, answer), rating grids, section rows.

What is none of these is data, kept out of the questions.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from consult.question_sets.asking import asks
from consult.question_sets.readers.blocks import Block
from consult.question_sets.recognising.facts import Item, LineRole, folded, item_of
from consult.question_sets.recognising.inline import split_inline
from consult.question_sets.recognising.kinds import is_instruction, named_kind
from consult.question_sets.recognising.numbers import Label, Style, label_of
from consult.question_sets.recognising.options import BOX, is_standard_option

_NUMBER_HEAD = re.compile(r"(?:q(?:uestion)?\s*)?(?:no|number|ref|reference|nr|#|q)\W*(?:no\W*)?", re.I)
_QUESTION_HEAD = re.compile(
    r"(?:consultation |specific )?(?:questions?|statements?|topics?|issues?|queries|query|items?)\b.*", re.I
)
_ANSWER_HEAD = re.compile(
    r"\A(?:your |our |proposed |draft |council )*(?:responses?|answers?|comments?|repl(?:y|ies)|views|feedback)\b.*",
    re.I,
)
_PLACE_HEAD = re.compile(
    r"(?:chapters?|sections?|pages?|paras?\.?|paragraphs?|parts?)(?: (?:no\.?|number|ref\w*))?", re.I
)
# What a sheet says of a question beside it.
_ABOUT_HEAD = re.compile(
    r"(?:(?:answer |response |question )?(?:options?|types?|kinds?|choices|formats?)|mandatory|required|guidance|"
    r"notes?|hints?|(?:word|character) limits?|themes?|topic area)\??",
    re.I,
)
_TICKS = re.compile(r"(?:\[[ xX]?\]|\(\s?\)|[☐☑☒□◻❑❒▢○◯✓✔xX\d]|\s)*")
_CODED = re.compile(r"[A-Za-z][A-Za-z_-]{0,15}[.-]?\d{1,3}[a-z]?")
_CHOSEN = re.compile(r"\[[xX✓✔]\]|\([xX✓✔]\)|[☑☒✓✔xX]|yes", re.I)


_HEADS = (
    ("about", _ABOUT_HEAD),
    ("number", _NUMBER_HEAD),
    ("question", _QUESTION_HEAD),
    ("answer", _ANSWER_HEAD),
    ("place", _PLACE_HEAD),
)


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
    # Right of the question, 'No' beside 'Yes' is no number.
    asked = next((cell.column for cell in row if _QUESTION_HEAD.fullmatch(cell.text)), len(row))
    named = {cell.column for cell in row if cell.column > asked and is_standard_option(cell.text)}
    named = named if len(named) > 1 else set()
    for cell in row:
        for name, pattern in _HEADS:
            if len(cell.text.split()) <= 6 and not cell.text.endswith("?") and pattern.fullmatch(cell.text):
                found.setdefault(cell.column, "choice" if cell.column in named else name)
        if cell.column in named:
            found[cell.column] = "choice"
    asking = [column for column, role in found.items() if role == "question"]
    if len(asking) > 1 and asking[1] == asking[0] + 1:
        found[asking[0]] = "number"  # 'Item' beside 'Statement', 'Issue' beside 'Question'
    return found if len(row) > 1 and asking else {}


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
    yield Item(" ".join(scale), " ".join(scale), "", LineRole.SCALE, choices=scale, place=first.place, cell=True)
    for row in table.rows[1:]:
        yield from (replace(item_of(block), role=LineRole.STATEMENT) for block in row[0].blocks)
    yield from _marked(table, scale)


def _is_row_of_boxes(table: _Table) -> bool:
    """Whether a table is one row of options and one of boxes."""
    if len(table.rows) != 2 or len(table.rows[0]) < 2:
        return False
    return all(cell.text and not _TICKS.fullmatch(cell.text) for cell in table.rows[0]) and all(
        re.search(BOX, cell.text) and _TICKS.fullmatch(cell.text) for cell in table.rows[1]
    )


def _asks_each(table: _Table) -> bool:
    """Whether each row of a grid is a question with a number of its own."""
    labels = [label_of(row[0].text) for row in table.rows[1:]]
    counted = all(label and label.style in (Style.WORD, Style.NUMBER, Style.CODE, Style.DECIMAL) for label in labels)
    return counted and all(
        asks(row[0].text) or (label and asks(label.rest)) for row, label in zip(table.rows[1:], labels, strict=True)
    )


def _marked(table: _Table, scale: tuple[str, ...]) -> Iterator[Item]:
    """What a grid that was filled in says, statement by statement."""
    for row in table.rows[1:]:
        for cell in row[1:]:
            if _CHOSEN.fullmatch(cell.text) and 0 < cell.column <= len(scale):
                said = f"{row[0].text}: {scale[cell.column - 1]}"
                yield Item(said, said, said, LineRole.ANSWER, bullet=True, place=cell.blocks[0].place, cell=True)


def _choices(row: list[_Cell], heads: dict[int, str]) -> Iterator[Item]:
    """The options that a table prints as headings of columns, ticked where the row says so."""
    marks = {cell.column: cell.text for cell in row}
    for column, head in heads.items():
        is_chosen = bool(_CHOSEN.fullmatch(marks.get(column, "")))
        yield Item(head, head, head, tick=True, round=True, chosen=is_chosen, place=row[0].blocks[0].place, cell=True)


def _is_label(text: str) -> bool:
    label = label_of(text) or label_of(f"{text}.")
    return label is not None and not label.rest.strip(" .") and label.style is not Style.ROMAN


def _row(row: list[_Cell], table: _Table, roles: dict[int, str], heads: dict[int, str]) -> Iterator[Item]:
    only = row[0]
    if len(row) == 1 and only.span >= table.columns:
        yield from _merged(only)
        return
    label = ""
    cells = _from_question([cell for cell in row if roles.get(cell.column) not in ("choice", "place", "about")], roles)
    if not cells:
        return
    coded = cells.pop(0).text if len(cells) > 1 and _is_coded(cells[0], roles) else ""
    if len(cells) > 1 and _is_label(cells[0].text) and roles.get(cells[0].column) != "question":
        label = cells.pop(0).text
        label = label if re.search(r"\W$|^q", label, re.I) else f"{label}."
    elif len(cells) == 1 and not coded and _is_label(cells[0].text):
        return
    question, answers = cells[0], cells[1:]
    typed = label_of(question.text)
    is_question = bool(label or coded) or roles.get(question.column) == "question"
    is_question = is_question or (typed is not None and typed.style is not Style.LETTER) or asks(question.text)
    for n, block in enumerate(question.blocks):
        item = item_of(block, LineRole.BODY if is_question else LineRole.DATA, label if n == 0 else "")
        yield replace(item, label=Label(Style.WORD, coded, (), item.text)) if coded and n == 0 else item
    about = [cell for cell in row if roles.get(cell.column) == "about" and _names_kind(cell.text)]
    yield from (item_of(block) for cell in about if is_question for block in cell.blocks)
    yield from _choices(row, heads)
    yield from _rest(answers, is_question)


def _names_kind(text: str) -> bool:
    return named_kind(text) is not None or is_instruction(text)


def _is_coded(cell: _Cell, roles: dict[int, str]) -> bool:
    """Whether a cell of the column for numbers names its question by a word and a number: 'socio1'."""
    return roles.get(cell.column) == "number" and not _is_label(cell.text) and bool(_CODED.fullmatch(cell.text))


def _from_question(row: list[_Cell], roles: dict[int, str]) -> list[_Cell]:
    """A row from its number on; columns before it, such as the section's name, are left out where headings say so."""
    wanted = [cell for cell in row if roles.get(cell.column) == "number"]
    asked = next((column for column, role in roles.items() if role == "question"), 0)
    if not wanted:  # a column of numbers needs no heading
        wanted = [
            cell for cell in row if cell.column == asked - 1 and not roles.get(cell.column) and _is_label(cell.text)
        ]
    wanted += [cell for cell in row if roles.get(cell.column) == "question"]
    if not any(roles.get(cell.column) == "question" for cell in wanted):
        return list(row)
    return wanted + [
        cell for cell in row if roles.get(cell.column) not in ("number", "question") and cell.column > wanted[-1].column
    ]


def _rest(cells: list[_Cell], is_question: bool) -> Iterator[Item]:
    for cell in cells:
        for block in cell.blocks:
            # A second question in one row is a follow-up, tick boxes in a cell are options: both stay as they are.
            item = item_of(block)
            plain = item.tick or len(item.options) > 1 or block.text.strip().endswith("?")
            yield item_of(
                block, LineRole.BODY if plain and is_question else LineRole.ANSWER if is_question else LineRole.DATA
            )


def _merged(cell: _Cell) -> Iterator[Item]:
    first = cell.blocks[0]
    label = label_of(first.text)
    is_name = len(cell.blocks) == 1 and len(cell.text.split()) <= 14 and not cell.text.endswith((".", "?", ":"))
    if is_name and not (label is not None and label.style is Style.WORD):
        yield replace(item_of(first), role=LineRole.HEADING, level=first.level or 6)
    else:
        yield from (item_of(block) for block in cell.blocks)


def table_items(blocks: list[Block]) -> list[Item]:
    """The items of the blocks of one table, row by row."""
    table = _table_of(blocks)
    scale = () if _is_row_of_boxes(table) else _scale(table)
    if scale and not _asks_each(table):
        return list(_grid(table, scale))
    if scale:
        choices = {cell.column: cell.text for cell in table.rows[0] if cell.column > 0}
        return [item for row in table.rows[1:] for item in _row(row[:1], table, {0: "question"}, choices)]
    if _is_row_of_boxes(table):
        return [item for cell in table.rows[0] for item in _choices([cell], {cell.column: cell.text})]
    roles = _roles(table.rows[0])
    heads = {cell.column: cell.text for cell in table.rows[0] if roles.get(cell.column) == "choice"}
    out: list[Item] = []
    for row in table.rows[1:] if roles else table.rows:
        out += _row(row, table, _roles(row) or roles, heads)
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
            out += [item_of(piece) for piece in split_inline(block)]
        else:
            held.append(block)
    out += table_items(held) if held else []
    return [item for item in out if item.full]
