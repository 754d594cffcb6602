"""What a rule refuses has a link in the error summary: to the field, or to where it is mended."""

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from consult import dates
from consult.database import Database
from consult.demo.cast import PASSWORD, Cast
from consult.drafting.models import ConsultationResponse, Invitation, ResponseRole, SignOffBody
from consult.drafting.states import ResponseState
from consult.library import queueing
from consult.notices.models import OutboxMessage
from consult.permissions import Role
from consult.question_sets.models import Consultation, Question, QuestionSet, QuestionSetState
from tests.factories.situations import Drafting
from tests.hostile.forms import Field, PageForm
from tests.hostile.setting import _newer_edition
from tests.hostile.walking import NEEDED, Someone, Walk
from tests.sign_in.adding_passkeys import add_in_pages
from tests.sign_in.signing_in import leave_the_demo, next_code, set_up_factor, sign_in, stale_proof
from tests.sign_in.software_key import SoftwareKey
from tests.summaries import led_nowhere, messages
from tests.visitor import HOST, Visitor

Visit = Callable[[str | None], Visitor]
OFFICER, PARTNER = "Policy officer", "Police partner"
ANSWERS = b"Question 1: Should every village have a hall?\n\nAnswer: Yes, every one of them.\n"
PAPER = b"Consultation on village halls\n\n1. Should every village have a hall?\n\n2. Who should pay for it?\n"


def leads_to(page: Visitor) -> list[str]:
    """Where the messages of the error summary lead: each leads to something that is there."""
    found = messages(page.document)
    assert found, page.text
    assert list(led_nowhere(page.client.application, page.html)) == []
    return [str(link) for each in found for link in each.xpath(".//a/@href")]


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


NUMBER, SHA256 = re.compile(r"\d+"), re.compile(r"[0-9a-f]{64}")


def emptied(field: Field) -> tuple[str, ...]:
    """Nothing in the fields that people fill in; what the page carries along stays."""
    return field.value if field.kind in ("hidden", "button") else ("",) if field.kind in ("text", "textarea") else ()


def outdated(field: Field) -> tuple[str, ...]:
    """What a page carried along that was opened before others acted: other numbers, and the hashes of other texts."""
    if field.kind != "hidden":
        return field.value
    return tuple(SHA256.sub("0" * 64, NUMBER.sub("999999", each)) if _carried(each) else each for each in field.value)


def unreadable(field: Field) -> tuple[str, ...]:
    """What no page carried along."""
    return ("x",) if field.kind == "hidden" and any(map(_carried, field.value)) else field.value


def _carried(value: str) -> bool:
    return bool(NUMBER.fullmatch(value) or SHA256.fullmatch(value))


def too_much(field: Field) -> tuple[str, ...]:
    """Far more than any field takes, nested deeper than any page shows."""
    return ("- " * 30 + "x" * 300_000,) if field.kind in ("text", "textarea") else field.value


def as_it_is(field: Field) -> tuple[str, ...]:
    """As the page had it: then the act itself decides, also on what was done meanwhile."""
    return field.value


def answer_to(someone: Someone, form: PageForm, filled: Callable[[Field], tuple[str, ...]]) -> str:
    """The page that answers a form filled in in this way."""
    values = {field.name: list(filled(field)) for field in form.fields if field.name not in ("csrf_token", "once")}
    data = {**values, "csrf_token": someone.token}
    answer = someone.browser().post(form.action, base_url=HOST, data=data)
    return answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""


@pytest.mark.one_database
def test_every_message_of_every_form_leads_somewhere(app: Flask, demo: Cast) -> None:
    walk, refused, nowhere = Walk(app, demo, NEEDED), set[str](), list[str]()
    done: set[object] = set()
    for someone in walk.people:
        for alike in walk.forms_of(someone):
            if alike[0].key in done:
                continue
            done.add(alike[0].key)
            for filled in (emptied, unreadable, outdated, too_much, as_it_is, as_it_is):
                page = answer_to(someone, alike[0], filled)
                refused |= {alike[0].endpoint} if "govuk-error-summary" in page else set()
                nowhere += [f"{alike[0].endpoint}, {filled.__name__}: {each}" for each in led_nowhere(app, page)]
            walk.kept.put_back()
    assert sorted(set(nowhere)) == []
    print(f"{len(refused)} of {len(done)} kinds of forms answered with an error summary")
    assert len(refused) > 50


