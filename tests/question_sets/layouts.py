"""Known questions set in many layouts: what goes in must be read back exactly.

Each layout is a function from questions (number from 1, text, answer) to a file's name and bytes, and says which
numbers it prints.
"""

import io
import textwrap
from collections.abc import Callable
from dataclasses import dataclass

from docx import Document

from tests.question_sets.pdfs import BOLD, HEIGHT, Text, written

TITLE = "Proposals for the town square"
INTRO = (
    "The council owns the square and has to mend its paving. It has set aside money for the work, and this paper "
    "describes what could be done. No decision has been taken."
)


@dataclass(frozen=True)
class Asked:
    number: int
    text: str
    answer: str


Layout = Callable[[list[Asked]], tuple[str, bytes]]
PAPER_LAYOUTS: dict[str, Layout] = {}
RESPONSE_LAYOUTS: dict[str, Layout] = {}


def _text(pattern: str, suffix: str, title: str = TITLE, intro: str = INTRO, wrap: int = 0) -> Layout:
    def layout(asked: list[Asked]) -> tuple[str, bytes]:
        pieces = [pattern.format(n=q.number, text=q.text, answer=q.answer) for q in asked]
        whole = [title, intro, *pieces]
        if wrap:
            whole = ["\n".join(textwrap.wrap(piece, wrap)) for piece in whole]
        return f"paper{suffix}", "\n\n".join(whole).encode()

    return layout


for name, pattern in {
    "stop": "{n}. {text}",
    "bracket": "{n}) {text}",
    "two brackets": "({n}) {text}",
    "colon": "{n}: {text}",
    "Q": "Q{n}. {text}",
    "Q and colon": "Q{n}: {text}",
    "word": "Question {n}: {text}",
    "word and stop": "Question {n}. {text}",
    "word and dash": "Question {n} - {text}",
    "word in brackets": "[Question {n}] {text}",
    "consultation question": "Consultation question {n}: {text}",
    "own line": "Question {n}\n{text}",
    "own line and gap": "Question {n}\n\n{text}",
    "spaced": "{n}   {text}",
}.items():
    PAPER_LAYOUTS[f"text, {name}"] = _text(pattern, ".txt")
    PAPER_LAYOUTS[f"Markdown, {name}"] = _text(pattern, ".md", title=f"# {TITLE}")
    if "own line" not in name:
        PAPER_LAYOUTS[f"wrapped text, {name}"] = _text(pattern, ".txt", wrap=78)

for name, pattern in {
    "heading and text": "### Question {n}\n\n{text}",
    "numbered heading": "### {n}. {text}",
    "bold": "**Question {n}: {text}**",
    "bold label": "**Question {n}:** {text}",
    "bold number": "**{n}.** {text}",
    "italics": "_{n}. {text}_",
    "box": "> **Question {n}**\n> {text}",
    "word heading": "#### Question {n}: {text}",
}.items():
    PAPER_LAYOUTS[f"Markdown, {name}"] = _text(pattern, ".md", title=f"# {TITLE}")


def markdown_table(asked: list[Asked]) -> tuple[str, bytes]:
    rows = "\n".join(f"| {q.number} | {q.text} | |" for q in asked)
    return "form.md", f"# {TITLE}\n\n| No. | Question | Your answer |\n|---|---|---|\n{rows}\n".encode()


def _docx(fill: Callable[[object, Asked], None], title: str = TITLE) -> Layout:
    def layout(asked: list[Asked]) -> tuple[str, bytes]:
        document = Document()
        document.add_heading(title, 0)
        document.add_paragraph(INTRO)
        for question in asked:
            fill(document, question)
        return "paper.docx", saved(document)

    return layout


def saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _word_table(asked: list[Asked]) -> tuple[str, bytes]:
    document = Document()
    document.add_heading(TITLE, 0)
    table = document.add_table(rows=1, cols=3)
    for cell, head in zip(table.rows[0].cells, ("No.", "Question", "Response"), strict=True):
        cell.text = head
    for question in asked:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = str(question.number), question.text
    return "form.docx", saved(document)


PAPER_LAYOUTS["Markdown, table"] = markdown_table
PAPER_LAYOUTS["Word, table"] = _word_table
PAPER_LAYOUTS["Word, automatic numbers"] = _docx(lambda d, q: d.add_paragraph(q.text, style="List Number"))
PAPER_LAYOUTS["Word, typed numbers"] = _docx(lambda d, q: d.add_paragraph(f"{q.number}.\t{q.text}"))
PAPER_LAYOUTS["Word, headings"] = _docx(lambda d, q: d.add_heading(f"Question {q.number}: {q.text}", 2))


