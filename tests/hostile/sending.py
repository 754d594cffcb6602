"""What a browser, or somebody who pretends to be one, sends with a form: any bytes, under any names, in any number."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote_from_bytes

from tests.hostile.forms import KEY, TOKEN, Field, PageForm
from tests.people.sheets import csv

BOUNDARY = b"----a-boundary-that-is-in-no-value-0123456789"
TEXT = "What somebody typed"
PAPER = b"A paper\n\nThe consultation closes on 3 March 2099.\n\n1. Should every village have a hall?\n"
SHEET = csv(("Rowing partner", "rowing.partner@rivermead.example", "Rivermead Police", "Partner", "", ""))


@dataclass(frozen=True)
class File:
    """A file: its name as bytes, for a name may be none that any system allows."""

    name: bytes
    content: bytes


Value = bytes | File
Pairs = tuple[tuple[bytes, Value], ...]


@dataclass(frozen=True)
class Sent:
    """A form as it is sent: where to, its names and values in order, and whether in parts or in one line."""

    path: str
    pairs: Pairs
    in_parts: bool

    def body(self) -> tuple[bytes, str]:
        """The bytes of the request, and their content type."""
        if self.in_parts:
            parts = b"".join(b"--%s\r\n%s\r\n" % (BOUNDARY, _part(name, value)) for name, value in self.pairs)
            return parts + b"--%s--\r\n" % BOUNDARY, f"multipart/form-data; boundary={BOUNDARY.decode()}"
        line = "&".join(f"{quote_from_bytes(name, safe='')}={_percent(value)}" for name, value in self.pairs)
        return line.encode(), "application/x-www-form-urlencoded"


def _part(name: bytes, value: Value) -> bytes:
    head = b'Content-Disposition: form-data; name="%s"' % _quoted(name)
    if isinstance(value, File):
        kind = b"Content-Type: application/octet-stream"
        return b'%s; filename="%s"\r\n%s\r\n\r\n%s' % (head, _quoted(value.name), kind, value.content)
    return b"%s\r\n\r\n%s" % (head, value)


def _quoted(name: bytes) -> bytes:
    """As browsers write a name into the head of a part."""
    return name.replace(b'"', b"%22").replace(b"\r", b"%0D").replace(b"\n", b"%0A")


def _percent(value: Value) -> str:
    return quote_from_bytes(value.name if isinstance(value, File) else value, safe="")


def pairs_of(values: Mapping[str, Iterable[str | File]]) -> Pairs:
    """Texts and files by name, as they are sent."""
    every = ((name, value) for name, several in values.items() for value in several)
    return tuple((name.encode(), value if isinstance(value, File) else value.encode()) for name, value in every)


def typed(form: PageForm) -> dict[str, list[str | File]]:
    """What somebody sends who fills a form in sensibly: what stands in it, and something wherever nothing does."""
    return {field.name: list(_sensible(field)) for field in form.fields if field.name not in (TOKEN, KEY)}


def _sensible(field: Field) -> tuple[str | File, ...]:
    if field.kind == "file":
        return (File(b"people.csv", SHEET) if field.name == "sheet" else File(b"paper.txt", PAPER),)
    if field.kind == "button" or any(field.value):
        return field.value
    if field.offered:
        return next(((value,) for value in field.offered if value), field.value)
    return (_words(field),)


def _words(field: Field) -> str:
    by_end = {"day": "3", "month": "2", "year": str(date.today().year + 1), "clock": "5pm", "years": "5", "first": "0"}
    by_kind = {"email": "somebody.new@rivermead.example", "password": "seven herons wait for fish", "hidden": ""}
    by_name = {"number": "", "refs": "", "options": "", "word_limit": "", "character_limit": "", "parts": ""}
    end = re.split("[-_]", field.name)[-1]
    return by_name.get(field.name, by_end.get(end, by_kind.get(field.kind, TEXT)))
