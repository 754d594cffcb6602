"""A response document that is read back gives the same answers: through the real Word file, and after LibreOffice."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import etree

from consult.issuing.response_document import make_response_document
from consult.issuing.word import numbering, styles
from consult.issuing.word.text import _QUOTE_STEP
from consult.question_sets.answered import tree
from consult.question_sets.answered.ours import answers_of_ours
from consult.question_sets.answered.word.document import read_word
from consult.question_sets.extract import extract
from consult.question_sets.paper import FoundAnswer
from tests.documents.sample import sample, stamp
from tests.issuing.answer_texts import ANSWERS, SOUPS
from tests.issuing.editing import RUN, answers_in, edited, into
from tests.issuing.sameness import same_form
from tests.issuing.word_file import W

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
TEXTS = {
    "looks": "Hello **bold**, _slanted_, ~~struck~~ and `code`; **_both_** and wo**rd**s.",
    "nested lists": "- a\n- b\n  1. c\n  2. d\n\n     more of d\n- e\n\ntext\n\n5. five\n6. six\n\n1) one again",
    "quotes": "> q\n>\n> - a\n>   - b\n>\n> r\n\ntext\n\n- > within an item\n\n  and on\n- > > twice",
    "table": "| a | b | c |\n|---|--:|:-:|\n| `x\\|y` | **2** | [l](https://a.example/x) |\n\nafter",
    "table in a list": "- a\n\n  | x | y |\n  |---|---|\n  | 1 | 2 |\n\n  after\n- b",
    "one column": "| one |\n|---|\n| x |\n| y |",
    "notes": "See[^1] and[^2] and again[^1].\n\n[^1]: A *note* with a [link](https://x.example/a?b=(c))\n\n"
    "    - list\n\n"
    "[^2]: other\n\n    and on",
    "headings": "# One\n\ntext\n\n## Two\n\nmore\n\n---\n\nend  \nof\\\nlines",
    "code": "    indented\n    code\n\n```py\nx = `y`\n\n  z\n```\n\n- ```\n  in an item\n  ```",
    "links": "[team](mailto:team@a.example), [page](https://a.example/b_c_d) and [plain](http://a.example/x)",
    "marks typed": "1\\. not a list, \\*no stars\\*, a_b_c, 2 * 3 * 4, \\[no\\](link), \\<b> & \\&amp; \\| # + - ~~",
    "wholly bold": "**All of it.**\n\n_All slanted._",
    "empty items": "- - - a\n\n1. \n2. b",
    "letters of other lands": "Ünïcödé, 中文, עברית and emoji 🙂",
}


def document(texts: Sequence[str]) -> bytes:
    content = sample(len(texts))
    answers = tuple(replace(each, answer=text) for each, text in zip(content.answers, texts, strict=True))
    return make_response_document(content := replace(content, answers=answers), stamp(content))


def read(data: bytes) -> list[FoundAnswer]:
    return list(extract("response.docx", data).answers)


def back(text: str) -> FoundAnswer:
    """One answer through a real Word file, without the recogniser, which has no part in it."""
    found = answers_of_ours(read_word(document([text])))
    assert found is not None
    assert not found[1], "text was left beside the answer"
    return found[0][0]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_an_answer_comes_back_as_it_was(text: str) -> None:
    found = back(text)
    assert same_form(found.text) == same_form(text)
    assert found.not_kept == ()


@settings(max_examples=60)
@given(ANSWERS)
def test_whatever_was_written_comes_back(text: str) -> None:
    assert same_form(back(text).text) == same_form(text)


@settings(max_examples=100)
@given(SOUPS)
def test_no_soup_of_marks_changes_on_its_way(text: str) -> None:
    assert same_form(back(text).text) == same_form(text)


def test_sameness_tells_texts_apart() -> None:
    different = ["a b", "**a** b", "a **b**", "- a b", "1. a b", "2. a b", "> a b", "`a b`", "# a b", "~~a b~~",
                 "[a b](https://x.example)", "[a b](https://y.example)", "a\\\nb", "```\na b\n```",
                 "| a | b |\n|--|--|", "a[^1] b\n\n[^1]: n"]  # fmt: skip
    assert len({repr(same_form(text)) for text in different}) == len(different)


def test_two_questions_of_equal_words_keep_their_own_answers() -> None:
    content = sample(3)
    answers = tuple(
        replace(each, question="Do you agree?", number=None, answer=f"Answer {n}")
        for n, each in enumerate(content.answers)
    )
    content = replace(content, answers=answers)
    found = read(make_response_document(content, stamp(content)))
    assert [(each.known_id, each.text) for each in found] == [(101, "Answer 0"), (102, "Answer 1"), (103, "Answer 2")]


def test_no_answer_given_is_never_an_answer() -> None:
    found = read(document(["", "Ours.", "No answer given."]))
    assert [each.text for each in found] == ["", "Ours.", ""]
    assert [each.text for each in read(edited(document(["", "x"]), _restyled))] == ["", "x"]


def _restyled(root: etree._Element) -> None:
    """As other programs store the line: in a style of their own."""
    for style in root.iter(W + "pStyle"):
        if style.get(W + "val") == "NoAnswer":
            style.set(W + "val", "Answer")


def test_what_is_typed_over_no_answer_given_is_one() -> None:
    def typed(root: etree._Element) -> None:
        next(t for t in root.iter(W + "t") if t.text == "No answer given.").text = "We agree."

    assert read(edited(document(["", "x"]), typed))[0].text == "We agree."


def test_questions_are_known_without_their_bookmarks() -> None:
    def stripped(root: etree._Element) -> None:
        for mark in [*root.iter(W + "bookmarkStart"), *root.iter(W + "bookmarkEnd")]:
            mark.getparent().remove(mark)

    found = read(edited(document(["One.", "Two."]), stripped))
    assert [(each.known_id, each.number, each.text) for each in found] == [(0, "1", "One."), (0, "2", "Two.")]


BY = 'w:author="Partner" w:id="900"'
PICTURE = (
    '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="p" descr="A map"/><a:graphic><a:graphicData><pic:pic/>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)
CONTROL = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent><w:r><w:t> held</w:t></w:r></w:sdtContent></w:sdt>"
BOX = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>Boxed.</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
# What somebody put into an answer that said 'Ours.': the text then, and what is told.
EDITS = {
    "insertion": (f"<w:ins {BY}><w:r><w:t> added</w:t></w:r></w:ins>", "Ours. added", "insertion by Partner: taken"),
    "deletion": (f"<w:del {BY}><w:r><w:delText>gone</w:delText></w:r></w:del>", "Ours.", "left out: ‘gone’"),
    "move away": (
        f"<w:moveFrom {BY}><w:r><w:t> moved</w:t></w:r></w:moveFrom>",
        "Ours.",
        "Text that Partner moved away from here, kept only where it was moved to: ‘moved’",
    ),
    "move": (f"<w:moveTo {BY}><w:r><w:t> moved</w:t></w:r></w:moveTo>", "Ours. moved", "Text that Partner moved"),
    "comment": ('<w:r><w:commentReference w:id="7"/></w:r>', "Ours.", "A comment by Partner, left out: ‘Why so?’"),
    "colour": (RUN.format('<w:color w:val="FF0000"/>'), "Ours.more", "Coloured"),
    "highlight": (RUN.format('<w:highlight w:val="yellow"/>'), "Ours.more", "highlighted"),
    "shade": (RUN.format('<w:shd w:val="clear" w:fill="FFFF00"/>'), "Ours.more", "highlighted"),
    "underline": (RUN.format('<w:u w:val="single"/>'), "Ours.more", "Underlined"),
    "hidden": (RUN.format("<w:vanish/>"), "Ours.", "Hidden text"),
    "capitals": (RUN.format("<w:caps/>"), "Ours.more", "capitals"),
    "raised letters": (RUN.format('<w:vertAlign w:val="superscript"/>'), "Ours.more", "Raised or lowered"),
    "picture": (PICTURE, "Ours.", "A picture, left out. It is described as ‘A map’"),
    "equation": ("<m:oMath><m:r><m:t>x=y</m:t></m:r></m:oMath>", "Ours.x=y", "An equation"),
    "embedded": ("<w:r><w:object/></w:r>", "Ours.", "An embedded file"),
    "control": (CONTROL.format(""), "Ours. held", "A content control"),
    "prompt": (CONTROL.format("<w:showingPlcHdr/>"), "Ours.", "nothing chosen or typed"),
    "text box": (BOX, "Ours.\n\nBoxed.", "A text box"),
    "link within": (
        '<w:hyperlink w:anchor="x"><w:r><w:t> there</w:t></w:r></w:hyperlink>',
        "Ours. there",
        "another place",
    ),
}
COMMENTS = (
    f'<w:comments xmlns:w="{W[1:-1]}"><w:comment w:id="7" w:author="Partner"><w:p><w:r><w:t>Why so?</w:t></w:r></w:p>'
    "</w:comment></w:comments>"
)


@pytest.mark.parametrize(("xml", "text", "said"), EDITS.values(), ids=EDITS.keys())
def test_what_cannot_be_kept_is_told_with_its_question(xml: str, text: str, said: str) -> None:
    data = edited(document(["Ours.", "Theirs."]), lambda root: into(root, xml), comments=COMMENTS)
    first, second = read(data)
    assert first.text == text
    assert len(first.not_kept) == 1
    assert said in first.not_kept[0]
    assert (second.text, second.not_kept) == ("Theirs.", ())


def test_raised_and_lowered_figures_are_kept() -> None:
    def formula(root: etree._Element) -> None:
        into(root, RUN.format('<w:vertAlign w:val="superscript"/>').replace("more", "2"))
        into(root, RUN.format('<w:vertAlign w:val="subscript"/>').replace("more", "10"))

    found = read(edited(document(["km", "x"]), formula))[0]
    assert (found.text, found.not_kept) == ("km²₁₀", ())


def test_a_link_typed_as_a_field_keeps_its_address() -> None:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    told = '<w:r><w:instrText> HYPERLINK "https://a.example/x" </w:instrText></w:r>'
    shown = "<w:r><w:t>there</w:t></w:r>"
    field = mark.format("begin") + told + mark.format("separate") + shown + mark.format("end")
    found = read(edited(document(["See ", "x"]), lambda root: into(root, field)))[0]
    assert found.text == "See[there](https://a.example/x)"


def test_merged_cells_and_cells_of_several_paragraphs_are_told() -> None:
    def merged(root: etree._Element) -> None:
        row = list(root.iter(W + "tr"))[-1]
        cells = row.findall(W + "tc")
        etree.SubElement(cells[0].find(W + "tcPr"), W + "gridSpan").set(W + "val", "2")
        row.remove(cells[1])
        again = etree.SubElement(cells[0], W + "p")
        etree.SubElement(etree.SubElement(again, W + "r"), W + "t").text = "twice"

    found = read(edited(document(["| a | b |\n|---|---|\n| one | two |"]), merged))[0]
    assert found.text.splitlines()[-1] == "| one twice |  |"
    assert sorted(each.split(":")[0] for each in found.not_kept) == [
        "A table cell with several paragraphs",
        "Merged table cells",
    ]


def test_text_under_a_new_heading_belongs_to_no_question_and_is_told() -> None:
    def added(root: etree._Element) -> None:
        last = answers_in(root)[-1]
        for style, text in (("Heading1", "Our own annex"), ("Normal", "A note for colleagues.")):
            p = etree.fromstring(
                f'<w:p xmlns:w="{W[1:-1]}"><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
            )
            last.addnext(p)
            last = p

    paper = extract("response.docx", edited(document(["One.", "Two."]), added))
    assert [each.text for each in paper.answers] == ["One.", "Two."]
    assert "A note for colleagues." in paper.loose[0]
    assert "Our own annex" in paper.loose[0]


def test_text_that_somebody_put_into_the_margins_is_told_and_our_own_is_not() -> None:
    assert extract("r.docx", document(["One."])).not_kept == ()
    header = f'<w:hdr xmlns:w="{W[1:-1]}"><w:p><w:r><w:t>Not for print</w:t></w:r></w:p></w:hdr>'
    changed = edited(document(["One."]), lambda root: None, header2=header)
    assert extract("r.docx", changed).not_kept == ("Text in the header, left out: ‘Not for print’",)


def test_writer_and_reader_agree_where_answers_begin() -> None:
    assert (tree.ANSWER_INDENT, tree.LIST_STEP, tree.QUOTE_STEP) == (
        styles.INDENT,
        numbering.STEP,
        _QUOTE_STEP,
    )


def saved_again(folder: Path, *names: str) -> None:
    """Let LibreOffice save Word files as OpenDocument, and those as Word files again, in the folder `back`."""
    command = [str(OFFICE), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to"]
    for kind, out, files in (
        ("odt", "open", [folder / f"{name}.docx" for name in names]),
        ("docx:MS Word 2007 XML", "back", [folder / "open" / f"{name}.odt" for name in names]),
    ):
        run = [*command, kind, "--outdir", str(folder / out), *map(str, files)]
        subprocess.run(run, check=True, capture_output=True, timeout=180)


# What LibreOffice itself leaves out or fills in when it saves a file is no matter of ours.
NOT_SAVED = ("equation", "embedded", "control", "prompt", "picture", "text box")


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed (soffice)")
def test_answers_come_back_after_libreoffice_saved_the_file_with_changes_and_comments(tmp_path: Path) -> None:
    (tmp_path / "sent.docx").write_bytes(document([*TEXTS.values(), ""]))
    edits = {name: edit for name, edit in EDITS.items() if name not in NOT_SAVED}

    def change(root: etree._Element) -> None:
        for n, (xml, _, _) in enumerate(edits.values()):
            into(root, xml.replace("<w:t>", '<w:t xml:space="preserve">'), n)

    changed = edited(document(["Ours."] * len(edits)), change, comments=COMMENTS)
    (tmp_path / "edited.docx").write_bytes(with_comments(changed))
    saved_again(tmp_path, "sent", "edited")
    found = read((tmp_path / "back" / "sent.docx").read_bytes())
    assert [each.known_id for each in found] == [100 + n for n in range(1, len(TEXTS) + 2)]
    pairs = list(zip(TEXTS.items(), found, strict=False))
    assert [name for (name, text), each in pairs if same_form(each.text) != same_form(text)] == []
    assert found[-1].text == ""
    assert {name: each.not_kept for name, each in zip(TEXTS, found, strict=False) if each.not_kept} == {}
    assert not re.search(r"\[\^", found[0].text)
    back = read((tmp_path / "back" / "edited.docx").read_bytes())
    for (name, (_, text, said)), each in zip(edits.items(), back, strict=True):
        assert same_form(each.text) == same_form(text), name
        assert any(told_alike(said, lost) for lost in each.not_kept), (name, each.not_kept)


def told_alike(said: str, lost: str) -> bool:
    """Whether a loss is told: LibreOffice saves a tracked move as a deletion and an insertion."""
    if "moved" in said:
        return "moved" in lost or "tracked deletion" in lost or "tracked insertion" in lost
    return said in lost


def with_comments(data: bytes) -> bytes:
    """The file with its comments as a part of it, as LibreOffice looks for them."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    put = {
        "[Content_Types].xml": (
            "</Types>",
            f'<Override PartName="/word/comments.xml" ContentType="{kind}"/></Types>',
        ),
        "word/_rels/document.xml.rels": (
            "</Relationships>",
            f'<Relationship Id="rIdC9" Type="{relation}" Target="comments.xml"/></Relationships>',
        ),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as made:
        for name in source.namelist():
            content = source.read(name)
            if name in put:
                content = content.replace(*(each.encode() for each in put[name]))
            made.writestr(name, content)
    return out.getvalue()
