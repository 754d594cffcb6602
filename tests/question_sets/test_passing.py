"""A paper comes through JSON unchanged, and nothing else comes through at all."""

import json
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.question_sets.paper import (
    LARGEST,
    MOST_CHARACTERS,
    MOST_ITEMS,
    Attachment,
    Paper,
    PaperQuestion,
    Part,
    Passage,
    QuestionKind,
    Reference,
)
from consult.question_sets.readers.characters import fit
from consult.question_sets.reading_apart.passing import NotAPaper, PaperTooLong, decode, decode_rows, encode

# Whatever a database and a Word file can hold, and no sign that is there only to break words.
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=9
).filter(lambda text: fit(text) == text)
# What each kind of field may hold.
KINDS: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXTS,
    int: st.integers(-LARGEST, LARGEST),
    datetime: st.datetimes(timezones=st.integers(-1439, 1439).map(lambda m: timezone(timedelta(minutes=m)))),
    QuestionKind: st.sampled_from(QuestionKind),
}


def drawn(kind: Any) -> st.SearchStrategy[Any]:
    """Papers, and parts of them, with every field drawn, those of later releases included."""
    if isinstance(kind, UnionType) or get_origin(kind) is Union:
        return st.none() | drawn(next(each for each in get_args(kind) if each is not NoneType))
    if get_origin(kind) is tuple:
        return st.lists(drawn(get_args(kind)[0]), max_size=2).map(tuple)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return st.builds(kind, **{each.name: drawn(hints[each.name]) for each in fields(kind)})
    return KINDS[kind]


WHOLE = Paper(
    title="A plan for Rivermead’s streets\n“second line”\t😀",
    issuing_body="Department for Local Places",
    reference="DLP/1",
    opening_at=datetime(2026, 1, 5, 9, tzinfo=UTC),
    closing_at=datetime(2026, 2, 7, 23, 45, tzinfo=UTC),
    ways_to_respond=("Email: plan@rivermead.example",),
    attachments=(Attachment("The plan", "https://rivermead.example/plan.pdf"),),
    contact=("The plan team",),
    passages=(Passage(1, "A plan", 1), Passage(2, "Do you agree?", 0, "1.", 3, "")),
    questions=(
        PaperQuestion(
            "1", "Do you agree?", "Streets", QuestionKind.YES_NO, ("Yes", "No"),
            (Part("a", "Why?"), Part(None, "How?")), ("(See paras 1 to 2)",), "**Yes.**", "Say why.", 250, 2_000, 2, 2,
            3, (Reference("(See paras 1 to 2)", 1, 2),), 80, ("It may be rhetorical",),
        ),
    ),
)  # fmt: skip


def there_and_back(paper: Paper) -> Paper:
    return decode(encode(paper))


def test_paper_with_every_field_filled_comes_back_the_same() -> None:
    assert there_and_back(WHOLE) == WHOLE
    back = there_and_back(WHOLE)
    assert back.questions[0].kind is QuestionKind.YES_NO
    assert back.closing_at is not None
    assert back.closing_at.utcoffset() is not None


@settings(max_examples=40, deadline=None)
@given(paper=drawn(Paper))
def test_any_paper_comes_back_the_same(paper: Paper) -> None:
    assert there_and_back(paper) == paper


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@settings(max_examples=40, deadline=None)
@given(
    value=JSON,
    at=st.sampled_from(["title", "closing_at", "questions", "passages", "attachments", "contact", "reference"]),
)
def test_any_other_json_is_refused_or_read_as_what_it_says(value: object, at: str) -> None:
    sent = json.loads(encode(WHOLE))
    sent[at] = value
    try:
        paper = decode(line(sent))
    except NotAPaper:
        return
    assert encode(paper) == line(sent)
    with pytest.raises(NotAPaper):
        decode(line(value))


