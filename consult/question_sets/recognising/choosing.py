"""The options of a question being put together: behind boxes, in columns, listed under it, the marks of a scale."""

import re
from dataclasses import dataclass, field
from typing import Protocol

from consult.question_sets.asking import sentences
from consult.question_sets.paper import Part
from consult.question_sets.recognising.answers import chosen_in
from consult.question_sets.recognising.facts import Item, LineRole
from consult.question_sets.recognising.kinds import is_instruction, names_count, offers_choice, ranks
from consult.question_sets.recognising.numbers import Style
from consult.question_sets.recognising.options import is_scale, is_standard_option, split_options
from consult.question_sets.recognising.parts import Counting, tidy_part

_SCORE = re.compile(r"(?:\d|10)(?:\s*(?:/|out of)\s*(?:5|10))?")
_NAMED = re.compile(r"(?:option|choice|scenario|alternative)\s+\w{1,3}\s*[:.)–—-]\s*\S", re.I)
_LONGEST_NAMED, _LONGEST_COUNTED, _LONGEST_PLAIN, _LONGEST_LISTED = 25, 40, 12, 10
_ASKS_WHICH = re.compile(r"(?:which|what|how|who|where|when|are you)\b", re.I)
# Under a question about each of several things, the list names the things.
_ON_EACH = re.compile(r"\b(?:following|these|each|views|comments|below)\b", re.I)


class Asked(Protocol):
    """What is known of the question so far."""

    is_response: bool
    is_bold: bool
    parts: list[Part]
    hints: list[str]
    counting: Counting

    @property
    def text(self) -> str:
        """The end of the stem so far."""

    @property
    def last_hints(self) -> list[str]:
        """The last instructions."""


