"""The tree of an answer as Markdown in our own dialect, with footnotes below."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from consult.question_sets.answered import losses
from consult.question_sets.answered.inline import to_line
from consult.question_sets.answered.pieces import PLAIN, Piece, Table, TableCell, WordText, Written
from consult.question_sets.answered.tree import (
    Leaf,
    ListNode,
    Margin,
    Node,
    Quote,
    TableNode,
    is_too_deep,
    set_in,
)

_ALIGNMENTS = {"right": "--:", "end": "--:", "center": ":-:"}
_RULE = "***"


@dataclass(slots=True)
class _Writing:
    """The notes that were referred to, each with its number, and what was lost in writing."""

    notes: dict[str, int] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)


def to_markdown(blocks: Iterable[Written], word: WordText, margin: Margin) -> tuple[str, list[str]]:
    """The Markdown of some paragraphs of a file, whole tables as tables, and what in them it does not keep."""
    blocks = list(blocks)
    writing = _Writing()
    tree = set_in(_with_tables(blocks, word, writing, margin), margin)
    parts = [_blocks(tree, writing)]
    # A tab that somebody typed into our text comes back as it was typed.
    kept = {losses.TAB} if margin.ours else set[str]()
    writing.lost[:0] = [each for block in blocks for each in block.lost]
    writing.lost += [losses.DEEP] * any(not margin.ours and is_too_deep(block) for block in blocks)
    referred = len(writing.notes)
    written = 0
    while new := [*islice(reversed(writing.notes), len(writing.notes) - written)]:  # a note may refer to more of them
        parts += [_note(key, word, writing, margin) for key in reversed(new)]
        written += len(new)
    writing.lost += [losses.NOTE_IN_NOTE] * (len(writing.notes) - referred)
    return "\n\n".join(filter(None, parts)), [each for each in writing.lost if each not in kept]


def _note(key: str, word: WordText, writing: _Writing, margin: Margin) -> str:
    """A footnote's own text; Word has no notes in notes."""
    blocks = word.notes.get(key, [])
    writing.lost += [each for block in blocks for each in block.lost]
    within = Margin(0, margin.ours)
    text = _blocks(set_in(_with_tables(blocks, word, writing, within), within), writing)
    head = f"[^{writing.notes[key]}]:"
    if not text:
        return head
    begins = " " if blocks and blocks[0].has_text and blocks[0].place is None and text[0] not in "|`*>" else "\n\n    "
    return head + begins + _indented(text, "    ")


def _with_tables(
    blocks: Sequence[Written], word: WordText, writing: _Writing, margin: Margin
) -> list[Written | TableNode]:
    """The blocks with the paragraphs of each table in its place; a table of one column is a frame round its text."""
    out: list[Written | TableNode] = []
    within = {id(each) for each in blocks}
    whole: dict[int, bool] = {}  # the tables that were met, and whether each is set out as one
    for block in blocks:
        if block.cell is None:
            out.append(block)
            continue
        number, table = block.cell.table, word.tables[block.cell.table]
        is_new = number not in whole
        if is_new:
            is_grid = table.columns > 1 or table.style == "tableofananswer" or _is_ours(table)
            whole[number] = is_grid and _is_whole(table, within)
            writing.lost += table.lost
            if not is_grid and block.has_text:
                writing.lost.append(losses.FRAME)
        if not whole[number]:
            out.append(block)
        elif is_new:
            out.append(TableNode(table))
    return out


def _is_ours(table: Table) -> bool:
    """Whether a table is one that our documents print: OpenDocument loses a table's style, not its words'."""
    styles = {each.style for row in table.rows for cell in row for each in cell.paragraphs}
    return {"tableheading", "tabletext"} <= styles


def _is_whole(table: Table, within: Container[int]) -> bool:
    return all(id(each) in within for row in table.rows for cell in row for each in cell.paragraphs)


def _indented(text: str, by: str) -> str:
    """All lines but the first set in; empty ones stay empty."""
    first, *others = text.split("\n")
    return "\n".join([first, *(f"{by}{line}" if line else "" for line in others)])


def _blocks(nodes: Sequence[Node], writing: _Writing) -> str:
    parts: list[str] = []
    mark = "."
    for n, node in enumerate(nodes):
        follows = n > 0 and isinstance(nodes[n - 1], ListNode) and isinstance(node, ListNode)
        # Two lists that follow each other would be one but for their marks.
        mark = ({".": ")", ")": ".", "-": "+", "+": "-"}[mark]) if follows else "."
        parts.append(_block(node, writing, mark))
    return "\n\n".join(filter(None, parts))


