"""Web pages (.html) to blocks: what a visitor reads, without the site round it.

The tree is walked without recursion and to a bounded depth, for pages come from anywhere; nothing they link to is
ever fetched. `marks.py` says what each element means.
"""

from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from consult.question_sets.paper import UnreadablePaper
from consult.question_sets.readers.blocks import ROUND, Block, Cell
from consult.question_sets.readers.decoding import decoded
from consult.question_sets.readers.html.marks import (
    BREAKS,
    HEADINGS,
    LISTS,
    LONGEST_NUMBER,
    NAVIGATION,
    ListMark,
    depth_at_most,
    furniture,
    is_bold,
    is_dropped,
    is_for_readers_aloud,
    is_hidden,
    is_note,
    is_page_of_form,
    is_struck,
    is_written_in,
    list_mark,
    repeats,
    table_columns,
    whole,
)
from consult.question_sets.readers.html.table import WIDEST, OpenTable
from consult.question_sets.readers.runs import Runs, lines_of, tidy

_DEEPEST = 1_000
_MOST_SHUT = 10
# What is told of the site round the paper: enough to see that nothing of the paper is among it.
_MOST_IGNORED = 60
_LONGEST_IGNORED = 1_000
_STAR = "*"
_STRUCK_OUT = "Struck out"
_PARTS = ("main", "[role=main]", "article")
_ENOUGH = 200


def read_html(data: bytes) -> list[Block]:
    """The blocks of a web page: headings, paragraphs, list items with their numbers, table cells; notes marked.

    Scripts, styles and hidden text are left out; navigation, contents lists and what is struck out as a whole is there
    but ignored.
    Raises UnreadablePaper when elements are nested too deeply to be read safely.
    """
    source = decoded(data)
    if depth_at_most(source) > _DEEPEST:
        raise UnreadablePaper("This web page is nested too deeply to be read safely")
    tree = LexborHTMLParser(source)
    root = _main_part(tree)
    walk = _Walk(*_way_to(root))
    title = tree.css_first("title")
    if title is not None and tree.css_first("h1") is None:
        walk.add_title(" ".join(title.text().split()))
    if tree.body is not None:
        walk.tree(tree.body)
    return walk.blocks


def _main_part(tree: LexborHTMLParser) -> LexborNode | None:
    best = tree.body
    for part in _PARTS:
        found = tree.css(part)
        # Where a page has several articles, the paper may stand in all of them.
        if len(found) == 1 and len(found[0].text(strip=True)) > _ENOUGH:
            best = found[0]
    return best


def _way_to(part: LexborNode | None) -> tuple[int, frozenset[int]]:
    """The part and the elements it stands in, by their addresses; what is beside them is the site's."""
    above = []
    node = part.parent if part is not None else None
    while node is not None:
        above.append(node.mem_id)
        node = node.parent
    return (part.mem_id if part is not None else 0), frozenset(above)


@dataclass(frozen=True)
class _Place:
    """What holds for the text inside an element."""

    bold: bool = False
    italic: bool = False
    level: int = 0
    cell: Cell | None = None
    lists: int = 0
    note: bool = False
    preformatted: bool = False
    struck: bool = False
    shut: int = 0
    aloud: bool = False
    ignored: str = ""


