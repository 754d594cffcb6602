"""Options that carry no box: lists under a finished question, and the marks of a scale."""

import re

from consult.question_sets.recognising.kinds import is_standard_option
from consult.question_sets.recognising.layout import Item, LineRole
from consult.question_sets.recognising.numbers import Style

# Under a question about each of several things, the list names the things.
_ON_EACH = re.compile(r"\b(?:following|these|each|views|comments|below)\b", re.I)


def is_scale(options: tuple[str, ...]) -> bool:
    """Whether options are the bare marks of a scale: '1', '2', '3'."""
    return len(options) > 2 and all(re.fullmatch(r"\d{1,2}", option) for option in options)


def is_choice(item: Item, stem: str) -> bool:
    """Whether a list item under a question that ends with its mark is an option: short, a capital letter, no stop."""
    if item.role is not LineRole.BODY or item.level or item.text.endswith((".", ";", ",", ":", "?")):
        return False
    short = len(item.text.split()) <= 10 and (item.text[:1].isupper() or item.text[:1].isdigit())
    if item.bullet:
        return short and item.label is None
    lettered = item.label is not None and item.label.style is Style.LETTER
    return short and lettered and (is_standard_option(item.text) or not _ON_EACH.search(stem))
