"""A file that holds ten times as much takes at most fifteen times the steps to read, and to take over.

Texts of all kinds are tried in `test_reading.py`, the lines of a page of a PDF in `test_every_function.py`.
"""

import contextlib
from collections.abc import Callable

import pytest

from consult.question_sets.extract import extract
from consult.question_sets.paper import UnreadablePaper
from consult.question_sets.readers import READERS, read
from consult.question_sets.readers.sheet_rows import read_rows
from tests.costs.files import FILES, SHEETS, WORD
from tests.costs.steps import AT_MOST, Steps

FEW = 25


def _taken(act: Callable[[], object]) -> int:
    with Steps() as counted, contextlib.suppress(UnreadablePaper):
        act()
    return counted.count


@pytest.mark.parametrize("kind", FILES)
def test_a_file_of_ten_times_as_much_takes_no_more_than_fifteen_times_the_steps(kind: str) -> None:
    name, made = FILES[kind]

    def grown(few: int) -> float:
        small, large = made(few), made(10 * few)
        _taken(lambda: extract(name, small))
        return _taken(lambda: extract(name, large)) / _taken(lambda: extract(name, small))

    # How far a reader looks on is bounded, too: some of those bounds take more than a few questions to reach.
    assert grown(FEW) <= AT_MOST or grown(3 * FEW) <= AT_MOST


@pytest.mark.parametrize("kind", SHEETS)
def test_a_sheet_of_people_of_ten_times_as_much_takes_no_more_than_fifteen_times_the_steps(kind: str) -> None:
    small, large = SHEETS[kind](FEW), SHEETS[kind](10 * FEW)
    few, many = _taken(lambda: read_rows("a.xlsx", small)), _taken(lambda: read_rows("a.xlsx", large))
    assert many <= AT_MOST * few


def test_every_kind_of_file_is_tried() -> None:
    tried = {name.rpartition(".")[2] for name, _ in FILES.values()} | {"md", "txt", "pdf"}
    assert {READERS[f".{suffix}"] for suffix in tried if f".{suffix}" in READERS} == set(READERS.values())


@pytest.mark.parametrize("kind", WORD)
def test_the_word_files_are_files_that_can_be_read(kind: str) -> None:
    assert read("a.docx", WORD[kind](2))
