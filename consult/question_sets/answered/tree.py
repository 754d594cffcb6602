"""Paragraphs, each with its own indent and number, set into the lists and quotes that they stand in.

Word keeps no tree: a list is paragraphs with one number, a quote is a style. What stands in what is read from the
order of the paragraphs, and in our own documents from how far each is set in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from consult.question_sets.answered.pieces import ListPlace, Piece, Table, Written
from consult.question_sets.readers.word.numbering import TICK_BOX
from consult.question_sets.readers.word.numerals import printed
from consult.texts.grammar import MOST_NESTED

# How our own documents set an answer out, in twentieths of a point: where it begins, a list's level, a quote.
ANSWER_INDENT, LIST_STEP, QUOTE_STEP = 709, 510, 425
_OUR_FORMS = ("decimal", "lowerLetter", "lowerRoman")
_NEAR = 60
_MOST_DEEP = 12
_QUOTES_AT_ONCE = 3
_QUOTES = ("quote", "quotations", "intensequote", "blocktext", "blockquote", "htmlblockquote")
_CODES = ("code", "htmlpreformatted", "preformattedtext", "sourcecode")
_GOES_ON = ("listcontinue", "listparagraph", "textbodyindent", "bodytextindent")


@dataclass(slots=True)
class Leaf:
    """A paragraph, heading, code or divider (`kind`); of a heading `level` counts from 1 within its answer."""

    kind: str
    pieces: list[Piece]
    level: int = 0


@dataclass(slots=True)
class Quote:
    """What is quoted."""

    inside: list["Node"] = field(default_factory=list)


@dataclass(slots=True)
class ListNode:
    """A list with its items; `start` is the count of the first where it is ordered.

    `others` are labels by which its items were called, and are not called in a text.
    """

    list_id: str
    ordered: bool
    start: int
    items: list[list["Node"]] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


@dataclass(slots=True)
class TableNode:
    """A table of more than one column, or one of our own."""

    table: Table


Node = Leaf | Quote | ListNode | TableNode


@dataclass(frozen=True, slots=True)
class Margin:
    """Where the text around begins: `indent` is that of plain paragraphs; `ours` that it is a document of our own."""

    indent: int = ANSWER_INDENT
    ours: bool = False


@dataclass(slots=True)
class _Open:
    """The lists and quotes that are open, outermost first."""

    root: list[Node]
    nodes: list[Quote | ListNode] = field(default_factory=list)

    def inside(self) -> list[Node]:
        """Where the next block goes."""
        if not self.nodes:
            return self.root
        last = self.nodes[-1]
        return last.inside if isinstance(last, Quote) else last.items[-1]

    def close_to(self, quoted: int, listed: int) -> None:
        """Close, from the inside, all that is more than `quoted` quotes and `listed` lists."""
        kept = 0
        for node in self.nodes:
            if isinstance(node, Quote):
                quoted -= 1
            else:
                listed -= 1
            if quoted < 0 or listed < 0:
                break
            kept += 1
        del self.nodes[kept:]

    @property
    def quoted(self) -> int:
        """How many quotes are open."""
        return sum(isinstance(node, Quote) for node in self.nodes)

    @property
    def listed(self) -> int:
        """How many lists are open."""
        return len(self.nodes) - self.quoted

    def quoted_round(self, depth: int) -> int:
        """How many quotes the open list at `depth` stands in."""
        quoted = listed = 0
        for node in self.nodes:
            if isinstance(node, ListNode) and listed == depth:
                break
            quoted, listed = quoted + isinstance(node, Quote), listed + isinstance(node, ListNode)
        return quoted

    def quote(self, wanted: int) -> None:
        """Open quotes until `wanted` are."""
        while self.quoted < min(wanted, _MOST_DEEP):
            made = Quote()
            self.inside().append(made)
            self.nodes.append(made)


def set_in(blocks: Iterable[Written | TableNode], margin: Margin) -> list[Node]:
    """The blocks of one answer or note as a tree. Paragraphs without text and number part blocks and go."""
    blocks = [each for each in blocks if isinstance(each, TableNode) or _counts(each)]
    ranks = _heading_ranks(blocks)
    open_ = _Open([])
    for block in blocks:
        if isinstance(block, TableNode):
            _go_on(open_, block.table.indent, block.table.style, margin, is_table=True)
            open_.inside().append(block)
        elif block.place is not None and not block.level:
            _item(open_, block, block.place, margin)
        else:
            _go_on(open_, block.indent, block.style, margin, is_heading=bool(block.level))
            open_.inside().append(_leaf(block, ranks))
    return open_.root


def is_too_deep(block: Written) -> bool:
    """Whether a paragraph of somebody else's list stands deeper than our texts go."""
    return block.place is not None and block.place.depth + (block.style in _QUOTES) >= MOST_NESTED


