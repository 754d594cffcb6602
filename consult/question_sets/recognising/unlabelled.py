"""Questions without a number: told by what they say, where they stand and what is printed under them.

Strict on purpose: an officer adds a missed question in a moment, but invented ones cost trust.
"""

import re
from collections import Counter
from itertools import takewhile

from consult.question_sets.asking import (
    addresses_reader,
    asks_only,
    is_about_paper,
    is_command,
    is_follow_up,
    is_general,
    is_invitation,
    leads_in_topics,
    speaks_to_reader,
)
from consult.question_sets.recognising.kinds import (
    asks_for_file,
    is_instruction,
    is_standard_option,
    split_options,
    word_limit,
)
from consult.question_sets.recognising.layout import Item, LineRole
from consult.question_sets.recognising.numbers import Label, Style
from consult.question_sets.recognising.sections import Sections

_ANY_OTHER = re.compile(r"(?:do you have )?any (?:other|further|additional|general) \w+", re.I)
_CONTACT = re.compile(
    r"\b(?:name|e-?mail|telephone|phone|mobile|address|postcode|job title|position|organi[sz]ation|affiliation|"
    r"website)\b[^?]*$|\b(?:company|charity|registration)\b.{0,40}\bnumber\b",
    re.I,
)
_INQUIRES = re.compile(r"\bsubmissions?\b|\bwritten evidence\b|terms of reference|call for evidence", re.I)
_COUNTED = frozenset({Style.NUMBER, Style.DECIMAL, Style.CODE})
_SLOT = re.compile(r"(?:your |our )?(?:answer|response|comments?|reply)\s*(?:[:–-].*)?$", re.I)


def has_options(items: list[Item], n: int) -> bool:
    """Whether options to choose from, in boxes, in a line or as a grid, are printed right under an item."""
    first = items[n + 1] if n + 1 < len(items) else None
    return first is not None and (first.tick or first.role is LineRole.SCALE or len(split_options(first.full)) > 1)


def is_form_field(items: list[Item], n: int) -> bool:
    """Whether something to fill in is printed under an item: tick boxes, a grid, a limit, a line for the answer."""
    after = items[n + 1 : n + 3]
    if not after:
        return False
    first = after[0]
    if has_options(items, n):
        return True
    if word_limit(first.full)[0] or is_instruction(first.full) or _SLOT.fullmatch(first.full):
        return True
    return len(after) > 1 and all(is_standard_option(item.full) for item in after)


def _may_ask(item: Item) -> bool:
    if item.role not in (LineRole.BODY, LineRole.HEADING) or item.tick or not 2 <= len(item.text.split()) <= 120:
        return False
    if item.label is not None and item.label.style in (Style.LETTER, Style.ROMAN) and is_follow_up(item.text):
        return False
    return not is_general(item.text) and not is_about_paper(item.text)


def _answers_itself(items: list[Item], n: int) -> bool:
    """Whether a heading asks only to be answered by the text below it, as papers' own headings do."""
    after = items[n + 1] if n + 1 < len(items) else None
    is_prose = after is not None and after.role is LineRole.BODY and not after.tick and not asks_only(after.text)
    return (items[n].level > 0 or items[n].bold) and is_prose and not addresses_reader(items[n].text)


_MOST_POINTS = 200
"""Points of one inquiry: in a list in which each line invites evidence, each would look at all that follow."""


def _leads_in_points(items: list[Item], n: int) -> bool:
    """Whether an item asks for views on the points listed under it, none of which is a question of its own."""
    points = list(takewhile(lambda item: item.bullet or item.label is not None, items[n + 1 : n + 20]))
    points = [item for item in points if item.role is LineRole.BODY and not item.tick]
    return len(points) > 1 and leads_in_topics(items[n].text) and not any(_asks(item.text) for item in points)


def _inquired(items: list[Item], n: int, sections: Sections) -> list[int]:
    """The points of an inquiry under the line that invites evidence on them: each is to be answered by itself."""
    said = f"{items[n].text} {sections.name(n) or ''}"
    if not _INQUIRES.search(said) or not _leads_in_points(items, n):
        return []
    points = list(
        takewhile(
            lambda at: items[at].bullet and not items[at].tick, range(n + 1, min(len(items), n + 1 + _MOST_POINTS))
        )
    )
    return [at for at in points if items[at].depth == items[n + 1].depth]


def _asks(text: str) -> bool:
    return asks_only(text) or is_command(text)


