"""Every regular expression of the service, how each is used, and the texts that are hardest for it, made from it."""

import ast
import importlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from re import _constants as op  # type: ignore[attr-defined]
from typing import Any

import consult
from tests.costs.backtracking import REPEATS, SINGLE, Matcher, Node, One, finite

ROOM = Path(consult.__file__).parent
USES = {"match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}
LONG = 40
LETTERS = "aA1 \n\t.,-_(é\u00a0\x00"


@dataclass(frozen=True)
class Expression:
    """An expression, where it stands, and the most that is asked of it: to begin a text, to be it, or to be found."""

    place: str
    pattern: re.Pattern
    way: str


@cache
def expressions() -> tuple[list[Expression], list[str]]:
    """Every expression, and the places of those that are only known when a function runs."""
    found: list[Expression] = []
    unknown: list[str] = []
    ways = _ways()
    for path, tree in _trees():
        module = importlib.import_module(_name(path))
        names = {
            id(node.value): target.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and isinstance(target := node.targets[0], ast.Name)
        }
        for node in ast.walk(tree):
            if not _is_of_re(node) or not node.args:
                continue
            place = f"{path.relative_to(ROOM)}:{node.lineno}"
            way = node.func.attr
            if way == "compile":
                way = _most(ways.get((_name(path), names.get(id(node), "")), {"search"}))
            try:
                pattern = _compiled(node, vars(module))
            except NameError:
                unknown.append(f"{path.relative_to(ROOM)} {ast.unparse(node.args[0])}")
                continue
            found.append(Expression(place, pattern, way if way in ("match", "fullmatch") else "search"))
    return found, unknown


def _most(ways: set[str]) -> str:
    return "search" if ways - {"match", "fullmatch"} else "match" if "match" in ways else "fullmatch"


def _is_of_re(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr in USES | {"compile"}
    )


def _compiled(node: ast.Call, known: dict[str, Any]) -> re.Pattern:
    place = {"compile": 1, "match": 2, "fullmatch": 2, "search": 2, "split": 3, "findall": 2, "finditer": 2}
    flags = [each.value for each in node.keywords if each.arg == "flags"]
    flags += node.args[place.get(node.func.attr, 4) :]  # type: ignore[attr-defined]
    value, *more = (
        eval(compile(ast.Expression(each), "expression", "eval"), dict(known)) for each in [node.args[0], *flags]
    )
    return re.compile(value, *more)


@cache
def _trees() -> list[tuple[Path, ast.Module]]:
    paths = sorted(path for path in ROOM.rglob("*.py") if re.search(r"\bre\.", path.read_text("utf-8")))
    return [(path, ast.parse(path.read_text("utf-8"))) for path in paths]


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOM.parent).with_suffix("").parts).removesuffix(".__init__")


