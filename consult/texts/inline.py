"""What stands inside a line, as every walk tells it: the words, what links lead to, raised and lowered figures."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby

from consult.texts.addresses import linkable
from consult.texts.characters import is_blank
from consult.texts.nodes import FootnoteRef, HardBreak, Inline, Line, Text, TextMark, href_of

_RAISED = str.maketrans("0123456789+-\u2212=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
_LOWERED = str.maketrans("0123456789+-\u2212=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_SIGNS = {"superscript": _RAISED, "subscript": _LOWERED}


def told(content: Line) -> Iterable[Inline]:
    """The line, with an address behind the words of a link where no document leads to it, or in place of no words."""
    for node in content:
        for mark in node.marks:
            if mark.type == "link" and (not is_linked(mark.href) or is_blank(said_of(node))):
                return _with_addresses(content)
    return content


def _with_addresses(content: Line) -> Iterator[Inline]:
    for address, several in groupby(content, _address):
        run = [*several]
        yield from run
        if address is None:
            continue
        said = "".join(map(said_of, run))
        if is_blank(said) and not any(isinstance(each, FootnoteRef) for each in run):
            yield Text(address, run[0].marks)
        elif said != address and not is_linked(address):
            yield Text(f" ({address})")


def _address(node: Inline) -> str | None:
    return href_of(node) or None


@lru_cache(maxsize=1024)
def is_linked(address: str) -> bool:
    """Whether a document may lead there."""
    return linkable(address) is not None


def said_of(node: Inline, line_end: str = "\n") -> str:
    """The words of a piece, without the numbers of notes. Figures that are raised stay so: 10⁶ is not 106."""
    if isinstance(node, Text):
        return raised(node.text, node.marks)[0] if node.marks else node.text
    return line_end if isinstance(node, HardBreak) else ""


def raised(text: str, marks: tuple[TextMark, ...]) -> tuple[str, tuple[TextMark, ...]]:
    """The text and its marks, with the signs of raised or lowered figures in place of the mark where all have one."""
    for mark in marks:
        if (signs := _SIGNS.get(mark.type)) and (made := text.translate(signs)) != text and _has_all(text):
            return made, tuple(each for each in marks if each is not mark)
    return text, marks


def _has_all(text: str) -> bool:
    return all(ord(letter) in _RAISED for letter in text)
