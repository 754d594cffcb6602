"""What is not kept of files that are no Word files, in plain words: of each kind what it has and we do not read."""

import re

_PAGES = (
    "A PDF tells where letters stand and little else: pictures, links, footnote marks, struck out text, comments and "
    "the form of tables and lists are not kept. Take the answers over from the Word file where you have it"
)
_SHEET = "Only the words in the cells are kept: formulas, notes, pictures, colours and the look of cells are left out"
_BY_TAG = (
    (rb"<(?:img|picture|svg|video|audio|object|embed|iframe)\b", "Pictures and other media: left out"),
    (rb"<a\s[^>]*href", "Links: their words are kept, their addresses are not"),
    (rb"<table\b", "Tables: the words of their cells are kept as paragraphs"),
    (rb"<(?:s|del|strike)\b", "Struck out text: left out, or kept without the line through it"),
    (rb"<(?:sup|sub)\b", "Raised or lowered letters: kept, but on the line"),
    (rb"<(?:input|textarea|select)\b", "Boxes of a form: only what is shown in them is kept"),
    (rb"<(?:blockquote|pre)\b", "Quotes and code: their words are kept as paragraphs"),
    (rb"\bcolou?r\s*[:=]", "Colours: not kept"),
)
_BY_MARK = (
    (rb"!\[", "Pictures: their addresses are kept as text"),
    (rb"^\[\^[^\]]+\]:", "Footnotes: the marks are kept, the notes below are not part of an answer"),
    (rb"^\s*\|", "Tables: the words of their cells are kept as paragraphs"),
    (rb"^\s*>", "Quotes: their words are kept as paragraphs"),
    (rb"^\s*(?:```|~~~)", "Code: its words are kept as paragraphs"),
)
_MARKED = frozenset({".md", ".markdown"})
_WEB = frozenset({".html", ".htm", ".xhtml"})


def not_kept_of(suffix: str, data: bytes) -> tuple[str, ...]:
    """What a file of this format holds that is not kept, each kind in plain words; empty where all is kept."""
    if suffix == ".pdf":
        return (_PAGES,)
    if suffix in (".xlsx", ".xlsm", ".csv"):
        return (_SHEET,)
    if suffix in _WEB:
        return tuple(said for sign, said in _BY_TAG if re.search(sign, data, re.I))
    if suffix in _MARKED:
        return tuple(said for sign, said in _BY_MARK if re.search(sign, data, re.M))
    return ()
