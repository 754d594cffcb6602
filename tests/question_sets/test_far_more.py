"""No file becomes far more text than it is: held against what was sent, whatever it was turned into on the way."""

import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from consult.question_sets import readers
from consult.question_sets.extract import extract
from consult.question_sets.paper import Paper, PaperQuestion, UnreadablePaper
from consult.question_sets.readers import MOST_TIMES_ITS_SIZE
from consult.question_sets.readers.refusals import FAR_MORE
from consult.question_sets.reading_apart import child, parent
from consult.question_sets.reading_apart.limits import LIMITS
from consult.question_sets.reading_apart.messages import Job
from consult.question_sets.reading_apart.passing import characters

SMALL = 20_000
SAID = "We should plant more trees in the square. "


@pytest.fixture(autouse=True)
def small_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Less counts as a small text here, so that the files can be small, too."""
    monkeypatch.setattr(readers, "SMALL_TEXT", SMALL)


def packed(parts: dict[str, str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return written.getvalue()


WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TIES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006"


def word(paragraphs: int) -> bytes:
    """A Word file of the barest parts, with the same paragraph again and again."""
    said = f"<w:p><w:r><w:t>{SAID * 20}</w:t></w:r></w:p>" * paragraphs
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{TYPES}/content-types">'
            f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{TYPES}/relationships"><Relationship Id="r1" '
            f'Type="{TIES}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{WORDS}"><w:body>{said}</w:body></w:document>',
        }
    )


def sheet(rows: int) -> bytes:
    """One text of a sheet, that a thousand cells name."""
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, rows + 1))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{TYPES}/content-types">'
            f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{TYPES}/relationships"><Relationship Id="r1" '
            f'Type="{TIES}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{TIES}"><sheets>'
            '<sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{TYPES}/relationships">'
            f'<Relationship Id="r1" Type="{TIES}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="r2" Type="{TIES}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>{SAID * 40}</t></si></sst>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>',
        }
    )


def pages(count: int) -> bytes:
    """A PDF of so many pages that all show the same piece of content."""
    lines = "".join(f"1 0 0 1 40 {780 - 9 * n} Tm ({n}. {SAID * 3}) Tj " for n in range(80))
    said = zlib.compress(f"BT /F1 4 Tf {lines} ET".encode())
    kids = " ".join(f"{n} 0 R" for n in range(5, 5 + count))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents 4 0 R>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {count}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(said), said),
        *[page] * count,
    ]
    body = b"".join(b"%d 0 obj%sendobj\n" % (n, each) for n, each in enumerate(objects, 1))
    return b"%PDF-1.7\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF"


def page(rows: int) -> bytes:
    """A web page whose cells each cover a thousand columns."""
    row = f'<tr><td colspan="1000">{SAID}</td></tr>'
    return f"<html><body><main><table>{row * rows}</table></main></body></html>".encode()


def links(count: int) -> bytes:
    """A text that says where a link leads once, and follows it again and again."""
    return ("\n\n".join(f"{n}. [a][1]?" for n in range(count)) + f"\n\n[1]: http://a.example/{'a' * 2_000}\n").encode()


MADE: dict[str, tuple[str, Callable[[int], bytes], int]] = {
    "Word": ("a.docx", word, 300),
    "a sheet": ("a.xlsx", sheet, 1_500),
    "PDF": ("a.pdf", pages, 15),
    "a web page": ("a.html", page, 60),
    "Markdown": ("a.md", links, 300),
}


def read(name: str, data: bytes) -> Paper | None:
    """The paper in a file; None where it is refused as far more than it is."""
    paper, cause = None, ""
    try:
        paper = extract(name, data)
    except UnreadablePaper as refusal:
        cause = str(refusal)
    assert paper or cause == FAR_MORE
    return paper


@pytest.mark.parametrize("kind", MADE)
def test_what_is_read_is_not_far_more_than_what_was_sent(kind: str) -> None:
    name, make, count = MADE[kind]
    data = make(count)
    paper = read(name, data)
    print(kind, len(data), paper and characters(paper))
    if paper is not None:
        assert characters(paper) <= max(SMALL, MOST_TIMES_ITS_SIZE * len(data))


@pytest.mark.parametrize("kind", ["Word", "a sheet", "PDF"])
def test_a_file_that_is_packed_to_become_far_more_is_refused(kind: str) -> None:
    name, make, count = MADE[kind]
    assert read(name, make(count)) is None
    assert read(name, make(3)) is not None


def test_a_file_that_becomes_another_is_held_against_what_was_sent() -> None:
    made = word(60)
    assert extract("a.docx", made)
    with pytest.raises(UnreadablePaper, match="far larger than the file itself"):
        extract("a.docx", made, sent=100)


@pytest.mark.parametrize("suffix", [".rtf", ".doc", ".odt"])
def test_what_libreoffice_made_of_a_file_is_held_against_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, suffix: str
) -> None:
    began = {".rtf": b"{\\rtf1 " + b"x" * 900 + b"}"}
    small = began.get(suffix, b"x" * 900)
    monkeypatch.setattr(child, "true_suffix", lambda _name, _data: suffix)
    monkeypatch.setattr(child.office, "as_word", lambda *_given: word(60))
    monkeypatch.setattr(child, "_bind", lambda *_given: None)
    answers, asked = child._Answers(io.BytesIO()), Job(f"a{suffix}", rows=False, limits=LIMITS)
    with pytest.raises(UnreadablePaper, match="far larger than the file itself"):
        child._read(asked, small, answers)
    assert child._read(asked, small * 10, answers)


def test_whoever_asked_holds_the_paper_against_the_file_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that read it has handled a stranger's file, and may say anything."""
    told = Paper(title="A", questions=(PaperQuestion("1", "Why?", answer="x" * (SMALL + 100)),))
    monkeypatch.setattr(parent._Listening, "paper", lambda *_given: told)
    with pytest.raises(UnreadablePaper, match="far larger than the file itself"):
        parent.read_apart("a.txt", b"1. Why?")
    assert parent.read_apart("a.txt", b"1. Why? " * 100).paper is told
