"""Questions made of paragraphs that are ticked in the paper, and taking back what was done in review."""

from collections.abc import Callable
from random import Random

import pytest

from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]
PAPER = b"""\
# Consultation on village halls

1. Should every village have a hall?

2. Who should pay for repairs?

The council pays half today.

# Further points

Please comment on:

- Heating of halls in winter
- Access for people who use wheelchairs

Thank you.

- Not asked
"""
ONE, TWO = "Should every village have a hall?", "Who should pay for repairs?"
HEATING, ACCESS = "Heating of halls in winter", "Access for people who use wheelchairs"


@pytest.fixture
def officer(visit: Visit) -> Visitor:
    """A policy officer on the review page of the paper."""
    visitor = visit("Policy officer").open("/consultations/load")
    return visitor.submit("Load", source="file", paper=("halls.md", PAPER)).wait_until_read()


def questions(visitor: Visitor) -> list[str]:
    """Number and text of each question that is kept, in order."""
    found = []
    for item in visitor.document.xpath("//li[starts-with(@id, 'question-')]"):
        if "app-line-of--removed" not in item.get("class"):
            name = item.xpath("string(h3)").split(":")[0].strip()
            found.append((name.removeprefix("Question "), " ".join(item.xpath("string(p[1])").split())))
    return [text if "place" in number else f"{number} {text}" for number, text in found]


def tick(visitor: Visitor, way: str, *words: str) -> Visitor:
    """Tick the paragraphs of the paper that hold these words, and press the button of a way."""
    form = visitor.document.xpath("//form[@data-gather]")[0]
    places = [
        line.get("data-place")
        for line in form.xpath(".//*[@data-place]")
        if any(each in line.text_content() for each in words)
    ]
    data = {name: form.fields[name] for name in ("csrf_token", "shown")} | {"from": places, "way": way}
    visitor._take(
        visitor.client.post(form.get("action"), base_url="http://localhost", data=data, follow_redirects=True)
    )
    return visitor


def test_points_below_a_line_become_questions_in_their_place_and_section(officer: Visitor) -> None:
    assert questions(officer) == [f"1 {ONE}", f"2 {TWO}"]
    tick(officer, "below", "Please comment on")
    assert questions(officer) == [f"1 {ONE}", f"2 {TWO}", HEATING, ACCESS]
    assert officer.text.count("In Further points") == 2


def test_paragraphs_become_a_question_each_or_one_together(officer: Visitor) -> None:
    tick(officer, "each", HEATING, ACCESS)
    assert questions(officer)[2:] == [HEATING, ACCESS]
    officer.submit("Undo")
    tick(officer, "one", HEATING, ACCESS)
    assert questions(officer)[2:] == [f"{HEATING} {ACCESS}"]


def test_everything_between_two_paragraphs_becomes_one_question_in_place_of_those_found_there(officer: Visitor) -> None:
    tick(officer, "between", ONE, "The council pays half")
    assert questions(officer) == [f"1 {ONE} 2. {TWO} The council pays half today."]
    assert officer.text.count("Removed") == 2
    officer.submit("Undo")
    assert questions(officer) == [f"1 {ONE}", f"2 {TWO}"]


@pytest.mark.parametrize(
    ("way", "words", "refusal"),
    [
        ("one", (), "Tick the paragraphs of the question"),
        ("below", ("Thank you",), None),
        ("below", ("Not asked",), "Tick the heading or line above the points"),
    ],
)
def test_nothing_ticked_or_nothing_below_is_refused(
    officer: Visitor, way: str, words: tuple[str, ...], refusal: str | None
) -> None:
    before = officer.path.partition("#")[0]
    tick(officer, way, *words)
    if refusal is None:
        assert questions(officer)[-1] == "Not asked"
        return
    assert refusal in officer.text
    assert questions(officer.open(before)) == [f"1 {ONE}", f"2 {TWO}"]


def test_every_act_is_taken_back_last_first(officer: Visitor) -> None:
    start = questions(officer)
    officer.submit("Remove")
    assert questions(officer) == [f"2 {TWO}"]
    assert "Question 1 was removed." in officer.text
    officer.submit("Undo")
    assert questions(officer) == start
    officer.submit("Join to the one before")
    assert questions(officer) == [f"1 {ONE} {TWO}"]
    officer.submit("Undo")
    assert questions(officer) == start
    officer.submit("Move down")
    assert questions(officer) == [f"2 {TWO}", f"1 {ONE}"]
    officer.follow("Edit").submit("Save question", text="Who pays?", title="Pay")
    assert questions(officer) == ["2 Who pays?", f"1 {ONE}"]
    officer.submit("Undo")
    officer.submit("Undo")
    assert questions(officer) == start
    assert not officer.has_button("Undo")


def test_what_was_done_since_is_not_taken_back_by_an_older_page(officer: Visitor) -> None:
    review = officer.path
    officer.submit("Remove")
    old = officer.form_with("Undo")
    officer.open(review).submit("Put back")
    data = dict(old.form_values())
    officer._take(officer.client.post(old.get("action"), base_url="http://localhost", data=data, follow_redirects=True))
    assert "Something else was done with these questions since, so nothing was changed" in officer.text
    assert questions(officer.open(review)) == [f"1 {ONE}", f"2 {TWO}"]


