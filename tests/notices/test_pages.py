"""The operator's pages of mail, and the acts that post it."""

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy.orm import Session

from consult import dates
from consult.comments.models import Comment, DispositionOutcome
from consult.comments.services import settle
from consult.database import Database
from consult.demo.cast import Cast
from consult.documents.services import present_sha256
from consult.drafting.models import ConsultationResponse
from consult.drafting.planning import ResponsePlan, change_plan
from consult.drafting.response_roles import give_role
from consult.notices import services
from consult.notices.delivery import deliver_due
from consult.notices.models import NoticeState, OutboxMessage
from consult.notices.services import post
from consult.people.models import Person
from consult.permissions import Role
from consult.sign_off.services import send_for_sign_off
from tests import chromium
from tests.browser.looking import check
from tests.counting import count_statements
from tests.factories.comments import make_comment
from tests.factories.situations import answer_of, being_drafted, drafted, response_of, sent
from tests.sign_in.signing_in import leave_the_demo
from tests.visitor import HOST, Visitor

Visit = Callable[[str | None], Visitor]


def mails(session: Session, event: str) -> list[OutboxMessage]:
    """The messages whose event begins so, oldest first."""
    begins = OutboxMessage.event.startswith(event)
    return list(session.scalars(sa.select(OutboxMessage).where(begins).order_by(OutboxMessage.id)))


def write(database: Database, count: int, event: str = "x") -> list[int]:
    """Messages to the police partner; their numbers."""
    with database.transaction() as session:
        values = {"name": "Police partner", "what": "Your password was changed", "when": "today", "path": "/"}
        to = ("Police partner", "police.partner@rivermead.example")
        made = [
            post(session, event=f"{event}/{n}", to=to, template="security_notice", values=values) for n in range(count)
        ]
        return [message.id for message in made if message]


def plan_of(response: ConsultationResponse, partners: set[int]) -> ResponsePlan:
    """The response's plan with other partners."""
    bodies = [body.organisation_id for body in response.bodies]
    timetable = {milestone.kind: milestone.on for milestone in response.timetable}
    return ResponsePlan(response.title, response.lead_officer_id, response.closing_at, bodies, partners, timetable)


def test_who_is_newly_invited_is_told_once_and_anew_when_invited_anew(session: Session, cast: Cast) -> None:
    officer = cast.viewers["Policy officer"]
    response = response_of(session, cast, being_drafted(session, cast).response)
    event = f"invited/{response.id}/"
    first = {m.address for m in mails(session, event)}
    invited = {invitation.organisation_id for invitation in response.invitations}
    assert len(first) == len(invited) > 1
    leaving = min(invited)
    for partners, told in ((invited, 0), (invited - {leaving}, 0), (invited, 1), (invited, 1)):
        change_plan(session, actor=officer, response=response, plan=plan_of(response, partners))
        session.flush()
        assert len(mails(session, event)) == len(first) + told
    message = mails(session, event)[-1]
    assert response.title in message.text
    assert f"https://service.invalid/responses/{response.id}" in message.text


def test_an_inactive_partner_is_not_told(session: Session, cast: Cast) -> None:
    officer = cast.viewers["Policy officer"]
    response = response_of(session, cast, being_drafted(session, cast).response)
    invited = {invitation.organisation_id for invitation in response.invitations}
    partner = session.get(Person, cast.people["Police partner"].id)
    assert partner is not None
    assert partner.organisation_id in invited
    partner.active = False
    before = len(mails(session, "invited/"))
    for partners in (invited - {partner.organisation_id}, invited):
        change_plan(session, actor=officer, response=response, plan=plan_of(response, partners))
    assert len(mails(session, "invited/")) == before


def unsettled(session: Session, cast: Cast) -> Comment:
    """A partner's comment that waits, with its answer."""
    number = being_drafted(session, cast).answers[0]
    comment = make_comment(session, answer_id=number, author_id=cast.people["Police partner"].id)
    sa.orm.attributes.set_committed_value(comment, "answer", answer_of(session, cast, number))
    return comment