def _counts(block: Written) -> bool:
    return block.has_text or block.place is not None or block.style == "divider" or block.style == "code"


def _heading_ranks(blocks: Sequence[Written | TableNode]) -> dict[int, int]:
    levels = sorted({each.level for each in blocks if isinstance(each, Written) and each.level})
    return {level: n for n, level in enumerate(levels, 1)}


def _leaf(block: Written, ranks: dict[int, int]) -> Leaf:
    if block.level:
        pieces = block.pieces
        if block.place is not None:
            pieces = [Piece(f"{block.place.label} "), *pieces]
        return Leaf("heading", pieces, ranks[block.level])
    if block.style == "divider" and not block.has_text:
        return Leaf("divider", [])
    return Leaf("code" if block.style in _CODES else "paragraph", block.pieces)


def _depth_of(left: int, quoted_most: int, listed_most: int) -> tuple[int, int]:
    """How many quotes and lists an indent means, of those that can be meant, by which fits it best."""
    fits = [
        (abs(left - LIST_STEP * listed - QUOTE_STEP * quoted), quoted + listed, quoted, listed)
        for listed in range(listed_most + 1)
        for quoted in range(quoted_most + 1)
    ]
    _, _, quoted, listed = min(fits)
    return quoted, listed


def _go_on(
    open_: _Open, left: int | None, style: str, margin: Margin, *, is_table: bool = False, is_heading: bool = False
) -> None:
    """Close and open what a block without a number stands in."""
    is_quote = style in _QUOTES
    if margin.ours and left is not None:
        # A quote may begin here; a list begins with its item only.
        quoted, listed = _depth_of(left - margin.indent, open_.quoted + _QUOTES_AT_ONCE, open_.listed)
    elif margin.ours or is_heading or is_table:
        quoted, listed = 0, 0
    else:
        quoted = int(is_quote)
        listed = open_.listed if style in _GOES_ON and open_.listed else 0
    open_.close_to(quoted, listed)
    open_.quote(quoted)


def _item(open_: _Open, block: Written, place: ListPlace, margin: Margin) -> None:
    depth = min(place.depth, _MOST_DEEP)
    quoted = int(block.style in _QUOTES) if not margin.ours else _quotes_of_list(place, margin)
    if not margin.ours:
        depth = min(depth, _depth_open(open_, place, depth), MOST_NESTED - 1 - quoted)
    open_.close_to(quoted, depth + 1)
    if open_.listed > depth and not (_same(open_.nodes, place) and open_.quoted_round(depth) == quoted):
        open_.close_to(open_.quoted_round(depth), depth)
        open_.close_to(quoted, depth)
    if open_.listed <= depth:
        open_.quote(quoted)
        made = ListNode(place.list_id, place.ordered, place.count)
        open_.inside().append(made)
        open_.nodes.append(made)
    last = open_.nodes[-1]
    if isinstance(last, Quote):
        # The item goes on with the list outside the quote that was the last thing in it.
        open_.nodes.pop()
        last = open_.nodes[-1]
    assert isinstance(last, ListNode)
    last.items.append([])
    if not _is_kept(place, last, margin):
        last.others.append(place.label)
    if block.has_text or block.style in ("divider", "code"):
        if block.style in _QUOTES and margin.ours:
            open_.quote(open_.quoted + 1)
        open_.inside().append(_leaf(block, {}))


def _is_kept(place: ListPlace, listed: ListNode, margin: Margin) -> bool:
    """Whether an item's label is a dot, the figure that a text gives it, or how our documents print that figure."""
    if not place.ordered:
        return place.label != TICK_BOX
    if margin.ours and place.label == f"({printed(place.count, _OUR_FORMS[place.depth % 3])})":
        return True
    return place.label.strip("().: ") == str(listed.start + len(listed.items) - 1)


def _same(nodes: Sequence[Quote | ListNode], place: ListPlace) -> bool:
    last = next(node for node in reversed(nodes) if isinstance(node, ListNode))
    # Programs give one list several numbers; one that counts on is seen as the same.
    counts_on = last.list_id == place.list_id or place.count == last.start + len(last.items)
    return last.ordered == place.ordered and (not place.ordered or counts_on)


def _quotes_of_list(place: ListPlace, margin: Margin) -> int:
    """How many quotes a list of our own stands in, by where it begins."""
    base = place.left - LIST_STEP * (place.depth + 1) - margin.indent
    return max(round(base / QUOTE_STEP), 0) if base > _NEAR else 0


def _depth_open(open_: _Open, place: ListPlace, depth: int) -> int:
    """How deep an item of somebody else's list stands: no deeper than one below what is open."""
    return min(depth, open_.listed)
