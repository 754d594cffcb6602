"""The Word reader: everything a reader of the paper sees, in order, and nothing dangerous."""

import io
import zipfile

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from consult.question_sets.extract import extract
from consult.question_sets.paper import UnreadablePaper
from consult.question_sets.readers import MAX_BYTES, Block, read
from tests.question_sets.layouts import saved

W = nsdecls("w")


def blocks_of(*inner: str) -> list[Block]:
    """The blocks of a Word file whose body holds these pieces of XML."""
    document = Document()
    body = document.element.body
    for piece in inner:
        body.insert(len(body) - 1, parse_xml(piece.replace(">", f" {W}>", 1)))
    return read("a.docx", saved(document))


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def test_tracked_insertions_are_accepted_and_deletions_dropped() -> None:
    found = blocks_of(
        "<w:p>" + run("What is ") + f"<w:del w:id='1' w:author='x'><w:r><w:delText>was</w:delText></w:r></w:del>"
        f"<w:ins w:id='2' w:author='x'>{run('the cost')}</w:ins>" + run("?") + "</w:p>",
        f"<w:ins w:id='3' w:author='x'><w:p>{run('A whole paragraph.')}</w:p></w:ins>",
        f"<w:del w:id='4' w:author='x'><w:p>{run('Gone.')}</w:p></w:del>",
    )
    assert [block.text for block in found] == ["What is the cost?", "A whole paragraph."]


def test_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    found = blocks_of(
        "<w:p><w:pPr><w:rPr><w:del w:id='1' w:author='x'/></w:rPr></w:pPr>" + run("One ") + "</w:p>",
        f"<w:p>{run('two.')}</w:p>",
    )
    assert [block.text for block in found] == ["One two."]


def test_struck_out_and_hidden_text_is_not_read() -> None:
    found = blocks_of(
        f"<w:p>{run('Closes on ')}{run('1 May', '<w:strike/>')}{run('8 May')}{run(' secret', '<w:vanish/>')}</w:p>"
    )
    assert [block.text for block in found] == ["Closes on 8 May"]


def test_content_controls_are_read_and_their_prompts_are_not() -> None:
    found = blocks_of(
        f"<w:sdt><w:sdtPr/><w:sdtContent><w:p>{run('Inside.')}</w:p></w:sdtContent></w:sdt>",
        f"<w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Click here')}"
        f"</w:sdtContent></w:sdt>{run('Shown')}</w:p>",
    )
    assert [block.text for block in found] == ["Inside.", "Shown"]


def test_drop_down_gives_its_entries_as_options() -> None:
    found = blocks_of(
        f"<w:p>{run('Which?')}<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText='Choose'/>"
        "<w:listItem w:displayText='Red' w:value='1'/><w:listItem w:displayText='Blue' "
        "w:value='2'/></w:dropDownList></w:sdtPr>"
        f"<w:sdtContent>{run('Choose')}</w:sdtContent></w:sdt></w:p>"
    )
    assert [(block.text, block.label) for block in found] == [("Which?", None), ("Red", "☐"), ("Blue", "☐")]


def test_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent><w:p>{run('In the box')}</w:p></w:txbxContent>"
    mc = "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
    found = blocks_of(
        f"<w:p>{run('Before')}<w:r><mc:AlternateContent {mc}><mc:Choice Requires='wps'>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert [block.text for block in found] == ["Before", "In the box"]


def test_automatic_numbers_and_bullets_are_made_visible() -> None:
    document = Document()
    for text, style in (
        ("One", "List Number"),
        ("Dot", "List Bullet"),
        ("Two", "List Number"),
        ("Sub", "List Number 2"),
    ):
        document.add_paragraph(text, style=style)
    assert [(block.label, block.text) for block in read("a.docx", saved(document))] == [
        ("1.", "One"), ("•", "Dot"), ("2.", "Two"), ("1.", "Sub"),
    ]  # fmt: skip


def test_numbers_of_several_levels_letters_and_romans_are_counted() -> None:
    document = Document()
    numbering = document.part.numbering_part.element
    levels = "".join(
        f"<w:lvl w:ilvl='{n}'><w:start w:val='1'/><w:numFmt w:val='{form}'/><w:lvlText w:val='{text}'/></w:lvl>"
        for n, (form, text) in enumerate(
            [("decimal", "Question %1:"), ("lowerLetter", "%1(%2)"), ("lowerRoman", "(%3)")]
        )
    )
    numbering.insert(0, parse_xml(f"<w:abstractNum {W} w:abstractNumId='90'>{levels}</w:abstractNum>"))
    numbering.append(parse_xml(f"<w:num {W} w:numId='90'><w:abstractNumId w:val='90'/></w:num>"))
    for depth in (0, 1, 1, 2, 0, 1):
        paragraph = document.add_paragraph("text")
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f"<w:numPr {W}><w:ilvl w:val='{depth}'/><w:numId w:val='90'/></w:numPr>")
        )
    labels = [block.label for block in read("a.docx", saved(document))]
    assert labels == ["Question 1:", "1(a)", "1(b)", "(i)", "Question 2:", "2(a)"]


def test_headings_boldness_and_emphasis() -> None:
    document = Document()
    document.add_heading("Chapter", 2)
    document.add_paragraph().add_run("All bold").bold = True
    mixed = document.add_paragraph("Part ")
    mixed.add_run("bold").bold = True
    chapter, bold, part = read("a.docx", saved(document))
    assert (chapter.level, bold.bold, part.bold) == (2, True, False)
    assert (bold.markdown, part.markdown) == ("All bold", "Part **bold**")


def test_line_break_parts_a_label_but_not_a_sentence() -> None:
    document = Document()
    document.add_paragraph("Question 1\nWhat do you think of the\nplans for the square?")
    assert [block.text for block in read("a.docx", saved(document))] == [
        "Question 1",
        "What do you think of the plans for the square?",
    ]


def test_table_cells_keep_their_place_and_a_frame_of_one_cell_is_none() -> None:
    document = Document()
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "Section"
    table.cell(1, 1).text = "Middle"
    document.add_table(1, 1).cell(0, 0).text = "Framed"
    section, middle, framed = read("a.docx", saved(document))
    assert section.cell is not None
    assert middle.cell is not None
    assert (section.cell.span, middle.cell.row, middle.cell.column, framed.cell) == (3, 1, 1, None)


def test_contents_list_is_left_out() -> None:
    document = Document()
    document.styles.add_style("toc 1", 1)
    document.add_paragraph("Question 1: Why? \t4", style="toc 1")
    document.add_paragraph("Question 1: Why?")
    assert [block.text for block in read("a.docx", saved(document))] == ["Question 1: Why?"]


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
