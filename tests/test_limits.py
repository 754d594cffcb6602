"""Limits: nobody searches, uploads, downloads or causes mail without end; all processes count together."""

import inspect
import re
import threading
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import lxml.html
import pytest
import sqlalchemy as sa
from flask import Flask

from consult import dates
from consult.config import SettingError, read_settings
from consult.database import Database
from consult.demo.cast import Cast
from consult.library import saved
from consult.notices.models import OutboxMessage
from consult.permissions import Use
from consult.question_sets.models import Reading
from consult.web import limits
from consult.web.limits import TooMuch, UseCount, spend
from tests.factories.comments import make_comment
from tests.factories.situations import Drafting, drafted, in_the_library
from tests.house import PEOPLE, addresses
from tests.limiting import limit
from tests.sending import filled, send
from tests.visitor import HOST, Visitor

Visit = Callable[[str | None], Visitor]


@pytest.fixture(autouse=True)
def middle_of_a_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands, so that no window ends while a test counts."""
    moment = dates.now().replace(minute=30, second=30, microsecond=0)
    monkeypatch.setattr(limits.dates, "now", lambda: moment)


def test_too_many_searches_are_told_and_end(app: Flask, cast: Cast, visit: Visit) -> None:
    limit(app, searches=3)
    officer = visit("Policy officer")
    for _ in range(3):
        officer.open("/library?q=police")
    officer.open("/library?q=police", expect=429)
    assert officer.heading == "You have done this too often"
    told = "3 searches and comparisons in a minute are the most that one person may make. You can go on in 30 seconds."
    assert told in officer.text
    assert officer.headers["Retry-After"] == "30"
    officer.open("/library")  # looking at the newest answers is no search
    visit("Police partner").open("/library?q=police")  # another person has their own


@pytest.mark.parametrize(
    ("who", "method", "address"),
    [
        ("Policy officer", "POST", "/library/searches?q=police"),
        ("Policy officer", "HEAD", "/library?q=police"),
        ("Policy officer", "GET", "/question-sets/{question_set}/earlier"),
        ("Policy officer", "GET", "/library/{entry}"),
        ("Policy officer", "GET", "/library/{entry}/versions"),
        ("Policy officer", "GET", "/library/{entry}/beside/{other}"),
        ("Policy officer", "POST", "/answers/{answer}/use/{entry}"),
        ("Policy officer", "GET", "/answers/{answer}/versions"),
        ("Policy officer", "GET", "/answers/{answer}/record"),
        ("Administrator", "GET", "/people?q=police"),
        ("Administrator", "GET", "/organisations?q=police"),
    ],
)
def test_a_search_counts_whatever_the_method_and_the_page(
    app: Flask, cast: Cast, database: Database, drafting: Drafting, visit: Visit, who: str, method: str, address: str
) -> None:
    with database.transaction() as session:
        entry, other = in_the_library(session, cast, 2)
    answer = drafting.answers[-1]
    path = address.format(question_set=drafting.question_set, answer=answer, entry=entry, other=other)
    limit(app, searches=2)
    visitor = visit(who).open("/account")
    token = filled(visitor, "Sign out")["csrf_token"]

    def send_it() -> int:
        data = {"csrf_token": token, "name": ""} if method == "POST" else None
        with visitor.client.open(path, method=method, base_url=HOST, data=data) as answer:
            return answer.status_code

    answers = [send_it() for _ in range(3)]
    assert 429 not in answers[:2]
    assert answers[2] == 429
    assert visitor.client.get("/library?q=police" if who != "Administrator" else "/people?q=a").status_code == 429


def test_an_answer_opens_without_earlier_ones_for_who_has_searched_too_often(
    app: Flask, drafting: Drafting, visit: Visit
) -> None:
    limit(app, searches=2)
    officer, path = visit("Policy officer"), f"/answers/{drafting.answers[-1]}"
    assert "No earlier answer is like this one" in officer.open(path).text or "earlier answer" in officer.text
    officer.submit("Save", _expect=422, text="- " * 30 + "kept")  # the page that says why searches too
    assert "You have searched often" not in officer.text
    officer.open(path)
    assert "You have searched often in the last minute" in officer.text
    officer.open("/library?q=police", expect=429)
    officer.open(path).submit("Save", text="Saved all the same.")
    assert "Saved all the same." in officer.html


def test_running_a_saved_search_counts(app: Flask, cast: Cast, visit: Visit) -> None:
    officer = visit("Policy officer").open("/library?q=police")
    officer.submit("Save this search", name="Police")
    limit(app, searches=1)
    address = next(form.get("action") for form in officer.document.iter("form") if "/run" in (form.get("action") or ""))
    token = filled(officer, "Sign out")["csrf_token"]
    answers = [officer.client.post(address, base_url=HOST, data={"csrf_token": token}).status_code for _ in range(2)]
    assert answers[1] == 429


def test_the_library_without_words_runs_saved_searches_no_more_often_than_searches(
    app: Flask, cast: Cast, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = visit("Policy officer").open("/library?q=police")
    officer.submit("Save this search", name="Police")
    engines = []
    monkeypatch.setattr(saved, "with_new", lambda *_, engine, **__: engines.append(engine) or [])
    limit(app, searches=3)
    later = dates.now() + timedelta(minutes=1)
    monkeypatch.setattr(limits.dates, "now", lambda: later)
    for _ in range(4):
        officer.open("/library")
    assert [engine is not None for engine in engines] == [True] * 3 + [False]
    officer.open("/library?q=police", expect=429)


def test_the_next_window_begins_at_nothing(
    app: Flask, cast: Cast, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit(app, searches=1)
    officer = visit("Policy officer").open("/library?q=police")
    officer.open("/library?q=police", expect=429)
    later = dates.now() + timedelta(minutes=1)
    monkeypatch.setattr(limits.dates, "now", lambda: later)
    officer.open("/library?q=police")


def test_too_many_downloads(app: Flask, drafting: Drafting, visit: Visit) -> None:
    limit(app, downloads=2)
    officer = visit("Policy officer")
    for status in (200, 200, 429):
        officer.open(f"/responses/{drafting.response}/drafts/committee_report.docx", expect=status)
    assert "in 30 minutes" in officer.text


def test_too_many_uploads(app: Flask, cast: Cast, database: Database, visit: Visit) -> None:
    limit(app, uploads=2)
    before = readings(database)
    officer = visit("Policy officer")
    for number, status in enumerate((302, 302, 429)):
        values = filled(officer.open("/consultations/load"), "Load", source="file")
        paper = ("paper.txt", f"Paper {number}\n\n1. Why?\n".encode())
        answer = send(officer, "/consultations/load", {**values, "paper": paper})
        assert answer.status_code == status
    assert answer.headers["Retry-After"] == "1770"
    assert readings(database) == before + 2


def readings(database: Database) -> int:
    """How many files were uploaded."""
    with database.session(read_only=True) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Reading)) or 0


def outbox(database: Database) -> int:
    """How many messages there are."""
    with database.session(read_only=True) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(OutboxMessage)) or 0


def test_too_much_mail_stops_the_act_that_would_cause_it(
    app: Flask, cast: Cast, database: Database, visit: Visit
) -> None:
    limit(app, mails=1)
    with database.transaction() as session:
        path = f"/responses/{drafted(session, cast).id}/sign-off"
        spend(session, person_id=cast.people["Policy officer"].id, use=Use.MAIL, most=1)
    before = outbox(database)
    officer = visit("Policy officer").open(path)
    values = filled(officer, "Send for sign-off")
    answer = send(officer, path, values)
    assert answer.status_code == 429
    assert "mails in an hour are the most that one person may cause. Nothing was changed or sent." in answer.text
    assert outbox(database) == before
    limit(app, mails=50)
    # The key of a form that was refused still counts.
    assert send(officer, path, values).status_code == 302
    assert outbox(database) > before
    with database.session(read_only=True) as session:
        counted = session.scalar(sa.select(UseCount.count).where(UseCount.use == Use.MAIL))
    assert counted == 1 + outbox(database) - before


def test_an_act_that_causes_more_mail_than_all_that_is_allowed_is_carried_out_once(
    app: Flask, cast: Cast, database: Database, visit: Visit
) -> None:
    limit(app, mails=2)
    before, administrator = outbox(database), visit("Administrator")
    for sheet, written in (("a", 3), ("b", 3)):
        rows = (f"New,{sheet}{n}@rivermead.example,Rivermead Police,Partner" for n in range(3))
        content = "\n".join(["Name,Email,Organisation,Role", *rows]).encode()
        page = administrator.open("/people/import").submit("Continue", sheet=("people.csv", content))
        page.submit("Take over 3 people", _expect=200 if sheet == "a" else 429)
        assert outbox(database) == before + written
    assert "2 mails in an hour are the most that one person may cause. Nothing was changed or sent." in page.text


def test_typed_texts_come_back(app: Flask, cast: Cast, database: Database, drafting: Drafting, visit: Visit) -> None:
    limit(app, mails=1)
    with database.transaction() as session:
        spend(session, person_id=cast.people["Policy officer"].id, use=Use.MAIL, most=1)
        author = cast.people["Police partner"].id
        comment = make_comment(session, answer_id=drafting.answers[0], author_id=author).id
    officer = visit("Policy officer").open(f"/comments/{comment}/settle")
    reason = "We have put this into the answer, with thanks"
    values = filled(officer, "Settle", outcome="accepted", reason=reason)
    answer = send(officer, f"/comments/{comment}/settle", values)
    assert answer.status_code == 429
    assert reason in answer.text


def test_all_processes_count_together(database: Database, cast: Cast) -> None:
    person, refused = cast.people["Policy officer"].id, []

    def one() -> None:
        for _ in range(5):
            try:
                with database.transaction() as session:
                    spend(session, person_id=person, use=Use.UPLOAD, most=30)
            except TooMuch:
                refused.append(1)

    threads = [threading.Thread(target=one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 10


def test_counts_are_kept_over_a_restart_and_forgotten_when_over(
    database: Database, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = cast.people["Policy officer"].id
    with database.transaction() as session:
        spend(session, person_id=person, use=Use.DOWNLOAD, most=1)
    again = Database(str(database.engine.url.render_as_string(hide_password=False)))
    with pytest.raises(TooMuch), again.transaction() as session:
        spend(session, person_id=person, use=Use.DOWNLOAD, most=1)
    later = dates.now() + timedelta(hours=2)
    monkeypatch.setattr(limits.dates, "now", lambda: later)
    with again.transaction() as session:
        limits.clear(session)
        assert session.scalar(sa.select(sa.func.count()).select_from(UseCount)) == 0
    again.close()


@pytest.mark.parametrize(
    "name", ["LIMIT_SEARCHES", "LIMIT_UPLOADS", "LIMIT_DOWNLOADS", "LIMIT_MAILS", "MAIL_KEPT_DAYS"]
)
@pytest.mark.parametrize("value", ["0", "-1", "many", "1.5", "99999999"])
def test_a_bad_limit_stops_the_start(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name):
        read_settings({"DEMO": "1", name: value})


def uses(app: Flask) -> dict[str, Use | None]:
    """What each view is limited by."""
    return {name: getattr(view, "use", None) for name, view in app.view_functions.items()}


@pytest.mark.one_database
def test_every_view_that_gives_or_takes_a_file_is_limited(app: Flask, demo: Cast, visit: Visit) -> None:
    given, taken = set(), set()
    routes = app.url_map.bind("localhost")
    for who in PEOPLE:
        visitor = visit(who)
        for path in {
            re.sub(r"/1\b", f"/{n}", at) for method, at, _ in addresses(app, demo) if method == "GET" for n in (1, 2)
        }:
            with visitor.client.get(path, base_url=HOST) as answer:
                if "attachment" in answer.headers.get("Content-Disposition", ""):
                    given.add(routes.match(path)[0])
                elif b'type="file"' in answer.data:
                    for form in lxml.html.fromstring(answer.data).xpath("//form[.//input[@type='file']]"):
                        taken.add(routes.match((form.get("action") or path).split("?")[0], method="POST")[0])
    assert {name: uses(app)[name] for name in given} == dict.fromkeys(given, Use.DOWNLOAD)
    assert {name: uses(app)[name] for name in taken} == dict.fromkeys(taken, Use.UPLOAD)
    assert len(given) >= 4
    assert len(taken) >= 3


SEARCHES = re.compile(
    r"\b(search|compare|merge|earlier_answers|contradictions|may_contradict|edition_changes|way_to|exported|listed)"
    r"\((db\(\)|before|current|entry|shown|pair|base|one)|offered\(paper|offered_by_questions\(|compare=compare"
)
COUNTED_OTHERWISE = {
    "answer.show": "in part: it opens without what is searched for",
    "answer.save": "in part, and what was saved is always shown",
    "answer.comment": "in part, and as a comment",
    "library.export": "as a download",
}


def searches(view: Callable[..., object]) -> bool:
    """Whether a view, or what it calls in its module, searches or compares."""
    module = inspect.getmodule(view)
    waiting, seen, text = [inspect.unwrap(view)], set(), ""
    while waiting:
        source = inspect.getsource(waiting.pop())
        text += source
        for name in set(re.findall(r"\b(_\w+)\(", source)) - seen:
            seen.add(name)
            if inspect.isfunction(called := getattr(module, name, None)) and called.__module__ == module.__name__:
                waiting.append(called)
    return bool(SEARCHES.search(text))


@pytest.mark.one_database
def test_every_view_that_searches_is_limited(app: Flask) -> None:
    found = {name for name, view in app.view_functions.items() if name != "static" and searches(view)}
    assert {name for name in found if uses(app)[name] is not Use.SEARCH} == COUNTED_OTHERWISE.keys()
    assert len(found) >= 18


def test_a_file_that_was_sent_is_read_after_it_was_hashed(cast: Cast, database: Database, visit: Visit) -> None:
    officer = visit("Policy officer").open("/consultations/load")
    content = b"A paper\n\n1. Should it be so?\n" * 50_000
    officer.client.post(
        "/consultations/load",
        base_url=HOST,
        data={**filled(officer, "Load", source="file"), "paper": (BytesIO(content), "paper.txt")},
    ).close()
    with database.session(read_only=True) as session:
        assert session.execute(sa.text("SELECT size FROM readings ORDER BY id DESC")).scalars().first() == len(content)
