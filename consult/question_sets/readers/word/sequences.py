"""Numbers that Word counts by fields ('Question { SEQ Question }') and that a file may hold without their results.

A program that writes such fields leaves the counting to Word, which shows the number although the file has none.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from lxml import etree

from consult.question_sets.numerals import in_roman
from consult.question_sets.readers.word.numbering import W

_CHARACTER, _INSTRUCTION, _SIMPLE = W + "fldChar", W + "instrText", W + "fldSimple"
_T, _R = W + "t", W + "r"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SEQUENCE = re.compile(r"\s*SEQ\s+\"?(?P<name>[^\s\"\\]{1,40})\"?(?P<switches>.{0,200})", re.I | re.S)
_RESET = re.compile(r"\\r\s*(\d{1,6})", re.I)
_REPEATED = re.compile(r"\\c\b", re.I)
_HIDDEN = re.compile(r"\\h\b", re.I)
_FORMAT = re.compile(r"\\\*\s*(\w+)")
_MOST_FIELDS = 64
_LONGEST_READ = 300
_MOST_ROMAN = 3_999


@dataclass(slots=True)
class _Field:
    """A field that is open: what it says to do, and the result the file holds of it."""

    instruction: str = ""
    result: str = ""
    has_result: bool = False


@dataclass
class Sequences:
    """The counts of one file, which go on from its body through all of its text."""

    counts: Counter[str] = field(default_factory=Counter)

    def fill(self, root: etree._Element) -> None:
        """Write the numbers into the fields that have none; `root` is changed."""
        opened: list[_Field] = []
        for element in list(root.iter(_CHARACTER, _INSTRUCTION, _SIMPLE, _T)) if _counts(root) else ():
            if element.tag == _SIMPLE:
                self._simple(element)
            elif element.tag == _CHARACTER:
                self._character(element, opened)
            elif opened and element.tag == _INSTRUCTION:
                opened[-1].instruction = _more(opened[-1].instruction, element.text)
            elif opened and opened[-1].has_result:
                opened[-1].result = _more(opened[-1].result, element.text)

    def _character(self, element: etree._Element, opened: list[_Field]) -> None:
        kind = element.get(W + "fldCharType")
        if kind == "begin" and len(opened) < _MOST_FIELDS:
            opened.append(_Field())
        elif kind == "separate" and opened:
            opened[-1].has_result = True
        elif kind == "end" and opened:
            ended = opened.pop()
            number = self._next(ended.instruction, ended.result) if _is_shown(element) else ""
            if number:
                shown = etree.Element(_T)
                shown.text = number
                element.addnext(shown)

    def _simple(self, element: etree._Element) -> None:
        result = "".join(each.text or "" for each in element.iter(_T))
        number = self._next(element.get(W + "instr") or "", result) if _is_shown(element) else ""
        if number:
            etree.SubElement(etree.SubElement(element, _R), _T).text = number

    def _next(self, instruction: str, result: str) -> str:
        """The number that a field shows; '' where it counts nothing, shows nothing, or has its number already."""
        said = _SEQUENCE.match(instruction)
        if said is None:
            return ""
        name, switches = said["name"].lower(), said["switches"]
        stored = result.strip()
        if stored.isascii() and stored.isdigit():
            self.counts[name] = int(stored[:6])
            return ""
        reset = _RESET.search(switches)
        if reset:
            self.counts[name] = int(reset[1])
        elif not _REPEATED.search(switches):
            self.counts[name] += 1
        # A result in letters or Roman numerals stands as it is: it is counted like one that is not there.
        return "" if stored or _HIDDEN.search(switches) else _written(self.counts[name], switches)


def _more(said: str, text: str | None) -> str:
    """A text with what goes on with it, as far as anybody looks at it."""
    return said if len(said) > _LONGEST_READ else said + (text or "")[:_LONGEST_READ]


def _counts(root: etree._Element) -> bool:
    """Whether a text has any field that counts; most have none, and a long one need not be gone through for it."""
    if any(_SEQUENCE.match(each.get(W + "instr") or "") for each in root.iter(_SIMPLE)):
        return True
    return any("SEQ" in (each.text or "").upper() for each in root.iter(_INSTRUCTION))


def _is_shown(element: etree._Element) -> bool:
    """Whether an element counts: a drawing is stored a second time for old Word."""
    return next(element.iterancestors(_FALLBACK), None) is None


def _written(number: int, switches: str) -> str:
    form = _FORMAT.search(switches)
    name = form[1] if form else ""
    if name.lower() == "roman" and 0 < number <= _MOST_ROMAN:
        roman = in_roman(number)
        return roman.upper() if name.isupper() else roman
    if name.lower() == "alphabetic" and 1 <= number <= 26:
        return chr((64 if name.isupper() else 96) + number)
    return str(number)
