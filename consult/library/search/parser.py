"""Reading what a person types into the search box. Any string gives a query; what could not be used is said in a hint.

Words: any of them, best those with all. "A phrase" must stand so. well-being, A&E: the pieces as they stand side by
side, with a hyphen also as one word; in a sentence pieces that tell count as words. well being: that one word, too.
housing*: words that begin so. licence~: words spelt nearly so. and, or, not (or -word) combine; brackets group.
question: answer: body: consultation: look in one text, year:2006 or year:2004-2006 in a time. In a sentence ('What
should we do about parks and roads?') and, or, not are ordinary words unless they are in capitals.
"""

import re

from consult.library.search.analyse import closed_up, compounds, is_common, stem, words
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
    combined,
    is_plain,
    said_in,
    together,
    years_in,
)

LONGEST_QUERY = 1_000
"""Characters read of a query."""
MOST_LEAVES = 32
"""Words and phrases used of a query."""
DEEPEST = 8
"""Brackets within brackets."""
LONGEST_COMMAND = 8
"""Words up to which small and, or, not combine; more is a sentence."""

_TOKEN = re.compile(
    r'(?P<minus>(?<![^\s(])-(?=[\w"(]))'
    r"|(?P<field>(?:question|answer|body|consultation|year):(?=\S))"
    r'|"(?P<phrase>[^"]*)(?P<closed>"?)'
    r"|(?P<open>\()|(?P<close>\))"
    r'|(?P<word>[^\s()"]+)',
    re.IGNORECASE,
)
_QUOTES = str.maketrans({"\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"'})
_OPERATORS = {"and", "or", "not"}
_LOOSE = re.compile(r"[,;:/|\u2014]+(?=\D)|(?<=\D)[,;:/|\u2014]+")
"""What stands between words that are a choice or a list, not one word: 'parks/roads'. Numbers keep theirs: '24/7'."""

_PLAIN = re.compile(r"[^\W\d_]{2,30}[.,;:!?]?")

Token = tuple[str, str]
"""What it is ('word', 'phrase', 'field', 'open', 'close', 'and', 'or', 'not') and its text."""


def parse(text: str) -> Query:
    """The query a typed text stands for, with a hint where part of it could not be used."""
    return _Parser(text).query()


class _Parser:
    """Reads one text once, from left to right."""

    def __init__(self, text: str) -> None:
        self.text, self.hints = text[:LONGEST_QUERY], list[str]()
        self.sentence = False
        if len(text) > LONGEST_QUERY:
            self.hint(f"Only the first {LONGEST_QUERY:,} characters were used.")
        self.tokens = self._balanced(self._read(text[:LONGEST_QUERY].translate(_QUOTES)))
        self.at = 0
        self.leaves = 0
        self.common: list[str] = []
        self.beside: list[Leaf] = []

    def query(self) -> Query:
        """The whole text as one query."""
        tree = self.any_of()
        if tree is None:
            self.hint(self._why_nothing())
        elif isinstance(tree, Not):
            self.hint("This leaves answers out and asks for none: add a word to look for.")
        said = said_in(self.text) if is_plain(tree) else ()
        return Query(tree, " ".join(self.hints), text=self.text, said=said, beside=frozenset(self.beside))

    def hint(self, sentence: str) -> None:
        """Tell the person something once."""
        if sentence not in self.hints:
            self.hints.append(sentence)

    def _why_nothing(self) -> str:
        if self.common:
            return f"These words are too common to search for: {', '.join(dict.fromkeys(self.common))}."
        return "Enter a word to search for."

    def _read(self, text: str) -> list[Token]:
        tokens: list[Token] = []
        spoken = [word for word in words(text) if word not in _OPERATORS]
        sentence = len(spoken) > LONGEST_COMMAND or any(map(is_common, spoken)) or text.isupper()
        self.sentence = sentence
        for match in _TOKEN.finditer(text):
            kind, piece = str(match.lastgroup), match.group()
            if kind == "closed":
                kind, piece = "phrase", match["phrase"]
                if not match["closed"]:
                    self.hint("A quotation mark was not closed: the rest was read as one phrase.")
            elif kind == "minus":
                kind = "not"
            elif kind == "word" and piece.lower() in _OPERATORS and (piece.isupper() or not sentence):
                kind = "word" if piece.isupper() and text.isupper() else piece.lower()
            tokens.append((kind, piece))
        return tokens

    def _balanced(self, tokens: list[Token]) -> list[Token]:
        """Without brackets that have no partner or lie too deep."""
        open_at: list[int] = []
        kept: set[int] = set()
        for at, (kind, _) in enumerate(tokens):
            if kind == "open":
                open_at.append(at)
            elif kind == "close" and open_at:
                partner = open_at.pop()
                if len(open_at) < DEEPEST:
                    kept |= {partner, at}
        balanced = [token for at, token in enumerate(tokens) if token[0] not in ("open", "close") or at in kept]
        if len(balanced) < len(tokens):
            self.hint("Some brackets were left out: they had no partner or lay too deep.")
        return balanced

    def _next(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else "end"

    def any_of(self) -> Node | None:
        """Groups side by side up to a closing bracket: loose words as any of them, everything else as a condition."""
        groups: list[list[Node]] = []
        joined = False
        while self._next() not in ("end", "close"):
            if self._next() in ("or", "and"):
                joined = bool(groups)
                self.at += 1
                continue
            node = self.all_of()
            if node is not None:
                if joined and groups:
                    groups[-1].append(node)
                else:
                    groups.append([node])
            joined = False
        return combined(groups)

    def all_of(self) -> Node | None:
        """Parts joined by 'and'."""
        parts = [self.part()]
        while self._next() == "and":
            self.at += 1
            if self._next() not in ("end", "close", "or", "and"):
                parts.append(self.part())
        return together(And, [part for part in parts if part is not None])

    def part(self) -> Node | None:
        """One word, phrase, bracket or field, with the nots before it."""
        wanted = True
        while self._next() == "not":
            wanted = not wanted
            self.at += 1
        if self._next() in ("end", "close", "and", "or"):
            return None
        at = self.at
        node = self.atom()
        if wanted:
            return together(Or, [each for each in (node, *self._closed_up(at)) if each is not None])
        return None if node is None else Not(node)

    def _closed_up(self, at: int) -> list[Node]:
        """The one word that some write for this word and the next: 'well being' asks for 'wellbeing', too.

        Where both words tell, they find the compound with a hyphen by themselves.
        """
        kinds, pieces = zip(*self.tokens[at : at + 2], strict=True)
        if kinds != ("word", "word") or not all(map(_PLAIN.fullmatch, pieces)) or not pieces[0][-1].isalpha():
            return []
        pair = [words(piece)[0] for piece in pieces]
        joined = closed_up(*pair)
        if not joined or len(words(self.text)) > MOST_LEAVES // 2:
            return []
        self.beside.append(Term(stem(joined)) if any(map(is_common, pair)) else Closed(stem(joined)))
        return self._within_limit(self.beside[-1:])

    def atom(self) -> Node | None:
        """One word, phrase, bracket or field."""
        kind, piece = self.tokens[self.at]
        self.at += 1
        if kind == "open":
            node = self.any_of()
            self.at += 1  # the closing bracket: brackets are balanced
            return node
        if kind == "field":
            return self.field(piece[:-1].lower())
        if kind == "phrase":
            return self.phrase(piece)
        return together(Or, self.word(piece))

    def field(self, name: str) -> Node | None:
        """What follows a field's name; a year that is none is read as words."""
        if self._next() in ("end", "close", "and", "or", "not", "field"):
            return self.atom() if self._next() == "field" else None
        if name != "year":
            child = self.atom()
            return None if child is None else Field(name, child)
        years = years_in(self.tokens[self.at][1])
        if years is None:
            self.hint("A year is written year:2006, or year:2004-2006 for several.")
            return self.atom()
        self.at += 1
        return years

    def phrase(self, piece: str) -> Node | None:
        """The words between quotation marks; a single one is a word."""
        found = words(piece)[: MOST_LEAVES * 2]
        telling = [word for word in found if not is_common(word)]
        if not telling:
            self.common += found
            return None
        leaf: Leaf = Phrase(tuple(found)) if len(found) > 1 else Term(stem(found[0]))
        return together(Or, self._within_limit([leaf]))

    def word(self, piece: str) -> list[Node]:
        """The words of a piece without spaces, the last as prefix or fuzzy where it says so."""
        bare = self._star_at_end(re.sub(r"~\d$", "~", piece.rstrip(".,;:!?'\u2019)]")))
        parts = [found for part in _LOOSE.split(bare) if (found := words(part))]
        if any(all(map(is_common, part)) for part in parts) and len(parts) > 1:  # 'N/A' is no choice between n and a
            parts = [words(bare)]
        made = [node for part in parts[:-1] for node in self._compound(part, bare)]
        return made + (self._last(parts[-1], bare) if parts else [])

    def _star_at_end(self, bare: str) -> str:
        """The piece with a star at its end alone: what a star elsewhere stands for cannot be looked up."""
        start, star, _ = bare.lstrip("*").partition("*")
        read = start + star
        if read != bare.rstrip("*") + star and words(bare):
            self.hint(
                f"\u2018{bare}\u2019 was searched for as \u2018{read}\u2019: a star stands for the end of a word."
            )
        return read

    def _last(self, found: list[str], bare: str) -> list[Node]:
        """The words at the end of a piece, the last of them as prefix or fuzzy where the piece ends so."""
        word, before = found[-1], found[:-1]
        kind: type[Prefix] | type[Fuzzy] | None = None
        if bare.endswith("*") and len(word) > 1:
            kind = Prefix
        elif bare.endswith("*"):
            self.hint("Give at least two letters before *.")
        elif bare.endswith("~") and len(word) > 2 and not is_common(word):
            kind = Fuzzy
        if kind is None:
            return self._compound(found, bare)
        every = together(And, [*self._compound(before, bare), *self._within_limit([kind(word)])])
        whole = self._within_limit([kind(joined) for joined in _as_one(found, bare)])
        either = together(Or, [*([] if every is None else [every]), *whole])
        return [] if either is None else [either]

    def _compound(self, found: list[str], bare: str) -> list[Node]:
        """Words written as one piece: side by side ('A&E'), or with hyphens as one word, too ('well-being')."""
        if all(map(is_common, found)):
            self.common += found
            return []
        if len(found) == 1:
            return self._within_limit([Term(stem(found[0]))])
        if self.sentence and not any(map(is_common, found)):
            apart = [Term(stem(word)) for word in found]  # close together they count for more anyway
            return self._within_limit([*apart, *map(Closed, map(stem, _as_one(found, bare)))])
        made: list[Leaf] = [Phrase(tuple(found[: MOST_LEAVES * 2]), compound=True)]
        made += map(Closed, map(stem, _as_one(found, bare)))
        either = together(Or, self._within_limit(made))
        return [] if either is None else [either]

    def _within_limit(self, made: list[Leaf]) -> list[Node]:
        allowed = made[: max(0, MOST_LEAVES - self.leaves)]
        if len(allowed) < len(made):
            self.hint(f"Only the first {MOST_LEAVES} words were used.")
        self.leaves += len(allowed)
        return list(allowed)


def _as_one(found: list[str], bare: str) -> list[str]:
    """The words of a piece as one word, where hyphens stand between them: so some write it."""
    joined = "".join(found)
    return [joined] if len(found) > 1 and any(word == joined for word, _, _ in compounds(bare)) else []
