"""The headers of a mail say to every parser what was meant."""

import email
from datetime import UTC, datetime
from email import policy
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.utils import getaddresses, parseaddr

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from consult.notices.mail import Mail
from consult.notices.rendering import one_line
from consult.notices.smtp import compose

NAMES = (
    "Police partner",
    "Smith, Jones, and others",
    'Said "hello", \\ and left',
    "Łódź, Straße, Ærø",
    "協議会, 東京",
    "a" * 200,
    "Department, of long names, with commas, " * 5,
    "Ünal, " * 33,
    "=?utf-8?B?eA==?=",
    "one@two.example, three",
    "(a comment) and; a: semicolon",
    "😀" * 100,
    "O'Neil-Smith.",
)


def sent(name: str, subject: str = "Hello", sender: str = "Us <us@council.example>") -> bytes:
    """A mail as it leaves."""
    moment = datetime(2027, 3, 1, tzinfo=UTC)
    return compose(
        Mail(
            "f" * 32,
            1,
            "who@rivermead.example",
            one_line(name)[:200],
            one_line(subject)[:200],
            "Hi\n",
            "<p>Hi</p>",
            moment,
        ),
        sender,
    ).as_bytes()


def check(name: str, subject: str) -> None:
    """What was given is what is read, by the parser of today and by that of old."""
    name, subject = one_line(name)[:200].strip(), one_line(subject)[:200].strip()
    content = sent(name, subject)
    head = content.partition(b"\r\n\r\n")[0]
    assert head.isascii()
    assert b"\n" not in head.replace(b"\r\n", b"")
    assert max(map(len, head.split(b"\r\n"))) <= 998
    new = email.message_from_bytes(content, policy=policy.default)
    (mailbox,) = new["To"].addresses
    assert (mailbox.display_name, mailbox.addr_spec) == (name, "who@rivermead.example")
    assert not new["To"].defects
    assert new["Subject"] == subject
    assert sorted(new.keys()) == sorted(
        ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"]
    )
    old = email.message_from_bytes(content, policy=policy.compat32)
    ((shown, address),) = getaddresses([old["To"].replace("\r\n", "")])
    assert (str(make_header(decode_header(shown))) if shown else "", address) == (name, "who@rivermead.example")
    assert str(make_header(decode_header(old["Subject"].replace("\r\n", "")))) == subject


@pytest.mark.parametrize("name", NAMES)
def test_names_with_commas_and_all_letters_come_back(name: str) -> None:
    check(name, "Hello")
    check("Police partner", name)


@given(st.text(max_size=250), st.text(max_size=250))
@example("a\r\nBcc: everybody@evil.example", "b\r\n\r\n<html>")
@example("x\u2028Bcc: a@evil.example", "\x85c\x0bd\x1ce")
def test_any_name_and_any_subject_come_back(name: str, subject: str) -> None:
    check(name, subject)


def test_the_sender_may_have_a_comma_too() -> None:
    found = email.message_from_bytes(
        sent("You", sender='"Rivermead, Łódź and others" <us@council.example>'), policy=policy.default
    )
    assert found["From"].addresses == (Address("Rivermead, Łódź and others", addr_spec="us@council.example"),)
    assert parseaddr(str(found["From"]))[1] == "us@council.example"
