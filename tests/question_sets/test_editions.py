"""What a corrected paper changes: which question is which, and what became of each."""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from consult.question_sets.editions import Change, changes, match

TEXTS = (
    "Should every village have a hall?",
    "Who should pay for the repair of halls, and how much?",
    "What would help volunteers to keep a hall open?",
    "How often should the council look at its halls?",
    "Do you agree that halls may be let for weddings?",
)


@dataclass(frozen=True)
class Asked:
    number: str | None
    text: str


def numbered(*texts: str) -> list[Asked]:
    """Questions numbered from 1 in their order."""
    return [Asked(str(n), text) for n, text in enumerate(texts, 1)]


def told(old: list[Asked], new: list[Asked]) -> list[tuple[str, str | None, str | None]]:
    """Each change with the texts of the old and the new question."""
    return [
        (
            each.change.value,
            old[each.old].text if each.old is not None else None,
            new[each.new].text if each.new is not None else None,
        )
        for each in changes(old, new, match(old, new))
    ]


def test_the_same_paper_changes_nothing() -> None:
    old = numbered(*TEXTS)
    assert {change for change, _, _ in told(old, numbered(*TEXTS))} == {"same"}


def test_added_changed_and_gone() -> None:
    reworded = "Who should pay for the repair of halls, how much, and from when?"
    new = numbered(TEXTS[0], reworded, "Should halls close at night?", TEXTS[3], TEXTS[4])
    assert told(numbered(*TEXTS), new) == [
        ("same", TEXTS[0], TEXTS[0]),
        ("changed", TEXTS[1], reworded),
        ("added", None, "Should halls close at night?"),
        ("same", TEXTS[3], TEXTS[3]),
        ("same", TEXTS[4], TEXTS[4]),
        ("gone", TEXTS[2], None),
    ]


def test_only_what_moved_is_moved() -> None:
    new = numbered(TEXTS[4], *TEXTS[:4])
    found = changes(numbered(*TEXTS), new, match(numbered(*TEXTS), new))
    assert [each.change for each in found] == [Change.MOVED, *[Change.SAME] * 4]
    assert all(each.renumbered for each in found)


def test_a_question_put_in_before_the_others_only_renumbers_them() -> None:
    new = numbered("Is this new?", *TEXTS)
    found = changes(numbered(*TEXTS), new, match(numbered(*TEXTS), new))
    assert [each.change for each in found] == [Change.ADDED, *[Change.SAME] * 5]


def test_a_closing_question_that_every_chapter_repeats_goes_with_its_place() -> None:
    last = "Do you have any other comments?"
    old = [Asked("1", TEXTS[0]), Asked("2", last), Asked("3", TEXTS[1]), Asked("4", last)]
    new = [Asked("1", TEXTS[0]), Asked("2", last), Asked("3", "Is this new?"), Asked("4", TEXTS[1]), Asked("5", last)]
    assert match(old, new) == {0: 0, 1: 1, 3: 2, 4: 3}


def test_another_question_under_an_old_number_is_no_change_of_it() -> None:
    new = numbered(*TEXTS[:2], "Which buses run on Sundays in winter?", *TEXTS[3:])
    assert told(numbered(*TEXTS), new)[2] == ("added", None, "Which buses run on Sundays in winter?")


@settings(max_examples=60, deadline=None)
@given(st.permutations(range(5)), st.sets(st.integers(0, 4)))
def test_whatever_is_shuffled_and_left_out_each_question_is_told_once(order: list[int], out: set[int]) -> None:
    old, new = numbered(*TEXTS), numbered(*(TEXTS[n] for n in order if n not in out))
    pairs = match(old, new)
    assert {old[there].text for there in pairs.values()} == {question.text for question in new}
    found = changes(old, new, pairs)
    assert sorted(each.new for each in found if each.new is not None) == list(range(len(new)))
    assert {each.old for each in found if each.new is None} == {n for n in range(5) if n in out}
    stayed = [each.old for each in found if each.new is not None and not each.moved]
    assert stayed == sorted(stayed)
