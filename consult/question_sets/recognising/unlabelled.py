"""Questions without a number: told by what they say, where they stand and what is printed under them.

Strict on purpose: an officer adds a missed question in a moment, but invented ones cost trust.
"""

import re
from collections import Counter
from itertools import takewhile

from consult.question_sets.asking import asks_only, is_command
from consult.question_sets.recognising.facts import Item, LineRole, Start
from consult.question_sets.recognising.kinds import asks_for_file, is_instruction, offers_choice
from consult.question_sets.recognising.numbers import Label, Style
from consult.question_sets.recognising.sections import Sections

_ANY_OTHER = re.compile(r"(?:do you have )?any (?:other|further|additional|general) \w+", re.I)
_CONTACT = re.compile(
    r"\b(?:name|e-?mail|telephone|phone|mobile|address|postcode|job title|position|organi[sz]ation|affiliation|"
    r"website)\b",
    re.I,
)
_REGISTERED = re.compile(r"\b(?:company|charity|registration)\b.{0,40}\bnumber\b", re.I)
_FIELD = re.compile(
    r"(?:your |full |first |last |sur)*(?:names?|e-?mail|telephone|phone|mobile|address|post ?code|job title|"
    r"position|signed|signature|date)\b[^?]*$",
    re.I,
)
_INQUIRES = re.compile(r"\bsubmissions?\b|\bwritten evidence\b|terms of reference|call for evidence", re.I)
_REMIT = re.compile(
    r"\b(?:terms of reference|inquiry|panel|committee|review|submissions?)\b.{0,80}\b(?:consider|examine|"
    r"look (?:at|into)|focus on|explore|cover|address|investigate)\s*:\s*$",
    re.I,
)
_NOTHING = Item("", "", "")
_LONGEST_NOUN = 25
_LONGEST_FIELD = 10
_LONGEST_FOLLOW_UP = 6
_REFERS_BACK = re.compile(
    r"^if\b|\b(?:your (?:answers?|responses?|views?|reasons?|choices?)|why|reasons?|this|these|it|them|so|above)\b",
    re.I,
)
_COUNTED = frozenset({Style.NUMBER, Style.DECIMAL, Style.CODE})
_SLOT = re.compile(r"(?:your |our )?(?:answer|response|comments?|reply)\s*(?:[:–-].*)?$", re.I)


def has_options(items: list[Item], n: int) -> bool:
    """Whether options to choose from, in boxes, in a line or as a grid, are printed right under an item."""
    if items[n].stem.options:
        return True
    after = n + 1 + (n + 1 < len(items) and items[n + 1].instructs and not items[n + 1].tick)
    first = items[after] if after < len(items) else None
    return first is not None and (first.tick or first.role is LineRole.SCALE or len(first.options) > 1)


def _has_boxes(items: list[Item], n: int) -> bool:
    """Whether two boxes or more are printed under an item, or in it."""
    boxes = takewhile(lambda item: item.tick or len(item.options) > 1, items[n + 1 : n + 3])
    return bool(items[n].stem.options) or sum(max(len(item.options), 1) for item in boxes) > 1


def is_form_field(items: list[Item], n: int) -> bool:
    """Whether something to fill in is printed under an item: tick boxes, a grid, a limit, a line for the answer."""
    after = items[n + 1 : n + 3]
    if has_options(items, n) or items[n].ruled:
        return True
    if not after:
        return False
    first = after[0]
    if first.limits is not None or first.instructs or first.is_placeholder or _SLOT.fullmatch(first.full):
        return True
    return len(after) > 1 and all(item.is_standard for item in after)


def _may_ask(item: Item) -> bool:
    if item.role not in (LineRole.BODY, LineRole.HEADING) or item.tick or not 2 <= len(item.text.split()) <= 120:
        return False
    if item.label is not None and item.label.style in (Style.LETTER, Style.ROMAN) and item.follows_up:
        return False
    return not (item.is_general or item.about_paper or (_FIELD.match(item.text) and item.words <= _LONGEST_FIELD))


def _answers_itself(items: list[Item], n: int) -> bool:
    """Whether a heading asks only to be answered by the text below it, as papers' own headings do."""
    after = items[n + 1] if n + 1 < len(items) else None
    is_prose = after is not None and after.role is LineRole.BODY and not after.tick and not after.asks_only
    return (items[n].level > 0 or items[n].bold) and is_prose and not items[n].addresses


_MOST_POINTS = 200
"""Points of one inquiry: in a list in which each line invites evidence, each would look at all that follow."""


