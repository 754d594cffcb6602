"""The house as many tests look at it: its addresses with their rules, its people, what its tables hold."""

import re
from collections.abc import Iterator

import sqlalchemy as sa
from flask import Flask

from consult.database import Database
from consult.demo.cast import Cast
from consult.running.tables import metadata
from tests.visitor import Visitor

PUBLIC = "anybody"
PEOPLE = (
    "Policy officer",
    "Police partner",
    "Council Executive",
    "Partnership board",
    "Administrator",
    None,
)
EXAMPLES = {"kind": "committee_report", "n": 1}


def rules(app: Flask) -> Iterator[tuple[str, str, str, object]]:
    """Methods, address, endpoint and rule of every route but the built files."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            view = app.view_functions[rule.endpoint]
            who = PUBLIC if getattr(view, "public", False) else getattr(view, "permission", None)
            methods = " ".join(sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}))
            yield methods, rule.rule, rule.endpoint, who


def addresses(app: Flask, cast: Cast) -> list[tuple[str, str, object]]:
    """Every route with numbers of things that are there: method, address and rule."""
    found = []
    for methods, address, _, who in rules(app):
        filled = re.sub(r"<(?:int:)?(\w+)>", lambda m: str(EXAMPLES.get(m[1], 1)), address)
        found += [(method, filled, who) for method in methods.split()]
    return found


def content(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Everything in the database."""
    with database.engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(sa.select(table).order_by(*table.primary_key))]
            for table in metadata.sorted_tables
            if table.name != "use_counts"  # how often somebody searched is counted also when they only read
        }


def csrf(visitor: Visitor) -> str:
    """The token that the visitor's forms carry."""
    if not visitor.html or "csrf_token" not in visitor.html:
        visitor.open("/")
    found = re.search(r'name="csrf_token" value="([^"]+)"', visitor.html)
    assert found
    return found[1]
