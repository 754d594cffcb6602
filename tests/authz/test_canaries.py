"""What somebody wrote is seen by those whom the table names and by nobody else: on no page, in no file or mail.

Every viewer opens every address of the service that they reach, searches for what they may not see, runs every saved
search, takes every file and reads their mail. Each page is held against all texts (tests/authz/canaries.py).
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.database import Database
from consult.demo.cast import COUNCIL, HEALTH, PARISH, PARTNERSHIP, POLICE, VOLUNTARY
from consult.drafting.access import with_granted
from consult.library.models import SavedSearch
from consult.notices.models import OutboxMessage
from consult.people.models import Person
from consult.people.queries import get_person, viewer_of
from consult.permissions import Permission, Viewer
from tests.authz.addresses import Address, addresses_of, newest
from tests.authz.canaries import OFFICER, SEARCHED, TEXTS, WORD, Canary, Seat, may_be_told, may_see
from tests.authz.planting import AWAY_BOARD, AWAY_COUNCIL, AWAY_PARTNER, gather
from tests.authz.staging import form_token, signed_in, staged
from tests.authz.writing import write_everything
from tests.visitor import HOST

pytestmark = pytest.mark.authz
MIN_CHECKS = {"sqlite": 300_000, "postgresql": 100_000}
SEATS = (
    Seat("Policy officer", "L", "home", COUNCIL),
    Seat("Council Executive", "A", "home", COUNCIL),
    Seat("Partnership observer", "O", "home", PARTNERSHIP),
    Seat("Response drafter", "d", "home", COUNCIL),
    Seat("Response commenter", "c", "home", COUNCIL),
    Seat("Police partner", "p", "home", POLICE),
    Seat("Police observer", "v", "home", POLICE),
    Seat("Parish clerk", "q", "home", PARISH),
    Seat("Former parish clerk", "", "home", PARISH),
    Seat("Police leaver", "", "home", POLICE),
    Seat("Administrator", "Z", "home", COUNCIL),
    Seat("Officer elsewhere", "L", "away", AWAY_COUNCIL),
    Seat("Partner elsewhere", "p", "away", AWAY_PARTNER),
    Seat("", "", "", ""),  # nobody
)
# Others in the same columns: they open one page in four, and always those on which most texts stand.
BESIDE = (
    Seat("Senior policy officer", "L", "home", COUNCIL),
    Seat("Partnership board", "A", "home", PARTNERSHIP),
    Seat("Committee clerk", "A", "home", COUNCIL),
    Seat("Health partner", "p", "home", HEALTH),
    Seat("Voluntary sector partner", "p", "home", VOLUNTARY),
    Seat("Approver elsewhere", "A", "away", AWAY_COUNCIL),
    Seat("Board elsewhere", "A", "away", AWAY_BOARD),
    Seat("Observer elsewhere", "O", "away", AWAY_BOARD),
)
ALWAYS = {
    "/",
    "/responses",
    "/responses/<int:response_id>/answers",
    "/responses/<int:response_id>/comments",
    "/rounds/<int:round_id>",
    "/library",
    "/library/export.<kind>",
    "/library/proposals/<int:proposal_id>",
}
ON_POSTGRES = {"Council Executive", "Police partner", "Parish clerk", "Former parish clerk", "Officer elsewhere", ""}
LEFT = {"Former parish clerk", "Police leaver"}  # what they wrote while they could, the officers still see
STEP = 5  # of the other world's addresses of a route a viewer opens the first, sixth ...; the next one the second ...
AT_ONCE = 30  # words of a query that count


@dataclass(frozen=True)
class Stage:
    """The application with both worlds in it: its texts by their words, and its addresses."""

    app: Flask
    backend: str
    canaries: dict[str, Canary]
    addresses: tuple[Address, ...]
    searches: tuple[int, ...]


@dataclass
class Walk:
    """What one viewer has seen: by text, where first; and how many pages they opened."""

    seat: Seat
    client: FlaskClient
    viewer: Viewer | None
    seen: dict[Canary, str] = field(default_factory=dict)
    pages: int = 0

    def look(self, stage: Stage, where: str, text: str, typed: str = "") -> None:
        """Note every text that a page shows. What was typed is no sign: the page repeats it."""
        self.pages += 1
        for word in WORD.findall(text.lower()):
            if word not in typed:
                self.seen.setdefault(stage.canaries[word], where)

    def reaches(self, permission: Permission | None) -> bool:
        """Whether the gate lets the viewer pass. Who has no column in the table tries every door all the same."""
        return not self.seat.column or permission is None or bool(self.viewer and self.viewer.may(permission))


@pytest.fixture(scope="module")
def stage(backend: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Stage]:
    """Both worlds, in which everything was written."""
    with staged(backend, "cast", tmp_path_factory.mktemp("canaries"), request) as app:
        database: Database = app.extensions["database"]
        with database.transaction() as session:
            home, away = gather(session)
            write_everything(home)
            ours = newest(session)
            write_everything(away)
        app.extensions["search_index"].follow()
        by_word = {word: canary for canary in home.canaries for word in (canary.word, canary.scent)}
        with database.session(read_only=True) as session:
            searches = tuple(session.scalars(select(SavedSearch.id)))
            made = Stage(app, backend, by_word, tuple(addresses_of(app, session, ours)), searches)
        yield made


@pytest.fixture(scope="module")
def walks(stage: Stage) -> list[Walk]:
    """Every viewer's walk; on PostgreSQL those of some."""
    seats = [seat for seat in SEATS + BESIDE if stage.backend == "sqlite" or seat.name in ON_POSTGRES]
    return [walk(stage, seat) for seat in seats]


