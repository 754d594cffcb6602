"""A paper as JSON and back, for the way from the process that reads to the one that keeps, by one typed decoder.

Every field of `Paper` travels. The one that reads has handled a stranger's file, so what it says is checked when it
arrives: exact fields, exact types, bounded lengths, and no character that a database or a Word file cannot hold.
Nothing of it outlives a release: what is stored of a paper has shapes (see `consult.question_sets.shapes`).
"""

import re
from typing import Any

import msgspec

from consult.question_sets.paper import Paper

# Control characters, halves of surrogate pairs and code points that are no characters: PostgreSQL refuses the first of
# them, UTF-8 the second kind, Word's XML all of them.
_UNFIT = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# The same as our own JSON writes them; line breaks and tabs are written otherwise.
_UNFIT_ESCAPES = re.compile(rb"(?<!\\)(?:\\\\)*\\[ubfr]")
# What parts words, and what is only there to break them: no two words become one, and none stays in pieces.
_SPACES = re.compile("[\x0b-\x0d\x1c-\x1f\x85\u2028\u2029]| ?\u200b+ ?")
_UNSEEN = re.compile("[\u00ad\u2060\ufeff]")
# Files that took Windows' quotation marks and dashes for Latin-1 hold them as control characters: HTML's rule for them.
_WINDOWS = {n: bytes([n]).decode("cp1252", "ignore") for n in range(0x80, 0xA0) if n != 0x85}


class NotAPaper(ValueError):
    """What arrived is not what was asked for; the text says where it goes wrong, for the log."""


class TooMuch(ValueError):
    """A paper that is too long to travel: a text, a list or a number beyond what is taken on arrival."""


def fit(text: str) -> str:
    """A text without the characters that cannot be kept; what Windows would show in their place is kept."""
    if text.isascii() and text.isprintable():
        return text
    return _UNFIT.sub("", _UNSEEN.sub("", _SPACES.sub(" ", text.translate(_WINDOWS))))


def encode(paper: Paper) -> bytes:
    """A paper as one line of JSON; unfit characters are left out. Raises TooMuch where `decode` would refuse it."""
    try:
        return msgspec.json.encode(msgspec.convert(_fit(msgspec.to_builtins(paper)), Paper))
    except msgspec.ValidationError:
        raise TooMuch from None


def _fit(value: Any) -> Any:
    if isinstance(value, str):
        return fit(value)
    if isinstance(value, dict):
        return {name: _fit(each) for name, each in value.items()}
    return [_fit(each) for each in value] if isinstance(value, list | tuple) else value


def decode(line: bytes) -> Paper:
    """The paper that `encode` wrote; raises NotAPaper for anything else."""
    paper: Paper = taken(line, Paper)
    return paper


def taken(line: bytes, kind: Any) -> Any:
    """A value that arrived as JSON, when it is exactly what our own encoder writes of its kind. Raises NotAPaper."""
    try:
        value = msgspec.json.decode(line, type=kind)
        again = msgspec.json.encode(value)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as fault:
        raise NotAPaper(str(fault)) from None
    # The decoder passes over keys that it does not know, and fills those in that lack.
    if again != line:
        raise NotAPaper("not exactly the fields that are written")
    if _UNFIT.search(again.decode()) or (b"\\" in again and _UNFIT_ESCAPES.search(again)):
        raise NotAPaper("a text with characters that cannot be kept")
    return value
