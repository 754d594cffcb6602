"""The recogniser: blocks of a paper become a `Paper` with its questions.

In three steps. Facts: each block is read once into an item (`facts.py`; tables are laid out by `tables.py`, boxes
joined with their words by `boxes.py`, furniture left out). The whole paper (`deciding.py`): which labels are those of
questions (`label_forms.py`, `counts.py`, `series.py`), what asks without one (`unlabelled.py`), paper or response
(`responding.py`). Then each question is put together (`assemble.py`, `draft.py`, `choosing.py`), what repeats another
is left out (`repeats.py`), and each is weighed (`confidence.py`). Rules are about layouts and wording in general; none
knows a document.
"""

import re
from dataclasses import dataclass, replace
from functools import partial

from consult.question_sets.paper import Paper, PaperQuestion, Passage
from consult.question_sets.readers.blocks import Block
from consult.question_sets.recognising.answers import (
    is_left_open,
    shared,
    with_answers_marked,
    without_leads,
)
from consult.question_sets.recognising.assemble import assemble, ends_question, is_section_line
from consult.question_sets.recognising.boxes import with_boxes_joined
from consult.question_sets.recognising.confidence import Found, weighed
from consult.question_sets.recognising.contact import contact_of
from consult.question_sets.recognising.deadline import closing_of, opening_of
from consult.question_sets.recognising.deciding import Decision, decide
from consult.question_sets.recognising.explaining import taken_for
from consult.question_sets.recognising.facts import Habits, Item
from consult.question_sets.recognising.furniture import furniture
from consult.question_sets.recognising.guarding import (
    CUT_SHORT,
    NO_PARTICULARS,
    NO_QUESTIONS,
    NO_REFERENCES,
    NOT_WEIGHED,
    Guard,
)
from consult.question_sets.recognising.label_forms import with_own_labels
from consult.question_sets.recognising.languages import foreign_beside_english
from consult.question_sets.recognising.numbers import Label, Style
from consult.question_sets.recognising.particulars import issuing_body_of, title_of
from consult.question_sets.recognising.passages import left_out, passages_of
from consult.question_sets.recognising.references import Places, resolved
from consult.question_sets.recognising.repeats import Merged, merged
from consult.question_sets.recognising.sections import Sections, section_name
from consult.question_sets.recognising.tables import items_of

_SEPARATOR = re.compile(r"(?:[*_~–—-]\s*){3,}")


def _place(blocks: list[Block]) -> None:
    """Count the blocks: `read` has done so already, but not for blocks that were made otherwise."""
    if any(block.place != n for n, block in enumerate(blocks, 1)):
        for n, block in enumerate(blocks, 1):
            block.place = n


@dataclass(frozen=True)
class Recognised:
    """A paper, and of each of its blocks, by place, what it was taken for and why."""

    paper: Paper
    taken_for: dict[int, str]


def recognise(blocks: list[Block]) -> Paper:
    """The paper in a stream of blocks; its questions in order, none where it asks none.

    What fails in between is told in its `notes`: the passages, and whatever was found, are there all the same.
    """
    return recognised(blocks).paper


def recognised(blocks: list[Block]) -> Recognised:
    """The paper in a stream of blocks, with what each block was taken for."""
    _place(blocks)
    guard = Guard()
    nothing: dict[int, str] = {}
    no_items: list[Item] = []
    none_found: list[Found] = []
    skipped = guard.step(lambda: _skipped(blocks), nothing, NO_QUESTIONS)
    items = guard.step(lambda: _items(blocks, skipped), no_items, NO_QUESTIONS)
    sections = Sections(items)
    decision = guard.step(lambda: decide(items, sections), Decision({}, False, Habits()), NO_QUESTIONS)
    told: dict[int, str] = {}
    found = guard.step(lambda: _questions(items, decision, told, guard), none_found, NO_QUESTIONS)
    plain = Merged(tuple(each.question for each in found))
    once = guard.step(lambda: merged(plain.questions), plain, NOT_WEIGHED)
    questions = guard.step(lambda: weighed(once, found), once.questions, NOT_WEIGHED)
    left = guard.step(lambda: left_out(items, sections, questions, once.repeats), nothing, NOT_WEIGHED)
    passages = passages_of(blocks, left | skipped)
    questions = guard.step(lambda: _referring(questions, passages), questions, NO_REFERENCES)
    said = guard.step(lambda: _particulars(items), Paper(""), NO_PARTICULARS)
    paper = replace(said, questions=questions, passages=passages, notes=tuple(guard.told))
    return Recognised(paper, taken_for(items, decision.starts, told) | left | skipped)


