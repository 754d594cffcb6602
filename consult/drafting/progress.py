"""The progress picture of a response, drawn on the server: a bar with its figures as text."""

from dataclasses import dataclass

from consult.drafting.queries import Progress
from consult.drafting.states import AnswerStatus

WIDTH = 600.0
ORDER = (
    AnswerStatus.READY,
    AnswerStatus.NO_ANSWER_INTENDED,
    AnswerStatus.FOR_COMMENT,
    AnswerStatus.DRAFTING,
    AnswerStatus.NOT_STARTED,
)


@dataclass(frozen=True)
class Segment:
    """One part of the bar, in units of the picture's width (600)."""

    status: AnswerStatus
    count: int
    x: float
    width: float


@dataclass(frozen=True)
class ProgressPicture:
    """The bar's segments from left to right, and the same figures in words."""

    segments: tuple[Segment, ...]
    words: str


def picture(progress: Progress) -> ProgressPicture:
    """The picture of a response's progress; statuses that no answer has are left out of the bar."""
    segments, x = [], 0.0
    for status in ORDER:
        count = progress.counts.get(status, 0)
        if count:
            width = WIDTH * count / progress.total
            segments.append(Segment(status, count, round(x, 1), round(width, 1)))
            x += width
    told = [each for each in ORDER if each is not AnswerStatus.NO_ANSWER_INTENDED or progress.counts.get(each)]
    words = ", ".join(f"{progress.counts.get(status, 0)} {status.label.lower()}" for status in told)
    return ProgressPicture(tuple(segments), f"{progress.total} answers: {words}")
