"""A fixed sample of the papers that `generating` draws is read back. The long run is `make soak`."""

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.question_sets.extract import extract
from consult.question_sets.reading_apart import office
from tests import chromium
from tests.question_sets.generating.asked import FREE, PDF, PRINTED, YES_NO, Asked, Drawn, Family
from tests.question_sets.generating.drawing import all_families, drawn, papers
from tests.question_sets.generating.rendering import written
from tests.question_sets.generating.scoring import Score, read_back, score

SAMPLE, SEED = 4, 1
FAMILIES = all_families()
IN_PROCESS = [family for family in FAMILIES if not set(family.formats) <= {PDF, PRINTED}]
# The share of papers read wholly as drawn, of layouts that are not yet always read so. It may only rise: whoever makes
# one better puts the new share here, and takes the line away when it is 1.
NOT_YET = {
    "bullets whose bullets are parts": 0.25,
    "bullets without numbers under a heading": 0.75,
    "numbered answers to unnumbered headings": 0.0,
    "printed form with bold questions and options without marks": 0.75,
    "results of a survey": 0.0,
    "sheet of questions with codes and formats": 0.5,
    "web form in a table for looks": 0.5,
}


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", unescape(text).lower()))


def sampled(family: Family) -> Score:
    papers = drawn(family, SAMPLE, SEED, without=(PDF, PRINTED))
    total = Score()
    for (paper, _), (name, content) in zip(papers, written(papers), strict=True):
        total += read_back(name, content, paper)[1]
    return total


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_papers_of_a_layout_are_read_back_no_worse_than_before(family: Family) -> None:
    if set(family.formats) <= {PDF, PRINTED} and not (office.program() and chromium.find_chromium()):
        pytest.skip("this layout is one of PDFs: LibreOffice and Chromium are needed")
    score = sampled(family)
    assert score.papers == SAMPLE
    assert score.share("wholly") >= NOT_YET.get(family.name, 1.0)


def test_there_are_at_least_twenty_layouts_and_each_floor_is_of_one() -> None:
    assert len(FAMILIES) >= 20
    assert NOT_YET.keys() <= {family.name for family in FAMILIES}
    assert all(share < 1 for share in NOT_YET.values())


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_layout_asks_no_question_twice_and_shows_each_that_it_asks(family: Family) -> None:
    for paper, _ in drawn(family, 10, SEED):
        shown = repr(paper.pieces or paper.html or paper.rows)
        assert len({asked.text for asked in paper.asked}) == len(paper.asked)
        assert all(repr(asked.text)[1:-1] in shown for asked in paper.asked)


def test_the_same_seed_draws_the_same_papers_and_another_draws_others() -> None:
    assert drawn(FAMILIES[0], 3, 1) == drawn(FAMILIES[0], 3, 1)
    assert drawn(FAMILIES[0], 3, 1) != drawn(FAMILIES[0], 3, 2)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(IN_PROCESS).flatmap(lambda family: papers(family, (PDF, PRINTED))))
def test_nothing_is_found_that_a_paper_does_not_print(paper: tuple[Drawn, str]) -> None:
    ((name, content),) = written([paper])
    shown = words_of(repr(paper[0].pieces or paper[0].html or paper[0].rows))
    for question in extract(name, content).questions:
        texts = (question.text, *question.options, *(part.text for part in question.parts))
        assert all(words_of(text) <= shown for text in texts), question


def test_a_score_tells_each_thing_that_was_read_otherwise() -> None:
    wanted = [Asked("Why is the gate shut?", "1"), Asked("Is it raining?", "2", YES_NO, ("Yes", "No"))]
    assert score(wanted, wanted) == Score(1, 1, 2, 2, 0, 2, 2, 2, 2, 2)
    other = [Asked("Why is the gate shut??", "1"), Asked("Is it raining?", "3", FREE), Asked("Has lamps", None)]
    assert score(wanted, other) == Score(1, 0, 2, 2, 1, 1, 1, 1, 1, 2)
    assert score(wanted, []) == Score(papers=1, wanted=2)
    assert score(wanted, []).f1 == 0
    assert read_back("paper.md", b"# Gates\n\nThe gate is shut.\n", Drawn(()))[1] == Score(1, 1)
