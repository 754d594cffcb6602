"""Where in an entry the words of a query stand, and whether the entry fulfils it: exact, and the same for every engine."""

from consult.library.analyse import is_common, stem
from consult.library.entry_text import TEXT_FIELDS, EntryWords
from consult.library.query import And, Field, Fuzzy, Leaf, Node, Not, Or, Phrase, Prefix, Query, Term, Years, leaves

Places = dict[Leaf, list[list[int]]]
"""For each leaf that stands in an entry: per text, in the order of TEXT_FIELDS, the positions of its first word."""


def is_close(word: str, wanted: str) -> bool:
    """Whether a word is a slip of the pen away from another: same first letter, one letter added, lost, changed or swapped
    with its neighbour; in words of eight letters or more, two such slips."""
    if word == wanted:
        return True
    slips = 2 if len(wanted) >= 8 else 1
    if abs(len(word) - len(wanted)) > slips or word[:1] != wanted[:1]:
        return False
    return _slips(word, wanted) <= slips


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


class _Seen(dict[str, tuple[tuple[Leaf, int], ...]]):
    """What each word means to a query, worked out once: the leaves it belongs to and its place within them."""

    def __init__(self, wanted: tuple[Leaf, ...]) -> None:
        self._stems: dict[str, list[tuple[Leaf, int]]] = {}
        self._written: list[Prefix | Fuzzy] = []
        for leaf in wanted:
            match leaf:
                case Term():
                    self._stems.setdefault(leaf.stem, []).append((leaf, 0))
                case Phrase(words):
                    first = next((at for at, word in enumerate(words) if not is_common(word)), 0)
                    self._stems.setdefault(stem(words[first]), []).append((leaf, first))
                case _:
                    self._written.append(leaf)

    def __missing__(self, word: str) -> tuple[tuple[Leaf, int], ...]:
        meant = list(self._stems.get(stem(word), ()))
        for leaf in self._written:
            if word.startswith(leaf.start) if isinstance(leaf, Prefix) else is_close(word, leaf.word):
                meant.append((leaf, 0))
        self[word] = tuple(meant)
        return self[word]


class Reading:
    """One query made ready to be looked for in many entries."""

    def __init__(self, query: Query) -> None:
        self._tree = query.tree
        self._seen = _Seen(tuple(dict.fromkeys(leaf for leaf, _, _ in leaves(query.tree))))

    def places(self, entry: EntryWords) -> Places:
        """Where each leaf of the query stands in an entry."""
        places: Places = {}
        seen = self._seen
        for field, words in enumerate(entry.fields):
            for at, word in enumerate(words):
                for leaf, offset in seen[word]:
                    if type(leaf) is Phrase and not _stands(leaf, words, at - offset):
                        continue
                    if leaf not in places:
                        places[leaf] = [[] for _ in TEXT_FIELDS]
                    places[leaf][field].append(at - offset)
        return places

    def fulfilled(self, entry: EntryWords, places: Places) -> bool:
        """Whether an entry is what the query asks for."""
        return self._tree is not None and _holds(self._tree, entry, places, None)


def _stands(phrase: Phrase, words: tuple[str, ...], start: int) -> bool:
    end = start + len(phrase.words)
    if start < 0 or end > len(words):
        return False
    return all(stem(found) == stem(wanted) for found, wanted in zip(words[start:end], phrase.words, strict=True))


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
