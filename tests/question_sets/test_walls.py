"""A parser that a file has taken over reads nothing but its file: tried from inside, as root and as nobody."""

import json
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from consult.config import PROJECT

# A service, as root or another user, that forks a reader: behind the walls of the reader, of LibreOffice or of nobody
# it tries everything, and tells what could be done. The user is changed here: not everybody may start this Python.
ATTACK = """
import ctypes, json, os, socket, sys
from pathlib import Path
from consult.question_sets.reading_apart import isolation, landlock, office
from consult.question_sets.reading_apart.limits import LIMITS, bind_reader
walls, folder, port, user, group = sys.argv[1], Path(sys.argv[2]), *map(int, sys.argv[3:])
if os.getuid() != user:
    os.setgroups([]), os.setgid(group), os.setuid(user)
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # as dumpable as a process that was started by this user
service = os.getpid()
database, queue, own = folder / "consult.db", folder / "queue.db", folder / "own"
def connect(family, address):
    with socket.socket(family) as made:
        made.settimeout(5)
        made.connect(address)
ATTEMPTS = {
    "read the database": lambda: database.read_bytes(),
    "write the database": lambda: open(database, "r+b"),
    "cut the database short": lambda: os.truncate(database, 1),
    "close the database to others": lambda: os.chmod(database, 0o600),
    "link the database": lambda: os.link(database, own / "link.db"),
    "empty the queue": lambda: open(queue, "w"),
    "move the queue": lambda: os.rename(queue, own / "queue.db"),
    "remove a file": lambda: os.unlink(folder / "spare"),
    "list the folder": lambda: os.listdir(folder),
    "make a file beside": lambda: open(folder / "new", "w"),
    "see the service's surroundings": lambda: open(f"/proc/{service}/environ", "rb").read(),
    "see the service's memory": lambda: open(f"/proc/{service}/mem", "rb"),
    "see the service's files": lambda: os.listdir(f"/proc/{service}/fd"),
    "signal the service": lambda: os.kill(service, 0),
    "connect": lambda: connect(socket.AF_INET, ("127.0.0.1", port)),
    "connect to a neighbour": lambda: connect(socket.AF_UNIX, str(folder / "socket")),
}
if os.fork():
    sys.exit(os.waitstatus_to_exitcode(os.wait()[1]))
if walls == "reader":
    isolation.hide(), bind_reader(LIMITS), landlock.shut_files(), isolation.cut_off_reader()
elif walls == "office":
    office.lock_in(Path(sys.executable).resolve(), own, LIMITS)
    (own / "made").write_text("its own folder is its own")
    assert (own / "made").read_text()
done = []
for name, attempt in ATTEMPTS.items():
    try:
        attempt()
        done.append(name)
    except OSError:
        pass
print(json.dumps(done))
"""
EVERYTHING = 16
USERS = ["root", "nobody"] if os.getuid() == 0 else [pwd.getpwuid(os.getuid()).pw_name]


def has_landlock() -> bool:
    done = subprocess.run(
        [sys.executable, "-c",
         "from consult.question_sets.reading_apart.landlock import shut_files; print(shut_files())"],
        capture_output=True, text=True, check=True, cwd=PROJECT,
    )  # fmt: skip
    return done.stdout.strip() == "True"


@pytest.fixture
def done(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """What could be done behind these walls as this user, in a folder where the user may do everything."""
    walls, user = request.param
    known = pwd.getpwnam(user)
    folder = Path(tempfile.mkdtemp(prefix="walls-"))
    (folder / "own").mkdir()
    for name in ("consult.db", "queue.db", "spare"):
        (folder / name).write_text("the answers of somebody else")
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_UNIX) as neighbour:
        neighbour.bind(str(folder / "socket"))
        neighbour.listen()
        for each in (folder, *folder.iterdir()):
            os.chown(each, known.pw_uid, known.pw_gid)
        told = subprocess.run(
            [sys.executable, "-c", ATTACK, walls, str(folder), *map(str, (server.getsockname()[1], *known[2:4]))],
            capture_output=True, text=True, check=True, timeout=120, cwd=PROJECT,
            env={"PYTHONPATH": str(PROJECT), "SECRET_KEY": "known to the service only"},
        )  # fmt: skip
    yield list(json.loads(told.stdout))
    shutil.rmtree(folder)


def tried(*walls: str) -> pytest.MarkDecorator:
    cases = [(each, user) for each in walls for user in USERS]
    return pytest.mark.parametrize("done", cases, indirect=True, ids=["-".join(case) for case in cases])


@pytest.mark.skipif(not has_landlock(), reason="this kernel has no Landlock")
@tried("reader", "office")
def test_a_parser_that_was_taken_over_reaches_nothing_of_the_service(done: list[str]) -> None:
    assert done == []


@tried("none")
def test_without_walls_all_of_that_can_be_done(done: list[str]) -> None:
    # Another process's memory is shut to its own user on some machines; nothing else is.
    assert len({*done, "see the service's memory"}) == EVERYTHING
