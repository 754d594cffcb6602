"""What a text cannot hold, in plain words: what it is, and what became of it. Nothing is lost in silence."""

from collections import Counter
from collections.abc import Iterable

_LONGEST = 200
_MOST = 40

COLOUR = "Coloured or highlighted text: its words are kept, the colour is not"
UNDERLINED = "Underlined text: its words are kept, the line is not"
CAPITALS = "Text shown in capitals: its words are kept as they were typed"
RAISED = "Raised or lowered letters: kept, but on the line"
HIDDEN = "Hidden text: left out"
EQUATION = "An equation: its letters are kept, its form is not"
EMBEDDED = "An embedded file: left out"
CHART = "A chart or diagram: left out"
DRAWING = "A drawing: left out"
BOX = "A text box: its text is kept, the box is not"
CONTROL = "A content control: its text is kept, the control is not"
PROMPT = "A content control with nothing chosen or typed: left out"
FORMAT_CHANGE = "A tracked change of how text looks: taken as accepted"
WITHIN = "A link to another place in the document: its words are kept, the link is not"
EMPHASIS = "Bold or slanted letters within a word: kept as plain letters"
NESTED = "A table within a table: its text is kept in one cell"
MERGED = "Merged table cells: the text is kept in the first, the others are empty"
CELL = "A table cell with several paragraphs: they are kept in one line"
FRAME = "A box made of a table of one column: its text is kept, the box is not"
FORM_BOX = "A tick box: kept as a character, it cannot be ticked"
TICKS = "A list marked with tick boxes: it is marked with dots"
DEEP = "A list deeper than our texts go: its innermost items stand one level higher"
UNHIDDEN = "Text that its style hides: it is kept, and seen"
PAGE_BREAK = "A page or column break: left out"
TAB = "A tab: kept, but what it set apart or in columns is not"
FIELD = "A field, such as a date or a reference: kept as it was last shown, it no longer changes"
EMPTY_FIELD = "A field that shows nothing but what a program works out: left out"
FORM_FIELD = "A form field: its text is kept, the field is not"
SYMBOL = "A sign of a symbol font that has no letter of its own: left out"
AID = "Reading aids printed over words: left out"
NOTE_IN_NOTE = "A note within a note: its mark is kept as text, and its text as a paragraph"
LOST_FORM = "Links, notes, tables or lists in this answer: kept as plain text, for it is not set apart in the file"


def quoted(text: str) -> str:
    """A text in single quotation marks on one line, cut where it is long."""
    text = " ".join(text.split())
    return f"‘{text}’" if len(text) <= _LONGEST else f"‘{text[: _LONGEST - 1].rstrip()}…’"


def comment(author: str, text: str) -> str:
    """A comment that somebody wrote beside the text."""
    return f"A comment by {author or 'somebody'}, left out: {quoted(text)}"


def inserted(author: str) -> str:
    """A tracked insertion."""
    return f"A tracked insertion by {author or 'somebody'}: taken as accepted"


def deleted(author: str, text: str) -> str:
    """A tracked deletion with what it deleted."""
    said = f": {quoted(text)}" if text.strip() else ""
    return f"A tracked deletion by {author or 'somebody'}, left out{said}"


def moved_away(author: str, text: str) -> str:
    """Text that a tracked move takes away from where it stood."""
    return f"Text that {author or 'somebody'} moved away from here, kept only where it was moved to: {quoted(text)}"


def moved(author: str) -> str:
    """Text that somebody moved with tracked changes."""
    return f"Text that {author or 'somebody'} moved: kept where it was moved to"


def picture(described: str) -> str:
    """A picture, with what it is said to show."""
    return (
        f"A picture, left out. It is described as {quoted(described)}" if described.strip() else "A picture: left out"
    )


def link(address: str) -> str:
    """A link that no text may lead to."""
    return f"A link to {quoted(address)}: its words are kept, the address is not"


def counted_otherwise(label: str) -> str:
    """A list whose printed labels are not figures."""
    return f"A list counted {quoted(label)}: it is counted in figures. Check where the text refers to its items"


def chosen(entry: str) -> str:
    """An old form's list to choose from, with what was chosen."""
    return f"A list to choose from, left out: {quoted(entry)} was chosen" if entry else f"{PROMPT}"


def margin(what: str, text: str) -> str:
    """Text at the top or bottom of every page."""
    return f"Text in the {what}, left out: {quoted(text)}"


def summed(lost: Iterable[str]) -> tuple[str, ...]:
    """What was lost, each once and with how often; a long list ends with how many more there were."""
    counts = Counter(lost)
    said = [each if n == 1 else f"{each} ({n} times)" for each, n in counts.items()]
    if len(said) > _MOST:
        said[_MOST:] = [f"And {len(said) - _MOST} more things of these kinds"]
    return tuple(said)
