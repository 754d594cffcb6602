"""A frozen version as the page of its round shows it: the passages of the Word files, and the answers by section."""

from dataclasses import dataclass

from consult.documents.content import AnswerContent, ResponseContent
from consult.documents.passages import (
    Part,
    Passage,
    contact_lines,
    front_page,
    letter_passages,
    numbered_sections,
    report_facts,
)
from consult.documents.sections import Section, has_sections, sections
from consult.drafting.states import UnansweredShown


@dataclass(frozen=True)
class Frozen:
    """Report, letter and answers. `divided` says whether the answers stand in named sections.

    `unsaid` are the questions to which no answer is intended, where the documents do not say why, or leave them out.
    """

    title: str
    facts: tuple[tuple[str, str], ...]
    front: tuple[Part, ...]
    sections: tuple[Part, ...]
    contact: tuple[str, ...]
    letterhead: str
    letter: tuple[Passage, ...]
    answers: tuple[Section, ...]
    divided: bool
    unsaid: tuple[AnswerContent, ...]
    left_out: bool


def shown(content: ResponseContent) -> Frozen:
    """Everything of a version, in the order in which the page shows it."""
    return Frozen(
        title=content.response_title,
        facts=report_facts(content),
        front=front_page(content.report),
        sections=numbered_sections(content.report),
        contact=contact_lines(content.report),
        letterhead=content.lead_organisation,
        letter=letter_passages(content, issued_at=None),
        answers=tuple(sections(content.printed)),
        divided=has_sections(content.printed),
        unsaid=content.unsaid,
        left_out=content.unanswered == UnansweredShown.LEFT_OUT,
    )
