"""How Word prints a list's count: figures, letters, Roman numerals, words (ISO/IEC 29500-1, 17.18.59)."""

from collections.abc import Callable

from consult.question_sets.numerals import in_roman, in_words

_ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
             "twelve": "twelfth"}  # fmt: skip


def _letters(n: int) -> str:
    # Word goes a ... z, aa, bb ... zz, aaa.
    return chr(97 + (n - 1) % 26) * min((n - 1) // 26 + 1, 9) if n > 0 else ""


def _cardinal(n: int) -> str:
    if not 0 <= n < 100:
        return str(n)
    return in_words(n).capitalize()


def _ordinal_word(n: int) -> str:
    if not 0 <= n < 100:
        return _ordinal(n)
    before, dash, last = _cardinal(n).lower().rpartition("-")
    last = _ORDINALS.get(last, f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")
    return f"{before}{dash}{last}".capitalize()


def _ordinal(n: int) -> str:
    if n % 100 in (11, 12, 13):
        return f"{n}th"
    return str(n) + {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")


_FORMATS: dict[str, Callable[[int], str]] = {
    "lowerLetter": _letters,
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerRoman": in_roman,
    "upperRoman": lambda n: in_roman(n).upper(),
    "decimalZero": lambda n: f"{n:02d}",
    "numberInDash": lambda n: f"- {n} -",
    "ordinal": _ordinal,
    "cardinalText": _cardinal,
    "ordinalText": _ordinal_word,
    "none": lambda n: "",
}


def printed(n: int, form: str) -> str:
    """A count as Word prints it in the number format `form`; a plain figure in a format that papers never use."""
    return _FORMATS.get(form, str)(n)
