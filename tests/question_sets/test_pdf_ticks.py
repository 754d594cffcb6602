"""Tick boxes in PDF files, drawn or a form's own, empty and ticked; and what was typed into a form's fields."""

from collections.abc import Callable

import pytest

from consult.question_sets.extract import extract
from consult.question_sets.readers import read
from tests.question_sets.pdfs import Box, Drawing, Field, Picture, Shape, Text, lines, written

ROUND = Box(0, 0, is_round=True).drawn()
SQUARE = "0 0 10 10 re S"
DOT = "3 5 m 3 7 7 7 7 5 c 7 3 3 3 3 5 c f"
# Each is an empty box and the same box chosen.
SHAPES = {
    "square with a cross": (SQUARE, f"{SQUARE} 1 1 m 9 9 l 1 9 m 9 1 l S"),
    "cross from corner to corner": (SQUARE, f"{SQUARE} 0 0 m 10 10 l S 0 10 m 10 0 l S"),
    "square and cross in one shape": (SQUARE, "0 0 10 10 re 0 0 m 10 10 l 0 10 m 10 0 l S"),
    "check mark": (SQUARE, f"{SQUARE} 2 5 m 4 2 l 8 8 l S"),
    "filled check mark": (SQUARE, f"{SQUARE} 2 5 m 4 3 l 8 8 l 9 7 l 4 1 l 1 4 l f"),
    "filled square inside": (SQUARE, f"{SQUARE} 3 3 4 4 re f"),
    "filled square": (SQUARE, "0 0 10 10 re f"),
    "white check mark on blue": (SQUARE, "0 0.2 0.6 rg 0 0 10 10 re f 1 G 2 5 m 4 2 l 8 8 l S"),
    "white squares on black": ("0 0 10 10 re f 1 g 1 1 8 8 re f", "0 0 10 10 re f 1 g 1 1 8 8 re f 0 g 3 3 4 4 re f"),
    "grey ground": ("0.9 g 0 0 10 10 re f 0 0 10 10 re S", "0.9 g 0 0 10 10 re B 0 G 1 1 m 9 9 l 1 9 m 9 1 l S"),
    "dot in a circle": (ROUND, f"{ROUND} {DOT}"),
}
OPTIONS = ["The market hall", "The benches", "The fountain"]
TICKED = [False, True, False]


def labels(page: list[Drawing]) -> list[str | None]:
    return [block.label for block in read("a.pdf", written([page])) if block.text in OPTIONS]


def answers(page: list[Drawing]) -> list[tuple[str, str | None]]:
    page = [Text("Response to the review of the square", 72, 800, 18), *page]
    return [(question.text, question.answer) for question in extract("a.pdf", written([page])).questions]


def asked(box: Callable[[float, float, bool], Drawing], before: bool = True) -> list[Drawing]:
    page: list[Drawing] = [Text("1. Which part of the square do you use most often?", 72, 760)]
    for n, (option, ticked) in enumerate(zip(OPTIONS, TICKED, strict=True), 1):
        page += [Text(option, 96 if before else 72, 760 - 22 * n), box(76 if before else 300, 759 - 22 * n, ticked)]
    return page


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("before", [True, False])
def test_drawn_boxes_are_read_with_their_ticks(name: str, before: bool) -> None:
    empty, full = SHAPES[name]
    page = asked(lambda x, y, ticked: Shape(x, y, full if ticked else empty), before)
    none, chosen = ("○", "◉") if name == "dot in a circle" else ("☐", "☒")
    assert labels(page) == [none, chosen, none]
    assert answers(page) == [("Which part of the square do you use most often?", "The benches")]


def _framed(inside: Callable[[int, int], int]) -> list[list[int]]:
    """A picture of a box of 15 pixels with a grey frame."""
    edges = (1, 13)
    return [
        [255 if {x, y} & {0, 14} else 140 if x in edges or y in edges else inside(x, y) for x in range(15)]
        for y in range(15)
    ]


def _disc(dot: bool) -> list[list[int]]:
    def grey(x: int, y: int) -> int:
        far = ((x - 9.5) ** 2 + (y - 9.5) ** 2) ** 0.5
        return 90 if 8 <= far < 9.5 or (dot and far < 4) else 255

    return [[grey(x, y) for x in range(20)] for y in range(20)]


def _crossed(ground: Callable[[int], int], dark: int) -> list[list[int]]:
    return _framed(lambda x, y: dark if abs(x - y) < 2 or abs(x + y - 14) < 2 else ground(x))


