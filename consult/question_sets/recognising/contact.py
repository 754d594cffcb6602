"""Whom to ask about a consultation, and where responses go: the paper's own lines, by the heading they stand under."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from consult.question_sets.asking import sentences
from consult.question_sets.recognising.facts import Item, LineRole

_RESPOND = re.compile(
    r"how (?:to|can (?:i|you)|do i) respond|ways? (?:to|of) respond|responding\b|respond (?:online|by|to|using|via|at)|"
    r"where to send|response(?:s|\s+form\w*)?\b.{0,40}\b(?:sent|e-?mailed|submitted|returned|posted|made|to)\b|"
    r"(?:send|submit|return|e-?mail|post|give)\b.{0,40}\b(?:responses?|comments|views|form|questionnaire|feedback|"
    r"repl\w+)\b|"
    r"(?:comments|views|feedback)\b.{0,40}\b(?:sent|e-?mailed|submitted|returned)\b|repl(?:y|ies)\b.{0,30}\b(?:to|"
    r"by)\b|"
    r"complete (?:the|our|an?) online|online (?:survey|form)|have your say",
    re.I,
)
_ASK = re.compile(
    r"\benquir(?:y|ies)\b|\bquer(?:y|ies)\b|questions about (?:this|the)|"
    r"(?:further|more) (?:information|details|copies)|\bin touch\b|\bneed help\b|\bhelpline\b|alternative formats?|"
    r"contact (?:us|details|point|officer|name|information|the)\b|\bfor help\b",
    re.I,
)
_CONTACT_LINE = re.compile(r"(?:your )?contacts?(?: (?:us|details|person|point|officer))?\s*:?", re.I)
_NEITHER = re.compile(r"\bcomplain|data protection|privacy|freedom of information|about you\b|your details", re.I)
# Every wording above holds one of these; looking for them first spares most paragraphs the search.
_CUES = (
    "respon", "contact", "enquir", "quer", "send", "sent", "submi", "return", "mail", "post", "give", "comment", "view",
    "feedback", "repl", "complet", "online", "your say", "information", "details", "copies", "touch", "help", "format",
    "complain", "protection", "privacy", "about you", "questions about",
)  # fmt: skip
_HOLDS = re.compile(r"@|https?:|www\.|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\d{3}[\d ()-]{4}|:$")
_EMAIL = re.compile(r"(?<![\w.+-])[\w+-][\w.+-]{0,63}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"“”)\]]{3,300}", re.I)
_PHONE = re.compile(
    r"\b(?:tel(?:ephone)?|phone|call|helpline|mobile|textphone|ring)\b[^\d+(\n]{0,24}(?P<n>\+?\(?\d[\d ()-]{7,20}\d)",
    re.I,
)
_BARE_PHONE = re.compile(r"\+?\(?0?\d[\d ()-]{8,20}\d")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
_POST = re.compile(
    r"(?:\bby post\b|\bpost(?:al address|ed)?\b|\baddress\b|\bwrit(?:e|ing)\b|\bsen[dt]\b)"
    r"[^:]{0,24}?(?:\bto\b\s*:?|:|\bat\b\s*:?)\s*(?P<to>.{10,300})",
    re.I,
)
_POST_LINE = re.compile(
    r"(?:or )?(?:by )?(?:post|postal address|address|write to|writing to|in writing|mail)(?: to)?\s*:?", re.I
)
_ONLINE = re.compile(r"\b(?:respond|online|survey|complete|submit|form|questionnaire|citizen space|website at)\b", re.I)
_LONG_LINE = 70
_LONG_PROSE = 25
_MOST_LINES = 12


class Towards(Enum):
    """What the lines under a heading or sentence are for."""

    RESPOND = "respond"
    ASK = "ask"
    NEITHER = "neither"


@dataclass(frozen=True)
class Told:
    """Lines such as 'Email: places@example.test' and 'Post: ...', each once, in the paper's order."""

    contact: tuple[str, ...] = ()
    ways_to_respond: tuple[str, ...] = ()


def _towards(text: str) -> Towards | None:
    """What a heading or sentence leads to; None where it says nothing of it."""
    lowered = text.lower()
    if not any(cue in lowered for cue in _CUES):
        return None
    if _NEITHER.search(text):
        return Towards.NEITHER
    if _CONTACT_LINE.fullmatch(text.strip()) or _ASK.search(text):
        return Towards.ASK
    return Towards.RESPOND if _RESPOND.search(text) else None


