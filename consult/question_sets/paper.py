"""What reading yields: a consultation paper with its questions, before anything is saved.

Both ways in (`readers/bank.py` for YAML, `recognising/` for papers) end in a `Paper`; the review page shows it and the
services turn it into a question set. What stands here is also what is passed from the process that reads, and what is
stored of a file with answers: the types say how much of each a paper may hold. A change of a field is a new shape (see
`shapes`). They have slots, for then the decoder gives back what it filled in, and a field that lacks is seen.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, TypeVar

from msgspec import Meta

from consult.dates import in_london

MOST_CHARACTERS = 1_000_000
MOST_ITEMS = 200_000
LARGEST = 1_000_000_000

T = TypeVar("T")
Words = Annotated[str, Meta(max_length=MOST_CHARACTERS)]
Many = Annotated[tuple[T, ...], Meta(max_length=MOST_ITEMS)]
Number = Annotated[int, Meta(ge=-LARGEST, le=LARGEST)]
Moment = Annotated[datetime, Meta(tz=True)]


class UnreadablePaper(Exception):
    """A file that cannot be read as a paper; its text is the cause in plain English, fit for a page."""


class QuestionKind(StrEnum):
    """How a question wants to be answered."""

    FREE_TEXT = "free_text"
    YES_NO = "yes_no"
    SINGLE_CHOICE = "single_choice"
    MULTIPLE_CHOICE = "multiple_choice"
    RATING = "rating"
    RANKING = "ranking"
    FILE_UPLOAD = "file_upload"


@dataclass(frozen=True, slots=True)
class Part:
    """A lettered or bulleted sub-question; `label` is None where none is printed."""

    label: Words | None
    text: Words


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference of a question to the paper ('See paras 65 to 69'), and the passages it points to.

    `first` and `last` are places of passages, from 1; both 0 where the paper holds no such passage.
    """

    text: Words
    first: Number = 0
    last: Number = 0


def bare_reference(reference: str) -> str:
    """'(See paras 65 to 69)' as 'paras 65 to 69'."""
    return re.sub(r"^(?:please )?(?:see|refer to)(?: also)? ", "", reference.strip("()[] "), flags=re.I)


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of the paper as it is shown beside the questions; the list of them is the whole paper.

    `place` counts from 1 without gaps. `level` is 0 for body text, 1 to 6 for headings. `label` is a number, bullet or
    tick box that stands before the text but is none of its words. `page` counts from 1 where the format has pages.
    `ignored` tells in plain English why it was left out when questions were looked for ('Contents list'), '' where
    it was read.
    """

    place: Number
    text: Words
    level: Number = 0
    label: Words = ""
    page: Number | None = None
    ignored: Words = ""


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """One question as the paper prints it.

    `number` is as printed, without 'Question', brackets at its ends or a stop ('3', '3(a)', 'PC-2', '1.1'); None where
    none is printed; the same number may come again in another section. `text` is the stem with all its sentences.
    `refs` are as printed ('(See paras 65 to 69)'). `answer` is Markdown, from a finished response. `hint` is help
    printed with the question: prompts for a workshop, what to attach. `word_limit` is the longest answer in words,
    `character_limit` in characters. `first` and `last` are the places of the passages it was read from (0 where
    there was no paper), `page` that of the first. `references` are `refs` with what they point to.
    `confidence` is how sure the recogniser is, 0 to 100; `doubts` say in plain English what lowers it.
    """

    number: Words | None
    text: Words
    section: Words | None = None
    kind: QuestionKind = QuestionKind.FREE_TEXT
    options: Many[Words] = ()
    parts: Many[Part] = ()
    refs: Many[Words] = ()
    answer: Words | None = None
    hint: Words | None = None
    word_limit: Number | None = None
    character_limit: Number | None = None
    first: Number = 0
    last: Number = 0
    page: Number | None = None
    references: Many[Reference] = ()
    confidence: Number = 100
    doubts: Many[Words] = ()


@dataclass(frozen=True, slots=True)
class FoundAnswer:
    """An answer in a file that is to be taken over, with the question it stands under.

    `number` is as printed, None where none is. `known_id` is the number of the question in the database, from a
    bookmark of our own documents; 0 in other files. `text` is Markdown, '' where no answer was given. `not_kept` says
    in plain words what stands there that a text cannot hold, and what became of it.
    """

    question: Words
    number: Words | None
    known_id: Number
    text: Words
    not_kept: Many[Words] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file or page that a consultation's own page leads to."""

    title: Words
    url: Words


@dataclass(frozen=True, slots=True)
class Paper:
    """A consultation paper (or a finished response to one).

    `answers` are those of a finished response, with the questions left empty among them; `loose` is text that
    belongs to no question, Markdown; `not_kept` what of the whole file no text can hold. `notes` are sentences of
    what an officer must know of the paper: where its questions are when they are not in it, for whom it is.

    `title` is empty only where the paper shows none and its file's name is unknown; `opening_at` and `closing_at`
    are timezone-aware. `ways_to_respond` are lines such as 'Email: responses@...', `contact` lines of whom to ask.
    """

    title: Words
    issuing_body: Words | None = None
    reference: Words | None = None
    closing_at: Moment | None = None
    questions: Many[PaperQuestion] = ()
    opening_at: Moment | None = None
    ways_to_respond: Many[Words] = ()
    attachments: Many[Attachment] = ()
    contact: Many[Words] = ()
    passages: Many[Passage] = ()
    answers: Many[FoundAnswer] = ()
    loose: Many[Words] = ()
    not_kept: Many[Words] = ()
    notes: Many[Words] = ()


def _question_json(question: PaperQuestion) -> dict[str, object]:
    found: dict[str, object] = {
        "number": question.number,
        "text": question.text,
        "section": question.section,
        "kind": question.kind.value,
        "options": list(question.options),
        "parts": [{"label": part.label, "text": part.text} for part in question.parts],
        "refs": list(question.refs),
        "confidence": question.confidence,
    }
    told = {
        "answer": question.answer,
        "hint": question.hint,
        "word_limit": question.word_limit,
        "character_limit": question.character_limit,
        "page": question.page,
        "passages": [question.first, question.last] if question.first else None,
        "references": [{"text": each.text, "passages": [each.first, each.last]} for each in question.references],
        "doubts": list(question.doubts),
    }
    return found | {name: value for name, value in told.items() if value not in (None, [])}


def as_json(paper: Paper) -> dict[str, object]:
    """The object that `consult extract` prints; times are ISO 8601 with London's offset, or None.

    What only some papers or questions tell (opening time, a word limit, a doubt) is there only when it was told.
    """
    told = {
        "opening_at": in_london(paper.opening_at).isoformat() if paper.opening_at else None,
        "ways_to_respond": list(paper.ways_to_respond),
        "contact": list(paper.contact),
        "attachments": [{"title": each.title, "url": each.url} for each in paper.attachments],
        "notes": list(paper.notes),
    }
    return {
        "title": paper.title,
        "issuing_body": paper.issuing_body,
        "closing_at": in_london(paper.closing_at).isoformat() if paper.closing_at else None,
        **{name: value for name, value in told.items() if value},
        "questions": [_question_json(question) for question in paper.questions],
    }


MAX_BYTES = 50 * 1024 * 1024
