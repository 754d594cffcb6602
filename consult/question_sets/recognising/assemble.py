"""One question from its items: stem, options, parts, limits, instructions, and in a response its answer.

The items run from the question's first to the one before the next question; `assemble` decides where the question
itself ends.
"""

from consult.question_sets.paper import PaperQuestion, QuestionKind
from consult.question_sets.recognising.answers import answer_of, ticked
from consult.question_sets.recognising.draft import Draft
from consult.question_sets.recognising.kinds import (
    is_standard_option,
    kind_of,
    length_limit,
    split_options,
    without_limit,
    without_options,
)
from consult.question_sets.recognising.layout import Item, LineRole, answer_marker, is_title_like
from consult.question_sets.recognising.numbers import Label, Style
from consult.question_sets.recognising.parts import inline_parts, tidy_part
from consult.question_sets.recognising.references import references_in


def assemble(
    items: list[Item], label: Label | None, section: str | None, is_response: bool, has_round: bool = False
) -> PaperQuestion:
    """The question that begins with the first of these items; all of them lie before the next question.

    `has_round` tells that the paper has round buttons too, so that its square boxes mean several answers.
    """
    first = items[0]
    draft = Draft(label, is_response, first.bold)
    stem, options = without_options(label.rest if label else first.text)
    draft.stem, draft.options = ([stem] if stem else []), list(options)
    for n, item in enumerate(items[1:], 1):
        draft.take(item, items[n + 1 : n + 4])
    draft.finish()
    return _question(draft, section, first, has_round)


def _question(draft: Draft, section: str | None, first: Item, has_round: bool) -> PaperQuestion:
    """The question that a draft has come to; `first` is the item it begins with."""
    label = draft.label
    options = tuple(dict.fromkeys(draft.options)) if len(draft.options) > 1 else ()
    text, words, characters = without_limit(draft.whole)
    text = tidy_part(text) if first.bullet and not text.endswith(("?", ".", ":")) else text
    kind = kind_of(text, options, " ".join(draft.hints), draft.is_grid)
    if has_round and draft.squares > 1 and kind is QuestionKind.SINGLE_CHOICE:
        kind = QuestionKind.MULTIPLE_CHOICE
    return PaperQuestion(
        number=label.number or None if label else None,
        text=text,
        section=section,
        kind=kind,
        options=options,
        parts=tuple(part for part in draft.parts if part.text) or inline_parts(text),
        refs=references_in(text),
        answer=ticked(draft.chosen, len(draft.options), answer_of(draft.answer)),
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
    if item.bullet and after.bullet and after.depth > item.depth and len(item.full.split()) <= 8:
        return True
    if _is_lettered_title(item, after):
        return True
    if (
        not is_title_like(item)
        or len(split_options(item.full)) > 1
        or is_standard_option(item.full)
        or answer_marker(item) is not None
        or length_limit(item.full) is not None
    ):
        return False
    return not is_response or item.bold or (item.full.isupper() and len(item.full.split()) > 1)
