"""Holding a password against its hash takes long on purpose: it is done for a try that counts, and for no other."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.database import Database
from consult.demo.cast import PASSWORD, Cast
from consult.history.turns import in_turn
from consult.people import passwords
from consult.people.credentials import FailedProof, FailedSignIn
from consult.people.models import Person
from consult.people.passwords import Weighed
from consult.sign_in.rules import FAILED_PROOFS_ALLOWED, FAILURES_ALLOWED
from tests.sign_in.signing_in import sign_in
from tests.visitor import HOST, Visitor

PARTNER, ADDRESS = "Police partner", "police.partner@rivermead.example"
NEW = "nine herons wait for it"


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch, database: Database) -> list[str]:
    """The passwords that were hashed, or held against a hash, during the test: each while others could write."""
    seen: list[str] = []
    verify, hash_new = passwords._verify, Weighed.hash_new

    def note(password: str) -> None:
        seen.append(password)
        with database.transaction() as rival:
            in_turn(rival)  # it would wait, and fail, for whoever holds the lock
            rival.execute(sa.update(Person).values(active=Person.active))

    def held(stored: str, password: str) -> bool:
        note(password)
        return verify(stored, password)

    def made(weighed: Weighed, password: str) -> str:
        if password not in weighed._hashes:
            note(password)
        return hash_new(weighed, password)

    monkeypatch.setattr(passwords, "_verify", held)
    monkeypatch.setattr(Weighed, "hash_new", made)
    return seen


def send(visitor: Visitor, path: str, **fields: str) -> int:
    """Send a form as the open page would, with its token unless another is given; the status of the answer."""
    token = visitor.document.xpath("//input[@name='csrf_token']/@value")[0]
    given = {"csrf_token": token, **fields}
    visitor._take(visitor.client.post(path, base_url=HOST, data=given))
    return visitor.status


@pytest.mark.parametrize(
    "wrong",
    [
        {"csrf_token": "of another site"}, {"csrf_token": ""}, {"email": ""}, {"email": "\u200b"}, {"email": " "},
        {"email": "a" * 255}, {"password": ""}, {"password": "p" * 201},
    ],
)  # fmt: skip
def test_a_stranger_costs_no_hash_with_a_form_that_is_not_looked_at(
    app: Flask, cast: Cast, database: Database, hashed: list[str], wrong: dict[str, str]
) -> None:
    stranger = Visitor(app.test_client()).open("/sign-in")
    assert send(stranger, "/sign-in", **{"email": ADDRESS, "password": "wrong", **wrong}) in (400, 422)
    assert hashed == []
    assert failures(database, FailedSignIn) == 0, "what is not counted costs nothing"


def failures(database: Database, table: type[FailedSignIn] | type[FailedProof]) -> int:
    with database.session(read_only=True) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def test_each_try_of_a_stranger_costs_one_and_none_when_there_were_too_many(
    app: Flask, cast: Cast, database: Database, hashed: list[str]
) -> None:
    stranger = Visitor(app.test_client()).open("/sign-in")
    for n in range(1, FAILURES_ALLOWED + 1):
        assert send(stranger, "/sign-in", email=ADDRESS, password="wrong") == 422
        assert (len(hashed), failures(database, FailedSignIn)) == (n, n)
    assert send(stranger, "/sign-in", email=ADDRESS, password=PASSWORD) == 422
    assert len(hashed) == FAILURES_ALLOWED


@pytest.mark.parametrize(
    ("path", "name"), [("/account/password", "current_password"), ("/account/email", "proof_password")]
)
def test_somebody_signed_in_costs_none_with_a_form_of_another_site(
    app: Flask, cast: Cast, hashed: list[str], path: str, name: str
) -> None:
    person = sign_in(app, PARTNER).open("/account/password")
    hashed.clear()
    assert send(person, path, **{"csrf_token": "x", name: "wrong", "new_password": NEW}) == 400
    assert hashed == []


def test_no_more_is_weighed_after_too_many_wrong_ones_of_a_person(
    app: Flask, cast: Cast, database: Database, hashed: list[str]
) -> None:
    person = sign_in(app, PARTNER).open("/account/password")
    change: Callable[[str], int] = lambda current: send(  # noqa: E731
        person, "/account/password", current_password=current, new_password=NEW
    )
    for n in range(1, FAILED_PROOFS_ALLOWED + 1):
        assert change("wrong") == 422
        assert failures(database, FailedProof) == n
    hashed.clear()
    assert change(PASSWORD) == 422
    assert "Too many wrong attempts" in person.text
    assert hashed == []


def test_who_signs_in_or_changes_a_password_keeps_nobody_from_writing_meanwhile(
    app: Flask, cast: Cast, hashed: list[str]
) -> None:
    person = Visitor(app.test_client()).open("/sign-in")
    assert send(person, "/sign-in", email=ADDRESS, password=PASSWORD) == 200
    person.open("/account/password")
    assert send(person, "/account/password", current_password=PASSWORD, new_password=NEW) == 200
    assert hashed == [PASSWORD, PASSWORD, NEW]
