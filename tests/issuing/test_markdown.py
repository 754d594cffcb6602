"""Markdown in documents says the same as Markdown on pages."""

import io
import re
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree, html

from consult import texts
from consult.issuing.word.kit import WordFile
from consult.issuing.word.package import Properties
from consult.issuing.word.styles import Look
from consult.issuing.word.text import Voice, write_text
from consult.texts.addresses import linkable
from tests.issuing.read_back import ReadParagraph, read_document
from tests.issuing.word_file import W, dangers, invalid


def written(markdown: str) -> bytes:
    paper = WordFile(Look())
    write_text(paper, markdown, Voice())
    return paper.to_bytes(Properties("t", "s", "a", "Draft", "1", "0", None))


def paragraphs(markdown: str) -> list[ReadParagraph]:
    return list(read_document(written(markdown)).paragraphs)


def lines(markdown: str) -> list[str]:
    return [f"{each.label} {each.text}" if each.label else each.text for each in paragraphs(markdown)]


def part(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return etree.fromstring(parts.read(name))


def test_lists_nest_and_begin_again() -> None:
    markdown = "1. one\n2. two\n   1. inner\n   2. inner too\n3. three\n\ntext\n\n1. again\n\n- dot\n  1. numbered\n"
    assert lines(markdown) == [
        "1. one", "2. two", "(a) inner", "(b) inner too", "3. three", "text", "1. again", "• dot", "(a) numbered",
    ]  # fmt: skip


def test_a_list_may_begin_at_another_number() -> None:
    assert lines("7. seven\n8. eight\n") == ["7. seven", "8. eight"]


def test_a_second_paragraph_of_an_item_has_no_number() -> None:
    assert lines("1. one\n\n   more\n\n2. two\n") == ["1. one", "more", "2. two"]


def test_an_item_of_an_item_keeps_both_marks() -> None:
    assert lines("- 1. inner\n") == ["• ", "(a) inner"]


def test_emphasis_code_and_breaks_are_kept() -> None:
    body = part(written("**b** *i* ~~s~~ `c`  \nnew line\nsame line"), "word/document.xml")
    faces = {"".join(run.itertext(W + "t")): {each.tag.removeprefix(W) for each in run.find(W + "rPr")}
             for run in body.iter(W + "r") if run.find(W + "rPr") is not None}  # fmt: skip
    assert faces == {"b": {"b", "bCs"}, "i": {"i", "iCs"}, "s": {"strike"}, "c": {"rStyle"}}
    assert lines("one  \nnew line\nsame line") == ["one\nnew line same line"]


def test_a_table_has_a_repeated_header_row_and_a_description() -> None:
    body = part(written("| A | B |\n|---|--:|\n| one | 2 |\n"), "word/document.xml")
    rows = list(body.iter(W + "tr"))
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False]
    assert [["".join(cell.itertext()) for cell in row.iter(W + "tc")] for row in rows] == [["A", "B"], ["one", "2"]]
    assert next(body.iter(W + "tblCaption")).get(W + "val") == "Table in the text"
    assert [each.get(W + "val") for each in body.iter(W + "jc")] == ["right", "right"]
    widths = [int(column.get(W + "w")) for column in body.iter(W + "gridCol")]
    assert sum(widths) == 9070


def test_two_tables_are_not_joined() -> None:
    table = "| A |\n|---|\n| one |\n"
    body = part(written(f"{table}\n{table}"), "word/document.xml")
    kinds = [child.tag.removeprefix(W) for child in body[0]]
    assert kinds == ["tbl", "p", "tbl", "p", "sectPr"]


def test_headings_are_moved_below_those_around_them() -> None:
    assert [each.style for each in paragraphs("### First\n\n# Second\n\n###### Third\n\n#\n")] == [
        "Heading3", "Heading2", "Heading4",
    ]  # fmt: skip


