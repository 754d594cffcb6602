"""Mail leaves by a real mail server and by GOV.UK Notify's API; what goes wrong is told in plain words."""

import socket
import ssl
import subprocess
from pathlib import Path

import pytest
import sqlalchemy as sa

from consult.config import SettingError, Settings, read_settings
from consult.config.mail import MailSettings
from consult.database import Database
from consult.demo.cast import Cast
from consult.notices import mail as notices_mail
from consult.notices.delivery import deliver_due
from consult.notices.models import NoticeState, OutboxMessage
from consult.notices.services import post
from tests.notices.sinks import mail_server, notify_server

KEY = "team-11111111-1111-4111-8111-111111111111-22222222-2222-4222-8222-222222222222"
TEMPLATE = "33333333-3333-4333-8333-333333333333"
BASE = {"SECRET_KEY": "for-tests-only-0123456789-abcdefghijkl", "TRUSTED_HOSTS": "localhost"}
PLACE = {"PUBLIC_ADDRESS": "https://consult.example"}
SMTP = {"MAIL_SERVER": "smtp://127.0.0.1:2525", "MAIL_FROM": "Consultations <consult@council.example>"}
NOTIFY = {"NOTIFY_API_KEY": KEY, "NOTIFY_TEMPLATE_ID": TEMPLATE}


def settings(**mail: str) -> Settings:
    """Settings with a way for mail to leave."""
    return read_settings(BASE | PLACE | mail)


def write(database: Database, *names: str) -> None:
    """A message to each name."""
    with database.transaction() as session:
        for name in names:
            values = {"name": name, "what": "Your password was changed", "when": "today", "path": "/account"}
            to = (name, f"{name}@rivermead.example")
            post(session, event="changed", to=to, template="security_notice", values=values)


def states(database: Database) -> list[tuple[NoticeState, str, str]]:
    """State, cause and provider's id of every message."""
    with database.session(read_only=True) as session:
        rows = sa.select(OutboxMessage.state, OutboxMessage.cause, OutboxMessage.provider_id)
        return [tuple(row) for row in session.execute(rows.order_by(OutboxMessage.id))]


def make_due(database: Database) -> None:
    """Let the pauses pass."""
    with database.transaction() as session:
        open_ = sa.update(OutboxMessage).where(OutboxMessage.due_at.is_not(None))
        session.execute(open_.values(due_at=OutboxMessage.created_at))


def test_a_mail_server_takes_all_on_one_connection(database: Database, cast: Cast) -> None:
    write(database, "police", "health")
    with mail_server() as sink:
        assert deliver_due(database, settings(**SMTP | {"MAIL_SERVER": f"smtp://127.0.0.1:{sink.port}"})) == 2
    assert [str(m["To"]) for m in sink.messages] == [
        "police <police@rivermead.example>",
        "health <health@rivermead.example>",
    ]
    body = sink.messages[0].get_body(("plain",))
    assert body
    assert "https://consult.example/account" in body.get_content()
    assert states(database) == [(NoticeState.SENT, "", "Queued as 1"), (NoticeState.SENT, "", "Queued as 2")]


def test_one_refused_address_does_not_stop_the_others(database: Database, cast: Cast) -> None:
    write(database, "gone", "full", "health")
    with mail_server() as sink:
        sink.answers = {"gone@rivermead.example": "550 no such person", "full@rivermead.example": "452 mailbox is full"}
        assert deliver_due(database, settings(**SMTP | {"MAIL_SERVER": f"smtp://127.0.0.1:{sink.port}"})) == 1
    refused = "The mail server does not accept this address: "
    assert states(database) == [
        (NoticeState.FAILED, refused + "550 no such person", ""),
        (NoticeState.WAITING, refused + "452 mailbox is full", ""),
        (NoticeState.SENT, "", "Queued as 1"),
    ]


def test_a_server_that_is_away_ends_the_round_and_is_tried_later(database: Database, cast: Cast) -> None:
    write(database, "police", "health")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        away = settings(**SMTP | {"MAIL_SERVER": f"smtp://127.0.0.1:{taken.getsockname()[1]}"})
        assert deliver_due(database, away) == 0
    assert states(database) == [
        (NoticeState.WAITING, "The mail server refused the connection", ""),
        (NoticeState.WAITING, "", ""),
    ]
    make_due(database)
    with mail_server() as sink:
        assert deliver_due(database, settings(**SMTP | {"MAIL_SERVER": f"smtp://127.0.0.1:{sink.port}"})) == 2


