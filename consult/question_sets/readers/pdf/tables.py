"""The tables of a whole PDF: counted through, and one again where a page break has parted them."""

from dataclasses import dataclass, replace

from consult.question_sets.readers.pdf.line import Line

_NEAR = 4.0
REPEATED = "Repeated table heading"


@dataclass
class _Table:
    """A table as far as it is read: its number, its columns' edges, its first row's texts and the row reached."""

    number: int
    edges: list[float]
    heading: list[str]
    row: int = -1

    def place(self, lines: list[Line], offset: int) -> None:
        """Give lines their place in the whole table."""
        for line in lines:
            if line.cell is not None:
                line.cell = replace(line.cell, table=self.number, row=line.cell.row + offset)
                self.row = max(self.row, line.cell.row)

    def takes(self, edges: list[float]) -> bool:
        """Whether a table with columns at these edges, at the head of the next page, is this one going on."""
        return len(edges) == len(self.edges) and all(
            abs(one - other) < _NEAR for one, other in zip(edges, self.edges, strict=True)
        )

    def go_on(self, lines: list[Line]) -> None:
        """Add the lines of the next page's part."""
        if _first_row(lines) == self.heading:
            for line in lines:
                if line.cell is not None and line.cell.row == 0:
                    line.why, line.cell = REPEATED, None
            self.place(lines, self.row)
        else:
            is_rest = not any(line.cell is not None and (line.cell.row, line.cell.column) == (0, 0) for line in lines)
            self.place(lines, self.row + (not is_rest))


def number_tables(pages: list[list[Line]], tables: list[list[list[float]]]) -> None:
    """Count the tables of all pages from 1; `pages` are in reading order, `tables` their columns' edges by page.

    A table at the head of a page under one that ends the page before is the same table if its columns stand alike.
    Its first row, if it only repeats the heading, is left out; if its first cell is empty, it is the row before.
    """
    count = 0
    last: _Table | None = None
    for lines, edges in zip(pages, tables, strict=True):
        shown = [line for line in lines if not line.why] if edges or last else []
        for number in dict.fromkeys(line.cell.table for line in shown if line.cell is not None):
            own = [line for line in shown if line.cell is not None and line.cell.table == number]
            if last is not None and own[0] is shown[0] and last.takes(edges[number]):
                last.go_on(own)
            else:
                count += 1
                last = _Table(count, edges[number], _first_row(own))
                last.place(own, 0)
        if last is not None and shown and shown[-1].cell is None:
            last = None


def _first_row(lines: list[Line]) -> list[str]:
    return [line.text for line in lines if line.cell is not None and line.cell.row == 0]
