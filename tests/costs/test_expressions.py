"""No expression takes more steps than fifteen times as many for ten times the text, whatever the text is made of.

Every expression of the service is found in its modules, and the texts are made from it. A repeat that ends after some
number of times is a bound. None is left out, however short the texts are that are led through it today.
"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.costs.backtracking import Matcher, TooManySteps
from tests.costs.expressions import Hostile, expressions
from tests.costs.steps import AT_MOST

TIMES = 5
# What is only known when a function runs: made of fixed words, without a repeat that goes on.
MADE_LATER = {
    "documents/passages.py f'\\\\boption\\\\s*\\\\(?{letter}\\\\b'",
    "question_sets/answered/formats.py sign",
    "question_sets/recognising/options.py mark",
}


def _too_many(matcher: Matcher, way: str, small: str, large: str) -> bool:
    try:
        matcher.steps(large, way=way, limit=AT_MOST * max(matcher.steps(small, way=way, limit=10**6), 2 * len(small)))
    except TooManySteps:
        return True
    return False


def hardest(pattern: re.Pattern, way: str) -> str | None:
    """A text whose tenfold takes too many steps; None where there is none.

    One that is too many for a short text may still reach a bound: so ten times more is asked again from there.
    """
    matcher = Matcher(pattern)
    for text in Hostile(matcher).texts():
        if all(_too_many(matcher, way, text(times), text(10 * times)) for times in (TIMES, 8 * TIMES)):
            return text(TIMES)
    return None


def test_every_expression_is_found() -> None:
    found, later = expressions()
    assert len(found) > 300
    assert set(later) == MADE_LATER


def test_no_expression_takes_more_than_fifteen_times_the_steps_for_ten_times_the_text() -> None:
    asked = {(found.pattern.pattern, found.pattern.flags, found.way): found for found in expressions()[0]}
    slow = {found.place: text for (_, _, way), found in asked.items() if (text := hardest(found.pattern, way))}
    assert slow == {}


@pytest.mark.parametrize(
    "sign",
    [
        r"\s+$", r"\s*\n\s*", r"<!--.*?-->", r"(a+)+$", r"(?:a|aa)+$", r"a.*b", r"(?:\w+\s*)+:", r"\d+\.\d+x",
        r"\w+@\w+",
        r"^(?:not |very |not very )*good$", r"[^\s]+\s[^\s]+\s!", r"x[^;]*y", r"(?:<b>\s*)*<c>",
        r"\d[\w.]*(?: ?to ?\d[\w.]*)*!",
    ],
)  # fmt: skip
def test_what_goes_back_again_and_again_is_told(sign: str) -> None:
    assert hardest(re.compile(sign), "search")


@pytest.mark.parametrize(
    "sign", [r"\s++(?<!x)", r"(?<!\s)\s+$", r"[a-z]+", r"a{1,9}b", r"(?>a+)", r"x.{0,40}y", r"\bab\b"]
)
def test_what_goes_through_once_is_not(sign: str) -> None:
    assert hardest(re.compile(sign), "match" if "++" in sign else "search") is None


@pytest.mark.parametrize(
    "sign",
    [
        r"a+b", r"(a|ab)(c|bcd)(d*)", r"\s*_{1,2}\s*", r"(?P<x>a+)b(?P=x)", r"(?<![\w*])\*([^*]+?)(?<=\S)\*(?![\w*])",
        r"(?:a|b)*?c", r"(?>a+)b", r"a++b?", r"^\s*(?:[a-c]\b|\d)$", r"(?:(?:a|b )+ )*c", r"[^\W\d_]+", r"(?i:A)b",
        r"(a)?(?(1)b|c)", r"(?:a*)*b", r"(?:a?b?)+\b", r".\Z", r"(?:a|b){2,3}+.",
    ],
)  # fmt: skip
@given(text=st.text(st.sampled_from("abBcd_*1\n "), max_size=12), flags=st.sampled_from([0, re.I | re.M, re.S]))
def test_the_matcher_finds_what_the_real_one_finds(sign: str, text: str, flags: int) -> None:
    pattern = re.compile(sign, flags)
    spans, place = [], 0
    while place <= len(text):
        if found := pattern.match(text, place):
            spans.append(found.span())
        place = max(found.end() if found else 0, place + 1)
    assert Matcher(pattern).finds(text) == spans
