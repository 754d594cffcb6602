"""Lists that are shown a page at a time: which page, of how many, and the rows on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, TypeVarTuple

from sqlalchemy import Select

PAGE = 25
"""Rows to a page, where a list does not say otherwise."""
Row = TypeVar("Row")
Columns = TypeVarTuple("Columns")


@dataclass(frozen=True)
class Paging:
    """A page of a list: its number, how many pages there are (at least 1), and how many rows on all of them."""

    page: int
    pages: int
    count: int
    size: int

    def cut(self, wanted: Select[*Columns]) -> Select[*Columns]:
        """Ask for the rows of this page only."""
        return wanted.limit(self.size).offset((self.page - 1) * self.size)

    def of(self, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows of this page, of a list that was read whole."""
        return rows[(self.page - 1) * self.size : self.page * self.size]


def paging(count: int, page: int, size: int = PAGE) -> Paging:
    """The page that was asked for of so many rows; the nearest where there is no such page."""
    pages = max(1, -(-count // size))
    return Paging(min(max(page, 1), pages), pages, count, size)


@dataclass(frozen=True)
class Listing(Generic[Row]):
    """One page of a list with its rows."""

    rows: Sequence[Row]
    at: Paging

    @property
    def page(self) -> int:
        """The number of the page."""
        return self.at.page

    @property
    def pages(self) -> int:
        """How many pages there are, at least 1."""
        return self.at.pages

    @property
    def count(self) -> int:
        """How many rows there are on all pages."""
        return self.at.count


def listing(rows: Sequence[Row], page: int, size: int = PAGE) -> Listing[Row]:
    """One page of a list that was read whole."""
    at = paging(len(rows), page, size)
    return Listing(at.of(rows), at)
