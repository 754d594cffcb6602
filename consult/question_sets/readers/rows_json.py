"""The rows of sheets as JSON, for the way from the process that reads to the one that keeps; checked on arrival."""

from typing import Annotated

from msgspec import Meta

from consult.question_sets.paper import LARGEST
from consult.question_sets.readers.paper_json import taken

MOST_SHEETS = 20
MOST_ROWS = 5_000
MOST_CELLS = 40
LONGEST_CELL = 500

RowNumber = Annotated[int, Meta(gt=0, le=LARGEST)]
Cell = Annotated[str, Meta(max_length=LONGEST_CELL)]
# A row: the number that the sheet shows beside it, and its cells.
Row = tuple[RowNumber, Annotated[tuple[Cell, ...], Meta(max_length=MOST_CELLS)]]
Sheet = list[Row]
Bounded = Annotated[list[Row], Meta(max_length=MOST_ROWS)]


def decode_rows(line: bytes) -> list[Sheet]:
    """The sheets that the reader wrote; raises NotAPaper for anything else."""
    sheets: list[Sheet] = taken(line, Annotated[list[Bounded], Meta(max_length=MOST_SHEETS)])
    return sheets
