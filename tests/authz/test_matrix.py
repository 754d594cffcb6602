"""Every viewer at every page and act that names a response or a part of one, held against the written table.

What is refused changes nothing, and what one may not see looks exactly like what is not there.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from consult.database import Database
from consult.drafting.access import ON_ROWS, rights_on, rights_on_answer, with_granted
from consult.people.queries import get_person, viewer_of
from consult.permissions import Viewer
from tests.authz import table
from tests.authz.persons import INVITED, OTHER, RESPONSES, Place, gather
from tests.authz.staging import form_token, signed_in, staged
from tests.house import content
from tests.visitor import HOST

pytestmark = pytest.mark.authz
MIN_CELLS, SAMPLE = 3_500, 8  # on PostgreSQL one cell in eight is tried: the rights themselves are tried in full
MISSING = 987_654
NAMED = re.compile(r"<int:(response|answer|comment|round|decision|body|document|invitation|role)_id>|^/invitations/")
LET_IN, REFUSED, UNSEEN, SIGN_IN = "+", "x", ".", "s"
APART = {"signed_in_sessions", "use_counts", "sent_forms"}  # kept of every visit, also of one that is refused


@dataclass(frozen=True)
class Stage:
    """The application on a database of its own, with everybody of the table in it."""

    app: Flask
    database: Database
    place: Place
    backend: str


@dataclass(frozen=True)
class Cell:
    """One viewer at one address, and what the table says becomes of it."""

    action: str
    state: str
    address: str
    missing: tuple[str, ...]
    wanted: str

    @property
    def method(self) -> str:
        """GET or POST."""
        return self.action.partition(" ")[0]


@pytest.fixture(scope="module")
def stage(backend: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Stage]:
    """The whole demonstration with the viewers of the table, made once for all tests here."""
    with staged(backend, "demo", tmp_path_factory.mktemp("authz"), request) as app:
        database: Database = app.extensions["database"]
        with database.transaction() as session:
            place = gather(session)
        yield Stage(app, database, place, backend)


# --- The plan: every cell of the tables, with its address.


def cells_of(key: str, place: Place) -> list[Cell]:
    """Every cell of one viewer's column, in each state that has the thing."""
    made = []
    for turn, (action, line) in enumerate(table.on_one_thing().items(), table.VIEWERS.index(key)):
        wanted = table.cells(line)[key]
        having = [state for state in table.STATES if names_in(action) <= place.things[state].keys()]
        made += [
            cell_of(action, state, wanted, place.things[state]) for state in _tried(key, action, wanted, having, turn)
        ]
    for turn, (action, lines) in enumerate(table.ON_ANSWER.items(), table.VIEWERS.index(key)):
        for numbers, line in zip((INVITED, OTHER), lines, strict=True):
            wanted = table.cells(line)[key]
            for state in _tried(key, action, wanted, list(table.STATES), turn):
                known = place.things[state] | {"answer_id": numbers[state], "n": 2}
                made.append(cell_of(action, state, wanted, known))
    return made


def _tried(key: str, action: str, wanted: str, states: list[str], turn: int) -> list[str]:
    """The states in which a cell is tried: all, but one by turns where another viewer or act shows the same.

    That is so for whom the table lets in like another, and for a POST that the gate refuses as it does the GET.
    """
    refused_alike = wanted == REFUSED and action.startswith("POST")
    every = key in table.FIRST_OF_THEIR_KIND or (wanted != LET_IN and not refused_alike)
    return states if every else [states[turn % len(states)]]


def cell_of(action: str, state: str, wanted: str, things: dict[str, object]) -> Cell:
    """One cell with its addresses."""
    route = action.partition(" ")[2]
    absent = tuple(missing(route, things))
    # The gate refuses before it reads any number.
    return Cell(action, state, fill(route, things), absent[:1] if wanted in (REFUSED, SIGN_IN) else absent, wanted)


def names_in(route: str) -> set[str]:
    """The names of what a route's address has in it."""
    return set(re.findall(r"<(?:int:)?(\w+)>", route))


def fill(route: str, things: dict[str, object]) -> str:
    """The address of a route."""
    return re.sub(r"<(?:int:)?(\w+)>", lambda found: str(things[found[1]]), route)


