"""A question being put together: each item after its first line goes where it belongs.

Stem, options, parts, limits and instructions; in a response, what answers it. `assemble.py` makes the question of it.
"""

import re
from dataclasses import dataclass, field

from consult.question_sets.asking import (
    addresses_reader,
    asks,
    asks_only,
    is_about_paper,
    is_command,
    is_follow_up,
    is_general,
    is_note,
    is_routing,
)
from consult.question_sets.paper import Part
from consult.question_sets.recognising.answers import chosen_in, is_placeholder
from consult.question_sets.recognising.choices import is_choice, is_scale
from consult.question_sets.recognising.kinds import (
    is_instruction,
    is_standard_option,
    length_limit,
    offers_choice,
    ranks,
    split_options,
)
from consult.question_sets.recognising.layout import Item, LineRole, answer_marker, folded
from consult.question_sets.recognising.numbers import Label, Style, roman_of
from consult.question_sets.recognising.parts import tidy_part

_REFERS = re.compile(
    r"\b(?:each (?:of |option|proposal|one)|(?:the|these) (?:following|options|proposals)|below)\b", re.I
)
_SCORE = re.compile(r"(?:\d|10)(?:\s*(?:/|out of)\s*(?:5|10))?")


_LOOKED_AT = 12  # paragraphs of a stem


