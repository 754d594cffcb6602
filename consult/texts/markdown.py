"""Texts that were stored as Markdown, before texts were trees: what readers saw of them, as a tree."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from markdown_it.token import Token

from consult.texts import grammar
from consult.texts.nodes import (
    EM,
    EMPTY,
    STRONG,
    Block,
    Blockquote,
    BodyCell,
    BulletList,
    Doc,
    FootnoteDef,
    FootnoteRef,
    HardBreak,
    HeadCell,
    Heading,
    Inline,
    Level,
    Line,
    ListItem,
    ListLabels,
    NoteLabel,
    OrderedList,
    Paragraph,
    TableRow,
    Text,
    TextMark,
    TextTable,
    link,
)
from consult.texts.normal import normal


def tree_of(markdown: str) -> Doc:
    """A Markdown text as a tree in its normal form."""
    if not markdown.strip():
        return EMPTY
    blocks: list[Block | FootnoteDef] = []
    for token, inside in _children(grammar.parse(markdown).tokens):
        if token.type == "footnote_block_open":
            blocks += [_note(opened, held) for opened, held in _children(inside)]
        else:
            blocks += _block(token, inside)
    notes = [each for each in blocks if isinstance(each, FootnoteDef)]
    return normal(Doc((*(each for each in blocks if not isinstance(each, FootnoteDef)), *notes)))


def _children(tokens: Sequence[Token]) -> Iterator[tuple[Token, Sequence[Token]]]:
    """The blocks among some tokens, each with what stands in it."""
    depth, begun = 0, 0
    for at, token in enumerate(tokens):
        if not depth:
            begun = at
        depth += token.nesting
        if not depth:
            yield tokens[begun], tokens[begun + 1 : at]


def _blocks(tokens: Sequence[Token]) -> tuple[Block, ...]:
    return tuple(block for token, inside in _children(tokens) for block in _block(token, inside))


def _block(token: Token, inside: Sequence[Token]) -> Iterator[Block]:
    """What a block of Markdown is in a tree. Code is its lines; a dividing line says nothing."""
    if token.type in ("code_block", "fence"):
        yield Paragraph((Text(token.content),))
    elif token.type == "inline":
        yield Paragraph(_line(token))
    elif make := _MADE.get(token.type):
        yield make(token, inside)


def _line(token: Token) -> Line:
    return tuple(_pieces(token.children or ()))


def _pieces(tokens: Iterable[Token]) -> Iterator[Inline]:
    marks: list[TextMark] = []
    for token in tokens:
        if token.nesting:
            mark = link(str(token.attrs.get("href", ""))) if token.type == "link_open" else _MARKS.get(token.type[:-5])
            marks = marks[:-1] if token.nesting == -1 else [*marks, mark or _NO_MARK]
            continue
        shown = tuple(mark for mark in marks if mark is not _NO_MARK)
        if token.type == "footnote_ref":
            yield FootnoteRef.to(str(token.meta["id"] + 1))
        elif token.type == "hardbreak":
            yield HardBreak()
        else:
            yield Text(" " if token.type == "softbreak" else token.content, shown)


_NO_MARK = TextMark("link")
_MARKS = {"em": EM, "strong": STRONG}


def _inline(inside: Sequence[Token]) -> Line:
    return tuple(piece for token in inside if token.type == "inline" for piece in _line(token))


def _paragraph(_token: Token, inside: Sequence[Token]) -> Block:
    return Paragraph(_inline(inside))


def _heading(token: Token, inside: Sequence[Token]) -> Block:
    return Heading(Level(int(token.tag[1])), _inline(inside))


def _quote(_token: Token, inside: Sequence[Token]) -> Block:
    return Blockquote(_blocks(inside) or EMPTY.blocks)


def _item(inside: Sequence[Token]) -> ListItem:
    blocks = _blocks(inside)
    return ListItem(blocks if blocks and isinstance(blocks[0], Paragraph) else (Paragraph(), *blocks))


def _bullets(_token: Token, inside: Sequence[Token]) -> Block:
    return BulletList(tuple(_item(held) for _, held in _children(inside)))


def _numbers(token: Token, inside: Sequence[Token]) -> Block:
    order, style = int(token.attrs.get("start", 1)), "1)" if token.markup == ")" else "1."
    return OrderedList(ListLabels(style, order), tuple(_item(held) for _, held in _children(inside)))


def _table(_token: Token, inside: Sequence[Token]) -> Block:
    rows = [row for _, part in _children(inside) for _, row in _children(part)]
    made: list[TableRow] = []
    for cells in rows:
        kind = BodyCell if made else HeadCell
        made.append(TableRow(tuple(kind((Paragraph(_inline(held)),)) for _, held in _children(cells))))
    return TextTable(tuple(made))


def _note(token: Token, inside: Sequence[Token]) -> FootnoteDef:
    return FootnoteDef(NoteLabel(str(token.meta["id"] + 1)), tuple(_flat(_blocks(inside))) or (Paragraph(),))


def _flat(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """What stands in a footnote, as paragraphs."""
    for block in blocks:
        if isinstance(block, Paragraph | Heading):
            yield Paragraph(block.content)
        elif isinstance(block, Blockquote):
            yield from _flat(block.content)
        elif isinstance(block, BulletList | OrderedList):
            for item in block.content:
                yield from _flat(item.content)
        else:
            yield from (words for row in block.content for cell in row.content for words in cell.content)


_MADE: dict[str, Callable[[Token, Sequence[Token]], Block]] = {
    "paragraph_open": _paragraph,
    "heading_open": _heading,
    "blockquote_open": _quote,
    "bullet_list_open": _bullets,
    "ordered_list_open": _numbers,
    "table_open": _table,
}
