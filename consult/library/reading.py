"""Where in an entry the words of a query stand, and whether it fulfils the query: exact, the same for every engine."""

from consult.library.analyse import is_common, token
from consult.library.entry_text import TEXT_FIELDS, EntryWords
from consult.library.query import And, Field, Fuzzy, Leaf, Node, Not, Or, Phrase, Prefix, Query, Term, Years, leaves

Places = dict[Leaf, list[list[int]]]
"""For each leaf that stands in an entry: per text, in the order of TEXT_FIELDS, the positions of its first word."""


def is_close(word: str, wanted: str) -> bool:
    """Whether a word is a slip of the pen away from another.

    The same first letter, and one letter added, lost, changed or swapped with its neighbour; where the word wanted has
    eight letters or more, two such slips.
    """
    if word == wanted:
        return True
    slips = 2 if len(wanted) >= 8 else 1
    if abs(len(word) - len(wanted)) > slips or word[:1] != wanted[:1]:
        return False
    return _slips(word, wanted) <= slips


def is_meant(word: str, leaf: Prefix | Fuzzy) -> bool:
    """Whether a folded word is one of those a prefix or a fuzzy word stands for."""
    return word.startswith(leaf.start) if isinstance(leaf, Prefix) else is_close(word, leaf.word)


def _slips(one: str, other: str) -> int:
    """The optimal string alignment distance."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, wanted in enumerate(other, 1):
            cost = min(row[j - 1] + 1, last[j] + 1, last[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


class Reading:
    """One query made ready to be looked for in many entries."""

    def __init__(self, query: Query) -> None:
        self._tree = query.tree
        self._tokens: dict[str, list[tuple[Leaf, int]]] = {}
        self._phrases: dict[Phrase, list[str]] = {}
        self._written: list[Prefix | Fuzzy] = []
        for leaf in dict.fromkeys(leaf for leaf, _, _ in leaves(query.tree)):
            match leaf:
                case Term(stem):
                    self._tokens.setdefault(stem, []).append((leaf, 0))
                case Phrase(words):
                    tokens = self._phrases[leaf] = [token(word) for word in words]
                    first = next((at for at, word in enumerate(words) if not is_common(word)), 0)
                    self._tokens.setdefault(tokens[first], []).append((leaf, first))
                case Prefix() | Fuzzy():
                    self._written.append(leaf)

    def places(self, entry: EntryWords) -> Places:
        """Where each leaf of the query stands in an entry."""
        places: Places = {}
        for field, tokens in enumerate(entry.tokens):
            for found, at in self._wanted_in(tokens).items():
                for leaf, offset in self._tokens[found]:
                    starts = self._starts(leaf, tokens, offset, at)
                    if starts:
                        places.setdefault(leaf, [[] for _ in TEXT_FIELDS])[field] = starts
        for leaf in self._written:
            each = [_meant_in(written, leaf) for written in entry.written]
            if any(each):
                places[leaf] = each
        return places

    def _wanted_in(self, tokens: list[str]) -> dict[str, list[int]]:
        wanted = self._tokens
        found: dict[str, list[int]] = {}
        for at in [at for at, standing in enumerate(tokens) if standing in wanted]:
            found.setdefault(tokens[at], []).append(at)
        return found

    def _starts(self, leaf: Leaf, tokens: list[str], offset: int, at: list[int]) -> list[int]:
        """Where a leaf begins, given where the token stands by which it was noticed."""
        if not isinstance(leaf, Phrase):
            return at
        wanted = self._phrases[leaf]
        starts = [found - offset for found in at if found >= offset]
        return [start for start in starts if tokens[start : start + len(wanted)] == wanted]

    def fulfilled(self, entry: EntryWords, places: Places) -> bool:
        """Whether an entry is what the query asks for."""
        return self._tree is not None and _holds(self._tree, entry, places, None)


def _meant_in(written: str, leaf: Prefix | Fuzzy) -> list[int]:
    return [at for at, word in enumerate(written.split(" ")) if word and is_meant(word, leaf)]


def _holds(node: Node, entry: EntryWords, places: Places, field: int | None) -> bool:
    match node:
        case And(children):
            return all(_holds(child, entry, places, field) for child in children)
        case Or(children):
            return any(_holds(child, entry, places, field) for child in children)
        case Not(child):
            return not _holds(child, entry, places, field)
        case Field(name, child):
            return _holds(child, entry, places, TEXT_FIELDS.index(name))
        case Years():
            return node.holds(entry.year)
        case _:
            found = places.get(node)
            return found is not None and (field is None or bool(found[field]))
