"""Questions printed inside a paragraph: in bold in its midst, or several labelled ones on end.

'... for a year. **Question 4: Should this be longer?** The fee ...' and 'Q1. Who? Q2. Where? Q3. When?'.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from consult.question_sets.readers.blocks import Block
from consult.question_sets.readers.markdown_marks import plain

_BOLD_QUESTION = re.compile(r"\*\*(?=(?:consultation )?(?:question|q)[ .]{0,2}\d)[^*]{3,2000}\*\*", re.I)
_LABEL = re.compile(r"(?:(?<=[?.] )|^)(?P<mark>(?:question |q ?)?\(?)(?P<n>\d{1,3})(?P<end>[.:)])(?= )", re.I)


def split_inline(block: Block) -> Iterator[Block]:
    """A paragraph in pieces where a labelled question is set in its midst; any other block as it is."""
    marked = block.markdown or block.text
    cuts = () if block.level or len(marked) > 20_000 else _bold(marked) or _on_end(marked)
    if not cuts:
        yield block
        return
    for start, end in pairwise(sorted({0, len(marked), *cuts})):
        piece = marked[start:end].strip()
        if piece:
            is_bold = piece.startswith("**") and piece.endswith("**")
            label = block.label if start == 0 else None
            yield replace(block, text=plain(piece), markdown=piece, bold=is_bold or block.bold, label=label)


def _bold(marked: str) -> tuple[int, ...]:
    """Where bold questions begin and end, unless the paragraph is one such question."""
    found = [match for match in _BOLD_QUESTION.finditer(marked) if match[0].rstrip("* ").endswith(("?", "."))]
    if not found or (len(found) == 1 and not marked[: found[0].start()].strip()):
        return ()
    return tuple(place for match in found for place in match.span())


def _on_end(marked: str) -> tuple[int, ...]:
    """Where labelled questions begin in a paragraph of several: it begins with one, and each but the last asks."""
    found = list(_LABEL.finditer(marked)) if marked.count("?") > 1 else []
    if len(found) < 2 or found[0].start():
        return ()
    looks = {(match["mark"].lower(), match["end"]) for match in found}
    counts = all(int(b["n"]) == int(a["n"]) + 1 for a, b in pairwise(found))
    asks = all(marked[: match.start()].rstrip().endswith("?") for match in found[1:])
    return tuple(match.start() for match in found) if len(looks) == 1 and counts and asks else ()
