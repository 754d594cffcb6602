"""Texts that people write: as pages show them, as they are filed, and as readers see them in plain lines.

What is given is a stored text of whatever shape (`tree.py`). Nothing in a text is obeyed; links lead only to https,
http and mailto addresses.
"""

from consult.refusal import Refusal
from consult.texts import grammar, tree
from consult.texts.characters import is_blank
from consult.texts.form import write
from consult.texts.listing import listed as listed
from consult.texts.markdown import has_no_marks
from consult.texts.walks.html import html, line_html
from consult.texts.walks.lines import lines
from consult.texts.walks.words import words

TOO_DEEP = f"must not have lists, quotes, bold or italics inside each other more than {grammar.MOST_NESTED} deep"


class NestedTooDeep(Refusal):
    """A text that would stand in another way than it was meant, for it is nested deeper than anybody shows."""


def to_html(stored: str, name: str = "") -> str:
    """Safe HTML of a text. `name`, which no other text of the page has, makes its notes lead there and back."""
    return html(tree.shown(stored), name)


def line_to_html(stored: str) -> str:
    """Safe HTML of a text that is one line of a list: emphasis and links are all that counts in it."""
    return line_html(tree.shown_line(stored))


def plain(stored: str) -> str:
    """The words of a text without its marks, a line for each paragraph, item or cell."""
    return lines(tree.shown(stored))


def as_read(stored: str) -> str:
    """The words of a text as a reader sees them, with labels, cells parted by tabs and notes numbered below."""
    return words(tree.shown(stored))


def typed(stored: str) -> str:
    """A text as it stands in a text box: a tree in the text form, an older text as it was typed."""
    return write(tree.read(stored)) if tree.is_tree(stored) else stored


def says_nothing(stored: str) -> bool:
    """Whether nobody who opens a text would read a word in it."""
    return is_blank(stored) or is_blank(plain(stored))


def too_deep(stored: str) -> str:
    """What is wrong with a Markdown text that is nested too deep to be shown; '' when nothing is."""
    deep = not has_no_marks(stored) and not tree.is_tree(stored) and grammar.parse(stored).too_deep
    return TOO_DEEP if deep else ""


def line_too_deep(stored: str) -> str:
    """The same for a text that is one line of a list."""
    return TOO_DEEP if not tree.is_tree(stored) and grammar.parse_line(stored).too_deep else ""


def check_depth(stored: str, name: str = "Text") -> None:
    """Raise NestedTooDeep; `name` is what the page calls the text."""
    if fault := too_deep(stored):
        raise NestedTooDeep(f"{name} {fault}")


def shorten(text: str, length: int) -> str:
    """The beginning of a text, cut at a word, with an ellipsis when something was cut. `length` is in characters."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def count_words(text: str) -> int:
    """How many words a text has, as word limits count them: runs of characters between spaces."""
    return len((as_read(text) if tree.is_tree(text) else text).split())
