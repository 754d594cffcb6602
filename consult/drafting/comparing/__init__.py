"""Two texts as one, in which is marked what was removed and what was added: for pages and for paper.

Blocks are aligned first, then the items of lists, rows and cells, then the words of what belongs together; looks, links
and labels that were typed count as words do. What both share keeps its form. The cost grows with the length of both
texts and no faster.
"""

from dataclasses import dataclass

from consult.drafting.comparing.blocks import Comparison
from consult.texts import tree
from consult.texts.walks.html import html


@dataclass(frozen=True)
class Compared:
    """Two texts as one. `html` is safe; `added` and `removed` are counts of words."""

    html: str
    added: int = 0
    removed: int = 0

    @property
    def is_same(self) -> bool:
        """Whether no word, look or label changed."""
        return not self.added and not self.removed


def compare_texts(before: str, after: str, name: str = "") -> Compared:
    """Two stored texts of any shape as one, with `<ins>` and `<del>` round what changed.

    Put it into an element of the class app-text. The styles tell what changed by lines, and by words to those who have
    it read aloud, not by colour. `name`, which no other text of the page has, makes its notes lead there and back.
    """
    old, new = tree.shown(before), tree.shown(after)
    if old == new:
        return Compared(html(new, name))
    comparison = Comparison()
    merged = comparison.docs(old, new)
    return Compared(html(merged, name), comparison.added, comparison.removed)
