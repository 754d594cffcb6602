"""Partners read an answer from 'for comment' on, and internal notes are for the officers who lead alone."""

from collections.abc import Callable

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from consult.database import Database
from consult.demo.cast import Cast
from consult.drafting.access import with_granted
from consult.drafting.inviting import InvitationTerms, invite
from consult.drafting.models import ConsultationResponse
from consult.drafting.notes import NoteEmpty, NoteTooLong, notes_on, write_note
from consult.drafting.queries import answer_lines, answer_page
from consult.drafting.services import save_answer, set_status
from consult.drafting.states import AnswerStatus, InvitationLevel, ResponseState
from consult.library.using import reuse
from consult.people.queries import get_person, viewer_of
from consult.permissions import Viewer
from tests.factories.library import make_entry
from tests.factories.people import make_person
from tests.factories.situations import OFFICER, answer_of, being_drafted, response_of
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]
PARTNER = "Police partner"
SECRET = "Pumpernickel is what we would say."
WITHHELD = "still being written"


def drafted(session: Session, cast: Cast) -> tuple[int, int]:
    """A response with an answer that is being drafted: the numbers of both."""
    made = being_drafted(session, cast, ("Not yet.", "Nor this."))
    answer = answer_of(session, cast, made.answers[0])
    save_answer(session, actor=cast.viewers[OFFICER], answer=answer, text=SECRET, based_on_n=1)
    return made.response, answer.id


def read_by(session: Session, viewer: Viewer, response_id: int, cast: Cast) -> list[str]:
    """The texts of a response that somebody reads."""
    response = response_of(session, cast, response_id)
    return [line.text for line in answer_lines(session, viewer=viewer, response=response)]


@pytest.mark.parametrize("status", [each for each in AnswerStatus if each is not AnswerStatus.NOT_STARTED])
def test_a_partner_reads_a_text_while_it_is_for_comment_or_ready(
    session: Session, cast: Cast, status: AnswerStatus
) -> None:
    response_id, number = drafted(session, cast)
    answer = answer_of(session, cast, number)
    answer.no_answer_because = "Somebody else's."
    set_status(session, actor=cast.viewers[OFFICER], answer=answer, status=status)
    partner, officer = cast.viewers[PARTNER], cast.viewers[OFFICER]
    reads = status in (AnswerStatus.FOR_COMMENT, AnswerStatus.READY)
    assert (SECRET in read_by(session, partner, response_id, cast)) == reads
    page = answer_page(session, viewer=partner, answer=answer)
    assert (page.line.text == SECRET, page.line.is_withheld) == (reads, not reads)
    assert SECRET in read_by(session, officer, response_id, cast)


def test_an_answer_that_is_drafted_again_is_withheld_again(session: Session, cast: Cast) -> None:
    response_id, number = drafted(session, cast)
    for status, reads in ((AnswerStatus.FOR_COMMENT, True), (AnswerStatus.DRAFTING, False)):
        set_status(session, actor=cast.viewers[OFFICER], answer=answer_of(session, cast, number), status=status)
        assert (SECRET in read_by(session, cast.viewers[PARTNER], response_id, cast)) == reads


def test_what_was_submitted_is_read_whatever_its_status_is(session: Session, cast: Cast) -> None:
    response_id, _ = drafted(session, cast)
    session.execute(
        update(ConsultationResponse).where(ConsultationResponse.id == response_id).values(state=ResponseState.SUBMITTED)
    )
    session.expire_all()
    assert SECRET in read_by(session, cast.viewers[PARTNER], response_id, cast)


def test_what_was_drafted_before_no_answer_was_intended_is_not_read_once_submitted(
    session: Session, cast: Cast
) -> None:
    response_id, number = drafted(session, cast)
    answer = answer_of(session, cast, number)
    answer.no_answer_because = "Somebody else's."
    set_status(session, actor=cast.viewers[OFFICER], answer=answer, status=AnswerStatus.NO_ANSWER_INTENDED)
    answer.response.state = ResponseState.SUBMITTED
    session.flush()
    session.expire_all()
    assert SECRET not in read_by(session, cast.viewers[PARTNER], response_id, cast)
    assert SECRET in read_by(session, cast.viewers[OFFICER], response_id, cast)


