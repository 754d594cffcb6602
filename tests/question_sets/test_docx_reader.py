"""The Word reader: everything a reader of the paper sees, in order, and nothing dangerous."""

from docx import Document
from docx.oxml import parse_xml

from consult.question_sets.readers import read
from tests.question_sets.layouts import saved
from tests.question_sets.word_blocks import W, blocks_of, cell_of, run


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
