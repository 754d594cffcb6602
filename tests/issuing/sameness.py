"""When two texts say the same in the same way: their trees, without what neither page nor Word tells apart.

Not told apart: how a list's items are marked and spaced, a newline that was not meant and a space, two quotes or lists
right below each other of which the second goes on as the first would, how deep the highest heading is, by what kind of
fence code is set off. A heading within a list or quote is bold text. An address that no document may lead to stands
behind its text.
"""

from collections.abc import Iterable
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from consult.texts import grammar
from consult.texts.addresses import linkable

Tree = Any
_FACES = {"strong": "bold", "em": "italic", "s": "struck"}
_LISTS = ("bullet_list", "ordered_list")


def same_form(text: str) -> Tree:
    """The tree of a Markdown text; texts that say the same have the same."""
    root = SyntaxTreeNode(grammar.parse(text).tokens)
    notes = {n.meta["id"]: n for block in root.children if block.type == "footnote_block" for n in block.children}
    return _blocks([child for child in root.children if child.type != "footnote_block"], notes, top=True)


def _blocks(nodes: Iterable[SyntaxTreeNode], notes: dict[int, SyntaxTreeNode], *, top: bool = False) -> Tree:
    nodes = list(nodes)
    ranks = {tag: n for n, tag in enumerate(sorted({n.tag for n in nodes if n.type == "heading"}), 1)}
    made = (_block(node, notes, ranks if top else None) for node in nodes)
    return _merged([block for block in made if block is not None])


def _merged(blocks: list[Tree]) -> list[Tree]:
    """Neighbours that are seen as one joined: quotes, bulleted lists, numbered lists of which the second counts on."""
    out: list[Tree] = []
    for each in blocks:
        last = out[-1] if out and out[-1][0] == each[0] else None
        if last is not None and each[0] == "quote":
            out[-1] = ("quote", _merged([*last[1], *each[1]]))
        elif last is not None and each[0] == "bullets":
            out[-1] = ("bullets", [*last[1], *each[1]])
        elif last is not None and each[0] == "numbers" and each[1] == last[1] + len(last[2]):
            out[-1] = ("numbers", last[1], [*last[2], *each[2]])
        else:
            out.append(each)
    return out


def _block(node: SyntaxTreeNode, notes: dict[int, SyntaxTreeNode], ranks: dict[str, int] | None) -> Tree:
    kind = node.type
    if kind in ("paragraph", "heading"):
        line = _line(node.children[0], notes)
        if not line:
            return None
        if kind == "heading":
            plain = [(letter, face) for letter, face in line]
            return ("heading", ranks[node.tag], plain) if ranks is not None else ("paragraph", _bold(plain))
        return "paragraph", line
    if kind == "blockquote":
        inside = _blocks(node.children, notes)
        return ("quote", inside) if inside else None
    if kind in _LISTS:
        items = [_blocks(item.children, notes) for item in node.children]
        start = node.attrs.get("start", 1)
        return ("bullets", items) if kind == "bullet_list" else ("numbers", int(start), items)
    if kind in ("fence", "code_block"):
        return "code", node.content.rstrip("\n")
    if kind == "table":
        rows = [row.children for part in node.children for row in part.children]
        aligned = [str(cell.attrs.get("style", "")).removeprefix("text-align:").replace("left", "") for cell in rows[0]]
        return "table", aligned, [[_line(cell.children[0], notes) for cell in row] for row in rows]
    return (kind,) if kind == "hr" else None


def _bold(line: list[Tree]) -> list[Tree]:
    return [(c, face | {"bold"} if isinstance(face, frozenset) and not c.isspace() else face) for c, face in line]


def _line(inline: SyntaxTreeNode, notes: dict[int, SyntaxTreeNode]) -> list[Tree]:
    letters = _letters(inline.children, frozenset(), notes)
    out: list[Tree] = []
    for c, face in letters:
        # Blanks at the edge of a line, and in a row, are not seen.
        if c in (" ", "\t") and (not out or out[-1][0] in (" ", "\t", "\n")) and "code" not in (face or ()):
            continue
        if c == "\n":
            while out and out[-1][0] in (" ", "\t") and "code" not in (out[-1][1] or ()):
                out.pop()
            if not out:
                continue
        out.append((c, face))
    while out and out[-1][0] in (" ", "\t", "\n") and "code" not in (out[-1][1] or ()):
        out.pop()
    return out


def _letters(nodes: Iterable[SyntaxTreeNode], face: frozenset[str], notes: dict[int, SyntaxTreeNode]) -> list[Tree]:
    out: list[Tree] = []
    for node in nodes:
        kind = node.type
        if kind in _FACES:
            out += _letters(node.children, face | {_FACES[kind]}, notes)
        elif kind == "link":
            out += _linked(node, face, notes)
        elif kind in ("softbreak", "hardbreak"):
            out.append((" " if kind == "softbreak" else "\n", _blank(face)))
        elif kind == "footnote_ref":
            note = notes.get(node.meta["id"])
            out.append(("[^]", _blocks(note.children, {}) if note is not None else node.meta.get("label")))
        elif kind != "footnote_anchor":
            inner = face | {"code"} if kind == "code_inline" else face
            out += [(c, _blank(inner) if c.isspace() and "code" not in inner else inner) for c in node.content]
    return out


def _blank(face: frozenset[str]) -> frozenset[str]:
    return frozenset(each for each in face if each.startswith("to "))


def _linked(node: SyntaxTreeNode, face: frozenset[str], notes: dict[int, SyntaxTreeNode]) -> list[Tree]:
    address = str(node.attrs.get("href", ""))
    good = linkable(address)
    if good is not None:
        return _letters(node.children, face | {f"to {good}"}, notes)
    # Where no document may lead stands behind the words already.
    return _letters(node.children, face, notes)
