"""How long a module and a function may be before what they do is divided by what it means."""

import ast
from collections.abc import Iterator
from pathlib import Path

LONGEST_MODULE = 300
LONGEST_FUNCTION = 30
"""Lines from `def` to the end, without the docstring."""


def faults(folder: Path) -> Iterator[str]:
    """One sentence for every module and every function under `folder` that is too long."""
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(folder.parent).as_posix()
        for fault in module_faults(path.read_text(encoding="utf-8")):
            yield f"{name}{fault}"


def module_faults(source: str) -> Iterator[str]:
    """The place and the length of what is too long in a module."""
    length = source.count("\n")
    if length > LONGEST_MODULE:
        yield f": {length} lines, more than {LONGEST_MODULE}"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = _lines(node) - _docstring_lines(node)
            if length > LONGEST_FUNCTION:
                yield f":{node.lineno}: {node.name} has {length} lines, more than {LONGEST_FUNCTION}"


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return _lines(node.body[0]) if ast.get_docstring(node, clean=False) is not None else 0
