"""What was stored as JSON stays readable: no shape that was ever stored is edited, and a new one gets a new number.

`shapes.json` keeps the SHA-256 of each module of an earlier shape, and of the fields of each present one with its
number. After a new shape was made as the `shapes` of its stage say, `python -m tests.checks.shapes` writes its line; it
never changes a line that is there. Whatever is declared as `Shapes` anywhere in the code has a name here, and a file of
each of its shapes under `stored/` in the tests.
"""

import ast
import hashlib
import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, get_args, get_type_hints

from consult.documents import content
from consult.history import facts
from consult.library import models
from consult.library.catalogue import models as catalogue_models
from consult.library.search.whoosh import folder
from consult.people import shapes as people
from consult.question_sets import shapes as question_sets
from consult.stored import Shapes
from consult.web import once

PROJECT = Path(__file__).resolve().parent.parent.parent
KEPT = Path(__file__).with_name("shapes.json")
PRESENT: Mapping[str, Shapes[Any]] = {
    "response": content.RESPONSE,
    "letter": content.LETTER,
    "report": content.REPORT,
    "paper": question_sets.PAPER,
    "lines": question_sets.LINES,
    "references": question_sets.REFERENCES,
    "attachments": question_sets.ATTACHMENTS,
    "particulars": question_sets.PARTICULARS,
    "beside-answers": question_sets.BESIDE_ANSWERS,
    "question-states": question_sets.QUESTION_STATES,
    "numbers": catalogue_models.NUMBERS,
    "asked": models.ASKED,
    "index-commit": folder.COMMIT,
    "messages": once.MESSAGES,
    "people-sheet": people.SHEET,
    "facts": facts.FACTS,
}


def faults(project: Path = PROJECT, kept: Mapping[str, str] | None = None) -> Iterator[str]:
    """One sentence for each shape that is not as it was stored."""
    known = json.loads(KEPT.read_text(encoding="utf-8")) if kept is None else kept
    present = marks(project)
    for name in sorted(known.keys() - present.keys()):
        if name.endswith(".py"):
            yield f"{name} is gone: what was stored in this shape could not be read any more"
    for name, mark in sorted(present.items()):
        if name not in known:
            yield f"{name} is new: run python -m tests.checks.shapes, and keep a file that was stored in this shape"
        elif known[name] != mark:
            yield f"{name} was edited: what is stored in this shape could not be read any more. Make a new shape"
    for place, shapes in declared(project):
        if all(shapes is not each for each in PRESENT.values()):
            yield f"{place} is no shape of PRESENT: give it a name there, and keep a file that was stored in it"


def declared(project: Path) -> Iterator[tuple[str, object]]:
    """Everything that the code declares as `Shapes`: where it stands, and what it is (None where it has no name)."""
    for path in sorted((project / "consult").rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if "Shapes" not in source:
            continue  # most modules: taking each of them apart takes a second
        tree = ast.parse(source)
        named = {id(each.value): each.targets[0] for each in ast.walk(tree) if isinstance(each, ast.Assign)}
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and getattr(call.func, "id", getattr(call.func, "attr", "")) == "Shapes":
                target, place = named.get(id(call)), path.relative_to(project).as_posix()
                name = target.id if isinstance(target, ast.Name) else ""
                module = place.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
                yield f"{place}:{call.lineno}", getattr(import_module(module), name, None)


def marks(project: Path) -> dict[str, str]:
    """The SHA-256 of each earlier shape's module, and of each present shape's fields."""
    modules = sorted(project.glob("consult/*/shapes/shape_*.py"))
    found = {path.relative_to(project).as_posix(): _sha256(path.read_text(encoding="utf-8")) for path in modules}
    return found | {f"{name}, shape {each.number}": _sha256(told(each.today)) for name, each in PRESENT.items()}


def told(kind: Any) -> str:
    """The fields of a dataclass with their types, or another type, and the fields of the dataclasses in it."""
    hints = get_type_hints(kind) if is_dataclass(kind) else {}
    lines = [f"{field.name}: {_bare(hints[field.name])}" for field in fields(kind)] if hints else [_bare(kind)]
    inner = [each for hint in (hints.values() if hints else get_args(kind)) for each in _dataclasses(hint)]
    return "\n".join([*lines, *(told(each) for each in inner)])


def dataclasses_in(kind: Any) -> Iterator[Any]:
    """Every dataclass in a type, at any depth."""
    if is_dataclass(kind):
        yield kind
    for each in get_type_hints(kind).values() if is_dataclass(kind) else get_args(kind):
        yield from dataclasses_in(each)


def _bare(hint: Any) -> str:
    """A type in words, wherever its module stands."""
    return re.sub(r"\bconsult\.[\w.]+\.", "", str(hint))


def _dataclasses(hint: Any) -> Iterator[Any]:
    if is_dataclass(hint):
        yield hint
    for each in get_args(hint):
        yield from _dataclasses(each)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def main() -> int:
    """Write the lines that lack."""
    known = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    KEPT.write_text(json.dumps({**marks(PROJECT), **known}, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