def test_the_author_is_told_what_became_of_a_comment_and_not_what_it_said(session: Session, cast: Cast) -> None:
    comment = unsettled(session, cast)
    reason = "The canary sings in the reason."
    settle(
        session,
        actor=cast.viewers["Policy officer"],
        comment=comment,
        outcome=DispositionOutcome.DECLINED,
        reason=reason,
    )
    (message,) = mails(session, f"comment settled/{comment.id}")
    author = session.get(Person, comment.author_id)
    assert author is not None
    assert message.address == author.email
    assert "canary" in message.text
    assert comment.text not in message.text
    assert f"/answers/{comment.answer_id}?comment={comment.id}#comment-{comment.id}" in message.text


def test_an_author_who_may_no_longer_see_the_response_is_not_told(session: Session, cast: Cast) -> None:
    comment = unsettled(session, cast)
    officer = cast.viewers["Policy officer"]
    response = response_of(session, cast, comment.answer.response_id)
    others = {i.organisation_id for i in response.invitations} - {comment.organisation_id}
    change_plan(session, actor=officer, response=response, plan=plan_of(response, others))
    settle(session, actor=officer, comment=comment, outcome=DispositionOutcome.DECLINED, reason="It is not ours.")
    assert mails(session, f"comment settled/{comment.id}") == []


def test_the_approvers_of_each_body_are_told_of_a_round(session: Session, cast: Cast) -> None:
    sent(session, cast)
    found = mails(session, "sent for sign-off/")
    by_decision: dict[str, set[str]] = {}
    for message in found:
        by_decision.setdefault(message.event, set()).add(message.name)
    asked = list(by_decision.values())
    assert (
        asked.count({"Council Executive", "Committee clerk"})
        == asked.count({"Partnership board"})
        == len(asked) / 2
        > 0
    )
    for message in found:
        assert f"https://service.invalid/decisions/{message.event.rpartition('/')[2]}" in message.text


def test_who_decides_for_two_bodies_is_told_of_each(session: Session, cast: Cast) -> None:
    response = drafted(session, cast)
    clerk, board = cast.people["Committee clerk"], response.bodies[1]  # the council's clerk records for both bodies
    give = {"response": response, "to": clerk, "role": Role.CLERK, "body": board}
    give_role(session, actor=cast.viewers["Partnership board"], **give)
    sha256 = present_sha256(session, response=response)
    round_ = send_for_sign_off(session, actor=cast.viewers["Policy officer"], response=response, sha256=sha256)
    found = [mail for mail in mails(session, f"sent for sign-off/{round_.id}/") if mail.name == "Committee clerk"]
    assert {mail.text.partition("/decisions/")[2].split()[0] for mail in found} == {
        str(decision.id) for decision in round_.decisions
    }


def test_a_post_leaves_with_a_page_and_is_shown_in_the_demo(app: Flask, cast: Cast, visit: Visit) -> None:
    database: Database = app.extensions["database"]
    with database.transaction() as session:
        sent(session, cast)
    deliver_due(database, app.extensions["settings"])
    page = visit("Administrator").open("/").follow("Mail")
    assert page.heading == "Mail"
    assert "messages are kept here and not sent" in page.text
    page.follow("For your decision")
    assert "Kept here" in page.text
    assert "http://127.0.0.1:8000/decisions/" in page.text
    assert not page.has_button("Send again")


def test_only_who_operates_the_service_sees_mail(database: Database, cast: Cast, visit: Visit) -> None:
    (number,) = write(database, 1)
    for name in ("Policy officer", "Police partner", "Council Executive"):
        visitor = visit(name).open("/notices", expect=403).open(f"/notices/{number}", expect=403)
        assert visitor.text.count("Mail") == 0
        assert visitor.open("/notices/999999", expect=403)
    administrator = visit("Administrator")
    administrator.open("/notices/999999", expect=404)


def test_a_failed_message_shows_its_cause_and_is_sent_again(
    app: Flask, database: Database, cast: Cast, visit: Visit
) -> None:
    (number,) = write(database, 1)
    with database.transaction() as session:
        message = services.claim(session)
        assert message is not None
        services.note_failure(session, message=message, cause="550 no such person", final=True)
    page = visit("Administrator").open("/notices?state=failed")
    assert "550 no such person" in page.text
    page.follow("Your password was changed").submit("Send again")
    assert page.path == f"/notices/{number}"
    assert "will be sent again" in page.text
    assert "Waiting" in page.text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.html)
    assert token
    twice = page.client.post(f"/notices/{number}/send-again", base_url=HOST, data={"csrf_token": token[1]})
    assert twice.status_code == 302
    with database.session(read_only=True) as session:
        message = session.get(OutboxMessage, number)
        assert message is not None
        assert message.state is NoticeState.WAITING


