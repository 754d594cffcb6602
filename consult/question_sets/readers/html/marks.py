"""What the elements of a web page mean to its reader: dropped, breaking, numbered, bold, spanning."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice

from selectolax.lexbor import LexborNode

from consult.question_sets.numerals import in_roman


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


HEADINGS = {f"h{n}": n for n in range(1, 7)}
LISTS = frozenset({"ol", "ul", "menu"})
BREAKS = (
    _names(
        """
    address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure
    footer form header hgroup hr legend li main ol p pre section summary table tbody td tfoot th thead tr ul menu
    option label optgroup
    """
    )
    | HEADINGS.keys()
)
_DROPPED = _names(
    """
    script style template noscript head svg math iframe object embed canvas audio video button textarea datalist
    """
)
_STRUCK = frozenset({"del", "s", "strike"})
_ROUND = frozenset({"navigation", "banner", "contentinfo", "search", "menu", "menubar", "toolbar"})
_NOTES = frozenset({"doc-endnotes", "doc-footnote", "doc-endnote"})
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:breadcrumbs?|navbar|skip-?link|cookies?[\w-]{0,20}(?:banner|bar|consent|notice|message|popup|dialog))"
    r"(?:$|[\s_-])",
    re.I,
)
_CONTENTS_NAMED = re.compile(r"(?:^|[\s_-])toc(?:$|[\s_-])", re.I)
NAVIGATION = "Page navigation"
CONTENTS = "Contents list"
_NOTE_NAMED = re.compile(r"(?:^|\s)(?:footnotes?|endnotes?)(?:$|\s)", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_OUT_OF_SIGHT = re.compile(
    r"(?:^|[\s_-])(?:visually-?hidden|sr-?only|screen-?reader(?:-text|-only)?|offscreen)(?:$|\s)", re.I
)
_TYPED = _names("text email tel url number date search month week time datetime-local")
_CONTROLS = "input, select, textarea"
LONGEST_NUMBER = 20
_LINE_THROUGH = re.compile(r"text-decoration(?:(?!text-decoration)[^;])*?line-through", re.I)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_MOST_ROWS = 20_000
_IMPLIED = _names(
    """
    p li dt dd tr td th thead tbody tfoot option optgroup br hr img input meta link base col area source wbr param
    embed track html head body colgroup
    """
)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.I)


@dataclass
class ListMark:
    """A list that is open: its kind of number and the number of its next item; '' is a bullet."""

    kind: str
    value: int = 1
    step: int = 1

    def next(self, own: int | None) -> str:
        """The label of the next item, which may set its own number."""
        if not self.kind:
            return "•"
        value = self.value if own is None else own
        self.value = value + self.step
        return {
            "a": f"{_letters(value)})", "A": f"{_letters(value).upper()})",
            "i": f"{_roman(value)})", "I": f"{_roman(value).upper()})",
        }.get(self.kind, f"{value}.")  # fmt: skip


def _letters(value: int) -> str:
    return chr(96 + value) if 1 <= value <= 26 else str(value)


def _roman(value: int) -> str:
    return in_roman(value) if 1 <= value < 40 else str(value)


def depth_at_most(source: str) -> int:
    """A quick bound on how deeply the elements of a page are nested, taken before it is parsed.

    Parsing takes time in the square of the depth, so a page made to be deep must be told by its tags alone.
    """
    open_tags: Counter[str] = Counter()
    depth = deepest = 0
    for found in _TAG.finditer(source):
        name = found[2].lower()
        if name in _IMPLIED:
            continue
        if not found[1]:
            open_tags[name] += 1
            depth += 1
            deepest = max(deepest, depth)
        elif open_tags[name]:
            open_tags[name] -= 1
            depth -= 1
    return deepest


def whole(value: str | None, least: int, most: int, default: int) -> int:
    """A whole number of an attribute, kept within bounds."""
    found = re.fullmatch(r"\s*(-?\d{1,12})\s*", value or "")
    return min(max(int(found[1]), least), most) if found else default


def is_dropped(node: LexborNode) -> bool:
    """Whether nobody sees an element as text: it is no text at all, or the number of a note."""
    if node.tag in _DROPPED:
        return True
    if node.tag == "sup":
        # A number that leads to a note.
        link = node.css_first("a")
        return link is not None and (link.attributes.get("href") or "").startswith("#")
    return node.tag == "dialog" and "open" not in node.attributes


def is_hidden(node: LexborNode) -> bool:
    """Whether an element says of itself that it is not to be seen."""
    attributes = node.attributes
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    return bool(_HIDDEN.search(attributes.get("style") or ""))


def is_page_of_form(node: LexborNode) -> bool:
    """Whether an element is hidden only until the form comes to it: there is something to answer in it.

    A text field alone is a trap for machines more often than a question.
    """
    return node.css_first("textarea, select, input[type=radio], input[type=checkbox]") is not None


def is_written_in(node: LexborNode) -> bool:
    """Whether an element is a field that an answer is typed into."""
    kind = (node.attributes.get("type") or "text").lower()
    return node.tag == "textarea" or (node.tag == "input" and kind in _TYPED)


def is_for_readers_aloud(node: LexborNode) -> bool:
    """Whether an element may only say again, for screen readers or its field, what stands over it already."""
    return node.tag == "label" or bool(_OUT_OF_SIGHT.search(node.attributes.get("class") or ""))


def repeats(words: str, said: str) -> bool:
    """Whether words stand at the end of what was said already, but for the number of the question before them."""
    words, said = words.strip(" *"), said.strip(" *")
    return bool(words) and said.endswith(words) and len(said) - len(words) < LONGEST_NUMBER


def is_struck(node: LexborNode) -> bool:
    """Whether an element's text is struck out."""
    return node.tag in _STRUCK or bool(_LINE_THROUGH.search(node.attributes.get("style") or ""))


