"""The grammar of texts that are typed in Markdown.

`markdown` makes a tree of its tokens, and whatever shows a text walks over that tree, so that nobody approves a text of
which another sees more. The text form has a grammar of its own, in `form`. Nothing typed vanishes: where Markdown would
leave words out (a note that is not referred to, a cell too many, an address that nobody may follow, the title of a
link, the address of one without words, a year before a full stop), they stand as they were typed, and a list counts as
it was typed. What is nested too deep stands as typed as well, and is refused when it is saved. Reading a text costs
about as much as it is long.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

from markdown_it import MarkdownIt, helpers
from markdown_it.parser_block import RuleFuncBlockType
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock, blockquote, list_block, table
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from consult.texts.addresses import LONGEST_ADDRESS, linkable, may_open
from consult.texts.characters import is_blank, printable
from consult.texts.nodes import MOST_COLUMNS
from consult.texts.notes import note, put_notes_last, reference
from consult.texts.tokens import line_of, typed

MOST_NESTED = 9
"""How many lists and quotes, or marks of emphasis, stand in each other: as many as Word's lists have levels."""
_LONGEST_TITLE = 500
_MOST_MISSING = 1_000  # cells that the rows of a table lack: a few letters must not become a page of cells
_STEPS, _STEPS_A_LETTER = 2_000, 5
# Marks and line ends that a text of any length may have, and of how many letters one more may be one.
_MOST_MARKS, _LETTERS_A_MARK = 2_000, 6
_PARSER_NESTS = 60  # more than what is allowed here comes to: beyond it, the parser drops text
_NO_LIST_NUMBER = re.compile(r"(?<!\d)\d{4,}+[.)]")  # a year that begins a line, which lists would count on from
_MARKS = re.compile(r"[\n*_~`\[\]()<>&\\|^]")


@dataclass(frozen=True)
class Parsed:
    """What a text is made of. `too_deep` tells that something stands as it was typed, for it is nested too deep."""

    tokens: list[Token]
    too_deep: bool = False


class _TooCostly(Exception):
    """Reading the text would take more steps than its length allows."""


def parse(text: str) -> Parsed:
    """A text as blocks. One that is made to keep a computer busy is shown as it was typed, like code."""
    text = printable(text)
    try:
        tokens = _parser.parse(text, env := _begin(text))
    except _TooCostly:
        return Parsed([Token("code_block", "code", 0, block=True, content=text)])
    return Parsed(tokens, "too deep" in env)


def parse_line(text: str) -> Parsed:
    """A text as one line of a list: only emphasis, code and links count in it."""
    text = printable(text).strip()
    try:
        tokens = _parser.parseInline(text, env := _begin(text))
    except _TooCostly:
        return Parsed([line_of([typed(text)])])
    return Parsed(tokens, "too deep" in env)


def _begin(text: str) -> dict[str, Any]:
    """What reading a text begins with. Raises _TooCostly where it is made of little but marks."""
    if len(text) > _MOST_MARKS and len(_MARKS.findall(text)) > _MOST_MARKS + len(text) // _LETTERS_A_MARK:
        raise _TooCostly
    return {"nested": 0, "steps": _STEPS + _STEPS_A_LETTER * len(text), "no table before": 0, "missing": 0}


class _Inline(ParserInline):
    """Counts what looking ahead for the end of a link costs: where brackets nest, it grows with their square."""

    def skipToken(self, state: StateInline) -> None:  # noqa: N802  # the parser's own name
        """Skip one token, unless too many were skipped already."""
        state.env["steps"] -= 1
        if state.env["steps"] < 0:
            raise _TooCostly
        super().skipToken(state)


