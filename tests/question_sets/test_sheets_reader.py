"""The readers of sheets and of GOV.UK's content items."""

import io
import json
import zipfile

import pytest

from consult.question_sets.extract import extract
from consult.question_sets.paper import UnreadablePaper, as_json
from consult.question_sets.readers import read

S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def xlsx(rows: str, shared: str = "", state: str = "visible") -> bytes:
    """An Excel file of one sheet; `rows` and `shared` are pieces of XML."""
    parts = {
        "xl/workbook.xml": f'<workbook {S} {R}><sheets><sheet name="a" state="{state}" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/sharedStrings.xml": f"<sst {S}>{shared}</sst>",
        "xl/worksheets/sheet1.xml": f"<worksheet {S}><sheetData>{rows}</sheetData></worksheet>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def row(*cells: str, first: int = 0) -> str:
    made = (f'<c r="{chr(65 + n + first)}1" t="inlineStr"><is><t>{text}</t></is></c>' for n, text in enumerate(cells))
    return f"<row>{''.join(made)}</row>"


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


@pytest.mark.parametrize(
    ("name", "data", "cause"),
    [
        ("a.xlsx", b"no zip", "This is not a Excel file"),
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
