"""Comparing and merging texts word by word."""

from hypothesis import given
from hypothesis import strategies as st

from consult.drafting.merging import compare, merge

texts = st.text(st.sampled_from("ab \n"), max_size=30)


@given(texts, texts)
def test_a_comparison_holds_both_texts(before: str, after: str) -> None:
    changes = compare(before, after)
    assert "".join(c.text for c in changes if c.kind != "added") == before
    assert "".join(c.text for c in changes if c.kind != "removed") == after


@given(texts, texts)
def test_one_side_that_changed_nothing_gives_way(base: str, ours: str) -> None:
    assert merge(base, base, ours) == ours
    assert merge(base, ours, base) == ours


def test_changes_in_different_places_are_both_kept() -> None:
    base = "The partnership should lead.\n\nIt needs money."
    theirs = "The local partnership should lead.\n\nIt needs money."
    ours = "The partnership should lead.\n\nIt needs money and staff."
    assert merge(base, theirs, ours) == "The local partnership should lead.\n\nIt needs money and staff."


def test_different_changes_to_the_same_words_are_left_to_people() -> None:
    assert merge("Yes we agree.", "No we agree.", "Perhaps we agree.") is None


def test_the_same_change_on_both_sides_is_made_once() -> None:
    assert merge("Yes.", "Yes, surely.", "Yes, surely.") == "Yes, surely."


def marked(before: str, after: str) -> str:
    """The comparison as a line: [-removed-] and {+added+}."""
    frames = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(frames[change.kind].format(change.text) for change in compare(before, after))


def test_a_paragraph_put_in_leaves_the_others_alone() -> None:
    assert marked("One.\n\nThree.\n", "One.\n\nTwo.\n\nThree.\n") == "One.\n\n{+Two.\n\n+}Three.\n"


def test_a_word_or_two_between_larger_changes_is_not_kept_by_chance() -> None:
    found = marked("It harms the oldest people of a county.", "It helps young families of any town.")
    assert found == "It [-harms the oldest people of a county-]{+helps young families of any town+}."


def test_a_passage_too_different_to_mark_words_is_told_as_replaced() -> None:
    old = " ".join(str(n * n % 97 % 11) for n in range(6_000))
    new = " ".join(str((n * 7 + n * n) % 89 % 11) for n in range(6_000))
    found = compare(f"Before.\n\n{old}\n", f"Before.\n\n{new}\n")
    assert any(change.whole for change in found)
    assert not any(change.whole for change in compare("One two.", "One three."))
    assert merge("Base.", old, new) is None
