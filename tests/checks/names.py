"""One word, one thing: how many public classes and types share their name with another."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

MOST_SHARED = 40
"""It may only fall: who gives one of them another name writes the lower number here."""


def faults(folder: Path) -> Iterator[str]:
    """One sentence where more names than that stand for two things in the modules under `folder`."""
    shared = shared_names({path: path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py"))})
    if len(shared) > MOST_SHARED:
        yield f"{len(shared)} names of classes stand for two things, more than {MOST_SHARED}: {', '.join(shared)}"


def shared_names(modules: dict[Path, str]) -> list[str]:
    """Names that two modules give; what was stored in an earlier shape keeps the name that it had."""
    places: defaultdict[str, set[Path]] = defaultdict(set)
    for path, source in modules.items():
        if path.parent.name != "shapes":
            for name in _types(ast.parse(source)):
                places[name].add(path)
    return sorted(name for name, found in places.items() if len(found) > 1)


def _types(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        named = [node.name] if isinstance(node, ast.ClassDef) else []
        if isinstance(node, ast.Assign):
            named = [each.id for each in node.targets if isinstance(each, ast.Name) and not each.id.isupper()]
        yield from (name for name in named if name[0].isupper())
