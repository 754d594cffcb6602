"""Papers in layouts that no rule was made for when they were written: read back question by question."""

import pytest

from consult.question_sets.extract import extract
from tests.question_sets import (
    papers_councils,
    papers_departments,
    papers_fresh,
    papers_last,
    papers_notices,
    papers_regulators,
    papers_strange,
)
from tests.question_sets.papers import UNSEEN, Q

SOURCES = (
    papers_councils,
    papers_departments,
    papers_fresh,
    papers_last,
    papers_notices,
    papers_regulators,
    papers_strange,
)


@pytest.mark.parametrize("name", UNSEEN)
def test_paper_in_this_layout_gives_its_questions_and_no_others(name: str) -> None:
    file, source, wanted = UNSEEN[name]
    paper = extract(file, source.encode())
    found = [
        Q(q.number, q.text, q.kind.value, q.options, tuple((part.label, part.text) for part in q.parts))
        for q in paper.questions
    ]
    assert found == [Q(q.number, q.text, q.kind, q.options, q.parts) for q in wanted]
    assert [q.answer for q in paper.questions] == [None] * len(wanted)
    for question, expected in zip(paper.questions, wanted, strict=True):
        assert expected.section is None or question.section == expected.section
    assert paper.title not in ("", "paper"), "the title is in the paper, not in the file's name"