def furniture(node: LexborNode, is_inside_list: bool) -> str:
    """Why an element is no text of the paper but of the site round it; '' where it is none.

    A list inside a list is not looked at: it is what the list round it is.
    """
    attributes = node.attributes
    role = attributes.get("role") or ""
    if node.tag in ("nav", "footer") or role in _ROUND or _is_site_header(node):
        return NAVIGATION
    named = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    if _NAMED.search(named):
        return NAVIGATION
    is_list = role == "doc-toc" or (node.tag in LISTS and not is_inside_list and _is_contents(node))
    return CONTENTS if is_list or _CONTENTS_NAMED.search(named) else ""


def _is_site_header(node: LexborNode) -> bool:
    """Whether an element is the site's header; one with a heading may hold the paper's title."""
    parent = node.parent
    return node.tag == "header" and parent is not None and parent.tag == "body" and node.css_first("h1, h2, h3") is None


def _is_contents(node: LexborNode) -> bool:
    """Whether a list is nothing but links into its own page."""
    links = [link for link in node.css("a") if (link.attributes.get("href") or "").startswith("#")]
    said = len("".join(link.text(strip=True) for link in links))
    return len(links) > 2 and said > 0.9 * len(node.text(strip=True))


def is_note(node: LexborNode) -> bool:
    """Whether an element holds the page's footnotes."""
    attributes = node.attributes
    return (attributes.get("role") or "") in _NOTES or bool(_NOTE_NAMED.search(attributes.get("class") or ""))


def is_bold(node: LexborNode) -> bool:
    """Whether an element sets its text in bold."""
    return node.tag in ("b", "strong", "th", "dt") or bool(_BOLD.search(node.attributes.get("style") or ""))


def list_mark(node: LexborNode) -> ListMark:
    """The numbering of a list."""
    if node.tag != "ol":
        return ListMark("")
    kind = node.attributes.get("type") or "1"
    is_reversed = "reversed" in node.attributes
    first = sum(child.tag == "li" for child in _children(node)) if is_reversed else 1
    start = whole(node.attributes.get("start"), -999, 9_999, first)
    return ListMark(kind if kind in "aAiI" else "1", start, -1 if is_reversed else 1)


def _rows(table: LexborNode) -> list[LexborNode]:
    rows: list[LexborNode] = []
    for child in _children(table):
        if child.tag == "tr":
            rows.append(child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            rows += [row for row in _children(child) if row.tag == "tr"]
    return rows[:_MOST_ROWS]


def _children(node: LexborNode) -> list[LexborNode]:
    return list(islice(node.iter(), _MOST_ROWS))


def is_layout(table: LexborNode) -> bool:
    """Whether a table only sets out what is in it: nothing stands beside anything but stars and controls."""
    if table.attributes.get("role") in ("presentation", "none"):
        return True
    rows = _rows(table)
    return bool(rows) and all(_said_in(row) < 2 for row in rows) and any(_is_frame(row) for row in rows)


def _said_in(row: LexborNode) -> int:
    """How many cells of a row hold words."""
    return sum(cell.tag in ("td", "th") and not _is_wordless(cell) for cell in _children(row))


def _is_wordless(cell: LexborNode) -> bool:
    # What tables within tables say is not gathered: each would be read as often as it is deep.
    return cell.css_first("table") is None and not cell.text().strip(" \t\n\r\xa0*")


def _is_frame(row: LexborNode) -> bool:
    """Whether a row has a cell that holds no words but a star or a control."""
    cells = [cell for cell in _children(row) if cell.tag == "td" and _is_wordless(cell)]
    return any("*" in cell.text() or cell.css_first(_CONTROLS) is not None for cell in cells)


def table_columns(table: LexborNode, widest: int) -> int:
    """How many columns a table has, spans counted; 1 where it only sets out what is in it."""
    if is_layout(table):
        return 1
    most = 0
    for row in _rows(table):
        cells = [cell for cell in _children(row) if cell.tag in ("td", "th")]
        most = max(most, sum(whole(cell.attributes.get("colspan"), 1, widest, 1) for cell in cells))
    return min(most, widest)
