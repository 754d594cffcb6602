"""Whatever is sent, the page that answers it is made with nothing locked: nobody's save waits for it."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.database import Database
from consult.demo.cast import Cast
from consult.documents.models import DocumentKind
from consult.drafting.models import AnswerVersion
from consult.issuing import services as issuing_services
from consult.issuing.models import IssuedDocument
from tests.factories.situations import Drafting, approved
from tests.hostile.setting import SENIOR
from tests.hostile.walking import NOBODY, Walk
from tests.house import rules
from tests.rival import Rival
from tests.visitor import HOST, Visitor

Visit = Callable[[str | None], Visitor]


@pytest.mark.one_database
def test_no_page_that_answers_a_form_keeps_anybody_from_saving(app: Flask, demo: Cast, database: Database) -> None:
    walk = Walk(app, demo, (SENIOR, "Administrator", NOBODY))
    rival = Rival(database)
    taking = {endpoint for methods, _, endpoint, _ in rules(app) if "POST" in methods}

    def send_every_form_empty() -> None:
        for someone in walk.people:
            for path in walk._addresses("POST"):
                someone.browser().post(path, base_url=HOST, data={"csrf_token": someone.token})

    rival.watch(send_every_form_empty)
    print(f"{sum(rival.met.values())} moments in the answers of {len(rival.met)} of {len(taking)} acts")
    assert len(rival.met) > len(taking) * 0.7
    assert rival.kept_out == []


def test_words_that_are_refused_come_back_and_can_be_sent_again(
    app: Flask, drafting: Drafting, database: Database, visit: Visit, backend: str
) -> None:
    page = visit("Policy officer").open(f"/answers/{drafting.answers[0]}")
    form = page.form_with("Save")
    typed = dict(form.form_values()) | {"text": "- " * 30 + "too deep to be shown"}
    rival = Rival(database)
    sent: list[Any] = []

    def send() -> None:
        sent.append(page.client.post(form.get("action"), base_url=HOST, data=typed))

    rival.watch(send) if backend == "sqlite" else send()
    assert (sent[0].status_code, rival.kept_out) == (422, [])
    assert "too deep to be shown" in sent[0].get_data(as_text=True)
    typed["text"] = "Words that all pages can show"
    send()  # under the same key
    assert sent[1].status_code == 302
    with database.session(read_only=True) as session:
        assert session.scalars(sa.select(AnswerVersion.text).where(AnswerVersion.text == typed["text"])).all()


@pytest.mark.one_database
def test_no_word_file_is_made_while_anybody_is_kept_from_saving(
    app: Flask, cast: Cast, database: Database, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    rival = Rival(database)

    def watched(kind: DocumentKind, make: Callable[..., bytes]) -> Callable[..., bytes]:
        def look(*given: Any) -> bytes:
            rival.look("issue", kind)
            return make(*given)

        return look

    for kind, make in issuing_services.MAKERS.items():
        monkeypatch.setitem(issuing_services.MAKERS, kind, watched(kind, make))
    with database.transaction() as session:
        ready = approved(session, cast)
        round_, response = ready.id, ready.response_id
    page = visit("Policy officer").open(f"/responses/{response}/documents")
    form = page.form_with("Issue")
    values = dict(form.form_values())
    first = page.client.post(form.get("action"), base_url=HOST, data=values | {"sha256": "0" * 64})
    assert first.status_code == 409
    answers = [page.client.post(form.get("action"), base_url=HOST, data=values) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert rival.kept_out == []
    with database.session(read_only=True) as session:
        issued = session.scalars(sa.select(IssuedDocument).where(IssuedDocument.round_id == round_)).all()
    assert len(issued) == len(issuing_services.MAKERS)
    assert rival.met["issue"] == len(issuing_services.MAKERS), "only for the first press of the button that was shown"
