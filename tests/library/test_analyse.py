"""How texts become words and stems."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.library.search.analyse import (
    fold,
    is_common,
    stem,
    telling_stems,
    token,
    word_spans,
    words,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The council’s CAFÉS", ["the", "council", "cafes"]),
        ("don't, DON’T", ["dont", "dont"]),
        ("well-being in 2006/07", ["well", "being", "in", "2006", "07"]),
        ("cafe\u0301 na\u00efve \ufb01re", ["cafe", "naive", "fire"]),
        ("Straße _under_ scored", ["strasse", "under", "scored"]),
        ("  …—!?  ", []),
    ],
)
def test_texts_become_folded_words(text, found):
    assert words(text) == found


def test_stems_join_the_forms_of_a_word():
    assert stem("houses") == stem("housing") == stem("housed")
    assert stem("partnerships") == stem("partnership")


def test_common_words_stand_for_themselves_and_like_no_other_word():
    assert token("the") == "-the"
    assert token("being") != stem("being")
    assert telling_stems("What should the council do about being a partner?") == ["council", "partner"]
    assert is_common("what")


@given(st.text())
def test_any_text_gives_words_that_are_already_folded(text):
    assert all(fold(word) == word and " " not in word and "\n" not in word for word in words(text))


@given(st.text(max_size=200))
def test_spans_show_where_each_word_stands(text):
    spans = list(word_spans(text))
    assert [word for word, _, _ in spans] == words(text)
    assert all(fold(text[start:end]) == word for word, start, end in spans)
    assert all(first[2] <= second[1] for first, second in pairwise(spans))


def test_threads_do_not_mix_their_stems():
    asked = [
        f"{start}{middle}ings" for start in ("hous", "plann", "meet", "consult") for middle in map(str, range(300))
    ]
    alone = [stem.__wrapped__(word) for word in asked]
    stem.cache_clear()
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(stem, asked)) == alone
