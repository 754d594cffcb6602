"""A request on its way in and an answer on its way out, each a piece at a time. `web_worker.py` moves them on."""

import math
import re
import socket
import tempfile
import time
from contextlib import suppress
from typing import IO, Any

from consult.config import LARGEST_FORM, LARGEST_UPLOAD

GRACE = 20.0  # seconds that everybody has to send a request, or to take an answer
SLOWEST = 4096  # bytes a second that whoever needs longer must send or take, from the beginning
LARGEST_HEAD = 64 * 1024
PIECE = 64 * 1024
_IN_MEMORY = 1024 * 1024
_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"^content-length[ \t]*:([^\r\n]*)", re.IGNORECASE | re.MULTILINE)
_CHUNKED = re.compile(rb"^transfer-encoding[ \t]*:", re.IGNORECASE | re.MULTILINE)
_CONTINUE = re.compile(rb"^expect[ \t]*:[ \t]*100-continue[ \t]*\r\n", re.IGNORECASE | re.MULTILINE)


def _spool() -> IO[bytes]:
    return tempfile.SpooledTemporaryFile(_IN_MEMORY, prefix="consult-request-")


class Whole:
    """What gunicorn's parser reads a request from: all of it is here, and behind it comes nothing."""

    def __init__(self) -> None:
        self._held: IO[bytes] = _spool()

    def fill(self, held: IO[bytes]) -> None:
        """Put the next request there, from its beginning."""
        self._held.close()
        held.seek(0)
        self._held = held

    def recv(self, size: int) -> bytes:
        """The next piece, at most so large."""
        return self._held.read(size)


class Outbox(socket.socket):
    """A connection on which a thread answers without waiting for the other side."""

    def __init__(self, fileno: int) -> None:
        super().__init__(fileno=fileno)
        self._written = _spool()

    def sendall(self, data: Any, flags: int = 0) -> None:
        """Keep a piece of the answer."""
        self._written.write(data)

    def take(self) -> IO[bytes]:
        """The whole answer, from its beginning."""
        written, self._written = self._written, _spool()
        written.seek(0)
        return written


class Slow:
    """Something that takes its time on a connection; `done` counts the bytes that have passed."""

    grace, slowest = GRACE, SLOWEST

    def __init__(self, conn: Any) -> None:
        self.conn = conn
        self.done = 0
        self.began = time.monotonic()

    @property
    def speed(self) -> float:
        """Bytes a second so far; of what has only begun nothing can be said."""
        age = time.monotonic() - self.began
        return self.done / age if age > 1 else math.inf

    @property
    def is_overdue(self) -> bool:
        """Whether it was slower than is waited for."""
        return time.monotonic() > self.began + self.grace + self.done / self.slowest


class Arrival(Slow):
    """A request that is not whole yet. What came behind its end belongs to the next one on the connection."""

    def __init__(self, conn: Any) -> None:
        super().__init__(conn)
        self.head = bytearray()
        self.body = _spool()
        self.needed = -1  # bytes of its body that are still to come; -1 before its head has ended

    def take(self, data: bytes) -> str:
        """Take what came. Returns the status to refuse the request with, '' for none."""
        self.done += len(data)
        if self.needed >= 0:
            self._take_body(data)
            return ""
        looked = max(0, len(self.head) - len(_END) + 1)
        self.head += data
        end = self.head.find(_END, looked)
        if end < 0:
            return "431 Request Header Fields Too Large" if len(self.head) > LARGEST_HEAD else ""
        head, rest = bytes(self.head[: end + len(_END)]), bytes(self.head[end + len(_END) :])
        if _CHUNKED.search(head):
            return "411 Length Required"
        head, asks = _CONTINUE.subn(b"", head)
        self.body.write(head)
        self.needed = self._length(head)
        self._take_body(rest)
        if asks and self.needed:
            with suppress(OSError):
                self.conn.sock.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        return ""

    def _length(self, head: bytes) -> int:
        """The length of the body; 0 where there is none, or where gunicorn or the application will refuse it."""
        found = [value.strip() for value in _LENGTH.findall(head)]
        if not found:
            return 0
        known = len(found) == 1 and re.fullmatch(b"[0-9]{1,18}", found[0])
        length = int(found[0]) if known else -1
        self.conn.is_last = not 0 <= length <= LARGEST_UPLOAD + LARGEST_FORM
        return 0 if self.conn.is_last else length

    def _take_body(self, data: bytes) -> None:
        mine, rest = data[: self.needed], data[self.needed :]
        self.body.write(mine)
        self.needed -= len(mine)
        self.conn.behind = rest


class Departure(Slow):
    """An answer that the other side has not taken yet; `keep` says whether another request may follow it."""

    def __init__(self, conn: Any, keep: bool) -> None:
        super().__init__(conn)
        self.keep = keep
        self._answer = conn.sock.take()
        self._piece = memoryview(b"")

    def send(self) -> bool:
        """Send what the other side takes now; False when all was sent. Raises OSError when it has gone."""
        for _ in range(16):  # then it is somebody else's turn
            self._piece = self._piece or memoryview(self._answer.read(PIECE))
            if not self._piece:
                self._answer.close()
                return False
            try:
                sent = self.conn.sock.send(self._piece)
            except BlockingIOError:
                return True
            self.done += sent
            self._piece = self._piece[sent:]
        return True
