"""Answers as Hypothesis invents them: every kind of block in our texts, in each other, and soups of marks."""

from hypothesis import strategies as st

_WORDS = st.text("abcé ÅxyzQ 12.,;:!?()'\"-–£%&", min_size=1, max_size=12).filter(str.strip)
_PLAIN = st.text("ab c*_`~[]()<>&#|\\!^:1.)-+= \"'é", min_size=1, max_size=20).filter(str.strip)
ADDRESSES = st.sampled_from(
    ["https://a.example/x", "https://a.example/b_c_d?e=(f)", "mailto:team@a.example", "http://a.example", "/here"]
)


def _wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        inner.map(lambda text: f"**{text.strip()}**"),
        inner.map(lambda text: f"*{text.strip()}*"),
        inner.map(lambda text: f"~~{text.strip()}~~"),
        st.tuples(inner, ADDRESSES).map(lambda two: f"[{two[0]}]({two[1]})"),
        _WORDS.map(lambda text: f"`{text}`"),
    )


INLINE = st.recursive(st.one_of(_WORDS, _PLAIN), _wrapped, max_leaves=3)
NOTE = st.sampled_from(["[^a]", "[^b]"])
LINE = st.lists(st.one_of(INLINE, INLINE, NOTE), min_size=1, max_size=4).map(
    lambda parts: " ".join(parts).replace("\n", " ").strip() or "x"
)
PARAGRAPH = st.lists(LINE, min_size=1, max_size=3).flatmap(
    lambda lines: st.sampled_from(["\n", "  \n", "\\\n"]).map(lambda end: end.join(lines))
)
_CELL = st.one_of(_WORDS, INLINE).map(lambda text: text.replace("\n", " "))


def _table(rows: list[list[str]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], "|" + ":-:|--:|---|"[: 4 * len(rows[0])], *lines[1:]])


TABLE = st.lists(st.lists(_CELL, min_size=2, max_size=2), min_size=1, max_size=3).map(_table)
CODE = st.text("ab `~\n\t<&*é", max_size=20).map(lambda text: f"````\n{text}\n````")


def _set_in(text: str, first: str) -> str:
    by = " " * len(first)
    return "\n".join((first if n == 0 else by if line else "") + line for n, line in enumerate(text.split("\n")))


def _list(items: list[str], start: int) -> str:
    heads = [f"{start + n}. " if start else "- " for n in range(len(items))]
    return "\n\n".join(_set_in(item, head) for item, head in zip(items, heads, strict=True))


def _nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(inner, min_size=1, max_size=3).map("\n\n".join)
    return st.one_of(
        st.tuples(st.lists(several, min_size=1, max_size=3), st.sampled_from([0, 0, 1, 4])).map(
            lambda two: _list(*two)
        ),
        several.map(lambda text: "\n".join(f"> {line}" for line in text.split("\n"))),
    )


BLOCK = st.recursive(st.one_of(PARAGRAPH, PARAGRAPH, CODE, TABLE, st.just("***")), _nested, max_leaves=6)
HEADING = st.tuples(st.integers(1, 4), LINE).map(lambda two: f"{'#' * two[0]} {two[1]}")
NOTES = "\n\n[^a]: A *note* with a [link](https://a.example)\n\n    and more\n\n[^b]: 1. another\n"
ANSWERS = st.lists(st.one_of(BLOCK, BLOCK, HEADING), min_size=1, max_size=4).map(
    lambda blocks: "\n\n".join(blocks) + NOTES
)
SOUPS = st.text("ab *_`~[]()<>&#|\\!^:1.)-+=\n\n >", min_size=1, max_size=60)