def missing(route: str, things: dict[str, object]) -> Iterator[str]:
    """The same with one thing of the address after the other put where nothing is."""
    nowhere = {"token": "no-such-link", "kind": "no-such-kind"}
    for name in re.findall(r"<(?:int:)?(\w+)>", route):
        yield fill(route, things | {name: nowhere.get(name, MISSING)})


def test_every_route_that_names_a_response_has_its_line(stage: Stage) -> None:
    actions = {
        f"{method} {rule.rule}"
        for rule in stage.app.url_map.iter_rules()
        for method in (rule.methods or set()) & {"GET", "POST"}
        if NAMED.search(rule.rule)
    }
    assert actions == table.on_one_thing().keys() | table.ON_ANSWER.keys() | {"POST /invitations/<token>"}


def test_the_matrix_is_large(stage: Stage) -> None:
    cells = [cell for key in table.VIEWERS for cell in cells_of(key, stage.place)]
    tried = {(key, c.method, c.address) for key in table.VIEWERS for c in cells_of(key, stage.place)}
    absent = {
        (key, c.method, path) for key in table.VIEWERS for c in firsts(cells_of(key, stage.place)) for path in c.missing
    }
    actions = {cell.action for cell in cells}
    print(f"{len(tried)} cells: {len(table.VIEWERS)} viewers, {len(actions)} actions, {len(table.STATES)} states")
    print(f"and {len(absent)} at a missing thing")
    assert len(tried) == len(cells) >= MIN_CELLS
    assert not tried & absent
    assert {cell.state for cell in cells} == set(table.STATES) == RESPONSES.keys()
    assert {cell.wanted for cell in cells} == {LET_IN, REFUSED, UNSEEN, SIGN_IN}


# --- The walk.


@dataclass
class Walker:
    """One viewer's browser."""

    client: FlaskClient
    token: str

    def send(self, method: str, address: str) -> tuple[str, str]:
        """What became of it, as the table writes it, and of what is not there the page without what always differs."""
        data = {"csrf_token": self.token} if method == "POST" else None
        answer = self.client.open(address, method=method, base_url=HOST, data=data)
        became = outcome(method, answer.status_code, answer.headers.get("Location", ""))
        page = answer.get_data(as_text=True) if became == UNSEEN else ""
        answer.close()
        return became, re.sub(r'(nonce|value)="[^"]*"', "", page.replace(address, ""))


def outcome(method: str, status: int, location: str) -> str:
    """An answer as the table writes it; one that the table knows no letter for in plain words."""
    if (method, status) == ("POST", 401) or (status == 302 and urlsplit(location).path == "/sign-in"):
        return SIGN_IN
    if status == 302:
        return LET_IN if method == "POST" else f"led to {location}"
    return {200: LET_IN, 409: LET_IN, 422: LET_IN, 403: REFUSED, 404: UNSEEN}.get(status, str(status))


def walker(stage: Stage, key: str) -> Walker:
    """Sign one viewer of the table in."""
    client = signed_in(stage.app, stage.place.people.get(key))
    return Walker(client, form_token(client))


def firsts(cells: list[Cell]) -> list[Cell]:
    """The first cell of each action."""
    return list({cell.action: cell for cell in reversed(cells)}.values())


def missing_agrees(wanted: str, became: str) -> bool:
    """What is not there is missing, refused to who holds the permission nowhere, or behind the sign-in."""
    return became == (wanted if wanted in (REFUSED, SIGN_IN) else UNSEEN) or (wanted, became) == (REFUSED, UNSEEN)


