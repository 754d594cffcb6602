"""Which characters of a file are kept: those that a database, a page and a Word file can hold."""

import re

# Control characters, halves of surrogate pairs and code points that are no characters: PostgreSQL refuses the first of
# them, UTF-8 the second kind, Word's XML all of them.
UNFIT = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# What parts words, and what is only there to break them: no two words become one, and none stays in pieces.
_SPACES = re.compile("[\x0b-\x0d\x1c-\x1f\x85\u2028\u2029]| ?\u200b+ ?")
_UNSEEN = re.compile("[\u00ad\u2060\ufeff]")
# Files that took Windows' quotation marks and dashes for Latin-1 hold them as control characters: HTML's rule for them.
_WINDOWS = {n: bytes([n]).decode("cp1252", "ignore") for n in range(0x80, 0xA0) if n != 0x85}


def fit(text: str) -> str:
    """A text without the characters that cannot be kept; what Windows would show in their place is kept."""
    if text.isascii() and text.isprintable():
        return text
    return UNFIT.sub("", _UNSEEN.sub("", _SPACES.sub(" ", text.translate(_WINDOWS))))
