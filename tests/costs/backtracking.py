"""A matcher that goes through a text as `re` does, step by step, and counts: what `re` does itself nobody can count.

It reads the tree that `re` makes of an expression. A step is one node tried at one place of the text.
"""

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

FINITE = 3
"""A repeat that ends after some number of times counts as one of so many: it cannot make a text's cost grow."""
_CATEGORIES = {
    op.CATEGORY_DIGIT: r"\d", op.CATEGORY_NOT_DIGIT: r"\D", op.CATEGORY_SPACE: r"\s", op.CATEGORY_NOT_SPACE: r"\S",
    op.CATEGORY_WORD: r"\w", op.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip
SINGLE = {op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN}
REPEATS = {op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT}
Node = tuple[Any, Any]
Goes = Callable[[int], bool]
sys.setrecursionlimit(max(sys.getrecursionlimit(), 20_000))


class TooManySteps(Exception):
    """More steps than were allowed."""


class One:
    """Which characters a node takes that stands for one."""

    def __init__(self, node: Node, flags: int, is_text: bool) -> None:
        self._node, self._flags, self._is_text = node, flags, is_text
        self._known: dict[str, bool] = {}

    def __contains__(self, letter: str) -> bool:
        if letter not in self._known:
            forms = {letter, letter.lower(), letter.upper()} if self._flags & re.I else {letter}
            self._known[letter] = self._takes(forms)
        return self._known[letter]

    def _takes(self, forms: set[str]) -> bool:
        kind, value = self._node
        if kind is op.ANY:
            return bool(self._flags & re.S) or "\n" not in forms
        if kind is op.IN:
            negated = value[0][0] is op.NEGATE
            return negated != any(self._is_in(item, form) for item in value for form in forms if len(form) == 1)
        return (kind is op.LITERAL) == (chr(value) in forms)

    def _is_in(self, item: Node, letter: str) -> bool:
        kind, value = item
        if kind is op.CATEGORY:
            sign = _CATEGORIES[value]
            return re.match(sign, letter, 0 if self._is_text else re.A) is not None
        if kind is op.RANGE:
            return value[0] <= ord(letter) <= value[1]
        return kind is op.LITERAL and chr(value) == letter


def finite(most: Any) -> bool:
    """Whether a repeat ends after some number of times."""
    return most is not op.MAXREPEAT


class Matcher:
    """One expression, ready to be led through texts."""

    def __init__(self, pattern: re.Pattern) -> None:
        self.is_text = isinstance(pattern.pattern, str)
        self.tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
        self.flags = pattern.flags
        self.ones: list[One] = []
        self.text = ""
        self.count = 0
        self.limit = 0
        self._groups: dict[int, tuple[int, int]] = {}
        self._end = 0
        self._whole = False
        self._start = self._sequence([*self.tree], self._arrives, self.flags)

    def steps(self, text: str, *, way: str = "search", limit: int = 10**9) -> int:
        """How many steps it takes to find every place in a text (`search`), or to try its beginning (`match`).

        Raises:
            TooManySteps: it would take more than `limit`.
        """
        self.text, self.count, self.limit, self._whole = text, 0, limit, way == "fullmatch"
        place = 0
        while place <= len(text):
            self._groups.clear()
            found = self._start(place)
            if way != "search":
                break
            place = max(self._end, place + 1) if found else place + 1
        return self.count

    def finds(self, text: str) -> list[tuple[int, int]]:
        """Where each place that is found begins and ends."""
        self.text, self.count, self.limit, self._whole = text, 0, 10**9, False
        found, place = [], 0
        while place <= len(text):
            self._groups.clear()
            if self._start(place):
                found.append((place, self._end))
            place = max(self._end, place + 1) if found and found[-1][0] == place else place + 1
        return found

    def _step(self, steps: int = 1) -> None:
        self.count += steps
        if self.count > self.limit:
            raise TooManySteps

    def _arrives(self, place: int) -> bool:
        self._end = place
        return not self._whole or place == len(self.text)

    def _sequence(self, nodes: Sequence[Node], then: Goes, flags: int) -> Goes:
        for node in reversed(nodes):
            then = self._node(node, then, flags)
        return then

    def _node(self, node: Node, then: Goes, flags: int) -> Goes:
        kind, value = node
        if kind in SINGLE:
            return self._single(self._one(node, flags), then)
        if kind in REPEATS:
            return self._repeat(kind, value, then, flags)
        makers = {
            op.SUBPATTERN: self._group, op.BRANCH: self._branch, op.ATOMIC_GROUP: self._atomic, op.AT: self._at,
            op.ASSERT: self._looks, op.ASSERT_NOT: self._looks_not, op.GROUPREF: self._again,
            op.GROUPREF_EXISTS: self._depends,
        }  # fmt: skip
        return makers[kind](value, then, flags)

    def _one(self, node: Node, flags: int) -> One:
        self.ones.append(One(node, flags, self.is_text))
        return self.ones[-1]

    def _single(self, one: One, then: Goes) -> Goes:
        def go(place: int) -> bool:
            self._step()
            return place < len(self.text) and self.text[place] in one and then(place + 1)

        return go

    def _group(self, value: Any, then: Goes, flags: int) -> Goes:
        number, more, less, nodes = value
        flags = (flags | more) & ~less
        if number is None:
            return self._sequence(nodes, then, flags)
        starts: list[int] = []

        def ends(place: int) -> bool:
            begun, before = starts.pop(), self._groups.get(number)
            self._groups[number] = begun, place
            if then(place):
                starts.append(begun)
                return True
            starts.append(begun)
            if before is None:
                del self._groups[number]
            else:
                self._groups[number] = before
            return False

        inside = self._sequence(nodes, ends, flags)

        def go(place: int) -> bool:
            starts.append(place)
            found = inside(place)
            starts.pop()
            return found

        return go

    def _branch(self, value: Any, then: Goes, flags: int) -> Goes:
        ways = [self._sequence(nodes, then, flags) for nodes in value[1]]

        def go(place: int) -> bool:
            self._step()
            return any(way(place) for way in ways)

        return go

    def _alone(self, nodes: Sequence[Node], flags: int) -> Callable[[int], int]:
        """Where some nodes end that are gone through for themselves; -1 where they are not there."""
        reached = [0]

        def arrives(place: int) -> bool:
            reached[0] = place
            return True

        inside = self._sequence(nodes, arrives, flags)
        return lambda place: reached[0] if inside(place) else -1

    def _atomic(self, value: Any, then: Goes, flags: int) -> Goes:
        alone = self._alone(value, flags)

        def go(place: int) -> bool:
            self._step()
            end = alone(place)
            return end >= 0 and then(end)

        return go

    def _looks(self, value: Any, then: Goes, flags: int, wanted: bool = True) -> Goes:
        direction, nodes = value
        back = nodes.getwidth()[0] if direction < 0 else 0
        alone = self._alone(nodes, flags)

        def go(place: int) -> bool:
            self._step()
            is_there = place >= back and alone(place - back) >= 0
            return is_there == wanted and then(place)

        return go

    def _looks_not(self, value: Any, then: Goes, flags: int) -> Goes:
        return self._looks(value, then, flags, wanted=False)

    def _again(self, value: Any, then: Goes, _flags: int) -> Goes:
        def go(place: int) -> bool:
            begun, end = self._groups.get(value, (0, -1))
            self._step(1 + max(end - begun, 0))
            return end >= 0 and self.text.startswith(self.text[begun:end], place) and then(place + end - begun)

        return go

    def _depends(self, value: Any, then: Goes, flags: int) -> Goes:
        number, yes, no = value
        there, missing = self._sequence(yes, then, flags), self._sequence(no or [], then, flags)
        return lambda place: there(place) if number in self._groups else missing(place)

    def _at(self, value: Any, then: Goes, flags: int) -> Goes:
        lines = bool(flags & re.M)

        def word(place: int) -> bool:
            return 0 <= place < len(self.text) and re.match(r"\w", self.text[place]) is not None

        tests: dict[Any, Goes] = {
            op.AT_BEGINNING: lambda n: n == 0 or (lines and self.text[n - 1] == "\n"),
            op.AT_BEGINNING_STRING: lambda n: n == 0,
            op.AT_END: lambda n: self.text[n:] in ("", "\n") or (lines and self.text[n] == "\n"),
            op.AT_END_STRING: lambda n: n == len(self.text),
            op.AT_BOUNDARY: lambda n: word(n - 1) != word(n),
            op.AT_NON_BOUNDARY: lambda n: word(n - 1) == word(n),
        }
        stands = tests[value]

        def go(place: int) -> bool:
            self._step()
            return stands(place) and then(place)

        return go

    def _repeat(self, kind: Any, value: Any, then: Goes, flags: int) -> Goes:
        least, most, nodes = value
        least, most = min(least, FINITE + 1), max(FINITE, least) if finite(most) and most > FINITE else most
        most = int(most) if finite(most) else sys.maxsize
        if len(nodes) == 1 and nodes[0][0] in SINGLE:
            return self._run(kind, least, most, self._one(nodes[0], flags), then)
        if kind is op.POSSESSIVE_REPEAT:
            return self._atomic([(op.MAX_REPEAT, value)], then, flags)
        return self._loop(kind is op.MIN_REPEAT, least, most, nodes, then, flags)

    def _run(self, kind: Any, least: int, most: int, one: One, then: Goes) -> Goes:
        def length(place: int, most: int) -> int:
            end = min(len(self.text), place + most)
            here = place
            while here < end and self.text[here] in one:
                here += 1
            self._step(here - place + 1)
            return here

        def longest(place: int) -> bool:
            end = length(place, most)
            ends: Iterable[int] = range(end, place + least - 1, -1)
            return any(map(then, ends)) if kind is op.MAX_REPEAT else end >= place + least and then(end)

        def shortest(place: int) -> bool:
            here = length(place, least)
            if here < place + least:
                return False
            while not then(here):
                self._step()
                if here - place >= most or here >= len(self.text) or self.text[here] not in one:
                    return False
                here += 1
            return True

        return shortest if kind is op.MIN_REPEAT else longest

    def _loop(self, lazy: bool, least: int, most: int, nodes: Sequence[Node], then: Goes, flags: int) -> Goes:
        times, last = 0, -1

        def more(place: int) -> bool:
            nonlocal times, last
            kept = times, last
            if times >= most or (last == place and times >= least):
                return False
            times, last = times + 1, place
            if inside(place):
                return True
            times, last = kept
            return False

        def enough(place: int) -> bool:
            return times >= least and then(place)

        def go(place: int) -> bool:
            self._step()
            return enough(place) or more(place) if lazy else more(place) or enough(place)

        inside = self._sequence(nodes, go, flags)

        def enter(place: int) -> bool:
            nonlocal times, last
            kept = times, last
            times, last = 0, -1
            found = go(place)
            times, last = kept
            return found

        return enter
