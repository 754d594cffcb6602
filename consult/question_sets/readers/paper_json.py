"""A paper as JSON and back, for the way from the process that reads to the one that keeps.

Every field of `Paper` travels. The one that reads has handled a stranger's file, so what it says is checked when it
arrives: exact fields, exact types, bounded lengths, and no character that a database or a Word file cannot hold.
"""

import re
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import TypeVar, get_args, get_origin, get_type_hints

from consult.question_sets.paper import Paper

MOST_CHARACTERS = 1_000_000
MOST_ITEMS = 200_000
LARGEST = 1_000_000_000

# What a paper has told of itself since there were answers to be taken over from any file; kept ones lack all of it.
_LATER: dict[str, object] = {"answers": [], "loose": [], "not_kept": []}

T = TypeVar("T")

# Control characters, halves of surrogate pairs and code points that are no characters: PostgreSQL refuses the first of
# them, UTF-8 the second kind, Word's XML all of them.
_UNFIT = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# What parts words, and what is only there to break them: no two words become one, and none stays in pieces.
_SPACES = re.compile("[\x0b-\x0d\x1c-\x1f\x85\u2028\u2029]| ?\u200b+ ?")
_UNSEEN = re.compile("[\u00ad\u2060\ufeff]")
# Files that took Windows' quotation marks and dashes for Latin-1 hold them as control characters: HTML's rule for them.
_WINDOWS = {n: bytes([n]).decode("cp1252", "ignore") for n in range(0x80, 0xA0) if n != 0x85}


class NotAPaper(ValueError):
    """What arrived is not a paper in JSON; the text says where it goes wrong, for the log."""


class TooMuch(ValueError):
    """A paper that is too long to travel: a text, a list or a number beyond what is taken on arrival."""


def fit(text: str) -> str:
    """A text without the characters that cannot be kept; what Windows would show in their place is kept."""
    if text.isascii() and text.isprintable():
        return text
    return _UNFIT.sub("", _UNSEEN.sub("", _SPACES.sub(" ", text.translate(_WINDOWS))))


def is_fit(text: str) -> bool:
    """Whether the text has no character that cannot be kept."""
    return not _UNFIT.search(text)


def encode(value: object) -> object:
    """A paper (or a part of one) as dictionaries, lists, texts and numbers; unfit characters are left out.

    Raises TooMuch where `decode` would refuse it for its length.
    """
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [encode(each) for each in _bounded(value, len(value), MOST_ITEMS)]
    if is_dataclass(value):
        return {each.name: encode(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, str):
        return fit(_bounded(value, len(value), MOST_CHARACTERS))
    return _bounded(value, abs(value), LARGEST) if isinstance(value, int) else value


def _bounded(value: T, size: int, most: int) -> T:
    if size > most:
        raise TooMuch
    return value


def decode(value: object) -> Paper:
    """The paper that `encode` wrote, today or when a paper told less of itself; raises NotAPaper for anything else."""
    if isinstance(value, dict) and not value.keys() & _LATER.keys():
        value = value | _LATER
    paper = _decoded(Paper, value, "paper")
    assert isinstance(paper, Paper)
    return paper


@cache
def _hints(kind: type) -> dict[str, object]:
    return get_type_hints(kind)


def _decoded(kind: object, value: object, where: str) -> object:
    if isinstance(kind, UnionType):
        return None if value is None else _decoded(_but_none(kind), value, where)
    if get_origin(kind) is tuple:
        return _items(get_args(kind)[0], value, where)
    if isinstance(kind, type) and is_dataclass(kind):
        return _fields(kind, value, where)
    return _simple(kind, value, where)


def _but_none(kind: UnionType) -> object:
    return next(each for each in get_args(kind) if each is not NoneType)


def _items(kind: object, value: object, where: str) -> tuple[object, ...]:
    if not isinstance(value, list) or len(value) > MOST_ITEMS:
        raise NotAPaper(f"{where}: no list, or too long")
    return tuple(_decoded(kind, each, where) for each in value)


def _fields(kind: type, value: object, where: str) -> object:
    hints = _hints(kind)
    if not isinstance(value, dict) or value.keys() != hints.keys():
        raise NotAPaper(f"{where}: not the fields of {kind.__name__}")
    return kind(**{name: _decoded(hints[name], value[name], f"{where}.{name}") for name in hints})


def _simple(kind: object, value: object, where: str) -> object:
    if kind is int:
        return _whole(value, where)
    text = _text(value, where)
    try:
        if kind is datetime:
            return _moment(text)
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return kind(text)
    except (ValueError, OverflowError):
        raise NotAPaper(f"{where}: no {kind}") from None
    if kind is not str:
        raise NotAPaper(f"{where}: a field of a kind that does not travel: {kind}")
    return text


def _whole(value: object, where: str) -> int:
    if type(value) is not int or abs(value) > LARGEST:
        raise NotAPaper(f"{where}: no whole number")
    return value


def _text(value: object, where: str) -> str:
    if not isinstance(value, str) or len(value) > MOST_CHARACTERS or _UNFIT.search(value):
        raise NotAPaper(f"{where}: no text, too long, or with characters that cannot be kept")
    return value


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time without its offset")
    return moment
