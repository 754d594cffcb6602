"""How fast long papers are read, beside barer and other readings of the same file in the same run, in how much memory.

Each reading runs in a fresh process of its own. Its time begins when everything is imported; its peak memory is what
the kernel says of that process at its end (VmHWM: what getrusage tells is inherited from the process that starts it).

Peers that the project does not depend on are looked for in the environment whose python the variable BENCH_PEERS names.

python -m tests.bench.reading WAY FILE   reads once and prints seconds, pieces found and megabytes as JSON.
"""

import importlib.util
import io
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

PAGES = 1_000
# What some peers take hours over is measured on the first pages only.
FEW_PAGES = 50
LINES = 44
PARAGRAPHS = 12
TABLE_EVERY = 4
WORDS = ("council", "owns", "square", "asks", "all", "who", "use", "trees", "paving", "there", "of", "its", "and")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
STYLES = f"""<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault>
</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="BodyText"><w:name w:val="Body Text"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/><w:pPr>
<w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="ListParagraph">
<w:name w:val="List Paragraph"/><w:basedOn w:val="Normal"/></w:style></w:styles>"""
NUMBERING = f"""<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>
<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1">
<w:abstractNumId w:val="0"/></w:num></w:numbering>"""


def sentence(n: int, length: int) -> str:
    """Words that differ from line to line."""
    return " ".join(WORDS[(n * 7 + m * (1 + n % 3)) % len(WORDS)] for m in range(length))