PICTURES = {
    "cross": (_framed(lambda x, y: 245), _crossed(lambda x: 245, 60), "☐☒"),
    "shaded": (_framed(lambda x, y: 180 + 4 * x), _crossed(lambda x: 180 + 4 * x, 100), "☐☒"),
    "button": (_disc(False), _disc(True), "○◉"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_boxes_in_pictures_are_read_with_their_ticks(name: str) -> None:
    empty, full, (none, chosen) = PICTURES[name]
    page = asked(lambda x, y, ticked: Picture(x, y, full if ticked else empty))
    assert labels(page) == [none, chosen, none]
    assert answers(page) == [("Which part of the square do you use most often?", "The benches")]


def test_a_cross_typed_into_a_drawn_box_ticks_it() -> None:
    page = [*asked(lambda x, y, _: Shape(x, y, SQUARE)), Text("X", 77.5, 717, 10)]
    assert labels(page) == ["☐", "☒", "☐"]


def test_squares_that_are_all_filled_tick_nothing() -> None:
    assert labels(asked(lambda x, y, _: Shape(x, y, "0 0 10 10 re f"))) == ["☐", "☐", "☐"]


@pytest.mark.parametrize("before", [True, False])
def test_boxes_in_one_line_are_told_apart(before: bool) -> None:
    page: list[Drawing] = [Text("1. Do you agree with the plan for the square?", 72, 760)]
    for n, word in enumerate(("Yes", "No")):
        x = 72 + 60 * n
        page += [
            Text(word, x + (14 if before else 0), 738),
            Shape(x + (0 if before else 24), 737, SHAPES["check mark"][n]),
        ]
    assert answers(page) == [("Do you agree with the plan for the square?", "No")]


BUTTON = 1 << 15


@pytest.mark.parametrize(("flags", "found"), [(0, ["☐", "☒", "☐"]), (BUTTON, ["○", "◉", "○"])])
def test_buttons_of_a_form_are_read_with_their_state(flags: int, found: list[str]) -> None:
    page = asked(lambda x, y, ticked: Field("Btn", x, y, 10, 10, "On" if ticked else "Off", flags))
    assert labels(page) == found
    assert answers(page) == [("Which part of the square do you use most often?", "The benches")]


LONG = "We would keep the market where it is.\nThe benches could be moved nearer to the trees, as people ask."


def test_what_is_typed_into_a_form_is_the_answer() -> None:
    page: list[Drawing] = [
        Text("1. What should be done about the market?", 72, 740), Field("Tx", 72, 640, 400, 90, LONG, 1 << 12),
        Text("2. Who should pay for it?", 72, 610), Field("Tx", 72, 585, 400, 18, "the whole council"),
        Text("3. How often do you come to the square?", 72, 560),
        Field("Ch", 72, 535, 200, 18, "w", 1 << 17, (("d", "Every day"), ("w", "Every week"))),
        Text("4. What is missing in the square?", 72, 500), Field("Tx", 72, 420, 400, 70, ""),
    ]  # fmt: skip
    assert [answer for _, answer in answers(page)] == [
        LONG.replace("\n", "\n\n"), "the whole council", "Every week", None,
    ]  # fmt: skip


def test_a_field_beside_its_label_stands_on_its_line_and_in_a_table_in_its_cell() -> None:
    page: list[Drawing] = [Text("Name of body:", 72, 740), Field("Tx", 160, 735, 200, 18, "Rivermead Police")]
    assert [block.text for block in read("a.pdf", written([page]))] == ["Name of body:\tRivermead Police"]


def test_hidden_fields_and_passwords_are_not_read() -> None:
    page: list[Drawing] = [
        *lines(["Please answer."]),
        Field("Tx", 72, 640, 200, 18, "unseen", hidden=True),
        Field("Tx", 72, 600, 200, 18, "secret", 1 << 13),
    ]
    assert [block.text for block in read("a.pdf", written([page]))] == ["Please answer."]


def test_fields_that_say_the_same_on_every_page_are_no_running_lines() -> None:
    pages = [
        [Text(f"{name} question of the paper?", 72, 790), Field("Tx", 72, 760, 200, 18, "5"), *lines(["Text."], y=400)]
        for name in ("First", "Second", "Third", "Fourth")
    ]
    found = [block.text for block in read("a.pdf", written(pages)) if not block.ignored]
    assert found.count("5") == 4
