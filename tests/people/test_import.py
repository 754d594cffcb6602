"""Taking people over from a sheet: what is previewed is what is done, all of it or nothing."""

import json
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from consult import dates
from consult.database import Database
from consult.demo.cast import COUNCIL, HEALTH, PARISH, POLICE, Cast, address
from consult.history.models import HistoryEntry
from consult.notices.models import OutboxMessage
from consult.people import importing
from consult.people.groups import PeopleImport
from consult.people.import_plan import RowOutcome
from consult.people.models import Organisation, Person
from consult.people.people_sheet import NotADay, SheetRefused, day_in, people_in, roles_in
from consult.people.queries import get_person
from consult.permissions import Role
from consult.running.retention import forget_old
from tests.counting import count_statements
from tests.people.sheets import HEAD, csv, xlsx
from tests.visitor import HOST, Visitor

pytestmark = pytest.mark.one_database

Visit = Callable[[str | None], Visitor]
NEW = ("New partner", "New.Partner@rivermead.example", "rivermead  POLICE", "partner", "1 April 2026", "")
SAME = ("Police partner", address("Police partner"), POLICE, "Partner", "", "")
CHANGED = ("Health lead", address("Health partner"), HEALTH, "Partners; approver", "", "31/03/2031")


def load(visitor: Visitor, content: bytes, name: str = "people.csv", expect: int | None = None) -> Visitor:
    """Load a sheet as the administrator does."""
    return visitor.open("/people/import").submit("Continue", _expect=expect, sheet=(name, content))


def outcomes(visitor: Visitor) -> list[tuple[str, str]]:
    """The rows of the preview: number and what happens."""
    rows = visitor.document.xpath("//tbody/tr")
    return [
        (
            re.sub(r"\D", "", row.xpath("./th")[0].text_content()),
            " ".join(" | ".join(text for text in row.xpath("./td[last()]//text()") if text.strip()).split()),
        )
        for row in rows
    ]


def everybody(database: Database) -> set[tuple[object, ...]]:
    """All people as they stand, with their roles."""
    columns = Person.name, Person.email, Person.organisation_id, Person.member_from, Person.member_until
    with database.session() as session:
        roles = session.execute(sa.text("SELECT person_id, role FROM roles_held")).all()
        return {
            (*row[1:], tuple(sorted(role for number, role in roles if number == row[0])))
            for row in session.execute(sa.select(Person.id, *columns))
        }


def test_the_preview_says_what_happens_and_the_button_does_just_that(
    cast: Cast, database: Database, visit: Visit
) -> None:
    before = everybody(database)
    page = load(visit("Administrator"), csv(NEW, SAME, CHANGED, ("", "", "", "", "", "")))
    assert page.heading == "Check what the sheet would do"
    assert outcomes(page) == [
        ("2", "Will be added"),
        (
            "4",
            "Will be changed | Name: Health partner becomes Health lead | Roles: Partner becomes Partner, Approver | "
            "Last day: none becomes 31 March 2031",
        ),
        ("3", "Is the same"),
    ]
    assert everybody(database) == before
    page.submit("Take over 2 people")
    assert "1 person added, 1 changed" in page.text
    police, health = cast.organisations[POLICE].id, cast.organisations[HEALTH].id
    after = everybody(database)
    assert after - before == {
        ("New partner", "new.partner@rivermead.example", police, date(2026, 4, 1), None, ("partner",)),
        ("Health lead", address("Health partner"), health, None, date(2031, 3, 31), ("approver", "partner")),
    }
    assert before - after == {("Health partner", address("Health partner"), health, None, None, ("partner",))}
    with database.session() as session:
        acts = list(session.scalars(sa.select(HistoryEntry).where(HistoryEntry.action == "people imported")))
        assert json.loads(acts[0].details) == {"refused": 0, "added": 1, "changed": 1, "same": 1}
        assert "example" not in "".join(session.scalars(sa.select(HistoryEntry.details)))
        assert session.scalars(sa.select(PeopleImport.rows)).all() == [""]
        to = session.scalars(sa.select(OutboxMessage.address).where(OutboxMessage.event.startswith("added/"))).all()
        assert to == ["new.partner@rivermead.example"]