def _leads_in_points(items: list[Item], n: int) -> bool:
    """Whether an item asks for views on the points listed under it, none of which is a question of its own."""
    points = list(takewhile(lambda item: item.bullet or item.label is not None, items[n + 1 : n + 20]))
    points = [item for item in points if item.role is LineRole.BODY and not item.tick]
    leads = items[n].leads_in or bool(_REMIT.search(items[n].text))
    return len(points) > 1 and leads and not any(_asks(item.text) for item in points)


def _inquired(items: list[Item], n: int, sections: Sections) -> list[int]:
    """The points of an inquiry under the line that invites evidence on them: each is to be answered by itself."""
    said = f"{items[n].text} {sections.name(n) or ''}"
    if not _INQUIRES.search(said) or not _leads_in_points(items, n):
        return []
    nearby = range(n + 1, min(len(items), n + 1 + _MOST_POINTS))
    points = list(takewhile(lambda at: items[at].bullet and not items[at].tick, nearby))
    return [at for at in points if items[at].depth == items[n + 1].depth]


def _asks(text: str) -> bool:
    return asks_only(text) or is_command(text)


def _why(items: list[Item], n: int, sections: Sections, is_response: bool, plain_options: bool) -> str:
    """Why an item is a question, in plain words; '' where it is none."""
    item = items[n]
    if is_form_field(items, n):
        return "Something to fill in stands under it" if _is_field_wanted(items, n) else ""
    if plain_options and item.asks_only and all(line.is_short_line for line in [*items[n + 1 : n + 3], _NOTHING][:2]):
        return "Options stand under it, a line each, as this paper prints them"
    if item.level and "?" not in item.text and (not _commands(item) or (n + 1 < len(items) and items[n + 1].level)):
        return ""
    if _leads_in_points(items, n) and not is_response:
        return "It asks for views on the points listed under it"
    return _why_asks(items, n, sections, is_response)


def _why_asks(items: list[Item], n: int, sections: Sections, is_response: bool) -> str:
    item = items[n]
    goes_on = item.bullet and item.puts_question and "?" in item.text
    on_questions = sections.is_on_questions(n)
    if (item.bold or item.slanted) and item.invites and not item.level and not item.leads_in:
        return "It invites views, and is set apart from the text"
    if item.speaks_for_self or not (item.asks_only or (on_questions and (_commands(item) or goes_on))):
        return ""
    if not is_response and _answers_itself(items, n):
        return ""
    if on_questions:
        return "It asks, under a line that says that questions follow"
    if not is_response and _stands_alone(items, n):
        return "It asks, and nothing that answers it follows"
    if is_response and n and (items[n - 1].level or items[n - 1].bold) and item.text.endswith("?"):
        return "It asks, right under a heading of a response"
    set_apart = item.bullet or item.bold or item.slanted or item.level > 0 or item.label is not None
    return "It asks the reader" if item.addresses or (set_apart and item.speaks) else ""


def _is_contact(text: str) -> bool:
    """Whether a text asks who somebody is: for a name, say, after its last question mark."""
    return bool(_CONTACT.search(text.rpartition("?")[2]) or _REGISTERED.search(text))


def _is_field_wanted(items: list[Item], n: int) -> bool:
    """Whether what stands over something to fill in asks for a view, and not for a fact of whoever responds."""
    item = items[n]
    if "?" not in item.text and item.words <= _LONGEST_FIELD and _is_contact(item.text):
        return False
    if item.asks_only or item.commands or _ANY_OTHER.match(item.text):
        return True
    if len(item.options) > 1 or item.is_standard or _is_contact(item.text):
        return False
    noun = not item.text.endswith(".") and item.words <= _LONGEST_NOUN and not item.level
    return item.required or (noun and _has_boxes(items, n))


def _stands_alone(items: list[Item], n: int) -> bool:
    """Whether a question is a paragraph of its own that nothing follows: the paper leaves it to the reader."""
    after = items[n + 1] if n + 1 < len(items) else None
    apart = items[n].role is LineRole.BODY and items[n].text.endswith("?") and not items[n].bullet
    return apart and (after is None or after.role is LineRole.HEADING or after.asks_only)


def _commands(item: Item) -> bool:
    return item.commands or item.invites


def _look(item: Item) -> tuple[object, ...]:
    return item.level, item.bold, item.slanted, item.bullet


def _is_second(items: list[Item], n: int, found: dict[int, Start]) -> bool:
    """Whether an item goes on with the question right above it, or is a part under a stem that leads in."""
    before = n - 1
    if before < 0 or not items[before].text:
        return False
    led_in = items[before].text.rstrip().endswith(":") and before in found and not _begins_anew(items, n)
    more = items[n].follows_up or is_instruction(items[n].text)
    goes_on = before in found and more and not items[n].bullet and not _begins_anew(items, n)
    deeper = before in found and items[n].depth > items[before].depth and items[n].bullet
    return led_in or goes_on or deeper


