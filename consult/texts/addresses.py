"""Which addresses a text may lead to."""

import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

LONGEST_ADDRESS = 2000  # Word gives up on links beyond 2,083 characters
_HOST = re.compile(r"(?i)[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
_MAIL = re.compile(r"(?i)mailto:[a-z0-9.!#$&'*+/=?^_`{|}~%-]+@[a-z0-9.-]+")
# RFC 3986: what an address may hold. Word calls a file with any other address damaged.
_LEGAL = re.compile(r"([A-Za-z0-9._~:/?#@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+")
# Brackets belong to an address in pairs, unless they begin a footnote or a link.
_LETTER = r"""(?:[^\s<>"\\|“”‘’«»\[\]]|\[(?!\^)[^\s<>"\\|\[\]]{0,60}\](?!\())"""
BARE = (
    rf"(?i:(?<![^\W_])(?:https?://|www\.)(?=[^\W_]){_LETTER}{{1,{LONGEST_ADDRESS}}}"
    r"|(?<![\w.+%-])[a-z0-9][a-z0-9._%+'-]{0,63}@[a-z0-9][a-z0-9-]{0,62}(?:\.[a-z0-9][a-z0-9-]{0,62}){1,9})"
)
"""What may be an address that stands in a text by itself; `bare_end` tells where it ends."""
_BARE = re.compile(BARE)
_PAIRS = {")": "(", "]": "[", "}": "{"}
_SAFE = ":/?#@!$&'()*+,;=%~"


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


def bare(line: str) -> Iterator[tuple[int, int, str]]:
    """The addresses that stand in a line by themselves: where each begins and ends, and where it leads."""
    for found in _BARE.finditer(line):
        end = bare_end(found[0])
        if href := spelled(found[0][:end]):
            yield found.start(), found.start() + end, href


def bare_end(found: str) -> int:
    """How long an address is, without the marks of the sentence that it stands in."""
    missing = {closing: found.count(closing) - found.count(opening) for closing, opening in _PAIRS.items()}
    end = len(found)
    while end and (found[end - 1] in ".,;:!?'*" or missing.get(found[end - 1], 0) > 0):
        end -= 1
        if found[end] in missing:
            missing[found[end]] -= 1
    return end


def spelled(typed: str) -> str:
    """Where an address leads as it is typed, in letters that any program takes; '' where pages may not link to it."""
    begins = typed.partition(":")[0].lower()
    if begins not in ("http", "https", "mailto"):
        typed = f"https://{typed}" if typed[:4].lower() == "www." else f"mailto:{typed}"
    href = quote(typed, safe=_SAFE)
    return href if may_open(href) else ""


def _port_is_number(address: str) -> bool:
    port = urlsplit(address).netloc.partition(":")[2]
    return re.fullmatch(r"\d{0,5}", port) is not None
