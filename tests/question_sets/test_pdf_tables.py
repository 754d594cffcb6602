"""Tables in PDF files: ruled, with lines between their rows, of tick boxes, and without any lines."""

import pytest

from consult.question_sets.extract import extract
from consult.question_sets.readers import read
from consult.question_sets.readers.blocks import Block
from tests.question_sets.pdfs import Box, Drawing, Rule, Text, lines, table, written

FILLER = [
    "The council owns the square and has to mend its paving before the winter, and it has",
    "set aside money for the work. This paper describes what could be done with the square",
    "and asks all who use it what they think. No decision has been taken on any of it yet.",
]


def shown(data: bytes) -> list[Block]:
    return [block for block in read("a.pdf", data) if not block.ignored]


def left_out(data: bytes) -> list[tuple[str, str]]:
    return [(block.text, block.ignored) for block in read("a.pdf", data) if block.ignored]


FORM = [
    ["No.", "Question", "Your answer"],
    ["1", "What do you think of\nthe plan for the square?", ""],
    ["2", "Should the paving be\nmended this year?", "Yes\nNo"],
]


def cells(data: bytes) -> list[tuple[str, int, int]]:
    return [(b.text, b.cell.row, b.cell.column) for b in shown(data) if b.cell]


@pytest.mark.parametrize("down", [True, False])
def test_ruled_response_form_gives_cells_as_a_word_file_does(down: bool) -> None:
    page = [*lines(["Please answer in the form."]), *table(FORM, [72, 110, 260, 480], down=down), *lines(FILLER, y=400)]
    assert cells(written([page])) == [
        ("No.", 0, 0), ("Question", 0, 1), ("Your answer", 0, 2),
        ("1", 1, 0), ("What do you think of the plan for the square?", 1, 1),
        ("2", 2, 0), ("Should the paving be mended this year?", 2, 1), ("Yes", 2, 2), ("No", 2, 2),
    ]  # fmt: skip
    paper = extract("a.pdf", written([page]))
    assert [(q.number, q.text) for q in paper.questions] == [
        ("1", "What do you think of the plan for the square?"), ("2", "Should the paving be mended this year?"),
    ]  # fmt: skip


def test_table_over_a_page_break_is_one_and_its_heading_is_read_once() -> None:
    more = [FORM[0], ["3", "Who should pay for the\nwork on the paving?", ""]]
    edges = [72.0, 110, 260, 480]
    found = written([table(FORM, edges, top=200), table(more, edges, top=780)])
    assert {block.cell.table for block in shown(found) if block.cell} == {1}
    assert cells(found)[-2:] == [("3", 3, 0), ("Who should pay for the work on the paving?", 3, 1)]
    assert ("Question", "Repeated table heading") in left_out(found)


def test_merged_cell_covers_its_columns() -> None:
    edges = [72.0, 110, 300]
    page: list[Drawing] = [Rule(72, y, 300, y) for y in (700, 670, 640, 610)]
    page += [Rule(72, 610, 72, 700), Rule(300, 610, 300, 700), Rule(110, 610, 110, 670)]
    page += [Text("Part A: the square", 80, 680), Text("1", 76, 650), Text("What do you use?", 114, 650),
             Text("2", 76, 620), Text("What is missing?", 114, 620)]  # fmt: skip
    found = [(block.text, block.cell.span) for block in shown(written([page])) if block.cell]
    assert found == [("Part A: the square", 2), ("1", 1), ("What do you use?", 1), ("2", 1), ("What is missing?", 1)]
    assert len(edges) == 3


def test_statements_before_columns_of_boxes_are_a_rating_grid() -> None:
    heads = ["Agree", "Neither", "Disagree"]
    said = ["The square is clean", "The square is safe", "The square is well lit"]
    page: list[Drawing] = [Text("1. How far do you agree with these statements?", 72, 760)]
    page += [Text(head, 300 + 70 * n, 730) for n, head in enumerate(heads)]
    for n, statement in enumerate(said):
        page += [Text(statement, 72, 706 - 24 * n), *(Box(310 + 70 * m, 704 - 24 * n, True) for m in range(3))]
    assert [cell for cell in cells(written([page])) if cell[1] == 0] == [
        (head, 0, n) for n, head in enumerate(heads, 1)
    ]
    paper = extract("a.pdf", written([page]))
    assert [(q.kind.value, q.options) for q in paper.questions] == [("rating", tuple(heads))]
    assert [part.text for part in paper.questions[0].parts] == said