@dataclass
class Choosing:
    """The options so far; `chosen` are those that a response ticks, `squares` counts square boxes, `ticks` all.

    `plain_lines` tells that the paper prints options as lines without a mark.
    """

    options: list[str] = field(default_factory=list)
    is_grid: bool = False
    squares: int = 0
    ticks: int = 0
    chosen: list[str] = field(default_factory=list)
    bold: list[str] = field(default_factory=list)
    plain_lines: bool = False

    def take(self, item: Item, after: list[Item], asked: Asked) -> bool:
        """Take one more item where it is an option; `after` are those that follow it."""
        return (
            self._heads_of_grid(item)
            or self._to_rank(item, asked)
            or self._boxed(item)
            or self._mark_given(item, after, asked)
            or self._named(item, after, asked)
            or self._listed(item, after, asked)
            or self._plain(item, after, asked)
        )

    def settle(self, is_response: bool) -> None:
        """Settle what shows only when all items are in: the one option in bold among others is the chosen one."""
        if is_response and not self.chosen and len(self.bold) == 1 and len(self.options) > 1:
            self.chosen = list(self.bold)

    def _add(self, option: str, item: Item) -> bool:
        self.options.append(option)
        # An officer who fills in a form on screen sets the chosen option in bold.
        if item.bold and not item.level:
            self.bold.append(option)
        return True

    def _heads_of_grid(self, item: Item) -> bool:
        if item.role is not LineRole.SCALE:
            return False
        self.options, self.is_grid = list(item.choices), True
        return True

    def _to_rank(self, item: Item, asked: Asked) -> bool:
        if not (item.role is LineRole.DATA and item.words <= _LONGEST_PLAIN and ranks(asked.text)):
            return False
        self.options += [item.full] if re.search(r"[^\W\d_]", item.full) else []
        return True

    def _boxed(self, item: Item) -> bool:
        columns = split_options(f"☐ {item.full}") if item.tick else item.options
        if not item.tick and len(columns) < 2:
            return False
        self.squares += item.tick and not item.round
        self.ticks += item.tick
        self.chosen += chosen_in(item)
        self._add_columns(columns)
        if columns and item.bold and not item.level:  # boxes may stand in a row without a word
            self.bold.append(columns[-1])
        return True

    def _add_columns(self, columns: tuple[str, ...]) -> None:
        # 'Very likely ... Very unlikely' over or under '1 2 3 4 5' names the ends of the scale.
        if is_scale(columns) and not is_scale(tuple(self.options)):
            self.options = self.options if len(self.options) > 2 else []
        elif is_scale(tuple(self.options)) and not all(column.isdigit() for column in columns):
            return
        self.options += columns

    def _mark_given(self, item: Item, after: list[Item], asked: Asked) -> bool:
        """Whether a bare number is the mark given on a scale that the form does not print."""
        ended = not after or after[0].role is LineRole.HEADING or after[0].follows_up
        bare = bool(asked.text) and not self.options and not asked.parts and ended
        if not (bare and _SCORE.fullmatch(item.full)):
            return False
        self.is_grid = True
        return True

    def _named(self, item: Item, after: list[Item], asked: Asked) -> bool:
        """Whether it is an option wherever it stands: 'Yes', 'Option A: none'."""
        if item.level or item.role is LineRole.STATEMENT:
            return False
        if _NAMED.match(item.full) and item.words <= _LONGEST_NAMED and not asked.parts:
            return self._add(item.full, item)
        among = bool(self.options) or (after != [] and after[0].is_standard)
        return item.is_standard and among and self._add(item.text.strip(" ;") or item.full, item)

    def _listed(self, item: Item, after: list[Item], asked: Asked) -> bool:
        if item.asks or not (item.bullet or self._counts(item, asked)):
            return False
        announced = offers_choice(asked.text) or names_count(asked.text) or bool(asked.hints and self.options)
        listed = announced and not asked.parts and not asked.is_response
        if not listed and not self._is_choice_list(item, after, asked):
            return False
        self.options.append(tidy_part(item.text))
        return True

    def _counts(self, item: Item, asked: Asked) -> bool:
        """Whether a labelled item is the next of a count of options; the next chapter and paragraph are none."""
        if item.label is None or item.level or item.label.style in (Style.DECIMAL, Style.WORD):
            return False
        return len(item.text.split()) <= _LONGEST_COUNTED and asked.counting.goes_on(item.label)

    def _is_choice_list(self, item: Item, after: list[Item], asked: Asked) -> bool:
        """Whether a list under a finished question is one of options: short, capital letters, no stops."""
        finished = asked.text.rstrip(")").endswith("?")
        if asked.is_response or asked.parts or not finished or not _is_choice(item, asked.text):
            return False
        return bool(self.options) or (
            bool(after) and _is_choice(after[0], asked.text) and after[0].bullet == item.bullet
        )

    def _plain(self, item: Item, after: list[Item], asked: Asked) -> bool:
        if self.plain_lines and self._is_line(item, after, asked):
            return self._add(item.full, item)
        chosen = len(self.options) > 1 or any(map(is_instruction, asked.last_hints)) or names_count(asked.text)
        # Among ticked options, one without a box is something else; so it is beside a scale.
        if not chosen or self.ticks or self.is_grid or asked.is_response or is_scale(tuple(self.options)):
            return False
        plain = item.role is LineRole.BODY and not item.bullet and item.words <= _LONGEST_PLAIN and not item.level
        ends = item.full.endswith(("?", ".", ":")) and not item.full.startswith("Other")
        more = ends or item.commands or item.follows_up or item.bold > asked.is_bold
        more = more or (item.bold and bool(self.options) and not self.bold)
        return plain and not more and self._add(item.full, item)

    def _is_line(self, item: Item, after: list[Item], asked: Asked) -> bool:
        """Whether a plain line is one of several under a question that has asked."""
        if self.ticks or self.is_grid or asked.parts or item.bold > bool(self.bold) or not item.is_short_line:
            return False
        has_asked = asked.text.endswith(("?", ")", "]")) or names_count(asked.text)
        return bool(self.options) or (has_asked and bool(after) and after[0].is_short_line)


def _is_choice(item: Item, stem: str) -> bool:
    """Whether a list item under a question that ends with its mark is an option: short, no stop, mostly a capital."""
    if item.role is not LineRole.BODY or item.level or item.text.endswith((".", ";", ",", ":", "?")):
        return False
    capital = item.text[:1].isupper() or item.text[:1].isdigit()
    short = len(item.text.split()) <= _LONGEST_LISTED and (capital or bool(_ASKS_WHICH.match(sentences(stem)[-1])))
    on_each = bool(_ON_EACH.search(stem))
    if item.bullet:
        return short and item.label is None and (capital or not on_each)
    lettered = item.label is not None and item.label.style is Style.LETTER
    return short and lettered and (is_standard_option(item.text) or not on_each)
