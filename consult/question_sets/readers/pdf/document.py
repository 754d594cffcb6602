"""PDF files to blocks: lines as they are printed, put back into paragraphs and tables.

`page.py` takes the lines off a page, `cells.py` finds its tables, `furniture.py` what stands round the text, `order.py`
the reading order of the rest, `paragraphs.py` joins lines again. A PDF knows no paragraphs, only where its
letters stand.
"""

from collections.abc import Iterator

import pypdfium2

from consult.question_sets.paper import UnreadablePaper
from consult.question_sets.progress import Progress, no_report
from consult.question_sets.readers.blocks import Block
from consult.question_sets.readers.pdf import calls as pdfium
from consult.question_sets.readers.pdf.fields import file_of
from consult.question_sets.readers.pdf.furniture import body_size, without_margins
from consult.question_sets.readers.pdf.letters import Letters
from consult.question_sets.readers.pdf.line import Page
from consult.question_sets.readers.pdf.order import in_reading_order
from consult.question_sets.readers.pdf.page import page_of
from consult.question_sets.readers.pdf.paragraphs import paragraphs
from consult.question_sets.readers.pdf.tables import number_tables

_MOST_PAGES = 3_000
# So many pages are read between two reports.
_STEP = 20
# FPDF_GetLastError's codes.
_CAUSES = {
    3: "This is not a PDF file, or it is damaged",
    4: "This PDF is protected by a password. Save it without one",
    5: "This PDF is protected in a way that cannot be read. Save it without protection",
}


def read_pdf(data: bytes, progress: Progress = no_report) -> list[Block]:
    """The blocks of a PDF, with their page numbers; notes at the foot of pages come last, marked as such.

    Running headers, footers, page numbers and text that no reader sees stay in the stream with their reason in
    `ignored`. `progress` is told the pages read and their number, every 20 pages and at the end.
    Raises UnreadablePaper when it is a scan without text, protected, damaged or too long.
    """
    pages = list(_pages(data, progress))
    if not any(page.lines for page in pages):
        raise UnreadablePaper("This PDF is a scan without text. Ask for the paper in another form, or as text")
    size = body_size(pages)
    notes = without_margins(pages, size)
    ordered = [in_reading_order(page) for page in pages]
    number_tables(ordered, [page.tables for page in pages])
    return [*paragraphs(ordered, size), *paragraphs(notes, size, footnotes=True)]


def _pages(data: bytes, progress: Progress) -> Iterator[Page]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadablePaper(_CAUSES.get(getattr(error, "err_code", None) or 3, _CAUSES[3])) from None
    try:
        count = len(document)
        if count > _MOST_PAGES:
            raise UnreadablePaper(f"This PDF has more than {_MOST_PAGES:,} pages")
        file = file_of(document)
        letters = Letters()
        for number in range(1, count + 1):
            page = pdfium.load_page(file.document, number - 1)
            # One broken page does not take the others away.
            if page:
                yield page_of(letters, page, number, file)
                pdfium.close_page(page)
            if number % _STEP == 0 or number == count:
                progress(number, count)
    finally:
        document.close()