def test_importing_again_changes_nothing(cast: Cast, database: Database, visit: Visit) -> None:
    page = load(visit("Administrator"), csv(NEW, SAME, CHANGED)).submit("Take over 2 people")
    before = everybody(database)
    load(page, csv(NEW, SAME, CHANGED))
    assert {what for _, what in outcomes(page)} == {"Is the same"}
    assert "There is nothing to take over" in page.text
    assert not page.has_button("Take over")
    assert everybody(database) == before


def test_a_sheet_is_taken_once(cast: Cast, database: Database, visit: Visit) -> None:
    page = load(visit("Administrator"), csv(NEW))
    path, fields = page.path, dict(page.form_with("Take over").form_values())
    for _ in range(2):
        sent = page.client.post(path, base_url=HOST, data=fields)
        assert sent.status_code == 302
        fields.pop("once", None)  # not the same press of the button again, but a page left open
    assert "This sheet was taken over already" in page.open("/people").text
    with database.session() as session:
        assert session.scalar(sa.select(sa.func.count()).where(Person.email == NEW[1].lower())) == 1


def test_a_change_meanwhile_is_told_and_nothing_is_done(cast: Cast, database: Database, visit: Visit) -> None:
    page = load(visit("Administrator"), csv(NEW, CHANGED))
    with database.transaction() as session:
        session.execute(sa.update(Person).where(Person.name == "Health partner").values(name="Health partner (deputy)"))
    before = everybody(database)
    page.submit("Take over 2 people", _expect=422)
    assert "People or organisations were changed since you opened this page" in page.text
    assert "Name: Health partner (deputy) becomes Health lead" in page.text
    assert everybody(database) == before
    page.submit("Take over 2 people")
    assert "1 person added, 1 changed" in page.text