def test_at_taking_answers_over(drafting: Drafting, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    officer = visit(OFFICER).open(f"/responses/{drafting.response}/take-over")
    assert leads_to(officer.submit("Read the file", _expect=422)) == ["#paper"]
    monkeypatch.setattr(queueing, "MOST_FILES", 0)
    assert leads_to(officer.submit("Read the file", _expect=422, paper=("answers.txt", PAPER))) == ["#paper"]
    loading = visit(OFFICER).open("/consultations/load").submit("Load", _expect=422, paper=("halls.txt", PAPER))
    assert leads_to(loading) == ["#paper"]


def test_at_choosing_what_is_taken_over(cast: Cast, drafting: Drafting, database: Database, visit: Visit) -> None:
    officer = visit(OFFICER).open(f"/responses/{drafting.response}/take-over")
    officer.submit("Read the file", paper=("answers.txt", ANSWERS)).wait_until_read()
    with database.transaction() as session:
        session.get_one(ConsultationResponse, drafting.response).state = ResponseState.SUBMITTED
    ticked = {name: "y" for name in officer.document.xpath("//input[@type='checkbox']/@name")}
    empty = "(//select)[1]/option[position()>1][not(contains(., 'has an answer'))]/@value"
    chosen = dict(zip(officer.document.xpath("//select/@name"), officer.document.xpath(empty), strict=False))
    assert leads_to(officer.submit("Take over the selected answers", _expect=422, **ticked, **chosen)) == [
        f"/responses/{drafting.response}"
    ]


def test_at_new_questions(cast: Cast, drafting: Drafting, database: Database, visit: Visit) -> None:
    with database.transaction() as session:
        _newer_edition(session, cast.viewers[OFFICER], response_id=drafting.response, published=True)
    officer = visit(OFFICER).open(f"/responses/{drafting.response}/new-questions")
    path = f"/responses/{drafting.response}/new-questions"
    refused = officer.client.post(path, base_url=HOST, data={**_fields(officer), "edition": "1"})
    assert refused.status_code == 409
    officer._take(refused)
    assert leads_to(officer) == [path]
    with database.transaction() as session:
        session.get_one(ConsultationResponse, drafting.response).state = ResponseState.SUBMITTED
    officer.open(path, expect=None)
    if officer.status == 200:
        assert leads_to(officer.submit("Take over the new questions", _expect=409)) == [
            f"/responses/{drafting.response}"
        ]


def _fields(page: Visitor) -> dict[str, str]:
    return {str(each.get("name")): str(each.get("value")) for each in page.document.xpath("//form//input[@name]")}


def test_at_taking_a_role_away(cast: Cast, drafting: Drafting, database: Database, visit: Visit) -> None:
    with database.transaction() as session:
        bodies = sa.select(SignOffBody).where(SignOffBody.response_id == drafting.response, SignOffBody.active)
        others = bodies.where(SignOffBody.organisation_id != cast.viewers[OFFICER].organisation_id)
        body = session.scalars(others).first()
        assert body
        held = ResponseRole(
            response_id=drafting.response, person_id=cast.people[PARTNER].id, role=Role.CLERK, body_id=body.id,
            given_at=dates.now(), given_by_id=cast.people[OFFICER].id,
        )  # fmt: skip
        session.add(held)
        session.flush()
        number = held.id
    officer = visit(OFFICER).open(f"/responses/{drafting.response}/roles/{number}/remove")
    assert leads_to(officer.submit("Remove the role", _expect=422)) == [f"/responses/{drafting.response}/people"]


def press(stranger: Visitor) -> Visitor:
    """Ask for the link, whether or not it is sent."""
    stranger._take(stranger.client.post(stranger.path, base_url=HOST, data=_fields(stranger)))
    return stranger


def test_at_the_landing_of_an_invitation(
    app: Flask, cast: Cast, drafting: Drafting, database: Database, visit: Visit
) -> None:
    officer = visit(OFFICER).open(f"/responses/{drafting.response}/invite")
    officer.submit("Send", people="somebody@new.example", new_organisation="New body")
    with database.session(read_only=True) as session:
        mail = sa.select(OutboxMessage.secret_path).where(OutboxMessage.address == "somebody@new.example")
        path = session.scalars(mail).one()
    stranger = Visitor(app.test_client()).open(path)
    with database.transaction() as session:
        by = cast.people[OFFICER].id
        session.execute(sa.update(Invitation).values(withdrawn_at=dates.now(), withdrawn_by_id=by))
    assert leads_to(stranger.submit("Send me the link", _expect=422)) == ["/sign-in"]
    with database.transaction() as session:
        session.execute(sa.update(Invitation).values(withdrawn_at=None, withdrawn_by_id=None))
    for _ in range(20):
        stranger = press(Visitor(app.test_client()).open(path))
        if stranger.status == 422:
            break
    assert leads_to(stranger)[0].startswith("/sign-in?next=")
