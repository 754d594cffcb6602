"""When a version may be sent, decided and taken back, and what the decisions come to."""

from collections.abc import Sequence, Set
from datetime import date
from enum import StrEnum

from consult import dates
from consult.drafting.models import ConsultationResponse
from consult.drafting.states import AnswerStatus, ResponseState
from consult.refusal import Refusal
from consult.sign_off.models import Decision, RoundState, SignOffRound, Verdict

LONGEST = 20_000


class SignOffError(Refusal):
    """A refusal in the words of the page."""


class NotReady(SignOffError):
    """Some answers are not finished."""


class NobodyDecides(SignOffError):
    """A body has no approver, so it could never decide."""


class RoundAlreadyOpen(SignOffError):
    """A response has one open round at a time."""


class RoundAlreadyClosed(SignOffError):
    """The round is complete or was taken back."""


class NotYourBody(SignOffError):
    """Only the body's own approvers decide for it."""


class OwnWork(SignOffError):
    """Whoever drafted a part of a version, or sent it for sign-off, does not decide on it."""


class AlreadyDecided(SignOffError):
    """A body decides once on a version."""


class OtherVersion(SignOffError):
    """The version on the page is not the one that was sent for sign-off."""


class NotAsFrozen(SignOffError):
    """The text of a round is not the one that was frozen, recorded and decided on."""


class AmendmentsMissing(SignOffError):
    """An approval with amendments names them; another decision has none."""


class MeetingMissing(SignOffError):
    """A decision is taken at a meeting, which has taken place, and stands in a minute."""


class ReasonMissing(SignOffError):
    """Taking a round back needs a reason."""


class Result(StrEnum):
    """What the decisions of a round come to."""

    WAITING = "waiting"
    APPROVED = "approved"
    AMENDMENTS = "amendments"
    NO_RESPONSE = "no_response"

    @property
    def label(self) -> str:
        """The result as pages name it."""
        return {
            Result.WAITING: "Waiting for decisions",
            Result.APPROVED: "Approved",
            Result.AMENDMENTS: "Amendments wanted",
            Result.NO_RESPONSE: "Not to respond",
        }[self]

    @property
    def colour(self) -> str:
        """The colour of its tag."""
        return {
            Result.WAITING: "purple",
            Result.APPROVED: "green",
            Result.AMENDMENTS: "yellow",
            Result.NO_RESPONSE: "red",
        }[self]


def result_from(verdicts: Sequence[Verdict]) -> Result:
    """What several bodies' verdicts come to. One body that does not want to respond stops a joint response."""
    if Verdict.PENDING in verdicts or not verdicts:
        return Result.WAITING
    if Verdict.DO_NOT_RESPOND in verdicts:
        return Result.NO_RESPONSE
    if Verdict.APPROVE_WITH_AMENDMENTS in verdicts:
        return Result.AMENDMENTS
    return Result.APPROVED


def check_send(response: ConsultationResponse, statuses: Sequence[AnswerStatus], has_open_round: bool) -> None:
    """Raise what stands in the way of sending the current version for sign-off."""
    if has_open_round:
        raise RoundAlreadyOpen("A version is waiting for decisions already. Withdraw it before you send another")
    if response.state is ResponseState.SUBMITTED:
        raise RoundAlreadyClosed("This response was submitted")
    unfinished = sum(not status.is_finished for status in statuses)
    if unfinished:
        noun = "answer is" if unfinished == 1 else "answers are"
        mend = "Mark every answer as ready first, or say why none is intended"
        raise NotReady(f"{unfinished} {noun} not finished. {mend}")


def check_somebody_decides(response: ConsultationResponse, *, holding: Set[int], deciding: Set[int]) -> None:
    """Raise NobodyDecides for a body for which nobody can decide.

    Bodies are given by their numbers: those for which somebody holds the role (`holding`), and those for which
    somebody does who had no part in the texts (`deciding`).
    """
    for body in response.bodies:
        name = body.organisation.name
        if body.id not in holding:
            raise NobodyDecides(f"Nobody can decide for {name} yet. Ask your administrator to add an approver")
        if body.id not in deciding:
            raise NobodyDecides(
                f"Everybody who can decide for {name} drafted a part of this version, or is sending it. "
                "Ask your administrator to add another approver"
            )


def check_not_own_work(decision: Decision, *, drafted: bool) -> None:
    """Raise OwnWork for somebody who drafted a part of the version, or sent it."""
    if drafted:
        raise OwnWork(
            "You drafted a part of this version, or sent it for sign-off. "
            f"Somebody else must decide for {decision.body.organisation.name}"
        )


def check_decide(
    own_body: bool, round_: SignOffRound, decision: Decision, sha256: str, verdict: Verdict, amendments: str
) -> None:
    """Raise what stands in the way of this decision; `own_body` says whether it is for the actor to make or record."""
    if round_.state is not RoundState.OPEN:
        raise RoundAlreadyClosed("This version no longer waits for decisions")
    if not own_body:
        raise NotYourBody("You cannot decide for this body")
    if decision.verdict is not Verdict.PENDING:
        raise AlreadyDecided(f"{decision.body.organisation.name} has decided on this version already")
    if sha256 != round_.sha256:
        raise OtherVersion("The version you read is not the one that was sent. Read it again before you decide")
    if (verdict is Verdict.APPROVE_WITH_AMENDMENTS) != bool(amendments):
        raise AmendmentsMissing("Enter the amendments, or select another decision")


def check_meeting(meeting_on: date | None, minute: str) -> None:
    """Raise MeetingMissing unless a past or present meeting and its minute are named."""
    if meeting_on is None:
        raise MeetingMissing("Enter the date of the meeting")
    if meeting_on > dates.today():
        raise MeetingMissing("Date of the meeting must be today or in the past")
    if not minute or len(minute) > LONGEST:
        raise MeetingMissing("Enter the minute: its number or its words")


def check_withdraw(round_: SignOffRound, reason: str) -> None:
    """Raise what stands in the way of taking a round back."""
    if round_.state is not RoundState.OPEN:
        raise RoundAlreadyClosed("This version no longer waits for decisions")
    if not reason:
        raise ReasonMissing("Enter the reason. The bodies will see it")
