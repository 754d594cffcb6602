"""Short questions: common words tell apart what the telling words find alike, in both engines' one order."""

import pytest

from consult.library.search.parser import parse
from consult.library.search.query import Common, Term
from consult.library.search.ranking import shortness
from consult.library.similar import similar_query
from tests.library.entries import entry, ids, plain_search

QUESTIONS = ("How long does a licence last?", "Why does a licence cost so much?", "Who can hold a licence?")
ENTRIES = [entry(number, text, "Ask the council.") for number, text in enumerate(QUESTIONS, 1)]


@pytest.mark.parametrize("ask", [parse, similar_query])
@pytest.mark.parametrize(
    ("asked", "best"), [("Who may have a licence?", 3), ("Why a licence?", 2), ("How is a licence to last?", 1)]
)
def test_common_words_tell_short_questions_apart(ask, asked, best):
    assert ids(plain_search(ENTRIES, ask(asked)))[0] == best


def test_two_words_side_by_side_tell_more_than_each():
    entries = [entry(1, "How can parks be kept?"), entry(2, "Can and how parks be kept?")]
    assert ids(plain_search(entries, parse("how can parks")))[0] == 1


def test_an_entry_is_never_found_by_common_words_alone():
    assert ids(plain_search(ENTRIES, parse("who can"))) == []
    assert ids(plain_search([*ENTRIES, entry(9, "Who can pay?")], parse("who can hold"))) == [3]


def test_common_words_of_an_answer_do_not_count():
    entries = [entry(1, "Parks", "Who are they?"), entry(2, "Parks", "We keep them.")]
    found = plain_search(entries, parse("who are so parks"))
    without = plain_search(entries, parse("parks"))
    assert [hit.entry_id for hit in found] == [hit.entry_id for hit in without]
    assert found[0].score == without[0].score


def test_the_longer_a_question_the_less_they_count():
    assert shortness(parse("how long does a licence last").said) == 1
    assert shortness(parse(" ".join(f"word{n}" for n in range(8))).said) == pytest.approx(1 / 4)
    assert shortness(parse(" ".join(f"word{n}" for n in range(16))).said) == pytest.approx(1 / 16)


def test_only_plain_words_are_read_as_a_question():
    assert parse("how is it").said == ()  # nothing to look for
    assert parse("why parks").said == (Common("why"), Term("park"))
    assert parse('why "green parks"').said == ()
    assert parse("why question:parks").said == ()
