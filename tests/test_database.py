"""The database: writers wait for each other, readers cannot write, times are UTC."""

import threading
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from consult import dates
from consult.database import Database, write_rows
from consult.people.credentials import FailedSignIn
from consult.people.models import Organisation, OrganisationKind, Person
from consult.sessions import take_back


def add_one(session: Session) -> None:
    """Read, then write: what a transaction that begins by reading would lose on SQLite."""
    count = session.scalar(sa.select(sa.func.count()).select_from(FailedSignIn)) or 0
    session.add(FailedSignIn(email=f"n{count}@rivermead.example", at=dates.now()))


def test_writers_wait_for_each_other(database: Database) -> None:
    failures: list[BaseException] = []

    def write() -> None:
        for _ in range(10):
            try:
                with database.transaction() as session:
                    add_one(session)
            except sa.exc.DBAPIError as failure:
                failures.append(failure)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with database.session(read_only=True) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(FailedSignIn)) == 40


def test_a_reading_session_cannot_write(database: Database) -> None:
    with database.session(read_only=True) as session:
        add_one(session)
        with pytest.raises(sa.exc.DBAPIError):
            session.flush()
    # The connection that goes back to the pool can write again.
    with database.transaction() as session:
        add_one(session)


def test_times_come_back_as_utc(database: Database) -> None:
    moment = datetime(2026, 7, 1, 12, 30, 15, 123456, tzinfo=UTC)
    with database.transaction() as session:
        session.add(FailedSignIn(email="x", at=moment.astimezone(dates.LONDON)))
    with database.session(read_only=True) as session:
        assert session.scalar(sa.select(FailedSignIn.at)) == moment


def test_a_time_without_a_zone_is_refused(session: Session) -> None:
    session.add(FailedSignIn(email="x", at=datetime(2026, 7, 1)))
    with pytest.raises(sa.exc.StatementError, match="without a time zone"):
        session.flush()


def test_references_and_values_are_guarded(database: Database) -> None:
    organisation = "INSERT INTO organisations (name, kind) VALUES ('X', 'club')"
    person = "INSERT INTO people (name, email, organisation_id, active, demo) VALUES ('X', 'x', 99, true, false)"
    for statement in (organisation, person):
        with pytest.raises(sa.exc.IntegrityError), database.transaction() as session:
            session.execute(sa.text(statement))


def test_rows_are_written_with_their_columns_defaults(database: Database) -> None:
    moment = datetime(2026, 7, 1, 12, 30, 15, 123456, tzinfo=UTC)
    names = ["A tab\tand a line\nand a \\N", "‘Quotes’ and a | mark", ""]
    with database.transaction() as session:
        write_rows(session, Organisation, [{"name": name, "kind": OrganisationKind.COUNCIL} for name in names])
        write_rows(session, FailedSignIn, [{"email": "x", "at": moment.astimezone(dates.LONDON)}])
        write_rows(session, FailedSignIn, [])
    with database.session(read_only=True) as session:
        written = session.scalars(sa.select(Organisation).order_by(Organisation.id)).all()
        assert [each.name for each in written] == names
        made = Organisation(name="As an object", kind=OrganisationKind.COUNCIL)
        with database.transaction() as other:
            other.add(made)
        defaults = {column.key for column in sa.inspect(Organisation).columns} - {"id", "name"}
        for each in written:
            assert {key: getattr(each, key) for key in defaults} == {key: getattr(made, key) for key in defaults}
        assert session.scalars(sa.select(FailedSignIn.at)).all() == [moment]


def test_rows_that_cannot_be_written_are_refused_together(database: Database) -> None:
    same = [{"name": "Once", "kind": OrganisationKind.COUNCIL}] * 2
    with pytest.raises(sa.exc.IntegrityError), database.transaction() as session:
        write_rows(session, Organisation, same)
    with pytest.raises((ValueError, sa.exc.StatementError), match="time zone"), database.transaction() as session:
        write_rows(session, FailedSignIn, [{"email": "x", "at": datetime(2026, 7, 1)}])
    with database.session(read_only=True) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Organisation)) == 0


def test_what_is_taken_back_leaves_what_was_read_and_locks_nothing(database: Database) -> None:
    with database.transaction() as session:
        body = Organisation(name="Rivermead Council", kind=OrganisationKind.COUNCIL)
        session.add_all([body, Organisation(name="Oldmill Parish Council", kind=OrganisationKind.COUNCIL)])
        session.flush()
        session.add_all(Person(name=name, email=f"{name}@rivermead.example", organisation_id=body.id) for name in "ab")
    with database.session() as session:
        whole = sa.select(Organisation).options(selectinload(Organisation.people)).order_by(Organisation.name)
        other, body = session.scalars(whole).all()
        first = body.people[0]
        body.name = "Typed, and refused"
        session.flush()
        first.name = "Not even written"
        body.people.append(Person(name="c", email="c@rivermead.example"))
        session.add(Person(name="d", email="d@rivermead.example", organisation_id=other.id))
        take_back(session, bind=database.reading)
        session.execute(sa.select(Organisation.id))
        with database.transaction() as apart:
            add_one(apart)  # nobody waits
        assert (body.name, [person.name for person in body.people]) == ("Rivermead Council", ["a", "b"])
        assert first.name == "a"
        assert (other.name, other.people) == ("Oldmill Parish Council", [])
        assert body in session
        take_back(session, bind=database.engine)
        body.name = "Rivermead District Council"
        session.commit()
    with database.session(read_only=True) as session:
        assert session.scalars(sa.select(Organisation.name).order_by(Organisation.id)).first() == body.name


def test_what_was_removed_or_changed_in_bulk_is_read_anew(database: Database) -> None:
    with database.transaction() as session:
        session.add(body := Organisation(name="Rivermead Council", kind=OrganisationKind.COUNCIL))
        session.flush()
        session.add_all(Person(name=name, email=f"{name}@rivermead.example", organisation_id=body.id) for name in "ab")
    with database.session() as session:
        body = session.scalars(sa.select(Organisation).options(selectinload(Organisation.people))).one()
        session.delete(body.people[0])
        session.flush()
        session.execute(sa.update(Organisation).values(name="Another"))
        take_back(session, bind=database.reading)
        assert (body.name, [person.name for person in body.people]) == ("Rivermead Council", ["a", "b"])


def test_what_somebody_else_removed_while_it_was_taken_back_stops_no_page(database: Database) -> None:
    with database.transaction() as session:
        session.add(Organisation(name="Rivermead Council", kind=OrganisationKind.COUNCIL))
        session.add(Organisation(name="Oldmill Parish Council", kind=OrganisationKind.COUNCIL))

    def remove(*_given: object) -> None:
        with database.transaction() as apart:
            apart.execute(sa.delete(Organisation).where(Organisation.name == "Rivermead Council"))

    with database.session() as session:
        other, body = session.scalars(sa.select(Organisation).order_by(Organisation.name)).all()
        body.name, other.name = "Typed, and refused", "Refused as well"
        session.flush()
        sa.event.listen(session, "after_rollback", remove)
        take_back(session, bind=database.reading)
        assert (body.name, body in session) == ("Typed, and refused", False)
        assert (other.name, other in session) == ("Oldmill Parish Council", True)
