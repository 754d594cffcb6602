"""What the service writes of itself to standard error: what went wrong and where, and no text, address or token.

A text that somebody typed reaches a log by way of an error that quotes it, and a token by way of an address. So errors
are written as kinds and places in the code, without their messages, and whatever could be a token is left out.
"""

import logging
import re
import traceback
from pathlib import Path

HIDDEN = "…"
_PROJECT = Path(__file__).resolve().parent.parent
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,}")  # the shortest token of ours has 22 letters
_QUERY = re.compile(r"\?[^\s\"]*")


def masked(message: str) -> str:
    """A message or an address without what could be a token, and without the questions that addresses carry."""
    return _TOKEN.sub(HIDDEN, _QUERY.sub("?" + HIDDEN, message))


def told(error: BaseException) -> str:
    """The kind of an error, and of those that it followed from, each with the place in the code. Never its message."""
    lines = []
    following: BaseException | None = error
    seen: set[int] = set()
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        lines.append(type(following).__name__)
        for frame in traceback.extract_tb(following.__traceback__):
            path = Path(frame.filename)
            name = path.relative_to(_PROJECT) if path.is_relative_to(_PROJECT) else path.name
            lines.append(f"  {name}:{frame.lineno} in {frame.name}")
        following = following.__cause__ or following.__context__
    return "\n".join(lines)


class Discreet(logging.Formatter):
    """Writes a line of a log without texts and tokens."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """The line, and below it where an error happened. What another formatter made of the record is not used."""
        record.message = masked(record.getMessage())
        record.asctime = self.formatTime(record)
        line = self.formatMessage(record)
        error = record.exc_info[1] if record.exc_info else None
        return f"{line}\n{told(error)}" if error else line
