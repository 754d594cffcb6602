"""Texts on pages: what people type is shown, and nothing of it is obeyed."""

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.texts import markdown, plain, shorten, to_html

pieces = st.lists(
    st.sampled_from(
        ["<script>", "</p>", "<img src=x onerror=a()>", "[a](javascript:b)", "[c](https://e.example)", "**", "_", "`",
         "\n\n", "- ", "1. ", "|a|b|\n|-|-|\n", "> ", "# ", "[^1]", "[^1]: note", "&lt;", "<!--", "![x](y)", "\u202e"]
    ),
    max_size=25,
)  # fmt: skip
ALLOWED = {
    "div", "p", "br", "strong", "em", "s", "ul", "ol", "li", "blockquote", "code", "pre", "hr", "a", "sup", "section",
    "table", "thead", "tbody", "tr", "th", "td", "span",
}  # fmt: skip


@given(pieces)
def test_no_text_makes_a_page_do_anything(typed: list[str]) -> None:
    tree = lxml.html.fragment_fromstring(to_html("".join(typed)) or "<p></p>", create_parent="div")
    for element in tree.iter():
        assert element.tag in ALLOWED
        assert set(element.keys()) <= {"class", "href", "rel", "start", "value", "scope", "role"}
        assert (element.get("href") or "https:").startswith(("https:", "http:", "mailto:"))


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("**bold**", "<strong>bold</strong>"),
        ("- a\n- b", '<ul class="govuk-list govuk-list--bullet">'),
        ("# Heading", '<p class="govuk-heading-s">Heading</p>'),
        ("[x](https://e.example)", 'href="https://e.example"'),
        ("|a|\n|-|\n|1|", '<th class="govuk-table__header" scope="col">a</th>'),
        ("<b>x</b>", "&lt;b&gt;x&lt;/b&gt;"),
    ],
)
def test_what_markdown_becomes(markdown: str, html: str) -> None:
    assert html in to_html(markdown)


@given(
    st.lists(
        st.sampled_from(
            ["Parks", "a", " ", "  ", "\n", "\n\n", ".", "1", ")", "-", "'", "£", "“", ":", "--", "!", "%"]
        ),
        max_size=20,
    )
)
def test_a_text_without_marks_is_read_as_one_with_marks_would_be(typed: list[str]) -> None:
    text = "".join(typed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown, "has_no_marks", lambda _: False)
        read = plain(text)
    assert plain(text) == read


def test_marks_are_taken_out_of_a_text() -> None:
    assert plain("We agree\nwith this.\n\n\nAnd that.\n") == "We agree with this.\nAnd that."
    assert plain("We **agree**.\n\n1. One\n2. Two") == "We agree.\nOne\nTwo"
    assert plain("Title\n---\nText") == "Title\nText"


def test_shortening_cuts_at_a_word() -> None:
    assert shorten("one two three", 20) == "one two three"
    assert shorten("one two three", 10) == "one two…"
