"""What pages say was sent comes from mails; what is done shortly after each other is told in one."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from consult import dates
from consult.comments.models import Comment, DispositionOutcome, Position
from consult.comments.services import comment, settle
from consult.comments.standing import standings
from consult.config import PROJECT
from consult.database import Database
from consult.demo.cast import HEALTH, POLICE, Cast
from consult.drafting.access import with_granted
from consult.drafting.inviting import InvitationTerms, invite, withdraw_invitation
from consult.drafting.models import Invitation
from consult.drafting.states import InvitationLevel
from consult.notices.models import NoticeState, OutboxMessage
from consult.notices.rendering import render
from consult.people.models import CommentMail, Person, RoleHeld
from consult.people.own_mail import choose_comment_mail
from consult.people.queries import get_person, viewer_of
from consult.people.services import add_person
from consult.sign_off.models import Verdict
from tests.factories.situations import Drafting, answer_of, decide_as, response_of, sent
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]
OFFICER = "Policy officer"


def mails(session: Session, event: str) -> list[OutboxMessage]:
    """The messages whose event begins so, oldest first."""
    begins = OutboxMessage.event.startswith(event)
    found = sa.select(OutboxMessage).where(begins).order_by(OutboxMessage.id)
    return list(session.scalars(found.execution_options(populate_existing=True)))


def without_roles(database: Database, name: str) -> None:
    """An organisation whose people hold no role any more, and which nobody is invited of."""
    with database.transaction() as session:
        organisation = session.scalars(sa.select(Person.organisation_id).where(Person.name == name)).one()
        people = sa.select(Person.id).where(Person.organisation_id == organisation)
        session.execute(sa.delete(RoleHeld).where(RoleHeld.person_id.in_(people)))
        session.execute(sa.delete(Invitation).where(Invitation.organisation_id == organisation))


def test_an_organisation_whose_people_hold_no_role_is_not_said_to_have_been_told(
    cast: Cast, drafting: Drafting, database: Database, visit: Visit
) -> None:
    without_roles(database, "Health partner")
    officer = visit(OFFICER).open(f"/responses/{drafting.response}/plan")
    partners = [str(cast.organisations[name].id) for name in (HEALTH, POLICE)]
    officer.submit("Save the plan", partners=partners)
    assert f"Nobody of {HEALTH} can be asked yet. Ask your administrator to add a person" in officer.text
    (done,) = officer.document.xpath("//*[@role='status']")
    (warning,) = officer.document.xpath("//div[contains(concat(' ', @class, ' '), ' govuk-notification-banner ')]")
    assert "The plan was saved." in done.text_content()
    assert "can be asked yet" in warning.text_content()
    assert "can be asked yet" not in done.text_content()
    officer.open(f"/responses/{drafting.response}/people")
    row = next(tr for tr in officer.document.xpath("//tr") if f"All partners of {HEALTH}" in tr.text_content())
    assert "Nobody told" in row.text_content()
    assert "Sent" not in row.text_content()
    officer.submit("Send to All partners", _expect=409)
    assert "nobody else who can be asked" in officer.text
    with database.transaction() as session:
        person = sa.select(Person.id).where(Person.name == "Health partner")
        session.add(RoleHeld(person_id=session.scalars(person).one(), role="partner"))
    officer.open(f"/responses/{drafting.response}/people").submit("Send to All partners")
    assert "An email goes to Health partner." in officer.text


def test_inviting_says_whom_a_mail_was_written_to(cast: Cast, drafting: Drafting, visit: Visit) -> None:
    officer = visit(OFFICER).open(f"/responses/{drafting.response}/people").follow("Invite somebody")
    email = cast.people["Health partner"].email
    officer.submit("Send the invitation", people=email)
    assert "1 person was invited. An email goes to Health partner." in officer.text
    officer.submit("Send again to Health partner")
    assert "The invitation was sent again. An email goes to Health partner." in officer.text


def _say(session: Session, cast: Cast, who: str, number: int, stance: Position | None, text: str) -> Comment:
    person = get_person(session, cast.people[who].id)
    assert person
    viewer = with_granted(session, viewer_of(person))
    answer = answer_of(session, cast, number)
    said = comment(
        session, actor=viewer, answer=answer, on_n=answer.current_n, position=stance, text=text, suggestion=""
    )
    sa.orm.attributes.set_committed_value(said, "answer", answer)
    return said


def test_comments_settled_within_a_short_time_are_told_in_one_mail(
    session: Session, cast: Cast, drafting: Drafting
) -> None:
    session.execute(sa.delete(OutboxMessage))
    said = [
        _say(session, cast, "Police partner", place, Position.OBJECT, f"Not so, {place}") for place in drafting.answers
    ]
    other = _say(session, cast, "Health partner", drafting.answers[1], Position.OBJECT, "Nor so")
    for number, each in enumerate([*said, other]):
        outcome = DispositionOutcome.DECLINED if number % 2 else DispositionOutcome.ACCEPTED
        settle(session, actor=cast.viewers[OFFICER], comment=each, outcome=outcome, reason=f"Because of {number}.")
    police, health = mails(session, "comment settled/")
    assert (police.name, health.name) == ("Police partner", "Health partner")
    assert police.subject.startswith("What became of 3 comments of yours")
    for number, each in enumerate(said):
        assert each.answer.question.label in police.text
        assert each.answer.question.text[:60] in police.text
        assert f"Reason: Because of {number}." in police.text
    assert "Outcome: Accepted." in police.text
    assert "Outcome: Declined." in police.text
    assert "Because of 3." not in police.text
    assert "Outcome: Declined. Reason: Because of 3." in health.text


def test_what_is_settled_after_the_mail_left_is_told_in_the_next(
    session: Session, cast: Cast, drafting: Drafting, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.execute(sa.delete(OutboxMessage))
    places = drafting.answers[:2]
    one, two = (_say(session, cast, "Police partner", place, None, f"Say more, {place}") for place in places)
    settle(session, actor=cast.viewers[OFFICER], comment=one, outcome=DispositionOutcome.ACCEPTED, reason="First.")
    (first,) = mails(session, "comment settled/")
    assert first.due_at
    assert timedelta(0) < first.due_at - dates.now() <= timedelta(minutes=10)
    first.state, first.due_at, first.ended_at = NoticeState.SENT, None, dates.now()
    later = dates.now() + timedelta(hours=1)
    monkeypatch.setattr(dates, "now", lambda: later)
    settle(session, actor=cast.viewers[OFFICER], comment=two, outcome=DispositionOutcome.DECLINED, reason="Second.")
    first, second = mails(session, "comment settled/")
    assert "Second." not in first.text
    assert "Second." in second.text
    assert "First." not in second.text


def test_the_lead_officer_is_told_of_comments_once_an_hour(session: Session, cast: Cast, drafting: Drafting) -> None:
    session.execute(sa.delete(OutboxMessage))
    session.execute(sa.text("UPDATE comments SET created_at = :at"), {"at": dates.now() - timedelta(days=1)})
    for place in drafting.answers:
        _say(session, cast, "Police partner", place, None, f"Say more, {place}")
    _say(session, cast, "Health partner", drafting.answers[0], Position.SUPPORT, "")
    (told,) = mails(session, "comments made/")
    assert told.name == OFFICER
    assert told.subject.startswith("4 new comments: ")
    assert f"{POLICE}: 3" in told.text
    assert f"{HEALTH}: 1" in told.text


def test_the_lead_officer_is_told_of_decisions_whatever_they_chose_of_comments(
    cast: Cast, database: Database, visit: Visit
) -> None:
    with database.transaction() as session:
        sent(session, cast)
        session.execute(sa.update(Person).values(comment_mail=CommentMail.NEVER))
    clerk = visit("Council Executive").follow("Decide for")
    clerk.submit(
        "Record",
        verdict="approve",
        meeting_on__day="1",
        meeting_on__month="11",
        meeting_on__year="2026",
        minute="Item 4",
    )
    with database.session(read_only=True) as session:
        told = mails(session, "decision made/")[-1]
    assert told.name == OFFICER
    assert told.subject.startswith("1 of 2 bodies have decided")
    assert "approved" in told.text


@pytest.mark.parametrize("left", ["moved", "no longer an officer"])
def test_who_leads_no_longer_is_told_of_no_comment_and_no_decision(
    session: Session, cast: Cast, drafting: Drafting, left: str
) -> None:
    round_id = sent(session, cast).id
    session.execute(sa.delete(OutboxMessage))
    officer = cast.viewers[OFFICER].person_id
    if left == "moved":
        elsewhere = cast.viewers["Health partner"].organisation_id
        session.execute(sa.update(Person).values(organisation_id=elsewhere).where(Person.id == officer))
    else:
        session.execute(sa.delete(RoleHeld).where(RoleHeld.person_id == officer))
    session.expire_all()
    _say(session, cast, "Police partner", drafting.answers[0], None, "Say more")
    decide_as(session, cast, round_id, "Council Executive", Verdict.APPROVE)
    assert mails(session, "comments made/") == []
    assert mails(session, "decision made/") == []


@pytest.mark.parametrize("often", list(CommentMail))
def test_the_lead_officer_chooses_how_often_to_be_told_of_comments(
    session: Session, cast: Cast, drafting: Drafting, monkeypatch: pytest.MonkeyPatch, often: CommentMail
) -> None:
    session.execute(sa.delete(OutboxMessage))
    summer_evening = datetime(2026, 7, 3, 19, 30, tzinfo=UTC)
    session.execute(sa.text("UPDATE comments SET created_at = :at"), {"at": summer_evening - timedelta(days=1)})
    monkeypatch.setattr(dates, "now", lambda: summer_evening)
    officer = cast.viewers[OFFICER]
    choose_comment_mail(session, actor=officer, person=session.get_one(Person, officer.person_id), often=often)
    for n in range(3):
        _say(session, cast, "Police partner", drafting.answers[n // 2], None, f"Said {n}")
    told = mails(session, "comments made/")
    if often is CommentMail.NEVER:
        assert told == []
        return
    due, since = {
        CommentMail.HOURLY: (datetime(2026, 7, 3, 20, 30, tzinfo=UTC), "In the last hour"),
        CommentMail.DAILY: (datetime(2026, 7, 4, 6, 0, tzinfo=UTC), "Since the last email"),
    }[often]
    assert [mail.due_at for mail in told] == [due]
    assert f"{POLICE}: 3" in told[0].text
    assert since in told[0].text


def test_the_choice_is_made_on_ones_own_account_page(cast: Cast, database: Database, visit: Visit) -> None:
    officer = visit(OFFICER).open("/account")
    assert "Soon after, at most once an hour" in officer.text
    officer.follow("Change how often you get emails about comments").submit("Save", comments="never")
    assert officer.path == "/account"
    assert "Your choice was saved" in officer.text
    with database.session(read_only=True) as session:
        chosen = dict(session.execute(sa.select(Person.name, Person.comment_mail)).all())
        assert [name for name, often in chosen.items() if often is not CommentMail.HOURLY] == [OFFICER]
    assert "Emails about comments" not in visit("Health partner").open("/account").text


def test_a_first_mail_says_what_how_many_by_when_from_whom_and_whom_to_call(
    session: Session, cast: Cast, drafting: Drafting
) -> None:
    response = response_of(session, cast, drafting.response)
    response.telephone = "01632 960 123"
    session.flush()
    until = dates.today() + timedelta(days=2)
    terms = InvitationTerms(InvitationLevel.SUGGEST, whole=False, answers=drafting.answers[:1], until=until)
    person = add_person(
        session,
        actor=cast.viewers["Administrator"],
        name="Meadow clerk",
        email="meadow.clerk@rivermead.example",
        organisation_id=cast.organisations[HEALTH].id,
        roles=[],
    )
    invite(session, actor=cast.viewers[OFFICER], response=response, to=person, terms=terms)
    (mail,) = mails(session, "invitation/")[-1:]
    for words in (
        response.consultation.title,
        response.title,
        "comment and propose wording on some of its questions: 1 question.",
        f"by {dates.long_date(until)}",
        cast.viewers[OFFICER].organisation,
        "telephone 01632 960 123",
    ):
        assert words in " ".join(mail.text.split())
    first = mails(session, f"invited/{drafting.response}/")[0]
    assert f"for its views on {len(drafting.answers)} questions by" in first.text
    assert "by " in first.subject


def test_every_partner_who_was_asked_or_spoke_is_in_the_summary(
    session: Session, cast: Cast, drafting: Drafting
) -> None:
    officer = cast.viewers[OFFICER]
    first, second, third = drafting.answers
    terms = InvitationTerms(InvitationLevel.SUGGEST, whole=False, answers=(first, third))
    response = response_of(session, cast, drafting.response)
    invite(
        session,
        actor=officer,
        response=response,
        to=session.get_one(Person, cast.people["Parish clerk"].id),
        terms=terms,
    )

    def summary(number: int) -> dict[str, tuple[list[str], str]]:
        found = standings(session, answer=answer_of(session, cast, number))
        return {each.organisation: ([p.value for _, p in each.positions], each.ended) for each in found}

    parish = cast.people["Parish clerk"].organisation_id
    name = next(n for n, o in cast.organisations.items() if o.id == parish)
    assert summary(first)[name] == ([], "")
    assert name not in summary(second)
    _say(session, cast, "Parish clerk", first, Position.OBJECT, "Parishes are more than two meetings a year.")
    assert summary(first)[name] == (["object"], "")
    mine = sa.select(Invitation).where(Invitation.person_id == cast.people["Parish clerk"].id)
    invitation = session.scalars(mine.options(sa.orm.joinedload(Invitation.response))).one()
    withdraw_invitation(session, actor=officer, invitation=invitation)
    assert summary(first)[name] == (["object"], "invitation withdrawn")
    assert name not in summary(third)


def test_two_people_of_one_organisation_who_differ_are_both_named(
    session: Session, cast: Cast, drafting: Drafting
) -> None:
    number = drafting.answers[0]
    _say(session, cast, "Health partner", number, Position.OBJECT, "A duty exists already.")
    second = add_person(
        session,
        actor=cast.viewers["Administrator"],
        name="Second health partner",
        email="second@rivermead.example",
        organisation_id=cast.organisations[HEALTH].id,
        roles=["partner"],
    )
    session.flush()
    loaded = get_person(session, second.id)
    assert loaded
    answer = answer_of(session, cast, number)
    comment(
        session,
        actor=viewer_of(loaded),
        answer=answer,
        on_n=answer.current_n,
        position=Position.SUPPORT,
        text="",
        suggestion="",
    )
    found = {each.organisation: each for each in standings(session, answer=answer)}
    assert [position.value for _, position in found[HEALTH].positions] == ["object", "support"]
    assert [name for name, _ in found[HEALTH].positions] == ["Health partner", "Second health partner"]


@pytest.mark.parametrize("template", sorted((PROJECT / "templates" / "mail").glob("*.md")), ids=lambda path: path.stem)
def test_no_words_of_a_mail_are_glued(template: Path) -> None:
    text = template.read_text()
    assert "}}{{" not in text
    names = set(re.findall(r"\{\{ (\w+)", text)) | set(re.findall(r"\{% if (\w+)", text))
    lists = set(re.findall(r"\{% for each in (\w+)", text))
    one = {"response": "WORD", "question": "WORD", "outcome": "WORD", "reason": "WORD"}
    fields = re.findall(r"each\.\w+", text)
    values: dict[str, object] = {name: "WORD" for name in names}
    values |= {name: [one, one] if fields else ["WORD", "WORD"] for name in lists}
    values |= {"more": 2, "path": "/"}
    values.pop("link", None)
    for shown in (
        values,
        {**values, "more": 0, "others": "", "telephone": "", "until": "", "message": "", "browser": ""},
    ):
        words = render(template.stem, shown)
        glued = re.findall(r"[A-Za-z.,:;]WORD|WORD[A-Za-z]|[a-z]\.[A-Z]|\.WORD", words.text)
        assert not glued, words.text


def test_no_words_of_a_page_are_glued_at_the_end_of_a_template_line() -> None:
    """A line break after a block tag is trimmed, and so is what begins the next line."""
    joined = re.compile(r"[\w.,;:)’]((?:\{%[^%]*%\})+)\n[ \t]*((?:\{%[^%]*%\})*)(?=[\w({‘])(?!\{%|\{#)")
    found = []
    for path in (PROJECT / "templates").rglob("*.html"):
        text = path.read_text()
        for match in joined.finditer(text):
            if "{% set" in match[0] or "{% el" in match[0] or "{%- " in match[0] or "macro" in match[0]:
                continue
            if "endblock %}" in match[0] and "{% block" in match[0]:  # two blocks of the page around it
                continue
            found.append(f"{path.name}:{text.count(chr(10), 0, match.start()) + 1}: {match[0]!r}")
    assert not found, "\n".join(found)
