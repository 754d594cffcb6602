"""The readers of sheets and of GOV.UK's content items."""

import hashlib
import time
from itertools import permutations

import pytest

from consult.question_sets.extract import extract
from consult.question_sets.paper import UnreadablePaper
from consult.question_sets.readers import read
from tests.question_sets.workbooks import row, xlsx

MERGED = '<row spans="1:200000000"><c r="A1" t="inlineStr"><is><t>Wide</t></is></c></row>'


def table(suffix: str, columns: tuple[str, ...], rows: list) -> bytes:
    """A sheet with a head over its columns."""
    if suffix == ".csv":
        return "\n".join(",".join(each) for each in [columns, *rows]).encode()
    return xlsx("".join(row(*each) for each in [columns, *rows]))


def test_excel_form_gives_numbers_and_questions() -> None:
    rows = (
        row("Ref", "Question", "Response") + row("Q1", "What should be mended?") + row("Q2", "Who should pay for it?")
    )
    paper = extract("form.xlsx", xlsx(rows))
    assert [(q.number, q.text) for q in paper.questions] == [
        ("1", "What should be mended?"),
        ("2", "Who should pay for it?"),
    ]


def test_shared_strings_numbers_and_hidden_rows() -> None:
    shared = "<si><r><t>One </t></r><r><t>two</t></r></si>"
    rows = (
        '<row><c r="A1" t="s"><v>0</v></c></row><row><c r="A2"><v>3.0</v></c></row>'
        '<row hidden="1"><c r="A3"><v>9</v></c></row>'
    )
    assert [block.text for block in read("a.xlsx", xlsx(rows, shared))] == ["One two", "3"]


def test_csv_column_of_questions_with_a_section_beside_it() -> None:
    source = 'Theme;No.;Question\nPaving;1;What should be mended?\nPaving;2;"Who should pay; and when?"\n'
    paper = extract("a.csv", source.encode())
    assert [(q.number, q.text) for q in paper.questions] == [
        ("1", "What should be mended?"), ("2", "Who should pay; and when?"),
    ]  # fmt: skip


def test_csv_of_one_column() -> None:
    paper = extract("a.csv", b"Questions\nWhat do you think should be mended first?\nWho do you think should pay?\n")
    assert [q.text for q in paper.questions] == [
        "What do you think should be mended first?",
        "Who do you think should pay?",
    ]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("columns", list(permutations(("Ref", "Question", "Answer"))))
def test_columns_stand_in_any_order(columns: tuple[str, ...], suffix: str) -> None:
    told = [
        {"Ref": "1.1", "Question": "What should be mended?", "Answer": "The paving."},
        {"Ref": "1.2", "Question": "Who should pay for it?", "Answer": "The council."},
        {"Ref": "1.3", "Question": "When should it be done?", "Answer": "In the summer."},
    ]
    paper = extract(f"a{suffix}", table(suffix, columns, [[each[name] for name in columns] for each in told]))
    assert [(q.number, q.text, q.answer) for q in paper.questions] == [tuple(each.values()) for each in told]


@pytest.mark.parametrize("columns", [("Question", "Response"), ("Our response", "Question")])
def test_questions_without_numbers_keep_their_answers(columns: tuple[str, ...]) -> None:
    told = [
        ("What should be mended?", "The paving."),
        ("Who should pay for it?", "The council."),
        ("When should it be done?", "Soon."),
    ]
    rows = [each if columns[0] == "Question" else each[::-1] for each in told]
    paper = extract("a.csv", table(".csv", columns, rows))
    assert [(q.number, q.text, q.answer) for q in paper.questions] == [(None, *each) for each in told]


def test_title_rows_over_the_columns_are_no_questions() -> None:
    rows = (
        row("Review of the square")
        + row()
        + row("No", "Question", "Answer")
        + row("1", "What should be mended?")
        + row("2", "Who should pay?")
    )
    paper = extract("a.xlsx", xlsx(rows))
    assert paper.title == "Review of the square"
    assert [(q.number, q.text) for q in paper.questions] == [("1", "What should be mended?"), ("2", "Who should pay?")]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("key", [("Column ID", ["F", "G", "H"]), ("System key", ["a7", "b9", "c2"])])
@pytest.mark.parametrize("head", ["Title of the question as you want it to appear", "Wording of the query"])
def test_keys_beside_the_numbers_and_a_row_of_help_are_no_questions(
    suffix: str, key: tuple[str, list[str]], head: str
) -> None:
    asked = ["Who should pay for the square?", "What should be mended first?", "Describe how you use the square"]
    rows: list[list[str]] = [["Which column is it?", "As in the paper", "Remove any extra text"]]
    rows += [[key[1][n], str(n + 1), text] for n, text in enumerate(asked)]
    data = table(suffix, (key[0], "Number", head), rows)
    if suffix == ".csv":
        data = b"Open questions,,\nQuestions with a free answer,,\n" + data
    found = extract(f"a{suffix}", data).questions
    assert [(q.number, q.text) for q in found] == [(str(n + 1), text) for n, text in enumerate(asked)]


