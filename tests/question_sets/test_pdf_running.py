"""What stands round the text of PDF pages or is not seen: running lines, hidden and struck-out text, with reasons."""

import pytest

from consult.question_sets.readers import read
from tests.question_sets.pdfs import ITALIC, Drawing, Ground, Rule, Text, lines, table, written

FILLER = [
    "The council owns the square and has to mend its paving before the winter, and it has",
    "set aside money for the work. This paper describes what could be done with the square",
    "and asks all who use it what they think. No decision has been taken on any of it yet.",
]


def texts(data: bytes) -> list[str]:
    return [block.text for block in read("a.pdf", data) if not block.footnote and not block.ignored]


def left_out(data: bytes) -> list[tuple[str, str]]:
    return [(block.text, block.ignored) for block in read("a.pdf", data) if block.ignored]


@pytest.mark.parametrize("y", [790, 60])
@pytest.mark.parametrize(
    "asked", ["Question {}: Do you agree with proposal {}?", "Describe proposal {} in your own words.", "Proposal {}"]
)
def test_lines_of_the_text_that_differ_in_digits_only_are_no_running_lines(asked: str, y: float) -> None:
    size = 16 if asked.startswith("Proposal") else 11
    pages = [[Text(asked.format(n, n), 72, y, size), *lines(FILLER, y=500)] for n in range(1, 6)]
    assert [text for text in texts(written(pages)) if text in {asked.format(n, n) for n in range(1, 6)}] == [
        asked.format(n, n) for n in range(1, 6)
    ]


def test_heading_row_of_a_table_that_goes_on_over_pages_is_no_running_line() -> None:
    pages = [
        table([["Number", "Question"], [str(2 * n + 1), "What?"], [str(2 * n + 2), "Who?"]], [60, 160, 500], top=790)
        for n in range(4)
    ]
    found = read("a.pdf", written(pages))
    heads = [block.ignored for block in found if block.text in ("Number", "Question")]
    assert heads == ["", "", *["Repeated table heading"] * 6]
    assert [block.cell.row for block in found if block.cell and block.cell.column == 1] == list(range(9))


def test_italics_are_told_where_a_whole_paragraph_is_set_in_them() -> None:
    page = [
        Text("Should it be mended?", 72, 700, font=ITALIC), Text("Yes, it should.", 72, 660),
        Text("In ", 72, 620, font=ITALIC), Text("plain letters again.", 90, 620),
    ]  # fmt: skip
    found = [block.markdown for block in read("a.pdf", written([page]))]
    assert found[:2] == ["_Should it be mended?_", "Yes, it should."]
    assert not any(text.startswith("_In") for text in found)


def test_question_of_several_lines_that_is_repeated_is_no_running_line() -> None:
    asked = ["Do you agree that the main task of the council should be to mend the paving of", "the whole square"]
    for size in (11, 14):
        pages = [[*lines(asked, y=790, size=size, gap=1.3 * size), *lines(FILLER, y=600)] for _ in range(4)]
        assert not [text for text, _ in left_out(written(pages)) if text in asked]


def test_first_lines_of_paragraphs_that_are_alike_are_no_running_lines() -> None:
    alike = "The council asks all who use the square what they think of the following, which it has"
    pages = [
        lines([alike, f"set out in paper {name} of this year and will decide."]) for name in ("one", "two", "three")
    ]
    assert len(texts(written(pages))) == 3
    assert not left_out(written(pages))


@pytest.mark.parametrize(
    ("running", "y", "reason"),
    [
        ("Consultation on the square   page {} of 80", 800, "Running header"),
        ("Question paper 2026 | {}", 40, "Running footer"),
        ("7 February 2006", 40, "Running footer"),
        ("{}", 40, "Page number"),
        ("Page {} of 5", 40, "Page number"),
        ("- {} -", 40, "Page number"),
    ],
)
@pytest.mark.parametrize("size", [9, 11])
def test_running_lines_are_left_out_with_their_reason(running: str, y: float, reason: str, size: float) -> None:
    names = ("one", "two", "three", "four", "five")
    pages = [
        [Text(running.format(n), 72, y, size), *lines([f"Text of page {name}.", *FILLER])]
        for n, name in enumerate(names, 1)
    ]
    assert left_out(written(pages)) == [(" ".join(running.format(n).split()), reason) for n in range(1, 6)]


