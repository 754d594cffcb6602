"""A paper written in Word and the PDF that LibreOffice makes of it give the same questions."""

import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from consult.question_sets.extract import extract
from consult.question_sets.reading_apart import office

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed (soffice)"),
]
PROSE = (
    "The council owns the square and has to mend its paving before the winter, and it has set money aside. "
    "This paper describes what could be done with the square and asks all who use it what they think of the proposals. "
    "No decision has been taken on any of it yet, and the council will read every response before it decides."
)
ASKED = [
    "Do you agree that the council should mend the paving of the whole square before the winter, rather than only the "
    "parts that are broken now?",
    "What would you change about the plan for the market, and why?",
    "How should the trees along the southern side of the square be looked after once the work is done?",
    "Who should pay for the benches?",
    "Is there anything else that the council should know before it decides?",
]


def with_page_numbers(document: object) -> None:
    """Give the pages a running header, and a footer with the page's number."""
    section = document.sections[0]
    section.header.paragraphs[0].text = "Review of the market square"
    paragraph = section.footer.paragraphs[0]
    paragraph.add_run("Page ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def begun(document: object) -> None:
    with_page_numbers(document)
    document.add_heading("A plan for the market square", 0)
    for title in ("Why the square", "What we propose"):
        document.add_heading(title, 1)
        for _ in range(3):
            document.add_paragraph(PROSE)


def automatic_numbers(document: object) -> None:
    for asked in ASKED:
        document.add_paragraph(asked, style="List Number")


def headings(document: object) -> None:
    for n, asked in enumerate(ASKED, 1):
        document.add_heading(f"Question {n}", 2)
        document.add_paragraph(asked)
        document.add_paragraph(PROSE)


def typed_labels_and_bullets(document: object) -> None:
    for n, asked in enumerate(ASKED, 1):
        document.add_paragraph(PROSE)
        document.add_paragraph().add_run(f"Q{n}. {asked}").bold = True
        for thing in ("the paving of the square", "the benches under the trees", "the lamps on the southern side"):
            document.add_paragraph(thing, style="List Bullet")


def response_form(document: object) -> None:
    table = document.add_table(rows=1, cols=3, style="Table Grid")
    for cell, head in zip(table.rows[0].cells, ("No.", "Question", "Your response"), strict=True):
        cell.text = head
    for n, asked in enumerate(ASKED, 1):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = str(n), asked


def options(document: object) -> None:
    for n, asked in enumerate(ASKED, 1):
        document.add_paragraph(f"{n}. {asked}")
        for option in ("Yes", "No", "Not sure"):
            document.add_paragraph(f"☐ {option}")


def over_pages(document: object) -> None:
    for n, asked in enumerate(ASKED, 1):
        for _ in range(4 + n):
            document.add_paragraph(PROSE)
        document.add_paragraph(f"Question {n}: {asked} {ASKED[0]} Please give your reasons.")


WRITTEN: dict[str, Callable[[object], None]] = {
    function.__name__: function
    for function in (automatic_numbers, headings, typed_labels_and_bullets, response_form, options, over_pages)
}


def word_file(fill: Callable[[object], None]) -> bytes:
    document = Document()
    begun(document)
    fill(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All papers as Word files, and as PDF files which LibreOffice makes of them at once."""
    made = tmp_path_factory.mktemp("papers")
    for name, fill in WRITTEN.items():
        (made / f"{name}.docx").write_bytes(word_file(fill))
    profile = f"-env:UserInstallation={(made / 'profile').as_uri()}"
    run = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(made)]
    subprocess.run([*run, *map(str, made.glob("*.docx"))], check=True, capture_output=True, timeout=180)
    return made


@pytest.mark.parametrize("name", WRITTEN)
def test_questions_of_a_pdf_are_those_of_its_word_file(name: str, folder: Path) -> None:
    word, pdf = (extract(f"a{suffix}", (folder / f"{name}{suffix}").read_bytes()) for suffix in (".docx", ".pdf"))
    found = [
        [
            (q.number, q.text, q.kind, q.options, q.section, tuple((part.label, part.text) for part in q.parts))
            for q in paper.questions
        ]
        for paper in (word, pdf)
    ]
    assert len(found[0]) == len(ASKED)
    assert found[1] == found[0]
    assert pdf.title == word.title
    assert all(question.page for question in pdf.questions)
