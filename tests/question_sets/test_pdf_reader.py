"""The PDF reader: printed lines become paragraphs again, furniture goes, and bad files are refused with their cause."""

import time

import pytest

from consult.question_sets.extract import extract
from consult.question_sets.paper import UnreadablePaper
from consult.question_sets.readers import read
from consult.question_sets.readers.pdf.document import read_pdf
from consult.question_sets.readers.pdf.page import clean
from consult.question_sets.readers.pdf.words import Words
from tests.question_sets.pdfs import BOLD, Box, Text, lines, locked, written

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
        (["a \ufffe" * 3 + "rm"], "a fia fia firm"),
        (["the non-", "governmental and well-", "being"], "the non-governmental and well-being"),
        (["a self-", "ish non-", "ety busi\ufffe", "ness"], "a selfish nonety business"),
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


def test_letters_without_names_take_time_in_step() -> None:
    began = time.monotonic()
    Words([]).joined(["word\ufffe" * 60_000])
    assert time.monotonic() - began < 5


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


def test_hyphen_over_which_the_file_runs_on_is_no_letter_without_a_name() -> None:
    # Words are drawn one after the other, as most writers do, and the second line begins where the first was cut.
    page = [*lines(["We ask what local busi-", "nesses think of it, and the well-", "being of all."])]
    assert texts(written([page])) == ["We ask what local businesses think of it, and the well-being of all."]


def test_type_size_is_that_of_the_type_and_not_of_the_first_letter() -> None:
    asked = ["Do you agree that the council should pay for the square and consult its neighbours on", "plans of it?"]
    found = read("a.pdf", written([lines([*FILLER, *asked])]))
    assert [block.level for block in found] == [0] * len(found)
    assert " ".join(asked) in found[-1].text


def test_ruled_lines_are_not_part_of_the_question_below_them() -> None:
    rules = ["_" * 60, "_" * 60]
    found = texts(written([lines(["1. Would you fund it?", *rules, "2. Would you buy it?", *rules])]))
    assert "2. Would you buy it?" in found


def test_word_parted_at_the_end_of_a_page_is_whole_again() -> None:
    first = lines([*FILLER, "", "This long line of the paper ends in the middle of a word of the next consul-"])
    second = lines(["tation about the square. Its consultation is open.", "", *FILLER])
    assert "next consultation about" in " ".join(texts(written([first, second])))


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
