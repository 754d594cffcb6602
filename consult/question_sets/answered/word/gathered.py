"""What was read of a Word paragraph so far, and the fields that are open in it."""

from dataclasses import dataclass, field, replace
from urllib.parse import quote

from lxml import etree

from consult.question_sets.answered import losses
from consult.question_sets.answered.pieces import PLAIN, Face, Piece
from consult.question_sets.answered.word.fields import Field
from consult.question_sets.answered.word.styles import CharacterStyle
from consult.question_sets.readers.word.text import MOST_FIELDS
from consult.texts.addresses import may_open

_LONGEST_INSTRUCTION = 10_000  # characters of a field's instruction, and those of its last piece


@dataclass(frozen=True)
class Surroundings:
    """What a part refers to: character styles by identity, addresses by relation, comments (author, text) by number.

    `notes` are the keys of notes by the bookmark round their first reference, by which later ones lead there.
    """

    styles: dict[str, CharacterStyle] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    comments: dict[str, tuple[str, str]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Inline:
    """What was read of a paragraph so far."""

    around: Surroundings
    pieces: list[Piece] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    bookmarks: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    _fields: list[Field] = field(default_factory=list)
    _in_insertion: bool = False
    _not_linked: set[str] = field(default_factory=set)

    def add(self, text: str, face: Face) -> None:
        """Add text, unless it belongs to a field's instruction."""
        if text and all(each.shown and not each.is_note for each in self._fields):
            self.pieces.append(Piece(text, replace(face, address=face.address or self._linked())))

    def lose(self, what: str) -> None:
        """Note something that no text can hold."""
        self.lost.append(what)

    def _linked(self) -> str:
        for each in reversed(self._fields):
            if each.address:
                return self.checked(each.address)
        return ""

    def checked(self, address: str) -> str:
        """An address that a page may open, spelled as one; '' and a note for any other."""
        spelled = quote(address, safe="%/:?#@!$&'()*+,;=~[]")
        if may_open(spelled):
            return spelled
        if (told := losses.link(address)) not in self._not_linked:
            self._not_linked.add(told)
            self.lose(told)
        return ""

    def mark(self, kind: str, instruction: str = "") -> None:
        """A field's begin, separate or end."""
        if kind == "begin" and len(self._fields) < MOST_FIELDS:
            self._fields.append(Field(instruction))
        elif kind == "separate" and self._fields:
            now = self._fields[-1]
            now.shown, now.before = True, len(self.pieces)
            if now.note in self.around.notes:
                # The number that is shown is the note's, referred to once more.
                now.is_note = True
                self.pieces.append(Piece("", PLAIN, self.around.notes[now.note]))
        elif kind == "end" and self._fields:
            over = self._fields.pop()
            said = "".join(piece.text for piece in self.pieces[over.before :]) if over.shown else ""
            self.lost += over.not_kept(said)

    def instruct(self, text: str) -> None:
        """More of the instruction of the field that is open."""
        if self._fields and not self._fields[-1].shown and len(self._fields[-1].instruction) < _LONGEST_INSTRUCTION:
            self._fields[-1].instruction += text