def test_a_refusal_half_way_leaves_nothing(cast: Cast, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    actor = cast.viewers["Administrator"]
    with database.transaction() as session:
        begun = importing.begin(session, actor=actor, name="a.csv", sheets=[[(1, HEAD), (2, NEW), (3, CHANGED)]])
        seen = importing.plan(session, actor=actor, begun=begun).sha256
        number = begun.id
    before = everybody(database)

    def refuse(*_: object, **__: object) -> None:
        raise SheetRefused("No")

    monkeypatch.setattr(importing.services, "change_person", refuse)
    with database.session() as session:
        again = importing.get_import(session, actor, number)
        assert again
        with pytest.raises(SheetRefused):
            importing.take(session, actor=actor, begun=again, seen=seen)
        session.rollback()
    assert everybody(database) == before


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("", "a@b.example", POLICE, "Partner", "", ""), "There is no name"),
        (("#N/A", "a@b.example", POLICE, "Partner", "", ""), "A name does not begin with #"),
        (("x" * 201, "a@b.example", POLICE, "Partner", "", ""), "The name is longer than 200 characters"),
        (("=HYPERLINK(1)", "a@b.example", POLICE, "Partner", "", ""), "A name does not begin with ="),
        (("A", "", POLICE, "Partner", "", ""), "There is no email address"),
        (("A", "a at b", POLICE, "Partner", "", ""), "“a at b” is no email address"),
        (("A", "a@b.example", "", "Partner", "", ""), "There is no organisation"),
        (("A", "a@b.example", "Rivermead Polic", "Partner", "", ""), "Is it Rivermead Police?"),
        (("A", "a@b.example", "Zzzz", "Partner", "", ""), "There is no organisation “Zzzz”. Add it first"),
        (("A", "a@b.example", POLICE, "", "", ""), "There is no role. Write None for who is"),
        (("A", "a@b.example", POLICE, "Partner, boss", "", ""), "There is no role “boss”. The roles are: Admin"),
        (("A", "a@b.example", POLICE, "drafter", "", ""), "There is no role “drafter”"),
        (("A", "a@b.example", POLICE, "Partner", "31/02/2026", ""), "“31/02/2026” is no date"),
        (("A", "a@b.example", POLICE, "Partner", "", "soon"), "“soon” is no date"),
        (("A", "a@b.example", POLICE, "Partner", "2/1/2026", "1/1/2026"), "The last day lies before the first"),
        (("Police partner", address("Police partner"), HEALTH, "Partner", "", ""), "somebody of Rivermead Police"),
        (("Administrator", address("Administrator"), COUNCIL, "Partner", "", ""), "This is you"),
        (("Off", "off@rivermead.example", POLICE, "Partner", "", ""), "This person was switched off"),
        (("A", "a@b.example", "Closed Trust", "Partner", "", ""), "Closed Trust is switched off"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(row: tuple[str, ...], reason: str, cast: Cast, database: Database) -> None:
    actor = cast.viewers["Administrator"]
    with database.transaction() as session:
        session.add(Organisation(name="Closed Trust", kind="partner", active=False))
        police = cast.organisations[POLICE].id
        session.add(Person(name="Off", email="off@rivermead.example", organisation_id=police, active=False))
    with database.transaction() as session:
        begun = importing.begin(session, actor=actor, name="a.csv", sheets=[[(1, HEAD), (2, row), (9, NEW)]])
        plan = importing.plan(session, actor=actor, begun=begun)
        [refused] = plan.of(RowOutcome.REFUSED)
        assert refused.row.number == 2
        assert reason in " ".join(refused.words)
        done, added = importing.take(session, actor=actor, begun=begun, seen=plan.sha256)
        assert [person.email for person in added] == ["new.partner@rivermead.example"]
        assert len(done.of(RowOutcome.ADDED)) == 1


def test_who_is_only_invited_has_no_role_in_a_sheet_either(cast: Cast, visit: Visit) -> None:
    rows = (
        ("New clerk", "ward@parish.example", PARISH, "None", "", ""),
        ("Clerk of the parish", address("Parish clerk"), PARISH, "", "", ""),
        ("Police partner", address("Police partner"), POLICE, "none", "", ""),
    )
    page = load(visit("Administrator"), csv(*rows))
    assert outcomes(page) == [
        ("2", "Will be added"),
        ("3", "Will be changed | Name: Parish clerk becomes Clerk of the parish"),
        ("4", "Will be changed | Roles: Partner becomes none"),
    ]
    page.submit("Take over 3 people")
    assert "1 person added, 2 changed" in page.text


def test_a_doubled_address_counts_once_and_the_other_row_is_named(cast: Cast, visit: Visit) -> None:
    second = (*NEW[:1], NEW[1].upper(), *NEW[2:])
    page = load(visit("Administrator"), csv(NEW, second))
    assert outcomes(page) == [("3", "Cannot be taken | Row 2 has the same address"), ("2", "Will be added")]
    page.submit("Take over 1 person")
    assert "1 person added, 0 changed, 1 left out" in page.text


def test_cells_merged_down_a_column_count_for_each_of_their_rows(cast: Cast, visit: Visit) -> None:
    rows = (
        ("Our people",),
        HEAD,
        ("A Example", "a@rivermead.example", POLICE, "Partner", "", ""),
        ("B Example", "b@rivermead.example", "", "", "", ""),
        (),
        ("C Example", "c@rivermead.example", "", "Observer", "", ""),
        ("D Example", "d@rivermead.example", "", "", "", ""),
    )
    content = xlsx(rows, merged=("A1:F1", "C3:C6", "D3:D4", "D6:Z9999999", "C0:C2", "x", ""))
    page = load(visit("Administrator"), content, "people.xlsx")
    refused, *added = outcomes(page)
    assert refused[0] == "7"
    assert "There is no organisation | There is no role" in refused[1]
    assert added == [("3", "Will be added"), ("4", "Will be added"), ("6", "Will be added")]


@pytest.mark.parametrize("kind", ["people.xlsx", "people.csv"])
def test_a_sheet_with_many_thousand_rows_is_refused_soon_and_in_words(kind: str, cast: Cast, visit: Visit) -> None:
    rows = [(f"Person {n}", f"p{n}@b.example", POLICE, "Partner", "", "") for n in range(10_000)]
    content = csv(*rows) if kind.endswith("csv") else xlsx((HEAD, *rows))
    page = load(visit("Administrator"), content, kind, expect=422)
    assert "This sheet has more than 5,000 rows. Split it into smaller ones" in page.text
    page = load(visit("Administrator"), csv(*rows[:1_001]), expect=422)
    assert "The sheet has more than 1,000 people. Split it into smaller ones" in page.text


def test_an_excel_file_is_read_as_it_shows_itself(cast: Cast, visit: Visit) -> None:
    told = ("Notes", "for everybody")
    head = ("Until", "E-Mail", "Role(s)", "NAME", "Organization", "From", "Phone")
    rows = (
        (),
        ("These are our people",),
        head,
        ("", "a@rivermead.example", '=CONCAT("Part";"ner")=>Partner', "A Example", POLICE, "46113", "01"),
        ("", "b@rivermead.example", "Partner", "Hidden Example", POLICE, "", ""),
        ("46477", "c@rivermead.example", "policy officer & Observer", "C Example", COUNCIL, "46113.0", ""),
    )
    hidden = (("Name", "Email", "Organisation"), ("Secret", "secret@rivermead.example", POLICE))
    content = xlsx((told,), hidden, rows, hidden=(1,), hidden_rows=frozenset({5}))
    page = load(visit("Administrator"), content, "people.xlsx")
    assert outcomes(page) == [("4", "Will be added"), ("6", "Will be added")]
    assert "from 1 April 2026" in page.text
    assert "Observer, Policy officer, from 1 April 2026 until 31 March 2027" in page.text
    assert "Secret" not in page.text
    assert "Hidden" not in page.text


@pytest.mark.parametrize(
    ("name", "content", "cause"),
    [
        ("a.csv", b"Name,Telephone\r\nA,1\r\n", "no row of headings with Name, Email address and Organisation"),
        ("a.csv", b"Name,Email\r\nA,a@b.example\r\n", "The sheet has no column headed Organisation"),
        ("a.csv", csv(head=HEAD), "The sheet has no people below its headings"),
        ("a.csv", csv(NEW, head=(*HEAD[:5], "E-mail")), "two columns for the same thing: email"),
        ("a.csv", b" \r\n", "The file is empty"),
        ("a.csv", b"\0\1\2binary", "This is not a text file"),
        ("a.pdf", b"%PDF-1.7 people", "This is not a sheet that can be read"),
        ("a.xlsx", b"PK\x03\x04 not a zip", "This is not an Excel file"),
        ("a.xlsx", xlsx((HEAD, NEW), from_1904=True), "counts its dates from 1904"),
        ("a.csv", csv(*[NEW] * 1001), "more than 1,000 people"),
    ],
)
def test_a_sheet_that_cannot_be_taken_says_why(
    name: str, content: bytes, cause: str, cast: Cast, database: Database, visit: Visit
) -> None:
    page = load(visit("Administrator"), content, name, expect=422)
    assert cause in page.text
    with database.session() as session:
        assert session.scalars(sa.select(PeopleImport)).all() == []


def test_no_file_and_one_too_large_are_refused(cast: Cast, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    page = visit("Administrator").open("/people/import").submit("Continue", _expect=422)
    assert "Select a sheet" in page.text
    monkeypatch.setattr("consult.people.pages.organisation_forms.LARGEST_SHEET", 1024)
    load(page, csv(NEW) + b" " * 1024, expect=422)
    assert "The sheet is larger than" in page.text


def test_the_template_can_be_loaded_as_it_is(cast: Cast, visit: Visit) -> None:
    page = visit("Administrator").open("/people/import/template.csv")
    assert page.headers["Content-Disposition"] == "attachment; filename=people.csv"
    load(page, page.data)
    assert outcomes(page) == [("2", "Will be added")]


@pytest.mark.authz
def test_an_import_is_its_administrators_own_and_waits_a_day(
    app: Flask, cast: Cast, database: Database, visit: Visit
) -> None:
    page = load(visit("Administrator"), csv(NEW))
    path = page.path
    visit("Policy officer").open("/people/import", expect=403)
    with database.transaction() as session:
        other = cast.people["Policy officer"].id
        session.execute(sa.text("UPDATE roles_held SET role = 'administrator' WHERE person_id = :n"), {"n": other})
    colleague = visit("Policy officer")
    assert "new.partner" not in colleague.open(path, expect=404).html
    assert colleague.open("/people/imports/99999", expect=404).heading == "Page not found"
    with database.transaction() as session:
        session.execute(sa.update(PeopleImport).values(started_at=dates.now() - timedelta(days=1, minutes=1)))
    page.open(path, expect=404)
    load(colleague, csv(NEW))
    forget_old(database, app.extensions["settings"])
    with database.session() as session:
        kept = session.scalars(sa.select(PeopleImport)).one()
        assert kept.started_by_id == other, "what nobody confirmed within a day is forgotten, and only that"
        assert "New partner" in kept.rows


def test_a_made_up_hash_takes_nothing(cast: Cast, database: Database, visit: Visit) -> None:
    before = everybody(database)
    for seen in ("", "0" * 64, "x" * 500, "\x00"):
        page = load(visit("Administrator"), csv(NEW))
        page.submit("Take over 1 person", _expect=422, seen=seen)
    assert everybody(database) == before


def test_a_long_sheet_has_pages_and_asks_as_much_as_a_short_one(app: Flask, cast: Cast, visit: Visit) -> None:
    page = visit("Administrator")
    counts = []
    for number in (2, 60):
        rows = [(f"Person {n}", f"p{n}@rivermead.example", POLICE, "Partner", "", "") for n in range(number)]
        load(page, csv(*rows))
        with count_statements(app) as counted:
            page.open(page.path)
        counts.append(counted.statements)
    assert counts[0] == counts[1]
    assert "Page 1 of 3" in page.text
    page.follow("Next")
    assert len(outcomes(page)) == 25
    page.submit("Take over 60 people")
    assert "60 people added, 0 changed" in page.text


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("", None),
        ("2026-04-01", date(2026, 4, 1)),
        ("2026-04-01 00:00:00", date(2026, 4, 1)),
        ("01/04/2026", date(2026, 4, 1)),
        ("1.4.2026", date(2026, 4, 1)),
        ("1 Apr 2026", date(2026, 4, 1)),
        ("1st APRIL 2026", date(2026, 4, 1)),
        ("46113", date(2026, 4, 1)),
        ("46113.75", date(2026, 4, 1)),
    ],
)
def test_days_are_read_as_people_write_them(typed: str, day: date | None) -> None:
    assert day_in(typed) == day


