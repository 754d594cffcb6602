"""One question from its items: stem, options, parts, limits, instructions, and in a response its answer.

The items run from the question's first to the one before the next question; `assemble` decides where the question
itself ends.
"""

from dataclasses import replace

from consult.question_sets.paper import PaperQuestion, QuestionKind
from consult.question_sets.recognising.answers import answer_of, ticked
from consult.question_sets.recognising.deciding import Decision
from consult.question_sets.recognising.draft import Draft
from consult.question_sets.recognising.facts import Habits, Item, LineRole, Start
from consult.question_sets.recognising.kinds import allows_one, kind_of, named_kind, without_limit
from consult.question_sets.recognising.numbers import Style
from consult.question_sets.recognising.parts import inline_parts, tidy_part
from consult.question_sets.recognising.references import references_in

_PLAIN = (QuestionKind.FREE_TEXT, QuestionKind.SINGLE_CHOICE)


def assemble(
    items: list[Item],
    start: Start,
    section: str | None,
    decision: Decision,
    told: dict[int, str],
) -> PaperQuestion:
    """The question that begins with the first of these items; all of them lie before the next question.

    What each item was taken for goes into `told`, by place.
    """
    first, label, is_response = items[0], start.label, decision.is_response
    draft = Draft(label, is_response, first.bold, first.slanted)
    draft.names_boxes, draft.kind = decision.habits.names_boxes, start.kind
    draft.awaits_kind = any(item.kind_line for item in items)
    draft.choosing.plain_lines = decision.habits.plain_options and not is_response
    draft.begin(label.rest if label else first.text)
    for n, item in enumerate(items[1:], 1):
        draft.take(item, items[n + 1 : n + 4])
    draft.choosing.settle(is_response)
    told.update(draft.told)
    question = _question(draft, section, first, decision.habits)
    return replace(question, kind=QuestionKind.RATING) if start.is_rated and question.kind in _PLAIN else question


def _kind(draft: Draft, text: str, options: tuple[str, ...], habits: Habits) -> QuestionKind:
    """The kind that is told by all that stands with a question, or that the paper names."""
    kind = kind_of(text, options, " ".join(draft.hints), draft.choosing.is_grid, habits.names_boxes)
    if habits.has_round and draft.choosing.squares > 1 and kind is QuestionKind.SINGLE_CHOICE:
        kind = QuestionKind.MULTIPLE_CHOICE
    refined = draft.kind is QuestionKind.SINGLE_CHOICE and kind in (QuestionKind.YES_NO, QuestionKind.RATING)
    if draft.kind and not refined and (not options or draft.kind is not QuestionKind.FREE_TEXT):
        kind = draft.kind
    # 'Multiple choice' is what some survey tools call the choice of one.
    if kind is QuestionKind.MULTIPLE_CHOICE and draft.kind and allows_one(" ".join(draft.hints)):
        return QuestionKind.SINGLE_CHOICE
    return kind


def _question(draft: Draft, section: str | None, first: Item, habits: Habits) -> PaperQuestion:
    """The question that a draft has come to; `first` is the item it begins with."""
    label = draft.label
    options = tuple(dict.fromkeys(draft.choosing.options)) if len(draft.choosing.options) > 1 else ()
    text, words, characters = without_limit(draft.whole)
    listed = first.bullet or (label is not None and label.style in (Style.LETTER, Style.ROMAN))
    text = tidy_part(text) if listed and not text.endswith(("?", ".", ":")) else text
    return PaperQuestion(
        number=label.number or None if label else None,
        text=text,
        section=section,
        kind=_kind(draft, text, options, habits),
        options=options,
        parts=tuple(part for part in draft.parts if part.text) or inline_parts(text),
        refs=references_in(" ".join([text, *draft.notes])),
        answer=ticked(draft.choosing.chosen, len(draft.choosing.options), answer_of(draft.answer)),
        hint=" ".join(draft.hints) or None,
        word_limit=words or draft.limit,
        character_limit=characters or draft.characters,
        first=first.place,
        last=max(draft.last, first.place),
        page=first.page,
    )


def ends_question(item: Item, first: Item) -> bool:
    """Whether a heading closes the question that `first` began, with its answer."""
    return item.role is LineRole.HEADING and (first.level == 0 or item.level <= first.level)


def _is_lettered_title(item: Item, after: Item) -> bool:
    """Whether 'B. Stations' stands over the first question of a new count."""
    named = item.label is not None and item.label.style in (Style.LETTER, Style.ROMAN) and item.label.number.isupper()
    begins = after.label is not None and after.label.values[-1:] == (1,)
    title = item.text[:1].isupper() and len(item.text.split()) <= 8 and not item.text.endswith((".", "?", ":", ";"))
    return named and begins and title and item.role is LineRole.BODY and not item.tick and not item.bullet


def is_section_line(item: Item, after: Item, is_response: bool) -> bool:
    """Whether a line right before the question `after`, without a heading's style, names its section all the same."""
    if item.bullet and after.bullet and after.depth > item.depth and item.words <= 8:
        return True
    if _is_lettered_title(item, after):
        return True
    if (
        not item.title_like
        or len(item.options) > 1
        or item.is_standard
        or item.marker is not None
        or item.limits is not None
        or named_kind(item.full)
    ):
        return False
    return not is_response or item.bold or (item.full.isupper() and item.words > 1)
