"""Markdown's marks taken off a line: emphasis, links, images, entities, escapes, HTML tags, struck-out text."""

import html
import re

_NOTES_AND_LINKS = (
    (re.compile(r"~~.+?~~"), ""),
    (re.compile(r"!\[[^\[\]]*\]\([^()]*\)"), ""),
    # References to footnotes, in each of the ways they are written.
    (re.compile(r"\[\^[^\]]{1,40}\](?!:)"), ""),
    (re.compile(r"\[\\?\[?\d{1,3}\\?\]?\]\(#[^()]*\)"), ""),
    (re.compile(r"<sup>.{0,20}?</sup>", re.I), ""),
    (re.compile(r"\[([^\[\]]*)\]\([^()\s]*(?:\([^()]*\)[^()]*)*(?:(?<!\s)\s++\"[^\"]*+\")?\)"), r"\1"),
    (re.compile(r"\{#[^{}]*\}"), ""),
    (re.compile(r"<(https?://[^<>\s]+)>"), r"\1"),
    (re.compile(r"</?[A-Za-z][^<>]{0,300}>"), " "),
)
_MARKS = (
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]+?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_(?=[^\s_])([^_]+?)(?<=\S)_(?![\w_])"), r"\1"),
    (re.compile(r"`([^`]+)`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~&])"), r"\1"),
)
# Strong emphasis, with what closes it: behind the last such place none is looked for, else a line of opening marks
# alone would be read to its end from each of them.
_STRONG = (
    (re.compile(r"\*\*\*(?=\S)(.+?)(?<=\S)\*\*\*"), re.compile(r"(?<=\S)(?=\*\*\*)"), 3),
    (re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*"), re.compile(r"(?<=\S)(?=\*\*)"), 2),
    (re.compile(r"(?<!\w)__(?=[^\s_])(.+?)(?<=[^\s_])__(?!\w)"), re.compile(r"(?<=[^\s_])(?=__(?!\w))"), 2),
)
_BOLD = re.compile(r"\s*(\*\*|__)(?=\S)((?:(?!\1).)+)\1[\s:.]*")


def plain(text: str) -> str:
    """The text as a reader sees it, without marks; whitespace folded, tabs kept."""
    for pattern, new in _NOTES_AND_LINKS:
        text = pattern.sub(new, text)
    for pattern, closing, length in _STRONG:
        end = max((found.start() + length for found in closing.finditer(text)), default=0)
        text = pattern.sub(r"\1", text[:end]) + text[end:]
    for pattern, new in _MARKS:
        text = pattern.sub(new, text)
    text = html.unescape(text)
    return "\t".join(" ".join(piece.split()) for piece in text.split("\t")).strip()


def is_bold(text: str) -> bool:
    """Whether the whole line is set in bold."""
    return _BOLD.fullmatch(text) is not None
