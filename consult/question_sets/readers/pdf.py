"""PDF files to blocks: lines as they are printed, put back into paragraphs.

`pdf_page.py` takes the lines off a page, `pdf_order.py` finds their reading order, `pdf_furniture.py` what stands round
the text, `pdf_paragraphs.py` joins lines again. A PDF knows no paragraphs, only where its letters stand.
"""

from collections.abc import Iterator

import pypdfium2

from consult.question_sets.paper import UnreadablePaper
from consult.question_sets.readers.blocks import Block
from consult.question_sets.readers.pdf_furniture import body_size, without_margins
from consult.question_sets.readers.pdf_order import in_reading_order
from consult.question_sets.readers.pdf_page import Line, lines_of_page
from consult.question_sets.readers.pdf_paragraphs import paragraphs

_MOST_PAGES = 3_000
# FPDF_GetLastError's codes.
_CAUSES = {
    3: "This is not a PDF file, or it is damaged",
    4: "This PDF is protected by a password. Save it without one",
    5: "This PDF is protected in a way that cannot be read. Save it without protection",
}


def read_pdf(data: bytes) -> list[Block]:
    """The blocks of a PDF, with their page numbers; notes at the foot of pages come last, marked as such.

    Running headers, footers and page numbers are left out.
    Raises UnreadablePaper when it is a scan without text, protected, damaged or too long.
    """
    pages = list(_pages(data))
    if not any(pages):
        raise UnreadablePaper("This PDF is a scan without text. Ask for the paper in another form, or as text")
    size = body_size(pages)
    bodies, notes = without_margins(pages, size)
    ordered = [in_reading_order(lines) for lines in bodies]
    return [*paragraphs(ordered, size), *paragraphs(notes, size, footnotes=True)]


def _pages(data: bytes) -> Iterator[list[Line]]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadablePaper(_CAUSES.get(getattr(error, "err_code", None) or 3, _CAUSES[3])) from None
    try:
        if len(document) > _MOST_PAGES:
            raise UnreadablePaper(f"This PDF has more than {_MOST_PAGES:,} pages")
        for number in range(len(document)):
            try:
                page = document[number]
            except pypdfium2.PdfiumError:
                # One broken page does not take the others away.
                yield []
                continue
            yield lines_of_page(page, number + 1)
            page.close()
    finally:
        document.close()
