"""Word 97-2003, OpenDocument and RTF files are read by way of LibreOffice, which sees neither network nor web page."""

import io
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document

from consult.question_sets.paper import UnreadablePaper
from consult.question_sets.readers import refusals
from consult.question_sets.readers.signatures import true_suffix
from consult.question_sets.reading_apart import (
    LIMITS,
    ReadingRefused,
    isolation,
    office,
    parent,
    read_apart,
)
from tests.question_sets import hostile_packages as packages
from tests.question_sets.hostile_pdfs import long_paper
from tests.question_sets.hostile_texts import QUESTION, web_page
from tests.question_sets.hostile_traps import trap

needs_office = [
    pytest.mark.office,
    pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed (soffice)"),
]
QUESTIONS = ["Do you agree with the plan for the market square?", "What would you change about it, and why?"]
FORMATS = {
    ".doc": "doc:MS Word 97",
    ".odt": "odt:writer8",
    ".ott": "ott:writer8_template",
    ".rtf": "rtf:Rich Text Format",
}


def paper() -> bytes:
    """A Word file of a heading, a text and two questions whose numbers are Word's own."""
    document = Document()
    document.add_heading("A plan for the market square", 0)
    document.add_paragraph("The council means to plant trees in the square. It asks what you think of that.")
    for question in QUESTIONS:
        document.add_paragraph(question, style="List Number")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    """The paper as LibreOffice saves it in another format."""
    folder = tmp_path_factory.mktemp("office")
    source = folder / "paper.docx"
    source.write_bytes(paper())

    def save(suffix: str) -> bytes:
        made = source.with_suffix(suffix)
        if not made.exists():
            profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
            run = [
                "soffice",
                profile,
                "--headless",
                "--convert-to",
                FORMATS[suffix],
                "--outdir",
                str(folder),
                str(source),
            ]
            subprocess.run(run, check=True, capture_output=True, timeout=180)
        return made.read_bytes()

    return save


@pytest.mark.parametrize(
    ("suffix", "name"),
    [
        *((suffix, f"paper{suffix}") for suffix in FORMATS),
        (".doc", "paper.dot"),
        # What the name says and what the file is need not be the same.
        (".doc", "paper.docx"),
        (".rtf", "paper.doc"),
        (".odt", "paper.docx"),
    ],
)
class TestOldFormats:
    pytestmark = needs_office

    def test_questions_and_their_numbers_are_read(self, suffix: str, name: str, saved: Callable[[str], bytes]) -> None:
        read = read_apart(name, saved(suffix))
        assert [question.text for question in read.paper.questions] == QUESTIONS
        assert [question.number for question in read.paper.questions] == ["1", "2"]
        assert read.peak_memory < 600 * 2**20


@pytest.mark.parametrize(
    ("name", "content", "question"),
    [
        ("a.doc", packages.docx(), QUESTION),
        ("a.doc", web_page(f"<p>{QUESTION}</p>"), QUESTION),
        ("a.rtf", f"\n<html><body><p>{QUESTION}</p></body></html>".encode(), QUESTION),
        ("a.docx", web_page(f"<p>{QUESTION}</p>"), QUESTION),
        ("a.doc", long_paper(10), "what page 10 says?"),
        ("a.docx", long_paper(10), "what page 10 says?"),
        ("a.odt", packages.docx(), QUESTION),
        ("a.doc", f"A plan\n\n{QUESTION}\n".encode(), QUESTION),
        ("a.docm", packages.docx(), QUESTION),
        ("a.dotm", packages.docx(), QUESTION),
        ("a.pdf", packages.docx(), QUESTION),
        ("a.xls", packages.xlsx(packages.sheet_cell("A1", QUESTION)), QUESTION),
    ],
)
def test_file_with_another_formats_name_is_read_as_what_it_is_without_libreoffice(
    name: str, content: bytes, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    asked = read_apart(name, content).paper.questions
    assert any(question.endswith(each.text) or question in each.text for each in asked)


@pytest.mark.parametrize(
    ("name", "content", "suffix"),
    [
        ("a.doc", b"\xef\xbb\xbf <!-- saved --> <!DOCTYPE html>", ".html"),
        ("a.doc", b"MIME-Version: 1.0\r\nContent-Type: multipart/related", ".eml"),
        ("a.txt", b"<html>", ".txt"),
        ("a.rtf", b"{\\rtf1 }", ".rtf"),
        ("a.pdf", b"\n\n%PDF-1.4", ".pdf"),
        ("a.ods", packages.packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "x": ""}), ".ods"),
        ("a.odt", packages.packed({"mimetype": packages.ODT_TYPE + "-template", "x": ""}), ".odt"),
        ("a", packages.packed({"mimetype": packages.ODT_TYPE, "x": ""}), ".odt"),
        ("a.xls", packages.compound("Workbook"), ".xls"),
        ("a.doc", packages.compound("PowerPoint Document"), ".ppt"),
        ("a.docx", packages.compound("Strange"), ".docx"),
        ("a.doc", packages.compound("Strange"), ".ole"),
        ("a.docx", packages.packed({"a.txt": "x"}), ".docx"),
        ("a.bin", packages.packed({"a.txt": "x"}), ".zip"),
        ("a.pages", packages.packed({"Index/Document.iwa": "x"}), ".pages"),
        ("a.JPEG", b"\xff\xd8\xff", ".jpg"),
    ],
)
def test_content_goes_before_the_name(name: str, content: bytes, suffix: str) -> None:
    assert true_suffix(name, content) == suffix


