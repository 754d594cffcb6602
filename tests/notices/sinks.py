"""Where the mail of tests arrives: a real mail server, and a small server that speaks GOV.UK Notify's API."""

import asyncio
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session


@dataclass
class Sink:
    """The messages that arrived. `answers` holds a reply for an address, in place of taking its mail.

    `delay` is how many seconds the server takes to say that it has a message.
    """

    messages: list[EmailMessage] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    port: int = 0

    async def handle_RCPT(self, _s: SMTP, _n: Session, envelope: Envelope, address: str, _o: Any) -> str:  # noqa: N802
        """Take an address, or refuse it."""
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a message."""
        content = envelope.content
        assert isinstance(content, bytes)
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        await asyncio.sleep(self.delay)
        return f"250 Queued as {len(self.messages)}"

    @property
    def ids(self) -> list[str]:
        """The Message-ID of every message, in the order of arrival."""
        return [str(message["Message-ID"]) for message in self.messages]


class _Listening(Controller):
    """A controller on whatever port is free: known only once the server listens, so none is asked before."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(tls: ssl.SSLContext | None = None, password: str = "") -> Iterator[Sink]:
    """A mail server on a free port."""
    sink = Sink()
    options: dict[str, Any] = {}
    if tls:
        options |= {"tls_context": tls, "require_starttls": True}
    if password:
        options |= {
            "authenticator": lambda _s, _n, _e, _m, data: AuthResult(
                success=data.password == password.encode(), handled=False
            )
        }
        options |= {"auth_required": True, "auth_require_tls": tls is not None}
    controller = _Listening(sink, hostname="127.0.0.1", port=0, **options)
    controller.start()
    sink.port = controller.port
    try:
        yield sink
    finally:
        controller.stop()


@dataclass
class Notify:
    """What GOV.UK Notify was given. `status` other than 201 is answered in place of taking a message."""

    taken: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    status: int = 201
    address: str = ""


@contextmanager
def notify_server() -> Iterator[Notify]:
    """A server that speaks what we use of GOV.UK Notify's API: send an e-mail, find messages by reference."""
    state = Notify()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self, status: int, content: object) -> None:
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            assert self.path == "/v2/notifications/email"
            assert self.headers["Authorization"].startswith("Bearer ")
            if state.status != 201:
                error = {"error": "BadRequestError", "message": "Something about the message"}
                self._answer(state.status, {"status_code": state.status, "errors": [error]})
                return
            state.taken.append(given)
            self._answer(201, {"id": f"notify-{len(state.taken)}", "reference": given["reference"]})

        def do_GET(self) -> None:
            reference = parse_qs(urlsplit(self.path).query)["reference"][0]
            state.asked.append(reference)
            found = [n for n, given in enumerate(state.taken, 1) if given["reference"] == reference]
            self._answer(200, {"notifications": [{"id": f"notify-{n}"} for n in found], "links": {}})

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
