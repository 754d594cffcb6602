"""A text as a page shows it.

Safe as it is made: whatever a text holds is escaped, no element or attribute comes from it, and links lead only to
https, http and mailto addresses.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from consult.texts.addresses import may_open
from consult.texts.inline import raised, told
from consult.texts.labels import labelled, numbered
from consult.texts.listing import listed
from consult.texts.nodes import (
    Blockquote,
    BulletList,
    Doc,
    FootnoteDef,
    FootnoteRef,
    HeadCell,
    Heading,
    Line,
    ListItem,
    OrderedList,
    Paragraph,
    TableRow,
    Text,
    TextMark,
    TextTable,
)
from consult.texts.shown import CodeBlock, Divider, MarkedItem

_PLAIN_TAGS = {
    "em": "em", "strong": "strong", "strike": "s", "code": "code", "superscript": "sup", "subscript": "sub",
    "added": "ins", "removed": "del",
}  # fmt: skip
_NEVER_REFERRED_TO = "Nothing in the text refers to {}."


def html(doc: Doc, name: str = "") -> str:
    """Safe HTML of a text. `name`, which no other text of the page has, makes its notes lead there and back."""
    page = _Page(doc, name)
    page.blocks(doc.content)
    if page.notes:
        page.end_notes()
    return "".join(page.out)


def line_html(doc: Doc) -> str:
    """Safe HTML of the words of a text that is one line of a list, without its paragraphs."""
    page = _Page(doc, "")
    for n, block in enumerate(doc.content):
        if isinstance(block, Paragraph):
            page.out += "<br>" if n else ""
            page.line(block.content)
    return "".join(page.out)


def escaped(text: str) -> str:
    """The text as it stands in HTML, in an attribute as well."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


class _Page:
    """The HTML of one text, in pieces."""

    def __init__(self, doc: Doc, name: str) -> None:
        self.out: list[str] = []
        self.name = escaped(name)
        self.notes = doc.notes if doc.content and isinstance(doc.content[-1], FootnoteDef) else ()
        self.numbers = {note.label: n for n, note in enumerate(self.notes, 1)}
        self.referred: set[int] = set()

    def blocks(self, blocks: Iterable[Any]) -> None:
        for block in blocks:
            _BLOCKS[type(block)](self, block)

    def line(self, content: Line) -> None:
        """Words with their marks; a mark goes on for as long as the words beside each other have it."""
        if len(content) == 1 and type(content[0]) is Text and not content[0].marks:  # as most
            self.out.append(escaped(content[0].text))
            return
        out, open_ = self.out, tuple[TextMark, ...]()
        for node in told(content):
            marks = node.marks
            if type(node) is Text:
                text, marks = raised(node.text, marks) if marks else (node.text, marks)
            if marks != open_:
                out.append(_changed(open_, marks))
                open_ = marks
            if type(node) is Text:
                out.append(escaped(text))
            elif type(node) is FootnoteRef:
                out.append(self.reference(node))
            else:
                out.append("<br>")
        if open_:
            out.append(_changed(open_, ()))

    def reference(self, node: FootnoteRef) -> str:
        """The number of a note; what no note answers to stands as it was typed."""
        number = self.numbers.get(node.label)
        if number is None:
            return escaped(f"[^{node.label}]")
        identity = f' id="{self.name}-ref-{number}"' if number not in self.referred else ""
        self.referred.add(number)
        if not self.name:
            return f"<sup>[{number}]</sup>"
        return f'<sup><a class="govuk-link" href="#{self.name}-note-{number}"{identity}>[{number}]</a></sup>'

    def paragraph(self, block: Paragraph) -> None:
        self.out.append('<p class="govuk-body">')
        self.line(block.content)
        self.out.append("</p>")

    def heading(self, block: Heading) -> None:
        # A heading inside an answer must not disturb the page's own outline.
        self.out.append('<p class="govuk-heading-s">')
        self.line(block.content)
        self.out.append("</p>")

    def quote(self, block: Blockquote) -> None:
        self.out.append("<blockquote>")
        self.blocks(block.content)
        self.out.append("</blockquote>")

    def code(self, block: CodeBlock) -> None:
        self.out.append(f"<pre><code>{escaped(block.text)}</code></pre>")

    def divider(self, block: Divider) -> None:
        self.out.append("<hr>")

    def bullets(self, block: BulletList) -> None:
        if any(type(item) is MarkedItem for item in block.content):
            self.labelled(block)
            return
        self.out.append('<ul class="govuk-list govuk-list--bullet">')
        for item in block.content:
            self.out.append("<li>")
            self.item(item)
        self.out.append("</ul>")

    def ordered(self, block: OrderedList) -> None:
        if block.style != "1." or any(type(item) is MarkedItem for item in block.content):
            self.labelled(block)
            return
        start = f' start="{block.order}"' if block.order != 1 else ""
        self.out.append(f'<ol class="govuk-list govuk-list--number"{start}>')
        for number, item in numbered(block):
            self.out.append("<li>" if item.value is None else f'<li value="{number}">')
            self.item(item)
        self.out.append("</ol>")

    def labelled(self, block: BulletList | OrderedList) -> None:
        """A list whose labels are words of the page: they are read aloud, found and copied like the others."""
        self.out.append('<ol class="govuk-list app-labelled" role="list">')
        for label, item in labelled(block):
            self.out.append(f'<li><span class="app-labelled__label">{_label(item, label)}</span> ')
            self.item(item)
        self.out.append("</ol>")

    def item(self, item: ListItem) -> None:
        """What an item holds. One paragraph with nothing but lists below it stands close."""
        inside = item.content
        if inside and type(inside[0]) is Paragraph and all(type(each) in _LISTS for each in inside[1:]):
            self.line(inside[0].content)
            self.blocks(inside[1:])
        else:
            self.blocks(inside)
        self.out.append("</li>")

    def table(self, block: TextTable) -> None:
        heads, *rows = block.content
        self.out.append('<table class="govuk-table">')
        parts: tuple[tuple[str, Iterable[TableRow]], ...] = (("body", block.content),)
        if all(type(cell) is HeadCell for cell in heads.content):
            parts = ("head", [heads]), ("body", rows)
        for part, several in parts:
            if not several:
                continue
            self.out.append(f'<t{part} class="govuk-table__{part}">')
            for row in several:
                self.row(row, "col" if part == "head" else "row")
            self.out.append(f"</t{part}>")
        self.out.append("</table>")

    def row(self, row: TableRow, scope: str) -> None:
        self.out.append('<tr class="govuk-table__row">')
        for cell in row.content:
            # A heading without words heads nothing, and would be read aloud as one.
            is_head = type(cell) is HeadCell and any(each.content for each in cell.content)
            tag = "th" if is_head else "td"
            inside = f' class="govuk-table__header" scope="{scope}"' if is_head else ' class="govuk-table__cell"'
            self.out.append(f"<{tag}{inside}>")
            for n, paragraph in enumerate(cell.content):
                self.out += "<br>" if n else ""
                self.line(paragraph.content)
            self.out.append(f"</{tag}>")
        self.out.append("</tr>")

    def end_notes(self) -> None:
        """The notes below the text; those that nothing refers to are told of."""
        self.out.append('<hr><section class="app-notes"><ol class="govuk-list app-labelled" role="list">')
        told: set[int] = set()
        for number, note in enumerate(self.notes, 1):
            self.out.append(self.note_begins(number))
            # What a note refers to is found when it is written.
            self.item(ListItem(note.content))
            told.add(number)
        self.out.append("</ol>")
        if loose := sorted(told - self.referred):
            names = listed([f"note [{number}]" for number in loose])
            self.out.append(f'<p class="govuk-body app-secondary">{_NEVER_REFERRED_TO.format(names)}</p>')
        self.out.append("</section>")

    def note_begins(self, number: int) -> str:
        """The number of a note, which leads back to where the text first refers to it."""
        inside = f"[{number}]"
        if self.name and number in self.referred:
            back = f'aria-label="[{number}] back to the text"'
            inside = f'<a class="govuk-link" href="#{self.name}-ref-{number}" {back}>{inside}</a>'
        identity = f' id="{self.name}-note-{number}"' if self.name else ""
        return f'<li{identity}><span class="app-labelled__label">{inside}</span> '


