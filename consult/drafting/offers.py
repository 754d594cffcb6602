"""What a file offers to a response: each answer in it beside the question it fits, before anything is taken over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from consult.drafting.matching import How, Match, match_answers
from consult.drafting.queries import AnswerLine
from consult.drafting.rules import LONGEST_ANSWER
from consult.question_sets.likeness import plain
from consult.question_sets.paper import FoundAnswer, Paper

_HOW = {
    How.BOOKMARK: "Matched by the mark that our documents carry",
    How.NUMBER: "Matched by the question’s number and words",
    How.WORDS: "Matched by the question’s words",
    How.PLACE: "Matched by its place between two other questions only. Check that it belongs here",
}


@dataclass(frozen=True)
class Offer:
    """An answer of a file, the `n`th from 0, and the answer of the response that it would fill, if any fits."""

    n: int
    match: Match
    line: AnswerLine | None

    @property
    def text(self) -> str:
        """The text that would be taken over, Markdown; '' where the file gives none."""
        return self.match.found.text

    @property
    def question_id(self) -> int | None:
        """The number of the question that it fits."""
        return self.match.question_id if self.line is not None else None

    @property
    def name(self) -> str:
        """What the file calls the question: 'question 4', or its first words."""
        found = self.match.found
        if self.line is not None:
            return self.line.answer.question.label.lower()
        return f"number {found.number} in the file" if found.number else f"place {self.n + 1} in the file"

    @property
    def how(self) -> str:
        """By what it was matched, in plain words."""
        return _HOW[self.match.how] if self.line is not None and self.match.how is not None else ""

    @property
    def is_reworded(self) -> bool:
        """Whether the file asks the question in other words."""
        return self.line is not None and plain(self.match.found.question) != plain(self.line.answer.question.text)

    @property
    def is_too_long(self) -> bool:
        """Whether the text is longer than an answer may be."""
        return len(self.text) > LONGEST_ANSWER

    @property
    def is_proposed(self) -> bool:
        """Whether it fills an empty answer and is sure enough to be selected beforehand."""
        is_empty = self.line is not None and self.line.answer.current_n == 0
        return is_empty and self.match.is_sure and bool(self.text) and not self.is_too_long


@dataclass(frozen=True)
class Offered:
    """All that a file offers to a response. `missing` are the questions that are not in it.

    `is_listed` tells whether what is not kept of it was noted when it was read.
    """

    offers: tuple[Offer, ...]
    missing: tuple[AnswerLine, ...]
    loose: tuple[str, ...]
    not_kept: tuple[str, ...]
    is_listed: bool = True

    @property
    def with_text(self) -> list[Offer]:
        """The answers that can be taken over, those that fit no question among them."""
        return [offer for offer in self.offers if offer.text]

    @property
    def fitting(self) -> list[Offer]:
        """The answers that fit a question."""
        return [offer for offer in self.with_text if offer.line is not None]

    @property
    def empty(self) -> list[Offer]:
        """The questions that the file leaves without an answer."""
        return [offer for offer in self.offers if not offer.text]

    @property
    def shared(self) -> list[list[str]]:
        """The names of the questions under which the same answer stands, where they are more than one."""
        by_text: dict[str, list[str]] = {}
        for offer in self.fitting:
            by_text.setdefault(offer.text, []).append(offer.name)
        return [names for names in by_text.values() if len(names) > 1]


def offered(paper: Paper, lines: Sequence[AnswerLine], earlier: Mapping[int, int]) -> Offered:
    """What a file that was read offers to these answers; `earlier` as `match_answers` takes it."""
    # Papers that were read before there were answers apart from questions have them there.
    found = paper.answers or tuple(FoundAnswer(q.text, q.number, 0, q.answer or "") for q in paper.questions)
    return _offered(found, lines, earlier, paper.loose, paper.not_kept)


def offered_by_questions(lines: Sequence[AnswerLine], beside: Mapping[str, Sequence[str]] | None) -> Offered:
    """What was read as answers together with the questions of the response themselves.

    `beside` are what of the file is not kept and the texts that belong to no question; None where nobody listed them.
    """
    found = [
        FoundAnswer(each.text, each.number, each.id, each.found_answer, tuple(each.found_lost))
        for each in (line.answer.question for line in lines)
        if each.found_answer or each.found_lost
    ]
    listed = beside or {}
    offer = _offered(found, lines, {}, tuple(listed.get("loose", ())), tuple(listed.get("not_kept", ())))
    return replace(offer, is_listed=beside is not None)


def _offered(
    found: Sequence[FoundAnswer],
    lines: Sequence[AnswerLine],
    earlier: Mapping[int, int],
    loose: tuple[str, ...],
    not_kept: tuple[str, ...],
) -> Offered:
    by_question = {line.answer.question_id: line for line in lines}
    matches = match_answers([line.answer.question for line in lines], found, earlier)
    offers = tuple(
        Offer(n, match, by_question.get(match.question_id) if match.question_id else None)
        for n, match in enumerate(matches)
    )
    there = {match.question_id for match in matches}
    missing = tuple(line for line in lines if line.answer.question_id not in there)
    return Offered(offers, missing, loose, not_kept)
