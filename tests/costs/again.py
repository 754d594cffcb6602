"""Finding the functions that go through the same things again and again, by how they are written.

That is where cost grows with the square of what somebody sends: a loop, and within it something that walks over what
the loop does not change (a loop, `sum`, `in` a list, `.index`); or that copies, piece by piece, what it makes. Each
function that is found stands in `bounds.py` with what bounds it. What hides behind a call is found by counting.
"""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

CONSULT = Path(__file__).resolve().parents[2] / "consult"
PAIRS = {
    "get_close_matches", "SequenceMatcher", "combinations", "permutations", "product", "combinations_with_replacement",
    "cdist", "ratio", "is_close",
}  # fmt: skip
_WALKS = {
    "sorted", "min", "max", "sum", "any", "all", "list", "set", "tuple", "dict", "next", "enumerate", "filter", "map",
    "zip", "frozenset", "join", "Counter",
}  # fmt: skip
_LOOPS = (ast.For, ast.While, ast.comprehension, ast.AugAssign)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)


@cache
def modules() -> dict[Path, ast.Module]:
    """The modules of the system, but for the demonstration: nobody sends what that is made of."""
    paths = (path for path in sorted(CONSULT.rglob("*.py")) if not path.is_relative_to(CONSULT / "demo"))
    return {path: ast.parse(path.read_text()) for path in paths}


@cache
def suspects() -> dict[str, set[str]]:
    """The functions that need a bound, as folder/module.name, with what in them is the reason."""
    found: dict[str, set[str]] = {}
    for path, tree in modules().items():
        for name, function in functions(tree):
            if reasons := again(function, walkers(tree)):
                called = f"{path.parent.name}/{path.stem}.{name}"
                assert called not in found, f"one bound would count for two functions: {called}"
                found[called] = reasons
    return found


def functions(tree: ast.AST, within: tuple[str, ...] = ()) -> Iterator[tuple[str, ast.FunctionDef]]:
    """The functions and methods of a module with their names; one within another is part of it."""
    for each in ast.iter_child_nodes(tree):
        if isinstance(each, ast.ClassDef):
            yield from functions(each, (*within, each.name))
        elif isinstance(each, ast.FunctionDef):
            yield ".".join((*within, each.name)), each


def walkers(tree: ast.AST) -> dict[str, set[int]]:
    """The functions of a module that loop over what they are given, with the places of those arguments."""
    return {name: places for name, function in functions(tree) if (places := _walked(function))}


def _walked(function: ast.FunctionDef) -> set[int]:
    given = {each.arg: at for at, each in enumerate(function.args.args) if _holds_several(each)}
    inside = list(ast.walk(function)) if given else []
    over = [each.iter for each in inside if isinstance(each, ast.For | ast.comprehension)]
    over += [
        each.args[0]
        for each in inside
        if isinstance(each, ast.Call) and _name(each.func) in _WALKS and len(each.args) == 1
    ]
    return {given[one.id] for each in over for one in ast.walk(each) if isinstance(one, ast.Name) and one.id in given}


def _holds_several(argument: ast.arg) -> bool:
    kind = "" if argument.annotation is None else ast.unparse(argument.annotation)
    return any(f"{name}[" in kind for name in ("list", "Sequence", "Collection", "Iterable", "set", "Set", "tuple"))


def again(function: ast.FunctionDef, beside: Mapping[str, set[int]] = MappingProxyType({})) -> set[str]:
    """What a function goes through again and again; `beside` are the functions that loop over what they are given."""
    if not any(isinstance(each, _LOOPS) or _name(each) in PAIRS for each in ast.walk(function)):
        return set()
    walk = _Walk(_lists(function), beside)
    for each in function.body:
        walk.visit(each, 0, frozenset())
    return walk.found


