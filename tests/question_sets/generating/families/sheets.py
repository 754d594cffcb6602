"""Questions in a sheet: a title and instructions above the headings, codes, and columns about the questions."""

from random import Random

from tests.question_sets.generating.asked import FREE, MANY, ONE, XLSX, YES_NO, Asked, Drawn, family
from tests.question_sets.generating.numbering import Numbering, numbered
from tests.question_sets.generating.words import Words


@family("sheet with title and instruction rows", (XLSX,))
def titled(random: Random) -> Drawn:
    words = Words(random)
    code = random.choice(("", "S", "Q"))
    number = "{n}" if code == "Q" else f"{code}{{n}}"
    counted = numbered(words.some(4, 8, words.asks), Numbering("", code + "{n}", number))
    heads = random.choice(
        (
            ("No.", "Question", "Your response"),
            ("Ref", "Question (please answer each one in full)", "Response", "Evidence"),
        )
    )
    above = [(words.title(),), ("Please fill in the last column and return the sheet by 4 May 2031.",), ()]
    rows = [(label, asked.text) for label, asked in counted]
    return Drawn(tuple(asked for _, asked in counted), rows=(*above[: random.randint(0, 3)], heads, *rows))


@family("sheet of questions with codes and formats", (XLSX,))
def with_formats(random: Random) -> Drawn:
    """'Section | Question no. | Question | Format | Mandatory | Comment': the format says the kind."""
    words = Words(random)
    formats = {FREE: "Free text", YES_NO: "Y/N", ONE: "Drop-down list", MANY: "Tick all that apply"}
    asked = words.some(5, 9, words.of_any_kind)
    heads = ("Section", "Question no.", "Question", "Format", "Mandatory", "Comment")
    found, rows = [], []
    for n, each in enumerate(asked, 1):
        code = f"{random.choice(('work', 'home', 'travel'))}{n}"
        found.append(Asked(each.text, code, each.kind))
        rows.append(
            (
                str(1 + n // 4),
                code,
                each.text,
                formats[each.kind],
                "Y",
                random.choice(("same as last year", "reworded", "")),
            )
        )
    return Drawn(tuple(found), rows=(heads, *rows))
