"""Fields, controls, symbols, notes and pages of Word files, and the files that are refused."""

import io
import time
import zipfile
from hashlib import sha256

import pytest
from docx import Document
from docx.oxml import parse_xml

from consult.question_sets.extract import extract
from consult.question_sets.paper import UnreadablePaper
from consult.question_sets.readers import MAX_BYTES, read
from tests.question_sets.layouts import saved
from tests.question_sets.word_blocks import W, blocks_of, cell_of, run


def test_field_gives_its_result_and_not_its_instruction() -> None:
    def mark(kind: str) -> str:
        return f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>"

    inner = f"{mark('begin')}<w:r><w:instrText>PAGE</w:instrText></w:r>{mark('separate')}{run('7')}{mark('end')}"
    found = blocks_of(
        f"<w:p>{run('See ')}{mark('begin')}<w:r><w:instrText> IF </w:instrText></w:r>{inner}{mark('separate')}"
        f"{run('paragraph 4')}{mark('end')}{run('.')}</w:p>",
        f"<w:p>{run('Part ')}<w:fldSimple w:instr='SEQ x'>{run('2')}</w:fldSimple></w:p>",
    )
    assert [block.text for block in found] == ["See paragraph 4.", "Part 2"]


@pytest.mark.parametrize(
    ("switches", "shown"),
    [
        ([""] * 3, ["1", "2", "3"]),
        (["\\r 4", "", "\\c"], ["4", "5", "5"]),
        ([r"\* ALPHABETIC", r"\* roman", r"\* ROMAN"], ["A", "ii", "III"]),
        ([r"\h", "", ""], ["", "2", "3"]),
    ],
)
@pytest.mark.parametrize("separated", [True, False])
def test_number_that_word_counts_is_there_without_its_result(
    switches: list[str], shown: list[str], separated: bool
) -> None:
    def mark(kind: str) -> str:
        return f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>"

    def counted(switch: str) -> str:
        said = f"{mark('begin')}<w:r><w:instrText> SEQ Question {switch} </w:instrText></w:r>"
        return f"<w:p>{run('Q')}{said}{mark('separate') if separated else ''}{mark('end')}{run(': Why?')}</w:p>"

    assert [block.text for block in blocks_of(*map(counted, switches))] == [f"Q{number}: Why?" for number in shown]


def test_counted_number_goes_on_from_a_result_that_is_there_and_names_count_apart() -> None:
    found = blocks_of(
        f"<w:p><w:fldSimple w:instr='SEQ x'>{run('7')}</w:fldSimple></w:p>",
        "<w:p><w:fldSimple w:instr='SEQ x'/></w:p>",
        "<w:p><w:fldSimple w:instr='SEQ y'/></w:p>",
    )
    assert [block.text for block in found] == ["7", "8", "1"]


def test_number_goes_on_from_results_in_letters() -> None:
    found = blocks_of(
        f"<w:p><w:fldSimple w:instr='SEQ x \\* ALPHABETIC'>{run('A')}</w:fldSimple></w:p>",
        f"<w:p><w:fldSimple w:instr='SEQ x \\* ALPHABETIC'>{run('B')}</w:fldSimple></w:p>",
        "<w:p><w:fldSimple w:instr='SEQ x \\* ALPHABETIC'/></w:p>",
    )
    assert [block.text for block in found] == ["A", "B", "C"]


@pytest.mark.parametrize("name", ["t", "instrText"])
def test_field_that_is_never_ended_takes_time_in_step(name: str) -> None:
    opened = "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> SEQ x </w:instrText></w:r>"
    opened += "<w:r><w:fldChar w:fldCharType='separate'/></w:r>" if name == "t" else ""
    began = time.monotonic()
    # Words that differ: a file of one word many times over is refused as packed too tightly.
    runs = "".join(f"<w:r><w:{name}>{sha256(b'%d' % n).hexdigest()[:3]}</w:{name}></w:r>" for n in range(60_000))
    blocks_of(f"<w:p>{opened}{runs}</w:p>", f"<w:p>{run('Why?')}</w:p>")
    assert time.monotonic() - began < 5


def test_old_form_fields_give_a_tick_box_and_choices() -> None:
    found = blocks_of(
        "<w:p><w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox/></w:ffData></w:fldChar></w:r><w:r>"
        "<w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>"
        f"{run(' Benches')}</w:p>",
        "<w:p><w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:ddList><w:listEntry w:val='Red'/><w:listEntry "
        "w:val='Blue'/></w:ddList></w:ffData></w:fldChar></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>",
    )
    assert [(block.text, block.label) for block in found] == [("☐ Benches", None), ("Red", "☐"), ("Blue", "☐")]


