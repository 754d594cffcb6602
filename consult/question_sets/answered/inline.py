"""Pieces of a paragraph as one line of Markdown that says the same words with the same look.

Whatever is written is read again by the rules of our texts and compared. Where the first, plainest spelling says
something else it is spelled with more care; look is given up, with a note, before a letter is.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, takewhile

from markdown_it.token import Token

from consult.question_sets.answered import losses
from consult.question_sets.answered.pieces import PLAIN, Face, Piece
from consult.texts.addresses import linkable
from consult.texts.characters import printable
from consult.texts.grammar import parse

# What could be read as a mark wherever it stands, and what only where a line begins.
_ESCAPED = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|$)|[`|]|\*(?!\s)|(?<!\s)\*|(?<![^\W_])_|_(?![^\W_])|~(?=~)|(?<=~)~|^~|~$|<(?=[A-Za-z/!?])|&(?=#?\w+;)"
    r"|\[(?=\^|$)|\](?=[(\[:]|$)|\^(?=\[)|!(?=\[|$)|^[(\[:]"
)
_BEGINS = re.compile(r"(?P<before>\s*\d{1,9})(?=[.)](?:\s|$))|(?=#{1,6}(?:\s|$)|[+>*-]|=+\s*$|~~~|:)")
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_WORD = re.compile(r"[^\W_]")
_SPACE = re.compile(r"\s")


def to_line(
    pieces: Sequence[Piece],
    notes: dict[str, int],
    lost: list[str],
    *,
    one_line: bool = False,
    in_cell: bool = False,
) -> str:
    """The pieces as Markdown: lines where a newline was meant, ready to stand where a paragraph begins.

    `notes` gives each note its number in the text, and takes those that come for the first time. What could not be
    kept is added to `lost`. In headings and cells, which are `one_line`, a newline is a space; `in_cell` keeps bars
    from ending the cell.
    """
    wanted = _prepared(pieces, one_line or in_cell)
    for each in wanted:
        if each.note:
            notes.setdefault(each.note, len(notes) + 1)
    for spelled in (_escaped, _all_escaped):
        line = _written(wanted, notes, spelled, in_cell)
        if _says(line, wanted, notes, in_cell):
            return line
    bare = [replace(each, face=replace(PLAIN, address=each.face.address)) for each in wanted]
    lost.append(losses.EMPHASIS)
    line = _written(bare, notes, _all_escaped, in_cell)
    if _says(line, bare, notes, in_cell):
        return line
    lost += [losses.link(each) for each in dict.fromkeys(piece.face.address for piece in bare) if each]
    return "".join(f"[^{notes[each.note]}]" if each.note else _entities(each.text) for each in bare)


def _prepared(pieces: Sequence[Piece], one_line: bool) -> list[Piece]:
    """Neighbours of one look joined, blanks without a look, blank edges gone."""
    parts: list[Piece] = []
    for piece in pieces:
        text = printable(piece.text)
        text = re.sub(r"(?:(?<![ \t])[ \t]++)?\n[ \t]*", "\n", text) if not piece.face.code else text.replace("\n", " ")
        text = re.sub(r"(?:(?<!\s)[^\S\n]++)?\n\s*", " ", text) if one_line else text
        if not piece.note and not text:
            continue
        same = parts and not piece.note and not parts[-1].note and parts[-1].face == piece.face
        if same:
            parts[-1] = replace(parts[-1], text=parts[-1].text + text)
        else:
            parts.append(replace(piece, text=text))
    return _trimmed(list(_loosened(parts)))


def _loosened(parts: list[Piece]) -> Iterator[Piece]:
    """Blanks at the edge of a look taken out of it: `**word **` is no emphasis."""
    for part in parts:
        if part.note or part.face.code or part.face == PLAIN:
            yield part
            continue
        core = part.text.strip()
        if not core:
            yield replace(part, face=replace(PLAIN, address=part.face.address))
            continue
        start = part.text.index(core)
        plain = replace(PLAIN, address=part.face.address)
        for text, face in ((part.text[:start], plain), (core, part.face), (part.text[start + len(core) :], plain)):
            if text:
                yield Piece(text, face)


def _trimmed(parts: list[Piece]) -> list[Piece]:
    """Without blanks and lines before the first word and after the last."""
    said = [at for at, each in enumerate(parts) if each.note or each.face.code or each.text.strip()]
    parts = parts[said[0] : said[-1] + 1] if said else []
    if parts and not parts[0].note and not parts[0].face.code:
        parts = [replace(parts[0], text=parts[0].text.lstrip()), *parts[1:]]
    if parts and not parts[-1].note and not parts[-1].face.code:
        parts = [*parts[:-1], replace(parts[-1], text=parts[-1].text.rstrip())]
    return parts


def _written(parts: Sequence[Piece], notes: dict[str, int], spelled: Callable[[str], str], in_cell: bool) -> str:
    barred = [
        replace(each, text=each.text.replace("|", "\\|")) if in_cell and each.face.code else each for each in parts
    ]
    return _begun(_grouped(barred, _LOOKS, notes, spelled, careful=spelled is _all_escaped))


def _escaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: f"\\{found[0]}", text)


def _all_escaped(text: str) -> str:
    return _PUNCTUATION.sub(lambda found: f"\\{found[0]}", text)


def _entities(text: str) -> str:
    return "".join(c if c.isalnum() or c == " " else f"&#{ord(c)};" for c in text)


def _begun(text: str) -> str:
    """Every line so that its beginning is none of a list, heading or quote; newlines as those that were meant."""
    lines = [_line_begun(line) for line in text.split("\n")]
    return "\\\n".join(lines)


def _line_begun(line: str) -> str:
    found = _BEGINS.match(line)
    if found is None or (line.startswith(("*", "~~")) and not _is_only_mark(line)):
        return line
    before = found["before"] or ""
    return f"{before}\\{line[len(before) :]}"


def _is_only_mark(line: str) -> bool:
    return re.match(r"\*(?:\s|$)|~~~", line) is not None


_LOOKS: tuple[Callable[[Face], object], ...] = (
    lambda face: face.address,
    lambda face: face.bold,
    lambda face: face.struck,
    lambda face: face.italic,
)
_MARKS = ("", "**", "~~", "_")


def _grouped(
    parts: Sequence[Piece],
    looks: Sequence[Callable[[Face], object]],
    notes: dict[str, int],
    spelled: Callable[[str], str],
    *,
    careful: bool,
) -> str:
    """The parts with the outermost of the looks that are left written round those that share it."""
    if not looks:
        return "".join(_leaf(each, notes, spelled) for each in parts)
    look, depth = looks[0], len(_LOOKS) - len(looks)
    out = ""
    for value, group in groupby(parts, key=lambda piece: False if piece.note else look(piece.face)):
        inner = _grouped(list(group), looks[1:], notes, spelled, careful=careful)
        if not value:
            out = _joined(out, inner, careful)
            continue
        if isinstance(value, str):
            inner = f"[{inner}]({_target(value)})"
        else:
            lead, core, tail = re.fullmatch(r"(\s*)(.*?)(\s*)", inner, re.S).groups()  # type: ignore[union-attr]
            mark = _MARKS[depth]
            inner = f"{lead}{mark}{core}{mark}{tail}" if core else inner
        out = _joined(out, inner, careful)
    return out


def _joined(before: str, after: str, careful: bool) -> str:
    """Two neighbours; with care no letter stands right beside a mark, for a mark within a word is often none."""
    if careful and before and after:
        if _WORD.match(before[-1]) and after[0] in "*_~":
            before = f"{before[:-1]}&#{ord(before[-1])};"
        elif before[-1] in "*_~" and _WORD.match(after[0]):
            after = f"&#{ord(after[0])};{after[1:]}"
    return before + after


def _target(address: str) -> str:
    return f"<{address}>" if re.search(r"[()\s]", address) else address


def _leaf(piece: Piece, notes: dict[str, int], spelled: Callable[[str], str]) -> str:
    if piece.note:
        return f"[^{notes[piece.note]}]"
    if not piece.face.code:
        return "\n".join(spelled(line) for line in piece.text.split("\n"))
    fence = "`" * (max(map(len, re.findall(r"`+", piece.text)), default=0) + 1)
    inner = piece.text
    if inner.startswith(("`", " ")) or inner.endswith(("`", " ")):
        inner = f" {inner} " if inner.strip() else inner
    return f"{fence}{inner}{fence}"


def _says(line: str, wanted: Sequence[Piece], notes: dict[str, int], in_cell: bool) -> bool:
    """Whether a line of Markdown, read by the grammar of our texts, says the pieces and nothing else."""
    if in_cell and not line:
        return not wanted
    numbered = {each.note: str(notes[each.note]) for each in wanted if each.note}
    told = "".join(f"\n\n[^{n}]: x" for n in numbered.values())
    tokens = parse((f"| {line} |\n|---|" if in_cell else line) + told).tokens
    shown = list(takewhile(lambda token: token.type != "footnote_block_open", tokens))
    if [each.type for each in shown] not in (_ONE_CELL if in_cell else _ONE_PARAGRAPH):
        return False
    inline = [each for each in shown if each.type == "inline"]
    read = list(_letters_read(inline[0].children or [])) if inline else []
    return read == list(_letters_wanted(wanted, numbered))


_ONE_PARAGRAPH: tuple[list[str], ...] = (["paragraph_open", "inline", "paragraph_close"], [])
_HEAD = ["table", "thead", "tr", "th"]
_ONE_CELL = ([*(f"{name}_open" for name in _HEAD), "inline", *(f"{name}_close" for name in reversed(_HEAD))],)
_Letter = tuple[str, Face]


def _letters_wanted(parts: Sequence[Piece], numbered: dict[str, str]) -> Iterator[_Letter]:
    for address, group in groupby(parts, key=lambda piece: "" if piece.note else piece.face.address):
        said = ""
        for part in group:
            if part.note:
                yield f"[^{numbered[part.note]}]", PLAIN
            for letter in part.text:
                yield _seen(letter, part.face)
            said += part.text
        # An address that pages open and documents do not is written behind its words.
        if address and not linkable(address) and address != said:
            yield from ((letter, PLAIN) for letter in f" ({address})")


def _seen(letter: str, face: Face) -> _Letter:
    """A letter with its look; of a blank only its link can be seen."""
    return (letter, replace(PLAIN, address=face.address)) if _SPACE.match(letter) and not face.code else (letter, face)


def _letters_read(tokens: Sequence[Token]) -> Iterator[_Letter]:
    face = PLAIN
    for token in tokens:
        kind = token.type
        if kind in _OPENS:
            face = _OPENS[kind](face, token.nesting == 1)
        elif kind == "link_open":
            face = replace(face, address=str(token.attrs.get("href", "")))
        elif kind == "link_close":
            face = replace(face, address="")
        elif kind == "footnote_ref":
            yield f"[^{token.meta.get('label', '')}]", PLAIN
        elif kind in ("softbreak", "hardbreak"):
            yield _seen("\n", face)
        else:
            inner = replace(face, code=True) if kind == "code_inline" else face
            for letter in token.content:
                yield _seen(letter, inner)


_OPENS: dict[str, Callable[[Face, bool], Face]] = {
    f"{name}_{end}": change
    for name, change in (
        ("strong", lambda face, on: replace(face, bold=on)),
        ("em", lambda face, on: replace(face, italic=on)),
        ("s", lambda face, on: replace(face, struck=on)),
    )
    for end in ("open", "close")
}
