"""`consult serve` as a process of its own, for the tests of starting and of what happens when something is killed."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

KEY = "kTq8vD2mZx-0123456789-abcdefghij"


def surroundings(database_url: str, folder: Path, port: int = 8000) -> dict[str, str]:
    """The environment of the service, with nothing of this process's own but the path."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "DATABASE_URL": database_url.replace("postgresql+psycopg", "postgresql"),
        "INSTANCE": str(folder / "instance"),
        "PORT": str(port),
        "SECRET_KEY": KEY,
        "TRUSTED_HOSTS": "localhost",
        "SECURE_COOKIES": "0",
        "WEB_CONCURRENCY": "2",
    }


def consult(environment: Mapping[str, str], *words: str) -> "subprocess.Popen[str]":
    """A command that has begun."""
    return subprocess.Popen(
        [sys.executable, "-m", "consult.running.commands", *words],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def is_well(port: int) -> bool:
    """Whether a service answers that it is."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def wait_until_well(process: "subprocess.Popen[str]", port: int) -> None:
    """Wait until a service that was started answers."""
    for _ in range(300):
        if process.poll() is not None:
            raise AssertionError(process.communicate()[1])
        if is_well(port):
            return
        time.sleep(0.1)
    raise AssertionError("the service does not answer")


@contextmanager
def serving(environment: Mapping[str, str]) -> Iterator["subprocess.Popen[str]"]:
    """A service that answers."""
    process = consult(environment, "serve")
    try:
        wait_until_well(process, int(environment["PORT"]))
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=60)


def children(number: int) -> list[int]:
    """The processes that a process has started and that have not ended."""
    return [int(found) for found in Path(f"/proc/{number}/task/{number}/children").read_text().split()]


def command_of(number: int) -> str:
    """The words that a process was started with; nothing for one that has ended."""
    try:
        return Path(f"/proc/{number}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""
