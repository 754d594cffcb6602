"""A fault in the recogniser never takes the paper away: what a step raises is told and logged; the rest goes on."""

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TypeVar

T = TypeVar("T")

NO_QUESTIONS = (
    "A fault on our side kept us from looking for questions. The paper’s text is kept: add its questions from it."
)
CUT_SHORT = "A fault on our side cut a question short. Check its text, options and parts against the paper."
NOT_WEIGHED = "A fault on our side kept us from telling which questions to check first. Check each against the paper."
NO_PARTICULARS = (
    "A fault on our side kept us from reading who issued the paper and when it closes. Enter what is missing."
)
NO_REFERENCES = "A fault on our side kept us from finding what the questions refer to in the paper."
NO_ANSWERS = "A fault on our side kept us from taking over the answers in the file."

_FRAMES = 6
_LONGEST = 500
_log = logging.getLogger(__name__)


def place_of(error: BaseException, trace: TracebackType | None = None) -> str:
    """The kind of an error and the lines of our code it went through: nothing that could quote the file."""
    frames = traceback.extract_tb(trace or error.__traceback__)[-_FRAMES:]
    places = " > ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
    return f"{type(error).__name__} at {places}"


class _Hearer(logging.Handler):
    def __init__(self, hear: Callable[[str], None]) -> None:
        super().__init__()
        self._hear = hear

    def emit(self, record: logging.LogRecord) -> None:
        """Hand on what is said."""
        self._hear(record.getMessage()[:_LONGEST])


def heard_by(hear: Callable[[str], None]) -> None:
    """Hand what is logged of faults to `hear` as well: the process that reads files has no log of its own."""
    _log.addHandler(_Hearer(hear))


@dataclass
class Guard:
    """What went wrong while one paper was recognised, in plain English, each thing once: for the paper’s notes."""

    told: dict[str, None] = field(default_factory=dict)

    def step(self, act: Callable[[], T], otherwise: T, told: str) -> T:
        """What an act gives; `otherwise` where it fails, which is told and logged. Want of memory is no fault."""
        try:
            return act()
        except MemoryError:
            raise
        except Exception as fault:  # whatever a rule did not foresee
            _log.error("recognising failed: %s", place_of(fault))
            self.told[told] = None
            return otherwise
