"""How much processor time a comparison takes: seven versions of 12 KB, two of 99 KB, 300 answers, two papers.

Texts are stored trees, compared as pages show them. Of the answers every eighth was edited. The peer is difflib as it
comes, word by word; of the papers it is given only the pairs that belong together. The least of three runs counts.
"""

import difflib
import gc
import random
import re
import string
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from consult.drafting.comparing import compare_texts
from consult.question_sets.editions import match
from consult.texts import form, tree


@dataclass(frozen=True)
class Asked:
    """A question of an edition."""

    number: str | None
    text: str


def _spent(act: Callable[[], object]) -> float:
    # A collection of all that the application imported takes 80 ms, and would be told of whatever it falls into.
    gc.collect()
    gc.freeze()
    spent = []
    for _ in range(3):
        began = time.process_time()
        act()
        spent.append(1000 * (time.process_time() - began))
    return round(min(spent), 1)


def _peer(one: str, other: str) -> object:
    return difflib.SequenceMatcher(None, one.split(" "), other.split(" ")).get_opcodes()


def _stored(typed: str) -> str:
    return tree.store(form.parse(typed))


def measure() -> list[dict]:
    """The four figures, in milliseconds of processor time."""
    chosen = random.Random(1)
    words = ["".join(chosen.choices(string.ascii_lowercase, k=chosen.randrange(1, 9))) for _ in range(3_000)]

    def text(size: int) -> str:
        said = chosen.choices(words, k=size // 5)
        paragraphs = (" ".join(said[n : n + 60]) for n in range(0, len(said), 60))
        return "\n\n".join(paragraphs)[:size].strip()

    def edited(given: str) -> str:
        return re.sub(r"\w+", lambda word: word[0] if chosen.random() > 0.1 else chosen.choice(words), given)

    versions = [text(12_000)]
    for _ in range(6):
        versions.append(edited(versions[-1]))
    pairs = list(pairwise(versions))
    stored = [(_stored(one), _stored(other)) for one, other in pairs]
    answers = [text(1_500) for _ in range(300)]
    kept = [(each, edited(each) if n % 8 == 0 else each) for n, each in enumerate(answers)]
    rounds = [(_stored(one), _stored(other)) for one, other in kept]
    long, longer = text(99_000), text(99_000)
    whole = _stored(long), _stored(longer)
    old = [Asked(str(n), text(180)) for n in range(500)]
    new = [Asked(str(n + 3), edited(each.text)) for n, each in enumerate(old)]
    rows: list[tuple[str, Callable[[], object], Callable[[], object]]] = [
        ("seven versions of 12 KB", lambda: [compare_texts(*p) for p in stored], lambda: [_peer(*p) for p in pairs]),
        ("two texts of 99 KB", lambda: compare_texts(*whole), lambda: _peer(long, longer)),
        ("300 answers of two rounds", lambda: [compare_texts(*p) for p in rounds], lambda: [_peer(*p) for p in kept]),
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
