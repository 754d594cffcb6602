"""Every function that goes through the same things again and again has a bound in the list, and the bound is there."""

import ast
import re

import pytest

from tests.costs.again import again, functions, modules, suspects, walkers
from tests.costs.bounds import BOUNDS

_CONSTANT = re.compile(r"\b([a-z_]+)\.(_?[A-Z][A-Z_]+)\b")
_FUNCTION = re.compile(r"\bsee ([a-z_]+)\.([a-z_]+)\b")


def _named() -> set[tuple[str, str]]:
    """The constants and functions of all modules, each with its module's name."""
    found: set[tuple[str, str]] = set()
    for path, tree in modules().items():
        for each in tree.body:
            if isinstance(each, ast.FunctionDef):
                found.add((path.stem, each.name))
            elif isinstance(each, ast.Assign | ast.AnnAssign):
                targets = each.targets if isinstance(each, ast.Assign) else [each.target]
                names = {one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)}
                found |= {(path.stem, name) for name in names}
    return found


def test_whatever_goes_through_the_same_things_again_has_a_bound() -> None:
    found = suspects()
    # Say in bounds.py what bounds them, or let them go through it once.
    assert {name: reasons for name, reasons in found.items() if name not in BOUNDS} == {}


def test_no_bound_is_kept_of_a_function_that_needs_none() -> None:
    assert sorted(BOUNDS.keys() - suspects().keys()) == []


def test_the_constants_that_hold_a_bound_are_there() -> None:
    named = _named()
    held = {pair for text in BOUNDS.values() for pair in (*_CONSTANT.findall(text), *_FUNCTION.findall(text))}
    assert held
    assert not held - named


@pytest.mark.parametrize(
    "written",
    [
        "for a in things:\n  for b in things: print(a, b)",
        "return [a for a in things if a in [*things]] + [(a, b) for a in things for b in others]",
        "while things.pop(): print(sum(others))",
        "for a in things: others.index(a)",
        "for a in things: others.insert(0, a)",
        "while things: things = things[1:]",
        "for a in things: made = [*made, a]",
        "for a in things: made = made + a",
        "self.text += piece",
        "made += (piece,)",
        "made = list(things)\n for a in others:\n  if a not in made: print(a)",
        "return get_close_matches(things, others)",
        "return [max(others) for a in things]",
        "return [next(b for b in others if b > a) for a in things]",
    ],
)
def test_what_grows_with_the_square_is_found(written: str) -> None:
    body = "\n".join(f" {line}" if not line.startswith(" ") else line for line in written.split("\n"))
    [(_, function)] = functions(ast.parse(f"def act(self, things, others, piece):\n{body}\n"))
    assert again(function)


def test_a_loop_behind_a_call_is_found() -> None:
    written = """
def look(one, others: list[str]):
    return [other for other in others if other == one]

def act(things: list[str]):
    return [look(each, things) for each in things]
"""
    tree = ast.parse(written)
    look, act = (function for _, function in functions(tree))
    assert again(act, walkers(tree))
    assert not again(look, walkers(tree))


@pytest.mark.parametrize(
    "written",
    [
        "for a in things:\n  for b in a: print(a, b)",
        "return [b for a in things for b in a.parts]",
        "for a in things: print(sum(a))",
        "made = set(things)\n return [a for a in others if a in made]",
        "for a in things: print([n for n in (1, 2)])",
        "for a in things: made.append(a)",
        "for each in things:\n  head = each[:3]",
    ],
)
def test_what_goes_through_everything_once_is_not(written: str) -> None:
    body = "\n".join(f" {line}" if not line.startswith(" ") else line for line in written.split("\n"))
    [(_, function)] = functions(ast.parse(f"def act(self, things, others, piece):\n{body}\n"))
    assert not again(function)
