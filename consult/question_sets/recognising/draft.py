"""A question being put together: each item after its first line goes where it belongs.

Stem, options, parts, limits and instructions; in a response, what answers it. `assemble.py` makes the question of it.
What each item was taken for is kept in plain words, to be shown where somebody asks why.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from consult.question_sets.asking import asks, is_follow_up
from consult.question_sets.paper import Part, QuestionKind
from consult.question_sets.recognising.choosing import Choosing
from consult.question_sets.recognising.facts import Item, LineRole, folded
from consult.question_sets.recognising.kinds import named_kind
from consult.question_sets.recognising.numbers import Label, Style
from consult.question_sets.recognising.options import split_stem
from consult.question_sets.recognising.parts import Counting, tidy_part
from consult.question_sets.recognising.typed import SETTINGS

_REFERS = re.compile(
    r"\b(?:each (?:of |option|proposal|one)|(?:the|these) (?:following|options|proposals)|below)\b", re.I
)
_LEADING_NOTE = re.compile(
    r"[(\[](?:see|refer to|para(?:graph)?s?|pages?|sections?|chapters?)\b[^()\[\]]*[)\]][:.]?\s*", re.I
)
_OF_OPTIONS = re.compile(r"(?:columns?|ratings?|scale|answers?|options?|choices|responses?|values|levels?)\b", re.I)
_LOOKED_AT = 12  # paragraphs of a stem
_LONGEST_NAME, _LONGEST_TITLE = 3, 8
_LONGEST_SLOT = 12


@dataclass
class Draft:
    """A question being put together."""

    label: Label | None
    is_response: bool
    is_bold: bool = False
    is_slanted: bool = False
    stem: list[str] = field(default_factory=list)
    choosing: Choosing = field(default_factory=Choosing)
    parts: list[Part] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    answer: list[Item] = field(default_factory=list)
    kind: QuestionKind | None = None
    awaits_kind: bool = False
    list_name: str = ""
    names_boxes: bool = False
    limit: int | None = None
    characters: int | None = None
    counting: Counting = field(default_factory=Counting)
    answering: bool = False
    marked: bool = False
    ended: bool = False
    last: int = 0
    told: dict[int, str] = field(default_factory=dict)

    @property
    def whole(self) -> str:
        """The stem so far."""
        return folded(" ".join(self.stem))

    @property
    def text(self) -> str:
        """The end of the stem so far, which says what may follow: no item is judged by more than a page."""
        return folded(" ".join(self.stem[-_LOOKED_AT:]))

    @property
    def last_hints(self) -> list[str]:
        """The last instructions, by which options are told."""
        return self.hints[-_LOOKED_AT:]

    def begin(self, text: str) -> None:
        """Take the line that asks, with the options printed in it."""
        note = _LEADING_NOTE.match(text)
        if note:
            self.notes.append(note[0].strip())
            text = text[note.end() :]
        stem = split_stem(text)
        self.stem += [stem.text] if stem.text else []
        self.choosing.options += stem.options
        self.parts += [Part(None, stem.rest)] if stem.rest else []

    def take(self, item: Item, after: list[Item]) -> None:
        """Put one more item where it belongs; `after` are the items that follow it."""
        if self.answering:
            self._answer_on(item)
            return
        if self.ended and not self.is_response and not item.tick:
            return
        for taker, told in self._takers():
            if taker(item, after):
                self._tell(item, told)
                return
        self.ended = True
        if self.is_response and item.role is not LineRole.DATA:
            self.answering = True
            self._answer_on(item)

    def _takers(self) -> tuple[tuple[Callable[[Item, list[Item]], bool], str], ...]:
        return (
            (self._note, "A reference, kept with the question"),
            (self._limits, "How long the answer may be"),
            (self._kind_named, "The kind of its answer"),
            (self._settings, "What a survey tool keeps of the question"),
            (self._before_kind, "Help with the answer"),
            (self._list_named, "The name of a list"),
            (self._in_named_list, "A point of a list that the paper names"),
            (self._hint, "Help with the answer"),
            (self._place_for_answer, "A place for the answer"),
            (self._begins_answer, "Where the answer begins"),
            (self._asks_with_options, "The question itself, with its options"),
            (self._option, "An option"),
            (self._statement, "A statement to be rated"),
            (self._continues, "The question goes on"),
            (self._part, "A part of the question"),
            (self._goes_on, "The question asks on"),
        )

    def _tell(self, item: Item, told: str) -> None:
        self.last = item.place
        self.told[item.place] = told

    def _answer_on(self, item: Item) -> None:
        # In a paper, 'Your answer' is followed by an empty line and then by the paper going on.
        if self._slot(item):
            self._tell(item, "A part of the question: what to fill in")
        elif self.is_response or item.role is LineRole.ANSWER or not self.marked:
            self.answer.append(item)
            self._tell(item, "The answer")

    def _slot(self, item: Item) -> bool:
        # A bullet under 'Response:' in a blank form names what to fill in, and is a part of the question.
        if not (self.marked and item.bullet and not self.is_response and item.words <= _LONGEST_SLOT):
            return False
        self.parts.append(Part(None, tidy_part(item.text)))
        return True

    def _note(self, item: Item, _: list[Item]) -> bool:
        if item.is_note and self.text:
            self.stem.append(item.full)
            return True
        return False

    def _limits(self, item: Item, _: list[Item]) -> bool:
        limits = item.limits
        if limits is None:
            return False
        self.limit, self.characters = limits[0] or self.limit, limits[1] or self.characters
        return True

    def _kind_named(self, item: Item, _: list[Item]) -> bool:
        kind = item.kind_line
        if kind is None and not (item.tick or item.bullet or self.choosing.options or self.awaits_kind):
            kind = named_kind(item.full, self.names_boxes)
        self.kind = kind or self.kind
        return kind is not None

    def _settings(self, item: Item, _: list[Item]) -> bool:
        found = None if self.text else SETTINGS.match(item.full)
        if found is None:
            return False
        self.hints.append(found[0])
        rest = item.full[found.end() :].strip()
        self.stem += [rest] if rest else []
        return True

    def _before_kind(self, item: Item, _: list[Item]) -> bool:
        """What stands between a question and the line with its kind: more of it, or help."""
        if not self.awaits_kind or self.kind or item.tick or item.bullet:
            return False
        is_subject = item.slanted and bool(_REFERS.search(self.text))
        more = is_subject or not (asks(self.text) or item.instructs)
        (self.stem if more else self.hints).append(item.text)
        return True

    def _list_named(self, item: Item, _: list[Item]) -> bool:
        is_name = self.awaits_kind and self.kind is not None and item.words <= _LONGEST_NAME
        if not is_name or item.bullet or item.tick or not item.full.endswith(":"):
            return False
        self.list_name = item.full
        return True

    def _in_named_list(self, item: Item, _: list[Item]) -> bool:
        if not (self.awaits_kind and self.kind and item.bullet) or self.kind is QuestionKind.FREE_TEXT:
            return False
        if self.kind is QuestionKind.RATING and self.list_name and not _OF_OPTIONS.match(self.list_name):
            self.parts.append(Part(None, tidy_part(item.text)))
        else:
            self.choosing.options.append(tidy_part(item.text) or item.full)
        return True

    def _hint(self, item: Item, _: list[Item]) -> bool:
        instructs = item.instructs and not item.full.endswith("?") and not item.tick
        # Set in italics under a question that is not.
        beside = item.slanted and not self.is_slanted and "?" not in item.text and not self.is_response
        if not (instructs or item.is_routing or (beside and self.text)):
            return False
        self.hints.append(item.full)
        return True

    def _place_for_answer(self, item: Item, _: list[Item]) -> bool:
        return item.is_placeholder and not item.tick

    def _begins_answer(self, item: Item, _: list[Item]) -> bool:
        if item.role is LineRole.ANSWER:
            self.answering = True
            self.answer.append(item)
            return True
        rest = item.marker if self.text else None
        if rest is None:
            return False
        self.answering = self.marked = True
        if rest:
            self.answer.append(item)
        return True

    def _asks_with_options(self, item: Item, _: list[Item]) -> bool:
        if self.text or not (item.stem.options and item.stem.text):
            return False
        self.begin(item.text)
        return True

    def _option(self, item: Item, after: list[Item]) -> bool:
        return self.choosing.take(item, after, self)

    def _statement(self, item: Item, _: list[Item]) -> bool:
        if item.role is not LineRole.STATEMENT:
            return False
        self.parts.append(Part(item.label.number if item.label else None, item.text))
        return True

    def _continues(self, item: Item, after: list[Item]) -> bool:
        if item.bullet or item.tick or item.role is LineRole.DATA or not self._is_unfinished(item, after):
            return False
        if item.label and item.label.style in (Style.LETTER, Style.ROMAN):
            if self.stem:
                return False
            self.counting.goes_on(item.label)  # its fellows are parts
        # A title beside the number ('Question 5: Housing') is no sentence of the question.
        is_title = 0 < len(self.text.split()) <= _LONGEST_TITLE and not self.text.endswith((".", ",", ";", ":"))
        if is_title and not item.text[:1].islower():
            self.stem = []
        self.stem.append(item.text)
        return True

    def _is_unfinished(self, item: Item, after: list[Item]) -> bool:
        """Whether the stem does not ask yet and this item brings it on."""
        if not self.text:
            return True
        if asks(self.text) or self.text.endswith(":") or item.role is LineRole.HEADING:
            return False
        if item.text[:1].islower() and not self.text.endswith("."):
            return True
        if self.is_response:
            return item.asks_only and item.addresses
        upcoming = [item, *after[:2]]
        return any(each.asks_only and not each.label for each in upcoming)

    def _part(self, item: Item, _: list[Item]) -> bool:
        if not self._is_open_for_parts(item) or item.role is not LineRole.BODY:
            return False
        lettered = item.label is not None and item.label.style in (Style.LETTER, Style.ROMAN, Style.NUMBER)
        if not (lettered or item.bullet) or (lettered and item.label and not self.counting.goes_on(item.label)):
            return False
        label = item.label.number if item.label and lettered else None
        self.parts.append(Part(label, tidy_part(item.text)))
        return True

    def _is_open_for_parts(self, item: Item) -> bool:
        """Whether a lettered or bulleted item here is a part; in a response it may be the answer's own list."""
        if not self.is_response:
            return not self.ended
        refers = item.bullet and not self.answering and bool(_REFERS.search(self.text))
        return refers or self.text.endswith(":") or item.asks_only or bool(self.parts and not self.answering)

    def _goes_on(self, item: Item, _: list[Item]) -> bool:
        if item.role is not LineRole.BODY or item.bullet or item.is_general or item.about_paper:
            return False
        if item.bold > self.is_bold and not self.marked and not item.follows_up:
            return False  # the next heading may be a question too, set in bold as this one is not
        follows = item.follows_up and (item.asks_only or item.commands)
        if not follows and (self.is_response or not item.asks_only or item.label):
            return False
        if self.choosing.options or self.choosing.is_grid:
            self.parts.append(Part(None, item.text))
        elif self.parts:
            self._extend_part(item.text)
        else:
            self.stem.append(item.text)
        return True

    def _extend_part(self, text: str) -> None:
        last = self.parts[-1]
        if is_follow_up(text) and last.text.endswith("?"):
            self.parts[-1] = Part(last.label, f"{last.text} {text}")
        else:
            self.stem.append(text)
