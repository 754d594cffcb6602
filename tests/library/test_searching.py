"""The search page: narrowed with counts, spelt, saved, exported, honest; and what lies elsewhere, to each their own."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from docx import Document
from flask import Flask
from sqlalchemy.orm import Session

from consult import dates
from consult.comments.services import comment
from consult.database import Database
from consult.demo.cast import COUNCIL, Cast
from consult.drafting.queries import get_answer
from consult.library import elsewhere as elsewhere_module
from consult.library import searching
from consult.library.exporting import as_csv, harmless
from consult.library.filtering import Filters, filters_from
from consult.library.models import LibraryEntry
from consult.library.search.parser import parse
from consult.library.search.query import Query
from consult.library.searching import asked_from
from consult.library.services import NewEntry, add_entries
from consult.people.models import OrganisationKind
from consult.people.services import add_organisation
from tests.counting import count_statements
from tests.named import answer_at
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]
OFFICER = "Policy officer"


@pytest.fixture
def harbours(demo: Cast, database: Database, app: Flask) -> list[int]:
    """Forty answers about harbours over five years, on two themes, of two issuing bodies."""
    council = demo.organisations[COUNCIL].id
    with database.transaction() as session:
        entries = [
            NewEntry(
                consultation=f"Harbours {n % 5}",
                issuing_body=("Harbour Office", "Department for Local Places")[n % 2],
                question=f"What should become of harbour {n}?",
                answer=f"The harbour should stay open, and quay {n} be mended.",
                adopted_on=dates.today().replace(month=6, day=1) - timedelta(days=365 * (n % 5)),
                review_on=dates.today() + timedelta(days=30 if n % 4 else -1),
                owner_id=council,
                adopted_by={council},
                themes=[("ships", "fish")[n % 2]],
            )
            for n in range(40)
        ]
        numbers = add_entries(session, entries)
    app.extensions["search_index"].follow()
    return numbers


def test_filters_count_and_narrow(harbours: list[int], visit: Visit) -> None:
    officer = visit(OFFICER).open("/library?q=harbour")
    assert "40 answers found" in officer.text
    for words in ("Harbour Office (20)", "fish (20)", "ships (20)", "Due for review (10)", "Current (30)"):
        assert words in officer.text
    # One choice that leaves everything is none.
    assert f"{COUNCIL} (40)" not in officer.text
    officer.follow("Harbour Office")
    assert "20 answers found" in officer.text
    assert "fish (" not in officer.text
    officer.follow("Due for review")
    assert "10 answers found" in officer.text
    officer.follow("Issuing body: Harbour Office")
    assert "10 answers found" in officer.text
    assert "No earlier answer fits all of this" in officer.open("/library?q=harbour&year=1999").text


def test_filters_work_without_words(harbours: list[int], visit: Visit) -> None:
    officer = visit(OFFICER).open("/library?theme=ships")
    assert "Answers, newest first" in officer.text
    assert "Page 1 of 2" in officer.text
    officer.follow("Next")
    assert "theme=ships" in officer.path


def test_results_are_in_the_order_asked_for(harbours: list[int], visit: Visit) -> None:
    officer = visit(OFFICER).open("/library?q=harbour&sort=date")
    days = [p.text_content() for p in officer.document.xpath("//article/p[contains(@class, 'app-secondary')]")]
    assert all(str(dates.today().year) in day for day in days[:8])
    officer.follow("Best match first")
    assert "sort" not in officer.path


@pytest.mark.parametrize(
    "arguments",
    [{"year": "x"}, {"year": "9999"}, {"year": "١٢"}, {"by": "99999999999"}, {"state": "withdrawn"}, {"state": "<b>"}],
)
def test_what_makes_no_sense_is_left_out(arguments: dict[str, str]) -> None:
    assert filters_from(arguments) == Filters()
    assert asked_from({**arguments, "q": "a", "sort": "b"}).arguments == {"q": "a"}


def test_a_slip_of_the_pen_is_suggested_from_what_the_viewer_may_find(harbours: list[int], visit: Visit) -> None:
    officer = visit(OFFICER).open("/library?q=harbuor quay")
    assert "Did you mean harbour quay?" in officer.text
    officer.follow("harbour quay")
    assert "Did you mean" not in officer.text
    assert "Did you mean" not in visit("Police partner").open("/library?q=harbuor").text
    assert "Did you mean" not in officer.open("/library?q=harbour zzzzz").text


def test_a_weak_match_says_so(harbours: list[int], visit: Visit) -> None:
    officer = visit(OFFICER)
    assert (
        "No good match: no answer has more than 1 of the 3 words" in officer.open("/library?q=harbour taxes mars").text
    )
    assert "No good match" not in officer.open("/library?q=harbour quay").text


def test_a_saved_search_tells_what_is_new(
    demo: Cast, harbours: list[int], app: Flask, database: Database, visit: Visit
) -> None:
    officer = visit(OFFICER).open("/library")
    assert not officer.has_button("Save this search")
    officer.open("/library?q=lighthouse&theme=ships").submit("Save this search", _expect=422, name="")
    assert "Enter a name for the search" in officer.text
    officer.submit("Save this search", name="Lighthouses")
    officer.submit("Save this search", _expect=422, name="lighthouses")
    assert "You have a saved search with this name already" in officer.text
    council = demo.organisations[COUNCIL].id
    with database.transaction() as session:
        new = NewEntry(
            consultation="Lights",
            issuing_body="Harbour Office",
            question="Is the lighthouse needed?",
            answer="It is.",
            adopted_on=dates.today(),
            review_on=dates.today() + timedelta(days=9),
            owner_id=council,
            adopted_by={council},
            themes=["ships"],
        )
        add_entries(session, [new])
    assert "1 new" in officer.open("/library").text
    assert "Lighthouses" not in visit("Senior policy officer").open("/library").text
    officer.submit("Lighthouses")
    assert officer.path == "/library?q=lighthouse&theme=ships"
    assert "1 answer found" in officer.text
    assert "1 new" not in officer.text
    officer.submit("Delete")
    assert "Lighthouses" not in officer.text


def test_exports_hold_the_results_and_no_formula(harbours: list[int], session: Session, visit: Visit) -> None:
    officer = visit(OFFICER).open("/library?q=harbour&theme=fish")
    officer.follow("Export for a spreadsheet")
    rows = list(csv.DictReader(io.StringIO(officer.data.decode("utf-8-sig"))))
    assert len(rows) == 20
    assert {row["Themes"] for row in rows} == {"fish"}
    officer.open("/library?q=harbour&theme=fish").follow("Export for Word")
    document = Document(io.BytesIO(officer.data))
    headings = [each.text for each in document.paragraphs if each.style and each.style.name.lower() == "heading 1"]
    assert sorted(headings) == sorted(row["Question"] for row in rows)
    officer.open("/library/export.exe", expect=404)
    for cell in ("=1+1", "+1", "-1", "@A1", "\t=1", " =1", "\r=1"):
        assert harmless(cell).startswith("'")
    assert harmless("1 = 1") == "1 = 1"
    entry = session.get(LibraryEntry, harbours[0])
    assert entry
    entry.question = '=HYPERLINK("http://elsewhere.example")'
    session.refresh(entry, ["owner", "themes", "readers"])
    for reader in entry.readers:
        session.refresh(reader, ["organisation"])
    assert "'=HYPERLINK" in as_csv([entry]).decode()


@pytest.mark.one_database
def test_a_page_reads_the_words_of_a_search_once(demo: Cast, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def counting(text: str) -> Query:
        read.append(text)
        return parse(text)

    for module in (searching, elsewhere_module):
        monkeypatch.setattr(module, "parse", counting, raising=False)
    visit("Policy officer").open("/library?q=moorings&sort=date")
    assert read == ["moorings"]


def test_search_looks_elsewhere_too(demo: Cast, visit: Visit) -> None:
    officer = visit(OFFICER).open("/library?q=divisions redrawn")
    assert "Comments" in officer.text
    officer.follow("Rivermead Police on question")
    assert "Divisions were redrawn in spring" in officer.text
    assert "Consultations" in officer.open("/library?q=stronger").text
    assert "Questions of your responses" in officer.open("/library?q=police neighbourhood").text
    assert "Documents" in officer.open("/library?q=executive").text


@pytest.mark.authz
def test_elsewhere_shows_nobody_what_is_not_theirs(demo: Cast, database: Database, visit: Visit) -> None:
    police, health = visit("Police partner"), visit("Health partner")
    assert "Divisions were redrawn" in police.open("/library?q=redrawn").text
    assert "redrawn in spring" not in health.open("/library?q=redrawn").text
    assert "Consultations" not in police.open("/library?q=stronger").text
    assert "Documents" not in police.open("/library?q=executive").text
    with database.transaction() as session:
        answer = get_answer(session, viewer=demo.viewers[OFFICER], answer_id=answer_at(session, 6))
        assert answer
        comment(
            session,
            actor=demo.viewers["Police partner"],
            answer=answer,
            on_n=answer.current_n,
            position=None,
            text="Xylophone",
            suggestion="",
        )
        add_organisation(session, actor=None, name="Elsewhere District Council", kind=OrganisationKind.COUNCIL)
    assert "Elsewhere" in police.open("/library?q=xylophones").text
    assert "Elsewhere" not in health.open("/library?q=xylophone").text
    assert "Did you mean" not in health.open("/library?q=xylofone").text


def test_a_search_asks_the_database_as_often_for_three_as_for_many(
    demo: Cast, app: Flask, visit: Visit, harbours: list[int]
) -> None:
    officer = visit(OFFICER)
    counts = []
    for words in ("quay", "harbour"):
        with count_statements(app) as counted:
            officer.open(f"/library?q={words} 7")
        counts.append(counted.statements)
    assert counts[0] == counts[1]
    assert counts[1] < 45
