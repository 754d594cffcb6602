"""How sure the recogniser is of each question, and what an officer should look at: the review page's order.

Every doubt takes more off than lies between 100 and 90, so that 90 and more means: nothing to check.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from consult.question_sets.asking import asks, is_command, is_follow_up, is_question, sentences
from consult.question_sets.paper import PaperQuestion, QuestionKind
from consult.question_sets.recognising.facts import Item
from consult.question_sets.recognising.kinds import measures, names_count
from consult.question_sets.recognising.numbers import Label, Style
from consult.question_sets.recognising.options import is_standard_option
from consult.question_sets.recognising.passages import is_detail
from consult.question_sets.recognising.repeats import Merged

_LONG = 150
_SHORT = 6
_FEWEST_FOR_STYLE = 4
_STYLE_SHARE = 0.7
_ANNOUNCES = re.compile(
    r"\b(?:which|what) (?:one |two |three )?of (?:the following|these (?:options?|statements?|categories))\b|"
    r"\bwhich (?:option|category|statement) best|\b(?:tick|select|choose) (?:one|all|the|any|up to|only)\b|"
    r"\bfrom the (?:list|options) below\b",
    re.I,
)
_REASONS = re.compile(r"\b(?:reasons?|explain|why|details|answer)\b", re.I)
_ENDED = re.compile(r"[.?!:;][\"”’')\]*_]*$|[)\]*_]$")
_NEW_NUMBER = re.compile(r"[.?!:)\]][\"”’*_]{0,2}\s+[(\[]?(?:Q(?:uestion)?\s?)?(\d{1,3})[).:\]]{1,2}\s+[A-Z]")

Doubt = tuple[int, str]


@dataclass(frozen=True)
class Found:
    """A question as it was put together, with the item and label it began with.

    `led_in` tells that a heading or line above says that questions follow, `buttons` that its options have round
    buttons, of which one can be chosen.
    """

    question: PaperQuestion
    item: Item
    label: Label | None
    led_in: bool = False
    buttons: bool = False

    @property
    def look(self) -> tuple[object, ...]:
        """The style it is set in, as a reader sees it."""
        style = self.label.style if self.label else None
        return style, self.item.level > 0, self.item.bold or self.item.slanted, self.item.bullet, self.item.cell

    @property
    def is_point(self) -> bool:
        """Whether it is one point of a list that views are asked on, which need ask nothing itself."""
        return self.item.bullet and self.led_in

    @property
    def is_set_apart(self) -> bool:
        """Whether its style is not that of the text around it."""
        return bool(self.item.level or self.item.bold or self.item.slanted)


@dataclass(frozen=True)
class _Paper:
    """What the questions of one paper have in common."""

    numbered: int
    look: tuple[object, ...] | None
    often_double: bool
    twice: frozenset[tuple[str | None, str | None]]
    echoes: frozenset[int]


def _plain(text: str) -> str:
    return text.rstrip(" *_")


def _independent(text: str) -> int:
    """How many of a stem's sentences ask something of their own: not 'If not, why not?'."""
    asking = [piece for piece in sentences(text) if is_question(piece) and not is_follow_up(piece)]
    return sum(len(piece.split()) >= 5 for piece in asking)


def _paper_of(found: Sequence[Found], echoes: frozenset[int]) -> _Paper:
    looks = Counter(each.look for each in found)
    look, count = looks.most_common(1)[0] if looks else ((), 0)
    has_style = len(found) >= _FEWEST_FOR_STYLE and count >= _STYLE_SHARE * len(found)
    double = sum(_independent(each.question.text) > 1 for each in found)
    numbers = Counter((each.question.section, each.question.number) for each in found if each.question.number)
    return _Paper(
        numbered=sum(each.question.number is not None for each in found),
        look=look if has_style else None,
        often_double=double > max(2, 0.1 * len(found)),
        twice=frozenset(pair for pair, n in numbers.items() if n > 1),
        echoes=echoes,
    )


def _number(found: Found, before: Found | None, paper: _Paper) -> Iterator[Doubt]:
    question, label = found.question, found.label
    if label is None or question.number is None:
        # Where no question has a number, what stands around it is all there is to go by: they are set alike, apart
        # from the text, or stand under a line that says that questions follow.
        alike = paper.look == found.look and (found.led_in or found.is_set_apart)
        if not paper.numbered and (alike or (found.led_in and found.is_set_apart)):
            return
        yield (35 if paper.numbered else 15 if found.led_in else 25), "No number is printed"
        return
    if (question.section, question.number) in paper.twice:
        yield 25, f"The number {question.number} comes twice in one section"
    if label.style in (Style.LETTER, Style.ROMAN) and label.number.islower():
        yield 20, "Its number is a small letter, as parts of a question have"
    yield from _order(label, before, question)


def _order(label: Label, before: Found | None, question: PaperQuestion) -> Iterator[Doubt]:
    if before is None or before.label is None:
        if label.values and label.values[-1] > 1:
            yield 20, f"The first number is {question.number}"
        return
    last = before.label
    is_new = question.section != before.question.section or label.prefix != last.prefix
    if label.follows(last) or label.family != last.family or (is_new and label.values[-1:] <= (1,)):
        return
    if question.number != before.question.number:
        yield 20, f"The number does not follow the one before ({question.number} after {before.question.number})"


