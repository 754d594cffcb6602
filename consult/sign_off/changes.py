"""What has changed since a version was frozen, so that an approval never passes for one of a later text."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from consult.documents.content import ResponseContent
from consult.documents.services import gather
from consult.drafting.models import ConsultationResponse
from consult.sign_off.models import SignOffRound
from consult.sign_off.queries import newest_approved_of
from consult.sign_off.rules import NotAsFrozen
from consult.sign_off.sealing import frozen_content
from consult.texts import listed


@dataclass(frozen=True)
class ApprovedVersion:
    """The newest approved round, and what was changed after it was frozen: '2 answers', 'the covering letter'."""

    round: SignOffRound
    changes: tuple[str, ...]

    @property
    def is_current(self) -> bool:
        """Whether everything is still as it was approved."""
        return not self.changes

    @property
    def words(self) -> str:
        """What was changed, in a sentence's words."""
        return listed(self.changes)


def changes_since(session: Session, *, response: ConsultationResponse, round_: SignOffRound) -> tuple[str, ...]:
    """What the texts as they stand now have changed of a frozen version; empty when nothing."""
    now, _ = gather(session, response=response)
    try:
        return differences(frozen_content(session, round_=round_), now)
    except NotAsFrozen:
        return (f"the text of round {round_.n} itself, in the database",)


def differences(then: ResponseContent, now: ResponseContent) -> tuple[str, ...]:
    """Which parts of two versions differ."""
    found = []
    before = {answer.question_id: answer for answer in then.answers}
    answers = sum(before.get(answer.question_id) != answer for answer in now.answers)
    if answers:
        found.append("1 answer" if answers == 1 else f"{answers} answers")
    if then.letter != now.letter:
        found.append("the covering letter")
    if then.report != now.report:
        found.append("the committee report")
    if replace(then, answers=now.answers, letter=now.letter, report=now.report) != now:
        found.append("the plan or the consultation’s details")
    return tuple(found)


def approved_version(
    session: Session, *, response: ConsultationResponse, rounds: Sequence[SignOffRound]
) -> ApprovedVersion | None:
    """The newest approved round among the rounds of a response, or None."""
    round_ = newest_approved_of(rounds)
    return ApprovedVersion(round_, changes_since(session, response=response, round_=round_)) if round_ else None
