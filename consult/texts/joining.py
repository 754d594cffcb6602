"""Two stored texts as one, the second below the first."""

from consult.texts import tree
from consult.texts.labels import referring
from consult.texts.nodes import Doc, FootnoteDef, NoteLabel
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
    blocks = tuple(referring(block, names) for block in below.blocks)
    notes = tuple(FootnoteDef(NoteLabel(names[note.label]), note.content) for note in below.notes)
    return tree.store(normal(Doc((*above.blocks, *blocks, *above.notes, *notes))))