@pytest.mark.parametrize("level", InvitationLevel)
def test_of_those_invited_only_who_drafts_reads_a_draft(session: Session, cast: Cast, level: InvitationLevel) -> None:
    response_id, number = drafted(session, cast)
    made = make_person(session, organisation_id=cast.viewers[PARTNER].organisation_id)
    session.expire_all()
    person = get_person(session, made.id)
    assert person is not None
    terms = InvitationTerms(level, whole=False, answers=[number], message="")
    actor = cast.viewers[OFFICER]
    invite(session, actor=actor, response=response_of(session, cast, response_id), to=person, terms=terms)
    viewer = with_granted(session, viewer_of(person))
    assert (SECRET in read_by(session, viewer, response_id, cast)) == (level is InvitationLevel.DRAFT)
    assert "Nor this." not in read_by(session, viewer, response_id, cast)


def test_no_page_tells_a_partner_a_word_of_a_draft(database: Database, cast: Cast, visit: Visit) -> None:
    with database.transaction() as session:
        response_id, number = drafted(session, cast)
    partner = visit(PARTNER)
    for path in (f"/answers/{number}", f"/responses/{response_id}/answers"):
        page = partner.open(path).text
        assert "Pumpernickel" not in page
        assert WITHHELD in page.lower()
        assert "Version 2" not in page
    partner.open(f"/answers/{number}")
    partner.submit("Send comment", position="support", comment="We like the question.")
    with database.transaction() as session:
        answer = answer_of(session, cast, number)
        set_status(session, actor=cast.viewers[OFFICER], answer=answer, status=AnswerStatus.FOR_COMMENT)
    assert "Pumpernickel" in partner.open(f"/answers/{number}").text


def test_what_a_draft_began_with_is_not_told_either(database: Database, cast: Cast, visit: Visit) -> None:
    with database.transaction() as session:
        response_id, number = drafted(session, cast)
        owner, officer = cast.viewers[PARTNER].organisation_id, cast.viewers[OFFICER]
        entry = make_entry(session, owner_id=owner, answer="Crispbread.", shown_to={officer.organisation_id})
        answer = answer_of(session, cast, number)
        reuse(session, actor=officer, answer=answer, entry=entry, entry_n=1, below=True, based_on_n=2)
    partner, their_reason = visit(PARTNER), "The fire service answers for that."
    assert "From entry" not in partner.open(f"/answers/{number}").text
    assert "From entry" in visit(OFFICER).open(f"/answers/{number}").text
    with database.transaction() as session:
        answer = answer_of(session, cast, number)
        answer.no_answer_because = their_reason
        set_status(session, actor=officer, answer=answer, status=AnswerStatus.NO_ANSWER_INTENDED)
    for path in (f"/answers/{number}", f"/responses/{response_id}/answers"):
        page = partner.open(path).text
        assert their_reason in page
        for secret in ("From entry", "Pumpernickel", "Crispbread", "Version 3", WITHHELD):
            assert secret not in page


def test_officers_who_lead_read_each_others_notes(database: Database, cast: Cast, visit: Visit) -> None:
    with database.transaction() as session:
        _, number = drafted(session, cast)
    first, second = visit(OFFICER), visit("Senior policy officer")
    first.open(f"/answers/{number}").follow("Write a note")
    first.submit("Save note", _expect=422, note=" ")
    assert "Enter a note" in first.text
    first.submit("Save note", note="Legal has **doubts**.")
    assert "Your note was saved" in first.text
    assert "You cannot change it after you save it" in first.text
    assert "Legal has doubts." in second.open(f"/answers/{number}").text
    partner = visit(PARTNER)
    assert "doubts" not in partner.open(f"/answers/{number}").text
    partner.open(f"/answers/{number}/notes", expect=403)
    visit("Council Executive").open(f"/answers/{number}/notes", expect=403)


def test_a_note_sent_twice_is_one_and_an_empty_or_endless_one_is_refused(session: Session, cast: Cast) -> None:
    _, number = drafted(session, cast)
    answer, officer = answer_of(session, cast, number), cast.viewers[OFFICER]
    for _ in range(2):
        write_note(session, actor=officer, answer=answer, text="Ask the fire service.\r\n")
    with pytest.raises(NoteEmpty):
        write_note(session, actor=officer, answer=answer, text="\u200b")
    with pytest.raises(NoteTooLong):
        write_note(session, actor=officer, answer=answer, text="x" * 5_001)
    assert [each.text for each in notes_on(session, viewer=officer, answer=answer).rows] == ["Ask the fire service."]
    for who in (PARTNER, "Council Executive"):
        assert notes_on(session, viewer=cast.viewers[who], answer=answer).count == 0
