"""A paper, or the rows of sheets, as JSON, from the process that reads to the one that keeps: one typed decoder.

Every field of `Paper` travels. The one that reads has handled a stranger's file, so what it says is checked when it
arrives: exact fields, exact types, bounded lengths, and no character that a database or a Word file cannot hold.
Nothing of it outlives a release: what is stored of a paper has shapes (see `consult.question_sets.shapes`).
"""

import re
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from consult.question_sets.paper import Paper
from consult.question_sets.readers.characters import UNFIT, fit
from consult.question_sets.readers.sheet_rows import MOST_ROWS, MOST_SHEETS, Sheet, SheetRow

# The same as our own JSON writes them; line breaks and tabs are written otherwise.
_UNFIT_ESCAPES = re.compile(rb"(?<!\\)(?:\\\\)*\\[ubfr]")

Bounded = Annotated[list[SheetRow], Meta(max_length=MOST_ROWS)]


class NotAPaper(ValueError):
    """What arrived is not what was asked for; the text says where it goes wrong, for the log."""


class PaperTooLong(ValueError):
    """A paper that is too long to travel: a text, a list or a number beyond what is taken on arrival."""


def encode(paper: Paper) -> bytes:
    """A paper as one line of JSON; unfit characters are left out.

    Raises PaperTooLong where `decode` would refuse it.
    """
    try:
        return msgspec.json.encode(msgspec.convert(_fit(msgspec.to_builtins(paper)), Paper))
    except msgspec.ValidationError:
        raise PaperTooLong from None


def _fit(value: Any) -> Any:
    if isinstance(value, str):
        return fit(value)
    if isinstance(value, dict):
        return {name: _fit(each) for name, each in value.items()}
    return [_fit(each) for each in value] if isinstance(value, list | tuple) else value


def characters(paper: Paper) -> int:
    """How long all texts of a paper are together."""
    count, left = 0, [msgspec.to_builtins(paper)]
    while left:
        value = left.pop()
        if isinstance(value, str):
            count += len(value)
        elif isinstance(value, dict):
            left += value.values()
        elif isinstance(value, list | tuple):
            left += value
    return count


def decode(line: bytes) -> Paper:
    """The paper that `encode` wrote; raises NotAPaper for anything else."""
    paper: Paper = _taken(line, Paper)
    return paper


def _taken(line: bytes, kind: Any) -> Any:
    """A value that arrived as JSON, when it is exactly what our own encoder writes of its kind. Raises NotAPaper."""
    try:
        value = msgspec.json.decode(line, type=kind)
        again = msgspec.json.encode(value)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as fault:
        raise NotAPaper(str(fault)) from None
    # The decoder passes over keys that it does not know, and fills those in that lack.
    if again != line:
        raise NotAPaper("not exactly the fields that are written")
    if UNFIT.search(again.decode()) or (b"\\" in again and _UNFIT_ESCAPES.search(again)):
        raise NotAPaper("a text with characters that cannot be kept")
    return value


def decode_rows(line: bytes) -> list[Sheet]:
    """The sheets that the reader wrote; raises NotAPaper for anything else."""
    sheets: list[Sheet] = _taken(line, Annotated[list[Bounded], Meta(max_length=MOST_SHEETS)])
    return sheets