def line(sent: object) -> bytes:
    """What a reader that was taken over may say, in the notation of ours."""
    return json.dumps(sent, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _changed(**changes: object) -> object:
    return {**json.loads(encode(WHOLE)), **changes}


def _asked(**changes: object) -> object:
    sent = json.loads(encode(WHOLE))
    sent["questions"][0].update(changes)
    return sent


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        "paper",
        {},
        {"title": "x"},
        _changed(more=1),
        _changed(title=None),
        _changed(title=["x"]),
        _changed(title="x" * (MOST_CHARACTERS + 1)),
        _changed(title="a\0b"),
        _changed(title="a\ud800b"),
        _changed(closing_at="2026-02-07T23:45:00"),
        _changed(closing_at="soon"),
        _changed(closing_at=1_700_000_000),
        _changed(contact="not a list"),
        _changed(contact=["x"] * (MOST_ITEMS + 1)),
        _changed(questions=[{}]),
        _asked(kind="shell"),
        _asked(kind=["yes_no"]),
        _asked(first=True),
        _asked(first=1.0),
        _asked(first="1"),
        _asked(first=LARGEST + 1),
        _asked(parts=[["a", "b"]]),
        _asked(number=1),
        _asked(__class__="x"),
    ],
)
def test_what_is_not_exactly_a_paper_is_refused(sent: object) -> None:
    with pytest.raises(NotAPaper):
        decode(line(sent))


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"{",
        b"[" * 1_000_000,
        b'{"title":' * 200_000,
        b'{"more":' + b"[" * 200_000,
        b"\xff\xfe",
        b"NaN",
        b"1" * 1_000_000,
        encode(WHOLE).replace(b'"title":', b'"title":"first","title":', 1),
        encode(WHOLE).replace(b",", b", ", 1),
        encode(WHOLE) + b" ",
        encode(WHOLE).replace(b"A plan", b"A\\u0020plan", 1),
        *(encode(WHOLE).replace(b"A plan", b"A" + bad + b"plan", 1) for bad in (
            b"\\u0000", b"\\u001b", b"\\b", b"\\f", b"\\r", b"\\\\\\u0007", b"\\ud83d", b"\x00", b"\x7f", b"\xc2\x85",
            b"\xef\xbf\xbf", b"\xed\xa0\x80", b"\\ud83d\\ude00",
        )),
        encode(WHOLE).replace(b'"first":2', b'"first":2.0', 1),
        encode(WHOLE).replace(b'"first":2', b'"first":2e0', 1),
        encode(WHOLE).replace(b'"first":2', b'"first":99999999999999999999', 1),
        encode(WHOLE).replace(b"2026-02-07T23:45:00Z", b"2026-02-07T23:45:00", 1),
        encode(WHOLE).replace(b"2026-02-07T23:45:00Z", b"2026-02-30T23:45:00Z", 1),
    ],
    ids=lambda said: repr(said[:20]),
)  # fmt: skip
def test_what_is_not_written_as_a_paper_is_written_is_refused(said: bytes) -> None:
    assert decode(encode(WHOLE)) == WHOLE
    with pytest.raises(NotAPaper):
        decode(said)


@pytest.mark.parametrize(
    "text", ["a\\b", "C:\\users\\rooms\\files", "\\\\u0000", 'say "yes"', "a/b", "tab\tline\nend", "\\"]
)
def test_backslashes_and_quotation_marks_are_words_like_others(text: str) -> None:
    assert there_and_back(Paper(title=text)).title == text


def test_rows_are_taken_within_their_bounds_and_nothing_else_is() -> None:
    assert decode_rows(b'[[[1,["a","b"]],[3,["c"]]],[]]') == [[(1, ("a", "b")), (3, ("c",))], []]
    wrong = [None, {}, [[1]], [[[0, ["a"]]]], [[[1, "a"]]], [[["1", ["a"]]]], [[[True, ["a"]]]], [[[1, ["a"], 2]]],
             [[[1, ["x" * 501]]]], [[[1, ["a"] * 41]]], [[[1, ["a"]]] * 5001], [[]] * 21, [[[1, ["a\0"]]]],
             [[[1, [1]]]]]  # fmt: skip
    for each in wrong:
        with pytest.raises(NotAPaper):
            decode_rows(line(each))
    for said in (b"", b"[" * 1_000_000, b'[[[1,["a"]] ]]'):
        with pytest.raises(NotAPaper):
            decode_rows(said)


def test_characters_that_cannot_be_kept_are_left_out_on_the_way() -> None:
    paper = Paper(title="A\0 plan\x0bfor\ud800 streets\x81\uffff", issuing_body="The people\x92s council")
    assert there_and_back(paper).title == "A plan for streets"
    assert there_and_back(paper).issuing_body == "The people’s council"
    assert fit("tab\tand\nline stay") == "tab\tand\nline stay"


@pytest.mark.parametrize(
    "paper",
    [
        Paper(title="x" * (MOST_CHARACTERS + 1)),
        Paper(title="x", contact=("x",) * (MOST_ITEMS + 1)),
        Paper(title="x", questions=(replace(WHOLE.questions[0], word_limit=LARGEST + 1),)),
    ],
)
def test_paper_too_long_to_travel_says_so_before_it_leaves(paper: Paper) -> None:
    with pytest.raises(PaperTooLong):
        encode(paper)
