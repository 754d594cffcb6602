"""Signing in: what is refused looks alike, guessing is slowed, whoever leaves is out at once."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher, Type
from flask import Flask
from sqlalchemy.orm import Session

from consult import dates
from consult.database import Database
from consult.demo.cast import PASSWORD, Cast, address
from consult.people import passwords
from consult.people.credentials import FailedSignIn, SignedInSession
from consult.people.models import Person
from consult.sign_in import rules
from consult.sign_in import services as sign_in_services
from consult.sign_in.attempts import Asker
from tests.factories.situations import Drafting
from tests.house import csrf
from tests.sign_in.links import at_once
from tests.visitor import HOST, Visitor

Visit = Callable[[str | None], Visitor]


def test_signing_in_and_out(cast: Cast, visit: Visit) -> None:
    visitor = visit(None).open("/sign-in")
    visitor.submit("Sign in", email=f" {address('Police partner').upper()} ", password=PASSWORD)
    assert visitor.path == "/"
    assert "Police partner, Rivermead Police" in visitor.html
    visitor.submit("Sign out")
    assert visitor.open("/").heading == "Sign in"


def test_a_wrong_password_and_an_unknown_address_look_alike(cast: Cast, visit: Visit) -> None:
    told = []
    for email in (address("Police partner"), "nobody@rivermead.example"):
        visitor = visit(None).open("/sign-in")
        visitor.submit("Sign in", _expect=422, email=email, password="wrong but long enough")
        told.append(visitor.text.replace(email, ""))
        assert "wrong but long enough" not in visitor.html
    assert told[0] == told[1]


def test_guessing_is_stopped_for_that_address(cast: Cast, database: Database, visit: Visit) -> None:
    visitor = visit(None)
    email = address("Police partner")
    for _ in range(rules.FAILURES_ALLOWED):
        visitor.open("/sign-in").submit("Sign in", _expect=422, email=email, password="a wrong password")
    visitor.open("/sign-in").submit("Sign in", _expect=422, email=email, password=PASSWORD)
    assert "Too many attempts" in visitor.text
    with database.transaction() as session:
        session.execute(sa.update(FailedSignIn).values(at=dates.now() - timedelta(hours=1)))
    assert visitor.open("/sign-in").submit("Sign in", email=email, password=PASSWORD).path == "/"


def test_the_session_ends_after_two_idle_hours_and_after_twelve(cast: Cast, database: Database, visit: Visit) -> None:
    for column, age in (
        (SignedInSession.last_seen_at, rules.IDLE),
        (SignedInSession.signed_in_at, rules.ABSOLUTE),
    ):
        visitor = visit("Police partner")
        with database.transaction() as session:
            session.execute(sa.update(SignedInSession).values({column: dates.now() - age + timedelta(minutes=1)}))
        assert visitor.open("/").heading == "What needs you now"
        with database.transaction() as session:
            session.execute(sa.update(SignedInSession).values({column: dates.now() - age - timedelta(minutes=1)}))
        assert visitor.open("/").heading == "Sign in"


def test_using_the_service_moves_the_idle_limit_on(cast: Cast, database: Database, visit: Visit) -> None:
    visitor = visit("Police partner")
    long_ago = dates.now() - timedelta(minutes=90)
    with database.transaction() as session:
        session.execute(sa.update(SignedInSession).values(last_seen_at=long_ago))
    visitor.open("/")
    with database.session(read_only=True) as session:
        seen = session.scalar(sa.select(SignedInSession.last_seen_at))
    assert seen is not None
    assert dates.now() - seen < timedelta(minutes=1)


@pytest.mark.parametrize("typed", [True, False])
def test_a_page_that_is_open_keeps_nobody_signed_in_unless_they_type(
    drafting: Drafting, database: Database, visit: Visit, typed: bool
) -> None:
    officer, answer = visit("Policy officer").open("/"), f"/answers/{drafting.answers[0]}"
    before = seen_long_ago(database)
    sent = {"csrf_token": csrf(officer), "kept_n": "0", "based_on": "1", "window": "one"}
    if typed:
        sent["text"] = "Half a thought"
    assert officer.client.post(f"{answer}/unsaved", base_url=HOST, data=sent).status_code == 200
    assert (last_seen(database) > before) == typed


@pytest.mark.parametrize(("asks", "counts"), [("empty", False), ("document", True)])
def test_a_page_that_looks_for_news_by_itself_keeps_nobody_signed_in(
    cast: Cast, database: Database, visit: Visit, asks: str, counts: bool
) -> None:
    partner, before = visit("Police partner"), seen_long_ago(database)
    assert partner.client.get("/", base_url=HOST, headers={"Sec-Fetch-Dest": asks}).status_code == 200
    assert (last_seen(database) > before) == counts


def seen_long_ago(database: Database) -> datetime:
    """Everybody who is signed in did nothing for so long; since when."""
    with database.transaction() as session:
        session.execute(sa.update(SignedInSession).values(last_seen_at=dates.now() - timedelta(minutes=90)))
    return last_seen(database)


def last_seen(database: Database) -> datetime:
    """When somebody was last seen."""
    with database.session(read_only=True) as session:
        return session.scalars(sa.select(SignedInSession.last_seen_at)).one()


def test_only_a_hash_of_the_token_is_kept(app: Flask, cast: Cast, database: Database, visit: Visit) -> None:
    visitor = visit("Police partner")
    with visitor.client.session_transaction(base_url="http://localhost") as browser:
        token = browser["token"]
    with database.session(read_only=True) as session:
        kept = session.scalar(sa.select(SignedInSession.token_sha256))
    assert token
    assert kept != token


def test_somebody_switched_off_is_out_at_the_next_request(cast: Cast, visit: Visit) -> None:
    partner, administrator = visit("Police partner"), visit("Administrator")
    number = cast.people["Police partner"].id
    form = administrator.open(f"/people/{number}").form_with("Save")
    form.fields["active"] = None
    administrator.client.post(f"/people/{number}", base_url="http://localhost", data=dict(form.form_values()))
    assert partner.open("/").heading == "Sign in"


def test_adding_people_and_organisations(cast: Cast, visit: Visit) -> None:
    administrator = visit("Administrator").open("/organisations/new")
    administrator.submit("Add organisation", name="Rivermead Fire Service", kind="partner")
    administrator.open("/organisations/new")
    administrator.submit("Add organisation", _expect=422, name="rivermead fire service", kind="partner")
    assert "already an organisation with this name" in administrator.text
    administrator.open("/people/new")
    organisation = next(
        o.get("value") for o in administrator.document.iter("option") if "Fire" in (o.text_content() or "")
    )
    fields = {"name": "Fire partner", "email": "fire@rivermead.example", "organisation": organisation}
    administrator.submit("Add person", **fields, roles=["partner"])
    assert "Fire partner was added" in administrator.text
    for password in ("", "None", PASSWORD):  # nobody has one that nobody chose
        visitor = visit(None).open("/sign-in")
        visitor.submit("Sign in", _expect=422, email=fields["email"], password=password)


def test_the_last_administrator_stays(cast: Cast, visit: Visit) -> None:
    administrator = visit("Administrator").open(f"/people/{cast.people['Administrator'].id}")
    administrator.submit("Save", _expect=422, roles=["partner"])
    assert "only administrator" in administrator.text


@pytest.mark.parametrize(
    ("password", "good"),
    [
        ("short", False),
        ("passwordpassword", False),
        ("aaaaaaaaaaaaaaaaaaaa", False),
        ("council123456council", False),
        ("x" * 201, False),
        ("seven otters cross slowly", True),
    ],
)
def test_passwords(password: str, good: bool) -> None:
    if good:
        passwords.check_password(password)
    else:
        with pytest.raises(passwords.WeakPassword):
            passwords.check_password(password)


def test_demo_people_need_a_password_outside_the_demo(app: Flask, cast: Cast) -> None:
    app.extensions["settings"] = app.extensions["settings"].__class__(
        **{**app.extensions["settings"].__dict__, "demo": False}
    )
    visitor = Visitor(app.test_client()).open("/sign-in")
    assert not visitor.has_button("Police partner")
    token = visitor.document.xpath("//input[@name='csrf_token']")[0].get("value")
    address = f"/sign-in/demo/{cast.people['Police partner'].id}"
    response = visitor.client.post(address, base_url="http://localhost", data={"csrf_token": token})
    assert response.status_code == 404


def test_a_known_and_an_unknown_address_cost_the_same_hashing(
    session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Counting(PasswordHasher):
        """The real one, which also says how often it worked."""

        worked = 0

        def hash(self, *arguments: object, **options: object) -> str:
            Counting.worked += 1
            return super().hash(*arguments, **options)  # type: ignore[arg-type]

        def verify(self, *arguments: object) -> bool:  # type: ignore[override]
            Counting.worked += 1
            return super().verify(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(passwords, "_hasher", Counting(time_cost=1, memory_cost=64, parallelism=1))
    session.execute(sa.update(Person).where(Person.name == "Health partner").values(password_hash=None))
    worked = []
    unknown = "nobody@rivermead.example"
    for email in (unknown, unknown, address("Police partner"), address("Health partner"), unknown):
        before = Counting.worked
        with pytest.raises(rules.SignInRefused):
            sign_in_services.sign_in(session, email=email, password="wrong but long enough")
        worked.append(Counting.worked - before)
    assert worked == [2, 1, 1, 1, 1], "only the first of all has a hash made for nobody"


def test_of_many_wrong_passwords_at_once_no_more_than_allowed_are_tried(database: Database, cast: Cast) -> None:
    def attempt() -> None:
        with database.session() as session:
            try:
                sign_in_services.sign_in(
                    session, email=address("Police partner"), password="wrong", asker=Asker("203.0.113.9")
                )
            finally:
                session.commit()

    found = at_once(rules.FAILURES_ALLOWED + 6, attempt)
    assert len([each for each in found if isinstance(each, rules.SignInRefused)]) == rules.FAILURES_ALLOWED
    assert len([each for each in found if isinstance(each, rules.TooManyAttempts)]) == 6


def test_guessing_passwords_is_slow(quick_passwords: PasswordHasher) -> None:
    # RFC 9106, low-memory profile: 64 MiB, three passes.
    assert quick_passwords.type is Type.ID
    assert (quick_passwords.memory_cost, quick_passwords.time_cost) >= (65536, 3)
