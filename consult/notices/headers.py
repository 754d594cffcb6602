"""The headers of a mail as they leave. Python's own folding takes the quotes from long names that have commas.

Words in ASCII stand in quotes, others are encoded words (RFC 2047), each on a line of its own: nothing that is filled
in ends a line. In a name the words between two ASCII ones are one encoded word, however long: between two of them some
parsers, Python's among them, see a space that is none, and every parser that was found reads a long one.
"""

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from email.headerregistry import Address
from email.policy import SMTP, EmailPolicy
from itertools import groupby
from typing import Any

_LINE = 76  # with encoded words in it (RFC 2047)
_SHORT = 60
_ATOMS = re.compile(r"[\w !#$%&'*+/=?^`{|}~-]*", re.ASCII)
_ENCODED_WORD = 45  # bytes: 60 of the 75 characters that one should have, in base64
_LONGEST = 690  # bytes: a line has 998 characters at most (RFC 5322)


class Lines(EmailPolicy):
    """How each header is written, whichever 3.11 it is."""

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        """A subject is kept as it is: one that looks encoded is not."""
        return (name, value) if name.lower() == "subject" else super().header_store_parse(name, value)

    def fold(self, name: str, value: Any) -> str:
        """The header with its line ends."""
        addresses = getattr(value, "addresses", None)
        if addresses is not None:
            written = ",\r\n ".join(_mailbox(name, each) for each in addresses)
        elif name.lower() == "subject":
            written = _words(name, str(value))
        elif name.lower() in ("date", "message-id"):
            written = str(value)
        else:
            return str(super().fold(name, value))
        return f"{name}: {written}\r\n"

    def fold_binary(self, name: str, value: Any) -> bytes:
        """The same as bytes."""
        return self.fold(name, value).encode("ascii", "surrogateescape")


LINES = Lines(linesep=SMTP.linesep, cte_type="7bit")


def _mailbox(header: str, address: Address) -> str:
    name = address.display_name
    if not name:
        return f"<{address.addr_spec}>"
    if len(name) <= _SHORT and _ATOMS.fullmatch(name) and "=?" not in name:
        return f"{name}{_break(header, name, address.addr_spec)}<{address.addr_spec}>"
    runs = [(plain, " ".join(words)) for plain, words in groupby(name.split(" "), _is_plain)]
    lines = [_quoted(run) if plain else _as_one(run) for plain, run in runs]
    return "\r\n ".join((*lines, f"<{address.addr_spec}>"))


def _break(header: str, name: str, spec: str) -> str:
    return "\r\n " if len(header) + len(name) + len(spec) > _LINE - 6 else " "


def _is_plain(word: str) -> bool:
    return word.isascii() and word.isprintable() and "=?" not in word


def _quoted(run: str) -> str:
    quoted = '"' + re.sub(r'(["\\])', r"\\\1", run) + '"'
    return "\r\n ".join(_filled(quoted.split(" "), _LINE - 1))


def _as_one(run: str) -> str:
    return "\r\n ".join(
        f"=?utf-8?B?{b64encode(piece).decode()}?=" for piece in _pieces(run.encode(), _LONGEST, _LONGEST)
    )


def _words(header: str, text: str) -> str:
    words = text.split(" ")
    if not (text.isascii() and text.isprintable()) or "=?" in text or any(not 0 < len(w) <= _SHORT for w in words):
        return _encoded(header, text) if text else ""
    return "\r\n ".join(_filled(words, _LINE - len(header) - 2))


def _filled(words: Sequence[str], room: int) -> list[str]:
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _encoded(header: str, text: str) -> str:
    first = (_LINE - len(header) - 14) // 4 * 3
    pieces = (f"=?utf-8?B?{b64encode(piece).decode()}?=" for piece in _pieces(text.encode(), first, _ENCODED_WORD))
    return "\r\n ".join(pieces)


def _pieces(content: bytes, first: int, others: int) -> Iterator[bytes]:
    """The bytes in pieces that end with a whole character."""
    start, most = 0, first
    while start < len(content):
        end = min(start + most, len(content))
        while end < len(content) and content[end] & 0xC0 == 0x80:
            end -= 1
        yield content[start:end]
        start, most = end, others