def test_empty_filtered_and_paged(app: Flask, database: Database, cast: Cast, visit: Visit) -> None:
    administrator = visit("Administrator")
    assert "No messages yet" in administrator.open("/notices").text
    assert "No message is in this state" in administrator.open("/notices?state=sent").text
    write(database, 51)
    assert "Page 1 of 2" in administrator.open("/notices?state=waiting").text
    administrator.follow("Next")
    assert administrator.path == "/notices?page=2&state=waiting"
    assert administrator.text.count("Waiting") == 2
    for strange in ("?state=x&page=-4", "?page=99999999999", "?state="):
        administrator.open(f"/notices{strange}")


def test_a_secret_link_is_shown_in_the_demo_only(app: Flask, database: Database, cast: Cast, visit: Visit) -> None:
    with database.transaction() as session:
        values = {"name": "Police partner", "minutes": 15, "secret_path": "/sign-in/link/t0ken"}
        to = ("Police partner", "police.partner@rivermead.example")
        message = post(session, event="link", to=to, template="sign_in_link", values=values)
        assert message is not None
        path = f"/notices/{message.id}"
    administrator = visit("Administrator")
    assert "/sign-in/link/t0ken" in administrator.open(path).text
    leave_the_demo(app)
    assert "t0ken" not in administrator.open(path).html
    assert "only the person it was sent to may see" in administrator.text


def test_the_list_asks_as_much_for_many_messages_as_for_few(
    app: Flask, database: Database, cast: Cast, visit: Visit
) -> None:
    administrator, counts = visit("Administrator"), []
    for number, event in ((3, "few"), (300, "many")):
        write(database, number, event)
        with count_statements(app) as counted:
            administrator.open("/notices")
        counts.append(counted.statements)
    assert counts[0] == counts[1]


@pytest.mark.browser
@pytest.mark.one_database
@pytest.mark.parametrize("width", [1280, 375])
def test_the_pages_are_accessible_and_fit(
    app: Flask, database: Database, cast: Cast, opened: Browser, width: int
) -> None:
    numbers = write(database, 3)
    with database.transaction() as session:
        for final in (True, False):
            newest = sa.select(OutboxMessage).where(OutboxMessage.id == numbers.pop())
            message = session.scalars(newest).one()
            message.state, message.attempts, message.due_at = NoticeState.SENDING, 1, dates.now()
            session.flush()
            cause = "The mail server does not accept this address: 550 5.1.1 no such person here"
            services.note_failure(session, message=message, cause=cause, final=final)
    app.config["TRUSTED_HOSTS"] = ["127.0.0.1"]
    with chromium.served(app) as address:
        page = chromium.new_page(opened, address, width=width)
        chromium.sign_in(page, "Administrator")
        for path in ("/notices", "/notices?state=kept", f"/notices/{numbers[0]}", f"/notices/{numbers[0] + 2}"):
            page.goto(path)
            check(page)
        page.context.close()


def test_what_a_mail_tells_of_an_answer_is_for_its_reader_alone(cast: Cast, database: Database, visit: Visit) -> None:
    values = {
        "name": "Police partner",
        "what": "a comment of yours",
        "settling": "Rivermead Borough Council",
        "response": "Response",
        "settled": [
            {"response": "Response", "question": "Question 4", "outcome": "Accepted", "reason": "Zebras matter"}
        ],
        "more": 0,
        "path": "/",
    }
    with database.transaction() as session:
        to = ("Police partner", "police.partner@rivermead.example")
        told = post(session, event="comment settled/4711", to=to, template="comment_settled", values=values)
        assert told is not None
        assert "Zebras matter" in told.text
        number = told.id
    page = visit("Administrator").open(f"/notices/{number}")
    assert "Zebras" not in page.text
    assert "The text is for its reader alone" in page.text
