"""How Word prints a list's count: figures, letters, Roman numerals, words (ISO/IEC 29500-1, 17.18.59)."""

from collections.abc import Callable

_TENS = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
         (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TEN_WORDS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
             "twelve": "twelfth"}  # fmt: skip


def _roman(n: int) -> str:
    out, n = "", min(n, 5000)
    for value, letters in _TENS:
        while n >= value:
            out, n = out + letters, n - value
    return out


def _letters(n: int) -> str:
    # Word goes a ... z, aa, bb ... zz, aaa.
    return chr(97 + (n - 1) % 26) * min((n - 1) // 26 + 1, 9) if n > 0 else ""


def _cardinal(n: int) -> str:
    if not 0 <= n < 100:
        return str(n)
    tens, ones = divmod(n, 10)
    if n < 20:
        return _ONES[n].capitalize()
    return f"{_TEN_WORDS[tens - 2].capitalize()}{f'-{_ONES[ones]}' if ones else ''}"


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
    "lowerRoman": _roman,
    "upperRoman": lambda n: _roman(n).upper(),
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
