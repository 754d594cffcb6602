"""Each position has a sign of its own beside its word."""

import lxml.html
from flask import Flask

from consult.comments.models import Position


def test_every_position_has_its_own_sign_and_its_word(app: Flask) -> None:
    signs = app.jinja_env.get_template("macros/signs.html").module
    drawn = lxml.html.fragment_fromstring(str(signs.sprite()).strip())  # type: ignore[attr-defined]
    shapes = {symbol.get("id"): lxml.html.tostring(symbol[-1]) for symbol in drawn.iter("symbol")}
    used = []
    for position in Position:
        shown = lxml.html.fragment_fromstring(str(signs.position(position)))  # type: ignore[attr-defined]
        assert shown.text_content().strip() == position.label
        (use,) = shown.iter("use")
        used.append(shapes[use.get("href").removeprefix("#")])
    assert len(set(used)) == len(Position)
