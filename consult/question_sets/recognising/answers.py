"""Answers in a finished response: their Markdown, and what stands in a form where none is given.

An answer is what was written, the option that was ticked, or both; one printed under several questions in a row
belongs to each of them.
"""

import re
from dataclasses import replace
from itertools import takewhile

from consult.question_sets.paper import PaperQuestion
from consult.question_sets.recognising.facts import Item, LineRole
from consult.question_sets.recognising.kinds import is_placeholder

_LEAD = re.compile(
    r"(?P<bold>\*\*|__|)(?:(?:your|our|the|proposed|draft|suggested|council(?:'s|’s)?) )*"
    r"(?:answer|response|reply|comments?)(?: to (?:question )?\w+)?\s?"
    r"(?:(?P=bold)\s?[:–—-]+|[:–—-]+\s?(?P=bold))\s*(?=\S)",
    re.I,
)
_MARK = re.compile(r"(\[[ xX✓✔_]?\]|\([\s•●✓✔]\)|[☐☑☒□◻❑❒▢○◯◉])")
_CHOSEN_MARK = re.compile(r"\[[xX✓✔]\]|\([•●✓✔]\)|[☑☒◉]")
_VOICE = re.compile(
    r"^(?:yes|no|none|not|mostly|partly|agreed?|disagreed?|it (?:is|does|would|should)|they (?:are|do|should)|see)\b|"
    r"\b(?:we|I|(?:the|our) (?:council|partnership|board|trust|members|group|association)) (?:\w+ly |also |all )?"
    r"(?:agree|disagree|support|oppose|believe|think|feel|find|welcome|consider that|recommend|suggest|prefer|know|see|"
    r"use|would (?:\w+ )?(?:like|prefer|welcome|support|want)|do not|don[’']t|have (?:no|not|found|seen))",
    re.I,
)
_BEHIND_A = re.compile(r"A(?:ns|nswer)?(?: ?\d{1,3})?:(?P<rest>.*)", re.S)
# More questions than these under one another are a form's that were left blank, not sharers of one answer.
_MOST_SHARING = 3
_FEWEST_ALIKE = 3


def answer_of(items: list[Item]) -> str | None:
    """An answer as Markdown: paragraphs apart, lists together; None where only a placeholder stands."""
    out: list[str] = []
    in_list = False
    for item in items:
        text = item.markdown.strip() or item.full
        if is_placeholder(text) or item.is_placeholder or is_placeholder(item.marker or "x"):
            continue
        if item.level and item.role is LineRole.HEADING:
            text = f"{'#' * item.level} {text}"
        if item.bullet:
            text = f"{'  ' * item.depth}- {text}"
        out.append(f"{'' if not out else chr(10) if in_list and item.bullet else chr(10) * 2}{text}")
        in_list = item.bullet
    return "".join(out) or None


def chosen_in(item: Item) -> list[str]:
    """The options that are ticked in one line of options: '☒ Yes ☐ No', 'Yes [ ] No [x]'."""
    if item.picked:
        return [option for option in item.options or (item.full,) if option == item.picked]
    pieces = _MARK.split(item.full)
    if item.tick:
        pieces = ["", "☒" if item.chosen else "☐", *pieces]
    before = not pieces[0].strip()
    pairs = zip(pieces[1::2], pieces[2::2] if before else pieces[0::2], strict=False)
    return [text.strip(" \t.;,|/") for mark, text in pairs if _CHOSEN_MARK.fullmatch(mark) and text.strip()]


def is_ticked(items: list[Item]) -> bool:
    """Whether one of the options that these items begin with is ticked, and another is not."""
    lines = list(takewhile(lambda item: item.tick or len(item.options) > 1, items))
    chosen = sum(len(chosen_in(item)) for item in lines)
    return 0 < chosen < sum(max(len(item.options), 1) for item in lines)


def ticked(chosen: list[str], of: int, written: str | None) -> str | None:
    """An answer with what was ticked before what was written; ticks count only where other options were left."""
    chosen = list(dict.fromkeys(chosen))
    if not chosen or len(chosen) >= of:
        return written
    said = chosen[0] if len(chosen) == 1 else "\n".join(f"- {option}" for option in chosen)
    return f"{said}\n\n{written}" if written else said


def sounds_like_answer(text: str) -> bool:
    """Whether a text under a question speaks as one who answers: 'Yes, ...', 'We agree ...'."""
    return bool(_VOICE.search(text[:400]))


def with_answers_marked(items: list[Item]) -> list[Item]:
    """The items, with what stands behind 'A:' told to be answers, unless 'B:' shows that letters are counted."""
    marked = {n: found for n, item in enumerate(items) if (found := _BEHIND_A.fullmatch(item.full))}
    if len(marked) < 2 or any(item.full.startswith("B:") for item in items):
        return items
    out = list(items)
    for n, found in marked.items():
        said = found["rest"].strip() or "-"
        out[n] = replace(items[n], text=said, full=said, markdown=said, label=None, role=LineRole.ANSWER)
    return out


def is_left_open(items: list[Item]) -> bool:
    """Whether the items of one question in a response hold no place for an answer, so that it may share the next."""
    return not any(item.cell or item.tick or item.is_placeholder or item.marker is not None for item in items)


def without_leads(questions: list[PaperQuestion]) -> list[PaperQuestion]:
    """The questions, with 'Response:' taken off their answers where it stands before most of them.

    Before one of many it is the writer's own word. What stands under every question is the form's own.
    """
    said = {question.answer for question in questions}
    if len(questions) >= _FEWEST_ALIKE and len(said) == 1:
        return [replace(question, answer=None) for question in questions]
    leads = [_LEAD.match(question.answer or "") for question in questions]
    if 2 * sum(lead is not None for lead in leads) < sum(question.answer is not None for question in questions):
        return questions
    return [
        replace(question, answer=question.answer[lead.end() :]) if lead and question.answer else question
        for question, lead in zip(questions, leads, strict=True)
    ]


def shared(questions: list[PaperQuestion], left_open: list[bool]) -> list[PaperQuestion]:
    """The questions of a response, those printed right above another's answer with that answer as theirs.

    `left_open` tells for each question whether it has no place for an answer and the next follows at once.
    """
    out = list(questions)
    n = len(out) - 1
    while n > 0:
        first = n
        while first > 0 and left_open[first - 1] and out[first - 1].answer is None:
            first -= 1
        if out[n].answer is not None and 0 < n - first < _MOST_SHARING:
            out[first:n] = [replace(question, answer=out[n].answer) for question in out[first:n]]
        n = min(first, n - 1)
    return out
