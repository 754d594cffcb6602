"""Compounds written with hyphens and as one word: what is taken for one, what it counts, how it is shown."""

import pytest

from consult.library.search.analyse import LONGEST_WORD, compounds
from consult.library.search.entry_text import length, words_of
from consult.library.search.marking import excerpt
from consult.library.search.parser import parse
from consult.library.similar import shared_words
from tests.costs.calling import MOST, TIMES, calls
from tests.library.entries import entry, ids, plain_search


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Well-being and co\u2011operation", ["wellbeing", "cooperation"]),
        ("(e-mail), \u2018re-use\u2019", ["email", "reuse"]),
        ("mental-well-being", ["mentalwell", "mentalwellbeing", "wellbeing"]),
        ("the council\u2019s-own na\u00efve-t\u00e9", ["councilown", "naivete"]),
        ("2004-2006, 01-02", []),
        ("in-to", []),
        ("well - being, well--being, well\u2013being, -being-", []),
        ("-".join("abcdefgh"), []),
    ],
)
def test_what_is_a_compound(text: str, found: list[str]) -> None:
    assert [word for word, _, _ in compounds(text)] == found
    for word, start, end in compounds(text):
        assert len(word) <= LONGEST_WORD
        assert "-" in text[start:end] or "\u2011" in text[start:end]


def test_it_is_no_further_word_of_its_text() -> None:
    assert [length(each) for each in words_of(entry(1, "A well-being, e-mail strategy", "None")).tokens[:2]] == [6, 1]


def test_words_of_two_compounds_are_no_phrase() -> None:
    entries = [entry(1, "Strategy for well-being and e-mail"), entry(2, "Wellbeing email")]
    assert ids(plain_search(entries, parse('"wellbeing email"'))) == [2]
    assert ids(plain_search(entries, parse('"mail wellbeing"'))) == []


def test_both_spellings_count_alike_where_they_are_asked_for_as_one_word() -> None:
    found = plain_search([entry(1, "Parks for well-being"), entry(2, "Parks or wellbeing")], parse("wellbeing"))
    assert ids(found) == [2, 1]
    assert found[1].score > 0.8 * found[0].score


def test_a_compound_is_counted_once() -> None:
    entries = [entry(1, "Parks for co-operation"), entry(2, "Parks"), entry(3, "Streets")]
    asked, pieces = (plain_search(entries, parse(f"What about {each}?")) for each in ("co-operation", "co operation"))
    assert ids(asked) == ids(pieces) == [1]
    assert asked[0].score <= pieces[0].score


@pytest.mark.parametrize(
    ("asked", "closed", "hyphened"),
    [
        ("well being", "Our wellbeing", "Our well-being"),
        ("mental well being", "Our wellbeing", "Our well-being"),
        ("What of the well being of children?", "Our wellbeing", "Our well-being"),
        ("Over time", "Paid overtime", "Paid over-time"),
        ("child care", "Our childcare", "Our child-care"),
        ("co operation or parks", "Cooperation", "Co-operation"),
        ("streets (well being.)", "Our wellbeing", "Our well-being"),
    ],
)
def test_two_words_side_by_side_find_it_too(asked: str, closed: str, hyphened: str) -> None:
    entries = [entry(1, closed), entry(2, hyphened), entry(3, "Fishing away from the island")]
    assert set(ids(plain_search(entries, parse(asked)))) == {1, 2}


@pytest.mark.parametrize(
    "asked", ["well, being", "well and ill", "wish -well being", '"well being"', "well. Being there", "2 wellbeing2"]
)
def test_words_that_are_kept_apart_do_not(asked: str) -> None:
    assert ids(plain_search([entry(1, "Our wellbeing")], parse(asked))) == []


@pytest.mark.parametrize("asked", ["a way", "the me", "is land", "for mat", "in form"])
def test_a_common_word_before_another_begins_no_word(asked: str) -> None:
    closed = asked.replace(" ", "")
    assert ids(plain_search([entry(1, closed)], parse(asked))) == []


def test_a_long_question_keeps_its_room_for_words() -> None:
    asked = " ".join(f"word{chr(97 + n)} other{chr(97 + n)}" for n in range(16))
    assert parse(asked).hint == ""


@pytest.mark.parametrize("asked", ["wellb*", "well-be*", "welbeing~", "well-bieng~"])
def test_beginnings_and_slips_find_it_too(asked: str) -> None:
    entries = [entry(1, "Our well-being"), entry(2, "Our wellbeing"), entry(3, "Fishing")]
    assert set(ids(plain_search(entries, parse(asked)))) == {1, 2}


@pytest.mark.parametrize(("text", "marked"), [("Our well-being.", "well-being"), ("Our wellbeing.", "wellbeing")])
def test_it_is_marked_as_it_is_written(text: str, marked: str) -> None:
    assert [piece.text for piece in excerpt(text, parse("wellbeing")) if piece.hit] == [marked]
    assert (
        "".join(piece.text for piece in excerpt(text, parse("well-being")) if piece.hit).replace("-", "") == "wellbeing"
    )
    assert "".join(piece.text for piece in excerpt(text, parse("well-being"))) == text


def test_why_two_questions_are_alike_names_it_in_either_spelling() -> None:
    assert shared_words("Wellbeing in parks", "Our well-being") == ("wellbeing",)
    assert shared_words("Our well-being", "Wellbeing in parks") == ("wellbeing",)
    assert shared_words("Co-operation", "Co-operation") == ("co", "operation")


@pytest.mark.parametrize("piece", ["a", "a-", "a'", "-a", "a\u0300'", "\u0300-", "a-b ", "-", "a\u2019-"])
def test_finding_them_costs_no_more_than_the_text_is_long(piece: str) -> None:
    short = calls(lambda text: list(compounds(text)), piece * 500)
    assert calls(lambda text: list(compounds(text)), piece * 500 * TIMES) <= MOST * short
