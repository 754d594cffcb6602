"""Numbers as words and as Roman numerals, as papers print them."""

_ONES = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def in_words(n: int) -> str:
    """A number from 0 to 99 as a word: 'seven', 'twenty-one'."""
    tens, ones = divmod(n, 10)
    if n < 20:
        return _ONES[n]
    return f"{_TENS[tens - 2]}{f'-{_ONES[ones]}' if ones else ''}"


def in_roman(n: int) -> str:
    """A number as a Roman numeral in small letters; one above 5,000 as 5,000."""
    out, n = "", min(n, 5000)
    for value, letters in _ROMAN:
        while n >= value:
            out, n = out + letters, n - value
    return out
