"""Processor time of the pages with 35 questions, beside a bare Flask page that renders the same Markdown.

python -m tests.bench pages
"""

import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from flask import Flask, render_template_string
from flask.testing import FlaskClient
from markdown_it import MarkdownIt
from markupsafe import Markup
from sqlalchemy import select

from consult.application import create_app
from consult.config import Settings
from consult.database import Database
from consult.demo.seed import seed
from consult.drafting.models import ConsultationResponse
from consult.drafting.queries import answer_lines
from consult.people.models import Person
from consult.running.migrating import migrate
from tests.named import answer_at, response_named

ROUNDS = 30
BARE = """<!doctype html><title>Answers</title><h1>Answers</h1>
{% for question, answer in lines %}<h2>{{ question }}</h2>{{ answer | markdown }}{% endfor %}"""
PAGES = (
    ("all answers of a 35-question response", "/responses/{response}/answers"),
    ("drafting page of one question", "/answers/{answer}"),
    ("home of an officer", "/"),
)


def _milliseconds(open_page: Callable[[], object]) -> float:
    """Processor time of one opening: the median of several, in milliseconds."""
    open_page()
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        open_page()
        times.append(1000 * (time.process_time() - start))
    return sorted(times)[ROUNDS // 2]


def _bare(lines: list[tuple[str, str]]) -> FlaskClient:
    app = Flask("bare")
    markdown = MarkdownIt("commonmark").enable("table")
    app.jinja_env.filters["markdown"] = lambda text: Markup(markdown.render(text))
    app.add_url_rule("/", view_func=lambda: render_template_string(BARE, lines=lines))
    return app.test_client()


def measure() -> list[dict[str, object]]:
    """Rows of the bench: processor milliseconds a page, and the bare page's."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.sqlite"
        database = Database(url)
        migrate(database.engine)
        with database.transaction() as session:
            seed(session)
            response = session.get_one(ConsultationResponse, response_named(session))
            numbers = {"response": response.id, "answer": answer_at(session, 6)}
            officer = session.scalars(select(Person.id).where(Person.name == "Policy officer")).one()
            texts = [
                (line.answer.question.text, line.text) for line in answer_lines(session, viewer=None, response=response)
            ]
        database.close()
        key = "for-the-bench-only-0123456789-abcdefgh"
        app = create_app(Settings(url, key, Path(folder), ("localhost",), demo=True, secure_cookies=False))
        app.config["WTF_CSRF_ENABLED"] = False
        app.extensions["search_index"].follow()
        client = app.test_client()
        client.post(f"/sign-in/demo/{officer}", base_url="http://localhost")
        peer = _milliseconds(partial(_opened, _bare(texts), "/"))
        rows = [
            _row(name, _milliseconds(partial(_opened, client, path.format(**numbers))), peer) for name, path in PAGES
        ]
        app.extensions["database"].close()
    return rows


def _opened(client: FlaskClient, path: str) -> None:
    response = client.get(path, base_url="http://localhost")
    assert response.status_code == 200, path
    response.close()


def _row(name: str, value: float, peer: float) -> dict[str, object]:
    return {
        "name": f"processor time, {name}",
        "value": round(value, 2),
        "unit": "ms",
        "peer": "bare Flask page with the same 35 questions and answers",
        "peer_value": round(peer, 2),
        "ratio": round(value / peer, 2),
    }
