"""References from a question to the paper's own passages: '(See paras 65 to 69)', as printed."""

import re

_PLACE = (
    r"(?:paras?\.?|paragraphs?|sections?|chapters?|annex(?:es)?|appendix|appendices|figures?|figs?\.?|tables?|box(?:es)?|"
    r"pages?|pp?\.|proposals?|parts?|schedules?)"
)
_SPOT = r"(?:\d[\w.]*|[A-Z]\b(?:\d[\w.]*)?|[ivxlc]+\b)"
_POINT = rf"{_PLACE}\s+{_SPOT}(?:\s*(?:to|and|or|&|,|-|–|—)\s*(?:{_PLACE}\s+)?{_SPOT})*"
_BRACKETED = re.compile(rf"[(\[][^()\[\]]{{0,80}}?\b{_POINT}[^()\[\]]{{0,80}}[)\]]", re.I)
_OPEN = re.compile(
    rf"\b(?:see(?: also)?|as (?:set out|described|outlined|proposed|discussed|explained) (?:in|at|under)|"
    rf"set out (?:in|at)|"
    rf"described (?:in|at)|outlined (?:in|at)|refer to|in|at|under)\s+(?:the\s+)?(?:\w+\s+(?:in|on|at)\s+)?{_POINT}",
    re.I,
)


def references_in(text: str) -> tuple[str, ...]:
    """The references in a question's text, as printed, brackets included, in order and each once."""
    bracketed = [(found.start(), found[0]) for found in _BRACKETED.finditer(text)]
    rest = _BRACKETED.sub(lambda found: " " * len(found[0]), text)
    found = sorted(bracketed + [(match.start(), match[0]) for match in _OPEN.finditer(rest)])
    return tuple(dict.fromkeys(reference for _, reference in found))