def _block(node: Node, writing: _Writing, mark: str) -> str:
    if isinstance(node, Leaf):
        return _leaf(node, writing)
    if isinstance(node, Quote):
        inner = _blocks(node.inside, writing)
        return "\n".join(f"> {line}" if line else ">" for line in inner.split("\n"))
    if isinstance(node, ListNode):
        return _list(node, writing, mark)
    return _table(node.table, writing)


def _leaf(leaf: Leaf, writing: _Writing) -> str:
    if leaf.kind == "divider":
        return _RULE
    if leaf.kind == "code":
        return _code("".join(piece.text for piece in leaf.pieces))
    if leaf.kind == "heading":
        line = to_line(leaf.pieces, writing.notes, writing.lost, one_line=True)
        end = len(line) - len(line.rstrip("#"))
        return f"{'#' * leaf.level} {line[: len(line) - end]}{line[len(line) - end :].replace('#', chr(92) + '#')}"
    return to_line(leaf.pieces, writing.notes, writing.lost)


def _code(text: str) -> str:
    longest = longest_run(text, "`")
    fence = "`" * max(longest + 1, 3)
    return f"{fence}\n{text}\n{fence}"


def longest_run(text: str, sign: str) -> int:
    """How many of a sign stand beside each other at most."""
    most = here = 0
    for each in text:
        here = here + 1 if each == sign else 0
        most = max(most, here)
    return most


def _list(node: ListNode, writing: _Writing, mark: str) -> str:
    if node.others:
        writing.lost.append(losses.counted_otherwise(node.others[0]) if node.ordered else losses.TICKS)
    is_tight = all(_is_tight(item) for item in node.items)
    lines: list[str] = []
    for n, item in enumerate(node.items):
        head = f"{min(node.start + n, 999_999_999)}{mark}" if node.ordered else ("-" if mark in ".-" else "+")
        by = " " * (len(head) + 1)
        inner = "\n".join(_tight(item, writing)) if is_tight else _blocks(item, writing)
        # A list in an item begins on a line of its own: '- - -' would be a line across the page.
        apart = not inner or isinstance(item[0], ListNode)
        lines.append(f"{head}\n{by}{_indented(inner, by)}".rstrip() if apart else f"{head} {_indented(inner, by)}")
    return ("\n" if is_tight else "\n\n").join(lines)


def _is_tight(item: Sequence[Node]) -> bool:
    """Whether an item is a paragraph, and perhaps below it a list that may follow without a blank line."""
    if not item or not isinstance(item[0], Leaf) or item[0].kind != "paragraph" or len(item) > 2:
        return False
    if len(item) == 1:
        return True
    below = item[1]
    return (
        isinstance(below, ListNode)
        and (not below.ordered or below.start == 1)
        and all(_is_tight(each) for each in below.items)
    )


def _tight(item: Sequence[Node], writing: _Writing) -> list[str]:
    return [_block(node, writing, ".") for node in item]


def _table(table: Table, writing: _Writing) -> str:
    columns = table.columns
    rows = [_row(row, columns, writing) for row in table.rows]
    if not rows:
        return ""
    heads = [_alignment(cell) for cell in table.rows[0]] + ["---"] * columns
    return "\n".join([rows[0], f"| {' | '.join(heads[:columns])} |", *rows[1:]])


def _alignment(cell: TableCell) -> str:
    return _ALIGNMENTS.get(cell.paragraphs[0].align if cell.paragraphs else "", "---")


def _row(row: Sequence[TableCell], columns: int, writing: _Writing) -> str:
    texts: list[str] = []
    for cell in row:
        if cell.span > 1 or cell.goes_on:
            writing.lost.append(losses.MERGED)
        texts += [_cell(cell, writing), *[""] * (cell.span - 1)]
    texts += [""] * (columns - len(texts))
    return f"| {' | '.join(texts)} |"


def _cell(cell: TableCell, writing: _Writing) -> str:
    shown = [each for each in cell.paragraphs if each.has_text]
    if len(shown) > 1:
        writing.lost.append(losses.CELL)
    lines = []
    for each in shown:
        label = f"{each.place.label} " if each.place is not None else ""
        pieces = [Piece(label, PLAIN), *each.pieces] if label else each.pieces
        lines.append(to_line(pieces, writing.notes, writing.lost, in_cell=True))
    return "; ".join(filter(None, lines)) if all(each.place for each in shown) else " ".join(filter(None, lines))