def _label(item: ListItem, label: str) -> str:
    if not isinstance(item, MarkedItem):
        return escaped(label)
    now, was = escaped(item.label), escaped(item.was)
    if now == was:
        return now
    return (f"<del>{was}</del>" if was else "") + (f"<ins>{now}</ins>" if now else "")


@lru_cache(maxsize=1024)
def _changed(old: tuple[TextMark, ...], new: tuple[TextMark, ...]) -> str:
    """What ends the marks of the words before, as far as those of the next do not go on with them."""
    same = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        same += 1
    return "".join((*(_ends(mark) for mark in reversed(old[same:])), *(_begins(mark) for mark in new[same:])))


def _begins(mark: TextMark) -> str:
    tag = _PLAIN_TAGS.get(mark.type)
    return f"<{tag}>" if tag else _link(mark.href)


def _ends(mark: TextMark) -> str:
    tag = _PLAIN_TAGS.get(mark.type)
    return f"</{tag}>" if tag else "</a>" if _link(mark.href) else ""


@lru_cache(maxsize=1024)
def _link(address: str) -> str:
    if not may_open(address):
        return ""
    return f'<a href="{escaped(address)}" class="govuk-link" rel="noopener noreferrer">'


_LISTS = frozenset({BulletList, OrderedList})
_BLOCKS: dict[type, Callable[[_Page, Any], None]] = {
    Paragraph: _Page.paragraph,
    Heading: _Page.heading,
    Blockquote: _Page.quote,
    BulletList: _Page.bullets,
    OrderedList: _Page.ordered,
    TextTable: _Page.table,
    CodeBlock: _Page.code,
    Divider: _Page.divider,
    FootnoteDef: lambda page, note: None,  # they stand below the text
}
