"""The documents in an office program: they open, and their pages hold the text."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.documents.sample import MAKERS, sample, stamp

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
TO_TEXT, COUNT = shutil.which("pdftotext"), shutil.which("pdfinfo")
pytestmark = [
    pytest.mark.office,
    pytest.mark.slow,
    pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed (soffice)"),
    pytest.mark.skipif(not (TO_TEXT and COUNT), reason="poppler is not installed (pdftotext, pdfinfo)"),
]


def run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=180).stdout


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("printed")
    content = sample()
    files = []
    for kind, make in MAKERS.items():
        files.append(folder / f"{kind}.docx")
        files[-1].write_bytes(make(content, stamp(content)))
    # A profile of its own: a LibreOffice that is open already would swallow the order.
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    run(str(OFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, files))
    return folder


def words(folder: Path, kind: str) -> str:
    return " ".join(run(str(TO_TEXT), "-layout", str(folder / f"{kind}.pdf"), "-").split())


def pages(folder: Path, kind: str) -> int:
    told = run(str(COUNT), str(folder / f"{kind}.pdf"))
    return int(next(line for line in told.splitlines() if line.startswith("Pages:")).split()[1])


def test_the_report_prints_with_its_numbers(printed: Path) -> None:
    text = words(printed, "report")
    for line in (
        "1. Background",
        "1.1 The Department published",
        "(a) Approve the proposed response",
        "9.1 The Executive",
    ):
        assert line in text
    assert f"Page {pages(printed, 'report')} of {pages(printed, 'report')}" in text


def test_the_letter_fits_one_page(printed: Path) -> None:
    assert pages(printed, "letter") == 1
    assert "• Duties should come with money." in words(printed, "letter")


def test_the_response_prints_every_answer(printed: Path) -> None:
    text = words(printed, "response")
    assert pages(printed, "response") > 3
    assert all(f"the reason numbered {n}:" in text for n in range(1, 36) if n != 5)
    assert text.count("No answer given.") == 1
    assert stamp(sample()).sha256 in text


def test_every_document_prints_the_number_and_the_head_of_the_record(printed: Path) -> None:
    mark = stamp(sample())
    for kind in MAKERS:
        assert f"Record: 1234 entries, head {mark.record_head}" in words(printed, kind)
