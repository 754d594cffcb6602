"""Which characters a text is stored with, and whether any of them is seen."""

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# A space of no width parts words, as in Khmer or Thai; the marks that join words, and soft hyphens, part none.
_PARTING = re.compile("[\x1c-\x1f]| ?\u200b+ ?")
_JOINING = re.compile("[\u00ad\u2060\ufeff]")
# Control characters, halves of surrogate pairs and code points that are no characters.
_HELD_BY_NOTHING = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_ODD = re.compile("[^\t\n -~\u00a0-\u00ac\u00ae-\u1fff\u2010-\u2027\u2030-\u205f\u2070-\ud7ff]")
# Letters and signs that are drawn as nothing: fillers of Hangul, the empty pattern of Braille.
_DRAWN_AS_NOTHING = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def storable(text: str) -> str:
    """The text without what no page, document or database can hold: control characters and unpaired surrogates."""
    return _HELD_BY_NOTHING.sub("", text)


def printable(text: str) -> str:
    """The text as it is stored: what separates is a space or a line end, and what only breaks words is gone.

    So no two words become one, and a word with a soft hyphen is found.
    """
    if not _ODD.search(text):
        return text
    return storable(_JOINING.sub("", _PARTING.sub(" ", _LINE_ENDS.sub("\n", text))))


def is_blank(text: str) -> bool:
    """Whether nothing in the text is seen: it holds no letter, digit, mark of punctuation or symbol."""
    return not any(unicodedata.category(each)[0] in "LNPS" and each not in _DRAWN_AS_NOTHING for each in text)


def one_line(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(printable(text).split())
