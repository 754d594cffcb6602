"""What is shown before a version is sent for sign-off: what is not finished, and the reasons given for what is."""

from collections.abc import Sequence
from dataclasses import dataclass

from consult.drafting.finishing import length
from consult.drafting.queries import AnswerLine

LineSaid = tuple[AnswerLine, str]
"""An answer and what is said of it."""


@dataclass(frozen=True)
class Readiness:
    """Answers that are not finished, those that are ready though longer than the paper allows, and those not given."""

    unfinished: tuple[LineSaid, ...]
    too_long: tuple[LineSaid, ...]
    not_given: tuple[LineSaid, ...]


def readiness(lines: Sequence[AnswerLine]) -> Readiness:
    """How far the answers of a response have come, with the reasons that were given."""
    return Readiness(
        tuple((line, line.answer.status.label) for line in lines if not line.answer.status.is_finished),
        tuple((line, said) for line in lines if line.answer.status.is_finished and (said := _too_long(line))),
        tuple((line, line.answer.no_answer_because) for line in lines if not line.is_intended),
    )


def _too_long(line: AnswerLine) -> str:
    """By how much an answer is longer than the paper allows, and why; '' when it is not."""
    found = length(line.answer.question, line.given.text) if line.given else None
    if found is None or not found.is_passed:
        return ""
    reason = line.answer.over_limit_because or "No reason was given when it was marked as ready"
    return f"{found.over} more than {found.limit:,}. {reason}"
