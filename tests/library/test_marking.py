"""Excerpts with the words that were found marked, and why two questions are alike."""

from hypothesis import given
from hypothesis import strategies as st

from consult.library.search.marking import Piece, excerpt
from consult.library.search.parser import parse
from consult.library.search.query import Term
from consult.library.similar import MOST_WORDS, RAREST, shared_words, similar_query

LONG = "We welcome the paper. " * 40 + "The council’s housing needs are great. " + "Nothing more is said here. " * 40


def marked(pieces: list[Piece]) -> list[str]:
    return [piece.text for piece in pieces if piece.hit]


def whole(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def test_a_short_text_is_shown_whole_with_its_words_marked_by_stem():
    pieces = excerpt("Houses & housing <b>need</b> parks.", parse("housing needs"))
    assert whole(pieces) == "Houses & housing <b>need</b> parks."
    assert marked(pieces) == ["Houses", "housing", "need"]


def test_a_long_text_is_shown_where_the_words_stand():
    pieces = excerpt(LONG, parse("housing council"), 120)
    assert marked(pieces) == ["council’s", "housing"]
    assert whole(pieces).startswith("…The council’s housing needs are great.")
    assert whole(pieces).endswith("…")
    assert len(whole(pieces)) <= 123


def test_a_text_without_the_words_shows_its_beginning():
    pieces = excerpt(LONG, parse("zebra"), 50)
    assert marked(pieces) == []
    assert whole(pieces).startswith("We welcome the paper.")


def test_phrases_prefixes_and_fuzzy_words_are_marked_as_they_match():
    text = "The terms of the group, and its terms of reference, need a licence for housing."
    assert marked(excerpt(text, parse('"terms of reference"'))) == ["terms", "of", "reference"]
    assert marked(excerpt(text, parse("hous* lisence~"))) == ["licence", "housing"]


def test_only_what_is_asked_of_this_text_is_marked():
    text = "Parks and housing."
    assert marked(excerpt(text, parse("parks question:housing"))) == ["Parks"]
    assert marked(excerpt(text, parse("parks question:housing"), field="question")) == ["Parks", "housing"]
    assert marked(excerpt(text, parse("parks -housing"))) == ["Parks"]


@given(st.text(max_size=400), st.text(max_size=30), st.integers(1, 120))
def test_an_excerpt_is_always_a_stretch_of_the_text(text, asked, length):
    shown = whole(excerpt(text, parse(asked), length))
    assert shown.removeprefix("…").removesuffix("…") in text or shown in text
    assert len(shown) <= length + 2


def test_similar_questions_are_asked_for_by_their_telling_words():
    query = similar_query("How should the council plan its housing, and its parks?")
    assert [term.stem for term in query.tree.children] == ["council", "plan", "hous", "park"]
    assert query.rarest == RAREST
    assert similar_query("Housing?").tree == Term("hous")
    assert similar_query("What is it?").tree is None
    assert similar_query("What is it?").hint
    assert len(similar_query(" ".join(f"word{n}" for n in range(500))).tree.children) == MOST_WORDS


def test_shared_words_say_why_two_questions_are_alike():
    assert shared_words("What of Housing needs, the parks and housing?", "We need parks; houses too.") == (
        "housing",
        "needs",
        "parks",
    )
    assert shared_words("What is it?", "What is it?") == ()
