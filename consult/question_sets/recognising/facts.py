"""The facts: each block read once into an item, which the later steps ask instead of reading its words again."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from consult.question_sets import asking
from consult.question_sets.paper import QuestionKind
from consult.question_sets.readers.blocks import ROUND, Block
from consult.question_sets.recognising import kinds, options
from consult.question_sets.recognising.numbers import Label, Style, label_of


class LineRole(StrEnum):
    """What an item is by its place; BODY where its place says nothing."""

    BODY = "body"
    HEADING = "heading"
    ANSWER = "answer"
    SCALE = "scale"
    STATEMENT = "statement"
    DATA = "data"


Reads = Callable[[str], bool]


def _said(read: Reads) -> cached_property[bool]:
    return cached_property(lambda item: read(item.said))


def _text(read: Reads) -> cached_property[bool]:
    return cached_property(lambda item: read(item.text))


def _full(read: Reads) -> cached_property[bool]:
    return cached_property(lambda item: read(item.full))


@dataclass(frozen=True)
class Item:
    """A paragraph as the recogniser sees it.

    `text` is without its label, which is in `label`; `full` is with it. `tick` and `bullet` tell an item set behind a
    tick box or bullet, `round` one behind a round button, of which only one can be chosen; `required` one marked as to
    be answered, `ruled` one that ends in a line to write on. `choices` are the columns of a rating grid (role SCALE).
    `level` is 0 for body text. `place` is that of its block in the stream, `cell` tells that it stood in a table,
    `chosen` that its tick box is ticked; `picked` is what of it is highlighted. What its words say (`asks` and the
    like) is read once, when it is first wanted.
    """

    text: str
    full: str
    markdown: str
    role: LineRole = LineRole.BODY
    level: int = 0
    bold: bool = False
    label: Label | None = None
    tick: bool = False
    round: bool = False
    required: bool = False
    ruled: bool = False
    bullet: bool = False
    depth: int = 0
    near: bool = False
    page: int | None = None
    paragraph: int = 0
    choices: tuple[str, ...] = ()
    place: int = 0
    cell: bool = False
    chosen: bool = False
    picked: str = ""

    # What its words say, each read once.
    names_choice = _text(kinds.names_count)  # How many of some options to choose: '(tick one)', '(multi-select)'
    asks = _said(asking.asks)  # Whether it asks, commands or invites somewhere
    asks_only = _said(asking.asks_only)  # Whether it does nothing but ask
    puts_question = _said(asking.puts_question)  # Whether it begins by asking, or asks to its end
    commands = _said(asking.is_command)  # Whether it begins by telling the reader what to give
    invites = _text(asking.is_invitation)  # 'Any other comments', 'We would welcome views on ...'
    follows_up = _text(asking.is_follow_up)  # Whether it goes on asking what the question before began
    is_general = _text(asking.is_general)  # Whether it tells how to respond at all
    about_paper = _text(asking.is_about_paper)  # Whether the paper asks itself and answers
    addresses = _said(asking.addresses_reader)  # Whether 'you' or 'your' stands in it
    speaks = _said(asking.speaks_to_reader)  # Whether its words are put to those who answer
    leads_in = _text(asking.leads_in_topics)  # Whether it asks for views on each point of the list under it
    speaks_for_self = _said(asking.speaks_for_self)  # 'Do I have to ...?': not put to the reader
    rates_each = _full(asking.rates_each)  # 'Rate each statement', '1 = never, 5 = always': what follows is rated
    is_note = _full(asking.is_note)  # '(See paragraphs 3 to 9)'
    is_routing = _full(asking.is_routing)  # 'If no, please go to question 7'
    instructs = _full(kinds.is_instruction)  # 'Tick all that apply'
    is_standard = _full(options.is_standard_option)  # 'Yes', 'Don't know': an option wherever it stands alone
    is_placeholder = _full(kinds.is_placeholder)  # '(Answer)', '....': a place for an answer

    @property
    def is_short_line(self) -> bool:
        """Whether it can be an option without a mark: a short plain line, no sentence and nothing that asks."""
        plain = self.role is LineRole.BODY and not (self.tick or self.bullet or self.level or self.cell)
        ends = self.full.endswith((".", "?", ";", ",")) or (
            self.full.endswith(":") and not self.full.startswith("Other")
        )
        said = self.asks or self.follows_up or self.instructs or self.is_placeholder or self.marker is not None
        return plain and self.words <= _LONGEST_LINE and not ends and not said

    @property
    def slanted(self) -> bool:
        """Whether all of it is set in italics."""
        return bool(_SLANTED.fullmatch(self.markdown))

    @cached_property
    def stem(self) -> options.Stem:
        """Its text with the options that are printed in it told apart."""
        return options.split_stem(self.text)

    @cached_property
    def said(self) -> str:
        """What it says, without the options printed in it."""
        return f"{self.stem.text} {self.stem.rest}".strip()

    @cached_property
    def limits(self) -> tuple[int | None, int | None] | None:
        """The length limit that it is and nothing else, as words and characters."""
        return kinds.length_limit(self.full)

    @cached_property
    def options(self) -> tuple[str, ...]:
        """The options in one line."""
        return options.split_options(self.full)

    @cached_property
    def kind_line(self) -> QuestionKind | None:
        """The kind of answer that it names and does nothing else: 'Type: select one'."""
        return kinds.kind_line(self.full) if self.role is LineRole.BODY and not self.tick else None

    @cached_property
    def words(self) -> int:
        """How many words it has, with its label."""
        return len(self.full.split())

    @cached_property
    def marker(self) -> str | None:
        """What follows 'Response:' or 'Our answer' on its line ('' where it stands alone); None where it is none."""
        found = _MARKER.fullmatch(self.full) if self.role is LineRole.BODY and not self.bullet else None
        return None if found is None else (found["rest"] or "").strip()

    @cached_property
    def title_like(self) -> bool:
        """Whether a body paragraph looks like a heading: short, no stop at its end, no answer's or option's mark."""
        if self.level or not self.words or self.tick or self.bullet or self.role is not LineRole.BODY:
            return False
        if self.full.rstrip("*_ ").endswith((".", "?", ";", ",", ":")) or self.words > 14 or self.marker == "":
            return False
        if self.follows_up or (self.label is not None and self.label.style in (Style.WORD, Style.LETTER)):
            return False
        return self.bold or self.full.isupper() or (self.full.lstrip()[:1].isupper() and self.words <= 8)


_LONGEST_LINE = 12
_SLANTED = re.compile(r"_.*_|\*(?!\*).*(?<!\*)\*", re.S)
TICKS = ("☐", "☑", "☒", ROUND, "◉")
_ROUNDS = (ROUND, "◉")
_BULLET_LABEL = re.compile(r"[•·●▪◦‣–—*-]|o")
_CHOSEN = re.compile(r"[\[(][xX✓✔][\])]|[☑☒✓✔◉]")
_TYPED_BULLET = re.compile(r"[•·●▪◦‣\uf0b7]\s*(?=\S)")
_TYPED_TICK = re.compile(rf"{options.BOX}\s*(?=\S)")
_BOX_BEHIND = re.compile(rf"(?P<words>[^☐☑☒□◻❑❒▢○◯\[\]]{{1,80}}?)\s*(?P<box>{options.BOX})")
# What a web page says of its boxes to those who cannot see them.
_SPOKEN = re.compile(
    r"(?P<kind>radio button|check ?box|tick ?box|option button)\s*+[:,–-]?\s*+"
    r"(?P<not>un|not )?(?:ticked|checked|selected)[:,.–-]?\s++(?=\S)",
    re.I,
)
_RULED = re.compile(r"(?:(?<=[^\s_])(?=\s)|(?<=[^\s_.…]))\s*(?:_{3,}|(?<![.…]\s)(?:\.{5,}|…{2,}))\s*$")
_MARKER = re.compile(
    r"(?:your |our |the |proposed |draft |suggested |council(?:'s|’s)? )*(?:answer|response|reply|comments?)"
    r"(?: to (?:question )?\w+)?\s*(?:[:–—-]+\s*(?P<rest>.*)|$)",
    re.I | re.S,
)
_REQUIRED_IN_WORDS = ("(required)", "(mandatory)")


def folded(text: str) -> str:
    """One line with single spaces."""
    return " ".join(text.split())


class Start(NamedTuple):
    """Where a question begins: its label, None where none is printed, and why it was taken for one.

    `is_rated` tells that it is a statement under a line that asks to rate each, `kind` the one that stands beside its
    label.
    """

    label: Label | None
    why: str
    kind: QuestionKind | None = None
    is_rated: bool = False


class Habits(NamedTuple):
    """How this paper prints its options, told from all of it.

    `has_round`: it has round buttons too, so that its square boxes mean several answers. `names_boxes`: it says
    'checkboxes' where several may be chosen. `plain_options`: options stand under a question as short plain lines.
    """

    has_round: bool = False
    names_boxes: bool = False
    plain_options: bool = False


class _Mark(NamedTuple):
    """What stands before a text and is none of its words."""

    text: str
    tick: bool = False
    bullet: bool = False
    round: bool = False
    chosen: bool = False


def _mark_of(given: str, text: str) -> _Mark:
    """A text without the tick box or bullet at its beginning, or the one box behind it."""
    if given in TICKS:
        return _Mark(text, tick=True, round=given in _ROUNDS, chosen=bool(_CHOSEN.match(given)))
    spoken = _SPOKEN.match(text)
    if spoken:
        is_round = spoken["kind"].lower() in ("radio button", "option button")
        return _Mark(text[spoken.end() :], tick=True, round=is_round, chosen=not spoken["not"])
    behind = _BOX_BEHIND.fullmatch(text)
    if behind and not behind["words"].endswith(("?", ".", ":")) and (given or label_of(text) is None):
        return _Mark(
            behind["words"], tick=True, round=behind["box"][0] in "(○◯", chosen=bool(_CHOSEN.match(behind["box"]))
        )
    if given:
        return _Mark(text, bullet=bool(_BULLET_LABEL.fullmatch(given)))
    if _TYPED_TICK.match(text):
        return _Mark(_TYPED_TICK.sub("", text, count=1), tick=True, chosen=bool(_CHOSEN.match(text)))
    typed = _TYPED_BULLET.sub("", text, count=1) if _TYPED_BULLET.match(text) else text
    return _Mark(typed, bullet=typed != text)


def _without_star(text: str) -> str:
    """A text without the star or word that marks a question as to be answered, in several survey tools."""
    bare = text
    if bare.startswith("*"):
        bare = bare[1:].lstrip() or text
    if bare.endswith(" *"):
        bare = bare[:-1].rstrip()
    word = next((word for word in _REQUIRED_IN_WORDS if bare[-len(word) :].lower() == word), "")
    return bare[: len(bare) - len(word)].rstrip() if word else bare


def _marked(block: Block, given: str, tick: bool, bullet: bool) -> str:
    """A block's Markdown, with a number that is given beside it; a typed bullet is none of it."""
    if bullet and not given:
        return _TYPED_BULLET.sub("", block.markdown, count=1)
    return block.markdown if not given or bullet or tick else f"{given} {block.markdown}"


def item_of(block: Block, role: LineRole = LineRole.BODY, label: str = "") -> Item:
    """An item of a block; `label` is a label that stands elsewhere, as in the cell before it."""
    given = label or block.label or ""
    mark = _mark_of(given, block.text)
    marked = mark.text if mark.tick or mark.bullet or not given else f"{given} {mark.text}"
    full = _RULED.sub("", _without_star(marked))
    found = None if mark.tick else label_of(full)
    return Item(
        text=found.rest if found else full,
        full=full,
        markdown=_marked(block, given, mark.tick, mark.bullet),
        role=LineRole.HEADING if block.level and role is LineRole.BODY else role,
        level=block.level,
        bold=block.bold,
        label=found,
        tick=mark.tick,
        round=mark.round,
        required=_without_star(marked) != marked,
        ruled=bool(_RULED.search(marked)),
        bullet=mark.bullet,
        depth=block.depth,
        near=block.near,
        page=block.page,
        paragraph=block.paragraph,
        place=block.place,
        cell=block.cell is not None,
        chosen=mark.chosen,
        picked=block.picked,
    )
