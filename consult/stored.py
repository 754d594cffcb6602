"""JSON that is stored or passed on, read for good: whatever shape it was stored in, it is read as the shape of today.

Stored JSON is canonical (sorted keys, no spaces, UTF-8), so that one content has one text and one SHA-256, and names
its shape by the number under `shape`; what names none is of shape 1. Each shape that was ever stored is a frozen
dataclass that is never edited again. What reads an earlier one upgrades it from shape to shape; the stored text, and
its hash, stay as they are.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Generic, TypeVar

import msgspec

T = TypeVar("T")
NAMED = "shape"
"""The key under which stored JSON names its shape."""


class StoredError(ValueError):
    """A text that is not the JSON of any shape that was ever stored."""


@dataclass(frozen=True)
class Earlier:
    """A shape that was stored once: its dataclass, and what makes the next shape of it."""

    kind: type[Any]
    upgrade: Callable[[Any], Any]


class Shapes(Generic[T]):
    """The shapes of one kind of stored JSON, first to last. The last is `today`, which is the only one written."""

    def __init__(self, today: type[T], *earlier: Earlier) -> None:
        self.today, self._earlier = today, earlier
        self.number = len(earlier) + 1

    def write(self, value: T) -> str:
        """The canonical JSON of a value of today's shape."""
        return _canonical(value, self.number)

    def read(self, text: str) -> T:
        """The value of a stored text in today's shape. Raises StoredError for what `write` never wrote."""
        number = _number(text)
        if not 1 <= number <= self.number:
            raise StoredError(f"{self.today.__name__} has no shape {number}")
        value = self._decoded(text, number)
        for step in self._earlier[number - 1 :]:
            value = step.upgrade(value)
        found: T = value
        return found

    def _decoded(self, text: str, number: int) -> Any:
        kind = self.today if number == self.number else self._earlier[number - 1].kind
        try:
            value = msgspec.json.decode(text.encode(), type=kind, strict=True)
        except (msgspec.MsgspecError, UnicodeEncodeError) as fault:
            raise StoredError(f"no {kind.__name__}: {fault}") from fault
        # The decoder passes over keys that it does not know, and takes any order of them.
        if _canonical(value, number) != text:
            raise StoredError(f"not the canonical JSON of {kind.__name__}")
        return value


def _number(text: str) -> int:
    try:
        found = msgspec.json.decode(text.encode(), type=dict[str, Any])
    except (msgspec.MsgspecError, UnicodeEncodeError) as fault:
        raise StoredError("no JSON object") from fault
    number = found.get(NAMED, 1)
    if type(number) is not int:
        raise StoredError("a shape is named by its number")
    return number


def _canonical(value: Any, number: int) -> str:
    fields: Mapping[str, object] = asdict(value)
    named = fields if number == 1 else {**fields, NAMED: number}
    return json.dumps(named, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
