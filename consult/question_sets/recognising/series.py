"""Which labelled items are the paper's questions: labels are read in series, for none can be judged alone.

A paper counts chapters, paragraphs, options and questions, often with the same digits. The count whose members ask is
the one wanted. 'Question 7' needs no company.
"""

from collections import Counter
from itertools import takewhile

from consult.question_sets.asking import (
    asks_only,
    speaks_to_reader,
)
from consult.question_sets.recognising.counts import Run, member_asks, runs_of
from consult.question_sets.recognising.facts import Item, LineRole, Start
from consult.question_sets.recognising.numbers import Style
from consult.question_sets.recognising.sections import Sections
from consult.question_sets.recognising.unlabelled import has_options

_COUNTED = frozenset({Style.NUMBER, Style.DECIMAL, Style.CODE})
_LONGEST_CHOICE = 8  # words
_MOST_LISTED = 30
_LOOKED_BACK = 8
_SURE = 0.8
_FEWEST = 3
"""How often a look must come to be a label form."""
_LETTERED = frozenset({Style.LETTER, Style.ROMAN})


def _is_topics(run: Run, items: list[Item]) -> bool:
    """Whether a count is the list under a line that asks for views on each of its points."""
    first, last = run.members[0][0], run.members[-1][0]
    if not first or len(run.members) < 2 or run.members[0][1].values[0] != 1:
        return False
    if run.last.style not in _COUNTED and "question" not in items[first - 1].text.lower():
        return False
    others = sum(item.role is LineRole.HEADING or item.label is None for item in items[first:last])
    return others <= len(run.members) // 2 and items[first - 1].leads_in


def _is_accepted(run: Run, items: list[Item], sections: Sections, least: float, has_words: bool) -> bool:
    if _leads_elsewhere(run, items) or _is_voice(run, items):
        return False
    if (run.share < least and (has_words or not _is_topics(run, items))) or all(
        items[n].is_general for n, _ in run.members
    ):
        return False
    if len(run.members) == 1:
        text = items[run.members[0][0]].text
        if run.last.mark == "1 " or not asks_only(text) or not speaks_to_reader(text):
            return False
    # Bare numbers that do not begin at 1 are marks on a scale, not labels.
    if run.members[0][1].values[0] > 1 and not any(items[n].text for n, _ in run.members):
        return False
    aside = sum(sections.is_aside(n) for n, _ in run.members)
    return aside * 2 <= len(run.members)


def _is_voice(run: Run, items: list[Item]) -> bool:
    """Whether a count is of what somebody asks in their own cause: 'Do I need to update my system?'."""
    asked = [items[n] for n, _ in run.members if "?" in items[n].text and not has_options(items, n)]
    return len(asked) > 1 and 2 * sum(item.speaks_for_self for item in asked) >= len(asked)


def _leads_elsewhere(run: Run, items: list[Item]) -> bool:
    """Whether all that asks in a count of paragraphs are lines that lead in to questions with labels of their own."""
    if run.share >= _SURE:
        return False
    asking = [n for n, _ in run.members if member_asks(items, n)]
    return bool(asking) and all(_leads_in_questions(items, n) for n in asking)


def _leads_in_questions(items: list[Item], n: int) -> bool:
    listed = list(takewhile(lambda item: _is_listed(item), items[n + 1 : n + 1 + _MOST_LISTED]))
    return items[n].text.rstrip().endswith((":", ".")) and len(listed) > 1 and all(item.asks_only for item in listed)


def _heads_lettered(run: Run, items: list[Item]) -> bool:
    """Whether a count is of headings: lettered questions stand below them that have options of their own.

    What has no options below is a part of a question, and what asks by itself is one.
    """
    places = [n for n, _ in run.members]
    if run.last.style not in _COUNTED or 2 * sum(items[n].puts_question for n in places) > len(places):
        return False
    ends = [*places[1:], min(places[-1] + _MOST_LISTED, len(items))]
    below = [n for place, end in zip(places, ends, strict=True) for n in range(place + 1, end)]
    lettered = [n for n in below if (label := items[n].label) is not None and label.style in _LETTERED]
    asked = [n for n in lettered if items[n].puts_question]
    return len(asked) > 1 and 2 * sum(has_options(items, n) or _has_choices(items, n) for n in asked) > len(lettered)