def test_tick_box_controls_are_options_of_their_question() -> None:
    w14 = "xmlns:w14='http://schemas.microsoft.com/office/word/2010/wordml'"

    def option(text: str) -> str:
        control = f"<w:sdt><w:sdtPr><w14:checkbox {w14}/></w:sdtPr><w:sdtContent>{run('☐')}</w:sdtContent></w:sdt>"
        return f"<w:p>{control}{run(' ' + text)}</w:p>"

    document = Document()
    body = document.element.body
    asked = f"<w:p>{run('Question 1: Which do you use?')}</w:p>"
    for piece in (asked, option("Benches"), option("Market")):
        body.insert(len(body) - 1, parse_xml(piece.replace(">", f" {W}>", 1)))
    (question,) = extract("a.docx", saved(document)).questions
    assert question.options == ("Benches", "Market")


def test_prompt_of_a_control_round_a_paragraph_is_not_read() -> None:
    found = blocks_of(
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p>{run('Click here to enter text.')}</w:p>"
        f"</w:sdtContent></w:sdt>",
        f"<w:p>{run('Shown')}</w:p>",
    )
    assert [block.text for block in found] == ["Shown"]


def test_symbols_hyphens_and_spaces_are_what_a_reader_sees() -> None:
    found = blocks_of(
        f"<w:p>{run('a')}<w:r><w:sym w:font='Symbol' w:char='F0B3'/></w:r>{run('b co')}<w:r><w:softHyphen/></w:r>"
        f"{run('un&#173;cil')}<w:r><w:noBreakHyphen/></w:r>{run('run 5&#160;km')}<w:r><w:tab/></w:r>"
        "<w:r><w:sym w:font='Wingdings' w:char='F0FC'/><w:sym w:font='Webdings' w:char='F048'/>"
        "<w:sym w:font='Arial' w:char='20AC'/></w:r></w:p>",
        "<w:p><w:r><w:sym w:font='Wingdings' w:char='F06F'/></w:r>" + run(" Yes") + "</w:p>",
    )
    assert [block.text for block in found] == ["a≥b council\N{NON-BREAKING HYPHEN}run 5 km	✓€", "☐ Yes"]


def test_comments_and_maths() -> None:
    m = "xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'"
    document = Document()
    piece = (
        f"<w:p {W} {m}><w:commentRangeStart w:id='0'/>{run('Is ')}<w:commentRangeEnd w:id='0'/><w:r>"
        f"<w:commentReference w:id='0'/></w:r><m:oMath><m:r><m:t>x=2</m:t></m:r></m:oMath>{run('?')}</w:p>"
    )
    document.element.body.insert(0, parse_xml(piece))
    out = io.BytesIO(saved(document))
    with zipfile.ZipFile(out, "a") as file:
        file.writestr(
            "word/comments.xml", f"<w:comments {W}><w:comment w:id='0'><w:p>{run('No!')}</w:p></w:comment></w:comments>"
        )
    assert [block.text for block in read("a.docx", out.getvalue())] == ["Is x=2?"]


RENDERED, NEW_PAGE = "<w:r><w:lastRenderedPageBreak/></w:r>", "<w:r><w:br w:type='page'/></w:r>"


def test_pages_are_counted_where_the_file_tells_them() -> None:
    found = blocks_of(
        f"<w:p>{run('One')}</w:p>",
        f"<w:p>{RENDERED}{run('Two')}</w:p>",
        f"<w:p>{run('Two to')}{RENDERED}{run(' three')}</w:p>",
        # Word notes the page once more after a break that someone put in.
        f"<w:p>{NEW_PAGE}</w:p>",
        f"<w:p>{RENDERED}{run('Four')}</w:p>",
        f"<w:p>{NEW_PAGE}{NEW_PAGE}{run('Six')}</w:p>",
    )
    assert [(block.text, block.page) for block in found] == [
        ("One", 1), ("Two", 2), ("Two to three", 2), ("Four", 4), ("Six", 6),
    ]  # fmt: skip
    assert [block.page for block in blocks_of(f"<w:p>{run('No pages')}</w:p>")] == [None]


def test_cells_of_a_row_stand_on_the_page_where_the_row_begins() -> None:
    def row_of(left: str, right: str) -> str:
        return f"<w:tr>{cell_of(f'<w:p>{left}</w:p>')}{cell_of(f'<w:p>{right}</w:p>')}</w:tr>"

    found = blocks_of(
        f"<w:tbl>{row_of(run('A'), run('B'))}{row_of(RENDERED + run('C'), run('D'))}"
        f"{row_of(RENDERED + run('E'), RENDERED + run('F'))}</w:tbl>",
        f"<w:p>{run('G')}</w:p>",
    )
    assert [(block.text, block.page) for block in found] == [
        ("A", 1), ("B", 1), ("C", 2), ("D", 2), ("E", 3), ("F", 3), ("G", 3),
    ]  # fmt: skip