def walk(stage: Stage, seat: Seat) -> Walk:
    """Open every page that the viewer reaches, and what else they get to read."""
    database: Database = stage.app.extensions["database"]
    with database.session(read_only=True) as session:
        made = seated(stage, session, seat)
        read_mail(stage, made, session)
    for address in stage.addresses:
        if is_tried(seat, address) and made.reaches(address.permission):
            made.look(stage, address.path, content(made.client, address.path))
    if made.viewer and made.viewer.may(Permission.SEARCH_LIBRARY):
        run_saved_searches(stage, made)
        if seat in SEATS:
            search(stage, made)
    return made


def is_tried(seat: Seat, address: Address) -> bool:
    """Whether a viewer opens an address: all of their own world, or some; of the other world some, by turns."""
    if seat in BESIDE and address.world == seat.world:
        return address.route in ALWAYS
    own = bool(seat.column) and address.world in (seat.world, "")
    return own or address.place % STEP == (SEATS + BESIDE).index(seat) % STEP


def seated(stage: Stage, session: Session, seat: Seat) -> Walk:
    """A viewer with their browser. Who left had signed in before, and their browser still holds the cookie."""
    number = session.scalar(select(Person.id).where(Person.name == seat.name))
    client = signed_in(stage.app, number)
    person = get_person(session, number) if number and seat.name not in LEFT else None
    return Walk(seat, client, with_granted(session, viewer_of(person)) if person else None)


def read_mail(stage: Stage, made: Walk, session: Session) -> None:
    """Every mail to the viewer."""
    address = select(Person.email).where(Person.name == made.seat.name).scalar_subquery()
    for mail in session.scalars(select(OutboxMessage).where(OutboxMessage.address == address)):
        made.look(stage, f"mail {mail.id}", f"{mail.subject} {mail.text} {mail.html}")


def search(stage: Stage, made: Walk) -> None:
    """Search for what the viewer may not see, once spelt right and once not."""
    hidden = [c for c in set(stage.canaries.values()) if c.kind in SEARCHED and not may_see(made.seat, c)]
    one_of_each = {(c.kind, c.world, c.body): c.scent for c in sorted(hidden, key=lambda c: c.number)}
    scents = list(one_of_each.values())
    misspelt = "+".join(f"{scent[:-1]}p" for scent in scents[::12])
    asked = ["+".join(scents[n : n + AT_ONCE]) for n in range(0, len(scents), AT_ONCE)]
    for path in (*(f"/library?q={words}" for words in (*asked, misspelt)), f"/library/export.csv?q={asked[0]}"):
        made.look(stage, path, content(made.client, path), typed=path)


def run_saved_searches(stage: Stage, made: Walk) -> None:
    """Run everybody's saved searches: what one's own asks for stands in the address that it leads to."""
    token = form_token(made.client)
    for number in stage.searches:
        path = f"/library/searches/{number}/run"
        answer = made.client.post(path, base_url=HOST, data={"csrf_token": token})
        made.look(stage, path, f"{answer.headers} {answer.get_data(as_text=True)}")


def content(client: FlaskClient, path: str) -> str:
    """What an address answers with: its headers and its words, also those inside a Word file."""
    answer = client.get(path, base_url=HOST)
    assert answer.status_code in (200, 302, 403, 404, 409), f"{path}: {answer.status_code}"
    data, headers = answer.data, str(answer.headers)
    answer.close()
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            data = b" ".join(file.read(name) for name in file.namelist())
    text = data.decode("utf-8", "replace")
    without_marks = re.sub(r"<[^>]*>", "", text)  # a word may be marked in its middle
    return unescape(f"{headers} {text} {without_marks}")


# --- What they saw.


def test_nobody_sees_what_the_table_does_not_let_them_see(walks: list[Walk]) -> None:
    leaks = [
        f"{made.seat.name or 'nobody'} sees {canary.kind!r} of {canary.person} at {where}"
        for made in walks
        for canary, where in made.seen.items()
        if not may_see(made.seat, canary) and not may_be_told(made.seat, canary)
    ]
    assert leaks == []


def test_the_table_lets_nobody_see_more_than_there_is_to_see(stage: Stage, walks: list[Walk]) -> None:
    """Else a leak could hide in it."""
    missed = {
        f"{made.seat.name} nowhere sees {canary.kind!r} of {canary.person}"
        for made in walks
        for canary in stage.canaries.values()
        if made.seat in SEATS and may_see(made.seat, canary) and canary not in made.seen
    }
    assert missed == set()


def test_every_text_is_seen_by_whoever_wrote_it(stage: Stage, walks: list[Walk]) -> None:
    """Else nothing is proved by its absence elsewhere."""
    seen = {made.seat.name: made.seen for made in walks}
    written = set(stage.canaries.values())
    tried = 0
    for canary in written:
        gone = canary.person in LEFT and canary.kind != "message of an invitation"
        reader = OFFICER if gone else canary.person
        if reader in seen:
            assert canary in seen[reader], f"{reader} nowhere sees {canary.kind!r} of {canary.person}"
            tried += 1
    assert tried > (len(written) * 0.9 if stage.backend == "sqlite" else 50)


def test_the_walk_is_long(stage: Stage, walks: list[Walk], record_property: Callable[[str, object], None]) -> None:
    texts, pages = len(set(stage.canaries.values())), sum(made.pages for made in walks)
    record_property("canary_checks", pages * texts)
    print(f"{pages * texts} checks: {len(walks)} viewers, {pages} pages, {texts} texts")
    assert pages * texts >= MIN_CHECKS[stage.backend]
    assert {canary.kind for canary in stage.canaries.values()} == TEXTS.keys()
    assert {seat.column for seat in SEATS} == {*"LAOdcpvqZ", ""}
