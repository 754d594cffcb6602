"""One's own account: access in words, sessions that can be ended, a password that can be changed, proof asked again."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from consult import dates
from consult.database import Database
from consult.demo.cast import PASSWORD, Cast, address
from consult.drafting.models import ConsultationResponse, Invitation, ResponseRole
from consult.history.models import HistoryEntry
from consult.people import passwords, services
from consult.people.credentials import FailedProof, FailedSignIn, SignedInSession
from consult.people.models import Person
from consult.permissions import Role
from consult.sign_in import rules
from consult.sign_in import services as sign_in_services
from consult.sign_in.attempts import Asker
from consult.sign_in.browsers import name_browser
from consult.sign_off.models import SignOffRound
from tests.counting import count_statements
from tests.factories.drafting import make_invitation
from tests.factories.situations import Drafting, sent
from tests.sign_in.accounts import CHROME, NEW, actions
from tests.sign_in.signing_in import leave_the_demo, make_older, next_code, set_up_factor, sign_in, stale_proof
from tests.visitor import HOST, Visitor

Visit = Callable[[str | None], Visitor]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("", "Unknown browser"),
        ("curl/8", "Unknown browser"),
        (CHROME, "Chrome on Windows"),
        (CHROME + " Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) Version/18.0 Safari/605.1.15", "Safari on Mac"),
    ],
)
def test_browsers_are_named_in_plain_words(header: str, name: str) -> None:
    assert name_browser(header) == name


def test_the_account_page_tells_what_one_may_do(cast: Cast, visit: Visit) -> None:
    partner = visit("Police partner").follow("Police partner")
    assert partner.heading == "My account"
    assert "Partner" in partner.text
    items = [item.text_content() for item in partner.document.xpath("//main//ul/li")]
    assert items == ["comment", "propose wording", "read consultations", "read responses", "search the library"]
    assert "settle comments" in visit("Policy officer").open("/account").text


def test_ones_own_access_and_sessions_have_an_end_and_ask_as_much_for_many_as_for_few(
    app: Flask, cast: Cast, drafting: Drafting, database: Database, visit: Visit
) -> None:
    number, body = cast.people["Parish clerk"].id, cast.people["Parish clerk"].organisation_id
    with database.transaction() as session:
        make_invitation(session, response_id=drafting.response, person_id=number)
    page = visit("Parish clerk").open("/account")
    with count_statements(app) as few:
        page.open("/account")
    with database.transaction() as session:
        copied = [column.key for column in ConsultationResponse.__table__.c if column.key != "id"]
        known = session.get_one(ConsultationResponse, drafting.response)
        for n in range(30):
            copy = ConsultationResponse(**{key: getattr(known, key) for key in copied} | {"title": f"Copy {n}"})
            session.add(copy)
            session.flush()
            asked = {"response_id": copy.id, "person_id": number}
            session.add(Invitation(organisation_id=body, mails=0,
                                   invited_at=dates.now(), **asked))  # fmt: skip
            session.add(ResponseRole(role=Role.OBSERVER, given_at=dates.now(), given_by_id=number, **asked))
            sign_in_services.open_session(session, person=session.get_one(Person, number), browser=f"Browser {n}")
    with count_statements(app) as many:
        page.open("/account")
    assert many.statements == few.statements
    assert "Page 1 of 3" in page.text
    assert len(page.document.xpath("//tbody/tr")) == 25
    assert page.document.xpath("//tbody/tr")[0].text_content().count("This one") == 1
    assert "And 6 more" in page.text
    page.open("/account?page=3")
    assert "Page 3 of 3" in page.text
    assert "Comment and propose wording on Copy 0" in page.text


def test_a_session_ended_elsewhere_is_out_at_its_next_request(app: Flask, cast: Cast, database: Database) -> None:
    here, there = sign_in(app, "Police partner"), sign_in(app, "Police partner", browser=CHROME)
    here.open("/account")
    assert "Chrome on Windows" in here.text
    assert here.text.count("This one") == 1
    here.submit("Sign out there")
    assert "You are signed out of Chrome on Windows" in here.text
    assert there.open("/").heading == "Sign in"
    assert here.open("/account").heading == "My account"
    assert not here.has_button("Sign out everywhere else")
    assert "signed out elsewhere" in actions(database)


def test_short_words_and_the_name_of_a_file_come_back_when_the_session_has_ended(app: Flask, cast: Cast) -> None:
    administrator = sign_in(app, "Administrator").open("/people/new")
    sheets = sign_in(app, "Administrator").open("/people/import")
    sign_in(app, "Administrator").open("/account").submit("Sign out everywhere else")
    administrator.submit("Add person", _expect=401, name="Ward clerk", email="w@b.example", roles=["policy_officer"])
    kept = [area.text_content().strip() for area in administrator.document.xpath("//textarea")]
    assert kept == ["Ward clerk", "w@b.example"], "what was typed, and not what was chosen"
    sheets.submit("Continue", _expect=401, sheet=("people of ours.csv", b"Name,Email"))
    assert "people of ours.csv (select this file again)" in sheets.text


def test_sign_out_everywhere_else_keeps_this_one_and_other_people(app: Flask, cast: Cast) -> None:
    here, *there = (sign_in(app, "Police partner") for _ in range(4))
    other = sign_in(app, "Health partner")
    here.open("/account").submit("Sign out everywhere else")
    assert here.heading == "My account"
    assert [visitor.open("/").heading for visitor in there] == ["Sign in"] * 3
    assert other.open("/").heading == "What needs you now"


@pytest.mark.authz
def test_nobody_ends_the_session_of_another(app: Flask, cast: Cast, database: Database) -> None:
    mine, theirs = sign_in(app, "Police partner"), sign_in(app, "Health partner")
    with database.session(read_only=True) as session:
        numbers = list(session.scalars(sa.select(SignedInSession.id).order_by(SignedInSession.id)))
    token = mine.open("/account").document.xpath("//input[@name='csrf_token']")[0].get("value")
    for number in (*numbers, 987654):  # one's own, which is left by signing out; another's; one that is not there
        answer = mine.client.post(
            f"/account/sessions/{number}/end", base_url="http://localhost", data={"csrf_token": token}
        )
        assert answer.status_code == 404
    assert mine.open("/").heading == theirs.open("/").heading == "What needs you now"


def test_changing_the_password(app: Flask, cast: Cast, database: Database) -> None:
    here, there = sign_in(app, "Police partner"), sign_in(app, "Police partner")
    here.open("/account").follow("Change password")
    for current, new, message in (
        ("a wrong password", NEW, "The password you gave is not your password"),
        (PASSWORD, "short", "Password must be 15 characters or more"),
        (PASSWORD, "Rivermead Police 2026", "too easy to guess"),
        (PASSWORD, "police.partner@rivermead", "too easy to guess"),
        (PASSWORD, "qwertyuiopasdfgh", "too easy to guess"),
        (PASSWORD, PASSWORD, "must be different"),
        (PASSWORD, "", "Enter a new password"),
    ):
        here.submit("Change password", _expect=422, current_password=current, new_password=new)
        assert message in here.text
        assert not current or current not in here.html
    here.submit("Change password", current_password=PASSWORD, new_password=NEW)
    assert "Your password was changed" in here.text
    assert there.open("/").heading == "Sign in"
    assert here.open("/").heading == "What needs you now"
    assert "password changed" in actions(database)
    assert sign_in(app, "Police partner", NEW).path == "/"
    with database.session(read_only=True) as session:
        assert not [d for d in session.scalars(sa.select(HistoryEntry.details)) if NEW in d or PASSWORD in d]


def test_changing_the_password_gives_the_session_a_new_token(app: Flask, cast: Cast) -> None:
    here = sign_in(app, "Police partner")
    with here.client.session_transaction(base_url="http://localhost") as browser:
        before = browser["token"]
    here.open("/account/password").submit("Change password", current_password=PASSWORD, new_password=NEW)
    thief = Visitor(app.test_client())
    with thief.client.session_transaction(base_url="http://localhost") as browser:
        browser["token"] = before
    assert thief.open("/").heading == "Sign in"


def test_guessing_the_current_password_is_stopped(app: Flask, cast: Cast, database: Database) -> None:
    here = sign_in(app, "Police partner").open("/account/password")
    for _ in range(rules.FAILED_PROOFS_ALLOWED):
        here.submit("Change password", _expect=422, current_password="wrong", new_password=NEW)
    here.submit("Change password", _expect=422, current_password=PASSWORD, new_password=NEW)
    assert "Too many wrong attempts" in here.text
    make_older(database, FailedProof.at, 16)
    here.submit("Change password", current_password=PASSWORD, new_password=NEW)


def test_eight_characters_are_enough_with_a_second_factor(app: Flask, cast: Cast) -> None:
    here = sign_in(app, "Police partner")
    key, _ = set_up_factor(here)
    here.open("/account/password")
    assert "At least 8 characters" in here.text
    here.submit("Change password", _expect=422, current_password=PASSWORD, new_password="police12")
    short = "vK8#qp2zLt"
    here.submit("Change password", current_password=PASSWORD, new_password=short)
    here.open("/account/second-factor").follow("Turn the second factor off")
    here.submit("Turn off", _expect=422, password=short, code=next_code(key))
    assert "fewer than 15 characters, which is enough only with a second factor" in here.text
    administrator = sign_in(app, "Administrator").open(f"/people/{cast.people['Police partner'].id}")
    administrator.submit("Turn off their second factor")
    there = Visitor(app.test_client()).open("/sign-in")
    there.submit("Sign in", _expect=422, email=address("Police partner"), password=short)
    assert "Without a second factor your password must have 15 characters" in there.text
    assert there.open("/").heading == "Sign in"


@pytest.mark.parametrize("password", ["rivermead borough council", "Policy.Officer2026!", "consultation responses"])
def test_local_words_add_nothing_to_a_password(session: sa.orm.Session, cast: Cast, password: str) -> None:
    officer = session.get_one(Person, cast.people["Policy officer"].id)
    words = passwords.local_words(officer.name, officer.email, "Rivermead Borough Council")
    with pytest.raises(passwords.WeakPassword, match="too easy to guess"):
        passwords.check_password(password, words=words)
    passwords.check_password(f"{password} seven otters", words=words)


def test_attempts_from_one_network_are_limited(session: sa.orm.Session, cast: Cast) -> None:
    def attempt(n: int, client: str) -> None:
        sign_in_services.sign_in(session, email=f"n{n}@elsewhere.example", password="wrong", asker=Asker(client))

    session.add_all(
        FailedSignIn(email=f"n{n}@elsewhere.example", client="203.0.113.9", at=services.dates.now())
        for n in range(rules.FAILURES_OF_A_CLIENT - 1)
    )
    with pytest.raises(rules.SignInRefused):
        attempt(90, "203.0.113.9")
    with pytest.raises(rules.TooManyAttempts, match="network"):
        attempt(91, "203.0.113.9")
    for client in ("203.0.113.10", "", "", ""):  # another network, and those that are not known
        with pytest.raises(rules.SignInRefused):
            attempt(92, client)
    sa_update = sa.update(FailedSignIn).values(at=services.dates.now() - rules.FAILURES_WITHIN)
    session.execute(sa_update)
    with pytest.raises(rules.SignInRefused):
        attempt(93, "203.0.113.9")


def test_a_held_up_act_goes_on_with_all_that_was_typed(app: Flask, demo: Cast, database: Database) -> None:
    leave_the_demo(app)
    approver = sign_in(app, "Council Executive").open("/account/second-factor")
    stale_proof(database)
    approver.submit("Set up", _expect=401)
    assert approver.heading == "Show that it is you"
    approver.submit("Continue", _expect=401, proof_password="a wrong password")
    assert "The password you gave is not your password" in approver.text
    approver.submit("Continue", _expect=401, proof_password="")
    assert "Enter your password" in approver.text
    approver.submit("Continue", proof_password=PASSWORD)
    assert approver.has_button("Turn on")
    assert approver.path == "/account/second-factor"
    approver.submit("Turn on", _expect=422, code="000000")  # proved: not asked again


def test_a_decision_is_held_up_and_nothing_typed_is_lost(app: Flask, demo: Cast, database: Database) -> None:
    leave_the_demo(app)
    with database.session(read_only=True) as opened:
        number = opened.scalar(sa.select(SignOffRound.id).where(SignOffRound.ended_at.is_(None)))
    approver = sign_in(app, "Council Executive").open(f"/rounds/{number}").follow("Record the decision of")
    minute = "Minute 41: the Executive welcomes <b>this</b> & the map.\nSecond line, long enough to see."
    stale_proof(database)
    typed = {"meeting_on__day": "7", "meeting_on__month": "February", "meeting_on__year": "2006"}
    approver.submit("Record the decision", _expect=401, verdict="approve", minute=minute, **typed)
    assert approver.heading == "Show that it is you"
    assert "Second line, long enough to see." in approver.text
    assert "decision recorded" not in actions(database)[-1]
    approver.submit("Continue", proof_password=PASSWORD)
    assert "The decision of Rivermead Borough Council is on record" in approver.text
    assert "Second line, long enough to see." in approver.open(f"/rounds/{number}").text
    assert PASSWORD not in approver.html


def test_a_form_from_elsewhere_is_not_held_up_for_a_password(app: Flask, cast: Cast, database: Database) -> None:
    leave_the_demo(app)
    with database.transaction() as session:
        number = sent(session, cast).decisions[0].id
    approver = sign_in(app, "Council Executive")
    stale_proof(database)
    answer = approver.client.post(f"/decisions/{number}", base_url="http://localhost", data={"verdict": "approve"})
    assert answer.status_code == 400


def test_the_demo_asks_for_no_proof_that_nobody_could_give(
    app: Flask, cast: Cast, database: Database, visit: Visit
) -> None:
    approver = visit("Council Executive").open("/account/second-factor")
    stale_proof(database)
    assert approver.submit("Set up").has_button("Turn on")


@pytest.mark.parametrize(
    ("name", "status"),
    [("Policy officer", 200), ("Police partner", 404), ("Council Executive", 404), ("Administrator", 404)],
)
def test_emails_about_comments_are_chosen_by_those_to_whom_the_choice_is_offered(
    cast: Cast, visit: Visit, name: str, status: int
) -> None:
    person = visit(name).open("/account")
    assert ("/account/mail" in person.html) == (status == 200)
    assert person.open("/account/mail", expect=None).status == status
    token = person.open("/account/password").document.xpath("//input[@name='csrf_token']/@value")[0]
    sent = person.client.post("/account/mail", base_url=HOST, data={"csrf_token": token, "comments": "never"})
    assert (sent.status_code == 404) == (status == 404)
