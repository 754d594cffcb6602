"""Markdown's marks taken off a line: emphasis, links, images, entities, escapes, HTML tags, struck-out text."""

import html
import re

_PLAIN = (
    (re.compile(r"~~.+?~~"), ""),
    (re.compile(r"!\[[^\[\]]*\]\([^()]*\)"), ""),
    # References to footnotes, in each of the ways they are written.
    (re.compile(r"\[\^[^\]]{1,40}\](?!:)"), ""),
    (re.compile(r"\[\\?\[?\d{1,3}\\?\]?\]\(#[^)]*\)"), ""),
    (re.compile(r"<sup>.{0,20}?</sup>", re.I), ""),
    (re.compile(r"\[([^\[\]]*)\]\([^()\s]*(?:\([^()]*\)[^()]*)*(?:\s+\"[^\"]*\")?\)"), r"\1"),
    (re.compile(r"\{#[^{}]*\}"), ""),
    (re.compile(r"<(https?://[^<>\s]+)>"), r"\1"),
    (re.compile(r"</?[A-Za-z][^<>]{0,300}>"), " "),
    (re.compile(r"(\*\*\*|\*\*)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)(__)(?=[^\s_])(.+?)(?<=[^\s_])__(?!\w)"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]+?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_(?=[^\s_])([^_]+?)(?<=\S)_(?![\w_])"), r"\1"),
    (re.compile(r"`([^`]+)`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~&])"), r"\1"),
)
_BOLD = re.compile(r"\s*(\*\*|__)(?=\S)((?:(?!\1).)+)\1[\s:.]*")


def plain(text: str) -> str:
    """The text as a reader sees it, without marks; whitespace folded, tabs kept."""
    for pattern, new in _PLAIN:
        text = pattern.sub(new, text)
    text = html.unescape(text)
    return "\t".join(" ".join(piece.split()) for piece in text.split("\t")).strip()


def is_bold(text: str) -> bool:
    """Whether the whole line is set in bold."""
    return _BOLD.fullmatch(text) is not None
