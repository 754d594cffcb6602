"""Whether the index survives kill -9 of the process that writes it, at any moment, many times over.

python -m tests.bench.killing [--engine whoosh|postgres] [--rounds 60]

After each round the next process finds every committed answer and none that was replaced; every third round two
processes write at once.
"""

import argparse
import random
import sys
import tempfile
from pathlib import Path

from tests import postgres
from tests.bench.retrieval import ENGINES, row
from tests.library.filled import a_library
from tests.library.killing import check_afterwards, kill_once

FEW = 6
"""Rounds among the other measurements."""


def run(engine: str, rounds: int) -> int:
    """How many entries there are after so many kills. Raises RuntimeError when one is not found as it should be."""
    chance, entries = random.Random(rounds), 0
    with a_library(engine) as library, tempfile.TemporaryDirectory() as folder:
        url = library.database.engine.url.render_as_string(hide_password=False)
        for number in range(rounds):
            kill_once(url, Path(folder), engine, chance, writers=2 if number % 3 == 2 else 1)
            entries = check_afterwards(url, Path(folder), engine)
            print(f"{engine}: killed {number + 1} times, {entries} entries right", file=sys.stderr)
    return entries


def measure() -> list[dict]:
    """A few rounds for each engine."""
    engines = [engine for engine in ENGINES if engine != "postgres" or not postgres.why_absent()]
    return [row(f"library: entries right after {FEW} kills, {engine}", run(engine, FEW), "1") for engine in engines]


def main(arguments: list[str]) -> int:
    """Kill as often as is asked for."""
    wanted = argparse.ArgumentParser(prog="python -m tests.bench.killing", description=__doc__)
    wanted.add_argument("--engine", choices=ENGINES, default="whoosh")
    wanted.add_argument("--rounds", type=int, default=60)
    given = wanted.parse_args(arguments)
    run(given.engine, given.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