def test_a_silent_server_is_not_waited_for(database: Database, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consult.notices.smtp.TIMEOUT", 0.3)
    write(database, "police")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        given = settings(**SMTP | {"MAIL_SERVER": f"smtp://127.0.0.1:{silent.getsockname()[1]}"})
        assert deliver_due(database, given) == 0
    assert states(database)[0][1].startswith("The mail server did not answer within")
    assert notices_mail.TIMEOUT <= 30


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost that nobody has signed, with its key."""
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    made += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(file), "-out", str(file.with_suffix(".crt"))]
    try:
        subprocess.run(made, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("no openssl here")
    return file


def test_tls_is_used_and_its_certificate_verified(
    database: Database, cast: Cast, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(database, "police")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate.with_suffix(".crt"), certificate)
    with mail_server(context, password="right") as sink:
        given = settings(**SMTP | {"MAIL_SERVER": f"smtp://me:right@localhost:{sink.port}?starttls"})
        deliver_due(database, given)
        assert states(database)[0][1].startswith("The mail server’s certificate cannot be trusted: self")
        assert sink.messages == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_suffix(".crt")))
        make_due(database)
        wrong = settings(**SMTP | {"MAIL_SERVER": f"smtp://me:wr0ng-pass@localhost:{sink.port}?starttls"})
        deliver_due(database, wrong)
        cause = states(database)[0][1]
        assert cause == "The mail server did not accept the user name or the password in MAIL_SERVER"
        make_due(database)
        assert deliver_due(database, given) == 1
        make_due(database)
    assert "wr0ng-pass" not in repr(wrong)


def test_notify_takes_subject_and_body(database: Database, cast: Cast) -> None:
    write(database, "police")
    with notify_server() as notify:
        assert deliver_due(database, settings(**NOTIFY, NOTIFY_SERVER=notify.address)) == 1
    assert states(database) == [(NoticeState.SENT, "", "notify-1")]
    (taken,) = notify.taken
    assert (taken["email_address"], taken["template_id"]) == ("police@rivermead.example", TEMPLATE)
    assert taken["personalisation"]["subject"] == "Your password was changed"
    assert "https://consult.example/account" in taken["personalisation"]["body"]
    assert notify.asked == []


def test_notify_is_asked_before_an_interrupted_message_is_sent_again(database: Database, cast: Cast) -> None:
    write(database, "police")
    with notify_server() as notify:
        given = settings(**NOTIFY, NOTIFY_SERVER=notify.address)
        deliver_due(database, given)
        with database.transaction() as session:  # as if the worker had been killed before it wrote down the answer
            back = {"state": NoticeState.SENDING, "due_at": OutboxMessage.created_at, "ended_at": None}
            session.execute(sa.update(OutboxMessage).values(**back, provider_id=""))
        assert deliver_due(database, given) == 1
    assert len(notify.taken) == len(notify.asked) == 1
    assert states(database) == [(NoticeState.SENT, "", "notify-1")]


@pytest.mark.parametrize(
    ("status", "state", "words"),
    [
        (400, NoticeState.FAILED, "GOV.UK Notify does not accept this message: 400 Something about the message"),
        (403, NoticeState.WAITING, "GOV.UK Notify did not accept NOTIFY_API_KEY: 403 Something about the message"),
        (429, NoticeState.WAITING, "GOV.UK Notify has taken as much mail as it takes for now: 429 Something"),
        (500, NoticeState.WAITING, "GOV.UK Notify has a fault of its own: 500 Something about the message"),
        (0, NoticeState.WAITING, "GOV.UK Notify cannot be reached"),
    ],
)
def test_what_notify_says_is_told(
    database: Database, cast: Cast, caplog: pytest.LogCaptureFixture, status: int, state: NoticeState, words: str
) -> None:
    write(database, "police")
    with notify_server() as notify:
        notify.status = status or 201
        deliver_due(database, settings(**NOTIFY, NOTIFY_SERVER=notify.address if status else "http://127.0.0.1:9"))
    (told,) = states(database)
    assert told[0] is state
    assert told[1].startswith(words)
    assert KEY not in caplog.text
    assert "22222222" not in caplog.text


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"MAIL_SERVER": "smtp://x.example"}, "MAIL_FROM"),
        ({"MAIL_FROM": "a@b.example"}, "MAIL_SERVER"),
        ({"NOTIFY_API_KEY": KEY}, "NOTIFY_TEMPLATE_ID"),
        ({"NOTIFY_TEMPLATE_ID": TEMPLATE}, "NOTIFY_API_KEY"),
        ({**SMTP, **NOTIFY}, "MAIL_SERVER and NOTIFY_API_KEY"),
        ({**SMTP, "PUBLIC_ADDRESS": ""}, "PUBLIC_ADDRESS"),
        ({"PUBLIC_ADDRESS": "consult.example"}, "PUBLIC_ADDRESS"),
        ({"PUBLIC_ADDRESS": "https://x.example/path"}, "PUBLIC_ADDRESS"),
        ({**SMTP, "MAIL_SERVER": "x.example"}, "MAIL_SERVER"),
        ({**SMTP, "MAIL_SERVER": "http://x.example"}, "MAIL_SERVER"),
        ({**SMTP, "MAIL_SERVER": "smtp://x.example:99999"}, "MAIL_SERVER"),
        ({**SMTP, "MAIL_SERVER": "smtp://x.example?tls"}, "MAIL_SERVER"),
        ({**SMTP, "MAIL_SERVER": "smtp://me:pass-w0rd@x.example"}, "MAIL_SERVER"),
        ({**SMTP, "MAIL_FROM": "nobody"}, "MAIL_FROM"),
        ({**SMTP, "MAIL_FROM": "a@b.example\nBcc: c@d.example"}, "MAIL_FROM"),
        ({**NOTIFY, "NOTIFY_API_KEY": "s3cr3t"}, "NOTIFY_API_KEY"),
        ({**NOTIFY, "NOTIFY_TEMPLATE_ID": "1"}, "NOTIFY_TEMPLATE_ID"),
        ({**NOTIFY, "NOTIFY_SERVER": "http://x.example"}, "NOTIFY_SERVER"),
    ],
)
def test_half_of_the_settings_is_refused_by_name(given: dict[str, str], name: str) -> None:
    with pytest.raises(SettingError, match=name) as refusal:
        read_settings(BASE | PLACE | given)
    assert "s3cr3t" not in str(refusal.value)
    assert "pass-w0rd" not in str(refusal.value)


def test_mail_settings_are_read() -> None:
    own = settings(**SMTP | {"MAIL_SERVER": "smtps://me%40x:p%2Fw@mail.example"}).mail
    assert own == MailSettings(SMTP["MAIL_FROM"], "mail.example", 465, "from the start", "me@x", "p/w")
    assert settings().mail is None
    assert read_settings({**BASE, "PORT": "8123"}).public_address == "http://127.0.0.1:8123"