@pytest.mark.parametrize("key", table.VIEWERS)
def test_every_cell_is_as_the_table_says(stage: Stage, key: str) -> None:
    visitor, before, wrong = walker(stage, key), digest(stage), []
    every = cells_of(key, stage.place)
    nothing: dict[str, tuple[str, str]] = {}  # by action: what stands where nothing is
    for cell in part(stage, key, firsts(every)):
        absent = [visitor.send(cell.method, path) for path in cell.missing]
        nothing[cell.action] = absent[0]
        wrong += [f"{cell.method} {cell.missing}: {b}" for b, _ in absent if not missing_agrees(cell.wanted, b)]
    for cell in part(stage, key, [c for c in every if not (c.method == "POST" and c.wanted == LET_IN)]):
        became = visitor.send(cell.method, cell.address)
        if became[0] != cell.wanted:
            wrong.append(f"{cell.method} {cell.address} ({cell.state}): {became[0]}, wanted {cell.wanted}")
        if cell.wanted == UNSEEN and became != nothing.get(cell.action, became):
            wrong.append(f"{cell.method} {cell.address}: does not look like what is not there")
    assert wrong == []
    assert digest(stage) == before


def part(stage: Stage, key: str, cells: list[Cell]) -> list[Cell]:
    """All cells on SQLite, some of them on PostgreSQL."""
    return cells if stage.backend == "sqlite" else cells[ord(key) % SAMPLE :: SAMPLE]


def digest(stage: Stage) -> dict[str, int]:
    """A fingerprint of each table but those kept of every visit."""
    return {name: hash(repr(rows)) for name, rows in content(stage.database).items() if name not in APART}


# --- The same rights, asked of the database.


def seen_by(session: Session, place: Place, key: str) -> Viewer:
    """A viewer of the table as they are at their next request."""
    person = get_person(session, place.people[key])
    assert person is not None
    return with_granted(session, viewer_of(person))


def test_the_database_gives_the_rights_of_the_table(stage: Stage) -> None:
    assert table.RIGHTS.keys() == set(ON_ROWS)
    wrong, tried = [], 0
    with stage.database.session(read_only=True) as session:
        for key in stage.place.people:
            viewer = seen_by(session, stage.place, key)
            for state, number in RESPONSES.items():
                named, other = (
                    {p for p, lines in table.RIGHTS.items() if table.cells(lines[which])[key] == LET_IN}
                    for which in (0, 1)
                )
                pairs = [
                    (named, rights_on(session, viewer=viewer, response_id=number)),
                    (named, rights_on_answer(session, viewer=viewer, answer_id=INVITED[state])),
                    (other, rights_on_answer(session, viewer=viewer, answer_id=OTHER[state])),
                    (set(), rights_on(session, viewer=viewer, response_id=MISSING)),
                ]
                tried += len(pairs) * len(ON_ROWS)
                wrong += [f"{key} {state}: {want ^ held}" for want, held in pairs if want != held]
    assert wrong == []
    assert tried >= 3_000


# --- What may be done, done.


def press(stage: Stage, acts: Sequence[tuple[str, str, str]]) -> None:
    """Do each act as its viewer, with nothing but its button; it must lead on."""
    visitors = {key: walker(stage, key) for key, _, _ in acts}
    for key, action, state in acts:
        address = fill(action.partition(" ")[2], stage.place.things[state])
        data = {"csrf_token": visitors[key].token}
        if action in table.CARRIED:
            data["sha256"] = str(stage.place.things[state][table.CARRIED[action]])
        answer = visitors[key].client.post(address, base_url=HOST, data=data)
        assert answer.status_code == 302, f"{key} {action}: {answer.status_code}"
        assert urlsplit(answer.headers["Location"]).path != "/sign-in"


def test_the_first_acts_are_done_by_somebody_who_may(stage: Stage) -> None:
    press(stage, table.FIRST_ACTS)


def test_who_may_act_is_let_in(stage: Stage) -> None:
    """With an empty form, which some acts take and others send back."""
    wrong, by_button = [], {action for _, action, _ in (*table.FIRST_ACTS, *table.LAST_ACTS)}
    for key in table.VIEWERS:
        cells = [c for c in cells_of(key, stage.place) if c.method == "POST" and c.wanted == LET_IN]
        sent = part(stage, key, [cell for cell in cells if cell.action not in by_button])
        visitor = walker(stage, key) if sent else None
        for cell in sent:
            assert visitor
            became, _ = visitor.send("POST", cell.address)
            if became != LET_IN:
                wrong.append(f"{key} POST {cell.address} ({cell.state}): {became}")
    assert wrong == []


def test_the_last_acts_are_done_by_somebody_who_may(stage: Stage) -> None:
    press(stage, table.LAST_ACTS)
