"""Requests that arrive slowly, and answers that are taken slowly, stop nobody: real sockets, two threads behind."""

import hashlib
import os
import selectors
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import pytest
from gunicorn.workers.gthread import TConn

from consult.config import LARGEST_FORM, LARGEST_UPLOAD, PROJECT
from consult.running.arriving import Departure, Outbox
from consult.running.web_worker import PatientWorker
from tests.echo import LARGE
from tests.postgres import _free_port

HERE = "127.0.0.1"


@contextmanager
def echoing(config: str) -> Iterator[int]:
    """The port of a web server with the echo behind it."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", f"python:{config}", "--bind", f"{HERE}:{port}"]
    surroundings = {**os.environ, "WEB_CONCURRENCY": "1", "WEB_THREADS": "2"}
    with subprocess.Popen([*command, "tests.echo:app"], cwd=PROJECT, env=surroundings) as process:
        try:
            for _ in range(200):
                with socket.socket() as probe:
                    if probe.connect_ex((HERE, port)) == 0:
                        break
                time.sleep(0.05)
            yield port
        finally:
            process.terminate()
            process.wait(40)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server with its own patience."""
    with echoing("consult.running.web_server") as found:
        yield found


def opened(port: int, sent: bytes = b"") -> socket.socket:
    """A connection on which something was sent."""
    made = socket.create_connection((HERE, port), timeout=20)
    made.sendall(sent)
    return made


def answer(made: socket.socket) -> tuple[int, bytes]:
    """Status and body of the next answer, as long as its head says."""
    head, body = b"", bytearray()
    while not head.endswith(b"\r\n\r\n"):
        byte = made.recv(1)
        assert byte, head
        head += byte
    length = next(int(line[15:]) for line in head.splitlines() if line.lower().startswith(b"content-length:"))
    while len(body) < length:
        body += made.recv(min(length - len(body), 2**20))
    return int(head.split()[1]), bytes(body)


def taken_of(made: socket.socket) -> int:
    """How many bytes still come until the other side ends the connection."""
    taken = 0
    with suppress(ConnectionResetError):
        while piece := made.recv(2**20):
            taken += len(piece)
    return taken


def asked(port: int, request: bytes) -> tuple[int, bytes]:
    """What a whole request is answered."""
    with opened(port, request) as made:
        return answer(made)


def post(body: bytes, path: str = "/", *more: str) -> bytes:
    """A POST."""
    lines = [f"POST {path} HTTP/1.1", "Host: x", f"Content-Length: {len(body)}", *more, "", ""]
    return "\r\n".join(lines).encode() + body


def said(body: bytes, path: str = "/") -> bytes:
    """What the echo says of a POST."""
    return f"POST {path} {len(body)} {hashlib.sha256(body).hexdigest()}".encode()


GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
HALVES = {
    "nothing": b"",
    "half a line": b"GET / HT",
    "half a head": b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow:",
    "half a body": post(b"a=1" * 1000)[:-1000],
    "no body": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n",
    "an answer not taken": b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n",
}


@pytest.mark.parametrize("half", HALVES)
def test_forty_that_are_slow_stop_nobody(port: int, half: str) -> None:
    with ExitStack() as stack:
        for _ in range(40):
            stack.enter_context(opened(port, HALVES[half]))
        for _ in range(5):
            assert asked(port, GET)[0] == 200
            assert asked(port, post(b"b=2"))[1] == said(b"b=2")


def test_a_body_of_one_byte_at_a_time_is_whole_in_the_end_and_holds_no_thread(port: int) -> None:
    slow = [opened(port, post(b"slowly")[:-6]) for _ in range(4)]
    for byte in (b"s", b"l", b"o", b"w", b"l", b"y"):
        for made in slow:
            made.sendall(byte)
        assert asked(port, GET)[0] == 200
    for made in slow:
        assert answer(made) == (200, said(b"slowly"))
        made.close()


def test_more_that_are_slow_than_are_waited_for_make_place_for_others(port: int) -> None:
    with ExitStack() as stack:
        for _ in range(230):
            stack.enter_context(opened(port, HALVES["half a body"]))
        assert asked(port, post(b"b=2"))[1] == said(b"b=2")
        assert asked(port, GET)[0] == 200


def test_a_large_body_arrives_whole(port: int) -> None:
    body = bytes(range(256)) * 4096 * 12
    assert asked(port, post(body)) == (200, said(body))
    with opened(port, post(body)[:5_000_000]) as made:
        time.sleep(0.1)
        made.sendall(post(body)[5_000_000:])
        assert answer(made) == (200, said(body))


def test_a_large_answer_is_whole_for_who_takes_it_slowly(port: int) -> None:
    with opened(port, HALVES["an answer not taken"]) as made:
        time.sleep(0.5)
        assert asked(port, GET)[0] == 200
        assert len(answer(made)[1]) == LARGE


def test_requests_follow_each_other_on_one_connection(port: int) -> None:
    with opened(port) as made:
        for n in range(3):
            made.sendall(post(b"x" * n))
            assert answer(made) == (200, said(b"x" * n))
    with opened(port, post(b"one") + post(b"second", "/2")) as made:
        assert answer(made) == (200, said(b"one"))
        assert answer(made) == (200, said(b"second", "/2"))


def test_who_asks_before_sending_is_told_to_go_on(port: int) -> None:
    request = post(b"late", "/", "Expect: 100-continue")
    with opened(port, request[:-4]) as made:
        assert made.recv(100).startswith(b"HTTP/1.1 100 Continue\r\n\r\n")
        made.sendall(b"late")
        assert answer(made) == (200, said(b"late"))


REFUSED = {
    "chunked": (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 411),
    "a head without end": (b"GET / HTTP/1.1\r\n" + b"X-Long: " + b"a" * 70_000, 431),
    "two lengths": (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
    "no length": (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\nab", 400),
    "both": (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\na", 411),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_gathered_is_refused(port: int, kind: str) -> None:
    request, status = REFUSED[kind]
    assert asked(port, request)[0] == status


def test_a_body_beyond_every_limit_is_not_gathered_and_nothing_follows_it(port: int) -> None:
    length = LARGEST_UPLOAD + LARGEST_FORM + 1
    head = f"POST /unread HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n".encode()
    with opened(port, head) as made:
        assert answer(made)[0] == 413
        assert made.recv(100) == b""


def test_who_is_slower_than_is_waited_for_is_told_so() -> None:
    with echoing("tests.impatient") as port, ExitStack() as stack:
        halves = [stack.enter_context(opened(port, HALVES[half])) for half in ("half a line", "half a body", "nothing")]
        for made in halves:
            assert answer(made)[0] == 408
            assert made.recv(100) == b""
        with opened(port, HALVES["an answer not taken"]) as made:
            time.sleep(3)
            assert taken_of(made) < LARGE
        assert asked(port, GET)[0] == 200


def test_a_connection_that_breaks_as_its_answer_ends_ends_alone() -> None:
    with socket.create_server((HERE, 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        accepted, _ = listener.accept()
    made = Outbox(accepted.detach())
    conn = TConn(None, made, None, None)
    worker = PatientWorker.__new__(PatientWorker)
    worker.slow, worker.poller, worker.nr_conns = {conn: Departure(conn, keep=False)}, selectors.DefaultSelector(), 1
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()  # with a reset: nothing more can be done with the other end
    worker._guarded(conn, worker._send, None)
    assert (worker.slow, worker.nr_conns, made.fileno()) == ({}, 0, -1)
