"""Two stored texts as one, the second below the first."""

from collections.abc import Mapping
from typing import Any

import msgspec

from consult.texts import tree
from consult.texts.nodes import Doc, FootnoteDef, FootnoteRef, NoteLabel
from consult.texts.normal import normal


def joined(first: str, second: str) -> str:
    """The text that says what the first says and then what the second says. Their footnotes are kept apart."""
    if not (tree.is_tree(first) or tree.is_tree(second)):
        return f"{first}\n\n{second}"
    above, below = tree.read(first), tree.read(second)
    taken = {note.label for note in above.notes}
    used = taken | {note.label for note in below.notes}
    free = (str(n) for n in range(1, 2 * len(used) + 1) if str(n) not in used)
    names = {note.label: next(free) if note.label in taken else note.label for note in below.notes}
    blocks = tuple(_renamed(block, names) for block in below.blocks)
    notes = tuple(FootnoteDef(NoteLabel(names[note.label]), note.content) for note in below.notes)
    return tree.store(normal(Doc((*above.blocks, *blocks, *above.notes, *notes))))


def _renamed(node: Any, names: Mapping[str, str]) -> Any:
    """A piece of a text, whose references have the new labels."""
    if isinstance(node, FootnoteRef):
        return FootnoteRef(NoteLabel(names.get(node.label, node.label)), node.marks)
    inside = getattr(node, "content", ())
    return msgspec.structs.replace(node, content=tuple(_renamed(each, names) for each in inside)) if inside else node
