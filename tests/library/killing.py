"""Killing the process that files answers and writes the index, at any moment, and what must be true afterwards.

The process files answers and changes them through the ordinary services and lets the index follow, as the service does.
Afterwards the next process, whatever the killed one left, finds every committed text and none that was replaced.
"""

import random
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import select

from consult.database import Database
from consult.library.models import LibraryEntry
from consult.library.search.engine import SearchEngine
from consult.library.search.indexing import catch_up
from consult.library.search.keeper import open_engine
from consult.library.search.parser import parse

ROOT = Path(__file__).parents[2]
LONGEST_LIFE = 0.4
"""Seconds a process lives at most after its first commit."""

_WRITER = """
import sys
from pathlib import Path
from tests.library.killing import write_for_ever
write_for_ever(sys.argv[1], Path(sys.argv[2]), sys.argv[3], sys.argv[4])
"""


def write_for_ever(url: str, folder: Path, engine: str, name: str) -> None:
    """File an answer, change it twice, and so on; each text has a word of its own. Tells of each commit."""
    from consult.history.services import record
    from consult.library.search.indexing import follow
    from tests.library.filled import Filled, Told

    database = Database(url)
    library = Filled(database, open_engine(database, folder, engine))
    number = 0
    while True:
        number += 1
        (entry_id,) = library.file([Told(f"Word {name}n{number}v0", "We agree.")])
        print("filed", flush=True)
        for version in (1, 2):
            with database.transaction() as session:
                record(session, actor=None, action="entry changed", subject=f"entry/{entry_id}", details={})
                session.get_one(LibraryEntry, entry_id).question = f"Word {name}n{number}v{version}"
                follow(session, [entry_id])
            library.follow()
            print("changed", flush=True)


def kill_once(url: str, folder: Path, engine: str, chance: random.Random, writers: int = 1) -> None:
    """Let so many processes write at once and kill them at a moment of chance."""
    names = [f"{chance.randrange(16**8):08x}w{number}" for number in range(writers)]
    command = [sys.executable, "-c", _WRITER, url, str(folder), engine]
    processes = [
        subprocess.Popen([*command, name], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for name in names
    ]
    for process in processes:
        if process.stdout is None or not process.stdout.readline():
            raise RuntimeError(process.communicate()[1])
    time.sleep(chance.random() * LONGEST_LIFE)
    for process in processes:
        process.kill()
        process.communicate()


def check_afterwards(url: str, folder: Path, engine: str) -> int:
    """Every committed text is found and no replaced one is, by the next process. Returns how many entries there are."""
    database = Database(url)
    try:
        opened = open_engine(database, folder, engine)
        with database.session(read_only=True) as session:
            catch_up(session, opened)
            questions = {entry.id: entry.question for entry in session.scalars(select(LibraryEntry))}
        if opened.entry_ids() != questions.keys():
            raise RuntimeError("the index does not hold the entries of the library")
        for entry_id, question in questions.items():
            _check_one(opened, entry_id, question.split()[1])
        return len(questions)
    finally:
        database.close()


def _check_one(engine: SearchEngine, entry_id: int, word: str) -> None:
    name, current = word.rsplit("v", 1)
    for version in range(3):
        found = [hit.entry_id for hit in engine.search(parse(f"{name}v{version}"))]
        if found != ([entry_id] if version == int(current) else []):
            raise RuntimeError(
                f"version {version} of entry {entry_id}, which stands at {current}, was found as {found}"
            )
