"""How much processor time a comparison takes: seven versions of 12 KB, two of 99 KB, two papers of 500 questions.

The peer is difflib as it comes, word by word; of the papers it is given only the pairs that belong together.
"""

import difflib
import gc
import random
import string
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from consult.drafting.merging import compare
from consult.question_sets.editions import match


@dataclass(frozen=True)
class Asked:
    """A question of an edition."""

    number: str | None
    text: str


def _spent(act: Callable[[], object]) -> float:
    # A collection of all that the application imported takes 80 ms, and would be told of whatever it falls into.
    gc.collect()
    gc.freeze()
    began = time.process_time()
    act()
    return round(1000 * (time.process_time() - began), 1)


def _peer(one: str, other: str) -> object:
    return difflib.SequenceMatcher(None, one.split(" "), other.split(" ")).get_opcodes()


def measure() -> list[dict]:
    """The three figures, in milliseconds of processor time."""
    chosen = random.Random(1)
    words = ["".join(chosen.choices(string.ascii_lowercase, k=chosen.randrange(1, 9))) for _ in range(3_000)]

    def text(size: int) -> str:
        return " ".join(chosen.choices(words, k=size // 5))[:size]

    def edited(given: str) -> str:
        return " ".join(word if chosen.random() > 0.1 else chosen.choice(words) for word in given.split(" "))

    versions = [text(12_000)]
    for _ in range(6):
        versions.append(edited(versions[-1]))
    pairs = list(pairwise(versions))
    long, longer = text(99_000), text(99_000)
    old = [Asked(str(n), text(180)) for n in range(500)]
    new = [Asked(str(n + 3), edited(each.text)) for n, each in enumerate(old)]
    rows: list[tuple[str, Callable[[], object], Callable[[], object]]] = [
        ("seven versions of 12 KB", lambda: [compare(*p) for p in pairs], lambda: [_peer(*p) for p in pairs]),
        ("two texts of 99 KB", lambda: compare(long, longer), lambda: _peer(long, longer)),
        (
            "two papers of 500 questions",
            lambda: match(old, new),
            lambda: [_peer(one.text, other.text) for one, other in zip(old, new, strict=True)],
        ),
    ]
    return [
        {"name": f"compare {what}", "value": _spent(ours), "unit": "ms", "peer": "difflib", "peer_value": _spent(peer)}
        for what, ours, peer in rows
    ]
