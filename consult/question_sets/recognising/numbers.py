"""Labels as papers print them: 'Question 3(a)', 'Q1.', '(8)', '8)', 'PC-2', '1.1', 'a)', 'iv.', bullets, tick boxes.

`label_of` says what stands before a text; whether that makes it a question is decided in `series.py`, from the
company it keeps.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from consult.question_sets.numerals import in_roman, in_words


class Style(StrEnum):
    """The families of labels."""

    WORD = "word"
    NUMBER = "number"
    DECIMAL = "decimal"
    CODE = "code"
    LETTER = "letter"
    ROMAN = "roman"


@dataclass(frozen=True)
class Label:
    """A label and what it stands before.

    `number` is as printed without its word, brackets at the ends and stop ('' for a bare 'Question:'); `values` is
    what it counts ((3,) for '3', (1, 2) for '1.2', (2,) for 'b'); `prefix` the letters of a code; `mark` the
    punctuation round it; `sub` the letter in '3(a)' or '3a'; `rest` the text after it.
    """

    style: Style
    number: str
    values: tuple[int, ...]
    rest: str
    prefix: str = ""
    mark: str = ""
    sub: str = ""

    @property
    def family(self) -> tuple[Style, int]:
        """Labels of one family may follow each other in one count."""
        return self.style, len(self.values)

    def follows(self, other: "Label") -> bool:
        """Whether this is the next label after `other` in one count: 3 after 2, 2.1 after 1.4, B1 after A6."""
        if self.family != other.family:
            return False
        if self.style is Style.DECIMAL or len(self.values) > 1:
            steps = [b - a for a, b in zip(other.values, self.values, strict=True)]
            first = next((n for n, step in enumerate(steps) if step), None)
            return first is not None and steps[first] == 1 and all(v <= 1 for v in self.values[first + 1 :])
        if self.prefix != other.prefix:
            return self.values == (1,) and len(self.prefix) == len(other.prefix)
        if self.values == other.values:
            return bool(self.sub) and self.sub == (chr(ord(other.sub[-1]) + 1) if other.sub else "a")
        return self.values[0] == other.values[0] + 1


_NUM = (
    r"(?P<num>(?P<prefix>[A-Z]{0,3}-?)(?P<values>\d{1,3}(?:[.-]\d{1,3}){0,3})"
    r"(?P<sub>\s?\([a-z]{1,3}\)|[a-z](?![a-zA-Z]))?)"
)
_END = r"(?P<end>\]?\s*(?:[:.)\]]+|[-–—]+(?=\s|$))\s*|\s+|$)"
# 'Chapter 1, Question 2', 'Key question 3', 'Question for consultation 4'.
_OF = (
    r"(?:(?:chapter|section|part|annex|theme)\s+[\w.]{1,6}\s*[,:–—-]\s*)?"
    r"(?:(?:consultation|discussion|specific|survey|key|open|main|general|further|additional|technical|policy|inquiry|"
    r"stakeholder|review|call for evidence)\s+)?"
)
_FOR = r"(?:\s+for\s+(?:consultation|discussion|respondents|consultees|stakeholders|comment|response))?"
_SPELT = {in_words(n): n for n in range(1, 21)}
_SPELT_WORD = re.compile(
    rf"{_OF}question\s+(?P<num>{'|'.join(_SPELT)})\b(?P<end>\s*[:.)–—-]+\s*|\s*$|\s+)(?P<rest>.*)",
    re.I | re.S,
)
# 'Question 3 / Cwestiwn 3': the same label again in another language.
_AGAIN = re.compile(r"[/|–—-]\s*[^\W\d]{3,20}\s+(?P<num>[\w.()-]{1,8}?)\s*(?:[:.]\s*|\s+|$)(?P<rest>.*)", re.S)
_WORD = re.compile(
    rf"[\[(]?{_OF}(?:question{_FOR}|ques\.?|q)(?:\s+(?:no\.?|number))?\s*+(?:[.:#]\s*+)?{_NUM}{_END}(?P<rest>.*)",
    re.I | re.S,
)
_LETTERED_WORD = re.compile(rf"{_OF}question\s+(?P<num>[A-Z])\s*(?:[:.)–—-]+(?=\s|$)|$)(?P<rest>.*)", re.I | re.S)
_BARE_WORD = re.compile(r"(?:consultation\s+)?question\s*[:–—-]\s*(?P<rest>.*)|(?:consultation\s+)?question\s*$", re.I)
_NUMBER = re.compile(
    r"(?P<open>[(\[])?(?P<num>\d{1,3})(?P<sub>\([a-z]\)|[a-z])?"
    r"(?P<close>(?(open)[)\]]|(?:[.):]{1,2}|\s?[-–—](?=\s)(?!\s\d))))(?P<rest>(?=\D|\d+\s).*|$)",
    re.S,
)
_SPACED_NUMBER = re.compile(r"(?P<num>\d{1,3})(?P<rest>\s+[A-Z“\"‘'(].*|$)", re.S)
_DECIMAL = re.compile(
    r"(?P<num>\d{1,3}(?:\.\d{1,3}){1,3})(?P<close>[.):]?)\s+(?P<rest>.*)|(\d{1,2}(?:\.\d{1,2})+)$", re.S
)
_CODE = re.compile(
    r"(?P<prefix>[A-Z]{1,4}[-.]?)(?P<num>\d{1,3})(?P<sub>[a-z]?)(?P<close>[.):]?)(?:\s+(?P<rest>.*)|$)", re.S
)
_LETTER = re.compile(r"(?P<open>\()?(?P<num>[a-z]|[A-Z])(?P<close>\)|(?(open)(?!)|[.:](?=\s)))\s*(?P<rest>.*)", re.S)
_ROMAN = re.compile(
    r"(?P<open>\()?(?P<num>[ivx]{1,5}|[IVX]{1,5})(?P<close>\)|(?(open)(?!)|[.:](?=\s)))\s*(?P<rest>.*)", re.S
)
_ROMANS = {in_roman(n): n for n in range(1, 16)}
_MONTH = re.compile(
    r"\s*(?:(?:st|nd|rd|th)\s+)?(?:January|February|March|April|May|June|July|August|September|October|November|"
    r"December)\b"
)


def _sub(found: str | None) -> str:
    return (found or "").strip(" ()")


def _word(text: str) -> Label | None:
    found = _WORD.match(text)
    if found:
        rest = found["rest"].strip()
        # 'Question 3 asks whether ...' speaks of a question and is none.
        if not found["end"].strip() and rest[:1].islower():
            return None
        number = re.sub(r"\s", "", found["num"])
        values = tuple(int(piece) for piece in re.split(r"[.-]", found["values"]))
        again = _AGAIN.match(rest)
        if again and again["num"] == number:
            rest = again["rest"].strip()
        return Label(Style.WORD, number, values, rest, found["prefix"].upper(), "word", _sub(found["sub"]))
    lettered = _LETTERED_WORD.match(text)
    if lettered:
        return Label(
            Style.WORD, lettered["num"], (ord(lettered["num"].lower()) - 96,), lettered["rest"].strip(), "", "word"
        )
    spelt = _SPELT_WORD.match(text)
    if spelt and (spelt["end"].strip() or not spelt["rest"][:1].islower()):
        return Label(Style.WORD, spelt["num"], (_SPELT[spelt["num"].lower()],), spelt["rest"].strip(), "", "word")
    bare = _BARE_WORD.match(text)
    return Label(Style.WORD, "", (), (bare["rest"] or "").strip(), "", "word") if bare else None


def _number(text: str) -> Label | None:
    found = _NUMBER.match(text)
    if found:
        mark = f"{found['open'] or ''}1{found['close'].strip()}"
        number = found["num"] + (found["sub"] or "")
        return Label(Style.NUMBER, number, (int(found["num"]),), found["rest"].strip(), "", mark, _sub(found["sub"]))
    found = _SPACED_NUMBER.match(text)
    if found and not _MONTH.match(found["rest"]):
        return Label(Style.NUMBER, found["num"], (int(found["num"]),), found["rest"].strip(), "", "1 ")
    return None


def _decimal(text: str) -> Label | None:
    found = _DECIMAL.match(text)
    if not found:
        return None
    number = found["num"] or found[4]
    values = tuple(int(piece) for piece in number.split("."))
    return Label(Style.DECIMAL, number, values, (found["rest"] or "").strip(), "", f"1.1{found['close'] or ''}")


def _code(text: str) -> Label | None:
    found = _CODE.match(text)
    if not found:
        return None
    number = found["prefix"] + found["num"] + found["sub"]
    rest, mark = (found["rest"] or "").strip(), f"A1{found['close']}"
    return Label(Style.CODE, number, (int(found["num"]),), rest, found["prefix"], mark, found["sub"])


def _roman(text: str) -> Label | None:
    found = _ROMAN.match(text)
    value = _ROMANS.get(found["num"].lower()) if found else None
    if not found or value is None:
        return None
    mark = f"{found['open'] or ''}{'i' if found['num'].islower() else 'I'}{found['close']}"
    return Label(Style.ROMAN, found["num"], (value,), found["rest"].strip(), "", mark)


def _letter(text: str) -> Label | None:
    found = _LETTER.match(text)
    if not found:
        return None
    mark = f"{found['open'] or ''}{'a' if found['num'].islower() else 'A'}{found['close']}"
    return Label(Style.LETTER, found["num"], (ord(found["num"].lower()) - 96,), found["rest"].strip(), "", mark)


def label_of(text: str) -> Label | None:
    """The label that a text begins with; None where there is none."""
    text = text.lstrip()
    for read in (_word, _decimal, _number, _code, _letter, _roman):
        found = read(text)
        if found is not None:
            # '1.3 Question 1: ...' is question 1, in a paragraph that has a number of its own.
            within = _word(found.rest) if found.style in (Style.DECIMAL, Style.NUMBER) else None
            return within if within and within.number else found
    return None


# What a paper counts that is none of its questions, however it is labelled.
_PARTS_OF_PAPER = frozenset([
    "chapter", "section", "part", "annex", "appendix", "figure", "table", "box", "page", "paragraph", "para", "step",
    "stage", "phase", "day", "week", "year", "version", "volume", "schedule", "article", "note", "clause", "january",
    "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    "fig", "tel", "room", "level", "grade", "class", "zone", "unit", "option", "answer", "response", "example",
])  # fmt: skip
_NAMED = re.compile(
    r"(?P<noun>[A-Z][A-Za-z]{2,15})(?P<more> [a-z]{3,12})? (?P<hash># ?|no\.? ?)?(?P<num>\d{1,3}|(?-i:[A-Z])\b)"
    r"(?P<end>\s*[:.)–—-]+(?=\s|$)|\s*$|\s+)(?P<rest>.*)",
    re.S,
)


def named_label_of(text: str) -> Label | None:
    """A label by a word of the paper's own choice ('Topic #1: ...', 'Issue 2'), which counts only in company."""
    found = _NAMED.match(text.lstrip())
    if (
        not found
        or found["noun"].lower() in _PARTS_OF_PAPER
        or not (found["end"].strip() or found["hash"] or not found["rest"])
    ):
        return None
    value = int(found["num"]) if found["num"].isdigit() else ord(found["num"]) - 64
    noun = f"{found['noun']}{found['more'] or ''}".lower()
    return Label(Style.WORD, found["num"], (value,), found["rest"].strip(), noun, "word")


def roman_of(label: Label) -> Label | None:
    """The same label read as a Roman numeral: 'i', 'v' and 'x' are letters too."""
    value = _ROMANS.get(label.number.lower())
    return None if value is None else Label(Style.ROMAN, label.number, (value,), label.rest, "", label.mark)
