"""Where in an entry the words of a query stand, and whether it fulfils the query: exact, the same for every engine."""

from collections.abc import Iterable

from consult.library.analyse import token
from consult.library.entry_text import TEXT_FIELDS, EntryWords, line
from consult.library.query import And, Field, Fuzzy, Leaf, Node, Not, Or, Phrase, Prefix, Query, Term, Years, leaves

Places = dict[Leaf, list[list[int]]]
"""For each leaf that stands in an entry: per text, in the order of TEXT_FIELDS, the positions of its first word."""
_FEW = 16  # words that are looked for one by one: of more it is quicker to see first which are there


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
    if len({*word} ^ {*wanted}) > 2 * slips:  # a slip brings in one letter and takes out another at most
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
        self._lines: dict[Leaf, str] = {}
        self._meant: dict[Prefix | Fuzzy, dict[str, bool]] = {}
        for leaf in dict.fromkeys(leaf for leaf, _, _ in leaves(query.tree)):
            match leaf:
                case Term(stem):
                    self._lines[leaf] = line([stem])
                case Phrase(words):
                    self._lines[leaf] = line(map(token, words))
                case Prefix() | Fuzzy():
                    self._meant[leaf] = {}
        self._terms = {leaf.stem: leaf for leaf in self._lines if isinstance(leaf, Term)}
        self._phrases = [leaf for leaf in self._lines if isinstance(leaf, Phrase)]

    def places(self, entry: EntryWords) -> Places:
        """Where each leaf of the query stands in an entry."""
        places: Places = {}
        for leaf in self._worth_looking_for(entry):
            wanted = self._lines[leaf]
            each = [_starts(tokens, wanted) for tokens in entry.tokens]
            if any(each):
                places[leaf] = each
        for written, known in self._meant.items():
            each = [_meant_in(text, written, known) for text in entry.written]
            if any(each):
                places[written] = each
        return places

    def _worth_looking_for(self, entry: EntryWords) -> Iterable[Leaf]:
        """The leaves that may stand in an entry: of many words, those that do."""
        if len(self._terms) <= _FEW:
            return self._lines
        held = self._terms.keys() & {*"".join(entry.tokens).split()}
        return [*(self._terms[stem] for stem in self._terms if stem in held), *self._phrases]

    def fulfilled(self, entry: EntryWords, places: Places) -> bool:
        """Whether an entry is what the query asks for."""
        return self._tree is not None and _holds(self._tree, entry, places, None)


def _starts(tokens: str, wanted: str) -> list[int]:
    """At which words of a line another line begins."""
    at = tokens.find(wanted)
    starts: list[int] = []
    place = last = 0
    while at >= 0:
        place += tokens.count("  ", last, at + 1)
        starts.append(place)
        last = at + 1
        at = tokens.find(wanted, last)
    return starts


def _meant_in(written: str, leaf: Prefix | Fuzzy, known: dict[str, bool]) -> list[int]:
    """At which words of a text one stands that is meant; `known` keeps what was found out of each word."""
    start = leaf.start if isinstance(leaf, Prefix) else leaf.word[:1]
    if f" {start}" not in f" {written}":
        return []
    starting = [(at, word) for at, word in enumerate(written.split(" ")) if word.startswith(start)]
    for _, word in starting:
        if word not in known:
            known[word] = is_meant(word, leaf)
    return [at for at, word in starting if known[word]]


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
