"""The recogniser: blocks of a paper become a `Paper` with its questions.

In order: furniture away and tables laid out (`layout.py`, `tables.py`), headings (`sections.py`), where questions
begin (`series.py` for labelled, `unlabelled.py` for the rest), paper or response, each question put together
(`assemble.py`), repeats merged (`repeats.py`), particulars (`particulars.py`). Rules are about layouts and wording in
general; none knows a document.
"""

import re
from collections import Counter
from dataclasses import replace

from consult.question_sets.asking import asks, asks_only, is_follow_up
from consult.question_sets.paper import Paper
from consult.question_sets.readers.blocks import Block
from consult.question_sets.recognising.answers import (
    is_left_open,
    is_placeholder,
    is_ticked,
    shared,
    sounds_like_answer,
    with_answers_marked,
    without_leads,
)
from consult.question_sets.recognising.assemble import assemble, ends_question, is_section_line
from consult.question_sets.recognising.confidence import Found, weighed
from consult.question_sets.recognising.contact import contact_of
from consult.question_sets.recognising.deadline import closing_of, opening_of
from consult.question_sets.recognising.kinds import is_instruction, split_options, word_limit
from consult.question_sets.recognising.languages import foreign_beside_english
from consult.question_sets.recognising.layout import Item, LineRole, answer_marker, furniture, is_title_like
from consult.question_sets.recognising.numbers import Label
from consult.question_sets.recognising.particulars import issuing_body_of, title_of
from consult.question_sets.recognising.passages import left_out, passages_of
from consult.question_sets.recognising.references import Places, resolved
from consult.question_sets.recognising.repeats import merged
from consult.question_sets.recognising.sections import Sections, section_name
from consult.question_sets.recognising.series import labelled_starts
from consult.question_sets.recognising.tables import items_of
from consult.question_sets.recognising.unlabelled import extra_starts, unlabelled_starts

_SEPARATOR = re.compile(r"(?:[*_~–—-]\s*){3,}")
_RESPONDS = re.compile(
    r"\b(?:responses?|submission|repl(?:y|ies)|answers|comments) (?:to|from|by|of|on behalf of)\b|\b(?:our|"
    r"proposed|draft) response|"
    r"\bresponse$|\bresponded? (?:by|on behalf)|\bsubmission\b|"
    # Survey tools head what they export.
    r"^(?:contribution|response|respondent|submission) (?:id|ref(?:erence)?|number)\b",
    re.I,
)


def _place(blocks: list[Block]) -> None:
    """Count the blocks: `read` has done so already, but not for blocks that were made otherwise."""
    if any(block.place != n for n, block in enumerate(blocks, 1)):
        for n, block in enumerate(blocks, 1):
            block.place = n


def recognise(blocks: list[Block]) -> Paper:
    """The paper in a stream of blocks; its questions in order, none where it asks none."""
    _place(blocks)
    skipped = furniture(blocks)
    skipped |= foreign_beside_english({each.place: each.text for each in blocks if each.place not in skipped})
    items = with_answers_marked(items_of([block for block in blocks if block.place not in skipped]))
    sections = Sections(items)
    found = _questions(items, *_starts(items, sections))
    once = merged([each.question for each in found])
    reasons = left_out(items, sections, once.questions, once.repeats) | skipped
    passages = passages_of(blocks, reasons)
    places = Places(passages)
    told = contact_of(items)
    return Paper(
        title=title_of(items),
        issuing_body=issuing_body_of(items),
        opening_at=opening_of(items),
        closing_at=closing_of(items),
        questions=tuple(
            replace(question, references=resolved(question.text, question.refs, places))
            for question in weighed(once, found)
        ),
        ways_to_respond=told.ways_to_respond,
        contact=told.contact,
        passages=passages,
    )


def _starts(items: list[Item], sections: Sections) -> tuple[dict[int, Label | None], bool]:
    """Where questions begin, each with its label, and whether the paper is a response to them."""
    starts = labelled_starts(items, sections)
    if starts:
        is_response = _is_response(items, starts)
        return starts | extra_starts(items, sections, starts), is_response
    is_response = _says_response(items)
    starts = unlabelled_starts(items, sections, is_response)
    return starts, is_response and _is_response(items, starts)


