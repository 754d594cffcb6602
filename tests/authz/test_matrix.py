"""Every viewer at every page and act that names a response or a part of one, held against the written table.

What is refused changes nothing, and what one may not see looks exactly like what is not there.
"""

import re
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from consult import create_app
from consult.config import Settings
from consult.database import Database
from consult.drafting.access import ON_ROWS, rights_on, rights_on_answer, with_granted
from consult.people.queries import get_person, viewer_of
from consult.permissions import Viewer
from tests import conftest, postgres
from tests.authz import table
from tests.authz.persons import INVITED, OTHER, RESPONSES, Place, gather
from tests.test_house import content
from tests.visitor import HOST

pytestmark = pytest.mark.authz
MIN_CELLS, SAMPLE = 1_800, 8  # on PostgreSQL one cell in eight is tried: the rights themselves are tried in full
MISSING = 987_654
NAMED = re.compile(r"<int:(response|answer|comment|round|document|invitation|role)_id>|^/invitations/")
LET_IN, REFUSED, UNSEEN, SIGN_IN = "+", "x", ".", "s"
ANSWERS = {200, 302, 409, 422}
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
    missing: str
    wanted: str

    @property
    def method(self) -> str:
        """GET or POST."""
        return self.action.partition(" ")[0]


@pytest.fixture(scope="module")
def stage(
    backend: str, templates: dict[str, str], tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Stage]:
    """The whole demonstration with the viewers of the table, made once for all tests here."""
    folder = tmp_path_factory.mktemp("authz")
    if backend == "sqlite":
        url, name, address = conftest._sqlite_copy(templates, "demo", folder), "", ""
    else:
        address, name = request.getfixturevalue("postgres_address"), f"t{uuid.uuid4().hex}"
        template = conftest._postgres_template(address, templates, "demo")
        postgres.execute(address, f"CREATE DATABASE {name} TEMPLATE {template}")
        url = f"postgresql+psycopg://{address.removeprefix('postgresql://')}/{name}"
    app = _application(url, folder)
    database: Database = app.extensions["database"]
    with database.transaction() as session:
        place = gather(session)
    yield Stage(app, database, place, backend)
    database.close()
    shutil.rmtree(folder)
    if name:
        postgres.execute(address, f"DROP DATABASE {name} WITH (FORCE)")


def _application(url: str, folder: Path) -> Flask:
    settings = Settings(
        database_url=url,
        secret_key="for-tests-only-0123456789-abcdefghijkl",
        instance=folder,
        trusted_hosts=("localhost",),
        demo=True,
        secure_cookies=False,
    )
    made = create_app(settings)
    made.config["PROPAGATE_EXCEPTIONS"] = True
    made.extensions["search_index"].follow()
    return made


# --- The plan: every cell of the tables, with its address.


def cells_of(key: str, place: Place) -> list[Cell]:
    """Every cell of one viewer's column, in each state that has the thing.

    Whom the gate refuses, before any row is read, it refuses in one state by turns, else the walk takes too long.
    """
    made = []
    for turn, (action, line) in enumerate(table.on_one_thing().items(), table.VIEWERS.index(key)):
        names, wanted = names_in(action), table.cells(line)[key]
        having = [state for state in table.STATES if names <= place.things[state].keys()]
        kept = [having[turn % len(having)]] if wanted in (REFUSED, SIGN_IN) else having
        made += [cell_of(action, state, wanted, place.things[state]) for state in kept]
    for turn, (action, lines) in enumerate(table.ON_ANSWER.items(), table.VIEWERS.index(key)):
        for numbers, line in zip((INVITED, OTHER), lines, strict=True):
            wanted = table.cells(line)[key]
            by_gate = wanted in (REFUSED, SIGN_IN) and action not in table.REFUSED_BY_ROW
            for state in [table.STATES[turn % len(table.STATES)]] if by_gate else table.STATES:
                known = place.things[state] | {"answer_id": numbers[state], "n": 2}
                made.append(cell_of(action, state, wanted, known))
    return made


def cell_of(action: str, state: str, wanted: str, things: dict[str, object]) -> Cell:
    """One cell with its addresses."""
    route = action.partition(" ")[2]
    return Cell(action, state, fill(route, things), fill(route, missing(route, things)), wanted)


def names_in(route: str) -> set[str]:
    """The names of what a route's address has in it."""
    return set(re.findall(r"<(?:int:)?(\w+)>", route))


def fill(route: str, things: dict[str, object]) -> str:
    """The address of a route."""
    return re.sub(r"<(?:int:)?(\w+)>", lambda found: str(things[found[1]]), route)


