"""What a person types becomes a query, whatever it is."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from consult.library.search.parser import DEEPEST, LONGEST_QUERY, MOST_LEAVES, parse
from consult.library.search.query import (
    And,
    Closed,
    Field,
    Fuzzy,
    Not,
    Or,
    Phrase,
    Prefix,
    Term,
    Years,
    leaves,
)

HOUSE, PARK, NEED = Term("hous"), Term("park"), Term("need")
WELL_BEING = Or((Phrase(("well", "being"), compound=True), Closed("wellb")))
A_AND_E = Phrase(("a", "e"), compound=True)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("housing needs", Or((HOUSE, Closed("housingne"), NEED))),
        ("housing, needs", Or((HOUSE, NEED))),
        ("housing, housing", HOUSE),
        ("well being", Or((Term("well"), Term("wellb")))),
        ("-housing needs", And((NEED, Not(HOUSE)))),
        ("housing and parks", And((HOUSE, PARK))),
        ("housing AND parks", And((HOUSE, PARK))),
        ("housing or parks", Or((HOUSE, PARK))),
        ("housing not parks", And((HOUSE, Not(PARK)))),
        ("housing -parks", And((HOUSE, Not(PARK)))),
        ("housing NOT NOT parks", Or((HOUSE, PARK))),
        ("(housing or parks) and needs", And((Or((HOUSE, PARK)), NEED))),
        ('"terms of reference"', Phrase(("terms", "of", "reference"))),
        ("“terms of reference”", Phrase(("terms", "of", "reference"))),
        ('"housing"', HOUSE),
        ('"affordable housing" parks', And((PARK, Phrase(("affordable", "housing"))))),
        ("hous*", Prefix("hous")),
        ("the*", Prefix("the")),
        ("licence~", Fuzzy("licence")),
        ("licence~2", Fuzzy("licence")),
        ("question:housing", Field("question", HOUSE)),
        ('BODY:"Local Places"', Field("body", Phrase(("local", "places")))),
        ("answer:(housing, parks)", Field("answer", Or((HOUSE, PARK)))),
        ("consultation:well-being", Field("consultation", WELL_BEING)),
        ("year:2006", Years(2006, 2006)),
        ("year:2004-2006", Years(2004, 2006)),
        ("year:2006..2004", Years(2004, 2006)),
        ("year:2004-", Years(2004, None)),
        ("year:..2004", Years(None, 2004)),
        ("year:>2004", Years(2005, None)),
        ("year:<=2004", Years(None, 2004)),
        ("housing year:2006", And((HOUSE, Years(2006, 2006)))),
        ("What of parks and housing, or not?", Or((PARK, HOUSE))),
        ("What of parks AND housing?", And((PARK, HOUSE))),
        ("well-being", WELL_BEING),
        ("What of well\u2011being?", WELL_BEING),
        ("parks well-being", Or((PARK, *WELL_BEING.children))),
        ("-well-being parks", And((PARK, Not(WELL_BEING)))),
        ("A&E", A_AND_E),
        ("A&E parks", Or((A_AND_E, PARK))),
        ("N/A", Phrase(("n", "a"), compound=True)),
        ("either/or", Phrase(("either", "or"), compound=True)),
        ("24/7", Phrase(("24", "7"), compound=True)),
        ("2004/05", Phrase(("2004", "05"), compound=True)),
        ("places.example", Phrase(("places", "example"), compound=True)),
        ("housing/parks", Or((HOUSE, PARK))),
        ("housing,parks", Or((HOUSE, PARK))),
        ("re-hous*", Or((And((Term("re"), Prefix("hous"))), Prefix("rehous")))),
        ("A&E&hous*", And((A_AND_E, Prefix("hous")))),
        ("co-licence~", Or((And((Term("co"), Fuzzy("licence"))), Fuzzy("colicence")))),
        ("re-of~", Or((Phrase(("re", "of"), compound=True), Closed("reof")))),
        ("housing and (not parks)", And((HOUSE, Not(PARK)))),
    ],
)
def test_the_query_language(text, tree):
    assert parse(text).tree == tree
    assert parse(text).hint == ""


@pytest.mark.parametrize(
    ("text", "tree", "hint"),
    [
        ("", None, "Enter a word to search for."),
        ("and", None, "Enter a word to search for."),
        ("the of", None, "These words are too common to search for: the, of."),
        ('"housing needs', Phrase(("housing", "needs")), "A quotation mark was not closed"),
        ("((housing)", HOUSE, "Some brackets were left out"),
        ("housing)", HOUSE, "Some brackets were left out"),
        ("h* housing", Or((Term("h"), HOUSE)), "Give at least two letters before *."),
        ("year:soon housing", Or((Term("soon"), HOUSE)), "A year is written year:2006"),
        ("-housing", Not(HOUSE), "This leaves answers out and asks for none"),
        ("question: housing", Or((Term("question"), HOUSE)), ""),
        ("housing and", HOUSE, ""),
        (
            "*house",
            HOUSE,
            "\u2018*house\u2019 was searched for as \u2018house\u2019: a star stands for the end of a word.",
        ),
        ("hou*ing parks", Or((Prefix("hou"), PARK)), "\u2018hou*ing\u2019 was searched for as \u2018hou*\u2019"),
        ("*hous*", Prefix("hous"), "\u2018*hous*\u2019 was searched for as \u2018hous*\u2019"),
        ("the-of", None, "These words are too common to search for: the, of."),
        ("*", None, "Enter a word to search for."),
        ("or housing", HOUSE, ""),
    ],
)
def test_what_cannot_be_used_is_said(text, tree, hint):
    assert parse(text).tree == tree
    assert hint in parse(text).hint


@given(st.text() | st.text(alphabet='ab "()*~-:’and ornot', max_size=60))
@example('"' * 50)
@example("(" * 500 + "a" + ")" * 500)
@example("not " * 200 + "housing")
@example("question:" * 100 + "housing")
@example("question:(" * 80 + "housing")
@example("-" * 300 + "x")
@example("housing and " * 80)
@example("\ud800 \x00 housing")
def test_any_string_gives_a_bounded_query_or_a_hint(text):
    query = parse(text)
    assert query.tree is not None or query.hint
    assert len(list(leaves(query.tree))) <= MOST_LEAVES
    assert _depth(query.tree) <= 4 * (DEEPEST + 2)
    assert parse(text) == query


def test_long_queries_are_cut_and_say_so():
    many = parse(" ".join(f"word{n}" for n in range(100)))
    assert len(list(leaves(many.tree))) == MOST_LEAVES
    assert f"Only the first {MOST_LEAVES} words were used." in many.hint
    assert f"Only the first {LONGEST_QUERY:,} characters were used." in parse("housing " * 1_000).hint


def _depth(node) -> int:
    match node:
        case And(children) | Or(children):
            return 1 + max(map(_depth, children))
        case Not(child) | Field(_, child):
            return 1 + _depth(child)
        case _:
            return 1
