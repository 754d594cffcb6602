"""Parts of a question printed inside its sentence: 'on a) the board and b) the working groups?'."""

import re
from dataclasses import dataclass, field

from consult.question_sets.paper import Part
from consult.question_sets.recognising.numbers import Label, Style, roman_of

_MARKS = (
    re.compile(r"(?:(?<=\s)|(?<=[:;,]))\(?(?P<label>[a-h])\)\s+"),
    re.compile(r"(?:(?<=\s)|(?<=[:;,]))\((?P<label>iii|ii|iv|i|vi|v)\)\s*"),
    re.compile(r"(?:(?<=\s)|(?<=[:;,]))\(?(?P<label>[1-9])\)\s+"),
)
_ORDERS = ("abcdefgh", ("i", "ii", "iii", "iv", "v", "vi"), "123456789")


@dataclass
class Counting:
    """The labels of parts and options counted so far."""

    counted: set[tuple[Style, int]] = field(default_factory=set)

    def goes_on(self, label: Label) -> bool:
        """Whether a label begins a count or goes on with one; the next chapter's number does neither."""
        readings = [(each.style, each.values[0]) for each in (label, roman_of(label)) if each is not None]
        known = any((style, value - step) in self.counted for style, value in readings for step in (1, 2))
        if not known and label.number.lower() not in ("a", "i", "1"):
            return False
        self.counted.update(readings)
        return True


def tidy_part(text: str) -> str:
    """A part's text without the 'and', comma or semicolon that ties it to the next."""
    return re.sub(r"(?<![\s;,])[\s;,]++(?:(?:and|or)[\s;,]*+)?$", "", text.strip()).strip()


def _ended(text: str) -> str:
    # The mark at the end of the last part is that of the whole question.
    return (
        text.rstrip(" ?")
        if not re.match(r"(?:what|which|how|why|who|where|when|do|does|is|are|should|would)\b", text, re.I)
        else text
    )


def inline_parts(text: str) -> tuple[Part, ...]:
    """The parts printed inside a stem, in order from a (or i, or 1); empty where there are fewer than two."""
    for pattern, order in zip(_MARKS, _ORDERS, strict=True):
        found = list(pattern.finditer(text))
        if len(found) < 2 or [mark["label"] for mark in found] != list(order[: len(found)]):
            continue
        ends = [mark.start() for mark in found[1:]] + [len(text)]
        pieces = [tidy_part(text[mark.end() : end]) for mark, end in zip(found, ends, strict=True)]
        # What follows the last part's sentence belongs to the whole question again.
        pieces[-1] = re.split(r"(?<=[?.])\s+(?=[A-Z(])", pieces[-1])[0]
        return tuple(Part(mark["label"], _ended(piece)) for mark, piece in zip(found, pieces, strict=True))
    return ()
