"""The outbox: written once with its act, escaped, retried with growing pauses, given up, sent again."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from consult import dates
from consult.config import Settings
from consult.database import Database
from consult.demo.cast import Cast
from consult.history.models import HistoryEntry
from consult.notices import rules, services
from consult.notices.delivery import as_mail, deliver_due
from consult.notices.models import NoticeState, OutboxMessage
from consult.notices.rendering import NOT_SHOWN, addressed, render
from consult.notices.services import post
from consult.notices.smtp import compose
from consult.people.models import Person

HOSTILE = (
    "[click](https://evil.example)", "<https://evil.example>", "<script>alert(1)</script>", "![x](https://evil.example/p)",
    "a\r\nBcc: everybody@evil.example", "# Heading", "*bold* _it_ `code` ~~no~~", "a\u2028b\u2029c\x00\x1b[31m",
    "{{ 7 * 7 }}{% raw %}", "| a | b |\n|---|---|\n| c | d |", "&lt;b&gt; &#60;", "[^1]: note", "x" * 3000,
)  # fmt: skip


def notice(session: Session, event: str = "one", **values: object) -> OutboxMessage:
    """A message to a partner."""
    filled = {"name": "Police partner", "what": "Your password was changed", "when": "today", "path": "/", **values}
    to = ("Police partner", "police@rivermead.example")
    message = post(session, event=event, to=to, template="security_notice", values=filled)
    assert message is not None
    return message


def test_an_event_is_told_to_an_address_once(session: Session, cast: Cast) -> None:
    first, again, other = notice(session), notice(session, what="Something else"), notice(session, "two")
    assert first.id == again.id != other.id
    assert again.subject == "Your password was changed"
    to = ("Health partner", "health@rivermead.example")
    values = {"name": "Health partner", "what": "x", "when": "today", "path": "/"}
    elsewhere = post(session, event="one", to=to, template="security_notice", values=values)
    assert elsewhere is not None
    assert elsewhere.id not in (first.id, other.id)


def test_a_message_goes_with_its_transaction(database: Database, cast: Cast) -> None:
    with database.session() as session:
        notice(session)
        session.rollback()
    with database.session(read_only=True) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(OutboxMessage)) == 0


def test_somebody_who_left_is_told_nothing(session: Session, cast: Cast) -> None:
    person = session.get(Person, cast.people["Police partner"].id)
    assert person is not None
    person.active = False
    values = {"name": person.name, "what": "x", "when": "today", "path": "/"}
    assert post(session, event="x", to=person, template="security_notice", values=values) is None


@pytest.mark.parametrize("bad", ["", "nobody", "a b@x.example", "a@x.example\nBcc: b@x.example", "é@x.example", "a@b"])
def test_an_address_that_takes_no_mail_is_shown_as_failed(session: Session, cast: Cast, bad: str) -> None:
    values = {"name": "x", "what": "x", "when": "today", "path": "/"}
    message = post(session, event="x", to=("x", bad), template="security_notice", values=values)
    assert message is not None
    assert (message.state, message.cause) == (NoticeState.FAILED, rules.NO_ADDRESS)


@pytest.mark.parametrize("value", HOSTILE)
def test_no_value_becomes_a_mark_or_a_header(value: str) -> None:
    names = ("name", "asking", "organisation", "response", "closing", "consultation", "questions", "by", "officer")
    values = dict.fromkeys((*names, "telephone"), value)
    words = render("invited", {**values, "path": "/responses"})
    assert words.html.count("<a ") == 1
    assert 'href="https://service.invalid/responses"' in words.html
    for tag in ("<script", "<img", "<strong", "<em", "<code", "<s>", "<table", "<h", "<sup", "<ul", "<section"):
        assert tag not in words.html
    assert "\n" not in words.subject
    assert len(words.subject) <= 200
    plain = render("invited", {**dict.fromkeys(values, "x"), "path": "/responses"})
    assert words.text.count("\n") == plain.text.count("\n")
    assert words.html.count("<p") == plain.html.count("<p")


@pytest.mark.parametrize("path", ["//evil.example", "https://evil.example", "x", "/a b", "/<b>", "/a\n", "/é", ""])
def test_a_mail_links_only_to_pages_of_ours(path: str) -> None:
    for name in ("path", "secret_path"):
        with pytest.raises(ValueError, match="plain paths"):
            render("security_notice", {"name": "x", "what": "x", "when": "x", name: path})


def test_the_mail_is_plain_text_and_html_with_one_message_id(session: Session, cast: Cast) -> None:
    sent = [compose(as_mail(notice(session), "https://consult.example"), "Us <us@council.example>") for _ in range(2)]
    message = sent[0]
    assert {m["Message-ID"] for m in sent} == {message["Message-ID"]}
    assert message["Message-ID"].endswith("@council.example>")
    assert (message["To"], message["From"]) == ("Police partner <police@rivermead.example>", "Us <us@council.example>")
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    for part in message.iter_parts():
        assert "https://consult.example/" in part.get_content()
        assert "service.invalid" not in part.get_content()


def test_a_secret_link_is_sent_and_then_forgotten(session: Session, cast: Cast) -> None:
    values = {"name": "Police partner", "minutes": 15, "secret_path": "/sign-in/link/s3cr3t-t0ken"}
    to = ("Police partner", "police@rivermead.example")
    message = post(session, event="link/1", to=to, template="sign_in_link", values=values)
    assert message is not None
    assert "s3cr3t" not in message.text + message.html + message.subject
    mail = as_mail(message, "https://consult.example")
    assert "https://consult.example/sign-in/link/s3cr3t-t0ken" in mail.text
    assert 'href="https://consult.example/sign-in/link/s3cr3t-t0ken"' in mail.html
    assert NOT_SHOWN in addressed(message.text, public_address="https://consult.example")
    claimed = services.claim(session)
    assert claimed is message
    services.note_sent(session, message=message, provider_id="7")
    session.refresh(message)
    assert (message.state, message.secret_path) == (NoticeState.SENT, "")
    with pytest.raises(rules.LinkIsGone):
        services.send_again(session, actor=cast.viewers["Administrator"], message=message)


def test_pauses_grow_for_a_day_and_then_it_is_given_up(
    session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    message, start = notice(session), dates.now()
    moment, waits = start, []
    monkeypatch.setattr(dates, "now", lambda: moment)
    while (claimed := services.claim(session)) is not None:
        assert claimed.id == message.id
        services.note_failure(session, message=message, cause="The server is\naway", final=False)
        session.refresh(message)
        if message.due_at is None:
            break
        assert services.claim(session) is None
        waits.append(message.due_at - moment)
        moment = message.due_at
    assert waits == sorted(waits) == list(rules.PAUSES)
    assert timedelta(hours=24) <= moment - start < timedelta(hours=25)
    assert (message.state, message.cause, message.attempts) == (NoticeState.FAILED, "The server is away", 7)


def test_a_lease_that_ran_out_is_claimed_again_and_the_late_worker_is_not_heard(
    session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice(session)
    first = services.claim(session)
    assert first is not None
    assert services.claim(session) is None
    session.expunge(first)
    later = dates.now() + rules.LEASE
    monkeypatch.setattr(dates, "now", lambda: later)
    second = services.claim(session)
    assert second is not None
    assert (second.id, second.reference) == (first.id, first.reference)
    services.note_failure(session, message=first, cause="late", final=True)
    session.refresh(second)
    assert (second.state, second.attempts) == (NoticeState.SENDING, 2)
    services.note_sent(session, message=second, provider_id="ok")
    session.refresh(second)
    assert second.state is NoticeState.SENT


def test_a_message_over_which_workers_die_does_not_stop_the_others(session: Session, cast: Cast) -> None:
    message, other = notice(session), notice(session, "two")
    message.attempts = rules.MOST_ATTEMPTS
    session.flush()
    claimed = services.claim(session)
    assert claimed is other
    session.refresh(message)
    assert (message.state, message.cause) == (NoticeState.FAILED, rules.WORKERS_DIED)


def test_sending_again_starts_anew_once_and_is_recorded(session: Session, cast: Cast) -> None:
    administrator, message = cast.viewers["Administrator"], notice(session)
    assert not services.send_again(session, actor=administrator, message=message)
    services.claim(session)
    services.note_sent(session, message=message, provider_id="ok")
    session.refresh(message)
    before = message.reference
    assert services.send_again(session, actor=administrator, message=message)
    assert not services.send_again(session, actor=administrator, message=message)
    assert (message.state, message.attempts, message.failures) == (NoticeState.WAITING, 0, 0)
    assert message.reference != before, "a mailbox drops a second mail with the same Message-ID"
    acts = session.scalars(sa.select(HistoryEntry.subject).where(HistoryEntry.action == "mail sent again")).all()
    assert acts == [f"notice/{message.id}"]


def test_the_demo_keeps_and_a_service_without_settings_waits(database: Database, cast: Cast, tmp_path) -> None:
    with database.transaction() as session:
        number = notice(session).id
    given = {"database_url": "", "secret_key": "", "instance": tmp_path, "trusted_hosts": ()}
    for demo, state in ((False, NoticeState.WAITING), (True, NoticeState.KEPT)):
        deliver_due(database, Settings(**given, demo=demo))
        with database.session(read_only=True) as session:
            message = session.get(OutboxMessage, number)
            assert message is not None
            assert message.state is state
