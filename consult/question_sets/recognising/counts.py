"""Counts of labels: which count on from each other, and how many of each ask."""

from dataclasses import dataclass, field

from consult.question_sets.recognising.facts import Item, LineRole
from consult.question_sets.recognising.numbers import Label, Style
from consult.question_sets.recognising.unlabelled import has_options

_OPEN_COUNTS = 60
_LONGEST_NAME = 8


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
    if item.puts_question:
        # '1. What comes next' names a chapter.
        is_name = item.level > 0 and "?" not in item.text and not item.commands and item.words <= _LONGEST_NAME
        return not (item.about_paper or is_name)
    if item.level and item.text:
        return False
    if item.text and (has_options(items, n) or item.names_choice):
        return True
    style = item.label.style if item.label else None
    for follower in items[n + 1 : n + 5]:
        label = follower.label
        if follower.role is LineRole.HEADING or (
            label and label.style in (style, Style.WORD, Style.CODE, Style.DECIMAL)
        ):
            return False
        if follower.role is LineRole.BODY and follower.asks_only:
            # 'Governance', then bare questions: those are of their own unless the item is a label alone or leads in.
            return not item.text or not item.title_like or bool(follower.label or follower.bullet)
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


def _counts_down(label: Label, run: Run) -> bool:
    """Whether a list that counts down to 1, as a web page's may, goes on with this label."""
    backwards = run.members[-2:] if len(run.members) > 1 else []
    is_down = not backwards or backwards[0][1].follows(backwards[1][1])
    return run.last.values > (1,) and run.last.follows(label) and is_down


def _run_for(
    label: Label, is_asking: bool, signature: tuple[object, ...], runs: list[Run], is_next: bool
) -> Run | None:
    fitting = [run for run in runs if label.follows(run.last)]
    if not fitting and is_asking:
        fitting = [run for run in runs if run.signature == signature and _misses_few(label, run.last)]
    if not fitting and is_asking and is_next:
        fitting = [run for run in runs[-1:] if run.signature == signature and run.asking and _counts_down(label, run)]
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
        is_next = bool(recent) and recent[-1].members[-1][0] == n - 1
        run = _run_for(label, is_asking, signature, recent, is_next)
        if run is None:
            run = Run(signature=signature)
            runs.append(run)
        else:
            recent.remove(run)
        run.add(n, label, is_asking)
        # A count left alone for so many others is over; without a bound, a hostile file takes for ever.
        recent = [*recent[-_OPEN_COUNTS:], run]
    return runs
