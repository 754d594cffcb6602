"""The demonstration as a browser meets it: for the tests in Chromium and for the pictures of docs/."""

import logging
from pathlib import Path

from flask import Flask

from consult.application import create_app
from consult.config import Limits, Settings
from tests.databases import fill
from tests.journey import answer_numbers, load_and_publish, prepare_documents, set_up
from tests.visitor import Visitor

ANSWERS = (
    "The joint visits of police and housing officers. Two evenings a month on the same streets brought more reports "
    "in half a year than letters did in two.",
    "Papers that come late, and three different maps of the same neighbourhoods. We can mend both ourselves.",
    "- One map of neighbourhoods that every partner uses\n- A shared room in the health centre\n- Fewer meetings, each "
    "with a decision at its end",
    "The council can bring figures and a room. It needs from each partner **one named person** who may decide.",
    "A page for residents every three months: what was promised, what was done, what is late and why.",
)
KEY_ISSUES = [
    "One map of neighbourhoods for every partner",
    "One named person in each body who may decide",
    "A page for residents every three months",
]


def seeded(folder: Path) -> Path:
    """A database file with the demonstration."""
    path = folder / "demonstration.sqlite"
    fill(f"sqlite:///{path}", "demo")
    return path


def application(path: Path) -> Flask:
    """The application on that database as it runs for real, its search index ready."""
    app = create_app(
        Settings(
            database_url=f"sqlite:///{path}",
            secret_key="for-tests-only-0123456789-abcdefghijkl",
            instance=path.parent,
            trusted_hosts=("127.0.0.1", "localhost"),
            demo=True,
            secure_cookies=False,
            limits=Limits(searches=100_000),
        )
    )
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.extensions["search_index"].follow()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    return app


def signed_in(app: Flask, name: str) -> Visitor:
    """Somebody of the demonstration, without a browser."""
    visitor = Visitor(app.test_client())
    visitor.open("/sign-in").submit(name)
    return visitor


def send_for_decisions(app: Flask) -> None:
    """Take a workshop from its paper to a version that waits for two bodies."""
    officer = signed_in(app, "Policy officer")
    load_and_publish(officer, source="bank", bank="partnership-workshop.yaml")
    response = set_up(officer)
    for answer, text in zip(answer_numbers(officer, response), ANSWERS, strict=True):
        officer.open(f"/answers/{answer}").submit("Save answer", text=text, status="ready")
    prepare_documents(officer, response, KEY_ISSUES)
    officer.open(f"/responses/{response}/sign-off").submit("Send for sign-off")


def set_a_text_aside(app: Flask, answer: int) -> None:
    """Two officers save one answer; the second text is kept beside the first."""
    first, second = signed_in(app, "Policy officer"), signed_in(app, "Senior policy officer")
    first.open(f"/answers/{answer}")
    second.open(f"/answers/{answer}")
    first.submit("Save answer", text="Forums in village halls, and in schools.")
    second.submit("Save answer", text="Forums in village halls, and on the market.", _expect=409)
