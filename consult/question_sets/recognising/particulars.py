"""A paper's particulars: title and issuing body, from its first pages and its wording."""

import re

from consult.question_sets.recognising.deadline import holds_date
from consult.question_sets.recognising.facts import Item, LineRole

_ENTITLED = re.compile(
    r"\b(?:consultation|paper|document|call for evidence)\b[^.“\"]{0,60}(?:,|entitled|titled|"
    r"called)\s*[“\"](?P<title>[^”\"]{8,160})[”\"]",
    re.I,
)
_NAME = r"(?P<body>(?:[A-Z][\w&’'-]*|of|for|and|the|on|&|in)(?:,? (?:[A-Z][\w&’'-]*|of|for|and|the|on|&|in)){1,12})"
_BODY_LABEL = re.compile(
    r"(?:agency|issuing body|issued by|organisation|department|published by|from)\s*:\s*(?P<body>[^.;]{3,120})", re.I
)
_ISSUED_BY = re.compile(
    rf"\b(?i:issued|published|released|launched|produced|carried out|run) (?:jointly )?by (?:the )?{_NAME}"
)
_ISSUES = re.compile(
    rf"\b[Tt]he {_NAME}(?: \([A-Z]{{2,12}}\))?,? (?:has |have |is |are )?(?:now |today )?(?:released|"
    rf"published|launched|issued|"
    r"invites?|is seeking|seeks|seeking|consulting|consults|requests?|would like|welcomes)\b"
)
_OF_BODY = re.compile(
    r"\b(?:department|ministry|office|agency|council|authority|commission|committee|bureau|trust|board|directorate)\b"
    r"(?!.{0,60}\b(?:launches|consult|inquiry|review|survey|plan))|^(?:response form|questionnaire|annex|part)\b",
    re.I,
)
_CONNECTIVES = re.compile(r"^(?:the|and|of|for|on|in)\s+|(?<!\s)\s++(?:the|and|of|for|on|in)$", re.I)


def _first_title(items: list[Item]) -> str:
    top = items[:25]
    if _is_shown_first(items):
        return items[0].full
    headings = [item for item in top if item.role is LineRole.HEADING]
    if headings:
        least = min(item.level for item in headings)
        return next(item.full for item in headings if item.level == least)
    shown = [item for item in top[:12] if (item.title_like or item.bold) and not holds_date(item.full)]
    named = [
        item for item in shown if re.search(r"consult|question|survey|review|proposal|paper|call for", item.full, re.I)
    ]
    wide = [item for item in shown if item.words > 2]
    chosen = named or wide or shown
    return chosen[0].full if chosen else _first_line(items)


def _is_shown_first(items: list[Item]) -> bool:
    """Whether a paper begins with its title in bold, or on a line above headings that are none of a title's level."""
    first = items[0] if items else None
    words = first.words if first else 0
    if first is None or first.level or first.label or first.tick or first.bullet or first.cell or not 2 < words <= 16:
        return False
    if first.full.endswith((".", ":", ";", ",")) or holds_date(first.full) or _OF_BODY.search(first.full):
        return False
    levels = {item.level for item in items[:25] if item.level}
    return ((first.bold or first.full.isupper()) and not levels) or (bool(levels) and min(levels) > 1)


def _first_line(items: list[Item]) -> str:
    """A first line too long to be told for a title by its looks, but no sentence and no question's."""
    first = items[0] if items else None
    if first is None or first.role is not LineRole.BODY or first.label or first.bullet or first.tick or first.cell:
        return ""
    ends = first.full.rstrip().endswith((".", "?", ":", ";", ",", "!"))
    return "" if ends or not 1 < first.words <= 25 else first.full


def title_of(items: list[Item]) -> str:
    """The paper's title; in a response, that of the paper it answers where it is named. '' where none is shown."""
    for item in items[:60]:
        found = _ENTITLED.search(item.full)
        if found:
            return found["title"].strip(" ,.")
    return re.sub(
        r"^(?:response form|questionnaire|consultation paper)\s*[:–-]\s*", "", _first_title(items), flags=re.I
    ).strip(' *_“”"')


def issuing_body_of(items: list[Item]) -> str | None:
    """The body that consults, where the paper says so in one of the usual ways."""
    for pattern in (_BODY_LABEL, _ISSUED_BY, _ISSUES):
        for item in items[:80]:
            found = pattern.match(item.full) if pattern is _BODY_LABEL else pattern.search(item.full)
            if found:
                name = _CONNECTIVES.sub("", found["body"].strip(" ."))
                if len(name) > 3:
                    return name
    return None
