"""Names of files: what a browser saves, and what a program takes that knows only ASCII."""

import re
from collections.abc import Callable
from email.message import EmailMessage
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.http import parse_options_header

from consult.documents.models import DocumentKind
from consult.issuing.services import file_name
from consult.texts.file_names import LONGEST, attachment, folded, safe_name, shortened
from tests.visitor import Visitor


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Łódź", "Lodz"),
        ("Straße", "Strasse"),
        ("Ærø, Øresund", "Aero, Oresund"),
        ("Đorđe", "Dorde"),
        ("Þingvellir ð", "Thingvellir d"),
        ("œuvre ĳ ŋ ħ ŧ \u0131", "oeuvre ij ng h t i"),
        ("Café naïve Ünal", "Cafe naive Unal"),
        ("Cafe\u0301", "Cafe"),
        ("“Quoted” – ’tis", "'Quoted' - 'tis"),
        ("Αθήνα", ""),
        ("東京", ""),
    ],
)
def test_letters_are_folded_and_not_dropped(text: str, plain: str) -> None:
    assert folded(text) == plain


@pytest.mark.parametrize(
    ("name", "ascii_name"),
    [
        ("Łódź Straße.docx", "Lodz Strasse.docx"),
        ("Αθήνα.pdf", "file.pdf"),
        ("協議.docx", "file.docx"),
        ("50% off; now.txt", "50- off- now.txt"),
        ("plain.docx", "plain.docx"),
    ],
)
def test_a_browser_is_told_the_whole_name(name: str, ascii_name: str) -> None:
    header = attachment(name)
    header.encode("ascii")
    assert re.search(r'filename="([^"]*)"', header).group(1) == ascii_name  # type: ignore[union-attr]
    assert parse_options_header(header)[1]["filename"] == name
    message = EmailMessage()
    message["Content-Disposition"] = header
    assert message.get_filename() in (name, ascii_name)


@given(st.text(max_size=400))
@example("0‘“")  # two quotation marks, as stand before the name in the header
def test_no_name_harms_a_header_or_a_folder(name: str) -> None:
    header, safe = attachment(name), safe_name(name)
    assert header.isascii()
    assert header.isprintable()
    assert not set('\\/:*?"<>|') & set(safe)
    assert safe.strip(" .") == safe != ""
    assert len(safe.encode()) <= LONGEST
    assert safe_name(safe) == safe
    assert re.fullmatch(r"attachment; filename=\"[^\"\\%;]+\"(?:; filename\*=UTF-8''[\w.~%-]+)?", header, re.ASCII)
    if "*=" in header:
        assert unquote(header.partition("*=UTF-8''")[2]) == safe


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "-..-etc-passwd"),
        ('a"b\r\nSet-Cookie: x.docx', "a-b-Set-Cookie- x.docx"),
        ("invoice\u202excod.exe", "invoice-xcod.exe"),
        ("con.txt", "_con.txt"),
        (".docx", "docx"),
        ("   ", "file"),
    ],
)
def test_names_that_lead_elsewhere(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize("letter", ["a", "ł", "協", "\U0001d49c"])
def test_a_long_name_keeps_its_ending(letter: str) -> None:
    assert shortened(letter * 500 + ".docx", 200) == letter * 195 + ".docx"
    assert safe_name(letter * 500 + ".docx").endswith(".docx")
    assert shortened("no ending " * 50, 200) == ("no ending " * 50)[:200].rstrip()


def test_a_document_is_named_in_the_letters_of_its_title() -> None:
    assert file_name(DocumentKind.COVERING_LETTER, "Łódź & Straße!") == "covering-letter-łódź-straße.docx"
    assert file_name(DocumentKind.COVERING_LETTER, "???") == "covering-letter-response.docx"
    assert file_name(DocumentKind.COVERING_LETTER, "協" * 300).endswith(".docx")


def test_a_paper_comes_back_under_its_name_however_long(visit: Callable[[str | None], Visitor]) -> None:
    name = "Łódź, Straße " + "x" * 300 + ".txt"
    officer = visit("Policy officer").open("/consultations/load")
    officer.submit("Load", source="file", paper=(name, b"1. Should every village have a hall?\n")).wait_until_read()
    officer.open(officer.document.xpath("//a[contains(@class,'govuk-back-link')]/@href")[0]).follow(".txt")
    told = parse_options_header(officer.headers["Content-Disposition"])[1]["filename"]
    assert told.startswith("Łódź, Straße xxx")
    assert told.endswith("x.txt")
