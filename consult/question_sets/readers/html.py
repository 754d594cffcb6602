"""Web pages (.html) to blocks: what a visitor reads, without the site round it.

The tree is walked without recursion and to a bounded depth, for pages come from anywhere; nothing they link to is
ever fetched. `html_marks.py` says what each element means.
"""

from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from consult.question_sets.paper import UnreadablePaper
from consult.question_sets.readers.blocks import Block, Cell
from consult.question_sets.readers.html_marks import (
    BREAKS,
    HEADINGS,
    LISTS,
    ListMark,
    is_bold,
    is_dropped,
    is_note,
    list_mark,
    table_size,
    whole,
)
from consult.question_sets.readers.runs import Runs, lines_of
from consult.question_sets.readers.text import decoded

_DEEPEST = 500
_WIDEST = 200
_MOST_NODES = 2_000_000
_PARTS = ("main", "[role=main]", "article")


def read_html(data: bytes) -> list[Block]:
    """The blocks of a web page: headings, paragraphs, list items with their numbers, table cells; notes marked.

    Scripts, styles, navigation, hidden and struck-out text are left out.
    Raises UnreadablePaper when elements are nested too deeply, or there are too many, to be read safely.
    """
    tree = LexborHTMLParser(decoded(data))
    root = _main_part(tree)
    if root is None:
        return []
    walk = _Walk()
    title = tree.css_first("title")
    if title is not None and tree.css_first("h1") is None:
        walk.add_title(title.text())
    walk.tree(root)
    return walk.blocks


def _main_part(tree: LexborHTMLParser) -> LexborNode | None:
    for part in _PARTS:
        found = tree.css(part)
        # Where a page has several articles, the paper may stand in all of them.
        if len(found) == 1 and len(found[0].text(strip=True)) > 200:
            return found[0]
    return tree.body


@dataclass
class _Place:
    """What holds for the text at one depth of the tree."""

    bold: bool = False
    italic: bool = False
    level: int = 0
    cell: Cell | None = None
    mark: ListMark | None = None
    depth: int = -1
    note: bool = False
    preformatted: bool = False


@dataclass
class _Walk:
    blocks: list[Block] = field(default_factory=list)
    runs: Runs = field(default_factory=Runs)
    label: str | None = None
    tables: int = 0
    paragraphs: int = 0
    rows: list[dict[int, int]] = field(default_factory=list)
    cells: list[list[int]] = field(default_factory=list)
    places: list[_Place] = field(default_factory=lambda: [_Place()])

    def add_title(self, text: str) -> None:
        """Begin with the page's own title."""
        if text.strip():
            self.blocks.append(Block(" ".join(text.split()), " ".join(text.split()), level=1, paragraph=1))

    def tree(self, root: LexborNode) -> None:
        """Read everything under an element, in order."""
        node: LexborNode | None = root
        for _ in range(_MOST_NODES):
            if node is None:
                break
            goes_in = self._enter(node) and node.first_child is not None
            if goes_in:
                if len(self.places) > _DEEPEST:
                    raise UnreadablePaper("This web page is nested too deeply to be read safely")
                node = node.first_child
                continue
            node = self._next(node, root, entered=not goes_in)
        else:
            raise UnreadablePaper("This web page has too many elements to be read safely")
        self.flush()