def test_footnotes_are_words_own() -> None:
    data = written("One[^a] and two[^b] and one again[^a].\n\n[^a]: First.\n[^b]: Second.\n")
    read = read_document(data)
    assert [each.text for each in read.paragraphs] == ["One and two and one again1."]
    assert read.footnotes == ("First.", "Second.")
    field = next(part(data, "word/document.xml").iter(W + "fldSimple"))
    assert field.get(W + "instr", "").split()[:2] == ["NOTEREF", "note_1"]


def test_links_lead_to_web_and_mail_only() -> None:
    data = written("[a](https://example.org) [b](mailto:a@example.org) [c](http://example.org/) [d](/page)")
    relations = part(data, "word/_rels/document.xml.rels")
    assert [each.get("Target") for each in relations if each.get("TargetMode") == "External"] == [
        "https://example.org",
        "mailto:a@example.org",
    ]
    assert read_document(data).paragraphs[0].text == "a b c (http://example.org/) d (/page)"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("HTTPS://example.org/a", "https://example.org/a"),
        ("https://example.org:8443/a?b=c#d", "https://example.org:8443/a?b=c#d"),
        ("mailto:a.b@example.org?subject=Reply", "mailto:a.b@example.org?subject=Reply"),
        ("https://bank.example@other.example/", None),
        ("https://", None),
        ("https://exa mple.org", None),
        ("https://example.org/%zz", None),
        ("http://example.org", None),
        ("mailto:", None),
        ("javascript:alert(1)", None),
        ("//example.org", None),
    ],
)
def test_what_counts_as_an_address(address: str, expected: str | None) -> None:
    assert linkable(address) == expected


def test_right_to_left_text_runs_right_to_left() -> None:
    body = part(written("שלום\n\nhello\n"), "word/document.xml")
    assert [each.find(f"{W}pPr/{W}bidi") is not None for each in body.iter(W + "p")] == [True, False]


WORDS = st.text("abcXYZ012 éß’–.,:;!?&<>\"'()\u05d0", min_size=1, max_size=12)
MARKED = st.tuples(st.sampled_from(["**", "*", "~~", "`", ""]), WORDS).map(lambda pair: f"{pair[0]}{pair[1]}{pair[0]}")
INLINE = st.lists(st.one_of(MARKED, st.sampled_from(["  \n", "\n"])), min_size=1, max_size=4).map("".join)


def _indented(text: str, first: str, others: str) -> str:
    return first + text.replace("\n", "\n" + others)


BLOCKS = st.recursive(
    st.one_of(
        INLINE,
        INLINE.map(lambda text: "## " + text.replace("\n", " ")),
        st.just("---"),
        WORDS.map(lambda text: f"```\n{text}\n```"),
        st.tuples(WORDS, WORDS).map(lambda pair: "| {} | {} |\n|---|---|\n| {} | {} |".format(*pair, *pair[::-1])),
    ),
    lambda blocks: st.one_of(
        st.lists(blocks, min_size=1, max_size=3).map("\n\n".join),
        blocks.map(lambda text: _indented(text, "- ", "  ")),
        blocks.map(lambda text: _indented(text, "3. ", "   ")),
        blocks.map(lambda text: _indented(text, "> ", "> ")),
    ),
    max_leaves=6,
)
PATIENT = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def letters(text: str) -> str:
    return re.sub(r"\s+", "", text)


@PATIENT
@given(BLOCKS)
def test_a_document_says_what_the_page_says(markdown: str) -> None:
    shown = html.fragment_fromstring(texts.to_html(markdown), create_parent="div").text_content()
    assert letters("".join(each.text for each in paragraphs(markdown))) == letters(shown)


@PATIENT
@given(
    st.text(st.sampled_from("ab \n\t*_`~[](){}!<>#|-+>1.2)^:\\\"'&\x00\x0b\ud800\u202e\U0001f600\u05d0"), max_size=120)
)
def test_no_text_makes_a_file_that_is_not_valid(markdown: str) -> None:
    data = written(markdown)
    assert invalid(data) == []
    assert dangers(data) == []
