"""What a rule refuses has a link in the error summary: to the field, or to where it is mended."""

from collections.abc import Callable

import sqlalchemy as sa
from flask import Flask

from consult.database import Database
from consult.demo.cast import PASSWORD, Cast
from consult.question_sets.models import Consultation, Question, QuestionSet, QuestionSetState
from tests.factories.situations import Drafting
from tests.sign_in.adding_passkeys import add_in_pages
from tests.sign_in.signing_in import leave_the_demo, next_code, set_up_factor, sign_in, stale_proof
from tests.sign_in.software_key import SoftwareKey
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]
OFFICER, PARTNER = "Policy officer", "Police partner"
PAPER = b"Consultation on village halls\n\n1. Should every village have a hall?\n\n2. Who should pay for it?\n"


def leads_to(page: Visitor) -> list[str]:
    """Where the messages of the error summary lead: each leads to something that is there."""
    messages = page.document.xpath("//div[contains(@class, 'govuk-error-summary')]//li")
    assert messages, page.text
    found = []
    for each in messages:
        (link,) = each.xpath(".//a/@href")
        found.append(link)
        assert link.startswith("/") or page.document.xpath(f"//*[@id='{link[1:]}']"), link
    return found


def test_at_signing_in(app: Flask, cast: Cast, database: Database) -> None:
    assert leads_to(sign_in_wrongly(app)) == ["#email"]
    person = sign_in(app, PARTNER)
    key, _ = set_up_factor(person)
    waiting = sign_in(app, PARTNER)
    assert leads_to(waiting.submit("Continue", _expect=422, code="000000")) == ["#code"]
    waiting.follow("use a recovery code")
    assert leads_to(waiting.submit("Continue", _expect=422, code="2345-6789-ABCD-EFGH")) == ["#code"]
    person.open("/account/second-factor/off")
    refused = person.submit("Turn", _expect=422, password="not this one", code=next_code(key))
    assert leads_to(refused) == ["#password"]
    assert leads_to(person.submit("Turn", _expect=422, password=PASSWORD, code="000000")) == ["#code"]


def sign_in_wrongly(app: Flask) -> Visitor:
    """Somebody who gives another password than theirs."""
    visitor = Visitor(app.test_client()).open("/sign-in")
    return visitor.submit("Sign in", _expect=422, email="policy.officer@rivermead.example", password="not this one")


def test_at_ones_password_and_proofs(app: Flask, cast: Cast, database: Database) -> None:
    person = sign_in(app, PARTNER).open("/account/password")
    refused = person.submit(
        "Change", _expect=422, current_password="not this one", new_password="nine herons wait for it"
    )
    assert leads_to(refused) == ["#current_password"]
    assert leads_to(person.submit("Change", _expect=422, current_password=PASSWORD, new_password="short")) == [
        "#new_password"
    ]
    leave_the_demo(app)
    stale_proof(database)
    person.open("/account/second-factor").submit("Set up", _expect=401)
    assert leads_to(person.submit("Continue", _expect=401, proof_password="not this one")) == ["#proof_password"]


def test_at_passkeys(app: Flask, cast: Cast) -> None:
    leave_the_demo(app, require_second_factor=True)
    person = sign_in(app, "Council Executive")
    add_in_pages(person, SoftwareKey())
    person.open("/account/second-factor").follow("Change Blue key").submit("Remove this passkey", _expect=422)
    assert leads_to(person) == ["/account/second-factor"]
    waiting = sign_in(app, "Council Executive")
    assert leads_to(waiting.submit("Use a passkey", _expect=422, credential="nonsense")) == ["#passkey"]
    person.open("/account/passkeys/new").submit("Continue", name="Red key")
    assert leads_to(person.submit("Create the passkey", _expect=422, credential="nonsense")) == ["#name"]


def test_at_publishing_questions(demo: Cast, database: Database, visit: Visit) -> None:
    officer = visit(OFFICER).open("/consultations/load").submit("Load", paper=("halls.txt", PAPER)).wait_until_read()
    with database.transaction() as session:
        newest = sa.select(QuestionSet).where(QuestionSet.state == QuestionSetState.IN_REVIEW)
        made = session.scalars(newest.order_by(QuestionSet.id.desc())).first()
        assert made
        number, consultation = made.id, made.consultation_id
        session.execute(sa.update(Question).where(Question.question_set_id == number).values(accepted=True))
        first = session.scalars(sa.select(Question.id).where(Question.question_set_id == number)).first()
    officer.open(f"/question-sets/{number}")

    def changed(statement: sa.Update, says: str, leads: str) -> None:
        with database.transaction() as session:
            session.execute(statement)
        refused = officer.submit("Publish", _expect=409)
        assert says in refused.text
        assert leads_to(refused) == [leads]

    details = f"/consultations/{consultation}/details"
    mine = Consultation.id == consultation
    changed(sa.update(Consultation).where(mine).values(issuing_body=""), "Enter the issuing body", details)
    changed(
        sa.update(Consultation).where(mine).values(issuing_body="A ministry", closing_at=None),
        "Enter the closing date",
        details,
    )
    empty = sa.update(Question).where(Question.id == first).values(text=" ")
    changed(empty, "has no text", f"/questions/{first}")


def test_at_sending_and_submitting(drafting: Drafting, visit: Visit) -> None:
    response = f"/responses/{drafting.response}"
    officer = visit(OFFICER).open(f"{response}/sign-off")
    assert leads_to(officer.submit("Send for sign-off", _expect=409)) == [f"{response}/answers"]
