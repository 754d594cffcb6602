"""The PDF reader: printed lines become paragraphs again, furniture goes, and bad files are refused with their cause."""

import time

import pytest

from consult.question_sets.extract import extract
from consult.question_sets.paper import UnreadablePaper
from consult.question_sets.readers import read
from consult.question_sets.readers.blocks import Block
from consult.question_sets.readers.pdf import read_pdf
from consult.question_sets.readers.pdf_page import clean
from consult.question_sets.readers.pdf_words import Words
from tests.question_sets.pdfs import BOLD, Box, Drawing, Ground, Rule, Text, lines, locked, table, written

FILLER = [
    "The council owns the square and has to mend its paving before the winter, and it has",
    "set aside money for the work. This paper describes what could be done with the square",
    "and asks all who use it what they think. No decision has been taken on any of it yet.",
]


def texts(data: bytes) -> list[str]:
    return [block.text for block in read("a.pdf", data) if not block.footnote and not block.ignored]


def test_lines_are_joined_to_paragraphs_with_their_page() -> None:
    found = read("a.pdf", written([lines([*FILLER, "", "Second paragraph."]), lines(["On page two."])]))
    assert [(block.text, block.page) for block in found] == [
        (" ".join(FILLER), 1), ("Second paragraph.", 1), ("On page two.", 2),
    ]  # fmt: skip


def test_headings_are_told_by_their_size_and_bold_by_its_font() -> None:
    page = [Text("The square", 72, 790, 20), Text("Paving", 72, 765, 15), *lines(FILLER, y=740),
            Text("Important", 72, 690, font=BOLD)]  # fmt: skip
    found = read("a.pdf", written([page]))
    assert [(block.text, block.level, block.bold) for block in found if len(block.text) < 40] == [
        ("The square", 1, False), ("Paving", 2, False), ("Important", 0, True),
    ]  # fmt: skip


def test_running_lines_and_page_numbers_are_dropped() -> None:
    pages = [
        [Text("Review of the square", 72, 810, 9), *lines([f"Text of page {name}."]), Text(f"{n}", 290, 30, 9)]
        for n, name in enumerate(("one", "two", "three", "four"), 1)
    ]
    assert texts(written(pages)) == [f"Text of page {name}." for name in ("one", "two", "three", "four")]


def test_question_over_a_page_break_with_footnotes_is_one() -> None:
    asked = "Question 1: Do you think that the council should mend the paving of the whole square"
    first = [*lines([*FILLER, "", asked]),
             Text("1 The square was last paved a long time ago.", 72, 60, 8)]  # fmt: skip
    second = lines(["before the winter, and why?", "", *FILLER])
    paper = extract("a.pdf", written([first, second]))
    assert [(q.number, q.text) for q in paper.questions] == [
        ("1", "Do you think that the council should mend the paving of the whole square before the winter, and why?")
    ]
    notes = [block.text for block in read("a.pdf", written([first, second])) if block.footnote]
    assert notes == ["1 The square was last paved a long time ago."]


def test_two_columns_are_read_one_after_the_other_even_when_stored_by_row() -> None:
    left = [f"left line {n} of the first column here" for n in range(12)]
    right = [f"right line {n} of the second column" for n in range(12)]
    page = [Text("A heading over both of the columns of this page, as wide as they are", 72, 790, 11)]
    for n, (one, other) in enumerate(zip(left, right, strict=True)):
        page += [Text(one, 72, 760 - 14 * n), Text(other, 320, 760 - 14 * n)]
    whole = " ".join(texts(written([page])))
    assert whole.index("left line 11") < whole.index("right line 0")


def test_text_stored_out_of_order_is_read_from_the_top() -> None:
    page = [Text("Last.", 72, 600), Text("First.", 72, 760), Text("Middle.", 72, 680)]
    assert texts(written([page])) == ["First.", "Middle.", "Last."]


def test_drawn_boxes_and_buttons_become_options_and_kinds() -> None:
    def asked(question: str, options: list[str], y: float, is_round: bool) -> list[Text | Box]:
        out: list[Text | Box] = [Text(question, 72, y)]
        for n, option in enumerate(options, 1):
            out += [Box(76, y - 22 * n - 1, is_round), Text(option, 96, y - 22 * n)]
        return out

    page = [
        *asked("1. Which parts of the square do you use?", ["The market", "The benches", "The fountain"], 760, False),
        *asked("2. How did you come to the square?", ["On foot", "By bus", "By bicycle"], 640, True),
    ]
    paper = extract("a.pdf", written([page]))
    assert [(q.number, q.kind.value, q.options) for q in paper.questions] == [
        ("1", "multiple_choice", ("The market", "The benches", "The fountain")),
        ("2", "single_choice", ("On foot", "By bus", "By bicycle")),
    ]


