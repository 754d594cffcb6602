"""A drawn paper as a file. A PDF is made from the Word file by LibreOffice, or from the page as a browser prints it."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from tests.question_sets.generating.asked import DOCX, HTML, MD, PDF, PRINTED, XLSX, Drawn
from tests.question_sets.generating.rendering.html import as_page
from tests.question_sets.generating.rendering.markdown import as_markdown
from tests.question_sets.generating.rendering.pdfs import converted, printed
from tests.question_sets.generating.rendering.word import as_word
from tests.question_sets.workbooks import row, xlsx


def as_sheet(drawn: Drawn) -> bytes:
    return xlsx("".join(row(*(escape(cell) for cell in cells)) for cells in drawn.rows))


WRITERS = {DOCX: as_word, HTML: as_page, MD: as_markdown, XLSX: as_sheet, PDF: as_word, PRINTED: as_page}


def written(papers: Sequence[tuple[Drawn, str]]) -> list[tuple[str, bytes]]:
    """Each paper in its format, as a file's name and bytes; all PDFs are made in one go."""
    files = [WRITERS[form](drawn) for drawn, form in papers]
    for form, turn in ((PDF, converted), (PRINTED, printed)):
        places = [place for place, (_, wanted) in enumerate(papers) if wanted == form]
        for place, made in zip(places, turn([files[place] for place in places]), strict=True):
            files[place] = made
    suffixes = {PDF: "pdf", PRINTED: "pdf"}
    return [(f"paper.{suffixes.get(form, form)}", file) for (_, form), file in zip(papers, files, strict=True)]
