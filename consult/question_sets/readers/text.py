"""Plain text and Markdown to blocks.

Both are lines; the work is to tell a line that goes on from one that begins something new. Texts come wrapped at 70
or 90 characters, or one paragraph a line, or mixed, so that is measured, not assumed.
"""

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from consult.question_sets.readers.blocks import ROUND, Block, Cell
from consult.question_sets.readers.decoding import decoded
from consult.question_sets.readers.html.document import read_html
from consult.question_sets.readers.markdown_marks import is_bold, plain

_BULLET = re.compile(r"(?P<mark>[-*+•·●▪◦‣–—o\uf0b7])[ \t]+(?=\S)")
_TICK = re.compile(r"(?P<mark>\[[ xX✓✔_]?\]|\([\s•●✓✔]?\)|[☐☑☒□◻❑❒▢○◯◉]|_{2,6}(?=[ \t]))[ \t]*(?=\S)")
_TICKED = ("[x]", "[X]", "[✓]", "[✔]", "☑", "☒")
_ROUND_TICKED = ("(•)", "(●)", "(✓)", "(✔)", "◉")
_ROUND = ("()", "( )", "○", "◯")
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)(?:(?<![ \t])[ \t]++#++)?$")
_NUMBERED = re.compile(
    r"\(?(?:\d{1,3}(?:\.\d{1,3}){0,3}|[A-Za-z]|[ivxIVX]{1,5})[.):](?=\s|$)|\(\d{1,3}\)"
    r"|(?:(?:consultation\s+)?question|q)[ .]{0,2}\d{1,3}\b|[A-Z]{1,3}-?\d{1,3}[.):]?(?=\s|$)|"
    r"\d{1,2}(?:\.\d{1,2}){1,3}\s",
    re.I,
)
_PAGE_NUMBER = re.compile(
    r"\s*(?:(?:-\s?)?(?P<bare>\d{1,4})(?:\s?-)?|page\s+(?P<said>\d{1,4})(?:\s+(?:of|/)\s+\d{1,4})?)\s*", re.I
)
_QUOTED = re.compile(r"\A(?:>\s*)+")
_RULE = re.compile(r"\s*(?:[-_*=.…](?:\s?)){3,}$")
_FINISHED = re.compile(r"[.?!:;](?:\s*[(\[][^()\[\]]*[)\]])?[*_\s\"”’')]*$")
_NOTE = re.compile(r"\[(?:\^\w{1,20}|\\\[\d{1,3}\\\])\](?:\(#[^)]*\))?\s?:\s*")
_HTML = re.compile(r"\s*<(?:ul|ol|dl|table)\b", re.I)
_HTML_TAG = re.compile(r"<(/?)(?:ul|ol|dl|table)\b", re.I)
_SPACED = re.compile(r"(?<=\S) {3,}(?=\S)")


def read_plain(data: bytes) -> list[Block]:
    """The blocks of a .txt file, which may be Markdown all the same; raises UnreadablePaper when it holds no text."""
    lines = decoded(data).split("\n")
    headings = sum(bool(re.match(r"#{1,6} \S", line)) for line in lines)
    bold = sum(bool(re.match(r"\*\*[^*\s][^*]{0,200}\*\*", line)) for line in lines)
    return _Lines(lines, marked=headings > 0 or bold > 1).read()


def read_markdown(data: bytes) -> list[Block]:
    """The blocks of a Markdown file; raises UnreadablePaper when it holds no text."""
    return _Lines(_without_remarks(decoded(data)).split("\n"), marked=True).read()


def _without_remarks(text: str) -> str:
    kept, place = [], 0
    while (begins := text.find("<!--", place)) >= 0 and (ends := text.find("-->", begins + 4)) >= 0:
        kept.append(text[place:begins])
        place = ends + 3
    return "".join([*kept, text[place:]])


def begins_item(line: str) -> bool:
    """Whether a line begins with a bullet, a tick box or a number."""
    return any(pattern.match(line) for pattern in (_BULLET, _TICK, _NUMBERED))


def is_finished(line: str) -> bool:
    """Whether a line ends a sentence, a note in brackets after it included."""
    return bool(_FINISHED.search(line[-200:]))


def _wrap_width(lines: list[str]) -> int:
    """The width at which a text is wrapped, 0 where it is not: most full lines then end in mid-sentence."""
    pairs = [a.rstrip() for a, b in pairwise(lines) if a.strip() and b.strip()]
    pairs = [a for a in pairs if not a.lstrip().startswith(("#", "|"))]
    if not pairs:
        return 0
    lengths = sorted(len(a) for a in pairs)
    width = lengths[len(lengths) * 9 // 10]
    long = [a for a in pairs if len(a) > 0.8 * width]
    unfinished = sum(not is_finished(a) for a in long)
    return width if 45 <= width <= 130 and unfinished * 2 > len(long) else 0


@dataclass
class _Lines:
    lines: list[str]
    marked: bool
    blocks: list[Block] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    start: int = 0
    gap: bool = True
    tables: int = 0
    width: int = 0
    closed: dict[int, int] | None = None

    def read(self) -> list[Block]:
        self.width = _wrap_width(self.lines)
        stray = _page_numbers(self.lines)
        n = self._front_matter() if self.marked else 0
        while n < len(self.lines):
            n = n + 1 if n in stray else self._line(n)
        self._close()
        return self.blocks

    def _front_matter(self) -> int:
        if not self.lines or self.lines[0].strip() != "---":
            return 0
        end = next((n for n, line in enumerate(self.lines[1:60], 1) if line.strip() in ("---", "...")), 0)
        for line in self.lines[1:end]:
            found = re.match(r"title:\s*[\"']?(.+?)[\"']?$", line.rstrip())
            if found:
                self.blocks.append(Block(found[1], found[1], level=1, paragraph=1))
        return end + 1 if end else 0

    def _line(self, n: int) -> int:
        line = self.lines[n].expandtabs(4) if not self.lines[n].strip() else self.lines[n]
        text = line.strip()
        if self.marked:
            text, ended = self._marked_line(text, n)
            if ended:
                return n + 1
        if _is_table_row(self.lines, n):
            return self._table(n)
        end = self._end_of_html(n) if self.marked and text[:1] == "<" else 0
        if end:
            self._html(n, end)
            return end
        if not text or _RULE.match(text):
            self._close()
            self.gap = True
        elif self.pending and self._goes_on(text, line):
            self.pending.append(line)
        else:
            self._close()
            self.pending, self.start = [line if text == line.strip() else text], n
        return n + 1

    def _marked_line(self, text: str, n: int) -> tuple[str, bool]:
        """The line without its block mark, and whether it is dealt with."""
        if re.match(r"(```|~~~|\{%.*%\}$)", text):
            self._close()
            return "", True
        text = _QUOTED.sub("", text)
        heading = _HEADING.match(text)
        if heading:
            self._close()
            self._add(heading[2], n, level=len(heading[1]))
            return "", True
        if re.fullmatch(r"=+|-{2,}", text) and len(self.pending) == 1 and not _BULLET.match(self.pending[0].strip()):
            title, self.pending = self.pending[0], []
            self._add(title, n - 1, level=1 if text[0] == "=" else 2)
            return "", True
        return text, False

    def _end_of_html(self, n: int) -> int:
        """The line after the list or table in HTML that begins at a line; 0 where none does, or it is left open."""
        if not _HTML.match(self.lines[n]):
            return 0
        if self.closed is None:
            self.closed = _closed(self.lines)
        return self.closed.get(n, 0)

    def _html(self, n: int, end: int) -> None:
        """Add what a list or table in HTML says."""
        self._close()
        before = self.tables
        for block in read_html("\n".join(self.lines[n:end]).encode()):
            block.text, block.paragraph = plain(block.text), n + 1
            if block.cell is not None:
                self.tables = before + block.cell.table
                block.cell = replace(block.cell, table=self.tables)
            self.blocks.append(block)
        self.gap = True

    def _goes_on(self, text: str, line: str) -> bool:
        before = self.pending[-1].rstrip()
        # The last lines are enough to tell an open bracket, and no text of one paragraph takes for ever.
        whole = re.sub(r"^\s*\(?\w{1,4}[).]", "", " ".join(self.pending[-6:]))
        if whole.count("(") > whole.count(")") and ")" in text:
            # What looks like a label closes a bracket: '(see paragraphs 3 to', then '9)'.
            return True
        if begins_item(text) or (self.marked and is_bold(text)) or is_bold(before):
            return False
        if re.fullmatch(r"(?:(?:consultation )?question|q)\W*\d{1,3}\W*", before.strip(" *_"), re.I):
            return False
        finished = is_finished(before)
        if text[:1].islower() and not finished:
            return True
        first_word = len(text.split()[0])
        if self.width:
            return len(before.strip()) + 1 + first_word > 0.85 * self.width or (
                not finished and not before.endswith("  ")
            )
        return False

    def _close(self) -> None:
        if self.pending:
            lines, self.pending = self.pending, []
            self._add(" ".join([lines[0].rstrip(), *(line.strip() for line in lines[1:])]), self.start)

    def _add(self, raw: str, n: int, level: int = 0, cell: Cell | None = None) -> None:
        depth = (len(raw) - len(raw.lstrip())) // 2
        raw = _SPACED.sub("\t", raw.strip())
        note = _NOTE.match(raw) if self.marked else None
        raw, label = _without_mark(raw[note.end() :] if note else raw)
        raw = "\t".join(" ".join(piece.split()) for piece in raw.split("\t"))
        bold = self.marked and is_bold(raw)
        text = plain(raw) if self.marked else raw
        if not self.marked:
            text = re.sub(r"(?:(?<!\s)\s++)?_{4,}\s*", " ", text).strip()
        if text:
            near = not self.gap and bool(self.blocks)
            self.blocks.append(Block(text, raw, level, bold, label, depth, cell, note is not None, near, None, n + 1))
        self.gap = False

    def _table(self, n: int) -> int:
        self._close()
        self.tables += 1
        rows = 0
        while n < len(self.lines) and self.lines[n].strip().startswith("|"):
            cells = re.split(r"(?<!\\)\|", self.lines[n].strip().strip("|"))
            if not all(re.fullmatch(r"\s*:?-{1,}:?\s*", piece) for piece in cells):
                for column, piece in enumerate(cells):
                    for text in re.split(r"<br\s*/?>", piece):
                        self._add(text.strip(), n, cell=Cell(self.tables, rows, column, len(cells)))
                rows += 1
            n += 1
        self.gap = True
        return n


def _closed(lines: list[str]) -> dict[int, int]:
    """The lines at which a list or table in HTML begins that is closed again, each with the line after its end."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for n, line in enumerate(lines):
        for closing in _HTML_TAG.findall(line) if "<" in line else ():
            if not closing:
                opened.append(n)
            elif opened:
                ends[opened.pop()] = n + 1
    return ends


def _without_mark(raw: str) -> tuple[str, str | None]:
    label = None
    mark = _BULLET.match(raw)
    if mark:
        raw, label = raw[mark.end() :], "•"
    mark = _TICK.match(raw)
    if mark:
        box = mark["mark"]
        raw = raw[mark.end() :]
        label = "☒" if box in _TICKED else "◉" if box in _ROUND_TICKED else ROUND if box in _ROUND else "☐"
    return raw, label


def _is_table_row(lines: list[str], n: int) -> bool:
    line = lines[n].strip()
    if not line.startswith("|") or "|" not in line[1:]:
        return False
    around = lines[max(n - 1, 0) : n + 2]
    return sum(line.strip().startswith("|") for line in around) > 1


def _page_numbers(lines: list[str]) -> frozenset[int]:
    """The lines that hold a page number only: bare numbers that rise, and are not a list of labels from 1 on.

    Where a sentence goes on after the number, the short running line above or below it goes too, and the gaps.
    """
    found = [(n, _PAGE_NUMBER.fullmatch(line)) for n, line in enumerate(lines) if len(line) < 40]
    bare = [(n, int(match["bare"] or match["said"])) for n, match in found if match]
    said = any(match and match["said"] for _, match in found)
    values = [value for _, value in bare]
    rising = all(a < b for a, b in pairwise(values))
    if not rising or (values[:2] == [1, 2] and not said):
        return frozenset()
    return frozenset(gone for n, _ in bare for gone in _break_at(lines, n))


def _break_at(lines: list[str], n: int) -> set[int]:
    """The lines of a page break round the page number at line n: that line alone unless a sentence goes on after it."""
    above = [m for m in range(n - 1, max(n - 7, -1), -1) if lines[m].strip()][:2]
    below = [m for m in range(n + 1, min(n + 7, len(lines))) if lines[m].strip()][:2]
    for after in below[: 1 + (len(below) > 1 and _is_running(lines[below[0]]))]:
        if not lines[after].strip()[:1].islower() or begins_item(lines[after].strip()):
            continue
        for before in above[: 1 + (len(above) > 1 and _is_running(lines[above[0]]))]:
            if not is_finished(lines[before]) and (before != above[0] or not _is_running(lines[before])):
                return set(range(before + 1, after))
    return {n}


def _is_running(line: str) -> bool:
    """Whether a line looks like a running header or footer: short, a title, no sentence."""
    text = line.strip()
    return len(text) < 60 and text[:1].isupper() and not is_finished(text) and not begins_item(text)