@dataclass
class Draft:
    """A question being put together."""

    label: Label | None
    is_response: bool
    is_bold: bool = False
    stem: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    answer: list[Item] = field(default_factory=list)
    limit: int | None = None
    characters: int | None = None
    is_grid: bool = False
    squares: int = 0
    ticks: int = 0
    chosen: list[str] = field(default_factory=list)
    bold: list[str] = field(default_factory=list)
    counted: set[tuple[Style, int]] = field(default_factory=set)
    answering: bool = False
    marked: bool = False
    ended: bool = False
    last: int = 0

    @property
    def whole(self) -> str:
        """The stem so far."""
        return folded(" ".join(self.stem))

    @property
    def text(self) -> str:
        """The end of the stem so far, which says what may follow: no item is judged by more than a page."""
        return folded(" ".join(self.stem[-_LOOKED_AT:]))

    def open_for_parts(self, item: Item) -> bool:
        """Whether a lettered or bulleted item here is a part; in a response it may be the answer's own list."""
        if not self.is_response:
            return not self.ended
        refers = item.bullet and not self.answering and bool(_REFERS.search(self.text))
        return refers or self.text.endswith(":") or asks_only(item.text) or bool(self.parts and not self.answering)

    def take(self, item: Item, after: list[Item]) -> None:
        """Put one more item where it belongs; `after` are the items that follow it."""
        if self.answering:
            # In a paper, 'Your answer' is followed by an empty line and then by the paper going on.
            if self._slot(item):
                self.last = item.place
            elif self.is_response or item.role is LineRole.ANSWER or not self.marked:
                self.answer.append(item)
                self.last = item.place
            return
        if self.ended and not self.is_response and not item.tick:
            return
        for taker in (
            self._aside, self._begins_answer, self._option, self._grid, self._continues, self._part, self._goes_on
        ):  # fmt: skip
            if taker(item, after):
                self.last = item.place
                return
        self.ended = True
        if self.is_response and item.role is not LineRole.DATA:
            self.answering = True
            self.answer.append(item)
            self.last = item.place

    def _slot(self, item: Item) -> bool:
        # A bullet under 'Response:' in a blank form names what to fill in, and is a part of the question.
        if not (self.marked and item.bullet and not self.is_response and len(item.text.split()) <= 12):
            return False
        self.parts.append(Part(None, tidy_part(item.text)))
        return True

    def _aside(self, item: Item, _: list[Item]) -> bool:
        if self.ended and not self.is_response:
            return not item.tick
        if is_note(item.full) and self.text:
            self.stem.append(item.full)
            return True
        limits = length_limit(item.full)
        if limits is not None:
            self.limit, self.characters = limits[0] or self.limit, limits[1] or self.characters
        elif is_routing(item.full) or (is_instruction(item.full) and not item.full.endswith("?") and not item.tick):
            self.hints.append(item.full)
        else:
            return is_placeholder(item.full) and not item.tick
        return True

    def _begins_answer(self, item: Item, _: list[Item]) -> bool:
        if item.role is LineRole.ANSWER:
            self.answering = True
            self.answer.append(item)
            return True
        rest = answer_marker(item) if self.text else None
        if rest is None:
            return False
        self.answering = self.marked = True
        if rest:
            self.answer.append(item)
        return True

    def _option(self, item: Item, after: list[Item]) -> bool:
        if item.role is LineRole.DATA and ranks(self.text) and len(item.full.split()) <= 12:
            self.options += [item.full] if re.search(r"[^\W\d_]", item.full) else []
            return True
        columns = split_options(f"☐ {item.full}" if item.tick else item.full)
        if item.tick or len(columns) > 1:
            self.squares += item.tick and not item.round
            self.ticks += item.tick
            self.chosen += chosen_in(item)
            self._add_columns(columns)
            if columns:  # boxes may stand in a row without a word
                self._note_bold(item, columns[-1])
            return True
        if _SCORE.fullmatch(item.full) and self.is_form_field(after):
            self.is_grid = True
            return True
        among = bool(self.options) or (after != [] and is_standard_option(after[0].full))
        if is_standard_option(item.full) and among and not item.level:
            self.options.append(item.text.strip(" ;") or item.full)
            self._note_bold(item, self.options[-1])
            return True
        listed = self._lists_options() or self._is_choice_list(item, after)
        if (item.bullet or self._counts_options(item)) and not asks(item.text) and listed:
            self.options.append(tidy_part(item.text))
            return True
        return self._plain_option(item)

    def _note_bold(self, item: Item, option: str) -> None:
        # An officer who fills in a form on screen sets the chosen option in bold.
        if item.bold and not item.level:
            self.bold.append(option)

    def finish(self) -> None:
        """Settle what shows only when all items are in: the one option in bold among others is the chosen one."""
        if self.is_response and not self.chosen and len(self.bold) == 1 and len(self.options) > 1:
            self.chosen = list(self.bold)

    def is_form_field(self, after: list[Item]) -> bool:
        """Whether a bare number here is the mark given on a scale that the form does not print."""
        ended = not after or after[0].role is LineRole.HEADING or is_follow_up(after[0].text)
        return bool(self.text) and not self.options and not self.parts and ended

    def _add_columns(self, columns: tuple[str, ...]) -> None:
        # 'Very likely ... Very unlikely' over or under '1 2 3 4 5' names the ends of the scale.
        if is_scale(columns) and not is_scale(tuple(self.options)):
            self.options = self.options if len(self.options) > 2 else []
        elif len(self.options) > 2 and is_scale(tuple(self.options)) and not is_scale(columns):
            return
        self.options += columns

    def _is_choice_list(self, item: Item, after: list[Item]) -> bool:
        """Whether a list under a finished question is one of options: short, capital letters, no stops."""
        if self.is_response or self.parts or not self.text.rstrip(")").endswith("?") or not is_choice(item, self.text):
            return False
        return bool(self.options) or (bool(after) and is_choice(after[0], self.text) and after[0].bullet == item.bullet)

    def _counts_options(self, item: Item) -> bool:
        """Whether a labelled item is the next of a count of options; the next chapter and paragraph are none."""
        if item.label is None or item.level or item.label.style in (Style.DECIMAL, Style.WORD):
            return False
        return len(item.text.split()) <= 40 and self._counts_on(item.label)

    def _lists_options(self) -> bool:
        return (
            not self.parts and not self.is_response and (offers_choice(self.text) or bool(self.hints and self.options))
        )

    def _plain_option(self, item: Item) -> bool:
        chosen = any(is_instruction(hint) for hint in self.hints[-_LOOKED_AT:]) or len(self.options) > 1
        plain = item.role is LineRole.BODY and not item.bullet and len(item.full.split()) <= 12 and not item.level
        # Among ticked options, one without a box is something else.
        if (
            not (chosen and plain and not self.is_response and not self.ticks)
            or item.full.endswith(("?", ".", ":"))
            or is_follow_up(item.full)
        ):
            return False
        self.options.append(item.full)
        return True

    def _grid(self, item: Item, _: list[Item]) -> bool:
        if item.role is LineRole.SCALE:
            self.options, self.is_grid = list(item.choices), True
        elif item.role is LineRole.STATEMENT:
            label = item.label.number if item.label else None
            self.parts.append(Part(label, item.text))
        else:
            return False
        return True

    def _continues(self, item: Item, after: list[Item]) -> bool:
        if item.bullet or item.tick or item.role is LineRole.DATA or not self._is_unfinished(item, after):
            return False
        if item.label and self.stem and item.label.style in (Style.LETTER, Style.ROMAN):
            return False
        # A title beside the number ('Question 5: Housing') is no sentence of the question.
        is_title = 0 < len(self.text.split()) <= 8 and not self.text.endswith((".", ",", ";", ":"))
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
            return asks_only(item.text) and addresses_reader(item.text)
        upcoming = [item, *after[:2]]
        return any(asks_only(each.text) and not each.label for each in upcoming)

    def _part(self, item: Item, _: list[Item]) -> bool:
        if not self.open_for_parts(item) or item.role is not LineRole.BODY:
            return False
        lettered = item.label is not None and item.label.style in (Style.LETTER, Style.ROMAN, Style.NUMBER)
        if not (lettered or item.bullet) or (lettered and item.label and not self._counts_on(item.label)):
            return False
        label = item.label.number if item.label and lettered else None
        self.parts.append(Part(label, tidy_part(item.text)))
        return True

    def _counts_on(self, label: Label) -> bool:
        """Whether a part's label begins a count or goes on with one; the next chapter's number does neither."""
        readings = [(each.style, each.values[0]) for each in (label, roman_of(label)) if each is not None]
        known = any((style, value - step) in self.counted for style, value in readings for step in (1, 2))
        if not known and label.number.lower() not in ("a", "i", "1"):
            return False
        self.counted.update(readings)
        return True

    def _goes_on(self, item: Item, _: list[Item]) -> bool:
        if item.role is not LineRole.BODY or item.bullet or is_general(item.text) or is_about_paper(item.text):
            return False
        if item.bold > self.is_bold and not self.marked and not is_follow_up(item.text):
            return False  # the next heading may be a question too, set in bold as this one is not
        follows = is_follow_up(item.text) and (asks_only(item.text) or is_command(item.text))
        if not follows and (self.is_response or not asks_only(item.text) or item.label):
            return False
        if self.options or self.is_grid:
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