def test_columns_of_options_keep_their_gaps() -> None:
    page = [
        Text("1. Do you agree with the plan?", 72, 700),
        *(Text(t, 72 + 100 * n, 680) for n, t in enumerate(("Yes", "No"))),
    ]
    paper = extract("a.pdf", written([page]))
    assert [(q.text, q.options) for q in paper.questions] == [("Do you agree with the plan?", ("Yes", "No"))]


def test_small_figures_that_lead_to_notes_are_dropped() -> None:
    page = [Text("The paving is old.", 72, 700), Text("1", 158, 705, 6), *lines(FILLER, y=640)]
    assert texts(written([page]))[0] == "The paving is old."


@pytest.mark.parametrize(
    ("printed", "joined"),
    [
        (["a consul-", "tation of consultation"], "a consultation of consultation"),
        (["a long-", "term and long-term plan"], "a long-term and long-term plan"),
        (["between 5-", "10 people"], "between 5- 10 people"),
        (["is your \ufffarm", "ready"], "is your \ufffarm ready"),
        (["is your \ufffe" + "rm \ufffe" + "nal"], "is your firm final"),
        (
            ["an e\ufffe" + "ect, a di\ufffe" + "erent o\ufffe" + "er and sta\ufffe"],
            "an effect, a different offer and staff",
        ),
        (["the \ufffe" + "ood in the o\ufffe" + "ce is re\ufffe" + "ected"], "the flood in the office is reflected"),
    ],
)
def test_broken_words_are_mended(printed: list[str], joined: str) -> None:
    assert Words(printed).joined(printed) == joined


def test_composed_ligatures_and_control_characters() -> None:
    found = texts(written([lines(["Caf\xe9 \x01\x02 and \u2018quotes\u2019"])]))
    assert len(found) == 1
    assert found[0].startswith("Café")
    assert "\x01" not in found[0]


OWN = ["The first page has its own.", "So has the second."]
WHOLE = written([lines([text]) for text in OWN])


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (written([[Box(80, 80)]]), "This PDF is a scan without text"),
        (locked(), "This PDF is protected by a password"),
        (b"%PDF-1.7\nnothing of a PDF", "This is not a PDF file, or it is damaged"),
        (WHOLE[:300], "This is not a PDF file, or it is damaged"),
        (written([[]]), "This PDF is a scan without text"),
    ],
)
def test_refusal_names_its_cause(data: bytes, cause: str) -> None:
    with pytest.raises(UnreadablePaper, match=cause):
        read("a.pdf", data)


def test_file_without_its_end_is_still_read() -> None:
    assert texts(WHOLE[: WHOLE.rindex(b"xref")]) == OWN


def test_a_page_of_thousands_of_scattered_letters_is_read_in_time() -> None:
    page = [Text(chr(97 + n % 26), 20 + (n * 37) % 550, 20 + (n * 91) % 800, 5) for n in range(4_000)]
    began = time.monotonic()
    read("a.pdf", written([page]))
    assert time.monotonic() - began < 5


def shown(data: bytes) -> list[Block]:
    return [block for block in read("a.pdf", data) if not block.ignored]


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


FULL = "This sentence fills the line up to its right edge and is still not at its very end,"


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("The first page has its own.", "So has the second.", False),
        (FULL, "and goes on in lower case on the next page.", True),
        (FULL, "Rivermead then begins the next line as its name.", True),
        ("Short and not ended", "Another beginning.", False),
        (FULL, "2. The next numbered paragraph begins here.", False),
        (FULL, "Question 2: What do you think?", False),
        ("The paper ends its sentence at the very end of the last line of the first page here.", "Next one.", False),
    ],
)
def test_paragraphs_are_joined_over_a_page_break_only_where_the_sentence_goes_on(
    before: str, after: str, joined: bool
) -> None:
    pages = [lines([*FILLER, "", before]), lines([after, "", *FILLER])]
    found = texts(written(pages))
    assert (f"{before} {after}" in found) is joined
    assert ({before, after} <= set(found)) is not joined


def test_word_parted_at_the_end_of_a_page_is_whole_again() -> None:
    first = lines([*FILLER, "", "This long line of the paper ends in the middle of a word of the next consul-"])
    second = lines(["tation about the square. Its consultation is open.", "", *FILLER])
    assert "next consultation about" in " ".join(texts(written([first, second])))


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


def test_soft_hyphens_and_ligatures_are_plain_letters() -> None:
    assert (
        clean("The consul\xadtation is open, and the next consul\xad")
        == "The consultation is open, and the next consul-"
    )
    assert clean("the \ufb01rst e\ufb00ect") == "the first effect"


def test_progress_is_told_about_every_twenty_pages_and_at_the_end() -> None:
    told: list[tuple[int, int]] = []
    read_pdf(written([lines([f"Page {n}."]) for n in range(45)]), lambda done, total: told.append((done, total)))
    assert told == [(20, 45), (40, 45), (45, 45)]
