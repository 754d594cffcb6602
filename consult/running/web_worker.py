"""The web server's worker: a waiting room before its threads.

Gunicorn's own threads read a request and send an answer, and wait as long as the other side takes: eight clients that
send half a form, or take an answer a byte at a time, would hold all threads, and SQLite's lock with them. Here one loop
gathers each request, and a thread gets it when all of it is here; what the thread answers is sent by the loop, too. So
whoever is slow holds a socket and a file, and nobody else.
"""

import selectors
import socket
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from typing import Any

from gunicorn import http
from gunicorn.workers.gthread import TConn, ThreadWorker

from consult.running.arriving import (
    PIECE,
    Arrival,
    Departure,
    Outbox,
    Slow,
    Whole,
)

MOST = 200  # requests on their way in, and answers on their way out; the slowest makes place
LINGER = 2.0  # seconds for the other side to read the last answer before its connection is closed


class PatientWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn's worker with threads, which see only whole requests and never wait for who asked."""

    def init_process(self) -> None:
        """Begin to serve."""
        self.slow: dict[Any, Slow] = {}
        self.looked_at = 0.0
        super().init_process()

    def accept(self, listener: Any) -> None:
        """Let somebody in, and wait for their request."""
        try:
            accepted, client = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        self.nr_conns += 1
        conn = TConn(self.cfg, Outbox(accepted.detach()), client, listener.getsockname())
        conn.whole, conn.behind, conn.is_last = Whole(), b"", False
        conn.parser, conn.initialized = http.get_parser(self.cfg, conn.whole, client), True
        self._await(conn)

    def on_client_socket_readable(self, conn: Any, client: Any) -> None:
        """Another request begins on a connection that was kept."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._await(conn)

    def _await(self, conn: Any) -> None:
        self._make_place()
        conn.sock.setblocking(False)
        arrival = self.slow[conn] = Arrival(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._guarded, conn, self._gather))
        if behind := conn.behind:
            conn.behind = b""
            self._took(arrival, behind)

    def _make_place(self) -> None:
        if len(self.slow) >= MOST:
            slowest = min(self.slow.values(), key=lambda each: each.speed)
            self._refuse(slowest, "503 Service Unavailable")

    def _guarded(self, conn: Any, act: Callable[[Any], None], _socket: object) -> None:
        """Go on with a connection; an error of it ends it, and nothing else."""
        slow = self.slow.get(conn)
        if slow is None:  # it was ended since the socket was looked at
            return
        try:
            act(slow)
        except BlockingIOError:
            return
        except OSError:
            self._drop(conn)

    def _gather(self, arrival: Arrival) -> None:
        data = arrival.conn.sock.recv(PIECE)
        if data:
            self._took(arrival, data)
        else:
            self._drop(arrival.conn)

    def _took(self, arrival: Arrival, data: bytes) -> None:
        if refused := arrival.take(data):
            self._refuse(arrival, refused)
        elif arrival.needed == 0:
            self._leave(arrival.conn)
            arrival.conn.whole.fill(arrival.body)
            self.enqueue_req(arrival.conn)

    def _keepalive_after(self, conn: Any, keepalive: bool) -> bool:
        """Whether another request may follow: not behind a body that was not gathered."""
        return not conn.is_last and bool(super()._keepalive_after(conn, keepalive))

    def finish_request(self, conn: Any, fs: "Future[bool]") -> None:
        """Send what a thread has answered."""
        keep = not fs.cancelled() and fs.exception() is None and bool(fs.result())
        if conn.sock.fileno() < 0:
            self.nr_conns -= 1
            return
        self._make_place()
        conn.sock.setblocking(False)
        self.slow[conn] = Departure(conn, keep)
        self.poller.register(conn.sock, selectors.EVENT_WRITE, partial(self._guarded, conn, self._send))
        self._guarded(conn, self._send, None)

    def _send(self, departure: Departure) -> None:
        if departure.send():
            return
        conn = departure.conn
        self._leave(conn)
        if departure.keep and conn.behind:
            self._await(conn)
        elif departure.keep and self.alive:
            conn.set_timeout()
            self.keepalived_conns.append(conn)
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_client_socket_readable, conn))
        else:
            self._linger(conn)

    def _linger(self, conn: Any) -> None:
        """Close a connection so that what was sent last is not lost: the other side closes it, or its time is over."""
        conn.sock.shutdown(socket.SHUT_WR)
        lingering = self.slow[conn] = Slow(conn)
        lingering.grace = LINGER
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._guarded, conn, self._ignore))

    def _ignore(self, lingering: Slow) -> None:
        if not lingering.conn.sock.recv(PIECE):
            self._drop(lingering.conn)

    def _refuse(self, slow: Slow, status: str) -> None:
        """Say why in one line, where that is still possible, and close."""
        if isinstance(slow, Arrival):
            with suppress(OSError):
                slow.conn.sock.send(f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".encode())
        self._drop(slow.conn)

    def _leave(self, conn: Any) -> None:
        # It has left already where it fails on its way from one wait to the next.
        self.slow.pop(conn, None)
        with suppress(KeyError, ValueError, OSError):
            self.poller.unregister(conn.sock)

    def _drop(self, conn: Any) -> None:
        self._leave(conn)
        self.nr_conns -= 1
        conn.close()

    def murder_pending(self) -> None:
        """End whoever was slower than is waited for. Gunicorn calls it each time round."""
        if time.monotonic() < self.looked_at + 0.5:
            return
        self.looked_at = time.monotonic()
        for each in [each for each in self.slow.values() if each.is_overdue]:
            self._refuse(each, "408 Request Timeout")

    def _cap_keepalive(self, deadline: float) -> None:
        """The service stops: the port is free at once, no request that is not whole is waited for, answers are."""
        for listener in self.sockets:
            listener.close()
        super()._cap_keepalive(deadline)
        for each in list(self.slow.values()):
            if isinstance(each, Arrival):
                self._refuse(each, "503 Service Unavailable")