@pytest.mark.parametrize(
    "typed", ["1/4/26", "4/31/2026", "\u0661/4/2026", "0001-01-01", "9999-12-31", "99999", "1e9", "may"]
)
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(NotADay):
        day_in(typed)


def test_roles_are_read_as_people_write_them() -> None:
    assert roles_in("Policy-Officer; PARTNERS and clerk") == (
        frozenset({Role.POLICY_OFFICER, Role.PARTNER, Role.CLERK}),
        [],
    )
    assert roles_in(" none ") == (frozenset(), [])
    assert roles_in("None, Partner") == (frozenset({Role.PARTNER}), ["None"])
    assert roles_in("commenter/boss") == (frozenset(), ["commenter", "boss"])


def test_headings_may_stand_anywhere_and_in_any_order() -> None:
    sheet = [(3, ("x",)), (5, ("organisation", "", "e-mail address", "Full name")), (6, ("P", "", "a@b.example", "A"))]
    [row] = people_in([[], sheet])
    assert (row.number, row.name, row.email, row.organisation, row.roles) == (6, "A", "a@b.example", "P", "")


def test_empty_cells_keep_what_is_known(cast: Cast, database: Database) -> None:
    actor = cast.viewers["Administrator"]
    number = cast.people["Health partner"].id
    with database.transaction() as session:
        session.execute(sa.update(Person).where(Person.id == number).values(member_until=date(2031, 1, 1)))
        row = (address("Health partner"), "Health partner", HEALTH)
        begun = importing.begin(
            session, actor=actor, name="a", sheets=[[(1, ("Email", "Name", "Organisation")), (2, row)]]
        )
        plan = importing.plan(session, actor=actor, begun=begun)
        assert [each.outcome for each in plan.rows] == [RowOutcome.SAME]
        person = get_person(session, number)
        assert person
        assert person.member_until == date(2031, 1, 1)
