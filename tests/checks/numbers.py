"""Whether a test names what is stored by a bare number: '/answers/13', `response_id=2`, `session.get(Answer, 7)`.

Such a number is whatever a database gave in the order in which something was seeded: nobody reads from it what the test
is about, and every change of the seed breaks it. A test makes what it needs (see tests/factories) and asks that for its
number; one over the demonstration looks it up by the name that people know it by (see tests/named.py).
"""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

MOST = 1_000
"""A number from here on is one that nobody has: tests ask for what is not there."""
NAMED_BY_NUMBER = re.compile(r"([a-z-]+)/<int:\w+_id>")
IN_SQL = re.compile(r"\b(?:\w+_)?id (?:=|<|>) [1-9]\d{0,2}\b")
A_NUMBER = re.compile(r"(?:^|_)id$")
OWN_NAMES = (ast.FunctionDef, ast.ClassDef)
# Files in which such a number names nothing that is stored, and why.
EXCEPTIONS = {
    "tests/checks/numbers.py": "says what it looks for",
    "tests/checks/test_checks.py": "shows it what to find",
    "tests/sign_off/test_round_page.py": "numbers of questions in a text that no database holds",
}


def faults(project: Path, exceptions: dict[str, str] = EXCEPTIONS) -> Iterator[str]:
    """One sentence for each bare number in the tests of `project`, and for each exception that is none."""
    places = places_of(project)
    left = dict(exceptions)
    for path in sorted((project / "tests").rglob("*.py")):
        name = path.relative_to(project).as_posix()
        found = list(bare_numbers(path.read_text("utf-8"), places))
        if name in exceptions:
            left.pop(name) if found else None
            continue
        for line, said in found:
            yield f"{name}:{line}: {said} is a bare number: make what it names, or look it up by its name"
    for name in left:
        yield f"{name} has no bare number, and needs no exception"


def places_of(project: Path) -> frozenset[str]:
    """What stands before the number of something stored in an address, such as 'answers', as the routes say."""
    pages = (path.read_text("utf-8") for path in (project / "consult").rglob("*.py"))
    return frozenset(place for text in pages for place in NAMED_BY_NUMBER.findall(text))


def bare_numbers(source: str, places: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Each bare number of a module: its line, and what is said there."""
    body = ast.parse(source).body
    everywhere = constants(node for node in body if not isinstance(node, OWN_NAMES))
    for part in body:
        known = everywhere | constants(ast.walk(part))
        address, nodes = address_of(places, known), list(ast.walk(part))
        pieces = {id(piece) for node in nodes if isinstance(node, ast.JoinedStr) for piece in node.values}
        for node in nodes:
            if id(node) not in pieces and (said := _said(node, address, known)):
                yield getattr(node, "lineno", 0), said


def address_of(places: frozenset[str], known: frozenset[str]) -> re.Pattern[str]:
    """An address with a bare number, or with the name of one."""
    number = "|".join([r"[1-9]\d{0,2}", *(f"{{{name}}}" for name in sorted(known))])
    return re.compile(rf"/(?:{'|'.join(sorted(places))})/(?:{number})(?![\w-])")


def _said(node: ast.AST, address: re.Pattern[str], known: frozenset[str]) -> str | None:
    match node:
        case ast.Constant(value=str(text)):
            found = address.search(text) or IN_SQL.search(text)
            return found[0] if found else None
        case ast.JoinedStr(values=parts):
            found = address.search("".join(map(_piece, parts)))
            return found[0] if found else None
        case ast.Call():
            return _in_call(node, known)
        case ast.Compare():
            return _in_comparison(node, known)
        case ast.Dict(keys=keys, values=values):
            pairs = (
                (str(key.value), each) for key, each in zip(keys, values, strict=True) if isinstance(key, ast.Constant)
            )
            return next((repr(name) for name, each in pairs if A_NUMBER.search(name) and _is_number(each, known)), None)
    return None


def constants(nodes: Iterable[ast.AST]) -> frozenset[str]:
    """Names that stand for a small number: given, as a parameter's default, or one after another in a loop."""
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Assign | ast.For | ast.comprehension):
            names |= set(_given_together(node))
        elif isinstance(node, ast.arguments):
            places = [*node.posonlyargs, *node.args]
            defaults = [*zip(places[len(places) - len(node.defaults) :], node.defaults, strict=True)]
            defaults += [(name, given) for name, given in zip(node.kwonlyargs, node.kw_defaults, strict=True) if given]
            names |= {name.arg for name, given in defaults if _is_number(given)}
    return frozenset(names)


def _given_together(node: ast.Assign | ast.For | ast.comprehension) -> Iterator[str]:
    """The names of `a = 1`, of `a, b = 1, "x"` and of `for a in (1, 2)` that stand for a number."""
    match node:
        case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)) if len(names) == len(values):
            pairs = list(zip(names, values, strict=True))
        case ast.Assign(targets=targets, value=value):
            pairs = [(target, value) for target in targets]
        case ast.For(target=name, iter=ast.Tuple(elts=values) | ast.List(elts=values)):
            pairs = [(name, value) for value in values]
        case ast.comprehension(target=name, iter=ast.Tuple(elts=values) | ast.List(elts=values)):
            pairs = [(name, value) for value in values]
        case _:
            pairs = []
    yield from (name.id for name, value in pairs if isinstance(name, ast.Name) and _is_number(value))


def _is_number(node: ast.expr, known: frozenset[str] = frozenset()) -> bool:
    if isinstance(node, ast.Name):
        return node.id in known
    return isinstance(node, ast.Constant) and type(node.value) is int and 0 < node.value < MOST


def _piece(part: ast.expr) -> str:
    """A piece of an f-string: its words, or the name that is put in."""
    match part:
        case ast.Constant(value=words):
            return str(words)
        case ast.FormattedValue(value=ast.Name(id=name)):
            return f"{{{name}}}"
    return "{}"


def _in_call(node: ast.Call, known: frozenset[str]) -> str | None:
    """`response_id=2`, `get(Answer, 7)`."""
    for given in node.keywords:
        if given.arg and A_NUMBER.search(given.arg) and _is_number(given.value, known):
            return f"{given.arg}={ast.unparse(given.value)}"
    match node:
        case ast.Call(func=ast.Attribute(attr="get" | "get_one"), args=[ast.Name(id=model), number, *_]):
            return ast.unparse(node) if model[:1].isupper() and _is_number(number, known) else None
    return None


def _in_comparison(node: ast.Compare, known: frozenset[str]) -> str | None:
    """`Answer.response_id == 2`."""
    sides = [node.left, *node.comparators]
    columns = [side for side in sides if isinstance(side, ast.Attribute) and A_NUMBER.search(side.attr)]
    return ast.unparse(node) if columns and any(_is_number(side, known) for side in sides) else None
