"""What the two processes say to each other, in lines of JSON; a line of the one that reads is checked on arrival."""

from typing import Annotated

import msgspec

from consult.question_sets.paper import LARGEST
from consult.question_sets.reading_apart.limits import ReadingLimits
from consult.question_sets.reading_apart.passing import NotAPaper

Bytes = Annotated[int, msgspec.Meta(ge=0, lt=1 << 40)]
Pages = Annotated[int, msgspec.Meta(ge=0, le=LARGEST)]


class Job(msgspec.Struct, frozen=True):
    """What the reader is asked: the file's name, whether its paper, rows or an explanation is wanted, its limits."""

    name: str
    rows: bool
    limits: ReadingLimits
    explained: bool = False


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of the reader: that it is ready, how far it is, or its last word with a paper, rows or a refusal."""

    ready: bool = False
    cut_off: bool = False
    progress: tuple[Pages, Pages] | None = None
    paper: msgspec.Raw = msgspec.Raw()
    rows: msgspec.Raw = msgspec.Raw()
    refused: str | None = None
    peak: Bytes = 0
    fault: str = ""

    @property
    def is_last(self) -> bool:
        """Whether nothing more is to be expected."""
        return bool(self.paper) or bool(self.rows) or self.refused is not None


def said(line: bytes) -> Said:
    """What a line of the reader says; raises NotAPaper for a line that it never writes."""
    try:
        return msgspec.json.decode(line, type=Said)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as fault:
        raise NotAPaper(f"a line: {fault}") from None
