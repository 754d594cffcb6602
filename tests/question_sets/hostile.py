"""Hostile and broken files, each built in code, and what reading makes of each.

Run it for the table, with words of their titles to choose some:

python -m tests.question_sets.hostile
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from consult.question_sets.reading_apart import ReadApart, ReadingRefused, read_apart
from tests.question_sets.hostile_packages import PACKAGES
from tests.question_sets.hostile_pdfs import PDFS
from tests.question_sets.hostile_texts import TEXTS
from tests.question_sets.hostile_traps import MB, Hostile, Trap, trap

ALL = [*PACKAGES, *PDFS, *TEXTS]


@dataclass(frozen=True)
class Result:
    """What became of a file: a paper or a refusal, with seconds and the most memory in bytes."""

    read: ReadApart | None
    refused: str
    seconds: float
    peak_memory: int


def tried(file: Hostile, laid: Trap) -> Result:
    """Read one hostile file apart."""
    content = file.build(laid)
    began = time.monotonic()
    try:
        read = read_apart(file.name, content)
    except ReadingRefused as refusal:
        return Result(None, str(refusal), time.monotonic() - began, refusal.peak_memory)
    return Result(read, "", read.seconds, read.peak_memory)


def table(chosen: list[Hostile] | None = None) -> Iterator[str]:
    """The rows of a Markdown table: file, outcome, seconds, peak memory in MB."""
    yield "| file | outcome | seconds | peak memory, MB |"
    yield "|---|---|---|---|"
    with tempfile.TemporaryDirectory() as folder, trap(Path(folder)) as laid:
        for file in ALL if chosen is None else chosen:
            result = tried(file, laid)
            asked = len(result.read.paper.questions) if result.read else 0
            outcome = f"{asked:,} question{'s' * (asked != 1)} read" if result.read else result.refused
            yield f"| {file.title} | {outcome} | {result.seconds:.1f} | {result.peak_memory / MB:.0f} |"


if __name__ == "__main__":
    wanted = [file for file in ALL if all(word in file.title for word in sys.argv[1:])]
    for line in table(wanted):
        print(line, flush=True)
