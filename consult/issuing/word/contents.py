"""The list of contents, filled in already.

Its entries lead to their headings, and sections tell which questions they hold. Page numbers are left out on
purpose: only Word knows them, and a list that waits for Word opens with a question to the reader about updating
fields, or prints with numbers that are wrong. The list is a real TOC field, so that Word can still renew it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from consult import texts
from consult.issuing.word.elements import field_mark, link_within, paragraph, run
from consult.issuing.word.kit import WordFile
from consult.texts.characters import one_line

_LONGEST_ENTRY = 78  # one line
# \o levels 1 and 2, \h as links, \n without page numbers, \z without them on screen too, \u by outline level.
_FIELD = 'TOC \\o "1-2" \\h \\n \\z \\u'


@dataclass(frozen=True)
class Entry:
    """A line of the contents: its level 1 or 2, number, text, a note at the right edge, the bookmark it leads to."""

    level: int
    text: str
    bookmark: str
    number: str = ""
    note: str = ""


def write_contents(file: WordFile, entries: Sequence[Entry]) -> None:
    """Write the heading 'Contents' and a line for each entry; nothing when there are none."""
    if not entries:
        return
    file.line("ContentsHeading", "Contents")
    for n, entry in enumerate(entries):
        made = paragraph(file.body.element, f"TOC{entry.level}")
        if n == 0:
            field_mark(made, "begin", _FIELD)
            field_mark(made, "separate")
        number = f"{one_line(entry.number)}\t" if entry.number else ""
        link = link_within(made, entry.bookmark)
        run(link, number + texts.shorten(one_line(entry.text), _LONGEST_ENTRY - len(entry.note)))
        if entry.note:
            run(link, f"\t{entry.note}")
        if n == len(entries) - 1:
            field_mark(made, "end")
