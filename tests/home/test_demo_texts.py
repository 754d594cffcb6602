"""The documents of the demonstration are about their own consultation."""

import re
from collections.abc import Callable

import pytest

from consult.demo.cast import Cast
from tests.visitor import Visitor

OWN = {1: ("parish", "Neighbourhoods team"), 2: ("partnership", "Partnerships team"), 3: ("speed", "Streets team")}


@pytest.mark.one_database
@pytest.mark.parametrize("response", list(OWN))
def test_report_and_letter_are_about_their_consultation(
    demo: Cast, visit: Callable[[str | None], Visitor], response: int
) -> None:
    officer = visit("Policy officer").open(f"/responses/{response}/report")
    word, team = OWN[response]
    assert re.search(word, officer.document.xpath("//textarea[@name='background']")[0].text_content())
    letter = officer.open(f"/responses/{response}/letter")
    assert team in letter.document.xpath("//textarea[@name='recipient']")[0].text_content()