def test_chapter_names_and_headers_of_left_and_right_pages_are_left_out() -> None:
    heads = ["Review", "Paving", "Review", "Paving", "Review", "Trees", "Review", "Trees", "Review", "Trees", "Review"]
    pages = [[Text(head, 72, 800, 9), *lines(FILLER), Text(str(n), 290, 30, 9)] for n, head in enumerate(heads, 1)]
    assert {text for text, reason in left_out(written(pages)) if reason == "Running header"} == set(heads)


def test_what_is_left_out_stands_in_the_stream_after_the_paragraph_it_interrupts() -> None:
    head = [Text("Review", 72, 810, 9)]
    pages = [
        [*head, *lines([*FILLER[:2], "set aside for it all. No decision has been taken on the work that is to be"])],
        [*head, *lines(["done there."])],
        [*head, *lines(["Last page."])],
    ]  # fmt: skip
    found = [(block.text[:6], block.page, block.ignored) for block in read("a.pdf", written(pages))]
    assert found == [
        ("Review", 1, "Running header"), ("The co", 1, ""), ("Review", 2, "Running header"),
        ("Review", 3, "Running header"), ("Last p", 3, ""),
    ]  # fmt: skip


def test_text_that_no_reader_sees_is_left_out_with_its_reason() -> None:
    page: list[Drawing] = [
        *lines(FILLER),
        Text("White on white", 72, 600, grey=1),
        Text("One point", 72, 580, 1),
        Text("Not painted", 72, 560, mode=3),
        Text("DRAFT", 200, 300, 60, grey=0.8, turn=45),
        Text("In the margin", 30, 300, 8, turn=90),
    ]
    found = left_out(written([page]))
    assert {text: reason for text, reason in found} == {
        "White on white": "Hidden text", "One point": "Hidden text", "Not painted": "Hidden text",
        "DRAFT": "Watermark", "In the margin": "Text set upwards",
    }  # fmt: skip
    assert texts(written([page])) == [" ".join(FILLER)]


def test_white_text_on_a_dark_ground_and_what_a_scanner_read_are_text() -> None:
    dark: list[Drawing] = [Ground(60, 690, 300, 30, 0.2), Text("White on dark", 72, 700, grey=1)]
    scan: list[Drawing] = [Ground(0, 0, 595, 842, is_scan=True), Text("Read by a scanner", 72, 600, mode=3)]
    assert texts(written([dark, scan])) == ["White on dark", "Read by a scanner"]


def test_struck_out_words_are_left_out() -> None:
    page: list[Drawing] = [
        Text("Should the old", 72, 700),
        Rule(72, 703.5, 144, 703.5),
        Text("All of this stays.", 72, 600),
    ]
    page += [Text("The fee is ten pounds", 72, 500), Rule(123, 503.5, 142, 503.5)]
    assert texts(written([page])) == ["All of this stays.", "The fee is pounds"]
    assert left_out(written([page])) == [("Should the old", "Struck-out text"), ("ten", "Struck-out text")]


@pytest.mark.parametrize(("rotate", "turn", "x", "y", "dx", "dy"), [
    (90, 90, 100, 100, 14, 0), (270, 270, 400, 700, -14, 0), (180, 180, 500, 100, 0, 14), (0, 90, 100, 100, 14, 0),
])  # fmt: skip
def test_turned_pages_are_read_as_they_are_seen(
    rotate: int, turn: int, x: float, y: float, dx: float, dy: float
) -> None:
    page = [Text(text, x + n * dx, y + n * dy, turn=turn) for n, text in enumerate(FILLER)]
    assert texts(written([page], rotate)) == [" ".join(FILLER)]