def _two(document: object, question: Asked) -> None:
    document.add_paragraph().add_run(f"Question {question.number}").bold = True
    document.add_paragraph(question.text)


PAPER_LAYOUTS["Word, label on its own line"] = _docx(_two)


def _html(pattern: str, before: str = "", after: str = "", title: str = TITLE) -> Layout:
    def layout(asked: list[Asked]) -> tuple[str, bytes]:
        asked_of = "".join(pattern.format(n=q.number, text=q.text, answer=q.answer) for q in asked)
        page = f"<title>{title}</title><nav><a href='/'>Home</a></nav><h1>{title}</h1><p>{INTRO}</p>"
        return "paper.html", f"<!doctype html><body>{page}{before}{asked_of}{after}".encode()

    return layout


for name, (pattern, before, after) in {
    "paragraphs": ("<p>{n}) {text}</p>", "", ""),
    "headings": ("<h3>Question {n}: {text}</h3>", "", ""),
    "list": ("<li>{text}</li>", "<ol>", "</ol>"),
    "bold label": ("<p><strong>Question {n}</strong><br>{text}</p>", "", ""),
    "table": ("<tr><td>{n}<td>{text}<td></tr>", "<table><tr><th>No.<th>Question<th>Response</tr>", "</table>"),
    "definition list": ("<dt>Question {n}</dt><dd>{text}</dd>", "<dl>", "</dl>"),
}.items():
    PAPER_LAYOUTS[f"HTML, {name}"] = _html(pattern, before, after)


def _pdf(pattern: str, wide: int = 84, gap: int = 10, bold: bool = False, title: str = TITLE) -> Layout:
    """Set as a word processor does: wrapped lines, a header and a page number, as many pages as it takes."""

    def layout(asked: list[Asked]) -> tuple[str, bytes]:
        pieces = [INTRO, *(pattern.format(n=q.number, text=q.text, answer=q.answer) for q in asked)]
        paragraphs = [line for piece in pieces for line in piece.split("\n")]
        pages: list[list[Text]] = [[Text(title, 72, HEIGHT - 90, 20)]]
        y = HEIGHT - 130
        for n, paragraph in enumerate(paragraphs):
            for line in textwrap.wrap(paragraph, wide):
                if y < 90:
                    pages.append([])
                    y = HEIGHT - 90
                pages[-1].append(Text(line, 72, y, 11, BOLD if bold and n else "F1"))
                y -= 14
            y -= gap
        for n, page in enumerate(pages, 1):
            page += [Text("Department for Local Places", 72, HEIGHT - 40, 9), Text(str(n), 300, 40, 9)]
        return "paper.pdf", written(pages)

    return layout


for name, pattern in {
    "stop": "{n}. {text}",
    "bracket": "({n}) {text}",
    "Q": "Q{n}. {text}",
    "word": "Question {n}: {text}",
    "own line": "Question {n}\n{text}",
}.items():
    PAPER_LAYOUTS[f"PDF, {name}"] = _pdf(pattern)
PAPER_LAYOUTS["PDF, narrow"] = _pdf("Question {n}: {text}", wide=40)
PAPER_LAYOUTS["PDF, bold"] = _pdf("Question {n}: {text}", wide=70, bold=True)
RESPONSE_LAYOUTS["PDF, answer below"] = _pdf("Question {n}: {text}\n{answer}", title=f"Response to {TITLE}")
RESPONSE_LAYOUTS["HTML, headings"] = _html("<h2>Question {n}: {text}</h2><p>{answer}</p>", title=f"Response to {TITLE}")

for name, pattern in {
    "answer below": "{n}. {text}\n\n{answer}",
    "answer on the next line": "{n}: {text}\n{answer}",
    "Q and A": "Q{n}. {text}\n\nResponse: {answer}",
    "word": "Question {n}: {text}\n\n{answer}",
}.items():
    RESPONSE_LAYOUTS[f"text, {name}"] = _text(pattern, ".txt", title=f"Response to {TITLE} by the parish")
for name, pattern in {
    "headings": "### ({n}) {text}\n\n{answer}",
    "bold": "**Question {n}: {text}**\n\n{answer}",
    "marker line": "## Question {n}\n\n{text}\n\n**Our response:**\n\n{answer}",
}.items():
    RESPONSE_LAYOUTS[f"Markdown, {name}"] = _text(pattern, ".md", title=f"# Response to {TITLE}")


def _answered(document: object, question: Asked) -> None:
    document.add_heading(f"Question {question.number}: {question.text}", 2)
    document.add_paragraph(question.answer)


RESPONSE_LAYOUTS["Word, headings"] = _docx(_answered, title=f"Response to {TITLE}")
