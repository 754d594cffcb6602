"""Whether a paper is a finished response, with answers under its questions, or still asks."""

import re
from collections import Counter

from consult.question_sets.recognising.answers import is_ticked, sounds_like_answer
from consult.question_sets.recognising.deadline import closing_of
from consult.question_sets.recognising.facts import Item, LineRole, Start
from consult.question_sets.recognising.kinds import is_placeholder

_RESPONDS = re.compile(
    r"\b(?:responses?|submission|repl(?:y|ies)|answers|comments) (?:to|from|by|of|on behalf of)\b|\b(?:our|"
    r"proposed|draft) response|"
    r"\bresponse$|\bresponded? (?:by|on behalf)|\bsubmission\b|"
    # Survey tools head what they export.
    r"^(?:contribution|response|respondent|submission) (?:id|ref(?:erence)?|number)\b",
    re.I,
)


# 'Please send your comments to the clerk' wants responses and is none.
_WANTS = re.compile(r"\b(?:your|please|send|submit|invit\w+|seek\w*|deadline|closing date|should|must)\b", re.I)


def says_response(items: list[Item]) -> bool:
    """Whether the first lines say that it is a response."""
    early = [item.full for item in items[:20] if item.role is LineRole.HEADING or len(item.full) < 120]
    return any(_RESPONDS.search(text) and not _WANTS.search(text) for text in early)


def _is_prose(item: Item) -> bool:
    """Whether an item under a question can only be its answer: neither options nor instructions nor more asking."""
    if item.role is LineRole.ANSWER:
        return not item.is_placeholder
    if item.role is not LineRole.BODY or item.tick or (item.label is not None and not item.bullet):
        return False
    form = item.instructs or item.limits is not None or len(item.options) > 1
    return not form and not item.asks_only and not item.title_like


def _is_asking_on(items: list[Item], n: int) -> bool:
    """Whether an item is no answer yet: a bare mark on a scale, or the box that asks for its reason."""
    item = items[n]
    if re.fullmatch(r"\d{1,2}", item.full):
        return n + 1 < len(items) and items[n + 1].follows_up
    return re.fullmatch(r"\d{1,2}", items[n - 1].full) is not None and item.follows_up


def _answered(items: list[Item], starts: dict[int, Start]) -> tuple[list[str], int]:
    """What stands right under the questions that could be their answers, and under how many an option is chosen."""
    answered: list[str] = []
    ticked = 0
    for n in sorted(starts):
        # A label on a line of its own has its question in the next item, 'Response:' its answer.
        after = n + 1 if items[n].text else n + 2
        # Below a stem that has not asked yet comes more of the question.
        if not any(item.asks for item in items[n:after]):
            continue
        after += after < len(items) and items[after].marker == ""
        while after < len(items) and after not in starts and _is_asking_on(items, after):
            after += 1
        ticked += is_ticked(items[after : after + 12])
        if after < len(items) and after not in starts and (_is_prose(items[after]) or items[after].is_placeholder):
            answered.append(items[after].full)
    return answered, ticked


def is_response(items: list[Item], starts: dict[int, Start]) -> bool:
    """Whether answers stand under the questions, so that text there is an answer and not the paper going on."""
    places = sorted(starts)
    answered, ticked = _answered(items, starts)
    if says_response(items) or ticked:
        count = len(answered) + ticked
        return count >= 0.3 * len(places) and (count > 1 or len(places) == 1)
    # Where nothing says so, there must be text under nearly every question. The same line under each is a form's
    # own, to be filled in, and a paper with a closing date still asks.
    times = Counter(answered)
    own = [text for text in answered if times[text] == 1 or is_placeholder(text)]
    if closing_of(items) is not None:
        return False
    # Of a draft half done, some questions have nothing under them yet; the others must sound like answers.
    bare = sum(n + 1 in starts or n + 1 == len(items) for n in places)
    voiced = sum(sounds_like_answer(text) for text in own)
    return len(own) >= max(0.85 * len(places), 3) or (len(own) >= max(len(places) - bare, 2) and voiced * 2 >= len(own))
