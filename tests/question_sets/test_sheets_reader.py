"""The readers of sheets and of GOV.UK's content items."""

import hashlib
import io
import json
import time
import zipfile
from itertools import permutations

import pytest

from consult.question_sets.extract import extract
from consult.question_sets.paper import UnreadablePaper, as_json
from consult.question_sets.readers import read

S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


MERGED = '<row spans="1:200000000"><c r="A1" t="inlineStr"><is><t>Wide</t></is></c></row>'


def xlsx(rows: str, shared: str = "", state: str = "visible", more: str = "") -> bytes:
    """An Excel file of one sheet, or two where there is `more`; all but `state` are pieces of XML."""
    second = '<sheet name="b" r:id="r2"/>' * bool(more)
    parts = {
        "xl/workbook.xml": f'<workbook {S} {R}><sheets><sheet name="a" state="{state}" r:id="r1"/>{second}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Target="worksheets/sheet1.xml"/>'
        '<Relationship Id="r2" Target="/xl/worksheets/sheet2.xml"/></Relationships>',
        "xl/sharedStrings.xml": f"<sst {S}>{shared}</sst>",
        "xl/worksheets/sheet1.xml": f"<worksheet {S}><sheetData>{rows}</sheetData></worksheet>",
        "xl/worksheets/sheet2.xml": f"<worksheet {S}><sheetData>{more}</sheetData></worksheet>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def row(*cells: str, first: int = 0) -> str:
    made = (f'<c r="{chr(65 + n + first)}1" t="inlineStr"><is><t>{text}</t></is></c>' for n, text in enumerate(cells))
    return f"<row>{''.join(made)}</row>"


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


ITEM = {
    "title": "The future of town squares",
    "details": {
        "body": "<p>We want to know more.</p><p>Question 1: What should a square be for?</p>",
        "opening_date": "2006-03-01T09:00:00+00:00",
        "closing_date": "2006-06-30T17:00:00+01:00",
        "ways_to_respond": {"email": "squares@example.org", "postal_address": "1 Square\nRivermead"},
        "documents": ['<div><a href="/a.pdf"><img></a><h2><a href="/a.pdf">Paper</a></h2></div>'],
        "attachments": [{"title": "Form", "url": "/b.docx", "content_type": "x"}],
    },
    "links": {"organisations": [{"title": "Department for Local Places"}, {"title": "Rivermead Borough Council"}]},
}


def test_content_item_gives_its_particulars_and_the_questions_of_its_body() -> None:
    paper = extract("a.json", json.dumps(ITEM).encode())
    found = as_json(paper)
    assert {key: value for key, value in found.items() if key != "questions"} == {
        "title": "The future of town squares",
        "issuing_body": "Department for Local Places and Rivermead Borough Council",
        "opening_at": "2006-03-01T09:00:00+00:00",
        "closing_at": "2006-06-30T17:00:00+01:00",
        "ways_to_respond": ["Email: squares@example.org", "Post: 1 Square, Rivermead"],
        "attachments": [{"title": "Form", "url": "/b.docx"}, {"title": "Paper", "url": "/a.pdf"}],
    }
    assert [(q.number, q.text) for q in paper.questions] == [("1", "What should a square be for?")]


def test_contact_details_in_a_body_are_no_questions() -> None:
    body = "<p>If you have any queries about the review, please contact us at squares@example.org</p>"
    item = {**ITEM, "details": {**ITEM["details"], "body": f"<h2>Your views</h2>{body}"}}
    assert extract("a.json", json.dumps(item).encode()).questions == ()


def test_attachments_come_out_in_both_shapes_once() -> None:
    snippet = (
        "<section class='attachment'><div><a aria-hidden='true' href='/paper.pdf'><img src='/x.png'></a></div><div><h2>"
        "<a href='/paper.pdf'>Consultation paper</a></h2><p><a href='mailto:a@example.org'>Another format</a></p>"
        "</div></section>"
    )
    shapes = {
        "documents": [snippet, 7, "no markup"],
        "attachments": [
            {"title": "Form", "url": "/form.docx", "content_type": "application/msword", "attachment_type": "file"},
            {"title": "Consultation paper", "url": "/paper.pdf", "content_type": "application/pdf"},
            {"filename": "table.csv", "url": "/table.csv"},
            {"title": "No address"},
            "nonsense",
        ],
    }
    item = {**ITEM, "details": {**ITEM["details"], **shapes}}
    found = extract("a.json", json.dumps(item).encode()).attachments
    assert sorted((each.title, each.url) for each in found) == [
        ("Consultation paper", "/paper.pdf"), ("Form", "/form.docx"), ("table.csv", "/table.csv"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("told", "closing"),
    [
        ("2006-06-30T17:00:00+01:00", "2006-06-30T17:00:00+01:00"),
        ("2006-06-30T16:00:00.000Z", "2006-06-30T17:00:00+01:00"),
        ("2006-12-31T23:59:59+00:00", "2006-12-31T23:59:59+00:00"),
        ("2006-07-01T00:00:00+01:00", "2006-07-01T00:00:00+01:00"),
        ("2006-06-30T24:00:00+01:00", "2006-07-01T00:00:00+01:00"),
        ("2006-06-30T17:00:00", "2006-06-30T17:00:00+01:00"),
        ("2006-06-30", "2006-06-30T23:59:00+01:00"),
        ("2006-01-31", "2006-01-31T23:59:00+00:00"),
        ("soon", None),
        (None, None),
        (20060630, None),
    ],
)
def test_closing_time_keeps_its_moment(told: object, closing: str | None) -> None:
    item = {**ITEM, "details": {"body": "<p>We want to know more.</p>", "closing_date": told}}
    assert as_json(extract("a.json", json.dumps(item).encode()))["closing_at"] == closing


def test_what_becomes_of_replies_is_no_question_but_asking_about_it_is() -> None:
    body = (
        "<p>We normally put any replies on the public register. Tell us if you do not want your reply to be public.</p>"
        "<p>Question 1: Should councils publish the responses they receive?</p>"
    )
    data = json.dumps({**ITEM, "details": {"body": body}, "document_type": "html_publication"}).encode()
    assert [q.text for q in extract("a.json", data).questions] == [
        "Should councils publish the responses they receive?"
    ]
    assert [block.ignored for block in read("a.json", data)] == ["", "How replies are handled", ""]


@pytest.mark.parametrize(
    "body", [None, "", 7, [], [{"content_type": "text/govspeak", "content": "x"}], "<nav>Way</nav>"]
)
def test_content_item_without_a_body_gives_its_particulars(body: object) -> None:
    paper = extract("a.json", json.dumps({"title": "Squares", "details": {"body": body}}).encode())
    assert (paper.title, paper.questions) == ("Squares", ())
