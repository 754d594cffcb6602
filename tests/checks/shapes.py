"""What was stored as JSON stays readable: no shape that was ever stored is edited, and a new one gets a new number.

`shapes.json` keeps the SHA-256 of each module of an earlier shape, and of the fields of each present one with its
number. After a new shape was made as `consult.documents.shapes` says, `python -m tests.checks.shapes` writes its line;
it never changes a line that is there.
"""

import hashlib
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

from consult.documents import content
from consult.stored import Shapes

PROJECT = Path(__file__).resolve().parent.parent.parent
KEPT = Path(__file__).with_name("shapes.json")
PRESENT: Mapping[str, Shapes[Any]] = {
    "response": content.RESPONSE,
    "letter": content.LETTER,
    "report": content.REPORT,
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


def marks(project: Path) -> dict[str, str]:
    """The SHA-256 of each earlier shape's module, and of each present shape's fields."""
    modules = sorted(project.glob("consult/*/shapes/shape_*.py"))
    found = {path.relative_to(project).as_posix(): _sha256(path.read_text(encoding="utf-8")) for path in modules}
    return found | {f"{name}, shape {each.number}": _sha256(told(each.today)) for name, each in PRESENT.items()}


def told(kind: type) -> str:
    """The fields of a dataclass with their types, and those of the dataclasses among them."""
    hints = get_type_hints(kind)
    lines = [f"{field.name}: {hints[field.name]}" for field in fields(kind)]
    inner = [each for hint in hints.values() for each in (hint, *get_args(hint)) if is_dataclass(each)]
    return "\n".join([*lines, *(told(each) for each in inner)])


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def main() -> int:
    """Write the lines that lack."""
    known = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    KEPT.write_text(json.dumps({**marks(PROJECT), **known}, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
