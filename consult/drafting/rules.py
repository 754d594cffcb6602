"""What a response needs, and when its answers may be changed."""

from collections.abc import Collection
from datetime import date, datetime

from consult import dates
from consult.drafting.models import ConsultationResponse, Invitation, SignOffBody
from consult.drafting.states import AnswerStatus, MilestoneKind, ResponseState
from consult.people.models import Person
from consult.permissions import FOR_A_BODY, ON_RESPONSE, SPEAKS_FOR_A_BODY, Role, Viewer
from consult.question_sets.models import QuestionSet, QuestionSetState
from consult.refusal import Refusal

LONGEST_ANSWER = 100_000
LONGEST_MESSAGE = 2_000
MOVES = {
    (ResponseState.DRAFTING, ResponseState.IN_SIGN_OFF),
    (ResponseState.IN_SIGN_OFF, ResponseState.DRAFTING),
    (ResponseState.IN_SIGN_OFF, ResponseState.APPROVED),
    (ResponseState.APPROVED, ResponseState.IN_SIGN_OFF),
    (ResponseState.APPROVED, ResponseState.SUBMITTED),
    # The questions changed: what was approved answers others.
    (ResponseState.APPROVED, ResponseState.DRAFTING),
}


class DraftingError(Refusal):
    """A refusal in the words of the page."""


class NotPublished(DraftingError):
    """The questions are still being reviewed."""


class NoBody(DraftingError):
    """A response is made on behalf of at least one body."""


class ClosesTooLate(DraftingError):
    """We cannot plan to submit after the consultation has closed."""


class TimetableOutOfOrder(DraftingError):
    """A date of the timetable, that of `kind`, comes before one that it rests on, or after the closing time."""

    def __init__(self, words: str, kind: MilestoneKind) -> None:
        super().__init__(words)
        self.kind = kind


class LeadsNoMore(DraftingError):
    """Whoever acts is no officer of the leading organisation any longer."""


class AlreadySubmitted(DraftingError):
    """What was submitted stays as it was."""


class WrongMove(DraftingError):
    """The response cannot go from its state to that one."""


class NothingWritten(DraftingError):
    """An answer without text cannot be for comment or ready."""


class StatusChanged(DraftingError):
    """Two people chose different statuses for an answer; `now` is the one that was saved first."""

    def __init__(self, now: AnswerStatus) -> None:
        said = f"Somebody else changed the status to ‘{now.label}’ after you opened the page, so nothing was saved"
        super().__init__(f"{said}. Select the status that it is to have, then save again")
        self.now = now


class BodiesAreDeciding(DraftingError):
    """The bodies of a response cannot be changed while a version waits for their decisions."""


class EditionNotNewer(DraftingError):
    """A response goes over to a later, published edition of its own questions."""


class OtherEdition(DraftingError):
    """Another edition was published after the page was opened."""


class AlreadyInvited(DraftingError):
    """The person has an open invitation to the response."""


class CannotBeInvited(DraftingError):
    """Nobody who left, and nobody who does the inviting."""


class NewcomersOfNobody(CannotBeInvited):
    """Somebody who is new here is invited as one of no organisation."""


class NothingNamed(DraftingError):
    """An invitation to parts names at least one, all of this response, and ends in the future."""


class OverAlready(NothingNamed):
    """The last day of an invitation has passed."""


class InvitationEnded(DraftingError):
    """The invitation was withdrawn."""


class RoleCannotBeGiven(DraftingError):
    """The role is not one of a response, or needs a body, or is held already."""


class SavedAgain(DraftingError):
    """Somebody saved another version while two texts were being merged."""


class KeptTooOften(DraftingError):
    """An unsaved text was kept a moment ago."""


class OpenElsewhere(DraftingError):
    """The same person keeps another unsaved text of the same answer, from another page."""


class TextTooLong(DraftingError):
    """The answer is longer than anybody will read."""


def check_set_up(
    question_set: QuestionSet,
    bodies: list[int],
    closing_at: datetime,
    timetable: dict[MilestoneKind, date],
) -> None:
    """Raise what stands in the way of setting the response up like this."""
    if question_set.state is not QuestionSetState.PUBLISHED:
        raise NotPublished("Publish the questions before you set up a response")
    check_plan(bodies, closing_at, question_set.consultation.closing_at, timetable)


def check_plan(
    bodies: list[int], closing_at: datetime, consultation_closes: datetime | None, timetable: dict[MilestoneKind, date]
) -> None:
    """Raise what is wrong with the bodies or the dates of a response."""
    if not bodies:
        raise NoBody("Select at least one body that the response is made on behalf of")
    if consultation_closes and closing_at > consultation_closes:
        raise ClosesTooLate(
            f"Our closing time must not be after the consultation closes, {dates.long_time(consultation_closes)}"
        )
    previous: MilestoneKind | None = None
    for kind in MilestoneKind:
        if kind not in timetable:
            continue
        if previous and timetable[kind] < timetable[previous]:
            raise TimetableOutOfOrder(f"‘{kind.label}’ must not be before ‘{previous.label}’", kind)
        if timetable[kind] > dates.in_london(closing_at).date():
            raise TimetableOutOfOrder(f"‘{kind.label}’ must not be after our closing time", kind)
        previous = kind


def check_bodies_may_change(response: ConsultationResponse, bodies: list[int]) -> None:
    """Raise BodiesAreDeciding when other bodies are wanted while a version waits for decisions."""
    same = {body.organisation_id for body in response.bodies} == set(bodies)
    if response.state is ResponseState.IN_SIGN_OFF and not same:
        raise BodiesAreDeciding("A version waits for decisions. Withdraw it before you change the bodies")