def long_pdf(pages: int) -> bytes:
    """A PDF of full pages with headers, page numbers and a question on every page."""
    from tests.question_sets.pdfs import HEIGHT, Text, written

    made = []
    for page in range(pages):
        lines = [Text("Review of the square", 72, HEIGHT - 40, 9), Text(str(page + 1), 290, 30, 9)]
        top = HEIGHT - 80
        for n in range(LINES):
            # Paragraphs of six lines with a gap after each; the question stands among them.
            lines.append(Text(sentence(page * LINES + n, 17), 72, top - 14 * n - 8 * (n // 6)))
        asked = f"Question {page + 1}: What should be done here?"
        lines[20] = Text(asked, 72, top - 14 * 18 - 8 * 3)
        made.append(lines)
    return written(made)


def _run(text: str, properties: str = "", before: str = "") -> str:
    return (
        f'<w:r w:rsidRPr="00C41D20"><w:rPr>{properties}<w:sz w:val="22"/><w:lang w:val="en-GB"/></w:rPr>{before}'
        f'<w:t xml:space="preserve">{text}</w:t></w:r>'
    )


def _paragraph(n: int, style: str, runs: str, numbered: str = "") -> str:
    return (
        f'<w:p w14:paraId="{n:08X}" w14:textId="77777777" w:rsidR="00A77427" w:rsidRPr="00C41D20" '
        f'w:rsidRDefault="00A77427" w:rsidP="00B32B43"><w:pPr><w:pStyle w:val="{style}"/>{numbered}'
        '<w:spacing w:after="120"/><w:jc w:val="both"/><w:rPr><w:sz w:val="22"/><w:lang w:val="en-GB"/></w:rPr>'
        f"</w:pPr>{runs}</w:p>"
    )


def _prose(n: int, before: str = "") -> str:
    """A paragraph of 42 words in the runs that editing and spell-checking leave behind; every sixth has a bold one."""
    words = (sentence(n, 42).capitalize() + ".").split()
    return _paragraph(
        n,
        "BodyText",
        _run(" ".join(words[:12]) + " ", before=before)
        + f'<w:bookmarkStart w:id="{n}" w:name="_Ref{n}"/>'
        + _run(" ".join(words[12:20]), "" if n % 6 else "<w:b/>")
        + f'<w:bookmarkEnd w:id="{n}"/><w:proofErr w:type="spellStart"/>'
        + _run(" " + words[20])
        + '<w:proofErr w:type="spellEnd"/>'
        + _run(" " + " ".join(words[21:])),
    )


def _table(n: int) -> str:
    cells = "".join(
        '<w:tc><w:tcPr><w:tcW w:w="4500" w:type="dxa"/></w:tcPr>'
        f"{_paragraph(n, 'Normal', _run(sentence(n + m, 8)))}</w:tc>"
        for m in range(3)
    )
    row = f'<w:tr w:rsidR="00A77427" w14:paraId="{n:08X}" w14:textId="77777777">{cells}</w:tr>'
    return f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr><w:tblGrid/>{row * 3}</w:tbl>'


def _word_page(page: int) -> Iterator[str]:
    first = page * (PARAGRAPHS + 2)
    yield _paragraph(first, "Heading2", _run(f"Part {page + 1}", before="<w:lastRenderedPageBreak/>" * (page > 0)))
    yield from (_prose(first + n + 1) for n in range(PARAGRAPHS))
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    yield _paragraph(first + 13, "ListParagraph", _run("What should be ") + _run("done here?"), number)
    if page % TABLE_EVERY == 0:
        yield _table(first)


def long_word_file(pages: int) -> bytes:
    """A Word file as Word writes it: about 500 words and a numbered question a page, a table every few pages."""
    body = "".join("".join(_word_page(page)) for page in range(pages))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        kinds = (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
        )
        file.writestr("[Content_Types].xml", kinds)
        file.writestr("_rels/.rels", _relations("officeDocument", target="word/document.xml"))
        file.writestr("word/_rels/document.xml.rels", _relations("styles", "numbering"))
        file.writestr("word/styles.xml", STYLES)
        file.writestr("word/numbering.xml", NUMBERING)
        spaces = f'xmlns:w="{W}" xmlns:w14="{W14}"'
        file.writestr("word/document.xml", f"<w:document {spaces}><w:body>{body}</w:body></w:document>")
    return out.getvalue()


def _relations(*kinds: str, target: str = "") -> str:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    made = "".join(
        f'<Relationship Id="r{n}" Type="{kind}{name}" Target="{target or name + ".xml"}"/>'
        for n, name in enumerate(kinds, 1)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{made}</Relationships>'


# Each way of reading imports what it needs, for no environment has everything, and gives the reading itself, which
# counts the pieces it found.
Reading = Callable[[bytes], int]


def bare_pdf() -> Reading:
    """PDFium's text of every page, cut into lines."""
    import pypdfium2

    def reading(data: bytes) -> int:
        count = 0
        document = pypdfium2.PdfDocument(data)
        for page in document:
            words = page.get_textpage()
            count += len(words.get_text_range().splitlines())
            words.close()
            page.close()
        return count

    return reading


def bare_word() -> Reading:
    """The text of every paragraph in the body's order, those of tables too, by lxml alone."""
    from lxml import etree

    def reading(data: bytes) -> int:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            root = etree.fromstring(file.read("word/document.xml"))
        return len(["".join([t.text or "" for t in p.iter(f"{{{W}}}t")]) for p in root.iter(f"{{{W}}}p")])

    return reading


def ours(name: str) -> Reading:
    """Our blocks of a file."""
    from consult.question_sets.readers import read

    return lambda data: len(read(name, data))


def pdfplumber() -> Reading:
    """The text of every page by pdfplumber, cut into lines."""
    import pdfplumber

    def reading(data: bytes) -> int:
        with pdfplumber.open(io.BytesIO(data)) as document:
            return sum(len((page.extract_text() or "").splitlines()) for page in document.pages)

    return reading


def mammoth() -> Reading:
    """The HTML that mammoth makes, by its paragraphs."""
    import mammoth

    return lambda data: mammoth.convert_to_html(io.BytesIO(data)).value.count("<p>")


def markitdown(suffix: str) -> Reading:
    """The Markdown that markitdown makes, by its lines."""
    from markitdown import MarkItDown

    def reading(data: bytes) -> int:
        made = MarkItDown().convert_stream(io.BytesIO(data), file_extension=suffix)
        return sum(1 for line in made.text_content.splitlines() if line.strip())

    return reading


WAYS: dict[str, Callable[[], Reading]] = {
    "ours.pdf": lambda: ours("a.pdf"),
    "ours.docx": lambda: ours("a.docx"),
    "pypdfium2.pdf": bare_pdf,
    "lxml.docx": bare_word,
    "pdfplumber.pdf": pdfplumber,
    "mammoth.docx": mammoth,
    "markitdown.pdf": lambda: markitdown(".pdf"),
    "markitdown.docx": lambda: markitdown(".docx"),
}


def peak() -> float:
    """The most memory that this process itself has held, in megabytes."""
    told = Path("/proc/self/status").read_text().split("VmHWM:")[1].split()
    return int(told[0]) / 1024


def read_once(way: str, file: str) -> tuple[float, int, float]:
    """Seconds, pieces found and peak megabytes of one reading in this process."""
    reading = WAYS[way]()
    data = Path(file).read_bytes()
    # The processor's time: what else goes on in the machine is no part of it, and no reading waits for anything.
    began = time.process_time()
    count = reading(data)
    return time.process_time() - began, count, peak()


def python_of(way: str) -> str | None:
    """The Python that has what a way needs: this one, or that of the peers' environment; None where neither has it."""
    name = way.rpartition(".")[0]
    if name == "ours" or importlib.util.find_spec(name):
        return sys.executable
    other = os.environ.get("BENCH_PEERS")
    if not other:
        return None
    tried = subprocess.run([other, "-c", f"import {name}"], check=False, capture_output=True)
    return None if tried.returncode else other


def tried(way: str, python: str, file: Path, pages: int) -> tuple[float, float]:
    """Seconds and peak megabytes of one reading in a fresh process."""
    command = [python, "-m", "tests.bench.reading", way, str(file)]
    taken, count, held = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    if count < pages:
        raise RuntimeError(f"{way} found {count} pieces only")
    return taken, held


def best(file: Path, names: list[str], pages: int, repeats: int) -> dict[str, tuple[float, float] | None]:
    """Of each way the quickest of several readings in seconds, and its largest memory; None where not installed.

    The ways take turns, so that what slows the machine for a while slows them all.
    """
    pythons = {name: python_of(f"{name}{file.suffix}") for name in names}
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
    for _ in range(repeats):
        for name, python in pythons.items():
            if python is not None:
                found[name].append(tried(f"{name}{file.suffix}", python, file, pages))
    return {
        name: (min(taken for taken, _ in all_), max(held for _, held in all_)) if all_ else None
        for name, all_ in found.items()
    }


def compared(kind: str, file: Path, pages: int, peers: dict[str, str], repeats: int) -> Iterator[dict]:
    """The rows of one file: ours beside each peer, time and peak memory."""
    measured = best(file, ["ours", *peers], pages, repeats)
    mine = measured["ours"]
    for peer, said in peers.items():
        theirs = measured[peer]
        for n, (what, unit, digits) in enumerate((("time", "s", 3), ("peak memory", "MB", 1))):
            yield {
                "name": f"reading: {what} of a {kind} of {pages:,} pages",
                "value": round(mine[n], digits),
                "unit": unit,
                "peer": said if theirs else f"{said}: not installed",
                "peer_value": round(theirs[n], digits) if theirs else None,
            }


def measure() -> list[dict]:
    """PDF and Word files of 1,000 pages beside the barest readings, and of 50 pages beside other readers."""
    bare = {".pdf": {"pypdfium2": "pypdfium2, lines only"}, ".docx": {"lxml": "lxml, text only"}}
    others = {
        ".pdf": {"pdfplumber": "pdfplumber", "markitdown": "markitdown"},
        ".docx": {"mammoth": "mammoth", "markitdown": "markitdown"},
    }
    rows: list[dict] = []
    with tempfile.TemporaryDirectory() as folder:
        for kind, suffix, made in (("PDF", ".pdf", long_pdf), ("Word file", ".docx", long_word_file)):
            for pages, peers, repeats in ((PAGES, bare, 4), (FEW_PAGES, others, 2)):
                file = Path(folder, f"{pages}{suffix}")
                file.write_bytes(made(pages))
                rows += compared(kind, file, pages, peers[suffix], repeats)
    return rows


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(json.dumps(read_once(sys.argv[1], sys.argv[2])))
    else:
        print(json.dumps(measure(), indent=1))
