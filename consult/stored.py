"""JSON that is stored or passed on, read for good: whatever shape it was stored in, it is read as the shape of today.

Stored JSON names its shape by the number under `shape`; what names none is of shape 1. Each shape that was ever stored
is a frozen dataclass (or a list or a mapping of plain values) that is never edited again. What reads an earlier one
upgrades it from shape to shape; the stored text, and its hash, stay as they are. What is written is canonical (sorted
keys, no spaces, UTF-8), so that one content has one text and one SHA-256.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec

T = TypeVar("T")
NAMED = "shape"
"""The key under which stored JSON names its shape."""
_UNREADABLE = (msgspec.MsgspecError, UnicodeError, RecursionError)


class StoredError(ValueError):
    """What is not the JSON of any shape that was ever stored."""


@dataclass(frozen=True)
class Earlier:
    """A shape that was stored once: its dataclass, and what makes the next shape of it."""

    kind: Any
    upgrade: Callable[[Any], Any]


def decoded(text: str | bytes, kind: type[T]) -> T:
    """What a JSON text says, strictly as the type that is asked for. Raises StoredError for anything else."""
    try:
        return msgspec.json.decode(text, type=kind, strict=True)
    except _UNREADABLE as fault:
        raise StoredError(f"no {_name(kind)}: {fault}") from fault


class Shapes(Generic[T]):
    """The shapes of one kind of stored JSON, first to last. The last is `today`, which is the only one written.

    `exact` texts are hashed: they are read only when they are letter for letter what `write` writes. `unnamed` tells
    the number of what names none, where there is more than one such shape.
    """

    def __init__(
        self,
        today: type[T],
        *earlier: Earlier,
        exact: bool = False,
        unnamed: Callable[[object], int] = lambda _: 1,
    ) -> None:
        self.today, self._earlier = today, earlier
        self.number = len(earlier) + 1
        self.exact, self._unnamed = exact, unnamed

    @property
    def kinds(self) -> tuple[Any, ...]:
        """The type of each shape, first to last."""
        return (*(each.kind for each in self._earlier), self.today)

    def write(self, value: T) -> str:
        """The canonical JSON of a value of today's shape."""
        return _canonical(_with_number(value, self.number))

    def plain(self, value: T) -> object:
        """A value of today's shape as lists, mappings, texts and numbers, for a column of JSON."""
        return _with_number(value, self.number)

    def read(self, text: str) -> T:
        """The value of a stored text in today's shape. Raises StoredError for what was never written."""
        found = decoded(text, object)
        value, number = self._of_its_shape(found)
        if self.exact and _canonical(_with_number(value, number)) != text:
            raise StoredError(f"not the canonical JSON of {_name(self.kinds[number - 1])}")
        return self._upgraded(value, number)

    def take(self, found: object) -> T:
        """The value of a column of JSON in today's shape. Raises StoredError for what was never written."""
        return self._upgraded(*self._of_its_shape(found))

    def _of_its_shape(self, found: object) -> tuple[Any, int]:
        number = self._number(found)
        kind = self.kinds[number - 1]
        bare = {key: value for key, value in found.items() if key != NAMED} if isinstance(found, dict) else found
        try:
            value = msgspec.convert(bare, kind, strict=True)
            # The decoder passes over keys that it does not know.
            if _plain(value) != bare:
                raise StoredError(f"not exactly the fields of {_name(kind)}")
        except _UNREADABLE as fault:
            raise StoredError(f"no {_name(kind)}: {fault}") from fault
        return value, number

    def _number(self, found: object) -> int:
        number = found[NAMED] if isinstance(found, dict) and NAMED in found else self._unnamed(found)
        if type(number) is not int:
            raise StoredError("a shape is named by its number")
        if not 1 <= number <= self.number:
            raise StoredError(f"{_name(self.today)} has no shape {number}")
        return number

    def _upgraded(self, value: Any, number: int) -> T:
        try:
            for step in self._earlier[number - 1 :]:
                value = step.upgrade(value)
        except _UNREADABLE as fault:
            raise StoredError(f"shape {number} of {_name(self.today)}: {fault}") from fault
        found: T = value
        return found


def _with_number(value: object, number: int) -> object:
    plain = _plain(value)
    if not isinstance(plain, dict):
        assert number == 1, "a list cannot name its shape: its next shape is a dataclass"
        return plain
    assert NAMED not in plain, "the key that names the shape"
    return plain if number == 1 else {**plain, NAMED: number}


def _plain(value: object) -> object:
    return msgspec.json.decode(msgspec.json.encode(value), type=object)


def _canonical(plain: object) -> str:
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _name(kind: Any) -> str:
    return getattr(kind, "__name__", str(kind))
