"""Notes in a text: numbered in the order they are referred to, and never lost."""

import re
from collections.abc import Iterable, Iterator

from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote.index import footnote_def

from consult.texts.tokens import inside, paragraph, typed

_NOTE = re.compile(r"\[\^([^\s\]]{1,100})\]")


def note(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A note. Word has no note within a note, so what looks like one stays as it was typed."""
    if silent:
        return footnote_def(state, start, end, True)
    if state.env.get("in note"):
        return False
    state.env["in note"] = True
    try:
        return footnote_def(state, start, end, False)
    finally:
        state.env["in note"] = False


def reference(state: StateInline, silent: bool) -> bool:
    """`[^label]`, where there is such a note."""
    notes = state.env.get("footnotes", {}).get("refs", {})
    found = _NOTE.match(state.src, state.pos, state.posMax) if notes else None
    if found is None or f":{found[1]}" not in notes:
        return False
    if not silent:
        state.push("footnote_ref", "", 0).meta = {"label": found[1]}
    state.pos = found.end()
    return True


def put_notes_last(state: StateCore) -> None:
    """Number the notes in the order they are referred to; one that nothing refers to stays where it was typed."""
    pieces = list(_pieces(state.tokens))
    notes: dict[str, list[Token]] = {}
    for label, piece in pieces:
        if label:
            notes.setdefault(label, piece)
            _spell_references(piece)
    numbers = _number_references(token for label, piece in pieces if not label for token in piece)
    stays = (
        piece if not label else _as_typed(label, piece)
        for label, piece in pieces
        if not (label in numbers and piece is notes[label])
    )
    state.tokens = [token for piece in stays for token in piece]
    if numbers:
        told = [token for label, number in numbers.items() for token in _told(notes[label], number)]
        state.tokens += [Token("footnote_block_open", "", 1), *told, Token("footnote_block_close", "", -1)]


def _number_references(tokens: Iterable[Token]) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for token in inside(tokens):
        if token.type == "footnote_ref":
            token.meta["id"] = numbers.setdefault(token.meta["label"], len(numbers))
    return numbers


def _pieces(tokens: Iterable[Token]) -> Iterator[tuple[str, list[Token]]]:
    """What stands between notes, and the notes with their labels, in the order of the text."""
    label, piece = "", list[Token]()
    for token in tokens:
        if token.type in ("footnote_reference_open", "footnote_reference_close"):
            yield label, piece
            label, piece = token.meta.get("label", ""), []
        else:
            piece.append(token)
    yield label, piece


def _spell_references(tokens: Iterable[Token]) -> None:
    for token in inside(tokens):
        if token.type == "footnote_ref":
            token.type, token.content = "text", f"[^{token.meta['label']}]"


def _as_typed(label: str, piece: list[Token]) -> list[Token]:
    mark = typed(f"[^{label}]: ")
    if piece and piece[0].type == "paragraph_open":
        piece[1].children = [mark, *(piece[1].children or ())]
        return piece
    return [*paragraph([mark]), *piece]


def _told(piece: list[Token], number: int) -> list[Token]:
    opened = Token("footnote_open", "", 1, meta={"id": number})
    return [opened, *piece, Token("footnote_close", "", -1)]
