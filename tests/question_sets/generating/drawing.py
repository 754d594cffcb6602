"""Drawing papers: by a seed, the same on every machine, or by Hypothesis, which looks for one that is read badly."""

from dataclasses import replace
from random import Random

from hypothesis import strategies as st

from tests.question_sets.generating import families
from tests.question_sets.generating.asked import FAMILIES, Drawn, Family


def all_families() -> list[Family]:
    assert families
    return list(FAMILIES.values())


def drawn(family: Family, count: int, seed: int, without: tuple[str, ...] = ()) -> list[tuple[Drawn, str]]:
    """`count` papers of a family, each with the format in which it is to be written.

    Hypothesis would not do here: what it draws depends on the numbers that stand in the code beside it.
    """
    family = _without(family, without)
    random = Random(f"{family.name} {seed}")
    return [(family.draw(random), random.choice(family.formats)) for _ in range(count)]


def papers(family: Family, without: tuple[str, ...] = ()) -> st.SearchStrategy[tuple[Drawn, str]]:
    """Papers of a family as Hypothesis draws them: it makes a paper that is read badly as short as it can."""
    family = _without(family, without)
    return st.tuples(st.randoms(use_true_random=False).map(family.draw), st.sampled_from(family.formats))


def _without(family: Family, formats: tuple[str, ...]) -> Family:
    return replace(family, formats=tuple(form for form in family.formats if form not in formats) or family.formats)
