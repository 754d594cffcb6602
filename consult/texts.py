"""Markdown as people type it, turned into safe HTML for pages.

Raw HTML in a text is shown, never obeyed; links lead only to https, http and mailto addresses; whatever the
renderer makes is cleaned once more.
"""

from collections.abc import Sequence
from string import ascii_letters, digits

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

_NOT_CHARACTERS = frozenset(map(chr, (*range(0xD800, 0xE000), *range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF)))
_BEGINS_NO_MARK = frozenset(ascii_letters + "('\"£‘“")
_NEVER_A_MARK = _BEGINS_NO_MARK | frozenset(digits + " \n.,;:?!)%/’”–—-")
_TAGS = {
    "p", "br", "strong", "em", "s", "ul", "ol", "li", "blockquote", "code", "pre", "hr", "a", "sup", "section",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "class"}, "ol": {"start", "class"}, "p": {"class"}, "ul": {"class"}, "table": {"class"},
    "th": {"class", "scope"}, "td": {"class"}, "tr": {"class"}, "thead": {"class"}, "tbody": {"class"},
}  # fmt: skip
_CLASSES = {
    "paragraph_open": "govuk-body",
    "bullet_list_open": "govuk-list govuk-list--bullet",
    "ordered_list_open": "govuk-list govuk-list--number",
    "link_open": "govuk-link",
    "table_open": "govuk-table",
    "thead_open": "govuk-table__head",
    "tbody_open": "govuk-table__body",
    "tr_open": "govuk-table__row",
    "th_open": "govuk-table__header",
    "td_open": "govuk-table__cell",
}


def _dress(tokens: Sequence[Token]) -> None:
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            # A heading inside an answer must not disturb the page's own outline.
            token.tag = "p"
            if token.type == "heading_open":
                token.attrSet("class", "govuk-heading-s")
        elif token.type in _CLASSES:
            token.attrSet("class", _CLASSES[token.type])
        if token.type == "th_open":
            token.attrSet("scope", "col")
        if token.children:
            _dress(token.children)


def _govuk_classes(state: StateCore) -> None:
    _dress(state.tokens)


def _make_renderer() -> MarkdownIt:
    renderer = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])
    renderer.disable(["image"])  # a picture from elsewhere would tell its host who reads
    footnote_plugin(renderer)
    renderer.core.ruler.push("govuk_classes", _govuk_classes)
    return renderer


_renderer = _make_renderer()


def to_html(markdown: str) -> str:
    """Safe HTML of a Markdown text."""
    return nh3.clean(
        _renderer.render(markdown, {"docId": ""}),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
        link_rel="noopener noreferrer",
    )


def line_to_html(markdown: str) -> str:
    """Safe HTML of one line of Markdown, such as an item of a list: only emphasis, code and links count in it."""
    return nh3.clean(
        _renderer.renderInline(markdown.strip(), {"docId": ""}),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
        link_rel="noopener noreferrer",
    )


def printable(text: str) -> str:
    """The text without what no page, document or database can hold: control characters and unpaired surrogates."""
    return "".join(c for c in text if c in "\n\r\t" or not (c < " " or "\x7f" <= c < "\xa0" or c in _NOT_CHARACTERS))


def plain(markdown: str) -> str:
    """The words of a Markdown text without its marks, a line for each paragraph, item or cell."""
    if _has_no_marks(markdown):  # as most texts: reading one costs half as much as all else that is done to file it
        return "\n".join(filter(None, (part.strip("\n").replace("\n", " ") for part in markdown.split("\n\n"))))
    parsed = _renderer.parse(markdown)
    lines = [_words(token.children or ()) for token in parsed if token.type == "inline"]
    code = [token.content for token in parsed if token.type in ("code_block", "fence")]
    return "\n".join(filter(None, (*lines, *code)))


def _has_no_marks(text: str) -> bool:
    """Whether nothing in a text could be a mark, by what it is made of and how its lines begin and end."""
    return _NEVER_A_MARK.issuperset(text) and all(
        line[0] in _BEGINS_NO_MARK and line[-1] != " " for line in text.split("\n") if line
    )


def _words(tokens: Sequence[Token]) -> str:
    return "".join(" " if token.type in ("softbreak", "hardbreak") else token.content for token in tokens)


def shorten(text: str, length: int) -> str:
    """The beginning of a text, cut at a word, with an ellipsis when something was cut. `length` is in characters."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def listed(things: Sequence[str]) -> str:
    """'one', 'one and two', 'one, two and three'."""
    return " and ".join(filter(None, (", ".join(things[:-1]), *things[-1:])))


def count_words(text: str) -> int:
    """How many words a text has, as word limits count them: runs of characters between spaces."""
    return len(text.split())
