"""The security headers that every answer carries."""

import re

from werkzeug.test import TestResponse

NONCE = re.compile(r"'nonce-[\w-]{22}'")
POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-…'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
EXACT = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}
# What else an answer may carry. Anything new is looked at once, and then named here.
OTHERS = {
    "Content-Type", "Content-Length", "Location", "Set-Cookie", "Vary", "Content-Disposition", "Allow", "Date",
    "Last-Modified", "ETag", "Expires", "Retry-After", "Connection", "Accept-Ranges",
}  # fmt: skip


def check(response: TestResponse, where: str, wanted: dict[str, str] | None = None) -> None:
    """Hold an answer's headers against the list."""
    found = {name: value for name, value in response.headers.items() if name not in OTHERS}
    found["Content-Security-Policy"] = NONCE.sub("'nonce-…'", found.get("Content-Security-Policy", ""))
    assert found == (wanted or EXACT), where
    assert len(response.headers.getlist("Content-Security-Policy")) == 1
    response.close()
