"""Texts that are hard on whoever compares, reads or marks them, each of a given number of characters or so."""

import random
import string
from collections.abc import Callable


def _words(seed: int, known: int) -> Callable[[int], str]:
    def make(size: int) -> str:
        chosen = random.Random(seed)
        words = ["".join(chosen.choices(string.ascii_lowercase, k=chosen.randrange(1, 9))) for _ in range(known)]
        text = " ".join(chosen.choices(words, k=size // 4))
        return text[:size]

    return make


def _repeated(piece: str) -> Callable[[int], str]:
    return lambda size: (piece * (size // len(piece) + 1))[:size]


def _lines(piece: str) -> Callable[[int], str]:
    def make(size: int) -> str:
        lines, length = [], 0
        while length < size:
            lines.append(piece.format(n=len(lines) + 1))
            length += len(lines[-1])
        return "".join(lines)

    return make


SHAPES: dict[str, Callable[[int], str]] = {
    "one word again and again": _repeated("same "),
    "one letter without end": _repeated("a"),
    "two words in turn": _repeated("yes no "),
    "few words, one paragraph": _words(1, 12),
    "many words, one paragraph": _words(2, 3_000),
    "marks": _repeated("!?. "),
    "letters and marks in turn": _repeated("a!"),
    "empty lines": _repeated("\n"),
    "spaces": _repeated(" "),
    "no-break spaces": _repeated("\u00a0"),
    "tabs and lines": _repeated("\t \n"),
    "numbers": _repeated("1 "),
    "digits without end": _repeated("1"),
    "decimal numbers": _repeated("1.1.1."),
    "brackets that open": _repeated("("),
    "square brackets": _repeated("[a]("),
    "footnotes": _repeated("[^1] "),
    "stars": _repeated("*a_"),
    "a star before each word": _repeated("**a "),
    "back ticks": _repeated("`"),
    "quotations in quotations": _repeated("> "),
    "lists in lists": _lines("- a\n"),
    "angle brackets": _repeated("<"),
    "tags that are never closed": _repeated("<b><i>"),
    "entities": _repeated("&amp;&"),
    "pipes": _repeated("|-"),
    "addresses": _repeated("http://a."),
    "at signs": _repeated("a@a."),
    "colons": _repeated("a:"),
    "dashes": _repeated("- "),
    "dots": _repeated("."),
    "question marks": _repeated("? "),
    "each paragraph another": _lines("Paragraph {n} says something of its own about the square.\n\n"),
    "each paragraph the same": _lines("We should plant more trees in the square.\n\n"),
    "numbered questions": _lines("{n}. Do you agree with proposal number {n} for the square?\n\n"),
    "questions of one number": _lines("1. Do you agree with proposal number {n} for the square?\n\n"),
    "one question again and again": _lines("Question 1: Do you agree with the proposals?\n\n"),
    "questions without number": _lines("Do you agree with proposal {n} for the square?\n\n"),
    "questions that go on": _lines("Do you agree? Please say why. "),
    "headings": _lines("# Heading {n}\n\n"),
    "headings and questions": _lines("# Chapter {n}\n\nText.\n\n1. What should happen in chapter {n}?\n\n"),
    "choices": _lines("- [ ] Choice {n}\n"),
    "choices on one line": _lines("Yes / No / Choice {n} / "),
    "letters in brackets": _lines("(a) part {n}\n"),
    "references": _lines("See paragraph {n} and paragraphs 1 to {n}, Question {n} and Annex A. "),
    "questions with references": _lines("{n}. Do you agree with paragraphs 1 to {n} and question {n}?\n\n"),
    "rows of a table": _lines("| {n} | Do you agree? | Yes |\n"),
    "answers": _lines("Q{n}. Do you agree with proposal {n}?\n\nAnswer: We agree with it, for reason {n}.\n\n"),
    "answers of one question": _lines("Q1. Do you agree with it?\n\nAnswer: We agree, for reason {n}.\n\n"),
    "a question and instructions": _lines("1. Do you agree?\n\nPlease tick all that apply.\n\n"),
    "instructions": _lines("Please tick one of these.\n\n"),
    "a question and its paragraphs": _lines("1. Do you agree?\n\nWould {n} be better?\n\nPlease say why {n}.\n\n"),
    "links that are never closed": _repeated("[1](#a "),
    "two underscores": _repeated("__a "),
    "three stars and two": _repeated("***a **b** "),
    "pictures": _repeated("![a]("),
    "long options": _lines("\u2610 Choice {n} of these\n"),
    "a scale": _lines("1 2 3 4 5 {n}\n"),
    "abbreviations": _repeated("See para. No. 3 etc. As in "),
    "brackets and full stops": _repeated("(a. B) "),
    "questions in tables": _lines("Do you agree?\tYes\tNo\t{n}\n"),
    "bold lines": _lines("**Do you agree with {n}?**\n\nYes, we do agree.\n\n"),
    "dates": _lines("The consultation closes on {n} March 2026 at 5pm. "),
    "address lines": _lines("Email: person{n}@example.org\nTelephone: 020 7946 0{n}\n"),
    "Welsh beside English": _lines("Do you agree with this?\n\nYdych chi yn cytuno gyda hyn, ac ydyn nhw {n}?\n\n"),
    "Roman numerals": _repeated("iv. x. "),
    "words with hyphens": _repeated("well-"),
    "apostrophes": _repeated("a'"),
    "soft hyphens": _repeated("a\u00ad"),
    "combining marks": _repeated("a\u0301"),
    "a joined word": _repeated("a\u200d"),
}
