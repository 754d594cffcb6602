"""A form that is sent twice acts once: a double click, going back and sending again, a browser that tries again."""

import re
import threading
from collections.abc import Callable
from typing import Any

import lxml.html
import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from consult import dates
from consult.comments.models import Comment
from consult.config import PROJECT
from consult.database import Database
from consult.demo.cast import Cast
from consult.drafting.models import ConsultationResponse
from consult.history.services import verify
from consult.people.models import Organisation
from consult.question_sets.models import Reading
from consult.sign_off.models import SignOffRound
from consult.web import once
from tests.factories.situations import Drafting, drafted
from tests.house import PEOPLE, addresses
from tests.journey import date_fields, organisation_boxes
from tests.sending import filled, send
from tests.visitor import HOST, Visitor

Visit = Callable[[str | None], Visitor]
TOGETHER = 8


def rows(database: Database, model: type) -> int:
    """How many rows a table has."""
    with database.session(read_only=True) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def send_together(app: Flask, visitor: Visitor, path: str, values: dict[str, Any]) -> list[TestResponse]:
    """Send the same form several times at once, each from a client of its own with the same cookies."""
    cookie = visitor.client.get_cookie("consult")
    assert cookie
    begin, answers = threading.Barrier(TOGETHER), []

    def one() -> None:
        client = app.test_client()
        client.set_cookie("consult", cookie.value)
        begin.wait()
        answers.append(send(Visitor(client), path, values))

    threads = [threading.Thread(target=one) for _ in range(TOGETHER)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.one_database
def test_every_form_that_changes_something_carries_a_key(app: Flask, demo: Cast, visit: Visit) -> None:
    found = 0
    for name in PEOPLE:
        visitor = visit(name)
        for method, address, _ in addresses(app, demo):
            answer = visitor.client.get(address, base_url=HOST) if method == "GET" else None
            if answer is None or answer.mimetype != "text/html" or not answer.data:
                continue
            for form in lxml.html.fromstring(answer.data).iter("form"):
                if form.method == "POST":
                    keys = form.xpath(".//input[@name='once']/@value")
                    assert keys, f"{address} for {name}: {form.get('action')}"
                    assert all(re.fullmatch(r"[\w-]{22}", key) for key in keys)
                    found += 1
    assert found > 100


def test_every_template_takes_the_key_from_the_one_macro() -> None:
    for path in (PROJECT / "templates").rglob("*.html"):
        for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", path.read_text("utf-8"), re.DOTALL | re.I):
            assert re.search(r"\{\{ token\((form)?\) -?\}\}", form), f"{path.name}: {form[:80]}"


def test_no_two_forms_have_the_same_key(drafting: Drafting, visit: Visit) -> None:
    visitor, path = visit("Policy officer"), f"/answers/{drafting.answers[0]}"
    keys = [key for _ in range(2) for key in visitor.open(path).document.xpath("//input[@name='once']/@value")]
    assert len(keys) == len(set(keys)) > 2


# Each act: who, the page with its form, the button, what is typed, the table that gets one row, where the form goes.
ACTS = {
    "comment": (
        "Police partner",
        "/answers/{answer}",
        "Send comment",
        {"comment": "Said once and no more"},
        Comment,
        "/answers/{answer}/comments",
    ),
    "organisation": (
        "Administrator",
        "/organisations/new",
        "Add organisation",
        {"name": "Rivermead Rowing Club", "kind": "partner", "sector": "other"},
        Organisation,
        "/organisations/new",
    ),
    "upload": (
        "Policy officer",
        "/consultations/load",
        "Load",
        {"source": "file", "paper": ("paper.txt", b"A paper\n\n1. Should it be so?\n")},
        Reading,
        "/consultations/load",
    ),
}


@pytest.fixture
def places(drafting: Drafting) -> dict[str, int]:
    """Numbers of things that the acts are about."""
    return {"answer": drafting.answers[0]}


def begun(visit: Visit, places: dict[str, int], act: str) -> tuple[Visitor, str, dict[str, Any], type]:
    """Somebody on the page of an act, with its form filled in: who, where it goes, what it sends, what it makes."""
    who, page, button, typed, model, path = ACTS[act]
    visitor = visit(who).open(page.format(**places))
    return visitor, path.format(**places), filled(visitor, button, **typed), model


@pytest.mark.parametrize("act", ACTS)
def test_eight_at_once_make_one(act: str, app: Flask, database: Database, visit: Visit, places: dict[str, int]) -> None:
    visitor, path, values, model = begun(visit, places, act)
    before = rows(database, model)
    answers = send_together(app, visitor, path, values)
    assert rows(database, model) == before + 1
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    with database.session(read_only=True) as session:
        assert verify(session).sound


@pytest.mark.parametrize("act", ACTS)
def test_going_back_and_sending_again_gives_the_first_answer(
    act: str, database: Database, visit: Visit, places: dict[str, int]
) -> None:
    visitor, path, values, model = begun(visit, places, act)
    before = rows(database, model)
    first = send(visitor, path, values)
    told = without_time(visitor.open(first.headers["Location"]).text)
    again = send(visitor, path, values)
    assert (again.status_code, again.headers["Location"]) == (first.status_code, first.headers["Location"])
    assert without_time(visitor.open(again.headers["Location"]).text) == told
    assert rows(database, model) == before + 1


def without_time(page: str) -> str:
    """The words of a page without the time of day at which it says that something was done."""
    return re.sub(r"\b\d{1,2}(:\d\d)?[ap]m\b", "", page)


def test_a_corrected_form_is_a_new_act(database: Database, cast: Cast, visit: Visit) -> None:
    visitor = visit("Administrator").open("/organisations/new")
    wrong = filled(visitor, "Add organisation", name="", kind="partner", sector="other")
    before = rows(database, Organisation)
    assert [send(visitor, "/organisations/new", wrong).status_code for _ in range(2)] == [422, 422]
    # Even under the same key, as a browser sends it that went back.
    right = {**wrong, "name": "Rivermead Rowing Club"}
    assert send(visitor, "/organisations/new", right).status_code == 302
    other = {**wrong, "name": "Rivermead Chess Club"}
    assert send(visitor, "/organisations/new", other).status_code == 302
    assert rows(database, Organisation) == before + 2


def test_words_sent_changed_and_sent_again_count_each_time(database: Database, cast: Cast, visit: Visit) -> None:
    visitor = visit("Administrator")
    number = cast.people["Police partner"].id
    path = f"/people/{number}"
    first = filled(visitor.open(path), "Save", name="Police liaison")
    second = {**first, "name": "Police superintendent"}
    for values, name in ((first, "Police liaison"), (second, "Police superintendent"), (first, "Police liaison")):
        made_from = visitor.open(path).form_with("Save").fields["made_from"]
        assert send(visitor, path, {**values, "made_from": made_from}).status_code == 302
        with database.session(read_only=True) as session:
            assert session.execute(sa.text(f"SELECT name FROM people WHERE id = {number}")).scalar() == name


def test_a_refused_form_may_be_sent_again_as_it_is(database: Database, visit: Visit, places: dict[str, int]) -> None:
    visitor, path, values, model = begun(visit, places, "organisation")
    taken = {**values, "name": "Rivermead Police"}
    assert send(visitor, path, taken).status_code == 422
    with database.transaction() as session:
        session.execute(
            sa.text("UPDATE organisations SET name = 'Rivermead Constabulary' WHERE name = 'Rivermead Police'")
        )
    before = rows(database, model)
    assert send(visitor, path, taken).status_code == 302
    assert rows(database, model) == before + 1


def test_the_key_of_one_person_says_nothing_to_another(
    database: Database, visit: Visit, places: dict[str, int]
) -> None:
    police, path, values, model = begun(visit, places, "comment")
    before = rows(database, model)
    send(police, path, values)
    health = visit("Health partner").open(f"/answers/{places['answer']}")
    theirs = {**values, "csrf_token": filled(health, "Send comment")["csrf_token"]}
    assert theirs["once"] == values["once"]
    send(health, path, theirs)
    assert rows(database, model) == before + 2


def test_signing_in_twice_signs_in(cast: Cast, visit: Visit) -> None:
    visitor = visit(None).open("/sign-in")
    form = visitor.form_with("Policy officer")
    values, path = dict(form.form_values()), form.get("action")
    for _ in range(2):
        answer = visitor.client.post(path, base_url=HOST, data=values)
        assert "Set-Cookie" in answer.headers
    assert visitor.open("/").path == "/"


def test_a_first_sending_without_an_answer_is_told(database: Database, visit: Visit, places: dict[str, int]) -> None:
    visitor, path, values, model = begun(visit, places, "comment")
    send(visitor, path, values)
    before = rows(database, model)
    with database.transaction() as session:
        # As after a crash between the act and its answer.
        session.execute(sa.update(once.SentForm).values(status=None, location=""))
    again = send(visitor, path, values)
    page = again.get_data(as_text=True)
    assert again.status_code == 409
    assert "This was sent already" in page
    assert "We do not know yet whether it was carried out" in page
    assert "Said once and no more" in page
    assert "in case it was not saved" in page
    assert rows(database, model) == before


def test_what_was_set_aside_the_first_time_is_not_called_unsaved_the_second(drafting: Drafting, visit: Visit) -> None:
    path = f"/answers/{drafting.answers[0]}"
    late = visit("Policy officer").open(path)
    visit("Senior policy officer").open(path).submit("Save", text="What the first wrote.")
    form = late.form_with("Save")
    values = {**dict(form.form_values()), "text": "What the second wrote, and meant to keep."}
    first, again = (late.client.post(path, base_url=HOST, data=values) for _ in range(2))
    assert (first.status_code, again.status_code) == (409, 409)
    for page in (first.get_data(as_text=True), again.get_data(as_text=True)):
        assert "What the second wrote, and meant to keep." in page
        assert not re.search("nothing was saved|was not saved|nothing was changed", page, re.IGNORECASE)
    assert "is kept as version" in first.get_data(as_text=True)
    assert "It was carried out the first time" in again.get_data(as_text=True)


def test_a_key_counts_for_a_day(database: Database, visit: Visit, places: dict[str, int]) -> None:
    visitor, path, values, _ = begun(visit, places, "upload")
    for expected in (1, 1):
        send(visitor, path, values)
        assert rows(database, once.SentForm) == expected
    with database.transaction() as session:
        session.execute(sa.update(once.SentForm).values(sent_at=dates.now() - once.KEPT))
    before = rows(database, Reading)
    send(visitor, path, values)
    assert rows(database, Reading) == before + 1
    with database.transaction() as session:
        session.execute(sa.update(once.SentForm).values(sent_at=dates.now() - once.KEPT))
        once.clear(session)
    assert rows(database, once.SentForm) == 0


def test_the_rows_hold_nothing_that_was_typed(database: Database, visit: Visit, places: dict[str, int]) -> None:
    visitor, path, values, _ = begun(visit, places, "comment")
    send(visitor, path, values)
    with database.session(read_only=True) as session:
        kept = " ".join(map(str, session.execute(sa.select(once.SentForm.__table__)).one()))
    assert "Said once" not in kept
    assert values["once"][0] not in kept


def test_eight_at_once_set_up_one_response(app: Flask, database: Database, drafting: Drafting, visit: Visit) -> None:
    path = f"/question-sets/{drafting.question_set}/respond"
    visitor = visit("Policy officer").open(path)
    before = rows(database, ConsultationResponse)
    bodies, _ = organisation_boxes(visitor)
    days = {**date_fields("closing_day", 30), "closing_clock": "5pm"}
    values = filled(
        visitor, "Set up the response", title="A response set up once", bodies=list(bodies.values())[:2], **days
    )
    answers = send_together(app, visitor, path, values)
    assert {answer.status_code for answer in answers} == {302}, answers[0].get_data(as_text=True)[:3000]
    assert rows(database, ConsultationResponse) == before + 1


def test_eight_at_once_open_one_round(app: Flask, database: Database, cast: Cast, visit: Visit) -> None:
    with database.transaction() as session:
        path = f"/responses/{drafted(session, cast).id}/sign-off"
    visitor = visit("Policy officer").open(path)
    before = rows(database, SignOffRound)
    answers = send_together(app, visitor, path, filled(visitor, "Send for sign-off"))
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert rows(database, SignOffRound) == before + 1
