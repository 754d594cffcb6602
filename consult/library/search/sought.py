"""Where in an entry the words of a query stand, and whether it fulfils the query: exact, the same for every engine."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from consult.library.search.analyse import APART, token
from consult.library.search.entry_text import TEXT_FIELDS, EntryWords, line
from consult.library.search.query import (
    And,
    Closed,
    Field,
    Fuzzy,
    Leaf,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Term,
    Years,
    leaves,
)

Places = dict[Leaf, list[list[int]]]
"""For each leaf that stands in an entry: per text, in the order of TEXT_FIELDS, the positions of its first word."""
Counts = list[tuple[int, ...] | None]
"""For each leaf by its number: how often it stands in each text, in the order of TEXT_FIELDS; None where in none."""
Test = Callable[[EntryWords, Counts], bool]
_APART = line([APART])
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
    return _slips(word, wanted, slips) <= slips


def is_meant(word: str, leaf: Prefix | Fuzzy) -> bool:
    """Whether a folded word is one of those a prefix or a fuzzy word stands for."""
    return word.startswith(leaf.start) if isinstance(leaf, Prefix) else is_close(word, leaf.word)


def _slips(one: str, other: str, most: int) -> int:
    """The optimal string alignment distance of two words; of those further apart than `most`, something beyond it.

    No more letters are held against each other than that many places apart: words may be as long as a text.
    """
    beyond = most + 1
    before: dict[int, int] = {}
    last = {j: j for j in range(min(most, len(other)) + 1)}
    for i, letter in enumerate(one, 1):
        row = {0: i} if i <= most else {}
        for j in range(max(1, i - most), min(len(other), i + most) + 1):
            cost = min(row.get(j - 1, beyond), last.get(j, beyond)) + 1
            cost = min(cost, last.get(j - 1, beyond) + (letter != other[j - 1]))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == other[j - 1]:
                cost = min(cost, before.get(j - 2, beyond) + 1)
            row[j] = cost
        if min(row.values(), default=beyond) > most:
            return beyond
        before, last = last, row
    return last.get(len(other), beyond)


class Sought:
    """One query made ready to be looked for in many entries. Its leaves have the numbers of their place in `leaves`."""

    def __init__(self, query: Query) -> None:
        self.leaves: tuple[Leaf, ...] = tuple(dict.fromkeys(leaf for leaf, _, _ in leaves(query.tree)))
        self._terms: list[tuple[int, str]] = []
        self._stems: dict[str, int] = {}
        self._phrases: list[tuple[int, str]] = []
        self._closed: list[tuple[int, str]] = []
        self._meant: list[tuple[int, Prefix | Fuzzy, dict[str, bool]]] = []
        for number, leaf in enumerate(self.leaves):
            match leaf:
                case Term(stem):
                    self._stems[stem] = len(self._terms)
                    self._terms.append((number, line([stem])))
                case Closed(stem):
                    self._closed.append((number, line([stem])))
                case Phrase(words):
                    self._phrases.append((number, line(map(token, words))))
                case Prefix() | Fuzzy():
                    self._meant.append((number, leaf, {}))
        numbers = {leaf: number for number, leaf in enumerate(self.leaves)}
        self._fulfils = _test(query.tree, numbers, None) if query.tree is not None else _never

    def counts(self, entry: EntryWords) -> Counts:
        """How often each leaf of the query stands in an entry."""
        found: Counts = [None] * len(self.leaves)
        question, answer, body, consultation = entry.tokens
        for number, wanted in self._worth_looking_for(entry):
            one, two = question.count(wanted), answer.count(wanted)
            three, four = body.count(wanted), consultation.count(wanted)
            if one or two or three or four:
                found[number] = one, two, three, four
        for number, places in self._less_usual(entry):
            found[number] = tuple(map(len, places))
        return found

    def places(self, entry: EntryWords) -> Places:
        """Where each leaf of the query stands in an entry."""
        places = {
            self.leaves[number]: [starts(tokens, wanted) for tokens in entry.tokens]
            for number, wanted in self._worth_looking_for(entry)
            if any(wanted in tokens for tokens in entry.tokens)
        }
        return places | {self.leaves[number]: each for number, each in self._less_usual(entry)}

    def _less_usual(self, entry: EntryWords) -> Iterator[tuple[int, list[list[int]]]]:
        """Where phrases, and words that are not written out, stand in an entry."""
        for number, wanted in self._phrases:
            if any(each := [starts(tokens, wanted) for tokens in entry.tokens]):
                yield number, each
        for number, wanted in self._closed:
            if any(each := [starts(tokens.partition(_APART)[0], wanted) for tokens in entry.tokens]):
                yield number, each
        for number, leaf, known in self._meant:
            if any(each := [_meant_in(text, leaf, known) for text in entry.written]):
                yield number, each

    def _worth_looking_for(self, entry: EntryWords) -> Iterable[tuple[int, str]]:
        """The terms that may stand in an entry: of many words, those that do."""
        if len(self._terms) <= _FEW:
            return self._terms
        held = {*"".join(entry.tokens).split()}
        return [self._terms[place] for stem, place in self._stems.items() if stem in held]

    def fulfilled(self, entry: EntryWords, counts: Counts) -> bool:
        """Whether an entry is what the query asks for."""
        return self._fulfils(entry, counts)


def starts(tokens: str, wanted: str) -> list[int]:
    """At which words of a line another line begins."""
    at = tokens.find(wanted)
    places: list[int] = []
    place = last = 0
    while at >= 0:
        place += tokens.count("  ", last, at + 1)
        places.append(place)
        last = at + 1
        at = tokens.find(wanted, last)
    return places


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


def _never(_entry: EntryWords, _counts: Counts) -> bool:
    return False


def _test(node: Node, numbers: Mapping[Leaf, int], field: int | None) -> Test:
    """A node as a test of entries: it is made once, and asked of thousands."""
    match node:
        case And(children) | Or(children):
            every, parts = isinstance(node, And), [_test(child, numbers, field) for child in children]
            return (
                (lambda entry, counts: all(part(entry, counts) for part in parts))
                if every
                else (lambda entry, counts: any(part(entry, counts) for part in parts))
            )
        case Not(child):
            part = _test(child, numbers, field)
            return lambda entry, counts: not part(entry, counts)
        case Field(name, child):
            return _test(child, numbers, TEXT_FIELDS.index(name))
        case Years():
            return lambda entry, _counts: node.holds(entry.year)
        case _:
            return _leaf_test(numbers[node], field)


def _leaf_test(number: int, field: int | None) -> Test:
    if field is None:
        return lambda _entry, counts: counts[number] is not None
    return lambda _entry, counts: bool((found := counts[number]) and found[field])