def _has_choices(items: list[Item], n: int) -> bool:
    """Whether two short lines or more stand right under a question, as options without boxes do."""
    below = items[n + 1 : n + 3]
    return len(below) > 1 and all(
        item.role is LineRole.BODY
        and item.label is None
        and item.words <= _LONGEST_CHOICE
        and not item.text.endswith((".", "?", ":"))
        for item in below
    )


def _is_listed(item: Item) -> bool:
    return item.bullet or (item.label is not None and item.label.style in _LETTERED)


def _is_list_of(run: Run, items: list[Item], starts: dict[int, Start]) -> bool:
    """Whether a run is the parts of a question found already: it comes right after a stem that leads in."""
    first = run.members[0][0]
    return first - 1 in starts and items[first - 1].text.rstrip().endswith(":")


def _chapters(run: Run, items: list[Item]) -> list[Run]:
    """A count by chapters (2.1, 2.2; 3.1, ...) where the questions of some stand among the paragraphs of others."""
    if run.last.style is not Style.DECIMAL or run.share >= _SURE or not run.asking:
        return [run]
    pieces: dict[tuple[int, ...], Run] = {}
    for n, label in run.members:
        piece = pieces.setdefault(label.values[:-1], Run(signature=run.signature))
        piece.add(n, label, member_asks(items, n))
    pure = any(piece.share >= _SURE and len(piece.members) > 1 for piece in pieces.values())
    return [*pieces.values()] if pure else [run]


def _is_rated(run: Run, items: list[Item]) -> bool:
    """Whether a count is of statements, under a line that asks to rate each of them."""
    first = run.members[0][0]
    if len(run.members) < _FEWEST or run.last.style not in _COUNTED or run.share >= _SURE:
        return False
    return any(item.rates_each for item in items[max(first - _LOOKED_BACK, 0) : first])


def _members(run: Run, items: list[Item], sections: Sections) -> dict[int, Start]:
    asking = {n for n, _ in run.members if member_asks(items, n)}
    asked_under = {sections.name(n) for n in asking}
    kept: dict[int, Start] = {}
    why = f"One of {len(run.members)} labels that count on from each other, of which {run.asking} ask"
    for n, label in run.members:
        item = items[n]
        # 'Conclusion', numbered on from the questions, is a heading.
        is_name = (item.level or item.title_like) and len(item.text.split()) <= 8
        # Paragraphs that state, under a heading where none asks, are numbered on from the questions.
        states = bool(asking) and item.text.endswith(".") and sections.name(n) not in asked_under
        if n in asking or not (is_name or states):
            kept[n] = Start(label, why)
    return kept


def labelled_starts(items: list[Item], sections: Sections) -> dict[int, Start]:
    """The places of the items at which a labelled question begins, each with its label."""
    starts = {
        n: Start(item.label, "Its label says that it is a question")
        for n, item in enumerate(items)
        if item.label and item.label.style is Style.WORD and item.role in (LineRole.BODY, LineRole.HEADING)
    }
    has_words, headed = bool(starts), False
    least = _SURE if has_words else 0.5
    for styles in (_COUNTED, _LETTERED):
        runs = [piece for run in runs_of(items, styles) for piece in _chapters(run, items)]
        forms = _forms(runs, items)
        for run in runs:
            if not has_words and _heads_lettered(run, items):
                headed = True
                continue
            if not has_words and _is_rated(run, items):
                starts.update((n, Start(label, "A statement to be rated", is_rated=True)) for n, label in run.members)
                continue
            wanted = least if styles is _COUNTED else _SURE
            long_enough = len(run.members) > 1 or not starts or run.signature in forms or headed
            accepted = (run.signature in forms and run.share == 1) or _is_accepted(
                run, items, sections, wanted, has_words
            )
            if long_enough and accepted and not _is_list_of(run, items, starts):
                starts.update(_members(run, items, sections))
        if starts:
            break
    return starts


def _forms(runs: list[Run], items: list[Item]) -> frozenset[tuple[object, ...]]:
    """The looks of labels that come so often before what asks that they are this paper's label forms.

    They find what does not count on from another: 'SZ-2', 'SF-3' and 'CO-7' of many.
    """
    coded = [run for run in runs if run.last.style is Style.CODE]
    members = Counter[tuple[object, ...]]()
    asking = Counter[tuple[object, ...]]()
    for run in coded:
        members[run.signature] += len(run.members)
        asking[run.signature] += run.asking
    return frozenset(form for form, n in members.items() if n >= _FEWEST and asking[form] >= _SURE * n)
