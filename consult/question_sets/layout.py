"""Between reading and recognising: blocks become one line of items, with page furniture and contents lists gone.

Tables are laid out here by `tables.py`, so that the recogniser meets 'question, then answer' and not rows.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from consult.question_sets.asking import asks
from consult.question_sets.numbers import Label, Style, label_of
from consult.question_sets.readers.blocks import ROUND, Block


class Role(StrEnum):
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
    be answered. `choices` are the columns of a rating grid (role SCALE). `level` is 0 for body text.
    """

    text: str
    full: str
    markdown: str
    role: Role = Role.BODY
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


TICKS = ("☐", "☑", "☒", ROUND)
_BULLET_LABEL = re.compile(r"[•·●▪◦‣–—*-]|o")
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
_REQUIRED = re.compile(r"^\*\s*(?=\S)|\s+\*$|\s*\((?:required|mandatory)\)$", re.I)


def folded(text: str) -> str:
    """One line with single spaces."""
    return " ".join(text.split())


def item_of(block: Block, role: Role = Role.BODY, label: str = "") -> Item:
    """An item of a block; `label` is a label that stands elsewhere, as in the cell before it."""
    given = label or block.label or ""
    tick, bullet = given in TICKS, bool(_BULLET_LABEL.fullmatch(given))
    text = block.text
    if not given and _TYPED_TICK.match(text):
        tick, text = True, _TYPED_TICK.sub("", text, count=1)
    elif not given and _TYPED_BULLET.match(text):
        bullet, text = True, _TYPED_BULLET.sub("", text, count=1)
    # A star marks a question that must be answered in several survey tools.
    full = text if tick or bullet or not given else f"{given} {text}"
    bare = _REQUIRED.sub("", full)
    required, full = bare != full, bare
    found = None if tick else label_of(full)
    shown = found.rest if found else full
    return Item(
        text=shown,
        full=full,
        markdown=block.markdown if not given or bullet or tick else f"{given} {block.markdown}",
        role=Role.HEADING if block.level and role is Role.BODY else role,
        level=block.level,
        bold=block.bold,
        label=found,
        tick=tick,
        round=given == ROUND,
        required=required,
        bullet=bullet,
        depth=block.depth,
        near=block.near,
        page=block.page,
        paragraph=block.paragraph,
    )


def _is_furniture(block: Block) -> bool:
    if _LEADERS.search(block.text[-60:]) and len(block.text) < 400:
        return True
    return block.page is not None and bool(_PAGE_NUMBER.fullmatch(block.text))


def without_furniture(blocks: list[Block]) -> list[Block]:
    """The blocks a reader reads: no footnotes, page numbers or contents lists; running lines are gone already."""
    kept: list[Block] = []
    in_contents = False
    for block in blocks:
        if block.footnote or _is_furniture(block):
            continue
        if _CONTENTS.fullmatch(block.text.strip(" :")) and (block.level or block.bold or len(blocks) > 20):
            in_contents = True
            continue
        # A contents list ends where text begins: with a heading, or a paragraph that is no list entry.
        if in_contents and (block.level or (not block.label and len(block.text) > 150)):
            in_contents = False
        if not in_contents:
            kept.append(block)
    return kept if any(asks(block.text) for block in kept) else [block for block in blocks if not block.footnote]


def answer_marker(item: Item) -> str | None:
    """What follows 'Response:' or 'Our answer' on its line ('' where it stands alone); None where it is none."""
    found = _MARKER.fullmatch(item.full) if item.role is Role.BODY and not item.bullet else None
    return None if found is None else (found["rest"] or "").strip()


def is_title_like(item: Item) -> bool:
    """Whether a body paragraph looks like a heading: short, no stop at its end, no answer's or option's mark."""
    words = item.full.split()
    if item.level or not words or item.tick or item.bullet or item.role is not Role.BODY:
        return False
    if item.full.rstrip("*_ ").endswith((".", "?", ";", ",", ":")) or len(words) > 14 or answer_marker(item) == "":
        return False
    if item.label is not None and item.label.style in (Style.WORD, Style.LETTER):
        return False
    return item.bold or item.full.isupper() or (words[0][:1].isupper() and len(words) <= 8)
