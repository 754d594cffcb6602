"""What is typed and not saved: kept for its author alone, gone when it is saved, and never in anybody's way."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from consult import dates
from consult.database import Database
from consult.demo.cast import Cast
from consult.drafting import unsaved
from consult.drafting.models import AnswerVersion
from consult.drafting.rules import KeptTooOften, OpenElsewhere
from consult.drafting.unsaved import UnsavedText, keep_unsaved, let_go, note_here, others_here, unsaved_by
from consult.library.using import reuse
from consult.permissions import Viewer
from tests.counting import count_statements
from tests.factories.drafting import make_unsaved_text
from tests.factories.library import make_entry
from tests.factories.situations import Drafting, answer_of
from tests.house import csrf
from tests.visitor import HOST, Visitor

Visit = Callable[[str | None], Visitor]


class Clock:
    """A clock that a test moves on."""

    def __init__(self) -> None:
        self.moment = dates.now()

    def __call__(self) -> datetime:
        return self.moment

    def after(self, seconds: float) -> None:
        """So many seconds later."""
        self.moment += timedelta(seconds=seconds)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    """The time, for the texts that are kept."""
    moved = Clock()
    monkeypatch.setattr(unsaved.dates, "now", moved)
    return moved


@pytest.fixture
def officer(cast: Cast) -> Viewer:
    """Who types."""
    return cast.viewers["Policy officer"]


def keep(session: Session, actor: Viewer, answer: int, text: str, known_n: int, window: str = "one") -> int:
    """Keep a text as the page does."""
    return keep_unsaved(session, actor=actor, answer_id=answer, text=text, based_on_n=1, known_n=known_n, window=window)


def kept(session: Session, actor: Viewer, answer: int) -> str | None:
    """The text that waits."""
    row = unsaved_by(session, viewer=actor, answer_id=answer)
    return row.text if row else None


def test_the_newest_text_is_kept_for_its_author_alone(
    session: Session, drafting: Drafting, cast: Cast, officer: Viewer, clock: Clock
) -> None:
    answer = drafting.answers[0]
    assert keep(session, officer, answer, "One", 0) == 1
    clock.after(2)
    assert keep(session, officer, answer, "One two", 1) == 2
    assert kept(session, officer, answer) == "One two"
    assert kept(session, officer, drafting.answers[1]) is None
    assert kept(session, cast.viewers["Senior policy officer"], answer) is None


def test_an_answer_that_was_lost_on_the_way_stops_nobody(
    session: Session, drafting: Drafting, officer: Viewer, clock: Clock
) -> None:
    keep(session, officer, drafting.answers[0], "One", 0)
    clock.after(2)
    keep(session, officer, drafting.answers[0], "One two", 0)  # the page never heard that the first was kept
    assert kept(session, officer, drafting.answers[0]) == "One two"


def test_another_window_of_the_same_person_overwrites_nothing(
    session: Session, drafting: Drafting, officer: Viewer, clock: Clock
) -> None:
    answer = drafting.answers[0]
    known = keep(session, officer, answer, "One", 0)
    clock.after(2)
    with pytest.raises(OpenElsewhere):
        keep(session, officer, answer, "Two", 0, window="two")
    assert kept(session, officer, answer) == "One"
    # A window opened on the kept text goes on with it; from then on the first is the other.
    known = keep(session, officer, answer, "One and two", known, window="two")
    clock.after(2)
    with pytest.raises(OpenElsewhere):
        keep(session, officer, answer, "One again", known - 1, window="one")
    assert kept(session, officer, answer) == "One and two"


def test_a_text_that_comes_late_does_not_come_back_after_the_save(
    session: Session, drafting: Drafting, officer: Viewer, clock: Clock
) -> None:
    answer = drafting.answers[0]
    known = keep(session, officer, answer, "One", 0)
    assert let_go(session, actor=officer, answer_id=answer, known_n=known, window="one")
    clock.after(2)
    with pytest.raises(OpenElsewhere):
        keep(session, officer, answer, "One", known)
    assert kept(session, officer, answer) is None


def test_a_text_is_kept_four_times_in_a_second_and_not_more(
    session: Session, drafting: Drafting, officer: Viewer, clock: Clock
) -> None:
    answer = drafting.answers[0]
    known = keep(session, officer, answer, "One", 0)
    clock.after(0.1)
    with pytest.raises(KeptTooOften):
        keep(session, officer, answer, "Two", known)
    clock.after(0.2)
    keep(session, officer, answer, "Three", known)
    assert kept(session, officer, answer) == "Three"


def test_who_is_here_is_seen_for_some_seconds(
    session: Session, drafting: Drafting, cast: Cast, officer: Viewer, clock: Clock
) -> None:
    answer, senior = drafting.answers[0], cast.viewers["Senior policy officer"]
    note_here(session, actor=senior, answer_id=answer)
    note_here(session, actor=officer, answer_id=answer)
    assert others_here(session, viewer=officer, answer_id=answer) == ["Senior policy officer"]
    assert others_here(session, viewer=officer, answer_id=drafting.answers[1]) == []
    clock.after(10)
    note_here(session, actor=senior, answer_id=answer)
    clock.after(10)
    assert others_here(session, viewer=officer, answer_id=answer) == ["Senior policy officer"]
    clock.after(10)
    assert others_here(session, viewer=officer, answer_id=answer) == []


def test_who_was_here_is_forgotten_and_no_text_is(
    session: Session, drafting: Drafting, cast: Cast, officer: Viewer, clock: Clock
) -> None:
    note_here(session, actor=cast.viewers["Senior policy officer"], answer_id=drafting.answers[0])
    keep(session, officer, drafting.answers[0], "One", 0)
    clock.after(100_000)
    unsaved.clear(session)
    assert session.scalars(sa.select(UnsavedText.text)).all() == ["One"]


# --- The pages.


def send(visitor: Visitor, number: int, **values: Any) -> Any:
    """What the page sends by itself."""
    client: FlaskClient = visitor.client
    data = {"csrf_token": csrf(visitor), "window": "one", "kept_n": "0", "based_on": "1", **values}
    return client.post(f"/answers/{number}/unsaved", base_url=HOST, data=data)


def typed(visitor: Visitor) -> str:
    """What stands in the box."""
    return str(visitor.document.xpath("//textarea[@name='text']")[0].text_content()).strip()


def test_unsaved_changes_are_in_the_box_until_they_are_saved(
    drafting: Drafting, database: Database, visit: Visit
) -> None:
    number = drafting.answers[0]
    officer, senior = visit("Policy officer").open(f"/answers/{number}"), visit("Senior policy officer")
    saved = typed(officer)
    answer = send(officer, number, text="Half a thought")
    assert (answer.status_code, answer.json["n"], answer.json["here"]) == (200, 1, [])
    officer.open(f"/answers/{number}")
    assert typed(officer) == "Half a thought"
    assert "Your unsaved changes of" in officer.text
    assert saved in officer.text  # the saved text is a press away
    senior.open(f"/answers/{number}")
    assert typed(senior) == saved
    assert "Half a thought" not in senior.html
    officer.submit("Save answer")
    assert "Version 2 was saved" in officer.text
    assert "Your unsaved changes" not in officer.text
    with database.session(read_only=True) as session:
        assert session.scalars(sa.select(UnsavedText.text)).all() == [None]


def test_unsaved_changes_can_be_discarded(drafting: Drafting, database: Database, visit: Visit) -> None:
    number = drafting.answers[0]
    officer = visit("Policy officer").open(f"/answers/{number}")
    saved = typed(officer)
    send(officer, number, text="Half a thought")
    officer.open(f"/answers/{number}").follow("discard them")
    assert "Half a thought" in officer.text
    assert typed(visit("Policy officer").open(f"/answers/{number}")) == "Half a thought", "asked, and not done yet"
    officer.submit("Discard changes")
    assert "Your unsaved changes were discarded" in officer.text
    assert typed(officer) == saved
    assert not officer.open(f"/answers/{number}/unsaved/discard").has_button("Discard changes")


def test_who_may_no_longer_draft_can_discard_what_they_typed(
    drafting: Drafting, database: Database, cast: Cast, visit: Visit
) -> None:
    number, partner = drafting.answers[0], cast.people["Police partner"].id
    with database.transaction() as writing:
        make_unsaved_text(writing, answer_id=number, person_id=partner, text="From when I could")
        make_unsaved_text(writing, answer_id=number, person_id=cast.people["Policy officer"].id, text="Of the officer")
    page = visit("Police partner").open(f"/answers/{number}").follow("discard them")
    assert "From when I could" in page.text
    assert "Of the officer" not in page.text
    page.submit("Discard changes")
    assert "Your unsaved changes" not in page.open(f"/answers/{number}").text
    with database.session(read_only=True) as reading:
        assert set(reading.scalars(sa.select(UnsavedText.text))) == {None, "Of the officer"}


def test_what_another_window_kept_meanwhile_is_not_discarded_unseen(
    drafting: Drafting, visit: Visit, clock: Clock
) -> None:
    number = drafting.answers[0]
    officer = visit("Policy officer").open(f"/answers/{number}")
    send(officer, number, text="Half a thought")
    officer.open(f"/answers/{number}").follow("discard them")
    asked = officer.html
    clock.after(2)
    send(officer.open(f"/answers/{number}"), number, text="A whole thought")
    officer.path, officer.html = f"/answers/{number}/unsaved/discard", asked
    officer.submit("Discard changes")
    assert "nothing was discarded" in officer.text
    assert typed(officer) == "A whole thought"


def test_a_save_that_is_refused_or_set_aside_loses_nothing(
    drafting: Drafting, database: Database, visit: Visit
) -> None:
    number = drafting.answers[0]
    officer, senior = visit("Policy officer").open(f"/answers/{number}"), visit("Senior policy officer")
    send(officer, number, text="Mine")
    officer.open(f"/answers/{number}").submit("Save answer", _expect=422, note="n" * 201)
    assert typed(officer.open(f"/answers/{number}")) == "Mine"
    senior.open(f"/answers/{number}").submit("Save answer", text="Theirs")
    officer.open(f"/answers/{number}")
    assert "Senior policy officer saved version 2 since you began" in officer.text
    officer.submit("Save answer", _expect=409)
    with database.session(read_only=True) as session:
        texts = set(session.scalars(sa.select(AnswerVersion.text).where(AnswerVersion.answer_id == number)))
        assert {"Mine", "Theirs"} <= texts
        assert session.scalars(sa.select(UnsavedText.text).where(UnsavedText.text.is_not(None))).all() == []


def test_a_page_that_comes_back_refused_goes_on_keeping_where_its_window_was(
    drafting: Drafting, database: Database, visit: Visit, clock: Clock
) -> None:
    number = drafting.answers[0]
    officer = visit("Policy officer").open(f"/answers/{number}")
    known = send(officer, number, text="One").json["n"]
    clock.after(2)
    send(officer, number, text="One two", kept_n=str(known))  # on the way while the form was sent
    given = {"text": "One two three", "window": "one", "kept_n": str(known)}
    officer.submit("Save answer", _expect=422, note="n" * 201, **given)
    shown = officer.form_with("Save answer").fields
    clock.after(2)
    again = send(officer, number, text="One two three four", kept_n=shown["kept_n"], window="after")
    assert again.status_code == 200, again.json
    given = {"text": "All of it", "window": "after", "kept_n": str(again.json["n"])}
    officer.submit("Save answer", note="", **given)
    with database.session(read_only=True) as session:
        assert session.scalars(sa.select(UnsavedText.text)).all() == [None]


def test_a_page_that_comes_back_refused_does_not_overwrite_what_another_window_kept(
    drafting: Drafting, visit: Visit, clock: Clock
) -> None:
    number = drafting.answers[0]
    officer = visit("Policy officer").open(f"/answers/{number}")
    send(officer, number, text="Of another window", window="two")
    officer.submit("Save answer", _expect=422, note="n" * 201, text="Mine", window="one", kept_n="0")
    clock.after(2)
    shown = officer.form_with("Save answer").fields
    assert send(officer, number, text="Mine again", kept_n=shown["kept_n"], window="after").status_code == 409
    assert typed(officer.open(f"/answers/{number}")) == "Of another window"


def test_an_earlier_answer_that_is_used_leaves_unsaved_words_alone(
    drafting: Drafting, database: Database, cast: Cast, visit: Visit
) -> None:
    number = drafting.answers[0]
    with database.transaction() as session:
        officer = cast.viewers["Policy officer"]
        make_unsaved_text(session, answer_id=number, person_id=officer.person_id, text="Mine")
        entry = make_entry(session, owner_id=officer.organisation_id, answer="Said before.")
        answer = answer_of(session, cast, number)
        reuse(session, actor=officer, answer=answer, entry=entry, entry_n=1, below=False, based_on_n=answer.current_n)
    page = visit("Policy officer").open(f"/answers/{number}")
    assert typed(page) == "Mine"
    assert "Said before." in page.text
    with database.session(read_only=True) as session:
        assert session.scalars(sa.select(UnsavedText.text)).all() == ["Mine"]


def test_what_a_colleague_saves_leaves_unsaved_words_alone(
    drafting: Drafting, database: Database, cast: Cast, visit: Visit
) -> None:
    number = drafting.answers[0]
    with database.transaction() as session:
        make_unsaved_text(session, answer_id=number, person_id=cast.people["Policy officer"].id, text="Mine")
    visit("Senior policy officer").open(f"/answers/{number}").submit("Save answer", text="Theirs")
    with database.session(read_only=True) as session:
        assert session.scalars(sa.select(UnsavedText.text)).all() == ["Mine"]


def test_who_may_only_comment_keeps_nothing_and_sees_nobody(
    drafting: Drafting, database: Database, visit: Visit
) -> None:
    number = drafting.answers[0]
    send(visit("Policy officer").open(f"/answers/{number}"), number)
    partner = visit("Police partner").open(f"/answers/{number}")
    assert "also here" not in partner.html
    assert send(partner, number, text="No").status_code == 403
    assert send(visit("Policy officer").open("/"), 2**31 - 1, text="No").status_code == 404
    with database.session(read_only=True) as session:
        assert session.scalars(sa.select(UnsavedText.text)).all() == [None]


def test_two_who_write_see_each_other(drafting: Drafting, visit: Visit) -> None:
    number = drafting.answers[0]
    officer, senior = visit("Policy officer").open(f"/answers/{number}"), visit("Senior policy officer")
    send(senior.open(f"/answers/{number}"), number)
    assert send(officer, number).json["here"] == ["Senior policy officer"]
    assert "Senior policy officer is also here" in officer.open(f"/answers/{number}").text


def test_faults_are_told_by_their_status(drafting: Drafting, visit: Visit, clock: Clock) -> None:
    number = drafting.answers[0]
    officer = visit("Policy officer").open(f"/answers/{number}")
    send(officer, number, text="One")
    assert send(officer, number, text="Two").status_code == 429
    clock.after(2)
    assert send(officer, number, text="Two", window="two").status_code == 409
    long = send(officer, number, text="w" * 100_001)
    assert long.status_code == 422
    assert "100,000 characters or fewer" in long.json["why"][0]
    data = {"text": "No token"}
    assert officer.client.post(f"/answers/{number}/unsaved", base_url=HOST, data=data).status_code == 400


def test_keeping_costs_few_statements(app: Flask, drafting: Drafting, visit: Visit, clock: Clock) -> None:
    number = drafting.answers[0]
    officer = visit("Policy officer").open(f"/answers/{number}")
    known = send(officer, number, text="One").json["n"]
    clock.after(2)
    with count_statements(app) as counted:
        assert send(officer, number, text="One two", kept_n=str(known)).status_code == 200
    assert counted.statements <= 8, "\n".join(counted.texts)
