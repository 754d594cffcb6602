"""A small application behind our web server's worker, for the tests of the worker alone: it says what it was sent."""

import hashlib
from collections.abc import Iterable
from typing import Any

LARGE = 30 * 1024 * 1024


def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Length and SHA-256 of the body; under /large, 30 MB."""
    if environ["PATH_INFO"] == "/large":
        start_response("200 OK", [("Content-Length", str(LARGE))])
        return [b"x" * 65536] * (LARGE // 65536)
    if environ["PATH_INFO"] == "/unread":
        start_response("413 Content Too Large", [("Content-Length", "0")])
        return []
    body = environ["wsgi.input"].read()
    said = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']} {len(body)} {hashlib.sha256(body).hexdigest()}".encode()
    start_response("200 OK", [("Content-Length", str(len(said)))])
    return [said]
