"""The frozen version: what goes in comes out, and nothing else is taken for one."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.documents.content import (
    RESPONSE,
    content_hash,
    from_json,
    letter_from_json,
    report_from_json,
    text_to_json,
    to_json,
)
from consult.stored import StoredError
from tests.documents.sample import LETTER, REPORT, sample


def test_a_version_comes_back_exactly_as_it_was_frozen() -> None:
    content = sample()
    assert from_json(to_json(content)) == content
    assert to_json(from_json(to_json(content))) == to_json(content)
    assert letter_from_json(text_to_json(LETTER)) == LETTER
    assert report_from_json(text_to_json(REPORT)) == REPORT


@given(st.text(st.characters(exclude_categories=["Cs"])), st.none() | st.text(max_size=5))
def test_any_text_survives(text: str, number: str | None) -> None:
    content = sample(1)
    content = replace(content, answers=(replace(content.answers[0], answer=text, number=number),))
    assert from_json(to_json(content)) == content


def test_the_same_content_has_the_same_hash_and_a_comma_changes_it() -> None:
    content = sample()
    assert content_hash(to_json(content)) == content_hash(to_json(sample()))
    changed = replace(content, letter=replace(LETTER, closing=LETTER.closing + ","))
    assert content_hash(to_json(changed)) != content_hash(to_json(content))


def changed(**fields: object) -> str:
    found = json.loads(to_json(sample(2)))
    found.update(fields)
    return json.dumps(found, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        changed(extra=1),
        changed(bodies="Rivermead Borough Council"),
        changed(bodies=[1]),
        changed(reference=None),
        changed(answers={}),
        changed(answers=[{}]),
        changed(letter=None),
        changed(shape=RESPONSE.number + 1),
        changed(shape=0),
        changed(shape=True),
        changed(shape=str(RESPONSE.number)),
        json.dumps(json.loads(to_json(sample(2))), indent=1),
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(StoredError):
        from_json(text)