@dataclass
class _Walk:
    """A page being read: `part` is the address of the element that holds the paper, `above` of those round it."""

    part: int
    above: frozenset[int]
    blocks: list[Block] = field(default_factory=list)
    runs: Runs = field(default_factory=Runs)
    struck: list[str] = field(default_factory=list)
    told: int = 0
    label: str | None = None
    count: int = 0
    paragraphs: int = 0
    tables: list[OpenTable] = field(default_factory=list)
    lists: list[ListMark] = field(default_factory=list)
    places: list[_Place] = field(default_factory=lambda: [_Place()])

    def add_title(self, text: str) -> None:
        """Begin with the page's own title."""
        if text:
            self.blocks.append(Block(text, text, level=1, paragraph=1))

    def tree(self, root: LexborNode) -> None:
        """Read everything under an element, in order."""
        opened: list[LexborNode] = []
        node: LexborNode | None = root
        while node is not None:
            if self._enter(node):
                opened.append(node)
                node = node.first_child
            elif node is root:
                break
            else:
                node = node.next
            while node is None and opened:
                closed = opened.pop()
                self._leave(closed)
                node = None if closed is root else closed.next
        self._flush()

    def _enter(self, node: LexborNode) -> bool:
        """Take a node; whether its children are to be read, and it be left after them."""
        if node.is_text_node:
            self._text(node.text_content or "")
            return False
        if not node.is_element_node or (node.mem_id not in self.above and self._is_unseen(node)):
            return False
        if node.tag in ("br", "input", "select", "textarea"):
            return self._control(node)
        self.places.append(self._place(node))
        return True

    def _is_unseen(self, node: LexborNode) -> bool:
        if node.tag == "textarea":
            return False
        # What stands in such an element that says something new is read as it is: it is not gone through once more.
        is_asked = is_for_readers_aloud(node) and not self.places[-1].aloud
        if is_dropped(node) or (is_asked and self._repeats(" ".join(node.text().split()))):
            return True
        # Each page within a page is searched again, so a file must not go too deep.
        return is_hidden(node) and (self.places[-1].shut >= _MOST_SHUT or not is_page_of_form(node))

    def _repeats(self, words: str) -> bool:
        """Whether words were said just before, in the paragraph that is open or the one before it."""
        length = len(words) + 2 * LONGEST_NUMBER
        pieces: list[str] = []
        left = length
        for text, _, _ in reversed(self.runs.pieces):
            pieces.append(text[-length:])
            left -= len(text)
            if left < 0:
                return False
        pending = "".join(reversed(pieces))
        before = self.blocks[-1].text if self.blocks and not self.blocks[-1].ignored else ""
        return repeats(words, " ".join(pending.split()) or before)

    def _text(self, text: str) -> None:
        place = self.places[-1]
        if not place.preformatted:
            text = f"{' ' * text[:1].isspace()}{' '.join(text.split())}{' ' * text[-1:].isspace()}"
        if place.struck:
            self.struck.append(text)
            return
        self.runs.pieces.append((text, place.bold, place.italic))

    def _control(self, node: LexborNode) -> bool:
        place = self.places[-1]
        if node.tag == "br":
            self.runs.pieces.append(("\n", place.bold, False))
        elif node.tag == "select":
            self._flush()
            options = [option for option in node.css("option") if option.attributes.get("value") != ""]
            for option in options:
                self._append(" ".join(option.text().split()), "", ROUND if "multiple" not in node.attributes else "☐")
        elif (node.attributes.get("type") or "").lower() in ("checkbox", "radio"):
            # A box before its words begins an option.
            if self.runs.text.strip():
                self._flush()
            self.label = ROUND if (node.attributes.get("type") or "").lower() == "radio" else "☐"
        elif is_written_in(node):
            self._flush()
            if self.blocks and not self.blocks[-1].ignored:
                self.blocks[-1].field = True
        return False

    def _place(self, node: LexborNode) -> _Place:
        tag, place = node.tag or "", self.places[-1]
        ignored = self._ignored(node, place)
        if tag in BREAKS or ignored != place.ignored:
            # A label's words go on after its box.
            if tag != "label" or self.runs.text.strip():
                self._flush()
            place = replace(self._block(node, tag, place), ignored=ignored)
        elif tag in ("em", "i"):
            place = replace(place, italic=True)
        if is_struck(node):
            place = replace(place, struck=True)
        if is_hidden(node):
            place = replace(place, shut=place.shut + 1)
        if is_for_readers_aloud(node):
            place = replace(place, aloud=True)
        return replace(place, bold=True) if is_bold(node) else place

    def _ignored(self, node: LexborNode, place: _Place) -> str:
        if node.mem_id == self.part:
            return ""
        if node.mem_id in self.above:
            return NAVIGATION
        return place.ignored or furniture(node, place.lists > 0)

    def _block(self, node: LexborNode, tag: str, place: _Place) -> _Place:
        if tag in HEADINGS:
            return replace(place, level=HEADINGS[tag])
        if tag in LISTS:
            self.lists.append(list_mark(node))
            return replace(place, lists=place.lists + 1)
        if tag == "li" and self.lists:
            value = node.attributes.get("value")
            self.label = self.lists[-1].next(whole(value, -999, 9_999, 1) if value else None)
        elif tag == "table":
            self.count += 1
            self.tables.append(OpenTable(self.count, table_columns(node, WIDEST)))
        elif tag == "tr" and self.tables:
            self.tables[-1].row += 1
            self.tables[-1].column = 0
        elif tag in ("td", "th") and self.tables:
            return replace(place, cell=self.tables[-1].place(node), lists=0)
        note = place.note or is_note(node)
        return replace(place, note=note, preformatted=place.preformatted or tag == "pre")

    def _leave(self, node: LexborNode) -> None:
        before = self.places[-2].ignored if len(self.places) > 1 else ""
        if node.tag in BREAKS or self.places[-1].ignored != before:
            self._flush()
        if node.tag in LISTS:
            self.lists.pop()
        elif node.tag == "table":
            self.tables.pop()
        elif node.tag == "li":
            self.label = None
        self.places.pop()

    def _flush(self) -> None:
        if self.runs.text.strip() == _STAR:
            # What marks a question as to be answered may stand in a cell of its own before it.
            return
        runs, self.runs = self.runs, Runs()
        struck, self.struck = self.struck, []
        text, markdown, bold = runs.read()
        if not text.strip():
            self._ignore(tidy("".join(struck)), _STRUCK_OUT)
            return
        self.paragraphs += not self.places[-1].ignored
        label, self.label = self.label, None
        for n, (line, marked) in enumerate(lines_of(text, markdown)):
            self._append(line, marked, label if n == 0 else None, bold, n > 0)

    def _append(self, text: str, marked: str, label: str | None, bold: bool = False, near: bool = False) -> None:
        place = self.places[-1]
        depth = max(place.lists - 1, 0)
        if place.ignored:
            self._ignore(text, place.ignored)
        elif text:
            self.blocks.append(
                Block(text, marked or text, place.level, bold, label, depth, place.cell, place.note, near,
                      None, self.paragraphs)
            )  # fmt: skip

    def _ignore(self, text: str, why: str) -> None:
        if text and self.told < _MOST_IGNORED:
            self.told += 1
            text = text[:_LONGEST_IGNORED]
            self.blocks.append(Block(text, text, paragraph=self.paragraphs, ignored=why))
