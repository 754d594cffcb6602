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


def test_contents_list_is_told_but_ignored() -> None:
    document = Document()
    document.styles.add_style("toc 1", 1)
    document.add_paragraph("Question 1: Why? \t4", style="toc 1")
    document.add_paragraph("Question 1: Why?")
    assert [(block.text, block.ignored) for block in read("a.docx", saved(document))] == [
        ("Question 1: Why?\t4", "Contents list"),
        ("Question 1: Why?", ""),
    ]


def test_contents_list_in_a_control_is_told_but_ignored() -> None:
    found = blocks_of(
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
        f"<w:sdtContent><w:p>{run('Question 1 ... 4')}</w:p></w:sdtContent></w:sdt>",
        f"<w:p>{run('After')}</w:p>",
    )
    assert [(block.text, block.ignored) for block in found] == [("Question 1 ... 4", "Contents list"), ("After", "")]


NOT_STRUCK = "<w:strike w:val='0'/>"


def test_paragraph_struck_out_as_a_whole_is_told_but_ignored() -> None:
    found = blocks_of(
        f"<w:p>{run('Reply by 1 May.', '<w:strike/>')}</w:p>",
        f"<w:p>{run('Or by post.', '<w:dstrike/>')}{run(' ')}</w:p>",
        f"<w:p>{run('Kept', NOT_STRUCK)}</w:p>",
    )
    assert [(block.text, block.ignored) for block in found] == [
        ("Reply by 1 May.", "Struck out"), ("Or by post.", "Struck out"), ("Kept", ""),
    ]  # fmt: skip


def test_moved_text_stands_only_where_it_went() -> None:
    found = blocks_of(
        f"<w:p><w:pPr><w:rPr><w:moveFrom w:id='1' w:author='x'/></w:rPr></w:pPr><w:moveFromRangeStart w:id='2'/>"
        f"<w:moveFrom w:id='3' w:author='x'>{run('Moved.')}</w:moveFrom></w:p>",
        f"<w:p>{run('Stays.')}</w:p>",
        f"<w:p><w:moveTo w:id='4' w:author='x'>{run('Moved.')}</w:moveTo></w:p>",
    )
    assert [block.text for block in found] == ["Stays.", "Moved."]


