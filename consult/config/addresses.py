"""Addresses of other services that settings name: which of them nobody listens in on."""

import re
from urllib.parse import urlsplit

HERE = ("localhost", "127.0.0.1", "::1")


def is_safe_address(address: str) -> bool:
    """Whether it is an https address, or one on this machine, where nobody listens in between."""
    good = re.fullmatch(r"https?://[A-Za-z0-9.\[\]:-]+(/[^\s#\\]*)?", address) is not None
    return good and (address.startswith("https:") or urlsplit(address).hostname in HERE)
