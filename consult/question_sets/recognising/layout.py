"""Between reading and recognising: blocks become one line of items, with page furniture and contents lists gone.

Tables are laid out here by `tables.py`, so that the recogniser meets 'question, then answer' and not rows.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from consult.question_sets.asking import asks
from consult.question_sets.readers.blocks import ROUND, Block
from consult.question_sets.recognising.numbers import Label, Style, label_of


class LineRole(StrEnum):
    """What an item is by its place; BODY where its place says nothing."""

    BODY = "body"
    HEADING = "heading"
    ANSWER = "answer"
    SCALE = "scale"
    STATEMENT = "statement"
    DATA = "data"


@dataclass(frozen=True)
class Item:
    """A paragraph as the recogniser sees it.

    `text` is without its label, which is in `label`; `full` is with it. `tick` and `bullet` tell an item set behind a
    tick box or bullet, `round` one behind a round button, of which only one can be chosen; `required` one marked as to
    be answered. `choices` are the columns of a rating grid (role SCALE). `level` is 0 for body text. `place` is that of
    its block in the stream, `cell` tells that it stood in a table, `chosen` that its tick box is ticked;
    `picked` is what of it is highlighted.
    """

    text: str
    full: str
    markdown: str
    role: LineRole = LineRole.BODY
    level: int = 0
    bold: bool = False
    label: Label | None = None
    tick: bool = False
    round: bool = False
    required: bool = False
    bullet: bool = False
    depth: int = 0
    near: bool = False
    page: int | None = None
    paragraph: int = 0
    choices: tuple[str, ...] = ()
    place: int = 0
    cell: bool = False
    chosen: bool = False
    picked: str = ""

    @property
    def slanted(self) -> bool:
        """Whether all of it is set in italics."""
        return self.markdown.startswith("_") and self.markdown.endswith("_")


CONTENTS = "Contents list"
PAGE_NUMBER = "Page number"
FOOTNOTE = "Footnote"

TICKS = ("☐", "☑", "☒", ROUND, "◉")
_BULLET_LABEL = re.compile(r"[•·●▪◦‣–—*-]|o")
_CHOSEN = re.compile(r"[\[(][xX✓✔][\])]|[☑☒✓✔◉]")
_TYPED_BULLET = re.compile(r"[•·●▪◦‣\uf0b7]\s*(?=\S)")
_TYPED_TICK = re.compile(r"(?:\[[ xX_]?\]|\(\s\)|[☐☑☒□◻❑❒▢○◯])\s*(?=\S)")
_LEADERS = re.compile(r"(?:\s*\.){4,}\s*\d{1,4}$|[A-Za-z?]{3}\s*\t\s*\d{1,4}$|…+\s*\d{1,4}$")
_CONTENTS = re.compile(r"(?:table of )?contents(?: page)?|in this (?:document|page)|on this page", re.I)
_PAGE_NUMBER = re.compile(r"page\s+\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?(?:\t.*)?", re.I)
_MARKER = re.compile(
    r"(?:your |our |the |proposed |draft |suggested |council(?:'s|’s)? )*(?:answer|response|reply|comments?)"
    r"(?: to (?:question )?\w+)?\s*(?:[:–—-]+\s*(?P<rest>.*)|$)",
    re.I | re.S,
)
_REQUIRED_IN_WORDS = ("(required)", "(mandatory)")


def folded(text: str) -> str:
    """One line with single spaces."""
    return " ".join(text.split())


def _without_mark(given: str, text: str) -> tuple[str, bool, bool]:
    """A text without a tick box or bullet typed before it, and whether it has the one or the other."""
    if given:
        return text, given in TICKS, bool(_BULLET_LABEL.fullmatch(given))
    if _TYPED_TICK.match(text):
        return _TYPED_TICK.sub("", text, count=1), True, False
    typed = _TYPED_BULLET.sub("", text, count=1) if _TYPED_BULLET.match(text) else text
    return typed, False, typed != text


def _without_star(text: str) -> str:
    """A text without the star or word that marks a question as to be answered, in several survey tools."""
    bare = text
    if bare.startswith("*"):
        bare = bare[1:].lstrip() or text
    if bare.endswith(" *"):
        bare = bare[:-1].rstrip()
    word = next((word for word in _REQUIRED_IN_WORDS if bare[-len(word) :].lower() == word), "")
    return bare[: len(bare) - len(word)].rstrip() if word else bare


def _marked(block: Block, given: str, tick: bool, bullet: bool) -> str:
    """A block's Markdown, with a number that is given beside it; a typed bullet is none of it."""
    if bullet and not given:
        return _TYPED_BULLET.sub("", block.markdown, count=1)
    return block.markdown if not given or bullet or tick else f"{given} {block.markdown}"


def item_of(block: Block, role: LineRole = LineRole.BODY, label: str = "") -> Item:
    """An item of a block; `label` is a label that stands elsewhere, as in the cell before it."""
    given = label or block.label or ""
    text, tick, bullet = _without_mark(given, block.text)
    marked = text if tick or bullet or not given else f"{given} {text}"
    full = _without_star(marked)
    found = None if tick else label_of(full)
    return Item(
        text=found.rest if found else full,
        full=full,
        markdown=_marked(block, given, tick, bullet),
        role=LineRole.HEADING if block.level and role is LineRole.BODY else role,
        level=block.level,
        bold=block.bold,
        label=found,
        tick=tick,
        round=given in (ROUND, "◉"),
        required=full != marked,
        bullet=bullet,
        depth=block.depth,
        near=block.near,
        page=block.page,
        paragraph=block.paragraph,
        place=block.place,
        cell=block.cell is not None,
        chosen=tick and bool(_CHOSEN.match(block.label or block.text)),
        picked=block.picked,
    )


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


def answer_marker(item: Item) -> str | None:
    """What follows 'Response:' or 'Our answer' on its line ('' where it stands alone); None where it is none."""
    found = _MARKER.fullmatch(item.full) if item.role is LineRole.BODY and not item.bullet else None
    return None if found is None else (found["rest"] or "").strip()


def is_title_like(item: Item) -> bool:
    """Whether a body paragraph looks like a heading: short, no stop at its end, no answer's or option's mark."""
    words = item.full.split()
    if item.level or not words or item.tick or item.bullet or item.role is not LineRole.BODY:
        return False
    if item.full.rstrip("*_ ").endswith((".", "?", ";", ",", ":")) or len(words) > 14 or answer_marker(item) == "":
        return False
    if item.label is not None and item.label.style in (Style.WORD, Style.LETTER):
        return False
    return item.bold or item.full.isupper() or (words[0][:1].isupper() and len(words) <= 8)
