"""On which page a Word paragraph stands, where the file tells it.

Word notes where pages began when it last laid the file out (w:lastRenderedPageBreak), and keeps the breaks that
someone put in (w:br of type 'page'). A file with neither tells nothing of its pages.
"""

from collections.abc import Iterable

from lxml import etree

from consult.question_sets.readers.blocks import Block
from consult.question_sets.readers.word.numbering import W
from consult.question_sets.readers.word.text import Paragraph


class Pages:
    """Counts the pages of a document; ask for each paragraph once, in order."""

    def __init__(self, body: etree._Element | None) -> None:
        """`body` is the body of the document, None for a part that has no pages of its own."""
        self.now: int | None = 1 if body is not None and _tells_pages(body) else None
        # A break that was put in is noted again where the new page begins: it counts once.
        self.just_begun = False
        self._row: int | None = None
        self._end: int | None = None

    def of(self, read: Paragraph) -> int | None:
        """The page on which a paragraph's text begins, counted from 1; None where the file tells no pages."""
        if self.now is None or not (read.breaks or self.just_begun):
            return self.now
        done, began = 0, None
        for pieces, is_noted in read.breaks:
            began = self._pass(read, done, pieces, began)
            if not (is_noted and self.just_begun):
                self.now += 1
            self.just_begun = not is_noted
            done = pieces
        began = self._pass(read, done, len(read.pieces), began)
        return self.now if began is None else began

    def _pass(self, read: Paragraph, done: int, upto: int, began: int | None) -> int | None:
        if not any(text.strip() for text, _, _ in read.pieces[done:upto]):
            return began
        self.just_begun = False
        return self.now if began is None else began

    def begin_row(self) -> None:
        """The cells of a row begin on the same page, however far one of them runs on."""
        self._row = self._end = self.now

    def begin_cell(self) -> None:
        """Go back to where the row began."""
        if self.now is not None and self._end is not None:
            self._end, self.now = max(self._end, self.now), self._row

    def end_row(self, blocks: Iterable[Block]) -> None:
        """Go on where the longest cell ended; a row that begins a page begins it with all its cells."""
        if self.now is None or self._end is None:
            return
        self.now = max(self._end, self.now)
        first = next((block.page for block in blocks), None)
        for block in blocks:
            if block.page is not None and first is not None:
                block.page = max(block.page, first)


def _tells_pages(body: etree._Element) -> bool:
    if next(body.iter(W + "lastRenderedPageBreak"), None) is not None:
        return True
    return any(each.get(W + "type") == "page" for each in body.iter(W + "br"))
