"""Hostile and broken files end in a clear refusal or a safe paper, within their limits, and leave nothing behind."""

import re
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from consult.question_sets.reading_apart import LIMITS
from consult.question_sets.reading_apart.office import program
from tests.question_sets.hostile import ALL, table, tried
from tests.question_sets.hostile_texts import QUESTION
from tests.question_sets.hostile_traps import CANARY, READ, Hostile, Trap, trap

# Every sentence a refusal may be. Whatever else is said is a fault, above all anything that a program says of itself.
KNOWN = re.compile(
    r"The file is empty|The file is larger than 50 MB|The file has no text in it"
    r"|This is not an? \w+ file(?:, or it is damaged)?|This is not a text file"
    r"|This \w+ file is damaged|This \w+ file declares a document type, which is never needed and not safe"
    r"|This \w+ file unpacks to more than can be read safely|This \w+ file holds too many parts to be read safely"
    r"|This (?:\w+ )?(?:file|PDF) is protected by a password\. Save it without one"
    r"|This PDF is a scan without text\. [\w ,]+|This PDF has more than [\d,]+ pages"
    r"|This (?:web page|file) is nested too deeply to be read safely"
    r"|This file could not be read: it may be damaged\. Open it, save it again and load the new file"
    r"|This file (?:needs more memory|took too long|holds more text) [\w ,]+\. Split it[\w ,]+"
    r"|This file could not be turned into a Word file: it may be damaged\. Save it as \.docx"
    r"|This is (?:a picture without text|an e-mail|a presentation|a packed file)\. [\w ]+"
    r"|Sheets of this kind cannot be read\. Save it as \.xlsx"
    r"|a\.yaml, line 1: [A-Z][\w &()*!,.]+"
)


@pytest.fixture
def laid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Trap]:
    """A trap; afterwards nobody has stepped into it, and readings have left neither files nor processes."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    with trap(tmp_path) as laid:
        yield laid
        time.sleep(0.05)
        assert laid.calls == 0
    assert list(folder.iterdir()) == []
    assert not [place for place in Path("/proc").glob("[0-9]*/cwd") if _lies_in(place, folder)]


def _lies_in(place: Path, folder: Path) -> bool:
    try:
        return place.readlink().is_relative_to(folder)
    except OSError:
        return False


def _case(file: Hostile) -> object:
    marks = [pytest.mark.slow] if file.is_slow else []
    if file.is_for_office:
        marks += [pytest.mark.office, pytest.mark.skipif(program() is None, reason="LibreOffice is not installed")]
    return pytest.param(file, id=file.title, marks=marks)


@pytest.mark.parametrize("file", [_case(file) for file in ALL])
def test_hostile_file_is_refused_clearly_or_read_safely(
    file: Hostile, laid: Trap, record_property: Callable[[str, object], None]
) -> None:
    result = tried(file, laid)
    record_property("peak memory in MB", result.peak_memory // 2**20)
    assert result.seconds < 60
    assert result.peak_memory < LIMITS.memory
    assert CANARY not in repr(result.read)
    if result.read is None:
        assert KNOWN.fullmatch(result.refused), result.refused
    if file.outcome == READ:
        assert result.read is not None, result.refused
        questions = [question.text for question in result.read.paper.questions]
        assert any(QUESTION.endswith(text) or "what page" in text for text in questions), questions
    else:
        assert re.search(file.outcome, result.refused)
        assert result.read is None or not file.outcome


def test_trap_counts_who_calls(tmp_path: Path) -> None:
    with trap(tmp_path) as laid:
        socket.create_connection(("127.0.0.1", laid.port)).close()
        until = time.monotonic() + 5
        while not laid.calls and time.monotonic() < until:
            time.sleep(0.01)
        assert laid.calls == 1


def test_set_is_large_and_its_titles_differ() -> None:
    assert len({file.title for file in ALL}) == len(ALL) >= 60


def test_table_has_a_row_for_each_file() -> None:
    rows = list(table([file for file in ALL if file.title in ("empty", "picture", "Word: macros")]))
    assert [row.count("|") for row in rows] == [5] * 5
    assert "| Word: macros | 1 question read |" in rows[2]
