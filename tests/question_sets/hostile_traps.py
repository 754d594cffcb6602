"""What a hostile file is, and the traps that show whether it got what it was after."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CANARY = "CANARY-IN-A-LOCAL-FILE"
MB = 1024 * 1024


@dataclass
class Trap:
    """A local file that no paper may show, and a server that nobody may call."""

    canary: Path
    port: int
    calls: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/picture.png"


@contextmanager
def trap(folder: Path) -> Iterator[Trap]:
    """Lay the trap; `calls` counts who came."""
    canary = folder / "canary.txt"
    canary.write_text(CANARY)
    with socket.create_server(("127.0.0.1", 0)) as server:
        laid = Trap(canary, server.getsockname()[1])

        def count() -> None:
            while True:
                try:
                    caller, _ = server.accept()
                except OSError:
                    return
                laid.calls += 1
                caller.close()

        listener = threading.Thread(target=count, daemon=True)
        listener.start()
        yield laid
        server.shutdown(socket.SHUT_RDWR)
        listener.join()


@dataclass(frozen=True)
class Hostile:
    """A file that means harm or is broken. `outcome` is a pattern in its refusal, READ where its questions
    are read, or empty where both would do. `is_for_office` tells that it goes through LibreOffice."""

    title: str
    name: str
    build: Callable[[Trap], bytes]
    outcome: str
    is_slow: bool = False
    is_for_office: bool = False


READ = "read"

# How the refusals begin or end that several files share.
DAMAGED_WORD, NOT_WORD = "This Word file is damaged", "This is not a Word file"
TYPE = "file declares a document type, which is never needed and not safe"
UNPACKS = "file unpacks to more than can be read safely"
LOCKED = "protected by a password"
NO_PDF = "This is not a PDF file, or it is damaged"
DEEP = "nested too deeply to be read safely"
TOO_MUCH = "This file holds more text than can be read at once"
# PDFium breaks where it gets no more memory; which of the two is said depends on how soon it is noticed.
NOT_READ = "This file could not be read: it may be damaged|This file needs more memory"
NOT_TEXT = "This is not a text file"
NO_TEXT = "The file has no text in it"


def cut(whole: bytes, share: float) -> bytes:
    return whole[: int(len(whole) * share)]
