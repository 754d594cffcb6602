"""The page of a round shows every text that it froze, as the Word files print it: neither can drift from the other."""

import dataclasses
import re
from collections.abc import Callable, Iterator

import lxml.html
import pytest
from flask import Flask, render_template
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.database import Database
from consult.demo.cast import Cast
from consult.documents import sections as documents_sections
from consult.documents import showing
from consult.documents.content import AnswerContent, LetterContent, ReportContent, ResponseContent, Stamp
from tests.documents.sample import LETTER, MAKERS, REPORT, sample
from tests.factories.situations import sent
from tests.issuing.read_back import read_document
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]
STAMP = Stamp("Round 1", "a" * 64, None, "For decision", None)
# What a version holds beside texts: how to find the question, what it may be answered with, and hashes.
NO_TEXT = {"ResponseContent.unanswered"}
NO_TEXT |= {"AnswerContent.question_id", "AnswerContent.kind", "AnswerContent.version", "AnswerContent.version_sha256"}
DAYS = {"briefing_date": ("2031-03-14", "14 March 2031"), "meeting_date": ("2032-04-15", "15 April 2032")}
DAYS["letter_date"] = ("2033-05-16", "16 May 2033")
DAYS["closing_at"] = ("2034-06-17T11:45:00+00:00", "17 June 2034")


class Words:
    """Words that stand nowhere else, one for each text, dressed as people dress texts."""

    def __init__(self, dresses: list[str]) -> None:
        self.dresses, self.made = dresses, 0

    def of(self, *, plain: bool) -> str:
        """A new text with a word of its own."""
        self.made += 1
        word = f"zq{self.made:04d}word"
        dress = "{}" if plain else self.dresses[self.made % len(self.dresses)]
        return dress.format(word)


def content_of(words: Words) -> ResponseContent:
    """A version in which every text has a word of its own."""
    known = {"kind": "text", "version_sha256": ""}
    answers = (
        _filled(AnswerContent, words, question_id=1, version=1, no_answer_because="", **known),
        _filled(AnswerContent, words, question_id=2, version=0, answer="", **known),
    )
    letter = _filled(LetterContent, words)
    report = dataclasses.replace(_filled(ReportContent, words), recommended_option=2)
    return _filled(ResponseContent, words, answers=answers, letter=letter, report=report, unanswered="with_reason")


MARKDOWN = {"opening", "closing", "summary", "background", "main_issues", "proposals", "financial", "legal", "risk"}
MARKDOWN |= {"priorities", "corporate_priority", "answer"}


def _filled(shape, words: Words, **known):  # type: ignore[no-untyped-def]  # any of the four shapes
    values = {}
    for field in dataclasses.fields(shape):
        name = field.name
        if name in known:
            values[name] = known[name]
        elif name in DAYS:
            values[name] = DAYS[name][0]
        elif name == "parts":
            values[name] = (("a", words.of(plain=True)), ("", words.of(plain=True)))
        elif str(field.type).startswith("tuple"):
            values[name] = (words.of(plain=True), words.of(plain=True))
        elif field.type in ("int", int):
            values[name] = 1
        else:
            values[name] = words.of(plain=name not in MARKDOWN)
    return shape(**values)


def texts_in(thing: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a version, with the name of its field."""
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        for field in dataclasses.fields(thing):
            full = f"{type(thing).__name__}.{field.name}"
            if full not in NO_TEXT:
                yield from texts_in(getattr(thing, field.name), full)
    elif isinstance(thing, tuple):
        for each in thing:
            yield from texts_in(each, name)
    elif isinstance(thing, str) and len(thing) > 1:  # the letter of a part is in brackets
        yield name, thing


def page_of(app: Flask, content: ResponseContent) -> str:
    """The words of the page's part that shows a version."""
    with app.test_request_context():
        html = render_template(
            "sign_off/frozen.html",
            frozen=showing.shown(content),
            shown_number=documents_sections.shown_number,
            shown_parts=documents_sections.shown_parts,
            has_answer=documents_sections.has_answer,
            said_instead=documents_sections.said_instead,
        )
    return " ".join(lxml.html.fromstring(f"<div>{html}</div>").text_content().split())


def files_of(content: ResponseContent) -> str:
    """The words of the three Word files."""
    found = []
    for make in MAKERS.values():
        read = read_document(make(content, STAMP))
        found += [*(each.text for each in read.paragraphs), *read.footnotes]
    return " ".join(" ".join(found).split())


def wanted(name: str, text: str) -> str:
    """What must be read of a text: its word, or a day in words."""
    field = name.rpartition(".")[2]
    found = re.search(r"zq\d{4}word", text)
    return DAYS[field][1] if field in DAYS else found[0] if found else text


DRESSES = st.lists(
    st.sampled_from(
        [
            "{}", "**{}**", "- {}", "> {}", "1. {}", "# {}", "`{}`", "A line\n\nand {} below", "_{}_ and more",
            "| a | b |\n|---|---|\n| {} | c |", "    {}", "~~{}~~", "Said[^1].\n\n[^1]: {}", "[{}](https://a.example)",
            "<b>{}</b>", "- - - - {}", "&amp; {}", "```\n{}\n```", "\\*{}\\*",
        ]
    ),
    min_size=1,
    max_size=12,
)  # fmt: skip


@pytest.mark.one_database
def test_every_frozen_text_is_on_the_page_and_in_the_files(app: Flask) -> None:
    @settings(max_examples=25)
    @given(dresses=DRESSES)
    def held(dresses: list[str]) -> None:
        content = content_of(Words(dresses))
        page, files = page_of(app, content), files_of(content)
        every = list(texts_in(content))
        assert len(every) > 40
        for name, text in every:
            assert wanted(name, text) in page, f"{name} is not on the page"
            assert wanted(name, text) in files, f"{name} is in no file"

    held()


@pytest.mark.one_database
@pytest.mark.parametrize("sections", [True, False])
def test_what_the_files_add_stands_on_the_page(app: Flask, sections: bool) -> None:
    """Sentences that nobody typed are decided on, too: who is asked to what, the greeting, what is recommended."""
    bare = dataclasses.replace(
        sample(6, sections=sections),
        letter=dataclasses.replace(LETTER, salutation="", subject="", signing_for=""),
        report=dataclasses.replace(REPORT, summary="", main_issues_summary=(), proposals="As before."),
    )
    page, files = page_of(app, bare), files_of(bare)
    for words in (
        "Dear Sir or Madam", "Yours faithfully",
        "On behalf of Rivermead Borough Council and Rivermead Local Partnership",
        "The Executive is asked to:", "None stated.", "Option (a) is recommended", "(recommended)", "No answer given.",
        "Date: to be added when the letter is issued",
    ):  # fmt: skip
        assert words in page, words
        assert words in files, words
    for letter, option in zip("abc", REPORT.options, strict=True):
        assert f"({letter}) {option}" in page


def test_the_page_of_a_round_shows_the_whole_report_and_letter(database: Database, cast: Cast, visit: Visit) -> None:
    with database.transaction() as session:
        round_ = sent(session, cast)
        number, text = round_.id, round_.content
    executive = visit("Council Executive").open(f"/rounds/{number}")
    for name in ("financial", "legal", "risk", "background", "contact", "recipient", "signatory_title", "salutation"):
        said = re.search(rf'"{name}":"([^"\\]+)', text)
        assert said
        assert " ".join(said[1].split()) in executive.text, name
    ids = {each.get("id") for each in executive.document.xpath("//*[@id]")}
    for link in executive.document.xpath("//nav[@aria-label='Contents']//a/@href"):
        assert link.removeprefix("#") in ids