def _skipped(blocks: list[Block]) -> dict[int, str]:
    skipped = furniture(blocks)
    return skipped | foreign_beside_english({each.place: each.text for each in blocks if each.place not in skipped})


def _items(blocks: list[Block], skipped: dict[int, str]) -> list[Item]:
    items = items_of([block for block in blocks if block.place not in skipped])
    return with_own_labels(with_answers_marked(with_boxes_joined(items)))


def _referring(questions: tuple[PaperQuestion, ...], passages: tuple[Passage, ...]) -> tuple[PaperQuestion, ...]:
    places = Places(passages)
    return tuple(replace(each, references=resolved(each.text, each.refs, places)) for each in questions)


def _particulars(items: list[Item]) -> Paper:
    told = contact_of(items)
    return Paper(
        title=title_of(items),
        issuing_body=issuing_body_of(items),
        opening_at=opening_of(items),
        closing_at=closing_of(items),
        ways_to_respond=told.ways_to_respond,
        contact=told.contact,
    )


def _end_of(items: list[Item], start: int, limit: int, decision: Decision) -> int:
    """Where the items of a question end: before the heading that closes it, or the next question."""
    first = items[start]
    for n in range(start + 1, limit):
        # After the last answer, a line of stars or dashes parts the closing words from it.
        if limit == len(items) and _SEPARATOR.fullmatch(items[n].full):
            return n
        if ends_question(items[n], first) and (n > start + 1 or first.text):
            return n
    end = limit
    if decision.starts[start].kind:  # what has a label is a question or an event of the tool's own
        return next((n for n in range(start + 1, limit) if _is_labelled(items[n])), end)
    least = max(start + (not first.text), _options_end(items, start, limit, decision.habits) - 1)
    while end < len(items) and end - 1 > least and is_section_line(items[end - 1], items[end], decision.is_response):
        end -= 1
    return end


def _is_labelled(item: Item) -> bool:
    return item.label is not None and item.label.style is Style.WORD


def _options_end(items: list[Item], start: int, limit: int, habits: Habits) -> int:
    """Where the options end that stand right under a question as plain lines; its own place where there are none."""
    begin = start + 1 + (not items[start].text)
    while begin < limit and items[begin].instructs:
        begin += 1
    announced = habits.plain_options or begin > start + 1 or items[start].names_choice
    end = begin
    while announced and end < limit and items[end].is_short_line and items[end].bold == items[begin].bold:
        end += 1
    return end if end > begin + 1 else start


def _cut_short(item: Item, label: Label | None) -> PaperQuestion:
    """What is known of a question that could not be put together."""
    number = label.number or None if label else None
    return PaperQuestion(number, item.text or item.full, first=item.place, last=item.place, page=item.page)


def _questions(items: list[Item], decision: Decision, told: dict[int, str], guard: Guard) -> list[Found]:
    """The questions put together; what each of their items was taken for goes into `told`."""
    starts, is_response = decision.starts, decision.is_response
    places = sorted(starts)
    sections = Sections(items, frozenset(starts))
    out: list[Found] = []
    left_open: list[bool] = []
    line: str | None = None
    headed: str | None = None
    for n, place in enumerate(places):
        limit = places[n + 1] if n + 1 < len(places) else len(items)
        heading = sections.name(place)
        if heading != headed:
            line, headed = None, heading
        if place and place - 1 not in starts and is_section_line(items[place - 1], items[place], is_response):
            line = section_name(items[place - 1].full)
        end = _end_of(items, place, limit, decision)
        parts = items[place:end]
        question = guard.step(
            partial(assemble, parts, starts[place], line or heading, decision, told),
            _cut_short(items[place], starts[place].label),
            CUT_SHORT,
        )
        if question.text:
            buttons = any(item.round for item in parts)
            out.append(Found(question, items[place], starts[place].label, sections.is_on_questions(place), buttons))
            left_open.append(is_response and end == limit and is_left_open(parts))
    with_shared = shared(without_leads([found.question for found in out]), left_open)
    return [replace(found, question=question) for found, question in zip(out, with_shared, strict=True)]