def _begins_anew(items: list[Item], n: int) -> bool:
    """Whether a line that could go on asking is bold as the question above it, and asks about a thing of its own."""
    item = items[n]
    return item.bold and items[n - 1].bold and item.words > _LONGEST_FOLLOW_UP and not _REFERS_BACK.search(item.text)


def unlabelled_starts(
    items: list[Item], sections: Sections, is_response: bool, plain_options: bool
) -> dict[int, Start]:
    """The places of the questions of a paper that numbers none of them, each with its label if one is printed."""
    found: dict[int, Start] = {}
    last = -2
    for n, item in enumerate(items):
        why = "" if not _may_ask(item) or sections.is_aside(n) else _why(items, n, sections, is_response, plain_options)
        if not why:
            continue
        if _is_second(items, n, found) or (
            last == n - 1 and last not in found and item.bullet and item.depth >= items[last].depth
        ):
            last = n
            continue
        points = _inquired(items, n, sections)
        if points:
            found.update(dict.fromkeys(points, Start(None, "A point on which evidence is invited")))
            continue
        found[n] = Start(_own_label(item), why)
    return _of_one_look(items, found) if is_response else found | _of_same_look(items, sections, found)


def _mark(item: Item) -> tuple[object, ...]:
    return *_look(item), item.label.mark if item.label else ""


def _own_label(item: Item) -> Label | None:
    return item.label if item.label and item.label.style not in (Style.LETTER, Style.ROMAN) else None


def _of_same_look(items: list[Item], sections: Sections, found: dict[int, Start]) -> dict[int, Start]:
    """What only asks and is set apart just as the questions are that were told by their words.

    In a form, where the sure questions have boxes, a line that commands is a question as well.
    """
    looks = Counter(_mark(items[n]) for n in found)
    in_form = Counter(_mark(items[n]) for n in found if has_options(items, n))
    more: dict[int, Start] = {}
    for n, item in enumerate(items):
        if n in found or item.bullet or not _may_ask(item) or sections.is_aside(n):
            continue
        asks = item.asks_only or (item.puts_question and "?" in item.text)
        alike = looks[_mark(item)] > 1 and _is_marked(item) and asks
        told = in_form[_mark(item)] > 1 and (item.commands or item.text.endswith("?")) and not item.instructs
        if (alike or (told and item.asks_only)) and not _answers_itself(items, n) and not _is_second(items, n, found):
            more[n] = Start(_own_label(item), "It asks, and is set as the other questions are")
    return more


def _is_marked(item: Item) -> bool:
    counted = item.label is not None and item.label.style in _COUNTED
    return item.bold or item.slanted or item.level > 1 or counted


def _of_one_look(items: list[Item], found: dict[int, Start]) -> dict[int, Start]:
    """In a response, keep those set like most: a question inside an answer looks like the answer."""
    if len(found) < 3:
        return found
    look, count = Counter(_look(items[n]) for n in found).most_common(1)[0]
    if count < 0.6 * len(found):
        return found
    return {n: start for n, start in found.items() if _look(items[n]) == look or is_form_field(items, n)}


def _is_upload(item: Item, n: int, sections: Sections) -> bool:
    return asks_for_file(item.text) and item.commands and sections.is_on_questions(n)


def extra_starts(items: list[Item], sections: Sections, starts: dict[int, Start]) -> dict[int, Start]:
    """The unnumbered questions among numbered ones: those with a form field, or a last 'Any other comments?'."""
    found: dict[int, Start] = {}
    last = max(starts, default=-1)
    has_asked = True
    for n, item in enumerate(items):
        has_asked = item.asks if n in starts else has_asked or items[n - 1].asks
        # What a labelled question has not asked yet is still to come.
        if not has_asked or n in starts or n - 1 in starts or item.label is not None or item.bullet:
            continue
        why = _why_extra(items, n, sections, n > last) if _may_ask(item) and not sections.is_aside(n) else ""
        if why:
            found[n] = Start(None, why)
    return found


def _why_extra(items: list[Item], n: int, sections: Sections, is_last: bool) -> str:
    item = items[n]
    # The scale printed once for the statements that follow is none of a question's own.
    is_scale = item.rates_each and items[n + 1 : n + 2] != [] and items[n + 1].rates_each
    is_field = is_form_field(items, n) and item.asks_only and not item.follows_up
    offers = offers_choice(item.text) and not item.instructs and _has_boxes(items, n)
    if (is_field or offers) and not is_scale:
        return "Something to fill in stands under it"
    if is_last and _ANY_OTHER.match(item.text) and item.asks_only:
        return "A last question, after those with numbers"
    return "It asks for a file" if _is_upload(item, n, sections) else ""