def test_endnotes_stand_apart_and_nested_controls_have_a_bound() -> None:
    deep = "<w:sdt><w:sdtContent>" * 100 + f"<w:p>{run('Deep')}</w:p>" + "</w:sdtContent></w:sdt>" * 100
    assert [block.text for block in blocks_of(deep)] == ["Deep"]
    deeper = f"<w:document {W}><w:body>" + "<w:sdt><w:sdtContent>" * 9_000
    with pytest.raises(UnreadablePaper, match="damaged"):
        read("a.docx", rezipped(small(), "word/document.xml", deeper.encode()))


def test_a_span_of_two_hundred_million_columns_is_harmless() -> None:
    found = blocks_of(
        f"<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan "
        f"w:val='200000000'/></w:tcPr><w:p>{run('Wide')}</w:p></w:tc></w:tr></w:tbl>"
    )
    assert [block.text for block in found] == ["Wide"]


def rezipped(data: bytes, part: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return out.getvalue()


def small() -> bytes:
    document = Document()
    document.add_paragraph("Question 1: Why?")
    return saved(document)


def test_footnotes_stand_apart_from_the_text() -> None:
    data = small()
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as file:
        file.writestr(
            "word/footnotes.xml", f"<w:footnotes {W}><w:footnote><w:p>{run('A note?')}</w:p></w:footnote></w:footnotes>"
        )
    assert [(block.text, block.footnote) for block in read("a.docx", out.getvalue())] == [
        ("Question 1: Why?", False), ("A note?", True),
    ]  # fmt: skip
    assert len(extract("a.docx", out.getvalue()).questions) == 1


BOMB = b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;'>]><x>&b;</x>"


@pytest.mark.parametrize(
    ("name", "data", "cause"),
    [
        ("a.docx", b"", "The file is empty"),
        ("a.txt", b" \n\t\n", "The file is empty"),
        ("a.txt", b"a" * (MAX_BYTES + 1), "The file is larger than 50 MB"),
        ("a.docx", b"not a zip at all", "This is not a Word file"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", "This is not a Word file"),
        ("a.docx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        ("a.docx", small()[:-400], "This is not a Word file"),
        ("a.docx", rezipped(small(), "word/document.xml", b"<broken"), "damaged"),
        ("a.docx", rezipped(small(), "word/document.xml", BOMB), "document type"),
        (
            "a.docx",
            rezipped(small(), "word/document.xml", b"<a>" + b" " * 30_000_000 + b"</a>"),
            "more than can be read safely",
        ),
        ("a.txt", b"a\0b", "This is not a text file"),
        ("a.xyz", b"abc", "This kind of file cannot be read yet: .xyz"),
        ("a.txt", b"%PDF-1.7 abc", "This is not a PDF file, or it is damaged"),
        ("a.txt", b"{\\rtf1 abc}", "This kind of file cannot be read yet: .rtf"),
        ("a", b"abc", "This kind of file cannot be read yet: a file without a suffix"),
        ("a.docx", saved(Document()), "The file has no text in it"),
    ],
)
def test_refusal_names_its_cause(name: str, data: bytes, cause: str) -> None:
    with pytest.raises(UnreadablePaper, match=cause.replace(".", r"\.")):
        read(name, data)


def test_value_chosen_in_a_list_and_a_highlighted_word_are_told() -> None:
    entries = "<w:listItem w:displayText='Red' w:value='1'/><w:listItem w:displayText='Blue' w:value='2'/>"
    found = blocks_of(
        f"<w:p>{run('Which?')}<w:sdt><w:sdtPr><w:dropDownList>{entries}</w:dropDownList></w:sdtPr>"
        f"<w:sdtContent>{run('Blue')}</w:sdtContent></w:sdt></w:p>",
        f"<w:p><w:sdt><w:sdtPr><w:comboBox>{entries}</w:comboBox></w:sdtPr>"
        f"<w:sdtContent>{run('Green')}</w:sdtContent></w:sdt></w:p>",
        f"<w:p>{run('Yes', '<w:highlight w:val=&quot;yellow&quot;/>'.replace('&quot;', chr(34)))}{run(' / No')}</w:p>",
    )
    assert [(block.text, block.label) for block in found[:3]] == [("Which?", None), ("Red", "☐"), ("Blue", "☒")]
    assert [(block.text, block.label) for block in found[3:6]] == [("Red", "☐"), ("Blue", "☐"), ("Green", "☒")]
    assert (found[6].text, found[6].picked) == ("Yes / No", "Yes")