class _Walk:
    """Goes through a function; `bound` are the names that the loops round a place give a value."""

    def __init__(self, lists: set[str], beside: Mapping[str, set[int]]) -> None:
        self.lists, self.beside, self.found = lists, beside, set[str]()

    def visit(self, node: ast.AST, depth: int, bound: frozenset[str]) -> None:
        self._grows(node, depth)
        if isinstance(node, ast.Call):
            self._calls(node, depth, bound)
        if depth and isinstance(node, ast.Compare):
            held = zip(node.ops, node.comparators, strict=True)
            if any(isinstance(how, ast.In | ast.NotIn) and _name(what) in self.lists for how, what in held):
                self.found.add("looks through a list")
        if isinstance(node, ast.For | ast.While):
            self._loops(node, depth, bound)
        elif isinstance(node, _COMPREHENSIONS):
            self._comprehends(node, depth, bound)
        else:
            for each in ast.iter_child_nodes(node):
                self.visit(each, depth, bound)

    def _loops(self, node: ast.For | ast.While, depth: int, bound: frozenset[str]) -> None:
        inner = bound | _stored(node)
        if isinstance(node, ast.For):
            self._looped(node.iter, depth, bound)
        else:
            self.visit(node.test, depth + 1, inner)
        for each in (*node.body, *node.orelse):
            self.visit(each, depth + 1, inner)

    def _comprehends(self, node: ast.AST, depth: int, bound: frozenset[str]) -> None:
        for each in node.generators:  # type: ignore[attr-defined]
            self._looped(each.iter, depth, bound)
            bound, depth = bound | _stored(each.target), depth + 1
            for test in each.ifs:
                self.visit(test, depth, bound)
        made = (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,)  # type: ignore[attr-defined]
        for each in made:
            self.visit(each, depth, bound)

    def _looped(self, over: ast.expr, depth: int, bound: frozenset[str]) -> None:
        if depth and _is_the_same(over, bound):
            self.found.add("loops in a loop")
        self.visit(over, depth, bound)

    def _calls(self, node: ast.Call, depth: int, bound: frozenset[str]) -> None:
        name = _name(node.func)
        if name in PAIRS:
            self.found.add(name)
        if not depth:
            return
        beside = self.beside.get(name, set()) if isinstance(node.func, ast.Name) else set()
        if any(at < len(node.args) and _is_the_same(node.args[at], bound) for at in beside):
            self.found.add(f"has {name} loop in a loop")
        if isinstance(node.func, ast.Attribute) and _name(node.func.value) != "func":  # func: the database counts
            from_start = bool(node.args) and isinstance(node.args[0], ast.Constant) and node.args[0].value == 0
            if (name in ("index", "count", "remove") and _name(node.func.value).strip("_").islower()) or (
                name in ("pop", "insert") and from_start
            ):
                self.found.add(f".{name} in a loop")
        elif name in _WALKS and len(node.args) == 1 and _is_the_same(node.args[0], bound):
            self.found.add(f"{name} in a loop")

    def _grows(self, node: ast.AST, depth: int) -> None:
        """What is copied whole for each piece that is added to it, or taken from it."""
        if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add):
            texts = isinstance(node.target, ast.Attribute) and isinstance(node.value, ast.Name | ast.JoinedStr)
            if texts or (isinstance(node.value, ast.Tuple) and _name(node.target) not in self.lists):
                self.found.add("copies what grows")
        if depth and isinstance(node, ast.Assign):
            target, value = _name(node.targets[0]), node.value
            if isinstance(value, ast.Subscript) and isinstance(value.slice, ast.Slice) and _name(value.value) == target:
                self.found.add("copies what shrinks")
            if target and target in map(_name, _parts(value)):
                self.found.add("copies what grows")


def _parts(value: ast.expr) -> list[ast.expr]:
    """What a list that is written out, or an addition, is made of."""
    if isinstance(value, ast.List | ast.Tuple):
        return [each.value for each in value.elts if isinstance(each, ast.Starred)]
    added = isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add)
    return [value.left, value.right] if added and not isinstance(value.right, ast.Constant) else []


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _is_the_same(over: ast.expr, bound: frozenset[str]) -> bool:
    """Whether what is walked over is the same each time: no loop changes it, and it is more than a few constants."""
    if isinstance(over, ast.Constant | ast.Tuple | ast.List | ast.Set | ast.Dict):
        return False
    used = {each.id for each in ast.walk(over) if isinstance(each, ast.Name)}
    return not used & bound and any(not each.strip("_").isupper() for each in used)


def _stored(node: ast.AST) -> frozenset[str]:
    return frozenset(
        each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
    )


def _lists(function: ast.FunctionDef) -> set[str]:
    """The names of a function that stand for lists or tuples, in which looking takes as long as they are."""
    found = {
        each.arg
        for each in (*function.args.args, *function.args.kwonlyargs)
        if each.annotation is not None
        and any(word in ast.unparse(each.annotation) for word in ("list[", "Sequence[", "tuple["))
    }
    for each in ast.walk(function):
        if isinstance(each, ast.Assign | ast.AnnAssign) and _is_list(each.value):
            targets = each.targets if isinstance(each, ast.Assign) else [each.target]
            found |= {target.id for target in targets if isinstance(target, ast.Name)}
    return found


def _is_list(value: ast.expr | None) -> bool:
    if not isinstance(value, ast.Call):
        return isinstance(value, ast.List | ast.ListComp)
    made = value.func.value if isinstance(value.func, ast.Subscript) else value.func
    return _name(made) in ("list", "sorted", "tuple")
