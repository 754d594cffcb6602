"""What it costs to show a text grows with its length, whatever it is made of: counted in calls, never in seconds."""

from collections.abc import Callable

import pytest

from consult.issuing.word.kit import WordFile
from consult.issuing.word.styles import Look
from consult.issuing.word.text import Voice, write_text
from consult.texts import plain, to_html
from consult.texts.form import parse, write
from tests.costs.calling import MOST, SHORT, TIMES, calls


def word(text: str) -> None:
    write_text(WordFile(Look()), text, Voice())


def form(text: str) -> None:
    write(parse(text))


# What is made to keep a parser busy, as a beginning and a piece that is repeated.
REPEATED = {
    "notes begun": ("", "[^"), "notes begun, where there is one": ("[^a]: x\n\n", "[^"),
    "references": ("[^a]: x\n\n", "[^a]"),
    "notes that are not there": ("[^a]: x\n\n", "[^b"), "notes defined": ("", "[^a]: b\n"),
    "notes in notes": ("", "[^a]: "),
    "inline notes": ("", "^["), "notes in quotes": ("", "[^a]: > - "), "brackets": ("", "["), "pairs": ("", "[]"),
    "links begun": ("", "[a]("), "addresses begun": ("", "[a](b"), "addresses in angles": ("", "[a](<b"),
    "titles begun": ("", '[a](b "t'), "titles, wide": ("", '[a](b "t' + " " * 50), "links": ("", "[a](b)"),
    "links by name": ("", "[a]["), "names": ("", "[a]: b\n"), "names begun": ("", "[a\n"), "pictures": ("", "!["),
    "backticks": ("", "`a"), "backticks of two lengths": ("", "``a`"), "code in brackets": ("", "[`"),
    "stars": ("", "*"),
    "italics begun": ("", "*a "), "italics and underlines": ("", "*a_ "), "bold within words": ("", "a**b"),
    "bold and italics": ("", "***a "), "underlines": ("", "_a "), "struck": ("", "~~a "), "mixed": ("", "*a**b"),
    "emphasis in brackets": ("", "[*a]*"), "angles": ("", "<"), "addresses": ("", "<a:"), "comments": ("", "<!--"),
    "mail": ("<", "a@"), "mail hosts": ("<a@b", ".a" * 20), "other tags": ("", "<div>\n"), "ampersands": ("", "&"),
    "entities": ("", "&#1"), "named": ("", "&aaaaaaaaaaaaa"), "backslashes": ("", "\\"), "escapes": ("", "\\*"),
    "escapes in links": ("", "[a](\\"), "spaces": ("a", " "), "lines of spaces": ("", " " * 40 + "\n"),
    "ends": ("", "\n"),
    "lines": ("", "a\n"), "quotes in quotes": ("", ">"), "deep quotes": ("", ">" * 20 + "a\n"), "quotes": ("", ">a\n"),
    "deep quote, lazy": (">" * 12 + "a\n", "b\n"), "list in list": ("", "- "), "lists": ("", "- a\n"),
    "tabs": ("", "-\t"),
    "deep lists": ("", "- " * 10 + "x\n"), "numbers in numbers": ("", "1. "), "empty items": ("", "-\n"),
    "loose items": ("", "- a\n\n"), "lazy items": ("- a\n", "b\n"), "items and quotes": ("", "- a\n> b\n"),
    "bars": ("", "|"), "rows": ("|a|b|\n|-|-|\n", "|1|2|\n"), "rows too wide": ("|a|\n", "|-|\n"),
    "no table": ("", "|-|\n"),
    "wide table": ("|a" * 60 + "|\n" + "|-" * 60 + "|\n", "x\n"), "escaped bars": ("|a|\n|-|\n", "\\|"),
    "wide tables": ("", "|a" * 20 + "|\n" + "|-" * 20 + "|\n" + "x\n" * 9 + "\n"), "underlined": ("", "a\n=\n"),
    "rules": ("", "---\n"), "fences": ("", "```\n"), "open fence": ("~~~\n", "b\n"), "headings": ("", "# a\n"),
    "marks of a heading": ("", "#"), "code": ("", "    a\n"), "far to the right": ("a\n", "        b\n"),
    "one word": ("", "a"), "words": ("", "word "), "colons": ("", ":"), "round brackets": ("[a](", "("),
    "initials": ("", "A. b\n"), "letters": ("", "c) b\n"), "dashes": ("", "– b\n"), "signs alone": ("", "1.\n"),
    "quotes of numbers": ("", "> 5\n"), "empty quotes": ("", ">\n"), "tags": ("", "<b>"), "guards": ("", "\\*a"),
    "bare addresses": ("", "https://a.b/c)"), "no addresses": ("", "a@b.c@"), "links led on": ("", "[a](https://b.c"),
    "links to pages": ("", "[a](https://b.c) "), "stars of three": ("", "***a** "),
    "breaks": ("|a|\n|-|\n", "|<br>|\n"),
    "characters unseen": ("", "\u200b\u00ad"), "lines of another kind": ("", "a\u2028"),
}  # fmt: skip
# What changes from piece to piece.
GROWN: dict[str, Callable[[int], str]] = {
    "brackets that close": lambda n: "[" * (n // 2) + "]" * (n // 2),
    "links in links": lambda n: "[" * (n // 4) + "a" + "](b)" * (n // 5),
    "brackets before links": lambda n: "[" * (n // 2) + "](x)" * (n // 8),
    "emphasis in emphasis": lambda n: "*a " * (n // 6) + "b*" * (n // 6),
    "runs of backticks": lambda n: "".join("`" * (1 + k % 40) + " " for k in range(n // 20)),
    "notes": lambda n: "".join(f"[^{k}]: b\n" for k in range(n // 16)) + "".join(f" [^{k}]" for k in range(n // 16)),
    "lists going in": lambda n: "\n".join("  " * (k % 30) + "- a" for k in range(n // 34)),
    "notes going in": lambda n: "\n".join("    " * (k % 20) + f"[^{k}]: b" for k in range(n // 50)),
    "pages in pages": lambda n: "[" * (n // 20) + "a" + "](https://b.c)" * (n // 20),
    "letters that jump": lambda n: "".join(f"{'aceg'[k % 4]}) x\n" for k in range(n // 5)),
    "numbers": lambda n: "".join(f"{k}. a\n" for k in range(n // 7)),
    "fences of all lengths": lambda n: "".join("`" * (3 + k % 40) + "\n" for k in range(n // 24)),
    "wide head": lambda n: "|a" * (n // 8) + "|\n" + "|-" * (n // 8) + "|\n" + "x\n" * (n // 4),
}


@pytest.mark.parametrize("act", [to_html, plain, word, form], ids=lambda act: act.__name__)
@pytest.mark.parametrize("kind", [*REPEATED, *GROWN])
def test_ten_times_the_text_costs_at_most_fifteen_times_the_calls(kind: str, act: Callable[[str], object]) -> None:
    def text(length: int) -> str:
        if kind in GROWN:
            return GROWN[kind](length)
        begins, piece = REPEATED[kind]
        return begins + piece * (length // len(piece))

    act("warm")
    few, many = calls(act, text(SHORT)), calls(act, text(TIMES * SHORT))
    assert many <= MOST * max(few, 100)


def test_the_count_tells_what_grows_with_the_square() -> None:
    def square(text: str) -> None:
        for _ in text:
            for each in text:
                ord(each)

    assert calls(square, "a" * 100) > MOST * calls(square, "a" * 10)


@pytest.mark.parametrize("piece", ["[^", "[a](", "> " * 9 + "a\n", "- a\n", "*a**b", "|a|b|\n|-|-|\n|1|2|\n", "`a"])
def test_the_longest_comment_costs_no_more_than_a_page_can_bear(piece: str) -> None:
    # A page shows some twenty of them, and a call takes about half a millionth of a second.
    assert calls(to_html, piece * (20_000 // len(piece))) < 1_500_000
