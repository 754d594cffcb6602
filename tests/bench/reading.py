"""How fast long papers are read, beside the barest reading of the same file in the same run, and in how much memory.

Each reading runs in a process of its own, so that its peak memory is its own; what it takes to start is not counted.
"""

import io
import json
import multiprocessing
import resource
import time
import zipfile
from collections.abc import Callable

import pypdfium2
from lxml import etree

from consult.question_sets.readers import read
from tests.question_sets.pdfs import HEIGHT, Text, written

PAGES = 1_000
LINES = 44
PARAGRAPHS = 12
WORDS = ("council", "owns", "square", "asks", "all", "who", "use", "trees", "paving", "there", "of", "its", "and")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def sentence(n: int, length: int) -> str:
    """Words that differ from line to line."""
    return " ".join(WORDS[(n * 7 + m * (1 + n % 3)) % len(WORDS)] for m in range(length))


def long_pdf() -> bytes:
    """A PDF of a thousand full pages with headers, page numbers and a question on every page."""
    pages = []
    for page in range(PAGES):
        lines = [Text("Review of the square", 72, HEIGHT - 40, 9), Text(str(page + 1), 290, 30, 9)]
        top = HEIGHT - 80
        for n in range(LINES):
            # Paragraphs of six lines with a gap after each; the question stands among them.
            lines.append(Text(sentence(page * LINES + n, 17), 72, top - 14 * n - 8 * (n // 6)))
        asked = f"Question {page + 1}: What should be done here?"
        lines[20] = Text(asked, 72, top - 14 * 18 - 8 * 3)
        pages.append(lines)
    return written(pages)


def long_word_file() -> bytes:
    """A Word file of about a thousand pages: 500 words and a question a page."""
    body = []
    for page in range(PAGES):
        texts = [sentence(page * PARAGRAPHS + n, 42).capitalize() + "." for n in range(PARAGRAPHS)]
        texts.append(f"Question {page + 1}: What should be done here?")
        body += [f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>' for text in texts]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        file.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{"".join(body)}</w:body></w:document>')
    return out.getvalue()


def bare_pdf(data: bytes) -> int:
    """PDFium's text of every page, cut into lines."""
    count = 0
    document = pypdfium2.PdfDocument(data)
    for page in document:
        words = page.get_textpage()
        count += len(words.get_text_range().splitlines())
        words.close()
        page.close()
    return count


def bare_word(data: bytes) -> int:
    """The text of every paragraph, by lxml alone."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        root = etree.fromstring(file.read("word/document.xml"))
    texts = ["".join(t.text or "" for t in p.iter(f"{{{W}}}t")) for p in root.iter(f"{{{W}}}p")]
    return len(texts)


def ours_pdf(data: bytes) -> int:
    """Our blocks of a PDF."""
    return len(read("a.pdf", data))


def ours_word(data: bytes) -> int:
    """Our blocks of a Word file."""
    return len(read("a.docx", data))


def _timed(reading: Callable[[bytes], int], data: bytes, out: multiprocessing.SimpleQueue) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    count = reading(data)
    taken = time.perf_counter() - began
    out.put(json.dumps([taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, before / 1024, count]))


def once(reading: Callable[[bytes], int], data: bytes) -> tuple[float, float]:
    """Seconds and peak megabytes of one reading in a process of its own."""
    context = multiprocessing.get_context("spawn")
    out = context.SimpleQueue()
    child = context.Process(target=_timed, args=(reading, data, out))
    child.start()
    child.join()
    if child.exitcode or out.empty():
        raise RuntimeError(f"{reading.__name__} did not finish")
    taken, peak, _, count = json.loads(out.get())
    if count < PAGES:
        raise RuntimeError(f"{reading.__name__} found {count} lines only")
    return taken, peak


def best(reading: Callable[[bytes], int], data: bytes) -> tuple[float, float]:
    """The quicker of two readings, and the larger memory."""
    first, second = once(reading, data), once(reading, data)
    return min(first[0], second[0]), max(first[1], second[1])


def measure() -> list[dict]:
    """A PDF and a Word file of 1,000 pages: seconds and memory, ours and the bare reading's."""
    rows = []
    kinds = {
        "PDF": (long_pdf(), ours_pdf, bare_pdf, "pypdfium2, lines only"),
        "Word file": (long_word_file(), ours_word, bare_word, "lxml, text only"),
    }
    for kind, (data, ours, bare, peer) in kinds.items():
        bare_time, bare_peak = best(bare, data)
        time_taken, peak = best(ours, data)
        for name, value, unit, peer_value in (
            ("time", round(time_taken, 3), "s", round(bare_time, 3)),
            ("peak memory", round(peak, 1), "MB", round(bare_peak, 1)),
        ):
            row = {"name": f"reading: {name} of a {kind} of {PAGES:,} pages", "value": value, "unit": unit}
            rows.append({**row, "peer": peer, "peer_value": peer_value})
    return rows