def _is_wanted(items: list[Item], n: int, sections: Sections, is_response: bool) -> bool:
    item = items[n]
    if is_form_field(items, n):
        return (
            asks_only(item.text)
            or (item.required and not _CONTACT.search(item.text))
            or is_command(item.text)
            or (item.tick is False and _ANY_OTHER.match(item.text) is not None)
        )
    if item.level and "?" not in item.text and (not _commands(item) or (n + 1 < len(items) and items[n + 1].level)):
        return False
    if _leads_in_points(items, n) and not is_response:
        return True
    if not (asks_only(item.text) or (sections.is_on_questions(n) and _commands(item))):
        return False
    if not is_response and _answers_itself(items, n):
        return False
    if sections.is_on_questions(n):
        return True
    set_apart = item.bullet or item.bold or item.slanted or item.level > 0 or item.label is not None
    return addresses_reader(item.text) or (set_apart and speaks_to_reader(item.text))


def _commands(item: Item) -> bool:
    return is_command(item.text) or is_invitation(item.text)


def _look(item: Item) -> tuple[object, ...]:
    return item.level, item.bold, item.slanted, item.bullet


def _is_second(items: list[Item], n: int, found: dict[int, Label | None]) -> bool:
    """Whether an item goes on with the question right above it, or is a part under a stem that leads in."""
    before = n - 1
    if before < 0 or not items[before].text:
        return False
    led_in = items[before].text.rstrip().endswith(":") and before in found
    more = is_follow_up(items[n].text) or is_instruction(items[n].text)
    goes_on = before in found and more and not items[n].bullet
    deeper = before in found and items[n].depth > items[before].depth and items[n].bullet
    return led_in or goes_on or deeper


def unlabelled_starts(items: list[Item], sections: Sections, is_response: bool) -> dict[int, Label | None]:
    """The places of the questions of a paper that numbers none of them, each with its label if one is printed."""
    found: dict[int, Label | None] = {}
    last = -2
    for n, item in enumerate(items):
        if not _may_ask(item) or sections.is_aside(n) or not _is_wanted(items, n, sections, is_response):
            continue
        if _is_second(items, n, found) or (last == n - 1 and last not in found and item.bullet):
            last = n
            continue
        points = _inquired(items, n, sections)
        if points:
            found.update(dict.fromkeys(points))
            continue
        found[n] = _own_label(item)
    return _of_one_look(items, found) if is_response else found | _of_same_look(items, sections, found)


def _mark(item: Item) -> tuple[object, ...]:
    return *_look(item), item.label.mark if item.label else ""


def _own_label(item: Item) -> Label | None:
    return item.label if item.label and item.label.style not in (Style.LETTER, Style.ROMAN) else None


def _of_same_look(items: list[Item], sections: Sections, found: dict[int, Label | None]) -> dict[int, Label | None]:
    """What only asks and is set apart just as the questions are that were told by their words."""
    looks = Counter(_mark(items[n]) for n in found)
    more: dict[int, Label | None] = {}
    for n, item in enumerate(items):
        marked = (
            item.bold or item.slanted or item.level > 1 or (item.label is not None and item.label.style in _COUNTED)
        )
        set_apart = looks[_mark(item)] > 1 and marked and not item.bullet
        if n in found or not set_apart or not _may_ask(item) or not asks_only(item.text) or sections.is_aside(n):
            continue
        if not _answers_itself(items, n) and not _is_second(items, n, found):
            more[n] = _own_label(item)
    return more


def _of_one_look(items: list[Item], found: dict[int, Label | None]) -> dict[int, Label | None]:
    """In a response, keep those set like most: a question inside an answer looks like the answer."""
    if len(found) < 3:
        return found
    look, count = Counter(_look(items[n]) for n in found).most_common(1)[0]
    if count < 0.6 * len(found):
        return found
    return {n: label for n, label in found.items() if _look(items[n]) == look or is_form_field(items, n)}


def _is_upload(item: Item, n: int, sections: Sections) -> bool:
    return asks_for_file(item.text) and is_command(item.text) and sections.is_on_questions(n)


def extra_starts(items: list[Item], sections: Sections, starts: dict[int, Label | None]) -> dict[int, Label | None]:
    """The unnumbered questions among numbered ones: those with a form field, or a last 'Any other comments?'."""
    found: dict[int, Label | None] = {}
    last = max(starts, default=-1)
    for n, item in enumerate(items):
        if n in starts or n - 1 in starts or item.label is not None or item.bullet or not _may_ask(item):
            continue
        is_field = is_form_field(items, n) and asks_only(item.text) and not is_follow_up(item.text)
        is_last = bool(_ANY_OTHER.match(item.text)) and asks_only(item.text) and n > last
        if (is_field or is_last or _is_upload(item, n, sections)) and not sections.is_aside(n):
            found[n] = None
    return found
