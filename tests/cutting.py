"""A network between the service and PostgreSQL that breaks when a test says so, at any message of the service."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit


@dataclass
class Cable:
    """Passes on what is sent. `cut_at` counts the messages down to the one at which it breaks.

    The message that it breaks at reaches the server or not (`reaches`); its answer never comes back. A cable that stays
    `down` lets nobody connect.
    """

    to: tuple[str, int]
    cut_at: int = 0
    cut_on: bytes = b""
    passing: int = 0
    """How often what it is cut on still gets through."""
    reaches: bool = False
    down: bool = False
    sent: int = 0
    broke: bool = False
    _deaf: bool = False
    _open: list[socket.socket] = field(default_factory=list)
    _one: threading.Lock = field(default_factory=threading.Lock)

    def mend(self) -> None:
        """Let everything through again."""
        self.cut_at, self.cut_on, self.down, self.sent, self.broke, self._deaf = 0, b"", False, 0, False, False

    def cut(self) -> None:
        """Break every connection that there is."""
        with self._one:
            taken, self._open = self._open, []
        self.broke = True
        for each in taken:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def serve(self, listening: socket.socket) -> None:
        """Connect whoever comes, until the test ends."""
        while True:
            try:
                near, _ = listening.accept()
            except OSError:
                return
            if self.down:
                near.close()
                continue
            far = socket.create_connection(self.to)
            with self._one:
                self._open += [near, far]
            for pair, watched in (((near, far), True), ((far, near), False)):
                threading.Thread(target=self._pass_on, args=(*pair, watched), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, watched: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if self._deaf:  # the server has done it, and nobody is told
                    self.cut()
                    return
                if watched and self._breaks(data):
                    self._deaf = self.reaches
                    if not self.reaches:
                        self.cut()
                        return
                target.sendall(data)

    def _breaks(self, data: bytes) -> bool:
        self.sent += 1
        if self.cut_on and self.cut_on in data:
            self.passing -= 1
            return self.passing < 0
        return bool(self.cut_at and self.sent == self.cut_at)


@contextlib.contextmanager
def cable(url: str) -> Iterator[tuple[Cable, str]]:
    """A cable to the server of a database, and the database's address at its end."""
    parts = urlsplit(url)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        laid = Cable((parts.hostname or "127.0.0.1", parts.port or 5432))
        thread = threading.Thread(target=laid.serve, args=[listening], daemon=True)
        thread.start()
        user = f"{parts.username}@" if parts.username else ""
        try:
            yield laid, urlunsplit(parts._replace(netloc=f"{user}127.0.0.1:{listening.getsockname()[1]}"))
        finally:
            laid.cut()
            with contextlib.suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
    thread.join(5)