def _not_too_deep(rule: RuleFuncBlockType) -> RuleFuncBlockType:
    """The rule of a block that holds others: beyond MOST_NESTED its lines are a paragraph as it was typed."""

    def bounded(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if silent:
            return rule(state, start, end, True)
        if state.env["nested"] >= MOST_NESTED:
            if rule(state, start, end, True):
                state.env["too deep"] = True
            return False
        state.env["nested"] += 1
        try:
            return rule(state, start, end, False)
        finally:
            state.env["nested"] -= 1

    return bounded


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A list, unless it would begin with a number that is none of a list."""
    return not _begins_with_year(state, start, end, True) and list_block(state, start, end, silent)


def _begins_with_year(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """What ends a list, and is itself only text."""
    at = state.bMarks[start] + state.tShift[start]
    return silent and _NO_LIST_NUMBER.match(state.src, at, state.eMarks[start]) is not None


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table, unless cells would be lost, or many more would come of it than were typed."""
    if start < state.env["no table before"] or not table(state, start, end, True):
        return False
    if silent:
        return True
    columns, line = len(_cells(state, start)), start + 2
    fits = columns <= MOST_COLUMNS
    while line < end and _is_row(state, line, end):
        lacks = columns - len(_cells(state, line))
        state.env["missing"] += lacks
        fits = fits and lacks >= 0 and state.env["missing"] <= _MOST_MISSING
        line += 1
    if fits:
        return table(state, start, end, False)
    state.env["no table before"] = line
    return False


def _is_row(state: StateBlock, line: int, end: int) -> bool:
    if state.sCount[line] < state.blkIndent or state.isEmpty(line) or state.is_code_block(line):
        return False
    return not any(rule(state, line, end, True) for rule in state.md.block.ruler.getRules("blockquote"))


def _cells(state: StateBlock, line: int) -> list[str]:
    cells = escapedSplit(state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip())
    cells = cells[1:] if cells[0] == "" else cells
    return cells[:-1] if cells and cells[-1] == "" else cells


def _count_as_typed(state: StateCore) -> None:
    """Begin a list anew where its numbers, as they were typed, do not follow one another.

    In one that begins with 1, another 1 stands for the next number, as those who know Markdown type it.
    """
    counted: list[tuple[Token, int]] = []  # the lists that are open, each with the number of its last item
    made: list[Token] = []
    for token in state.tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            counted.append((token, int(token.attrs.get("start", 1)) - 1))
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            counted.pop()
        elif token.type == "list_item_open":
            opened, last = counted[-1]
            number = int(token.info or last + 1)
            if number != last + 1 and not number == int(opened.attrs.get("start", 1)) <= 1:
                made.append(Token("ordered_list_close", "ol", -1, block=True, level=opened.level, markup=opened.markup))
                made.append(opened := replace(opened, attrs={"start": number}))
                last = number - 1
            counted[-1] = opened, last + 1
        made.append(token)
    state.tokens = made


def _show_all(state: StateCore) -> None:
    """Let nothing that was typed stay unseen, and nothing that an entity stands for glue words together."""
    for token in state.tokens:
        if token.type == "fence" and token.info.strip():
            token.content, token.info = f"{token.info.strip()}\n{token.content}", ""
        elif token.children:
            token.children = list(_with_addresses(_flat(token.children, state.env)))
            for child in token.children:
                child.content = printable(child.content)


def _flat(tokens: Iterable[Token], env: EnvType) -> Iterator[Token]:
    """The inside of a line, with marks of emphasis that nest too deep as they were typed."""
    depth = 0
    for token in tokens:
        depth += token.nesting == 1
        if token.nesting and depth > MOST_NESTED and token.markup:
            env["too deep"] = True
            yield typed(token.markup)
        else:
            yield token
        depth -= token.nesting == -1


def _with_addresses(tokens: Iterable[Token]) -> Iterator[Token]:
    """The inside of a line, with the title of a link, and an address that no document leads to, written behind it.

    The address of a link without words stands in their place: nobody sees or hears a link without them.
    """
    address, title, said = "", "", ""
    for token in tokens:
        said += token.content
        if token.type not in ("link_open", "link_close"):
            yield token
            continue
        if token.type == "link_open":
            address, title, said = str(token.attrs.get("href", "")), str(token.attrs.pop("title", "")), ""
        elif is_blank(said) and address:
            said = address
            yield typed(address)
        if may_open(address):
            yield token
        if token.type == "link_close":
            shown = "" if linkable(address) or address == said else address
            if told := ", ".join(filter(None, (title, shown))):
                yield typed(f" ({told})")


def _destination(text: str, at: int, end: int) -> object:
    return helpers.parseLinkDestination(text, at, min(end, at + LONGEST_ADDRESS))


def _title(text: str, at: int, end: int) -> object:
    return helpers.parseLinkTitle(text, at, min(end, at + _LONGEST_TITLE))


def _make_parser() -> MarkdownIt:
    parser = MarkdownIt()
    parser.inline = _Inline()
    parser.configure("commonmark", {"html": False, "linkify": False, "maxNesting": _PARSER_NESTS})
    # A picture from elsewhere would tell its host who reads. What defines links by name is never seen, and to find
    # where it ends takes longer and longer.
    parser.enable(["table", "strikethrough"]).disable(["image", "reference"])
    parser.block.ruler.at("list", _not_too_deep(_list), {"alt": ["paragraph", "blockquote"]})
    parser.block.ruler.at("blockquote", _not_too_deep(blockquote), {"alt": ["paragraph", "blockquote", "list"]})
    parser.block.ruler.at("table", _table, {"alt": ["paragraph"]})
    parser.block.ruler.before("list", "year", _begins_with_year, {"alt": ["list"]})
    parser.block.ruler.before("list", "note", note, {"alt": ["paragraph"]})
    parser.inline.ruler.before("link", "note_reference", reference)
    parser.core.ruler.push("count_as_typed", _count_as_typed)
    parser.core.ruler.push("notes_last", put_notes_last)
    parser.core.ruler.push("show_all", _show_all)
    vars(parser)["helpers"] = SimpleNamespace(
        parseLinkLabel=helpers.parseLinkLabel, parseLinkDestination=_destination, parseLinkTitle=_title
    )
    return parser


_parser = _make_parser()
OPTIONS = _parser.options
