"""What of a paper is none of its text: page numbers, footnotes, contents lists."""

import re

from consult.question_sets.asking import asks
from consult.question_sets.readers.blocks import Block

CONTENTS = "Contents list"
PAGE_NUMBER = "Page number"
FOOTNOTE = "Footnote"

_LEADERS = re.compile(r"(?<![\s.])(?:\s*+\.){4,}+\s*+\d{1,4}$|[A-Za-z?]{3}(?=[^\S\t]*+\t)\s++\d{1,4}$|…\s*+\d{1,4}$")
_CONTENTS = re.compile(r"(?:table of )?contents(?: page)?|in this (?:document|page)|on this page", re.I)
_PAGE_NUMBER = re.compile(r"page\s+\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?(?:\t.*)?", re.I)


def _furniture(block: Block) -> str:
    """Why a block is none of the text by itself: 'Footnote', 'Contents list', 'Page number'; '' where it is text."""
    if block.ignored or block.footnote:
        return block.ignored or FOOTNOTE
    if _LEADERS.search(block.text[-60:]) and len(block.text) < 400:
        return CONTENTS
    return PAGE_NUMBER if block.page is not None and _PAGE_NUMBER.fullmatch(block.text) else ""


def furniture(blocks: list[Block]) -> dict[int, str]:
    """The places of the blocks that a reader skips, each with the reason in plain English.

    What the reader of the file marked, footnotes, page numbers, contents lists. Were no question left, contents lists
    and page numbers are read as well.
    """
    out: dict[int, str] = {}
    in_contents = has_questions = False
    for block in blocks:
        reason = _furniture(block)
        if (
            not reason
            and _CONTENTS.fullmatch(block.text[:40].strip(" :"))
            and (block.level or block.bold or len(blocks) > 20)
        ):
            in_contents, reason = True, CONTENTS
        # A contents list ends where text begins: with a heading, or a paragraph that is no list entry.
        elif in_contents and not reason and (block.level or (not block.label and len(block.text) > 150)):
            in_contents = False
        if reason or in_contents:
            out[block.place] = reason or CONTENTS
        else:
            has_questions = has_questions or asks(block.text)
    if has_questions:
        return out
    return {place: reason for place, reason in out.items() if reason not in (CONTENTS, PAGE_NUMBER)}