def test_one_column_without_a_head_is_a_list_of_questions() -> None:
    asked = ["What should be mended?", "Who should pay for it?", "When should it be done?"]
    for data in ("\n".join(asked).encode(), "\n".join(["Questions", *asked]).encode()):
        assert [(q.number, q.text) for q in extract("a.csv", data).questions] == [(None, each) for each in asked]


def test_one_column_of_prose_stays_prose() -> None:
    prose = b"The council owns the square.\nWhy mend it?\nThe paving is old.\nNo decision has been taken.\n"
    assert [block.label for block in read("a.csv", prose)] == [None] * 4


def test_all_visible_sheets_are_read_in_their_order() -> None:
    first = row("No", "Question") + row("1", "What should be mended?") + row("2", "Who should pay?")
    second = row("No", "Question") + row("3", "When should it be done?") + row("4", "Who decides?")
    paper = extract("a.xlsx", xlsx(first, more=second))
    assert [q.number for q in paper.questions] == ["1", "2", "3", "4"]
    assert {block.cell.table for block in read("a.xlsx", xlsx(first, more=second)) if block.cell} == {1, 2}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b"No,Question\n" + b",\n" * 300_000 + b"1,Why?\n"),
        ("a.csv", b"Why?" + b"," * 900_000),
        ("a.xlsx", lambda: xlsx('<row r="1"/>' * 60_000 + row("Why?"))),
        ("a.xlsx", lambda: xlsx("<row>" + "<c/>" * 150_000 + "</row>" + row("Why?"))),
        ("a.xlsx", lambda: xlsx(row("Why?") + f'<row r="1048576"><c r="{"X" * 3}9"><v>1</v></c></row>')),
        ("a.xlsx", lambda: xlsx(MERGED + row("Why?"))),
    ],
)
def test_empty_rows_and_columns_without_end_take_bounded_time_and_room(name: str, data: object) -> None:
    began = time.monotonic()
    made = data() if callable(data) else data
    assert isinstance(made, bytes)
    try:
        found, refused = read(name, made), ""
    except UnreadablePaper as cause:
        found, refused = [], str(cause)
    assert all(block.cell is None or block.cell.columns <= 100 for block in found)
    assert found or "no text" in refused or "more" in refused
    assert time.monotonic() - began < 5


def test_one_long_string_shown_in_very_many_cells_is_refused() -> None:
    noise = "".join(hashlib.sha256(str(n).encode()).hexdigest() for n in range(500))
    cells = "<row>" + '<c t="s"><v>0</v></c>' * 100 + "</row>"
    with pytest.raises(UnreadablePaper, match="more text than can be read at once"):
        read("a.xlsx", xlsx(cells * 40, f"<si><t>{noise}</t></si>"))


@pytest.mark.parametrize(
    ("name", "data", "cause"),
    [
        ("a.xlsx", b"no zip", "This is not an Excel file"),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", "not an Excel file of today's kind"),
        ("a.xlsx", xlsx(" " * 40_000_000), "more than can be read safely"),
        ("a.xlsx", xlsx("<broken"), "damaged"),
        ("a.xlsx", xlsx(row("Secret"), state="hidden"), "no text"),
        ("a.json", b"{broken", "not a JSON file"),
        ("a.json", b"[" * 200_000, "not a JSON file"),
        ("a.json", b"[1, 2]", "not a content item"),
        ("a.json", b'{"title": "x"}', "not a content item"),
    ],
)
def test_refusal_names_its_cause(name: str, data: bytes, cause: str) -> None:
    with pytest.raises(UnreadablePaper, match=cause):
        read(name, data)


def test_cells_beyond_all_columns_and_strings_are_harmless() -> None:
    rows = (
        '<row><c r="ZZZ1"><v>1</v></c><c r="A1" t="s"><v>99999999999999999999</v></c>'
        '<c t="inlineStr"><is><t>Here</t></is></c></row>'
    )
    assert [block.text for block in read("a.xlsx", xlsx(rows))] == ["Here"]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("beside", ["Options", "Type", "Answer type", "Guidance", "Mandatory?"])
def test_what_a_sheet_says_of_a_question_is_no_answer(suffix: str, beside: str) -> None:
    rows = [["1", "Should the square be paved?", "free text"], ["2", "Who should sweep it?", "free text"]]
    found = extract(f"a{suffix}", table(suffix, ("No", "Question", beside), rows)).questions
    assert [(q.number, q.text, q.answer) for q in found] == [(n, text, None) for n, text, _ in rows]
