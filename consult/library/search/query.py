"""What a person asks the library: a small tree of words, phrases and conditions that every engine reads the same way.

`parser.parse` makes it of anything a person types, `similar.similar_query` of a whole question. A field narrows what
stands under it to one of the texts of an entry; without one all texts count.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from consult.library.search.analyse import is_common, stem, words

_YEARS = re.compile(r"(?P<sign>[<>]=?)?(?P<first>\d{4})?(?P<dash>\.\.++|-|\u2013)?(?P<last>\d{4})?[.,;?!]*")
MOST_SAID = 32
"""Different words of what was asked that count when entries are put in order as a question reads."""


@dataclass(frozen=True, slots=True)
class Term:
    """Any word with this stem."""

    stem: str


@dataclass(frozen=True, slots=True)
class Closed:
    """Any word with this stem that is written as one, asked for by a compound: 'wellbeing' for 'well-being'.

    Where the compound is written with hyphens it is found by its pieces, and is not counted once more.
    """

    stem: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """These folded words one after another, compared by stem; common words count here.

    `compound` says that they were one word with signs in it ('well-being', 'A&E'), not asked for as a phrase.
    """

    words: tuple[str, ...]
    compound: bool = False

    def terms(self) -> tuple[Term, ...]:
        """The words an index can look up: each telling word once."""
        return tuple(dict.fromkeys(Term(stem(word)) for word in self.words if not is_common(word)))


@dataclass(frozen=True, slots=True)
class Prefix:
    """Any word, as written, that begins with these letters."""

    start: str


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Any word, as written, a slip of the pen away (see `ranking.is_close`)."""

    word: str


@dataclass(frozen=True, slots=True)
class Years:
    """Entries adopted in these years, both ends included; None leaves an end open."""

    first: int | None
    last: int | None

    def holds(self, year: int | None) -> bool:
        """Whether a year lies within; an entry without a year lies in none."""
        if year is None:
            return False
        return (self.first is None or year >= self.first) and (self.last is None or year <= self.last)


@dataclass(frozen=True, slots=True)
class Field:
    """What stands under it is looked for in one text only: question, answer, body or consultation."""

    name: str
    child: "Node"


@dataclass(frozen=True, slots=True)
class And:
    """All of these."""

    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of these."""

    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """None of this."""

    child: "Node"


@dataclass(frozen=True, slots=True)
class Common:
    """A folded word too common to find entries by: it only tells short questions apart that were found by others."""

    word: str


Leaf = Term | Closed | Phrase | Prefix | Fuzzy
Node = Leaf | Years | Field | And | Or | Not


@dataclass(frozen=True, slots=True)
class Query:
    """One search: the tree (None when there is nothing to look for) and a sentence to show the person who asked.

    `rarest` limits a long list of words to its rarest ones when entries are gathered; all of them count in the order.
    `text` is what was asked in its own words, for engines that know what texts mean (see `fusing`). `said` are its
    words in their order, common ones among them, where plain words were asked. `beside` are leaves that two words stand
    for together, as some write them: an entry without them lacks nothing.
    """

    tree: Node | None
    hint: str = ""
    rarest: int | None = None
    text: str = ""
    said: tuple[Term | Common, ...] = ()
    beside: frozenset[Leaf] = frozenset()


def leaves(node: Node | None, field: str | None = None, wanted: bool = True) -> Iterator[tuple[Leaf, str | None, bool]]:
    """Every leaf with the field it stands under and whether it is wanted (False under an odd number of nots)."""
    match node:
        case Term() | Closed() | Phrase() | Prefix() | Fuzzy():
            yield node, field, wanted
        case Field(name, child):
            yield from leaves(child, name, wanted)
        case Not(child):
            yield from leaves(child, field, not wanted)
        case And(children) | Or(children):
            for child in children:
                yield from leaves(child, field, wanted)


def is_plain(node: Node | None) -> bool:
    """Whether a query asks for words only, of which an entry need not have all."""
    asked = node.children if isinstance(node, Or) else (node,)
    return all(isinstance(each, Term | Closed) or (isinstance(each, Phrase) and each.compound) for each in asked)


def said_in(text: str) -> tuple[Term | Common, ...]:
    """The words of a question in their order, each once."""
    said = (Common(word) if is_common(word) else Term(stem(word)) for word in words(text))
    return tuple(dict.fromkeys(said))[:MOST_SAID]


def combined(groups: list[list[Node]]) -> Node | None:
    """Loose words and what 'or' joins as any of them; phrases, fields, years, nots and ands each as a condition."""
    loose: list[Node] = []
    conditions: list[Node] = []
    for group in groups:
        node = together(Or, group)
        if node is not None:
            is_word = isinstance(node, Term | Closed | Prefix | Fuzzy | Or)
            is_loose = node.compound if isinstance(node, Phrase) else is_word
            (loose if is_loose else conditions).append(node)
    any_loose = together(Or, loose)
    return together(And, conditions if any_loose is None else [any_loose, *conditions])


def together(kind: type[And] | type[Or], nodes: list[Node]) -> Node | None:
    """One node of several: the same kind flattened, the same node once."""
    flat: dict[Node, None] = {}
    for node in nodes:
        inner = node.children if isinstance(node, kind) else (node,)
        flat.update(dict.fromkeys(inner))
    if len(flat) < 2:
        return next(iter(flat), None)
    return kind(tuple(flat))


def years_in(piece: str) -> Years | None:
    """The years that somebody typed: 2006, 2004-2006, 2004-, >2004; None where they are none."""
    match = _YEARS.fullmatch(piece)
    if match is None or not (match["first"] or match["last"]):
        return None
    first, last = (int(match[name]) if match[name] else None for name in ("first", "last"))
    if match["sign"]:
        only = first if first is not None else last or 0
        inclusive = "=" in match["sign"]
        if match["sign"].startswith("<"):
            return Years(None, only if inclusive else only - 1)
        return Years(only if inclusive else only + 1, None)
    if match["dash"]:
        return Years(first, last) if first is None or last is None or first <= last else Years(last, first)
    return Years(first, first)
