"""The rows of sheets as JSON, for the way from the process that reads to the one that keeps; checked on arrival."""

from consult.question_sets.readers.paper_json import LARGEST, NotAPaper, is_fit

# A row: the number that the sheet shows beside it, and its cells.
Row = tuple[int, tuple[str, ...]]
Sheet = list[Row]

MOST_SHEETS = 20
MOST_ROWS = 5_000
MOST_CELLS = 40
LONGEST_CELL = 500


def decode_rows(value: object) -> list[Sheet]:
    """The sheets that the reader wrote; raises NotAPaper for anything else."""
    return [_sheet(each) for each in _listed(value, MOST_SHEETS)]


def _sheet(value: object) -> Sheet:
    return [_row(each) for each in _listed(value, MOST_ROWS)]


def _row(value: object) -> Row:
    number, cells = _listed(value, 2) if isinstance(value, list) and len(value) == 2 else (None, None)
    if type(number) is not int or not 0 < number <= LARGEST:
        raise NotAPaper("rows: no number of a row")
    return number, tuple(_cell(each) for each in _listed(cells, MOST_CELLS))


def _cell(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_CELL or not is_fit(value):
        raise NotAPaper("rows: no text, too long, or with characters that cannot be kept")
    return value


def _listed(value: object, most: int) -> list[object]:
    if not isinstance(value, list) or len(value) > most:
        raise NotAPaper("rows: no list, or too long")
    return value