def cell_of(inner: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


DELETED = "<w:cellDel w:id='3' w:author='x'/>"


def test_deleted_rows_and_cells_are_dropped_and_inserted_ones_kept() -> None:
    kept, gone = f"<w:p>{run('Kept')}</w:p>", f"<w:p>{run('Gone')}</w:p>"
    found = blocks_of(
        f"<w:tbl><w:tr><w:trPr><w:del w:id='1' w:author='x'/></w:trPr>{cell_of(gone)}{cell_of(gone)}</w:tr>"
        f"<w:tr><w:trPr><w:ins w:id='2' w:author='x'/></w:trPr>{cell_of(kept)}"
        f"{cell_of(gone, DELETED)}</w:tr></w:tbl>"
    )
    assert [block.text for block in found] == ["Kept"]


def test_tables_in_tables_are_read_in_order() -> None:
    inner = (
        f"<w:tbl><w:tr>{cell_of(f'<w:p>{run(chr(66))}</w:p>')}{cell_of(f'<w:p>{run(chr(67))}</w:p>')}</w:tr></w:tbl>"
    )
    found = blocks_of(
        f"<w:p>{run('First')}</w:p>",
        f"<w:tbl><w:tr>{cell_of(f'<w:p>{run(chr(65))}</w:p>{inner}<w:p>{run(chr(68))}</w:p>')}"
        f"{cell_of(f'<w:p>{run(chr(69))}</w:p>')}</w:tr></w:tbl>",
        f"<w:p>{run('Last')}</w:p>",
    )
    assert [(block.text, block.cell and (block.cell.table, block.cell.column)) for block in found] == [
        ("First", None), ("A", (1, 0)), ("B", (2, 0)), ("C", (2, 1)), ("D", (1, 0)), ("E", (1, 1)), ("Last", None),
    ]  # fmt: skip


def test_drawing_round_paragraphs_is_read_once() -> None:
    mc = "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
    box = f"<w:p>{run('Only once')}</w:p>"
    found = blocks_of(
        f"<mc:AlternateContent {mc}><mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent>"
    )
    assert [block.text for block in found] == ["Only once"]


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


def numbered(levels: str, nums: str, *paragraphs: tuple[str, int]) -> list[str | None]:
    """The labels of paragraphs, each of a list's number and a level, under these definitions."""
    document = Document()
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    for piece in (f"<w:abstractNum {W} w:abstractNumId='7'>{levels}</w:abstractNum>", nums):
        for element in parse_xml(f"<w:x {W}>{piece}</w:x>"):
            numbering.append(element)
    for number, depth in paragraphs:
        piece = f"<w:p {W}><w:pPr><w:numPr><w:ilvl w:val='{depth}'/><w:numId w:val='{number}'/></w:numPr></w:pPr>"
        document.element.body.insert(len(document.element.body) - 1, parse_xml(f"{piece}{run('Text')}</w:p>"))
    return [block.label for block in read("a.docx", saved(document))]


def level(n: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    begins = f"<w:start w:val='{start}'/><w:numFmt w:val='{form}'/>"
    return f"<w:lvl w:ilvl='{n}'>{begins}{more}<w:lvlText w:val='{text}'/></w:lvl>"


NUM = "<w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>"


@pytest.mark.parametrize(
    ("form", "start", "labels"),
    [
        ("decimal", 9, ["9.", "10."]),
        ("decimalZero", 9, ["09.", "10."]),
        ("lowerLetter", 26, ["z.", "aa."]),
        ("upperLetter", 2, ["B.", "C."]),
        ("lowerRoman", 4, ["iv.", "v."]),
        ("upperRoman", 39, ["XXXIX.", "XL."]),
        ("ordinal", 11, ["11th.", "12th."]),
        ("ordinal", 22, ["22nd.", "23rd."]),
        ("cardinalText", 20, ["Twenty.", "Twenty-one."]),
        ("ordinalText", 20, ["Twentieth.", "Twenty-first."]),
        ("numberInDash", 1, ["- 1 -.", "- 2 -."]),
        ("none", 1, [".", "."]),
        ("bullet", 1, ["•", "•"]),
    ],
)
def test_each_number_format_is_printed_as_word_prints_it(form: str, start: int, labels: list[str]) -> None:
    assert numbered(level(0, form, "%1.", start=start), NUM, ("1", 0), ("1", 0)) == labels


def test_legal_numbering_prints_figures_only() -> None:
    levels = level(0, "upperRoman", "%1.") + level(1, "lowerLetter", "%1.%2", "<w:isLgl/>")
    assert numbered(levels, NUM, ("1", 0), ("1", 0), ("1", 1), ("1", 1)) == ["I.", "II.", "2.1", "2.2"]


def test_levels_restart_after_a_higher_one_unless_told_otherwise() -> None:
    levels = (
        level(0, "decimal", "%1.")
        + level(1, "decimal", "%2)", "<w:lvlRestart w:val='0'/>")
        + level(2, "lowerLetter", "%3)", "<w:lvlRestart w:val='1'/>")
    )
    steps = [("1", n) for n in (0, 1, 2, 1, 2, 0, 1, 2)]
    assert numbered(levels, NUM, *steps) == ["1.", "1)", "a)", "2)", "b)", "2.", "3)", "a)"]


def test_lists_of_one_kind_go_on_or_begin_again_as_they_say() -> None:
    again = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride>"
    other = f"<w:lvlOverride w:ilvl='0'>{level(0, 'lowerLetter', '(%1)')}</w:lvlOverride>"
    nums = NUM + "".join(
        f"<w:num w:numId='{n}'><w:abstractNumId w:val='7'/>{over}</w:num>"
        for n, over in ((2, ""), (3, again), (4, other))
    )
    steps = [(n, 0) for n in "1123314"]
    assert numbered(level(0, "decimal", "%1."), nums, *steps) == ["1.", "2.", "3.", "5.", "6.", "7.", "(h)"]


def test_list_that_only_names_a_list_style_is_that_styles_list() -> None:
    linked = f"<w:styleLink w:val='Points'/>{level(0, 'lowerRoman', '(%1)')}"
    nums = (
        "<w:abstractNum w:abstractNumId='8'><w:numStyleLink w:val='Points'/></w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='8'/></w:num>"
    )
    assert numbered(linked, nums, ("1", 0), ("1", 0)) == ["(i)", "(ii)"]


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