def missing(route: str, things: dict[str, object]) -> dict[str, object]:
    """The same with the first thing of the address put where nothing is."""
    first = re.findall(r"<(?:int:)?(\w+)>", route)[0]
    return things | {first: "no-such-link" if first == "token" else MISSING}


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
    actions = {cell.action for cell in cells}
    print(f"{len(cells)} cells: {len(table.VIEWERS)} viewers, {len(actions)} actions, {len(table.STATES)} states")
    print(f"and {len(table.VIEWERS) * len(actions)} at a missing thing")
    assert len(cells) >= MIN_CELLS
    assert {cell.state for cell in cells} == set(table.STATES) == RESPONSES.keys()
    assert {cell.wanted for cell in cells} == {LET_IN, REFUSED, UNSEEN, SIGN_IN}


# --- The walk.


@dataclass
class Walker:
    """One viewer's browser."""

    client: FlaskClient
    token: str

    def send(self, method: str, address: str) -> tuple[int, str]:
        """The status, and the page without what differs at every request."""
        data = {"csrf_token": self.token} if method == "POST" else None
        answer = self.client.open(address, method=method, base_url=HOST, data=data)
        kind = answer.mimetype
        page = answer.get_data(as_text=True) if kind == "text/html" and answer.status_code == 404 else ""
        answer.close()
        return answer.status_code, re.sub(r'(nonce|value)="[^"]*"', "", page.replace(address, ""))


def walker(stage: Stage, key: str) -> Walker:
    """Sign one viewer of the table in."""
    client = stage.app.test_client()
    page = client.get("/sign-in", base_url=HOST).get_data(as_text=True)
    if key != "-":
        token = _token(page)
        path = f"/sign-in/demo/{stage.place.people[key]}"
        assert client.post(path, base_url=HOST, data={"csrf_token": token}).status_code == 302
        page = client.get("/", base_url=HOST).get_data(as_text=True)
    return Walker(client, _token(page))


def _token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def agrees(cell: Cell, status: int) -> bool:
    """Whether an answer is what the table says."""
    by_letter = {
        LET_IN: ANSWERS,
        REFUSED: {403},
        UNSEEN: {404},
        SIGN_IN: {302} if cell.method == "GET" else {401},
    }
    return status in by_letter[cell.wanted]


def missing_agrees(cell: Cell, status: int) -> bool:
    """What is not there is missing, refused to who holds the permission nowhere, or behind the sign-in."""
    if cell.wanted in (REFUSED, SIGN_IN):
        return agrees(cell, status) or (cell.wanted == REFUSED and status == 404)
    return status == 404


@pytest.mark.parametrize("key", table.VIEWERS)
def test_every_cell_is_as_the_table_says(stage: Stage, key: str) -> None:
    visitor, before, wrong = walker(stage, key), digest(stage), []
    nothing: dict[str, tuple[int, str]] = {}  # by action: what stands where nothing is
    cells = [c for c in cells_of(key, stage.place) if not (c.method == "POST" and c.wanted == LET_IN)]
    for cell in cells if stage.backend == "sqlite" else cells[ord(key) % SAMPLE :: SAMPLE]:
        status, page = visitor.send(cell.method, cell.address)
        if not agrees(cell, status):
            wrong.append(f"{key} {cell.method} {cell.address} ({cell.state}): {status}, wanted {cell.wanted}")
        absent = cell.action
        if absent not in nothing:
            nothing[absent] = visitor.send(cell.method, cell.missing)
            if not missing_agrees(cell, nothing[absent][0]):
                wrong.append(f"{key} {cell.method} {cell.missing}: {nothing[absent][0]} for what is not there")
        if cell.wanted == UNSEEN and (status, page) != nothing[absent]:
            wrong.append(f"{key} {cell.method} {cell.address}: does not look like what is not there")
    assert wrong == []
    assert digest(stage) == before


def digest(stage: Stage) -> dict[str, int]:
    """A fingerprint of each table but those kept of every visit."""
    return {name: hash(repr(rows)) for name, rows in content(stage.database).items() if name not in APART}


def test_who_may_act_is_let_in(stage: Stage) -> None:
    """Last, since an empty form is all that some acts need."""
    wrong = []
    for key in table.VIEWERS:
        cells = [c for c in cells_of(key, stage.place) if c.method == "POST" and c.wanted == LET_IN]
        sent = [cell for cell in cells if cell.action not in table.ACTS]
        visitor = walker(stage, key) if sent else None
        for cell in sent if stage.backend == "sqlite" else sent[::SAMPLE]:
            assert visitor
            status, _ = visitor.send("POST", cell.address)
            if status not in ANSWERS:
                wrong.append(f"{key} POST {cell.address} ({cell.state}): {status}")
    assert wrong == []


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
