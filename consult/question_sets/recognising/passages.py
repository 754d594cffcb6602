"""The whole paper as passages, shown beside the questions found: what was left out, and why, in plain English."""

import re
from collections.abc import Iterable, Mapping, Sequence

from consult.question_sets.asking import is_question, sentences
from consult.question_sets.paper import PaperQuestion, Passage
from consult.question_sets.readers.blocks import Block
from consult.question_sets.recognising.facts import Item, LineRole
from consult.question_sets.recognising.sections import Sections

FREQUENT = "Frequently asked question, answered in the paper itself"
ABOUT_PAPER = "About the consultation itself, answered in the paper"
RHETORICAL = "Rhetorical or a heading: not put to the reader"
IN_DATA = "In a table of facts: not put to the reader"
RESPONDENT = "About whoever responds"

# Left out as questions, but text of the paper all the same, to which references lead.
STILL_READ = frozenset({FREQUENT, ABOUT_PAPER, RHETORICAL, IN_DATA, RESPONDENT})

_LONGEST_NAME = 60
_FREQUENT = re.compile(r"frequently asked|\bfaqs?\b|questions and answers|\bq\s?(?:&|and)\s?a\b", re.I)
_DETAIL = re.compile(
    r"(?:what is |please (?:give|enter|tell us) )?(?:your |the )?"
    r"(?:full |first |last |contact |work |job |respondent[’']?s? )*"
    r"(?:(?:sur)?name|e-?mail|telephone|phone|mobile|address|post ?code|position|title|role|"
    r"organi[sz]ation|affiliation)"
    r"(?: (?:name|address|number|details|or organi[sz]ation|and address))?(?: you (?:represent|work for))?"
    r"(?: ?\((?:if|where|optional|required)[^()]{0,40}\))?",
    re.I,
)


def is_detail(text: str) -> bool:
    """'Your name', 'What is your e-mail address?', 'Organisation (if applicable):': a fact of whoever responds."""
    return len(text) < 120 and bool(_DETAIL.fullmatch(text.strip(" :*?._")))


def _covered(questions: Iterable[PaperQuestion]) -> set[int]:
    return {place for question in questions for place in range(question.first, question.last + 1)}


def _named(question: PaperQuestion) -> str:
    if question.number:
        return f"question {question.number}"
    short = question.text if len(question.text) <= _LONGEST_NAME else f"{question.text[:_LONGEST_NAME].rstrip()} ..."
    return f"“{short}”"


def _reason(item: Item, under: str, is_aside: bool) -> str:
    """Why an item that looks like a question is none; '' for one that does not."""
    if is_detail(item.full):
        return RESPONDENT
    if "?" not in item.full or not any(is_question(sentence) for sentence in sentences(item.full)):
        return ""
    if _FREQUENT.search(under):
        return FREQUENT
    if is_aside or item.about_paper:
        return ABOUT_PAPER
    return IN_DATA if item.role is LineRole.DATA else RHETORICAL


def left_out(
    items: Sequence[Item],
    sections: Sections,
    questions: Iterable[PaperQuestion],
    repeats: Iterable[tuple[PaperQuestion, PaperQuestion]],
) -> dict[int, str]:
    """The places of the passages that a reader might take for a question, and why each is none.

    `repeats` are pairs of a printing that was left out and the question that was kept.
    """
    asked = _covered(questions)
    out: dict[int, str] = {}
    for again, kept in repeats:
        out.update(
            (place, f"Repeats {_named(kept)}") for place in range(again.first, again.last + 1) if place not in asked
        )
    for n, item in enumerate(items):
        if item.place in asked or item.place in out:
            continue
        reason = _reason(item, sections.name(n) or "", sections.is_aside(n))
        if reason:
            out[item.place] = reason
    return out


def passages_of(blocks: Iterable[Block], reasons: Mapping[int, str]) -> tuple[Passage, ...]:
    """Every block of a paper as a passage, in order; `reasons` tells by place why some were left out."""
    return tuple(
        Passage(block.place, block.text, block.level, block.label or "", block.page, reasons.get(block.place, ""))
        for block in blocks
    )
