"""Which labelled items are the paper's questions: labels are read in series, for none can be judged alone.

A paper counts chapters, paragraphs, options and questions, often with the same digits. The count whose members ask is
the one wanted. 'Question 7' needs no company.
"""

from dataclasses import dataclass, field

from consult.question_sets.asking import (
    asks_only,
    is_about_paper,
    is_general,
    leads_in_topics,
    puts_question,
    speaks_to_reader,
)
from consult.question_sets.recognising.layout import Item, LineRole, is_title_like
from consult.question_sets.recognising.numbers import Label, Style
from consult.question_sets.recognising.sections import Sections
from consult.question_sets.recognising.unlabelled import has_options

_COUNTED = frozenset({Style.NUMBER, Style.DECIMAL, Style.CODE})
_OPEN_COUNTS = 60
_LETTERED = frozenset({Style.LETTER, Style.ROMAN})


@dataclass(eq=False)
class Run:
    """Labels that count on from each other: the places of their items, in order."""

    members: list[tuple[int, Label]] = field(default_factory=list)
    asking: int = 0
    signature: tuple[object, ...] = ()

    @property
    def last(self) -> Label:
        """The label reached so far."""
        return self.members[-1][1]

    @property
    def share(self) -> float:
        """The share of members that ask."""
        return self.asking / len(self.members)

    def add(self, place: int, label: Label, is_asking: bool) -> None:
        """Count one label more."""
        self.members.append((place, label))
        self.asking += is_asking


def member_asks(items: list[Item], n: int) -> bool:
    """Whether a labelled item asks, by itself or by what stands under it before the next label of its kind."""
    item = items[n]
    if puts_question(item.text):
        return not is_about_paper(item.text)
    if item.level and item.text:
        return False
    if item.text and has_options(items, n):
        return True
    style = item.label.style if item.label else None
    for follower in items[n + 1 : n + 5]:
        label = follower.label
        if follower.role is LineRole.HEADING or (label and label.style in (style, Style.WORD)):
            return False
        if follower.role is LineRole.BODY and asks_only(follower.text):
            # 'Governance', then bare questions: those are of their own unless the item is a label alone or leads in.
            return not item.text or not is_title_like(item) or bool(follower.label or follower.bullet)
    return False


def _signature(item: Item, label: Label) -> tuple[object, ...]:
    return label.mark, item.level, item.bold, item.depth, item.role


def _misses_few(label: Label, before: Label) -> bool:
    return (
        label.family == before.family
        and label.style is not Style.DECIMAL
        and label.prefix == before.prefix
        and 1 < label.values[0] - before.values[0] <= 3
    )


def _run_for(label: Label, is_asking: bool, signature: tuple[object, ...], runs: list[Run]) -> Run | None:
    fitting = [run for run in runs if label.follows(run.last)]
    if not fitting and is_asking:
        fitting = [run for run in runs if run.signature == signature and _misses_few(label, run.last)]
    if not fitting:
        return None

    def merit(run: Run) -> int:
        return 2 * ((run.share >= 0.5) == is_asking) + 2 * (run.signature == signature)

    best = max(merit(run) for run in fitting)
    return next(run for run in reversed(fitting) if merit(run) == best)


def runs_of(items: list[Item], styles: frozenset[Style]) -> list[Run]:
    """All counts of labels of these styles, in the order in which they begin."""
    runs: list[Run] = []
    recent: list[Run] = []
    for n, item in enumerate(items):
        label = item.label
        if label is None or label.style not in styles or item.role in (LineRole.DATA, LineRole.ANSWER):
            continue
        is_asking = member_asks(items, n)
        signature = _signature(item, label)
        run = _run_for(label, is_asking, signature, recent)
        if run is None:
            run = Run(signature=signature)
            runs.append(run)
        else:
            recent.remove(run)
        run.add(n, label, is_asking)
        # A count left alone for so many others is over; without a bound, a hostile file takes for ever.
        recent = [*recent[-_OPEN_COUNTS:], run]
    return runs


def _is_topics(run: Run, items: list[Item]) -> bool:
    """Whether a count is the list under a line that asks for views on each of its points."""
    first, last = run.members[0][0], run.members[-1][0]
    counted = run.last.style in _COUNTED and run.members[0][1].values[0] == 1
    if not first or len(run.members) < 2 or not counted:
        return False
    others = sum(item.role is LineRole.HEADING or item.label is None for item in items[first:last])
    return others <= len(run.members) // 2 and leads_in_topics(items[first - 1].text)


def _is_accepted(run: Run, items: list[Item], sections: Sections, least: float) -> bool:
    if (run.share < least and not _is_topics(run, items)) or all(is_general(items[n].text) for n, _ in run.members):
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


def _is_list_of(run: Run, items: list[Item], starts: dict[int, Label | None]) -> bool:
    """Whether a run is the parts of a question found already: it comes right after a stem that leads in."""
    first = run.members[0][0]
    return first - 1 in starts and items[first - 1].text.rstrip().endswith(":")


def _members(run: Run, items: list[Item]) -> dict[int, Label | None]:
    kept: dict[int, Label | None] = {}
    for n, label in run.members:
        item = items[n]
        # 'Conclusion', numbered on from the questions, is a heading.
        if member_asks(items, n) or not (item.level or is_title_like(item)) or len(item.text.split()) > 8:
            kept[n] = label
    return kept


def labelled_starts(items: list[Item], sections: Sections) -> dict[int, Label | None]:
    """The places of the items at which a labelled question begins, each with its label."""
    starts: dict[int, Label | None] = {
        n: item.label
        for n, item in enumerate(items)
        if item.label and item.label.style is Style.WORD and item.role in (LineRole.BODY, LineRole.HEADING)
    }
    least = 0.8 if starts else 0.5
    for styles in (_COUNTED, _LETTERED):
        for run in runs_of(items, styles):
            wanted = least if styles is _COUNTED else 0.8
            long_enough = len(run.members) > 1 or not starts
            if long_enough and _is_accepted(run, items, sections, wanted) and not _is_list_of(run, items, starts):
                starts.update(_members(run, items))
        if starts:
            break
    return starts
