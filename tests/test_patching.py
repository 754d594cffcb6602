"""What tests put in place of something: of our own whatever they need, of other packages only what these offer to all.

A name that begins with _ may be gone with the package's next release, and with it what a test relied on.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from consult.config import PROJECT

OURS = ("consult", "tests")


def patched(source: str) -> Iterator[str]:
    """What a module puts in the place of private names of others, as it is written there."""
    tree = ast.parse(source)
    ours = set(_names_of_ours(tree))
    for node in ast.walk(tree):
        for holder, name in _put_in_place(node):
            if name.startswith("_") and holder.split(".")[0] not in ours:
                yield f"{holder}.{name}"


def _names_of_ours(tree: ast.AST) -> Iterator[str]:
    """The names by which a module knows what is ours, itself among them."""
    yield from ("self", "cls", *OURS)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in OURS:
            yield from (alias.asname or alias.name for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.asname for alias in node.names if alias.asname and alias.name.split(".")[0] in OURS)
        elif isinstance(node, ast.ClassDef):
            yield node.name


def _put_in_place(node: ast.AST) -> Iterator[tuple[str, str]]:
    """The holder and the name of what a statement sets: by an assignment, by setattr, or by a fixture that patches."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    for target in targets:
        for each in target.elts if isinstance(target, ast.Tuple) else [target]:
            if isinstance(each, ast.Attribute):
                yield ast.unparse(each.value), each.attr
    if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in ("setattr", "delattr", "object"):
        match [argument for argument in node.args]:
            case [ast.Constant(value=str(path)), *_] if "." in path:
                yield tuple(path.rsplit(".", 1))  # type: ignore[misc]
            case [holder, ast.Constant(value=str(name)), *_]:
                yield ast.unparse(holder), name


def test_a_private_name_of_another_package_is_found_however_it_is_set() -> None:
    assert list(patched("from werkzeug.routing import Rule\npatch.setattr(Rule, '_compile_builder', make)"))
    assert list(patched("monkeypatch.setattr('sqlalchemy.pool.Pool._timeout', 1)"))
    assert list(patched("engine = make()\nmonkeypatch.setattr(engine.pool, '_timeout', 1)"))
    assert list(patched("from sqlalchemy import Engine\nEngine._wants = Engine.__eq__ = None")) == [
        "Engine._wants",
        "Engine.__eq__",
    ]
    assert list(patched("import jinja2\njinja2.Environment._load, other = 1, 2"))
    assert not list(patched("from consult.people import passwords\npasswords._hasher = quick"))
    assert not list(patched("class Watched:\n    def __init__(self): self._real = 1"))
    assert not list(patched("import time\nmonkeypatch.setattr(time, 'sleep', wait)"))


def test_no_test_changes_what_is_private_to_another_package() -> None:
    found = {
        path.relative_to(PROJECT).as_posix(): names
        for path in Path(PROJECT / "tests").rglob("*.py")
        if (names := list(patched(path.read_text("utf-8"))))
    }
    assert found == {}
