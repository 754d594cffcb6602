"""Somebody's name is taken away: nothing of theirs is left, what they did stays, the record stays whole."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult import dates
from consult.config import Settings
from consult.database import Database, UtcDateTime
from consult.demo.cast import Cast
from consult.drafting.models import AnswerVersion
from consult.history.services import verify
from consult.notices.models import OutboxMessage
from consult.notices.services import post
from consult.people.anonymising import acts, belongings
from consult.people.credentials import FailedSignIn
from consult.people.models import Person
from consult.people.rules import AlreadyAnonymised, LastAdministrator
from consult.running.commands import main
from consult.running.retention import forget_old, take_name_away
from consult.running.tables import metadata
from tests.factories.situations import Drafting
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]
# Columns that say who did something; the rows stay, and tell of a former member. A new column is thought about here.
ACTS = {
    "answer_versions.author_id", "comments.author_id", "decisions.decided_by_id", "dispositions.settled_by_id",
    "document_drafts.author_id", "issued_documents.issued_by_id", "readings.started_by_id",
    "responses.lead_officer_id", "sign_off_rounds.opened_by_id", "submissions.submitted_by_id",
    "adoption_claims.claimed_by_id", "adoption_claims.decided_by_id",
    "join_requests.asked_by_id", "join_requests.decided_by_id",
    "invitations.invited_by_id", "invitations.withdrawn_by_id", "response_roles.given_by_id",
    "internal_notes.author_id", "version_names.named_by_id",
}  # fmt: skip
LIBRARY = ("entry_", "library_", "catalogue", "amendment", "pairs", "kept_apart", "apart_")


def name_of(column: sa.Column[Any]) -> str:
    """'comments.author_id'."""
    return f"{column.table.name}.{column.name}"


def test_every_column_that_points_at_a_person_is_thought_about() -> None:
    told = {name_of(column) for column in acts()}
    assert {name for name in told if not name.startswith(LIBRARY)} == ACTS
    # What a person has and what a person did are told apart by the name of the column alone.
    assert all(column.name != "person_id" for column in acts())
    for table in metadata.sorted_tables:
        if "person_id" in table.c:
            assert any(column.table is table for column in belongings()), f"{table.name} would be forgotten"


def value_for(column: sa.Column[Any], n: int) -> object:
    """Something that a column can hold."""
    kind = column.type
    if isinstance(kind, sa.Enum):
        return next(iter(kind.enum_class))
    if isinstance(kind, UtcDateTime):
        return dates.now()
    if isinstance(kind, sa.Date):
        return dates.today()
    if isinstance(kind, sa.Boolean):
        return False
    if isinstance(kind, sa.LargeBinary):
        return b"x"
    return n if isinstance(kind, sa.Integer) else f"x{n}"


def row_for(session: Any, table: sa.Table, person: int) -> dict[str, object]:
    """A row of a table that belongs to a person, whatever the table is."""
    row: dict[str, object] = {}
    for column in table.c:
        if column.primary_key and column.name == "id":
            continue
        if keys := list(column.foreign_keys):
            parent = keys[0].column.table
            own = parent.name == "people"
            parent_id = person if own else session.scalar(sa.select(sa.func.max(keys[0].column)))
            row[column.name] = parent_id if column.name == "person_id" or not column.nullable else None
        elif not column.nullable:
            row[column.name] = value_for(column, 1)
    return row


def give_everything(database: Database, person: int) -> set[str]:
    """Fill every table that has rows of persons with one of this person; returns the tables."""
    filled = set()
    for column in belongings():
        with database.session() as session:
            there = session.scalar(sa.select(sa.func.count()).where(column == person))
            if not there:
                try:
                    session.execute(sa.insert(column.table).values(row_for(session, column.table, person)))
                    session.commit()
                except sa.exc.IntegrityError as error:
                    pytest.fail(f"{column.table.name}: {error.orig}")
            filled.add(column.table.name)
    return filled


def test_nothing_of_theirs_is_left_in_any_table(database: Database, demo: Cast) -> None:
    person = demo.people["Police partner"]
    name, email = person.name, person.email
    with database.transaction() as session:
        session.add(FailedSignIn(email=email, client="", at=dates.now()))
        post(
            session, event="x/1", to=session.get_one(Person, person.id), template="security_notice", values=notice(name)
        )
        words = set(session.scalars(sa.select(AnswerVersion.text)))
    filled = give_everything(database, person.id)
    assert {
        "signed_in_sessions",
        "second_factors",
        "recovery_codes",
        "roles_held",
        "sent_forms",
        "use_counts",
    } <= filled
    with database.transaction() as session:
        known_as = take_name_away(session, actor=None, person=session.get_one(Person, person.id))
    assert known_as == "Former member of Rivermead Police"
    with database.session(read_only=True) as session:
        for column in belongings():
            assert session.scalar(sa.select(sa.func.count()).where(column == person.id)) == 0, column
        for table in metadata.sorted_tables:
            for row in session.execute(sa.select(table)):
                texts = [str(value) for value in row if isinstance(value, str)]
                assert email not in " ".join(texts), table.name
                assert name not in texts, table.name
        gone = session.get_one(Person, person.id)
        assert (gone.name, gone.password_hash, gone.active, gone.demo) == (known_as, None, False, False)
        assert verify(session).sound
        assert set(session.scalars(sa.select(AnswerVersion.text))) == words


def notice(name: str) -> dict[str, object]:
    """What a security notice says."""
    return {"name": name, "what": "your password was changed", "when": "now", "path": "/account"}


def test_an_administrator_does_it_on_the_pages(
    cast: Cast, drafting: Drafting, database: Database, visit: Visit
) -> None:
    response = f"/responses/{drafting.response}"
    visit("Police partner").open(f"/answers/{drafting.answers[0]}").submit("Send comment", comment="Name the parishes.")
    theirs = visit("Police partner").open(response)
    number = cast.people["Police partner"].id
    administrator = visit("Administrator").open(f"/people/{number}").follow("Anonymise")
    administrator.submit("Anonymise", 422)
    assert "Confirm that you understand this" in administrator.text
    administrator.submit("Anonymise", sure="y")
    assert "Police partner is now called Former member of Rivermead Police" in administrator.text
    theirs.open(response)
    assert theirs.heading == "Sign in"
    assert not theirs.has_button("Police partner")
    officer = visit("Policy officer").open(f"{response}/comments")
    assert "Former member of Rivermead Police" in officer.text
    assert "Police partner" not in officer.text
    assert "Former member of Rivermead Police" in officer.open(f"{response}/record").text
    administrator.open(f"/people/{number}/anonymise")
    assert "This person was anonymised on" in administrator.text


def test_it_cannot_be_undone_and_not_done_twice(app: Flask, cast: Cast, database: Database, visit: Visit) -> None:
    number = cast.people["Police partner"].id
    administrator = visit("Administrator").open(f"/people/{number}/anonymise")
    administrator.submit("Anonymise", sure="y")
    administrator.open(f"/people/{number}", expect=None)
    if administrator.has_button("Save"):
        administrator.submit("Save", 422, email="new@police.example", roles=["partner"], active="y")
        assert "This person was anonymised" in administrator.text
    with database.session() as session, pytest.raises(AlreadyAnonymised):
        take_name_away(session, actor=None, person=session.get_one(Person, number))


def test_not_yourself_and_not_the_last_administrator(cast: Cast, database: Database, visit: Visit) -> None:
    number = cast.people["Administrator"].id
    administrator = visit("Administrator").open(f"/people/{number}/anonymise")
    administrator.submit("Anonymise", 422, sure="y")
    assert "You cannot anonymise yourself" in administrator.text
    with database.session() as session, pytest.raises(LastAdministrator):
        take_name_away(session, actor=None, person=session.get_one(Person, number))


def test_the_command(
    cast: Cast, database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", database.engine.url.render_as_string(hide_password=False))
    email = cast.people["Health partner"].email
    assert main(["anonymise", email]) == 0
    assert "is now called Former member of Rivermead Health Trust" in capsys.readouterr().out
    assert main(["anonymise", email]) == 2
    assert main(["verify"]) == 0


def test_a_message_that_has_not_left_never_does(cast: Cast, database: Database) -> None:
    person = cast.people["Police partner"].id
    with database.transaction() as session:
        mine = session.get_one(Person, person)
        waiting = post(session, event="x/2", to=mine, template="security_notice", values=notice(mine.name))
        assert waiting
        take_name_away(session, actor=None, person=mine)
    with database.session(read_only=True) as session:
        message = session.get_one(OutboxMessage, waiting.id)
        assert (message.state.value, message.due_at, message.text, message.name) == ("failed", None, "", "Removed")


def test_names_in_old_mail_and_attempts_are_forgotten(cast: Cast, database: Database, app: Flask, visit: Visit) -> None:
    settings: Settings = app.extensions["settings"]
    old, new = dates.now() - timedelta(days=settings.mail_kept_days + 1), dates.now() - timedelta(days=1)
    with database.transaction() as session:
        mine = session.get_one(Person, cast.people["Police partner"].id)
        for number in range(4):
            post(session, event=f"x/{number}", to=mine, template="security_notice", values=notice(mine.name))
        ours = OutboxMessage.event.like("x/%")
        ended = {"state": "sent", "due_at": None, "ended_at": old}
        session.execute(sa.update(OutboxMessage).where(ours).values(ended))
        aged = OutboxMessage.event.in_(["x/0", "x/1"])
        session.execute(sa.update(OutboxMessage).where(ours).values(created_at=new))
        session.execute(sa.update(OutboxMessage).where(aged).values(created_at=old))
        session.add_all(FailedSignIn(email=f"{at:%d}@x.example", client="", at=at) for at in (old, dates.now()))
    for _ in range(2):
        forget_old(database, settings)
    with database.session(read_only=True) as session:
        kept = {m.event: (m.name, m.text == "") for m in session.scalars(sa.select(OutboxMessage).where(ours))}
        assert kept["x/0"] == kept["x/1"] == ("Removed", True)
        assert kept["x/2"] == ("Police partner", False)
        number = session.scalar(sa.select(OutboxMessage.id).where(OutboxMessage.event == "x/0"))
        assert session.scalar(sa.select(sa.func.count()).select_from(FailedSignIn)) == 1
    administrator = visit("Administrator").open(f"/notices/{number}")
    assert not administrator.has_button("Send again")
