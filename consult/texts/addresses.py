"""Which addresses a text may lead to."""

import re
from urllib.parse import urlsplit

LONGEST_ADDRESS = 2000  # Word gives up on links beyond 2,083 characters
_HOST = re.compile(r"(?i)[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
_MAIL = re.compile(r"(?i)mailto:[a-z0-9.!#$&'*+/=?^_`{|}~%-]+@[a-z0-9.-]+")
# RFC 3986: what an address may hold. Word calls a file with any other address damaged.
_LEGAL = re.compile(r"([A-Za-z0-9._~:/?#@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+")


def linkable(address: str) -> str | None:
    """The address as a document may link to it; None for anything but a whole https or mailto address."""
    scheme, _, rest = address.partition(":")
    address = f"{scheme.lower()}:{rest}"
    if len(address) > LONGEST_ADDRESS or not _LEGAL.fullmatch(address) or address.count("#") > 1:
        return None
    if address.startswith("mailto:"):
        return address if _MAIL.fullmatch(address.partition("?")[0]) else None
    if not address.startswith("https://"):
        return None
    # '@' before the host would show one name and lead to another.
    return address if _HOST.fullmatch(urlsplit(address).netloc.partition(":")[0]) and _port_is_number(address) else None


def may_open(address: str) -> bool:
    """Whether a page may link to the address: one that documents link to, or the same by http."""
    secure = f"https{address[4:]}" if address[:7].lower() == "http://" else address
    return linkable(secure) is not None


def _port_is_number(address: str) -> bool:
    port = urlsplit(address).netloc.partition(":")[2]
    return re.fullmatch(r"\d{0,5}", port) is not None