@pytest.mark.parametrize("name", ["a.odt", "a.rtf", "a.doc"])
def test_without_libreoffice_the_refusal_says_so(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    content = {"a.odt": packages.odt(), "a.rtf": b"{\\rtf1 x}", "a.doc": packages.compound("WordDocument")}[name]
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(ReadingRefused, match="LibreOffice is not installed"):
        read_apart(name, content)


def as_word(content: bytes, suffix: str, folder: Path, seconds: float = 120) -> bytes:
    return office.as_word(content, suffix, replace(LIMITS, office_seconds=seconds), folder)


class TestLocks:
    pytestmark = needs_office

    def test_where_the_network_cannot_be_cut_off_nothing_is_converted(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(office, "cut_off_office", _fail)
        with pytest.raises(UnreadablePaper) as refused:
            as_word(packages.odt(), ".odt", tmp_path)
        assert str(refused.value) == refusals.NO_ISOLATION

    def test_conversion_that_takes_too_long_is_ended(self, tmp_path: Path) -> None:
        with pytest.raises(UnreadablePaper) as refused:
            as_word(packages.odt(), ".odt", tmp_path, seconds=0.05)
        assert str(refused.value) == refusals.TOOK_TOO_LONG

    # Each lock must hold alone: the settings of the profile, and the filter of system calls; Landlock is not asked.
    @pytest.mark.parametrize(
        ("settings", "cut_off", "is_called"),
        [
            (office._SETTINGS, lambda: None, False),
            ((), isolation.cut_off_office, False),
            ((), lambda: None, True),
        ],
        ids=["settings alone", "filter alone", "neither"],
    )
    def test_linked_picture_is_not_fetched(
        self,
        settings: tuple[tuple[str, str, str], ...],
        cut_off: Callable[[], None],
        is_called: bool,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(office, "_SETTINGS", settings)
        monkeypatch.setattr(office, "cut_off_office", cut_off)
        monkeypatch.setattr(office, "shut_office", lambda *_: True)
        folder = tmp_path / "job"
        folder.mkdir()
        with trap(tmp_path) as laid:
            image = f'<draw:image xlink:type="simple" xlink:href="{laid.address}"/>'
            frame = f'<draw:frame svg:width="5cm" svg:height="5cm">{image}</draw:frame>'
            assert as_word(packages.odt(f"<text:p>{frame}</text:p>"), ".odt", folder)
            assert (laid.calls > 0) is is_called


def _fail() -> None:
    raise isolation.CannotBeCutOff


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the filter of system calls is Linux's")
@pytest.mark.parametrize(
    ("tried", "outcome"),
    [
        ("socket.socket(socket.AF_INET)", "1"),
        ("socket.socket(socket.AF_INET6)", "1"),
        ("socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)", "1"),
        ("socket.socket(socket.AF_UNIX).connect('/run/any.sock')", "1"),
        ("ctypes.CDLL(None, use_errno=True).syscall(425, 1, 0) and fail(ctypes.get_errno())", "1"),
        ("os.setsid()", "1"),
        ("socket.socket(socket.AF_UNIX).bind(sys.argv[2])", "done"),
        ("subprocess.run(['true'], check=True)", "done"),
    ],
)
def test_filter_of_libreoffice_leaves_no_way_to_the_network(tried: str, outcome: str, tmp_path: Path) -> None:
    program = (
        f"{parent._START.rpartition(';')[0]}\n"
        "import ctypes, os, socket, subprocess, sys\n"
        "from consult.question_sets.reading_apart.isolation import cut_off_office\n"
        "def fail(number): raise OSError(number, '')\n"
        f"cut_off_office()\ntry:\n    {tried}\n    print('done')\nexcept OSError as error:\n    print(error.errno)"
    )
    run = [sys.executable, "-I", "-c", program, str(parent._PACKAGE), str(tmp_path / "local")]
    # A leader of its group may not call setsid anyway, so the program must be none.
    assert subprocess.run(run, capture_output=True, text=True, check=True, timeout=60).stdout.strip() == outcome
