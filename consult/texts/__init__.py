"""Markdown as people type it, turned into safe HTML for pages and into plain words.

Raw HTML in a text is shown, never obeyed; links lead only to https, http and mailto addresses; whatever the
renderer makes is cleaned once more.
"""

from collections.abc import Sequence
from string import ascii_letters, digits
from typing import Any

import nh3
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from consult.refusal import Refusal
from consult.texts import grammar
from consult.texts.characters import is_blank

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
TOO_DEEP = f"must not have lists, quotes, bold or italics inside each other more than {grammar.MOST_NESTED} deep"
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


class NestedTooDeep(Refusal):
    """A text that would stand in another way than it was meant, for it is nested deeper than anybody shows."""


class _Renderer(RendererHTML):
    """Notes in our own words: their number, and a list of them below the text."""

    def footnote_ref(self, tokens: Sequence[Token], at: int, options: OptionsDict, env: dict[str, Any]) -> str:
        return f"<sup>[{tokens[at].meta['id'] + 1}]</sup>"

    def footnote_block_open(self, *_: object) -> str:
        return '<hr><section><ol class="govuk-list govuk-list--number">'

    def footnote_block_close(self, *_: object) -> str:
        return "</ol></section>"

    def footnote_open(self, *_: object) -> str:
        return "<li>"

    def footnote_close(self, *_: object) -> str:
        return "</li>"


_renderer = _Renderer()


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


def to_html(markdown: str) -> str:
    """Safe HTML of a Markdown text."""
    return _safe(grammar.parse(markdown).tokens)


def line_to_html(markdown: str) -> str:
    """Safe HTML of a text that is one line of a list: emphasis, code and links are all that counts in it."""
    return _safe(grammar.parse_line(markdown).tokens)


def _safe(tokens: list[Token]) -> str:
    _dress(tokens)
    return nh3.clean(
        _renderer.render(tokens, grammar.OPTIONS, {}),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
        link_rel="noopener noreferrer",
    )


def plain(markdown: str) -> str:
    """The words of a Markdown text without its marks, a line for each paragraph, item or cell."""
    if _has_no_marks(markdown):  # as most texts: reading one costs half as much as all else that is done to file it
        return "\n".join(filter(None, (part.strip("\n").replace("\n", " ") for part in markdown.split("\n\n"))))
    lines = (_words_of(token) for token in grammar.parse(markdown).tokens)
    return "\n".join(filter(None, lines))


def says_nothing(markdown: str) -> bool:
    """Whether nobody who opens a Markdown text would read a word in it."""
    return is_blank(markdown) or is_blank(plain(markdown))


def too_deep(markdown: str) -> str:
    """What is wrong with a Markdown text that is nested too deep to be shown; '' when nothing is."""
    deep = not _has_no_marks(markdown) and grammar.parse(markdown).too_deep
    return TOO_DEEP if deep else ""


def line_too_deep(markdown: str) -> str:
    """The same for a text that is one line of a list."""
    return TOO_DEEP if grammar.parse_line(markdown).too_deep else ""


def check_depth(markdown: str, name: str = "Text") -> None:
    """Raise NestedTooDeep; `name` is what the page calls the text."""
    if fault := too_deep(markdown):
        raise NestedTooDeep(f"{name} {fault}")


def _has_no_marks(text: str) -> bool:
    """Whether nothing in a text could be a mark, by what it is made of and how its lines begin and end."""
    return _NEVER_A_MARK.issuperset(text) and all(
        line[0] in _BEGINS_NO_MARK and line[-1] != " " for line in text.split("\n") if line
    )


def _words_of(token: Token) -> str:
    if token.type != "inline":
        return token.content
    inside = token.children or ()
    return "".join(" " if child.type in ("softbreak", "hardbreak") else child.content for child in inside)


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