def test_two_columns_of_prose_contents_and_framed_text_are_no_tables() -> None:
    column = [f"left line {n} of the first column here" for n in range(12)]
    prose: list[Drawing] = [*lines(column), *lines(column, x=320), Rule(310, 600, 310, 780), Rule(72, 790, 540, 790)]
    contents: list[Drawing] = []
    for n in range(1, 9):
        contents += [
            Text(f"{n}", 72, 760 - 14 * n),
            Text(f"Chapter {n}", 100, 760 - 14 * n),
            Text(str(3 * n), 500, 760 - 14 * n),
        ]
    framed: list[Drawing] = [*lines(FILLER), *table([[""]], [60, 540], top=780, height=100)]
    for page in (prose, contents, framed):
        assert cells(written([page])) == []


def test_numbers_in_a_column_of_their_own_lead_their_questions() -> None:
    page: list[Drawing] = []
    for n, asked in enumerate(("What do you use the square for?", "What is missing in the square?"), 1):
        page += [Text(f"{n}.", 72, 760 - 60 * n), Text(asked, 130, 760 - 60 * n)]
    paper = extract("a.pdf", written([page]))
    assert [(q.number, q.text) for q in paper.questions] == [
        ("1", "What do you use the square for?"), ("2", "What is missing in the square?"),
    ]  # fmt: skip


HEADS = ("No.", "Question", "Your response")
ASKED = [
    ["What do you think of", "the plan for the square", "that the council has made?"],
    ["Should the paving be mended", "this year?"],
    ["Who should pay?"],
]
GIVEN = [
    ["It is a good plan, and it", "should be carried out."],
    ["Yes."],
    ["The council, since it owns", "the", "paving."],
]


def headed(numbered: bool, answered: bool = True) -> list[Drawing]:
    """A response form without lines: heads, and a gap between its rows."""
    xs = [72, 110, 320]
    page: list[Drawing] = [*lines(FILLER, y=790)]
    page += [Text(head, x, 720) for head, x in zip(HEADS, xs, strict=True) if numbered or x > 72]
    y = 696.0
    for n, (asked, given) in enumerate(zip(ASKED, GIVEN, strict=True), 1):
        page += [Text(str(n), 72, y)] if numbered else []
        page += [*lines(asked, 110, y), *(lines(given, 320, y) if answered else [])]
        y -= 14 * max(len(asked), len(given)) + 12
    return [*page, *lines(FILLER, y=y - 20)]


@pytest.mark.parametrize("numbered", [True, False])
@pytest.mark.parametrize("answered", [True, False])
def test_response_form_without_lines_is_told_by_its_heads(numbered: bool, answered: bool) -> None:
    data = written([headed(numbered, answered)])
    found = {(row, column): text for text, row, column in cells(data)}
    for n, (asked, given) in enumerate(zip(ASKED, GIVEN, strict=True), 1):
        assert found[n, int(numbered)] == " ".join(asked)
        assert found.get((n, 1 + numbered)) == (" ".join(given) if answered else None)
    assert [block.text for block in shown(data) if not block.cell] == [" ".join(FILLER)] * 2


def test_contents_list_and_prose_under_such_words_are_no_tables() -> None:
    contents: list[Drawing] = [Text("No.", 72, 760), Text("Question", 110, 760), Text("Page", 500, 760)]
    for n in range(1, 6):
        contents += [
            Text(str(n), 72, 760 - 16 * n),
            Text("What to do?", 110, 760 - 16 * n),
            Text("9", 500, 760 - 16 * n),
        ]
    prose: list[Drawing] = [Text("Question", 72, 760), Text("Response", 320, 760), *lines(FILLER, y=740)]
    for page in (contents, prose):
        assert cells(written([page])) == []
