"""One small consultation paper in every kind of file that can be loaded."""

import json
import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx

from tests.question_sets.pdfs import lines, written
from tests.question_sets.workbooks import row, xlsx

TITLE = "Consultation on market squares"
QUESTIONS = (
    "Should every town have a market square without cars?",
    "Who should look after the trees on a market square?",
    "What would bring more stalls to the market on weekdays?",
)
PROSE = "A market square belongs to everybody who lives in the town and to everybody who visits it on a market day."


def word() -> bytes:
    """As Word writes it, with automatic numbers."""
    document = docx.Document()
    document.add_heading(TITLE, 0)
    document.add_paragraph(PROSE)
    for question in QUESTIONS:
        document.add_paragraph(question, style="List Number")
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def portable() -> bytes:
    """A PDF of one page."""
    numbered = [line for n, question in enumerate(QUESTIONS, 1) for line in (f"{n}. {question}", "")]
    return written([lines([TITLE], size=18) + lines([PROSE[:70], PROSE[70:].strip(), "", *numbered], y=700)])


def page() -> bytes:
    """A web page."""
    items = "".join(f"<li>{question}</li>" for question in QUESTIONS)
    return f"<!doctype html><title>{TITLE}</title><h1>{TITLE}</h1><p>{PROSE}</p><ol>{items}</ol>".encode()


def marked() -> bytes:
    """Markdown."""
    numbered = "\n\n".join(f"{n}. {question}" for n, question in enumerate(QUESTIONS, 1))
    return f"# {TITLE}\n\n{PROSE}\n\n{numbered}\n".encode()


def bare() -> bytes:
    """Plain text."""
    return marked().removeprefix(b"# ")


def bank() -> bytes:
    """A question set in YAML, as question_banks/ holds them."""
    numbered = "".join(f"  - number: {n}\n    text: {question}\n" for n, question in enumerate(QUESTIONS, 1))
    return f"title: {TITLE}\nquestions:\n{numbered}".encode()


def sheet() -> bytes:
    """An Excel file with a head over its columns."""
    numbered = "".join(row(str(n), question) for n, question in enumerate(QUESTIONS, 1))
    return xlsx(row("No.", "Question") + numbered)


def values() -> bytes:
    """Comma separated values."""
    numbered = "".join(f'{n},"{question}"\n' for n, question in enumerate(QUESTIONS, 1))
    return f"No.,Question\n{numbered}".encode()


def content_item() -> bytes:
    """What GOV.UK tells of a consultation's page, the questions in its body."""
    items = "".join(f"<li>{question}</li>" for question in QUESTIONS)
    details = {"body": f"<p>{PROSE}</p><ol>{items}</ol>", "closing_date": "2099-03-17T23:45:00+00:00"}
    return json.dumps({"title": TITLE, "document_type": "open_consultation", "details": details}).encode()


PLAIN: dict[str, Callable[[], bytes]] = {
    "squares.docx": word,
    "squares.pdf": portable,
    "squares.html": page,
    "squares.md": marked,
    "squares.txt": bare,
    "squares.yaml": bank,
    "squares.xlsx": sheet,
    "squares.csv": values,
    "squares.json": content_item,
}
OFFICE = ("squares.odt", "squares.doc", "squares.rtf")


def office(folder: Path) -> dict[str, bytes]:
    """The Word file in the other forms that LibreOffice writes; empty where LibreOffice is not installed."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return {}
    (folder / "squares.docx").write_bytes(word())
    for name in OFFICE:
        command = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to"]
        command += [name.rpartition(".")[2], "--outdir", str(folder), str(folder / "squares.docx")]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    return {name: (folder / name).read_bytes() for name in OFFICE}
