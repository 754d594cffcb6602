"""Trees as they are stored, and the cases that every output is held against."""

from pathlib import Path
from typing import Any

from consult.texts import tree
from tests.texts.trees import para, sent, words

CASES = Path(__file__).resolve().parents[3] / "shared" / "texts" / "cases.json"
TURNED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", "0123456789+-=()" * 2)


def stored(*inside: dict[str, Any]) -> str:
    return tree.store(tree.checked(sent(*inside)))


def note(label: str, said: str) -> dict[str, Any]:
    return {"type": "footnote_def", "attrs": {"label": label}, "content": [para(words(said))]}


def ref(label: str) -> dict[str, Any]:
    return {"type": "footnote_ref", "attrs": {"label": label}}


def numbered(style: str, order: int, *items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "ordered_list", "attrs": {"style": style, "order": order}, "content": list(items)}
