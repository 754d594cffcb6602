"""Drawing papers: Hypothesis draws them, so that the same seed gives the same papers on every machine."""

from dataclasses import replace
from random import Random

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.question_sets.generating import families
from tests.question_sets.generating.asked import FAMILIES, Drawn, Family


@st.composite
def papers(draw: st.DrawFn, family: Family) -> tuple[Drawn, str]:
    """A paper of a family, and the format in which it is to be written."""
    form = draw(st.sampled_from(family.formats))
    return family.draw(Random(draw(st.integers(0, 2**64 - 1)))), form


def drawn(family: Family, count: int, first: int, without: tuple[str, ...] = ()) -> list[tuple[Drawn, str]]:
    """`count` papers of a family, no two the same; `first` is the seed, formats in `without` are left out."""
    family = replace(family, formats=tuple(form for form in family.formats if form not in without) or family.formats)
    found: dict[tuple[str, str], tuple[Drawn, str]] = {}

    @seed(first)
    @settings(
        max_examples=count * 4,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(papers(family))
    def keep(paper: tuple[Drawn, str]) -> None:
        found.setdefault((repr(paper[0].pieces or paper[0].html or paper[0].rows), paper[1]), paper)

    keep()
    return list(found.values())[:count]


def all_families() -> list[Family]:
    assert families
    return list(FAMILIES.values())
