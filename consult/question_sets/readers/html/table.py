"""Where the cells of a table of a web page stand, those that cover several rows or columns among them."""

from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from consult.question_sets.readers.blocks import Cell
from consult.question_sets.readers.html.marks import whole

WIDEST = 200
_MOST_COLUMNS = 1_000


@dataclass
class OpenTable:
    """A table being read: its number, its columns, the row reached and the rows that cells above still cover."""

    number: int
    columns: int
    row: int = -1
    column: int = 0
    covered: dict[int, int] = field(default_factory=dict)

    def place(self, node: LexborNode) -> Cell | None:
        """The place of the next cell; None in a table of one column, which is only a frame round its text."""
        span = whole(node.attributes.get("colspan"), 1, WIDEST, 1)
        if self.column > _MOST_COLUMNS:
            return None
        while self.covered.get(self.column, -1) >= self.row:
            self.column += 1
        rows = whole(node.attributes.get("rowspan"), 1, WIDEST, 1)
        for column in range(self.column, self.column + span):
            self.covered[column] = self.row + rows - 1
        cell = Cell(self.number, max(self.row, 0), self.column, max(self.columns, self.column + 1), span)
        self.column += span
        return cell if self.columns > 1 else None
