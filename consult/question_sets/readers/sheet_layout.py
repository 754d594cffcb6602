"""Which row of a sheet heads its columns, and what the columns hold: numbers, questions, answers, things beside them.

People put a title and instructions above the heads, keys of their own beside the numbers, and a row of help below.
"""

import re
from dataclasses import dataclass

Row = dict[int, str]
"""The texts of a row by their columns, from 0."""

ASIDE, HELP = "Column beside the questions", "Row of instructions"
_MOST_HEADS = 20
_MOST = 0.6
_SAMPLE = 300  # rows by which a column is judged
_LONGEST_HEAD = 14  # words
_NAMED = re.compile(r"(?:consultation |survey )?questions?(?: text)?:?", re.I)
_SPOKEN_OF = re.compile(r"\b(?:questions?|wording|query|queries)\b", re.I)
_ANSWER = re.compile(r"(?:your |our |the |draft |proposed )?(?:answers?|responses?|repl(?:y|ies)|comments?):?", re.I)
_COUNTS = re.compile(r"\b(?:numbers?|no|nr|num)\b|#", re.I)
_REFERS = re.compile(r"\b(?:ref(?:erence)?s?|ids?|codes?)\b", re.I)
_NUMBERED = re.compile(r"\W*(?:q(?:uestion)?\W*)?(?:\d+|[a-z][.)])", re.I)
_NUMBER = re.compile(r"[A-Z]{0,3}[-. ]?\d++(?:[.-]?\w)*+[.)]?", re.I)


@dataclass(frozen=True)
class Layout:
    """How a sheet is laid out, rows and columns counted from 0; `head` is -1 without a row of heads.

    `listed` is the column that is a list of questions without numbers, from the row `first`; `aside` are the columns
    before the question that hold something else where another has the numbers, `help` the rows under the heads that
    say what to fill in.
    """

    head: int = -1
    answers: frozenset[int] = frozenset()
    listed: int | None = None
    first: int = 0
    aside: frozenset[int] = frozenset()
    help: frozenset[int] = frozenset()

    def why(self, row: int, column: int) -> str:
        """Why a cell is none of the paper's text; '' where it is."""
        if row in self.help:
            return HELP
        return ASIDE if row >= self.head and column in self.aside else ""


def layout_of(rows: list[Row]) -> Layout:
    """The layout of a sheet's rows."""
    head, asked = _head(rows)
    if asked is None:
        listed, first = _asking(rows)
        return Layout(listed=listed, first=first)
    heads = _folded(rows[head])
    body = rows[head + 1 :]
    answers = frozenset(column for column, text in heads.items() if _ANSWER.fullmatch(text))
    number = _number(heads, body, asked)
    if number is None:
        texts = [text for row in body if (text := row.get(asked, "").strip())]
        beside = (text.strip() for row in body for column, text in row.items() if column != asked)
        numbered = any(_NUMBERED.match(text) for text in texts) or any(_NUMBER.fullmatch(text) for text in beside)
        return Layout(head, answers, None if numbered else asked, head + 1)
    aside = frozenset(column for column in heads if column < asked and column != number and _is_key(column, body))
    told = _help(body, number, asked)
    return Layout(head, answers, aside=aside, help=frozenset(head + 1 + n for n in told))


def _folded(row: Row) -> dict[int, str]:
    return {column: " ".join(text.split()) for column, text in sorted(row.items()) if text.strip()}


def _head(rows: list[Row]) -> tuple[int, int | None]:
    """The row that heads the columns and the column it heads as questions; (-1, None) without."""
    spoken: tuple[int, int | None] = (-1, None)
    for n, row in enumerate(rows[:_MOST_HEADS]):
        texts = _folded(row)
        named = next((column for column, text in texts.items() if _NAMED.fullmatch(text)), None)
        if named is not None:
            return n, named
        if spoken[1] is None and len(texts) > 1:
            spoken = (
                n,
                next((c for c, text in texts.items() if _heads_questions(text) and _is_worded(c, rows, n)), None),
            )
    return spoken if spoken[1] is not None else (-1, None)


def _heads_questions(text: str) -> bool:
    is_short = len(text.split()) <= _LONGEST_HEAD and not text.endswith(("?", "."))
    return is_short and bool(_SPOKEN_OF.search(text)) and not (_COUNTS.search(text) or _REFERS.search(text))


def _sample(column: int, rows: list[Row]) -> list[str]:
    return [text for row in rows[:_SAMPLE] if (text := row.get(column, "").strip())]


def _is_worded(column: int, rows: list[Row], head: int) -> bool:
    """Whether most of what stands under a head are sentences."""
    texts = _sample(column, rows[head + 1 :])
    return bool(texts) and sum(len(text.split()) > 3 for text in texts) > _MOST * len(texts)


def _number(heads: dict[int, str], body: list[Row], asked: int) -> int | None:
    """The column that numbers the questions: one whose head says so before one that refers to them."""
    counted = [column for column in heads if column != asked and _share_of_numbers(column, body) > _MOST]
    for pattern in (_COUNTS, _REFERS):
        found = next((column for column in counted if pattern.search(heads[column])), None)
        if found is not None:
            return found
    return None


def _share_of_numbers(column: int, body: list[Row]) -> float:
    texts = _sample(column, body)
    return sum(bool(_NUMBER.fullmatch(text)) for text in texts) / len(texts) if texts else 0.0


def _is_key(column: int, body: list[Row]) -> bool:
    """Whether a column holds nothing but short marks, such as letters of columns elsewhere, under its help."""
    texts = _sample(column, body)
    return sum(len(text) <= 8 and " " not in text for text in texts) > _MOST * len(texts)


def _help(body: list[Row], number: int, asked: int) -> list[int]:
    """The first rows under the heads that have words where the others have numbers."""
    told: list[int] = []
    for n, row in enumerate(body):
        said = row.get(number, "").strip()
        if not said or not row.get(asked, "").strip() or _NUMBER.fullmatch(said):
            break
        told.append(n)
    return told


def _asking(rows: list[Row]) -> tuple[int | None, int]:
    """The column and first row of a sheet of one column most of whose rows ask, none with a number; or (None, 0)."""
    used = {column for row in rows for column, text in row.items() if text.strip()}
    if len(used) != 1:
        return None, 0
    (column,) = used
    texts = [text for row in rows if (text := row.get(column, "").strip())]
    asking = [n for n, row in enumerate(rows) if row.get(column, "").strip().endswith("?")]
    if any(_NUMBERED.match(text) for text in texts) or len(asking) <= max(1, _MOST * len(texts)):
        return None, 0
    return column, asking[0]