def test_split_is_taken_back_and_what_was_typed_stays_among_the_removed(officer: Visitor) -> None:
    officer.follow("Split").submit("Split", first="Should every village", second="have a hall of its own?")
    assert questions(officer)[:2] == ["1 Should every village", "have a hall of its own?"]
    officer.submit("Undo")
    assert questions(officer) == [f"1 {ONE}", f"2 {TWO}"]
    assert "have a hall of its own?" in officer.text


def test_what_was_taken_back_is_done_again_until_something_else_is_done(officer: Visitor) -> None:
    officer.follow("Edit").submit("Save question", text="A text typed for half an hour?")
    officer.submit("Undo")
    assert questions(officer) == [f"1 {ONE}", f"2 {TWO}"]
    officer.submit("Redo")
    assert questions(officer)[0] == "1 A text typed for half an hour?"
    assert not officer.has_button("Redo")
    tick(officer, "below", "Please comment on")
    after = questions(officer)
    officer.submit("Undo").submit("Undo").submit("Redo").submit("Redo")
    assert questions(officer) == after
    officer.submit("Undo").submit("Remove")
    assert not officer.has_button("Redo")


ACTS = (
    "Remove",
    "Join to the one before",
    "Move down",
    "Move up",
    "each",
    "below",
    "between",
    "correct",
    "split",
    "add",
)


TYPED = {"correct": ("Edit", "Save question"), "split": ("Split", "Split"), "add": ("Add after", "Add question")}


def do(officer: Visitor, act: str, n: int, chance: Random) -> None:
    """Do something with the questions, where the page offers it."""
    if act in ("each", "below", "between"):
        tick(
            officer, act, *(["Please comment on"] if act == "below" else chance.sample([ONE, TWO, HEATING, ACCESS], 2))
        )
    elif act not in TYPED:
        officer.submit(act) if officer.has_button(act) else None
    elif questions(officer):
        word, button = TYPED[act]
        typed = {"first": f"First {n}?", "second": f"Second {n}?"} if act == "split" else {"text": f"Typed {n}?"}
        officer.follow(word).submit(button, **typed)


def step_of(officer: Visitor) -> str:
    """The step that Undo would take back; '' where there is none."""
    return str(officer.form_with("Undo").fields["step"]) if officer.has_button("Undo") else ""


@pytest.mark.parametrize("seed", range(4))
def test_whatever_was_done_is_taken_back_to_the_beginning_and_done_again_to_the_end(
    officer: Visitor, seed: int
) -> None:
    chance = Random(seed)
    lists, last = [questions(officer)], ""
    for n in range(7):
        do(officer, chance.choice(ACTS), n, chance)
        if step_of(officer) != last:
            lists.append(questions(officer))
            last = step_of(officer)
    assert len(lists) > 3
    for before in reversed(lists[:-1]):
        assert questions(officer.submit("Undo")) == before
    for after in lists[1:]:
        assert questions(officer.submit("Redo")) == after


def test_a_question_between_that_was_not_ticked_stays(officer: Visitor) -> None:
    tick(officer, "one", ONE, HEATING)
    assert questions(officer) == [f"1 {ONE} {HEATING}", f"2 {TWO}"]


def test_each_of_the_paragraphs_of_one_question_replaces_it(officer: Visitor) -> None:
    tick(officer, "one", HEATING, ACCESS)
    tick(officer, "each", HEATING, ACCESS)
    assert questions(officer)[2:] == [HEATING, ACCESS]


def test_a_correction_that_was_not_seen_is_not_replaced(officer: Visitor, visit: Visit) -> None:
    review = officer.path
    colleague = visit("Policy officer").open(review)
    colleague.follow("Edit").submit("Save question", text="Should each village have a hall?")
    tick(officer, "one", ONE)
    assert "Somebody else changed this question after you opened the page" in officer.text
    assert questions(officer.open(review))[0] == "1 Should each village have a hall?"


def test_more_paragraphs_than_a_press_takes_are_refused_and_none_is_cut(visit: Visit) -> None:
    officer = visit("Policy officer").open("/consultations/load")
    paper = "1. Should every village have a hall?\n\n" + "\n\n".join(f"Paragraph {n} of it." for n in range(560))
    officer.submit("Load", source="file", paper=("halls.md", paper.encode())).wait_until_read()
    review = officer.path
    tick(officer, "between", "Paragraph 3 of", "Paragraph 545 of")
    assert "There are more than 500 paragraphs between these two" in officer.text
    tick(officer.open(review), "each", "Paragraph")
    assert "Tick at most 500 paragraphs at once" in officer.text
    assert questions(officer.open(review)) == ["1 Should every village have a hall?"]


def test_a_text_longer_than_a_question_is_refused(visit: Visit) -> None:
    officer = visit("Policy officer").open("/consultations/load")
    paper = "1. Should every village have a hall?\n\n" + "\n\n".join(f"Words {n} {'long ' * 50}." for n in range(50))
    officer.submit("Load", source="file", paper=("halls.md", paper.encode())).wait_until_read()
    tick(officer, "one", "Words")
    assert "A question has at most 10,000 characters" in officer.text