def check_edition_shown(edition: QuestionSet, shown_id: int) -> None:
    """Raise OtherEdition unless the edition is the one that was shown."""
    if edition.id != shown_id:
        raise OtherEdition(f"Edition {edition.n} was published after you opened this page. Look at what it changes")


def check_edition(response: ConsultationResponse, edition: QuestionSet) -> None:
    """Raise what stands in the way of going over to an edition of the questions."""
    check_open(response)
    if response.state is ResponseState.IN_SIGN_OFF:
        raise BodiesAreDeciding("A version waits for decisions. Withdraw it before you take over the new questions")
    same = edition.consultation_id == response.consultation_id
    if not same or edition.state is not QuestionSetState.PUBLISHED or edition.n <= response.question_set.n:
        raise EditionNotNewer("The response rests on the newest questions already")


def check_open(response: ConsultationResponse) -> None:
    """Raise AlreadySubmitted when the response has left the house."""
    if response.state is ResponseState.SUBMITTED:
        raise AlreadySubmitted("This response was submitted and can no longer be changed")


def check_text(text: str) -> None:
    """Raise TextTooLong."""
    if len(text) > LONGEST_ANSWER:
        raise TextTooLong(f"Answer must be {LONGEST_ANSWER:,} characters or fewer")


def chosen_status(now: AnswerStatus, opened: AnswerStatus | None, chosen: AnswerStatus | None) -> AnswerStatus | None:
    """The status to give an answer, None to leave it: who did not choose another than was shown changes nothing.

    Raises StatusChanged where somebody else chose another one meanwhile.
    """
    if opened in (None, now) or chosen in (None, now) or now is AnswerStatus.NOT_STARTED:
        return chosen
    if chosen is not opened:
        raise StatusChanged(now)
    return None


def check_move(response: ConsultationResponse, to: ResponseState) -> None:
    """Raise WrongMove unless the response may go to that state."""
    if (response.state, to) not in MOVES:
        raise WrongMove(
            f"A response that is {response.state.value.replace('_', ' ')} cannot become {to.value.replace('_', ' ')}"
        )


def check_terms(
    whole: bool, answers: Collection[int], sections: Collection[str], until: date | None, message: str
) -> None:
    """Raise NothingNamed or TextTooLong when an invitation would be to nothing, be over already, or be a letter."""
    if not whole and not answers and not sections:
        raise NothingNamed("Select at least one question or section, or the whole response")
    if until and until < dates.today():
        raise OverAlready("The last day must be today or in the future")
    if len(message) > LONGEST_MESSAGE:
        raise TextTooLong(f"Message must be {LONGEST_MESSAGE:,} characters or fewer")


def check_invitee(person: Person, actor: Viewer, *, may_sign_in: bool) -> None:
    """Raise CannotBeInvited for somebody who may not sign in, and for oneself."""
    if not may_sign_in:
        raise CannotBeInvited(f"{person.name} may not sign in at present. Ask your administrator")
    if person.id == actor.person_id:
        raise CannotBeInvited("You work on this response already")


def check_not_withdrawn(invitation: Invitation) -> None:
    """Raise InvitationEnded."""
    if invitation.withdrawn_at:
        raise InvitationEnded("This invitation was withdrawn. Invite the person again")


def check_may_give(actor: Viewer, person: Person, body: SignOffBody | None) -> None:
    """Raise RoleCannotBeGiven for a role for oneself, and for one for a body of another organisation."""
    if person.id == actor.person_id:
        raise RoleCannotBeGiven("You cannot give yourself a role. Ask somebody else who may give it")
    check_speaks_for(actor, body)


def check_speaks_for(actor: Viewer, body: SignOffBody | None) -> None:
    """Raise RoleCannotBeGiven unless the actor may say who decides for the body: that is for its own people to say."""
    if body is None:
        return
    if body.organisation_id != actor.organisation_id or not actor.roles & SPEAKS_FOR_A_BODY:
        raise RoleCannotBeGiven(
            f"{body.organisation.name} says itself who decides for it. "
            "Ask its administrator, one of its policy officers or one of its approvers"
        )


def check_role(person: Person, role: Role, body: SignOffBody | None, *, may_sign_in: bool) -> None:
    """Raise RoleCannotBeGiven or CannotBeInvited unless the role can be held on a response by this person."""
    if role not in ON_RESPONSE:
        raise RoleCannotBeGiven("Select a role that can be held on one response")
    if not may_sign_in:
        raise CannotBeInvited(f"{person.name} may not sign in at present. Ask your administrator")
    if role in FOR_A_BODY and (body is None or not body.active):
        raise RoleCannotBeGiven("Select the body that the person decides or records for")


def check_vouched(person: Person, body: SignOffBody, *, holds_a_role: bool) -> None:
    """Raise RoleCannotBeGiven unless an administrator knows whoever is to decide for a body.

    That is one of the body's own people, or somebody with a role in their organisation. Whoever leads a response can
    bring in anybody with an address by inviting them: themselves again, too.
    """
    if person.organisation_id != body.organisation_id and not holds_a_role:
        raise RoleCannotBeGiven(
            f"{person.name} came here by an invitation alone, so they cannot decide or record for "
            f"{body.organisation.name}. Ask your administrator to give them a role in their organisation first"
        )
