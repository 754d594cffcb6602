"""Whatever a rule did not foresee, the officer gets the paper's text, what was found, and a word of it."""

import io
import json
import logging
import os

import pytest
from hypothesis import HealthCheck, given, settings

from consult.question_sets.extract import explained, extract
from consult.question_sets.readers.blocks import Block
from consult.question_sets.readers.text import read_markdown, read_plain
from consult.question_sets.reading_apart import child
from consult.question_sets.recognising import guarding, recognise
from tests.question_sets.mutating import mutated_blocks, mutated_texts

# `make soak` sets it to thousands.
EXAMPLES = int(os.environ.get("SOAK", "40"))
PAPER = b"""# Lights on the quay

Issued by: Rivermead Borough Council

This consultation closes on 4 May 2027.

## Questions

Question 1: Should the quay be lit? (See paragraph 3)

Question 2: Who should pay for the light?

3. The quay is dark.
"""


def broken(*_: object, **__: object) -> object:
    raise IndexError("pop from an empty list: the words of the paper")


STEPS = {
    "furniture": guarding.NO_QUESTIONS,
    "items_of": guarding.NO_QUESTIONS,
    "decide": guarding.NO_QUESTIONS,
    "assemble": guarding.CUT_SHORT,
    "merged": guarding.NOT_WEIGHED,
    "weighed": guarding.NOT_WEIGHED,
    "left_out": guarding.NOT_WEIGHED,
    "resolved": guarding.NO_REFERENCES,
    "title_of": guarding.NO_PARTICULARS,
}


@pytest.mark.parametrize("step", STEPS)
def test_fault_in_a_step_leaves_the_paper_and_is_told_and_logged(
    step: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    whole = extract("quay.md", PAPER)
    monkeypatch.setattr(recognise, step, broken)
    with caplog.at_level(logging.ERROR):
        paper = extract("quay.md", PAPER)
    assert paper.notes == (STEPS[step],)
    assert [passage.text for passage in paper.passages] == [passage.text for passage in whole.passages]
    assert "IndexError at " in caplog.text
    assert "broken" in caplog.text
    assert "words of the paper" not in caplog.text


@pytest.mark.parametrize("step", ["assemble", "merged", "weighed", "resolved", "title_of"])
def test_what_was_found_before_a_fault_is_kept(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognise, step, broken)
    texts = [question.text for question in extract("quay.md", PAPER).questions]
    assert texts == ["Should the quay be lit? (See paragraph 3)", "Who should pay for the light?"]


def test_one_question_that_fails_takes_no_other_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assemble = recognise.assemble

    def broken_at_two(items: list[object], start: object, *rest: object) -> object:
        return broken() if start.label.number == "2" else assemble(items, start, *rest)  # type: ignore[attr-defined, arg-type]

    monkeypatch.setattr(recognise, "assemble", broken_at_two)
    first, second = extract("quay.md", PAPER).questions
    assert first.refs == ("(See paragraph 3)",)
    assert (second.number, second.text) == ("2", "Who should pay for the light?")


def test_want_of_memory_is_no_fault_of_the_recogniser(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> object:
        raise MemoryError

    monkeypatch.setattr(recognise, "decide", full)
    with pytest.raises(MemoryError):
        extract("quay.md", PAPER)


def test_fault_reaches_the_process_that_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    answers = child._Answers(out)
    monkeypatch.setattr(recognise, "decide", broken)
    extract("quay.md", PAPER)
    answers.give(b"paper", b"{}", 1000)
    assert "IndexError at " in json.loads(out.getvalue())["fault"]


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(source=mutated_texts())
def test_no_change_of_a_text_is_a_fault(source: str) -> None:
    for reader in (read_markdown, read_plain):
        blocks = reader(source.encode())
        if blocks:
            holds_for(blocks)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(blocks=mutated_blocks())
def test_no_change_of_a_paper_or_form_is_a_fault(blocks: list[Block]) -> None:
    holds_for(blocks)


def holds_for(blocks: list[Block]) -> None:
    """No step failed, no question is empty, and each block stands among the passages with what it was taken for."""
    found = recognise.recognised(blocks)
    assert found.paper.notes == ()
    assert all(question.text for question in found.paper.questions)
    assert [passage.text for passage in found.paper.passages] == [block.text for block in blocks]
    assert all(found.taken_for.values())


def test_each_block_is_told_with_what_it_was_taken_for() -> None:
    rows = [(taken_for, text) for sheet in explained("quay.md", PAPER) for _, (taken_for, text) in sheet]
    told = dict((text, taken_for) for taken_for, text in rows)
    assert told["Question 1: Should the quay be lit? (See paragraph 3)"].startswith("Question 1: its label says")
    assert told["Questions"] == "A heading"
    assert told["This consultation closes on 4 May 2027."] == "Text of the paper"
    assert len(rows) == len(extract("quay.md", PAPER).passages)
