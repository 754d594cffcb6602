"""Texts that are stored as trees are shown wherever the older ones are: nobody ever sees how they are stored."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from html import unescape

import pytest
from flask import Flask

from consult.comments.models import Position
from consult.comments.services import comment
from consult.database import Database
from consult.demo.cast import Cast
from consult.documents.models import DocumentKind
from consult.documents.services import save_draft
from consult.drafting.merging import compare, merge
from consult.drafting.services import save_answer
from consult.texts import as_read, count_words, tree, typed
from consult.texts.form import parse
from consult.texts.joining import joined
from tests.authz.addresses import addresses_of, newest
from tests.authz.planting import gather
from tests.authz.writing import write_everything
from tests.documents.sample import LETTER, REPORT
from tests.factories.situations import OFFICER, answer_of, being_drafted, in_the_library, issued, response_of
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]
SAID = """We ask for:

3. **shade** at the lock
4. seats[^1]

| Year | Trips |
|---|---|
| 2024 | 12 |

[^1]: Survey."""
STORED = tree.store(parse(SAID))


@pytest.fixture
def trees(database: Database, cast: Cast) -> None:
    """Everything that can be written; and a response that is drafted and one that is issued, of trees."""
    with database.transaction() as session:
        home, _ = gather(session)
        write_everything(home)
        officer = cast.viewers[OFFICER]
        for finish in (False, True):
            made = being_drafted(session, cast, [STORED, joined(STORED, STORED), "Yes."])
            police = cast.viewers["Police partner"]
            asked = answer_of(session, cast, made.answers[0], police.name)
            comment(
                session, actor=police, answer=asked, on_n=1, position=Position.OBJECT, text=STORED, suggestion=STORED
            )
            drafted = response_of(session, cast, made.response)
            report = replace(REPORT, summary=STORED)
            letter = replace(LETTER, opening=STORED, closing=STORED)
            save_draft(session, actor=officer, response=drafted, kind=DocumentKind.COMMITTEE_REPORT, text=report)
            save_draft(session, actor=officer, response=drafted, kind=DocumentKind.COVERING_LETTER, text=letter)
            changed = answer_of(session, cast, made.answers[1])
            save_answer(session, actor=officer, answer=changed, text=joined(STORED, "Now."), based_on_n=1)
            # Somebody else wrote meanwhile: what they wrote is set aside.
            save_answer(session, actor=officer, answer=changed, text=joined("Mine.", STORED), based_on_n=1)
            if finish:
                issued(session, cast, made.response)
        in_the_library(session, cast, 2, answer=STORED)


@pytest.mark.slow
@pytest.mark.one_database
def test_no_page_and_no_file_shows_how_a_text_is_stored(
    app: Flask, database: Database, trees: None, visit: Visit
) -> None:
    app.extensions["search_index"].follow()
    with database.session(read_only=True) as session:
        paths = sorted({each.path for each in addresses_of(app, session, newest(session))})
    officer = visit(OFFICER)
    shown = {path: contents(officer, path) for path in paths}
    assert [path for path, said in shown.items() if '"shape"' in said or '"doc"' in said] == []
    assert sum("shade" in said for said in shown.values()) > 15


def contents(visitor: Visitor, path: str) -> str:
    """What an address answers with, also inside a Word file."""
    answer = visitor.client.get(path, base_url="http://localhost")
    data = answer.data
    answer.close()
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            data = b" ".join(file.read(name) for name in file.namelist())
    return unescape(data.decode("utf-8", "replace")).replace("\\", "")


def test_a_text_box_holds_the_text_form_of_a_tree_and_an_older_text_as_it_was_typed() -> None:
    assert typed(STORED) == SAID
    assert typed("We **agree**.") == "We **agree**."


def test_texts_of_both_shapes_are_compared_and_merged_as_they_are_typed() -> None:
    more = tree.store(parse(SAID.replace("shade", "much shade")))
    assert "".join(change.text for change in compare(STORED, more) if change.kind == "added").strip() == "much"
    assert compare("The same.", tree.store(parse("The same."))) == compare("The same.", "The same.")
    other = tree.store(parse(SAID.replace("Survey", "Our survey")))
    merged = merge(STORED, more, other)
    assert merged == SAID.replace("shade", "much shade").replace("Survey", "Our survey")


def test_the_words_of_a_tree_are_those_that_a_reader_sees() -> None:
    assert count_words(STORED) == len(as_read(STORED).split()) < len(STORED.split('"'))


def test_a_text_below_another_keeps_its_footnotes() -> None:
    both = as_read(joined(STORED, tree.store(parse("More.[^1]\n\n[^1]: Another."))))
    assert both.endswith("More.[2]\n[1] Survey.\n[2] Another.")
    assert joined("One.", "Two.") == "One.\n\nTwo."
    assert as_read(joined("One.", STORED)).startswith("One.\nWe ask for:\n3. shade")
