"""Surveys written out with the kind of every question: 'Type: select one' under it, 'Q9 Age Short text' over it.

Where a paper does so it does so throughout: what has no kind asks nothing, whatever it sounds like.
"""

import re
from dataclasses import replace

from consult.question_sets.paper import QuestionKind
from consult.question_sets.recognising.facts import Item, Start
from consult.question_sets.recognising.kinds import kind_at_end
from consult.question_sets.recognising.numbers import Style

# What a survey tool prints of a question that it keeps: '(One response required; Randomise order of options)'.
SETTINGS = re.compile(
    r"\((?:required|optional)\b[^()]*\)|\((?=[^()]{0,60}\b(?:required|allowed|order|random))[^();]+(?:;[^();]+)+\)",
    re.I,
)
_NAME = re.compile(r"[\"“‘'][^\"“”]{2,60}[\"”’']\s*(?:[(\[][^()\[\]]{1,60}[)\]])?")
_FEWEST, _FEWEST_NAMED = 3, 5
_NOT_ASKED = re.compile(r"\b(?:screen[- ]?out|no respondent input|display(?: text)?|intro(?:duction)? text)\W*$", re.I)


def typed_starts(items: list[Item]) -> dict[int, Start]:
    """The places of the questions of a paper that prints the kind of each; none where it does not."""
    return _under(items) or _over(items) or _under_names(items)


def _under(items: list[Item]) -> dict[int, Start]:
    """Those over a line with their kind."""
    lines = [n for n, item in enumerate(items) if item.kind_line]
    starts: dict[int, Start] = {}
    after = 0
    for n in lines if len(lines) >= _FEWEST else ():
        place = _asked_over(items, after, n)
        if place is not None:
            starts[place] = Start(items[place].label, "The kind of its answer stands under it")
        after = n + 1
    return starts


def _asked_over(items: list[Item], after: int, n: int) -> int | None:
    """The item that asks over the line with its kind: a heading, or under one that is a title the next to ask."""
    heads = [at for at in range(after, n) if items[at].level or (items[at].label and not items[at].bullet)]
    asking = [at for at in range(heads[-1] if heads else after, n) if items[at].asks and not items[at].bullet]
    return asking[0] if asking else heads[-1] if heads else None


def _over(items: list[Item]) -> dict[int, Start]:
    """Those below a label that is followed by a name and the kind, and does not ask itself."""
    labelled = [(n, item) for n, item in enumerate(items) if item.label and item.label.style is Style.WORD]
    typed = {n: kind for n, item in labelled if (kind := _kind_over(item)) is not None}
    if len(typed) < _FEWEST or 2 * sum(n in typed or bool(_NOT_ASKED.search(item.full)) for n, item in labelled) < len(
        labelled
    ):
        return {}
    return {
        n: Start(
            item.label and replace(item.label, rest=""), "The kind of its answer stands beside its number", typed[n]
        )
        for n, item in labelled
        if n in typed
    }


def _under_names(items: list[Item]) -> dict[int, Start]:
    """Those that stand each under a name in quotation marks: '"Reliability" (Trust)', then 'I keep my promises'."""
    names = {n for n, item in enumerate(items[:-1]) if _NAME.fullmatch(item.full)}
    said = [n + 1 for n in names if n + 1 not in names and not items[n + 1].level and not items[n + 1].tick]
    if len(said) < _FEWEST_NAMED:
        return {}
    return {n: Start(items[n].label, "A statement under its name, as the others are") for n in said}


def _kind_over(item: Item) -> QuestionKind | None:
    return None if item.asks_only or _NOT_ASKED.search(item.full) else kind_at_end(item.text)
