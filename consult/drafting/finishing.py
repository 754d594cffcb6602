"""When an answer is finished: it is ready, within the limit that the paper sets or with a reason, or none is intended.

What stands in the way never stops anybody from saving a text: the status alone stays behind.
"""

import hashlib
from dataclasses import dataclass

from consult import texts
from consult.drafting.rules import DraftingError, NothingWritten
from consult.drafting.states import AnswerStatus
from consult.question_sets.models import Question
from consult.texts import says_nothing

LONGEST_REASON = 1_000


class NoReasonGiven(DraftingError):
    """That no answer is intended needs a reason."""


class ReasonTooLong(DraftingError):
    """A reason is longer than anybody will read."""


class LimitPassed(DraftingError):
    """An answer that is longer than the paper allows is ready only with a reason."""


class ReasonChanged(DraftingError):
    """Two people gave different reasons; `now` are those that were saved first."""

    def __init__(self, now: "Reasons") -> None:
        said = " and ".join(f"‘{each}’" for each in (now.no_answer, now.over_limit) if each) or "none"
        super().__init__(
            "Somebody else changed the reason after you opened the page, so nothing was saved. "
            f"The reason is now: {said}. Change yours if you need to, then save again"
        )
        self.now = now


@dataclass(frozen=True)
class Reasons:
    """Why no answer is intended, and why an answer is longer than the paper allows; '' where nobody said."""

    no_answer: str = ""
    over_limit: str = ""

    @property
    def mark(self) -> str:
        """What a page carries along of the reasons that it showed."""
        return hashlib.sha256(f"{self.no_answer}\n\n{self.over_limit}".encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Length:
    """How long an answer is as a reader counts it, and how long it may be; both in words or both in characters."""

    count: int
    limit: int
    unit: str

    @property
    def is_passed(self) -> bool:
        """Whether the answer is longer than the paper allows."""
        return self.count > self.limit

    @property
    def over(self) -> str:
        """By how much: '12 words'."""
        more = self.count - self.limit
        return f"{more:,} {self.unit if more > 1 else self.unit[:-1]}"


def length(question: Question, text: str) -> Length | None:
    """The length of an answer against the limit of its question; of two limits the one that is passed. None without."""
    if not question.word_limit and not question.character_limit:
        return None
    words = texts.plain(text)
    counted = [
        Length(texts.count_words(words), question.word_limit or 0, "words"),
        Length(len(words), question.character_limit or 0, "characters"),
    ]
    found = [each for each in counted if each.limit]
    return next((each for each in found if each.is_passed), found[0])


def check_status(status: AnswerStatus, text: str, question: Question, reasons: Reasons) -> None:
    """Raise NothingWritten, NoReasonGiven or LimitPassed when a status says more than there is to read."""
    if status is AnswerStatus.NO_ANSWER_INTENDED and not reasons.no_answer:
        raise NoReasonGiven("Enter why no answer is intended")
    if status in (AnswerStatus.FOR_COMMENT, AnswerStatus.READY) and says_nothing(text):
        raise NothingWritten(f"An answer without text cannot be {status.label.lower()}. Write it first")
    long = length(question, text) if status is AnswerStatus.READY and not reasons.over_limit else None
    if long and long.is_passed:
        raise LimitPassed(
            f"The answer has {long.count:,} {long.unit} and the paper allows {long.limit:,}. "
            "Shorten it or say why it is longer, then mark it as ready"
        )


def check_reasons(reasons: Reasons) -> None:
    """Raise ReasonTooLong."""
    if max(len(reasons.no_answer), len(reasons.over_limit)) > LONGEST_REASON:
        raise ReasonTooLong(f"Reason must be {LONGEST_REASON:,} characters or fewer")


def reasons_to_keep(now: Reasons, opened: str | None, typed: Reasons | None) -> Reasons:
    """The reasons that an answer is to have: who did not touch those that the page showed leaves what others gave.

    `opened` is the mark of those that the page showed. Raises ReasonChanged or ReasonTooLong.
    """
    if typed is None or typed == now or (opened and typed.mark == opened):
        return now
    check_reasons(typed)
    if opened and opened != now.mark:
        raise ReasonChanged(now)
    return typed


def status_of_what_comes(now: AnswerStatus) -> AnswerStatus | None:
    """The status of an answer into which a text comes from elsewhere: it is meant to be given."""
    return AnswerStatus.DRAFTING if now is AnswerStatus.NO_ANSWER_INTENDED else None


def status_to_give(
    now: AnswerStatus, chosen: AnswerStatus | None, text: str, question: Question, reasons: Reasons
) -> tuple[AnswerStatus | None, str]:
    """The status to give an answer that is saved with this text (None: as it is), and why it is not the one chosen.

    An answer that is cleared, or grows longer than the paper allows, is a draft again. Raises NothingWritten or
    NoReasonGiven where somebody chose a status that the answer cannot have.
    """
    try:
        check_status(chosen or now, text, question, reasons)
    except LimitPassed as refusal:
        return (AnswerStatus.DRAFTING if now is AnswerStatus.READY else None), f"{refusal}."
    except NothingWritten:
        if chosen not in (None, now):
            raise
        return AnswerStatus.DRAFTING, "An answer without text cannot be ready or for comment."
    return chosen, ""
