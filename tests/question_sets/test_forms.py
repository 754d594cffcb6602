"""Papers and responses in the file forms people make: read back question by question, without a doubt to settle."""

import pytest

from consult.question_sets.extract import extract
from tests.question_sets import (
    forms_answers,
    forms_councils,
    forms_departments,
    forms_pages,
    forms_regulators,
    forms_texts,
    forms_unmet,
)
from tests.question_sets.forms import FORMS
from tests.question_sets.papers import Q

SOURCES = (
    forms_answers,
    forms_councils,
    forms_departments,
    forms_pages,
    forms_regulators,
    forms_texts,
    forms_unmet,
)
# A doubt that an officer would share: the paper leaves room for it.
DOUBTFUL = {
    "a label in bold and the question under it in a box on the web": 1,
    "a survey with Word's own tick boxes and lists": 1,
    "a response in Markdown with two questions answered together": 1,
    "a response in controls with a tick, a chosen value and a highlighted option": 1,
}


@pytest.mark.parametrize("name", FORMS)
def test_form_gives_its_questions_its_answers_and_no_doubt(name: str) -> None:
    form = FORMS[name]
    paper = extract(form.file, form.make())
    asked = [question for question in paper.questions if question.text not in form.fields]
    found = [
        Q(q.number, q.text, q.kind.value, q.options, tuple((part.label, part.text) for part in q.parts)) for q in asked
    ]
    assert found == [Q(q.number, q.text, q.kind, q.options, q.parts) for q in form.questions]
    assert [q.answer for q in asked] == list(form.answers or [None] * len(asked))
    for question, expected in zip(asked, form.questions, strict=True):
        assert expected.section is None or question.section == expected.section
    assert sum(question.confidence < 90 for question in asked) == DOUBTFUL.get(name, 0)
    assert paper.title not in ("", form.file.partition(".")[0])
