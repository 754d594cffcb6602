"""Sheets of people that wait to be confirmed, in every shape in which they were ever stored, a module for each number.

A module here is never edited again. To change what a row says, copy today's classes into the next module, and write
what makes the new shape of the old one.
"""

from dataclasses import dataclass

from consult.people.people_sheet import SheetRow
from consult.people.shapes import shape_1
from consult.stored import Earlier, Shapes


@dataclass(frozen=True)
class ReadSheet:
    """What stands in a sheet of people."""

    rows: tuple[SheetRow, ...]


def _from_shape_1(stored: shape_1.Sheet) -> ReadSheet:
    return ReadSheet(tuple(SheetRow(*row) for row in stored))


SHEET = Shapes(ReadSheet, Earlier(shape_1.Sheet, _from_shape_1))
