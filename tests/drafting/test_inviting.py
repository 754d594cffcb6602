"""Invitations to parts of a response, roles on one response, and what each of them opens and closes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import dates
from consult.comments.models import Position
from consult.comments.queries import comment_counts, comments_by_answer
from consult.comments.rules import NotInvitedTo
from consult.comments.services import comment
from consult.demo.cast import Cast
from consult.drafting import inviting, response_roles, rules
from consult.drafting.access import rights_on, rights_on_answer, with_granted
from consult.drafting.invited import InvitationState, invitations_of
from consult.drafting.inviting import InvitationTerms, invite
from consult.drafting.models import ConsultationResponse, Invitation, InvitationPart
from consult.drafting.queries import answer_lines, answer_page, get_answer, get_response, progress_of
from consult.drafting.states import InvitationLevel
from consult.history.models import HistoryEntry
from consult.notices.models import OutboxMessage
from consult.people.models import Person, RoleHeld
from consult.people.queries import get_person, viewer_of
from consult.people.services import add_person
from consult.permissions import ON_RESPONSE, Permission, Role, Viewer
from consult.sign_off.queries import approvers_of, get_round, own_decisions, waiting_for
from tests.factories.comments import make_comment
from tests.factories.situations import answer_of, being_drafted, response_of, sent

OFFICER = "Policy officer"
SECTIONS = ("How villages are heard", "Money")
P = Permission


@pytest.fixture
def clerk(session: Session, cast: Cast) -> Person:
    """Somebody with an address and nothing else."""
    return add_person(
        session,
        actor=cast.viewers[OFFICER],
        name="Meadow clerk",
        email="meadow.clerk@rivermead.example",
        organisation_id=cast.organisations["Voluntary Action Rivermead"].id,
        roles=[],
    )


def led(session: Session, cast: Cast) -> ConsultationResponse:
    """A response to eight questions in two sections."""
    made = being_drafted(session, cast, ("Yes.",) * 8)
    for place, number in enumerate(made.answers):
        answer_of(session, cast, number).question.section = SECTIONS[place // 4]
    session.flush()
    session.expire_all()
    return response_of(session, cast, made.response)


def waiting_for_decisions(session: Session, cast: Cast) -> ConsultationResponse:
    """Another response, which waits for its bodies."""
    return response_of(session, cast, sent(session, cast).response_id)


def numbers(session: Session, viewer: Viewer | None, response: ConsultationResponse) -> list[int]:
    return [line.answer.id for line in answer_lines(session, viewer=viewer, response=response)]


def seen_by(session: Session, person: Person) -> Viewer:
    """The person as they are at their next request."""
    loaded = get_person(session, person.id)
    assert loaded is not None
    return with_granted(session, viewer_of(loaded))


def test_nobody_sees_anything_without_an_invitation(session: Session, cast: Cast, clerk: Person) -> None:
    number, viewer = led(session, cast).id, seen_by(session, clerk)
    assert viewer.granted == frozenset()
    assert get_response(session, viewer=viewer, response_id=number) is None
    assert rights_on(session, viewer=viewer, response_id=number) == frozenset()


@pytest.mark.parametrize(
    ("level", "rights"),
    [
        (InvitationLevel.SEE, {P.READ_RESPONSES}),
        (InvitationLevel.COMMENT, {P.READ_RESPONSES, P.COMMENT}),
        (InvitationLevel.SUGGEST, {P.READ_RESPONSES, P.COMMENT, P.SUGGEST}),
        (InvitationLevel.DRAFT, {P.READ_RESPONSES, P.READ_DRAFTS, P.COMMENT, P.SUGGEST, P.DRAFT_ANSWERS}),
    ],
)
def test_each_level_gives_what_it_says_and_only_on_the_named_questions(
    session: Session, cast: Cast, clerk: Person, level: InvitationLevel, rights: set[Permission]
) -> None:
    response = led(session, cast)
    every = numbers(session, None, response)
    named = (every[2], every[7])
    terms = InvitationTerms(level, whole=False, answers=named)
    invite(session, actor=cast.viewers[OFFICER], response=response, to=clerk, terms=terms)
    viewer = seen_by(session, clerk)
    assert numbers(session, viewer, response) == list(named)
    for number in every:
        held = rights_on_answer(session, viewer=viewer, answer_id=number)
        assert held == (rights if number in named else set())
    assert all(viewer.may(right) for right in rights)
    assert progress_of(session, [response.id], viewer=viewer)[response.id].total == 2
    assert get_answer(session, viewer=viewer, answer_id=every[0]) is None
    shown = get_answer(session, viewer=viewer, answer_id=named[0])
    assert shown is not None
    page = answer_page(session, viewer=viewer, answer=shown).around
    assert (page.before, page.after, page.place, page.count) == (None, named[1], 1, 2)


def test_a_section_takes_in_all_its_questions(session: Session, cast: Cast, clerk: Person) -> None:
    response = led(session, cast)
    lines = answer_lines(session, viewer=None, response=response)
    section = lines[0].answer.question.section
    assert section
    of_it = [line.answer.id for line in lines if line.answer.question.section == section]
    assert 0 < len(of_it) < len(lines)
    terms = InvitationTerms(InvitationLevel.COMMENT, whole=False, sections=(section,))
    invite(session, actor=cast.viewers[OFFICER], response=response, to=clerk, terms=terms)
    assert numbers(session, seen_by(session, clerk), response) == of_it


def test_it_ends_with_its_last_day_and_at_once_when_withdrawn(
    session: Session, cast: Cast, clerk: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    response, officer = led(session, cast), cast.viewers[OFFICER]
    until = dates.today() + timedelta(days=3)
    invitation = invite(
        session, actor=officer, response=response, to=clerk, terms=InvitationTerms(InvitationLevel.SEE, until=until)
    )
    viewer = seen_by(session, clerk)
    assert get_response(session, viewer=viewer, response_id=response.id)
    for day, sees in ((until, True), (until + timedelta(days=1), False)):
        monkeypatch.setattr(dates, "today", lambda day=day: day)
        # The same viewer: what counts is the row, and not what was read when the person signed in.
        assert (get_response(session, viewer=viewer, response_id=response.id) is not None) is sees
    monkeypatch.undo()
    inviting.withdraw_invitation(session, actor=officer, invitation=invitation)
    assert get_response(session, viewer=viewer, response_id=response.id) is None
    with pytest.raises(rules.InvitationEnded):
        inviting.withdraw_invitation(session, actor=officer, invitation=invitation)
    assert invitation.token_sha256 is None


def test_a_comment_needs_its_level_and_marks_the_invitation_used(session: Session, cast: Cast, clerk: Person) -> None:
    response, officer = led(session, cast), cast.viewers[OFFICER]
    first, second = numbers(session, None, response)[:2]
    terms = InvitationTerms(InvitationLevel.COMMENT, whole=False, answers=(first,))
    invitation = invite(session, actor=officer, response=response, to=clerk, terms=terms)
    assert [row.state for row in invitations_of(session, response=response).rows if row.invitation is invitation] == [
        InvitationState.SENDING
    ]
    viewer = seen_by(session, clerk)
    answer = get_answer(session, viewer=officer, answer_id=first)
    other = get_answer(session, viewer=officer, answer_id=second)
    assert answer
    assert other
    say = {"session": session, "actor": viewer, "position": Position.SUPPORT, "text": "We agree.", "on_n": 0}
    with pytest.raises(NotInvitedTo, match="not propose wording"):
        comment(**say, answer=answer, suggestion="Other words.")
    with pytest.raises(NotInvitedTo, match="not comment"):
        comment(**say, answer=other, suggestion="")
    comment(**say, answer=answer, suggestion="")
    session.refresh(invitation)
    assert invitation.used_at
    assert invitation.opened_at
    assert [row.state for row in invitations_of(session, response=response).rows if row.invitation is invitation] == [
        InvitationState.USED
    ]


def test_who_sees_one_question_sees_only_their_own_comments(session: Session, cast: Cast, clerk: Person) -> None:
    response, officer = led(session, cast), cast.viewers[OFFICER]
    every = numbers(session, None, response)
    terms = InvitationTerms(InvitationLevel.SUGGEST, whole=False, answers=(every[5],))
    invite(session, actor=officer, response=response, to=clerk, terms=terms)
    for name in ("Police partner", "Health partner"):
        make_comment(session, answer_id=every[5], author_id=cast.people[name].id)
    viewer = seen_by(session, clerk)
    assert comments_by_answer(session, viewer=officer, answer_ids=[every[5]])[every[5]]
    # The Police and the Health partner spoke of it; the clerk's organisation did not.
    assert comments_by_answer(session, viewer=viewer, answer_ids=every) == {}
    assert comment_counts(session, viewer=viewer, response_id=response.id) == {}


def test_an_offer_that_makes_no_sense_is_refused(session: Session, cast: Cast, clerk: Person) -> None:
    response, officer = led(session, cast), cast.viewers[OFFICER]
    other = numbers(session, None, waiting_for_decisions(session, cast))[0]
    yesterday = dates.today() - timedelta(days=1)
    for terms, reason in (
        (InvitationTerms(InvitationLevel.SEE, whole=False), rules.NothingNamed),
        (InvitationTerms(InvitationLevel.SEE, whole=False, answers=(other,)), rules.NothingNamed),
        (InvitationTerms(InvitationLevel.SEE, whole=False, sections=("No such section",)), rules.NothingNamed),
        (InvitationTerms(InvitationLevel.SEE, until=yesterday), rules.NothingNamed),
        (InvitationTerms(InvitationLevel.SEE, message="x" * 2001), rules.TextTooLong),
    ):
        with pytest.raises(reason):
            invite(session, actor=officer, response=response, to=clerk, terms=terms)
    invite(session, actor=officer, response=response, to=clerk, terms=InvitationTerms(InvitationLevel.SEE))
    with pytest.raises(rules.AlreadyInvited):
        invite(session, actor=officer, response=response, to=clerk, terms=InvitationTerms(InvitationLevel.DRAFT))
    me = session.get_one(Person, officer.person_id)
    with pytest.raises(rules.CannotBeInvited):
        invite(session, actor=officer, response=response, to=me, terms=InvitationTerms(InvitationLevel.SEE))


def test_a_change_counts_at_once_and_the_mail_can_be_sent_again(session: Session, cast: Cast, clerk: Person) -> None:
    response, officer = led(session, cast), cast.viewers[OFFICER]
    first, second, third = numbers(session, None, response)[:3]
    terms = InvitationTerms(InvitationLevel.SEE, whole=False, answers=(first, second))
    made = invite(session, actor=officer, response=response, to=clerk, terms=terms)
    invitation = inviting.get_invitation(session, response=response, invitation_id=made.id)
    assert invitation is not None
    inviting.change_invitation(
        session, actor=officer, invitation=invitation, terms=replace(terms, answers=(second, third))
    )
    assert numbers(session, seen_by(session, clerk), response) == [second, third]
    old = invitation.token_sha256
    inviting.send_again(session, actor=officer, invitation=invitation)
    assert invitation.token_sha256 != old
    of_it = OutboxMessage.event.startswith(f"invitation/{made.id}/")
    mails = session.scalars(select(OutboxMessage).where(of_it).order_by(OutboxMessage.id)).all()
    assert [mail.address for mail in mails] == [clerk.email] * 2
    assert len({mail.secret_path for mail in mails}) == 2
    token = mails[1].secret_path.rpartition("/")[2]
    found = inviting.invitation_of(session, token)
    assert found is not None
    assert found.id == made.id
    assert inviting.invitation_of(session, mails[0].secret_path.rpartition("/")[2]) is None
    acts = session.scalars(select(HistoryEntry.action).where(HistoryEntry.subject == f"invitation/{made.id}"))
    assert list(acts) == ["person invited", "invitation changed", "invitation sent again"]
    mine = select(InvitationPart.answer_id).where(InvitationPart.invitation_id == made.id)
    assert set(session.scalars(mine)) == {second, third}


def test_roles_on_a_response_hold_there_and_nowhere_else(session: Session, cast: Cast, clerk: Person) -> None:
    other, response, officer = led(session, cast), waiting_for_decisions(session, cast), cast.viewers[OFFICER]
    body = response.bodies[0]
    session.add(RoleHeld(person_id=clerk.id, role=Role.ADMINISTRATOR))  # which sees no response
    session.flush()
    holds = {
        Role.DRAFTER: {P.DRAFT_ANSWERS, P.READ_EVERY_COMMENT},
        Role.COMMENTER: {P.COMMENT, P.SUGGEST},
        Role.APPROVER: {P.DECIDE, P.READ_SIGN_OFF},
        Role.CLERK: {P.DECIDE, P.READ_SIGN_OFF},
        Role.OBSERVER: {P.READ_RESPONSES},
    }
    assert set(holds) == set(ON_RESPONSE)
    for role, rights in holds.items():
        given = response_roles.give_role(
            session, actor=officer, response=response, to=clerk, role=role, body=body if role in holds else None
        )
        viewer = seen_by(session, clerk)
        assert viewer.granted == {role}
        assert rights <= rights_on(session, viewer=viewer, response_id=response.id)
        assert P.SUBMIT not in rights_on(session, viewer=viewer, response_id=response.id)
        assert rights_on(session, viewer=viewer, response_id=other.id) == frozenset()
        response_roles.take_role(session, actor=officer, held=given)
        # With what was read before as well: the row is gone.
        assert rights_on(session, viewer=viewer, response_id=response.id) == frozenset()
        assert rights_on(session, viewer=seen_by(session, clerk), response_id=response.id) == frozenset()


def test_a_role_for_a_body_decides_for_that_body_only(session: Session, cast: Cast, clerk: Person) -> None:
    response, officer = waiting_for_decisions(session, cast), cast.viewers[OFFICER]
    board = cast.viewers["Partnership board"]
    mine, other = response.bodies
    with pytest.raises(rules.RoleCannotBeGiven):
        response_roles.give_role(session, actor=officer, response=response, to=clerk, role=Role.CLERK)
    with pytest.raises(rules.RoleCannotBeGiven):
        response_roles.give_role(session, actor=officer, response=response, to=clerk, role=Role.ADMINISTRATOR)
    with pytest.raises(rules.RoleCannotBeGiven, match="by an invitation alone"):
        response_roles.give_role(session, actor=officer, response=response, to=clerk, role=Role.CLERK, body=mine)
    session.add(RoleHeld(person_id=clerk.id, role=Role.OBSERVER))
    session.flush()
    response_roles.give_role(session, actor=officer, response=response, to=clerk, role=Role.CLERK, body=mine)
    with pytest.raises(rules.RoleCannotBeGiven, match="already"):
        response_roles.give_role(session, actor=board, response=response, to=clerk, role=Role.CLERK, body=other)
    viewer = seen_by(session, clerk)
    (waiting,) = waiting_for(session, viewer=viewer)
    assert waiting.body_id == mine.id
    round_ = get_round(session, viewer=viewer, round_id=waiting.round_id)
    assert round_ is not None
    assert [decision.body_id for decision in own_decisions(session, viewer=viewer, round_=round_)] == [mine.id]
    assert (clerk.id, mine.id) in {(person.id, body.id) for person, body in approvers_of(session, response=response)}


def test_withdrawn_invitations_stay_and_a_new_one_can_be_made(session: Session, cast: Cast, clerk: Person) -> None:
    response, officer = led(session, cast), cast.viewers[OFFICER]
    for _ in range(2):
        made = invite(session, actor=officer, response=response, to=clerk, terms=InvitationTerms(InvitationLevel.SEE))
        inviting.withdraw_invitation(session, actor=officer, invitation=made)
    kept = session.scalars(select(Invitation).where(Invitation.person_id == clerk.id)).all()
    assert len(kept) == 2
    assert all(invitation.withdrawn_by_id == officer.person_id for invitation in kept)
    states = {row.state for row in invitations_of(session, response=response).rows if row.invitation in kept}
    assert states == {InvitationState.WITHDRAWN}
