"""What a Word file of somebody else holds and no text can: each thing is told, and no word goes without one."""

import io
import zipfile

import pytest
from docx.oxml.ns import nsdecls

from consult.config import PROJECT
from consult.question_sets.answered.markdown import to_markdown
from consult.question_sets.answered.tree import Margin
from consult.question_sets.answered.word.document import read_word
from consult.question_sets.extract import extract
from consult.texts.grammar import MOST_NESTED, parse
from tests.question_sets.word_file import WordFile, run

LISTS = {
    "small letters": (("lowerLetter", "(%1)"), "(a)"),
    "capital letters": (("upperLetter", "%1."), "A."),
    "small Roman": (("lowerRoman", "%1)"), "i)"),
    "capital Roman": (("upperRoman", "%1."), "I."),
    "words": (("decimal", "Point %1"), "Point 1"),
    "ordinals": (("ordinal", "%1"), "1st"),
    "noughts": (("decimalZero", "%1."), "01."),
}


def read(data: bytes) -> tuple[str, list[str]]:
    """The whole text of a file that is none of ours, and what is not kept of it."""
    word = read_word(data)
    text, lost = to_markdown([each for each in word.paragraphs if each.style != "title"], word, Margin())
    return text, [*lost, *word.lost]


def styled(data: bytes, styles: str) -> bytes:
    """The file with more styles."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as made:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/styles.xml":
                content = content.replace(b"</w:styles>", styles.encode() + b"</w:styles>")
            made.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(("level", "label"), LISTS.values(), ids=LISTS.keys())
def test_a_list_that_is_not_counted_in_figures_is_told_once(level: tuple[str, str], label: str) -> None:
    file = WordFile("A response")
    listed = file.numbering(level)
    text, lost = read(file.n(listed, "Roads", "Halls", "Parks").made())
    assert text == "1. Roads\n2. Halls\n3. Parks"
    assert [each for each in lost if f"counted ‘{label}’" in each] == lost
    assert len(lost) == 1


@pytest.mark.parametrize("pattern", ["%1.", "%1)", "(%1)", "%1"])
def test_a_list_that_is_counted_in_figures_loses_nothing(pattern: str) -> None:
    file = WordFile("A response")
    listed = file.numbering(("decimal", pattern))
    assert read(file.n(listed, "Roads", "Halls").made()) == ("1. Roads\n2. Halls", [])


def test_each_level_of_a_list_is_told_for_itself() -> None:
    file = WordFile("A response")
    listed = file.numbering(("decimal", "%1."), ("decimal", "%1.%2"), ("lowerRoman", "(%3)"))
    file.n(listed, "Roads").n(listed, "Lights", level=1).n(listed, "At night", level=2)
    text, lost = read(file.made())
    assert text.split() == ["1.", "Roads", "1.", "Lights", "1.", "At", "night"]
    assert {each.split("’")[0] for each in lost} == {"A list counted ‘1.1", "A list counted ‘(i)"}


def test_lettered_items_are_told_with_the_answer_before_anything_is_saved() -> None:
    file = WordFile("Response to the consultation on halls")
    listed = file.numbering(("lowerLetter", "(%1)"))
    file.p("1. Should every village have a hall?", bold=True).p("Yes, for two reasons.")
    file.n(listed, "People meet there.", "Clubs need rooms.")
    file.p("2. Who should pay for the repair of halls?", bold=True).p("The parish, for reason (a).")
    first, second = extract("theirs.docx", file.made()).answers
    assert "People meet there." in first.text
    assert [each for each in first.not_kept if "counted ‘(a)’" in each]
    assert second.not_kept == ()


def test_a_list_of_tick_boxes_is_told() -> None:
    file = WordFile("A response")
    listed = file.numbering(("bullet", "☐"))
    text, lost = read(file.n(listed, "Roads", "Halls").made())
    assert text == "- Roads\n- Halls"
    assert lost == ["A list marked with tick boxes: it is marked with dots"]


def test_a_list_deeper_than_our_texts_go_is_lifted_and_told() -> None:
    file = WordFile("A response")
    listed = file.numbering(*(("bullet", "•") for _ in range(9)))
    for level in range(9):
        file.n(listed, f"Level {level}", level=level, style="Quote")
    text, lost = read(file.made())
    assert not parse(text).too_deep
    assert all(f"Level {level}" in text for level in range(MOST_NESTED))
    assert any("deeper than our texts go" in each for each in lost)


MARK = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


def field(instruction: str, shown: str) -> str:
    """A field as Word writes it, in runs."""
    told = f"<w:r><w:instrText> {instruction} </w:instrText></w:r>"
    return MARK.format("begin") + told + MARK.format("separate") + run(shown) + MARK.format("end")


DROP_DOWN = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="No"/>'
    '<w:listEntry w:val="Yes"/></w:ddList></w:ffData></w:fldChar></w:r>'
    "<w:r><w:instrText> FORMDROPDOWN </w:instrText></w:r>" + MARK.format("end")
)
THINGS = {
    "page break": ('<w:r><w:br w:type="page"/></w:r>' + run("after"), "Before  after", "page or column break"),
    "tab": ("<w:r><w:tab/></w:r>" + run("after"), "Before \tafter", "A tab"),
    "reference": (field("REF _Ref1", "paragraph 4"), "Before paragraph 4", "A field, such as"),
    "simple field": (f'<w:fldSimple w:instr="DATE">{run("1 May")}</w:fldSimple>', "Before 1 May", "A field, such as"),
    "field without text": (MARK.format("begin") + "<w:r><w:instrText>LISTNUM</w:instrText></w:r>" + MARK.format("end"),
                           "Before", "A field that shows nothing"),
    "form field": (field("FORMTEXT", "typed"), "Before typed", "A form field"),
    "old list to choose from": (DROP_DOWN, "Before", "‘Yes’ was chosen"),
    "link within, as a field": (field('HYPERLINK \\l "x"', "there"), "Before there", "another place"),
    "sign of a font": ('<w:r><w:sym w:font="Strange" w:char="zz"/></w:r>', "Before", "symbol font"),
    "reading aid": ("<w:r><w:ruby><w:rt><w:r><w:t>aid</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>base</w:t></w:r>"
                    "</w:rubyBase></w:ruby></w:r>", "Before base", "Reading aids"),
    "ink": ("<w:r><w:contentPart/></w:r>", "Before", "A drawing"),
    "another file": ("<w:subDoc/>", "Before", "An embedded file"),
    "page number": ("<w:r><w:pgNum/></w:r>", "Before", "A field that shows nothing"),
    "small capitals": (run("after").replace("<w:r>", "<w:r><w:rPr><w:smallCaps/></w:rPr>"), "Before after", "capitals"),
}  # fmt: skip


@pytest.mark.parametrize(("inner", "text", "said"), THINGS.values(), ids=THINGS.keys())
def test_what_stands_in_a_line_is_kept_or_told(inner: str, text: str, said: str) -> None:
    read_text, lost = read(WordFile("A response").xml(run("Before ") + inner).made())
    assert read_text == text
    assert len(lost) == 1
    assert said in lost[0]


def test_marks_of_an_index_say_nothing_and_lose_nothing() -> None:
    inner = MARK.format("begin") + '<w:r><w:instrText> XE "hall" </w:instrText></w:r>' + MARK.format("end")
    assert read(WordFile("A response").xml(run("A hall") + inner).made()) == ("A hall", [])


STYLES = {
    "hidden": ("<w:vanish/>", "Text that its style hides"),
    "capitals": ("<w:caps/>", "Text shown in capitals"),
    "colour": ('<w:color w:val="FF0000"/>', "Coloured"),
    "underlined": ('<w:u w:val="single"/>', "Underlined"),
    "raised": ('<w:vertAlign w:val="superscript"/>', "Raised or lowered"),
}


@pytest.mark.parametrize(("look", "said"), STYLES.values(), ids=STYLES.keys())
def test_what_a_style_says_of_letters_is_told_as_if_they_said_it(look: str, said: str) -> None:
    styles = (
        f'<w:style w:type="character" w:styleId="Base"><w:name w:val="base"/><w:rPr>{look}</w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Own"><w:name w:val="own"/><w:basedOn w:val="Base"/></w:style>'
    )
    inner = run("after").replace("<w:r>", '<w:r><w:rPr><w:rStyle w:val="Own"/></w:rPr>')
    text, lost = read(styled(WordFile("A response").xml(run("Before ") + inner).made(), styles))
    assert text == "Before after"
    assert len(lost) == 1
    assert said in lost[0]


def test_figures_that_a_style_raises_stay_raised() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="Up"><w:name w:val="up"/>'
        '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    )
    inner = run("2").replace("<w:r>", '<w:r><w:rPr><w:rStyle w:val="Up"/></w:rPr>')
    assert read(styled(WordFile("A response").xml(run("10") + inner).made(), styles)) == ("10²", [])


def test_a_paragraph_that_its_style_hides_is_told() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="Aside"><w:name w:val="aside"/><w:rPr><w:vanish/></w:rPr></w:style>'
    file = WordFile("A response").xml(run("For colleagues"), '<w:pStyle w:val="Aside"/>')
    text, lost = read(styled(file.made(), styles))
    assert text == "For colleagues"
    assert lost == ["Text that its style hides: it is kept, and seen"]


@pytest.mark.parametrize(("mark", "row"), [("<w:del {}/>", True), ("<w:cellDel {}/>", False)], ids=["row", "cell"])
def test_deleted_rows_and_cells_are_told_with_their_words(mark: str, row: bool) -> None:
    by = mark.format('w:id="3" w:author="Partner"')
    cells = ["<w:tc><w:tcPr>{}</w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"] * 2
    rows = [
        f"<w:tr>{cells[0].format('', 'a')}{cells[1].format('', 'b')}</w:tr>",
        f"<w:tr>{f'<w:trPr>{by}</w:trPr>' if row else ''}{cells[0].format('' if row else by, 'gone')}"
        f"{cells[1].format('', 'more')}</w:tr>",
    ]
    file = WordFile("A response").add(f"<w:tbl {nsdecls('w')}>{''.join(rows)}</w:tbl>")
    text, lost = read(file.p("After.").made())
    assert "gone" not in text
    assert any("deletion by Partner, left out: ‘gone" in each for each in lost)


def test_what_is_left_at_the_end_of_a_file_is_not_lost() -> None:
    by = 'w:id="3" w:author="Partner"'
    file = WordFile("A response").xml(run("The last words."), f"<w:rPr><w:del {by}/></w:rPr>")
    file.add(f"<w:del {nsdecls('w')} {by}><w:p><w:r><w:delText>Gone.</w:delText></w:r></w:p></w:del>")
    text, lost = read(file.made())
    assert text == "The last words."
    assert any("left out: ‘Gone.’" in each for each in lost)


def test_a_note_in_a_note_is_told() -> None:
    file = WordFile("A response").xml(run("Said") + '<w:r><w:footnoteReference w:id="2"/></w:r>')
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    notes = (
        f"<w:footnotes {names}>"
        f'<w:footnote w:id="2"><w:p>{run("First")}<w:r><w:footnoteReference w:id="3"/></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="3"><w:p>{run("Second")}</w:p></w:footnote></w:footnotes>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file.made())) as source, zipfile.ZipFile(out, "w") as made:
        for name in source.namelist():
            made.writestr(name, source.read(name))
        made.writestr("word/footnotes.xml", notes)
    text, lost = read(out.getvalue())
    assert "Second" in text
    assert any("note within a note" in each for each in lost)


LINKS = {
    "by http": ("http://a.example/x", "[here](http://a.example/x)"),
    "with letters of other lands": ("https://a.example/straße", "[here](https://a.example/stra%C3%9Fe)"),
    "with a space": ("https://a.example/a b", "[here](https://a.example/a%20b)"),
}


@pytest.mark.parametrize(("address", "text"), LINKS.values(), ids=LINKS.keys())
def test_a_link_that_a_page_opens_keeps_its_address(address: str, text: str) -> None:
    assert read(WordFile("A response").xml(field(f'HYPERLINK "{address}"', "here")).made()) == (text, [])


@pytest.mark.parametrize("address", ["ftp://a.example", "https://a@b.example/x y\\", "javascript:alert(1)", "https://"])
def test_any_other_address_is_told(address: str) -> None:
    text, lost = read(WordFile("A response").xml(field(f'HYPERLINK "{address}"', "here")).made())
    assert text == "here"
    assert lost == [f"A link to ‘{address}’: its words are kept, the address is not"]


def test_characters_that_are_not_stored_change_no_look() -> None:
    inner = run("soft\u00adly") + run("bold\u200bly", bold=True)
    assert read(WordFile("A response").xml(inner).made()) == ("softly**bold ly**", [])


def test_one_grammar_reads_what_people_type() -> None:
    makers = [path for path in (PROJECT / "consult").rglob("*.py") if "MarkdownIt(" in path.read_text("utf-8")]
    assert makers == [PROJECT / "consult" / "texts" / "grammar.py"]
