"""Hostile values in every form: how many are tried, and how often the service fails.

python -m tests.bench hostile [--examples 200] [--engine sqlite|postgresql] [--minutes 60]

Prints a line for each kind of form on the error stream, with the number of values tried, of answers of status 500 and
above, and of other faults (see tests/hostile/trying.py); then the totals. Every fault is printed.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from consult.application import create_app
from consult.config import Settings
from consult.database import Database
from consult.demo.seed import seed
from consult.running.migrating import migrate
from tests import conftest, postgres
from tests.hostile.trying import try_every
from tests.hostile.walking import EVERYBODY, Walk

ENGINES, EXAMPLES, FEW = ("sqlite", "postgresql"), 200, 5
"""Values of a form when this is all that is measured, and among the other measurements."""


@contextmanager
def _address(engine: str, folder: Path) -> Iterator[str]:
    if engine == "sqlite":
        yield f"sqlite:///{folder}/hostile.sqlite"
        return
    with postgres.server() as address:
        postgres.execute(address, "CREATE DATABASE hostile")
        yield f"postgresql+psycopg://{address.removeprefix('postgresql://')}/hostile"


@contextmanager
def _walk(engine: str) -> Iterator[Walk]:
    """The demonstration with everything set out, on a database of its own."""
    with tempfile.TemporaryDirectory() as name, _address(engine, Path(name)) as url:
        database = Database(url)
        migrate(database.engine)
        with database.transaction() as session:
            seed(session)
            cast = conftest.cast_of(session)
        database.close()
        key = "for-the-bench-only-0123456789-abcdefgh"
        app = create_app(Settings(url, key, Path(name), ("localhost",), demo=True, secure_cookies=False))
        app.logger.disabled = True  # every fault is told with the values that caused it
        app.extensions["search_index"].follow()
        yield Walk(app, cast, EVERYBODY)
        app.extensions["database"].close()


def run(engine: str, examples: int, minutes: float) -> Counter[str]:
    """Try every form; how many forms, values, faults and answers by status there were."""
    total, until = Counter[str](), time.monotonic() + 60 * minutes
    with _walk(engine) as walk:
        for tried in try_every(walk, examples):
            by_status = Counter(tried.statuses)
            line = f"{len(tried.statuses):6} {tried.failures:4} {len(tried.faults):4}  {tried.form.endpoint}"
            told = ", ".join(f"{status}: {count}" for status, count in sorted(by_status.items()))
            print(f"{line} ({tried.who}; {told})", *tried.faults, sep="\n  ", file=sys.stderr, flush=True)
            total.update(forms=1, values=len(tried.statuses), failed=tried.failures, faults=len(tried.faults))
            total.update({str(status): count for status, count in by_status.items()})
            if time.monotonic() > until:
                print("The time was up before the last form", file=sys.stderr)
                break
    print(engine, dict(total), file=sys.stderr)
    return total


def _rows(engine: str, total: Counter[str]) -> list[dict]:
    told = (("forms", "forms"), ("values", "hostile values tried"), ("failed", "hostile values answered with 500"))
    return [
        {"name": f"{words}, {engine}", "value": total[name], "unit": "1", "peer": None, "peer_value": None}
        for name, words in told
    ]


def measure() -> list[dict]:
    """A few values of each form on both databases."""
    return _measured(ENGINES, FEW, 60)


def _measured(engines: tuple[str, ...], examples: int, minutes: float) -> list[dict]:
    here = [engine for engine in engines if engine == "sqlite" or not postgres.why_absent()]
    return [row for engine in here for row in _rows(engine, run(engine, examples, minutes))]


def run_alone(arguments: list[str]) -> list[dict]:
    """As many values as are asked for."""
    wanted = argparse.ArgumentParser(prog="python -m tests.bench hostile", description=__doc__)
    wanted.add_argument("--examples", type=int, default=EXAMPLES)
    wanted.add_argument("--engine", choices=ENGINES)
    wanted.add_argument("--minutes", type=float, default=60, help="of each database at most")
    given = wanted.parse_args(arguments)
    return _measured((given.engine,) if given.engine else ENGINES, given.examples, given.minutes)