@dataclass
class _Reader:
    """Walks a paper once; `now` is what the lines here are for, `headed` what their heading said."""

    headed: Towards | None = None
    now: Towards | None = None
    lines: dict[Towards, dict[str, None]] = field(default_factory=lambda: {each: {} for each in Towards})
    address: list[str] = field(default_factory=list)

    def add(self, towards: Towards | None, line: str) -> None:
        """Keep a line, each once."""
        if towards is not None and len(self.lines[towards]) < _MOST_LINES:
            self.lines[towards].setdefault(line)

    def take(self, item: Item) -> None:
        """Read one item: a heading turns the page, a line that leads in says what follows, others are searched."""
        text = item.full.strip()
        if item.role is LineRole.HEADING:
            self.close()
            self.headed = self.now = _towards(text)
            return
        if self._lines_of_address(text):
            return
        self.close()
        if len(text) >= _LONG_LINE and not _HOLDS.search(text) and "](" not in item.markdown:
            self.now = self.headed if len(text.split()) > _LONG_PROSE else self.now
            return
        said = _towards(text)
        for piece in sentences(text):
            self._search(piece, item, _towards(piece) or said or self.now)
        if said is not None and (text.endswith(":") or len(text) < _LONG_LINE):
            self.now = said
        elif said is None and len(text.split()) > _LONG_PROSE:
            self.now = self.headed

    def _search(self, piece: str, item: Item, towards: Towards | None) -> None:
        if towards is None:
            return
        for email in _EMAIL.findall(piece):
            self.add(towards, f"Email: {email}")
        for found in _PHONE.finditer(piece):
            self.add(towards, f"Telephone: {found['n'].strip()}")
        if _BARE_PHONE.fullmatch(piece):
            self.add(towards, f"Telephone: {piece}")
        if _ONLINE.search(piece) or (_URL.fullmatch(piece) and towards is Towards.RESPOND):
            for url in _URL.findall(piece) or _URL.findall(item.markdown):
                name = "Online" if towards is Towards.RESPOND else "Website"
                self.add(towards, f"{name}: {url.rstrip('.,;*_')}")
        self._search_post(piece, towards)

    def _search_post(self, piece: str, towards: Towards) -> None:
        code = next(iter(reversed(list(_POSTCODE.finditer(piece[:600])))), None)
        if code is None:
            return
        found = _POST.search(piece[: code.end()])
        whole = piece[: code.end()] if len(piece) < 200 and not found and not piece.endswith("?") else ""
        address = found["to"] if found else whole
        if address:
            self.add(towards, f"Post: {address.strip(' :,')}")

    def _lines_of_address(self, text: str) -> bool:
        """Whether a short line is one of an address set in lines; they are gathered until one that is none."""
        if self.now not in (Towards.RESPOND, Towards.ASK) or len(text) > _LONG_LINE:
            return False
        if _POST_LINE.fullmatch(text):
            self.close()
            return True
        marked = "@" in text or _URL.search(text) or _PHONE.search(text) or _BARE_PHONE.fullmatch(text)
        if marked or text.endswith((":", "?", ".")) or _towards(text) is not None or _POST.match(text):
            return False
        self.address.append(text.strip(" ,"))
        if _POSTCODE.search(text):
            self.close()
        return True

    def close(self) -> None:
        """End an address: it is one when its lines end in a postcode."""
        lines, self.address = self.address[-8:], []
        if lines and _POSTCODE.search(lines[-1]):
            self.add(self.now, f"Post: {', '.join(lines)}")


def _read(items: list[Item]) -> Iterator[tuple[Towards, tuple[str, ...]]]:
    reader = _Reader()
    for item in items:
        reader.take(item)
    reader.close()
    return ((towards, tuple(lines)) for towards, lines in reader.lines.items())


def contact_of(items: list[Item]) -> Told:
    """Whom to ask ('Enquiries to', 'For further information') and how to respond, as far as the paper says it."""
    lines = dict(_read(items))
    return Told(contact=lines[Towards.ASK], ways_to_respond=lines[Towards.RESPOND])