def _ways() -> dict[tuple[str, str], set[str]]:
    """For each name of a module, how it is used: by a method, or as if it were searched where it is handed on."""
    ways: dict[tuple[str, str], set[str]] = defaultdict(set)
    for path in ROOM.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        home = {
            each.asname or each.name: (node.module, each.name)
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module
            for each in node.names
        }
        called: dict[int, ast.Call] = {id(node.func): node for node in ast.walk(tree) if isinstance(node, ast.Call)}
        above = {id(child): node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                ways[home.get(node.id, (_name(path), node.id))].add(_way(above.get(id(node)), called))
    return ways


def _way(above: ast.AST | None, called: dict[int, ast.Call]) -> str:
    if not isinstance(above, ast.Attribute) or above.attr not in USES:
        return "search"
    call = called.get(id(above))
    # From a place within the text: whoever calls it so goes through the text.
    begins = call is not None and len(call.args) == 1 and above.attr in ("match", "fullmatch")
    return above.attr if begins else "search"


class Hostile:
    """Texts that keep one expression busy: characters of its repeats, again and again, behind what leads to them."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        ones = matcher.ones
        self._known: dict[Any, One] = {}
        self._is_long = len(ones) > LONG
        letters = dict.fromkeys([*_named(matcher.tree), *LETTERS])
        kinds: dict[tuple[bool, ...], str] = {}
        for letter in letters:
            if matcher.is_text or ord(letter) < 256:
                kinds.setdefault(tuple(letter in one for one in ones), letter)
        self._letters = sorted(kinds.values(), key=lambda letter: -sum(letter in one for one in ones))

    def texts(self) -> Iterator[Callable[[int], str]]:
        """Each once, as what makes it with so many times what is repeated."""
        whole = self._sample([*self._matcher.tree], False), self._sample([*self._matcher.tree], True)
        units = [("", unit) for text in whole for unit in (text, text[:-1], text[1:])]
        units += self._units([*self._matcher.tree], "", "")
        # A long expression has enough texts without the gentler of them.
        ends = self._letters[-1:] if self._is_long else ["", self._letters[-1]]
        for before, unit in dict.fromkeys(units):
            for end in ends:
                if unit:
                    yield lambda times, before=before, unit=unit, end=end: before + unit * times + end  # type: ignore[misc]

    def _units(self, nodes: list[Node], lean: str, full: str) -> Iterator[tuple[str, str]]:
        """What to begin with and what to repeat, for each repeat that may go on without end."""
        for node in nodes:
            kind, value = node
            if kind in REPEATS and (not finite(value[1]) or value[1] > 8):
                for before in dict.fromkeys((lean,) if self._is_long else (lean, full)):
                    yield from self._repeated(before, [*value[2]])
            for inside in _inside(node):
                yield from self._units(inside, lean, full)
            lean, full = lean + self._sample([node], False), full + self._sample([node], True)

    def _repeated(self, before: str, inside: list[Node]) -> Iterator[tuple[str, str]]:
        yield "", before
        if len(inside) == 1 and inside[0][0] in SINGLE:
            taken = [letter for letter in self._letters if letter in self._one(inside[0])][: 2 if self._is_long else 4]
            for letter in taken:
                yield before, letter
                yield "", before + letter
                yield "", letter + before
            if len(taken) > 1:
                yield before, taken[0] + taken[1]
            return
        for is_full in (False, True):
            unit = self._sample(inside, is_full)
            yield before, unit
            yield "", before + unit
        for kind, value in inside:
            if kind is op.BRANCH:
                for way in value[1]:
                    yield before, self._sample([*way], False)

    def _one(self, node: Node) -> One:
        kind, value = node
        key = kind, id(value) if kind is op.IN else value
        if key not in self._known:
            self._known[key] = One(node, self._matcher.flags, self._matcher.is_text)
        return self._known[key]

    def _sample(self, nodes: list[Node], is_full: bool) -> str:
        """A text that these nodes take, as short as can be or with what may be left out."""
        said = ""
        for kind, value in nodes:
            if kind in SINGLE:
                one = self._one((kind, value))
                said += chr(value) if kind is op.LITERAL else next((c for c in self._letters if c in one), "")
            elif kind in REPEATS:
                least = max(value[0], 1) if is_full else value[0]
                said += self._sample([*value[2]], is_full) * min(least, 4)
            elif kind is op.SUBPATTERN:
                said += self._sample([*value[3]], is_full)
            elif kind is op.ATOMIC_GROUP:
                said += self._sample([*value], is_full)
            elif kind is op.BRANCH:
                said += self._sample([*value[1][-1 if is_full else 0]], is_full)
        return said


_INSIDE: dict[Any, Callable[[Any], list[Any]]] = {
    **dict.fromkeys(REPEATS, lambda value: [value[2]]),
    **dict.fromkeys((op.ASSERT, op.ASSERT_NOT), lambda value: [value[1]]),
    op.SUBPATTERN: lambda value: [value[3]],
    op.ATOMIC_GROUP: lambda value: [value],
    op.BRANCH: lambda value: value[1],
    op.GROUPREF_EXISTS: lambda value: [value[1], value[2] or []],
}


def _inside(node: Node) -> list[list[Node]]:
    kind, value = node
    return [[*nodes] for nodes in _INSIDE.get(kind, lambda _: [])(value)]


def _named(nodes: Any) -> Iterator[str]:
    """The characters that an expression names."""
    for kind, value in nodes:
        if kind in (op.LITERAL, op.NOT_LITERAL):
            yield chr(value)
        elif kind is op.RANGE:
            yield chr(value[0])
        elif kind is op.IN:
            yield from _named([item for item in value if item[0] not in (op.NEGATE, op.CATEGORY)])
        for inside in _inside((kind, value)):
            yield from _named(inside)
