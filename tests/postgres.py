"""A PostgreSQL server for the tests: the one that DATABASE_URL_TEST names, or one that stops with the tests."""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

from tests import memory


def find_binary(name: str) -> str | None:
    """A program of the PostgreSQL server, newest version first; None where it is not installed."""
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda p: -float(p.parts[-3]))
    return str(debian[0]) if debian else shutil.which(name)


def why_absent() -> str | None:
    """Why PostgreSQL cannot be tested here, or None when it can."""
    if os.environ.get("DATABASE_URL_TEST"):
        return None
    if not (find_binary("initdb") and find_binary("postgres")):
        return "no PostgreSQL here: install Debian's postgresql, or set DATABASE_URL_TEST"
    if os.geteuid() == 0 and not _plain_user():
        return "PostgreSQL does not run as root, and there is no user postgres or nobody"
    return None


def _plain_user() -> str | None:
    known = {line.split(":")[0] for line in Path("/etc/passwd").read_text().splitlines()}
    return next((user for user in ("postgres", "nobody") if user in known), None)


def _as_plain_user(command: list[str]) -> list[str]:
    user = _plain_user() if os.geteuid() == 0 else None
    return ["runuser", "-u", user, "--", *command] if user else command


@contextlib.contextmanager
def server() -> Iterator[str]:
    """The address (postgresql://.../) of a server on which tests may make databases."""
    if given := os.environ.get("DATABASE_URL_TEST"):
        yield given.rsplit("/", 1)[0]
        return
    folder = Path(tempfile.mkdtemp(prefix="consult-pg-", dir=memory.folder()))
    folder.chmod(0o777)
    port = _free_port()
    data = folder / "data"
    initdb = [find_binary("initdb") or "", "-D", str(data), "-U", "consult", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(_as_plain_user([*initdb, "--locale=C.UTF-8"]), check=True, capture_output=True, cwd=folder)
    # Nothing of a test has to outlive a crash of the machine, nor is a database used long enough to be looked after.
    # All processes of a run have this one; some tests open dozens of connections.
    off = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum", "jit")
    fast = [word for name in off for word in ("-c", f"{name}=off")]
    where = ["-p", str(port), "-k", str(folder), "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=400"]
    command = _as_plain_user([find_binary("postgres") or "", "-D", str(data), *where, *fast])
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log, cwd=folder) as process:
        try:
            _wait(port, process)
            yield f"postgresql://consult@127.0.0.1:{port}"
        finally:
            let_go()
            stop = [find_binary("pg_ctl") or "", "stop", "-D", str(data), "-m", "immediate"]
            subprocess.run(_as_plain_user(stop), capture_output=True, cwd=folder, check=False)
            process.wait(20)
    shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError("the test server of PostgreSQL did not start")
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(f"postgresql://consult@127.0.0.1:{port}/postgres", connect_timeout=2).close()
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.1)
    raise RuntimeError("the test server of PostgreSQL did not answer in 30 seconds")


_KEPT: dict[str, "psycopg.Connection[Any]"] = {}


def execute(address: str, statement: str) -> None:
    """Run one statement outside a transaction, on the server's own database.

    The connection is kept for the next: opening it takes the server as long as making a database.
    """
    if address not in _KEPT:
        _KEPT[address] = psycopg.connect(f"{address}/postgres", autocommit=True)
    _KEPT[address].execute(statement)


def let_go() -> None:
    """Close the connections that were kept."""
    while _KEPT:
        _KEPT.popitem()[1].close()