def _says_response(items: list[Item]) -> bool:
    early = [item.full for item in items[:20] if item.role is LineRole.HEADING or len(item.full) < 120]
    return any(_RESPONDS.search(text) for text in early)


def _is_prose(item: Item) -> bool:
    """Whether an item under a question can only be its answer: neither options nor instructions nor more asking."""
    if item.role is LineRole.ANSWER:
        return not is_placeholder(item.full)
    if item.role is not LineRole.BODY or item.tick or (item.label is not None and not item.bullet):
        return False
    form = is_instruction(item.full) or word_limit(item.full)[0] or len(split_options(item.full)) > 1
    return not form and not asks_only(item.text) and not is_title_like(item)


def _is_asking_on(items: list[Item], n: int) -> bool:
    """Whether an item is no answer yet: a bare mark on a scale, or the box that asks for its reason."""
    item = items[n]
    if re.fullmatch(r"\d{1,2}", item.full):
        return n + 1 < len(items) and is_follow_up(items[n + 1].text)
    return re.fullmatch(r"\d{1,2}", items[n - 1].full) is not None and is_follow_up(item.text)


def _answered(items: list[Item], starts: dict[int, Label | None]) -> tuple[list[str], int]:
    """What stands right under the questions that could be their answers, and under how many an option is chosen."""
    answered: list[str] = []
    ticked = 0
    for n in sorted(starts):
        # A label on a line of its own has its question in the next item, 'Response:' its answer.
        after = n + 1 if items[n].text else n + 2
        # Below a stem that has not asked yet comes more of the question.
        if not any(asks(item.text) for item in items[n:after]):
            continue
        after += after < len(items) and answer_marker(items[after]) == ""
        while after < len(items) and after not in starts and _is_asking_on(items, after):
            after += 1
        ticked += is_ticked(items[after : after + 12])
        if (
            after < len(items)
            and after not in starts
            and (_is_prose(items[after]) or is_placeholder(items[after].full))
        ):
            answered.append(items[after].full)
    return answered, ticked


def _is_response(items: list[Item], starts: dict[int, Label | None]) -> bool:
    """Whether answers stand under the questions, so that text there is an answer and not the paper going on."""
    places = sorted(starts)
    answered, ticked = _answered(items, starts)
    if _says_response(items) or ticked:
        count = len(answered) + ticked
        return count >= 0.3 * len(places) and (count > 1 or len(places) == 1)
    # Where nothing says so, there must be text under nearly every question. The same line under each is a form's
    # own, to be filled in, and a paper with a closing date still asks.
    times = Counter(answered)
    own = [text for text in answered if times[text] == 1 or is_placeholder(text)]
    if closing_of(items) is not None:
        return False
    # Of a draft half done, some questions have nothing under them yet; the others must sound like answers.
    bare = sum(n + 1 in starts or n + 1 == len(items) for n in places)
    voiced = sum(sounds_like_answer(text) for text in own)
    return len(own) >= max(0.85 * len(places), 3) or (len(own) >= max(len(places) - bare, 2) and voiced * 2 >= len(own))


def _end_of(items: list[Item], start: int, limit: int, is_response: bool) -> int:
    """Where the items of a question end: before the heading that closes it, or the next question."""
    first = items[start]
    for n in range(start + 1, limit):
        # After the last answer, a line of stars or dashes parts the closing words from it.
        if limit == len(items) and _SEPARATOR.fullmatch(items[n].full):
            return n
        if ends_question(items[n], first) and (n > start + 1 or first.text):
            return n
    end = limit
    while (
        end < len(items)
        and end - 1 > start + (not first.text)
        and is_section_line(items[end - 1], items[end], is_response)
    ):
        end -= 1
    return end


def _questions(items: list[Item], starts: dict[int, Label | None], is_response: bool) -> list[Found]:
    places = sorted(starts)
    has_round = any(item.round for item in items)
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
        end = _end_of(items, place, limit, is_response)
        question = assemble(items[place:end], starts[place], line or heading, is_response, has_round)
        if question.text:
            buttons = any(item.round for item in items[place:end])
            out.append(Found(question, items[place], starts[place], sections.is_on_questions(place), buttons))
            left_open.append(is_response and end == limit and is_left_open(items[place:end]))
    with_shared = shared(without_leads([found.question for found in out]), left_open)
    return [replace(found, question=question) for found, question in zip(out, with_shared, strict=True)]
