"""Texts as they were typed in Markdown, and the words that a page shows of them."""

from collections.abc import Iterator

from hypothesis import strategies as st
from lxml import html

BLOCKS = {"p", "li", "td", "th", "pre", "br", "hr", "blockquote", "ul", "ol", "table", "tr", "section"}
# Each row: a piece of Markdown in which some words could be lost, or be seen in one place alone.
PIECES = [
    "- ", "  - ", "1. ", "7) ", "> ", ">>>", "    ", "\t", "* ", "+ ", "   ",
    "# ", "#", "\n---\n", "\n===\n", "***", "\n\n", "\n", "  \n", "\\\n", "\\", "&amp;", "&nbsp;", "&shy;", "&#12;",
    "&#x200b;", "&#0;", "&unknown;", "**", "*", "_", "__", "~~", "`", "``", "```", "\n```python why\n", "\n~~~ so\n",
    "[", "]", "](", ")", "(", "[^1]", "[^2]", "\n[^1]: ", "\n\n[^2]: ", "\n[^1]:\n", "^[", "[x](https://a.example)",
    '[x](https://a.example "why")', "[x](http://b.example 'so')", "[x](/page)", "[x]()", "[x](javascript:a)",
    "![x](y)", "<https://c.example>", "<ftp://d.example>", "<a@b.example>", '\n[ref]: https://e.example "t"\n', "[ref]",
    "<b>", "</b>", "<!--", "-->", "<script>a</script>", "<style>", "\n<div>\n", "<br>", "<?x?>", "<![CDATA[x]]>",
    "|a|b|\n|-|-|\n", "|c|d|e|\n", "|c|\n", "|", "\\|", "\n---\ntitle: x\n---\n", "\u200b", "\u00ad", "\u2028",
    "\u2029",
    "\x0b", "\x0c", "\x1e", "\x85", "\u00a0", "\ufeff", "\u202e", "\u2066", "\x00", "\ud800", "\ufffe", "\U0001f600",
    "\u05d0", "word", "two words", ".", "1", "'", '"',
]  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.sampled_from(["a", "b", " "])), max_size=30).map("".join)


def words_of_page(made: str) -> list[str]:
    """The words of a page, without the numbers of notes."""
    tree = html.fragment_fromstring(made or "<p></p>", create_parent="div")
    return "".join(_said(tree)).split()


def _said(element: html.HtmlElement) -> Iterator[str]:
    gap = " " if element.tag in BLOCKS else ""
    yield gap
    if element.tag != "sup" and element.get("class") != "app-labelled__label":
        yield element.text or ""
        for child in element:
            yield from _said(child)
            yield child.tail or ""
    yield gap