def _wording(found: Found, paper: _Paper) -> Iterator[Doubt]:
    question = found.question
    text = _plain(question.text)
    words = len(text.split())
    if words > _LONG:
        yield 15, f"Very long for a question ({words} words)"
    if is_detail(text):
        yield 15, "It asks who responds, not for a view"
    elif found.is_point:
        return
    elif not asks(text) and not is_follow_up(text) and not any(asks(part.text) for part in question.parts):
        yield (12 if question.options or question.parts else 25), "It does not ask anything in so many words"
    if text[:1].islower():
        yield 20, "It begins in the middle of a sentence"
    elif not _ENDED.search(text) and not question.options and not question.parts and words > 3 and not is_command(text):
        yield 15, "It ends without a stop or question mark"
    if is_follow_up(text) and words <= _SHORT and (found.label is None or _REASONS.search(text)):
        yield 15, "It may belong to the question before"


def _twofold(found: Found, after: Found | None, paper: _Paper) -> Iterator[Doubt]:
    text = found.question.text
    number = _NEW_NUMBER.search(text)
    several = _independent(text)
    # A number is missing after this one: the question that had it may have been read on into this.
    lost = after is not None and any(True for _ in _order_of(found, after))
    unsure = lost or _is_of_several_paragraphs(found) or (not found.question.number and not paper.often_double)
    if number or several > 3 or (several > 1 and unsure):
        yield 15, "It may be two questions"


def _is_of_several_paragraphs(found: Found) -> bool:
    """Whether a stem was put together from more than one paragraph, a label on a line of its own apart."""
    question = found.question
    more = question.options or question.parts or question.hint or question.word_limit or question.answer
    alone = _plain(found.item.text) == _plain(question.text)
    return not more and not alone and question.last - question.first > (not found.item.text)


def _order_of(found: Found, after: Found) -> Iterator[Doubt]:
    return _order(after.label, found, after.question) if after.label else iter(())


def _options(found: Found) -> Iterator[Doubt]:
    question = found.question
    said = f"{question.text} {question.hint or ''}"
    options = question.options
    marks = [int(option) for option in options if re.fullmatch(r"\d{1,2}", option)]
    broken = len(marks) > 2 and sorted(marks) != list(range(min(marks), max(marks) + 1))
    lone_yes = (
        bool(options)
        and {option.lower().strip(" .") for option in options} & {"yes", "no"}
        and not (
            any(option.lower().startswith("yes") for option in options)
            and any(option.lower().startswith("no") for option in options)
        )
    )
    if broken or lone_yes or (not options and not question.parts and _ANNOUNCES.search(said)):
        yield 20, "An option list may be incomplete"
    guessed = question.kind is QuestionKind.SINGLE_CHOICE and not (
        found.buttons or measures(question.text) or names_count(said)
    )
    if guessed and not all(is_standard_option(option) for option in options):
        yield 12, "The kind was guessed"


def _standing(n: int, found: Found, paper: _Paper) -> Iterator[Doubt]:
    if found.item.cell and found.label is None:
        yield 12, "Taken from a table"
    if paper.look is not None and found.look != paper.look and (found.label is not None or not paper.numbered):
        yield 12, "It stands apart from the other questions (another style)"
    if n in paper.echoes:
        yield 12, "It repeats earlier wording"


def _sharing(found: Found, after: Found | None) -> Iterator[Doubt]:
    # One answer under two questions is theirs both, or the first was left blank: the paper looks the same.
    answer = found.question.answer
    if after is not None and answer and len(answer.split()) > _SHORT and answer == after.question.answer:
        yield 12, "Its answer is also that of the next question"


def _doubts(n: int, found: Sequence[Found], paper: _Paper) -> list[Doubt]:
    # An unnumbered question between two numbered ones does not break their count.
    before = next((each for each in reversed(found[max(n - 3, 0) : n]) if each.label is not None), None)
    after = found[n + 1] if n + 1 < len(found) else None
    each = found[n]
    return [
        *_number(each, before, paper),
        *_wording(each, paper),
        *_twofold(each, after, paper),
        *_options(each),
        *_standing(n, each, paper),
        *_sharing(each, after),
    ]


def weighed(once: Merged, found: Sequence[Found]) -> tuple[PaperQuestion, ...]:
    """The questions that are left once repeats are merged, each with its confidence (0 to 100) and its doubts."""
    # Several questions can stand in one passage, so that places do not tell them apart.
    by_question = {id(each.question): each for each in found}
    kept = [replace(by_question[id(question)], question=question) for question in once.questions]
    again = {id(question) for question in once.echoes}
    echoes = frozenset(n for n, question in enumerate(once.questions) if id(question) in again)
    paper = _paper_of(kept, echoes)
    out = []
    for n, each in enumerate(kept):
        doubts = _doubts(n, kept, paper)
        confidence = max(100 - sum(off for off, _ in doubts), 5)
        out.append(replace(each.question, confidence=confidence, doubts=tuple(text for _, text in doubts)))
    return tuple(out)
