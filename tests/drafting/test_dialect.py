"""What people type, and what Word files hold, reads the same on the page, in a search, in plain words and in Word.

The cases of ../shared come first, where they are; those below them are of our own, for what nobody has listed there.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from lxml import etree

from consult.issuing.word.kit import WordFile
from consult.issuing.word.package import Properties
from consult.issuing.word.styles import Look
from consult.issuing.word.text import Voice, write_text
from consult.question_sets.readers.archive import Archive
from consult.question_sets.readers.word.numbering import Numbering, W, child_value, whole
from consult.question_sets.readers.word.styles import Styles
from consult.texts import as_read, plain, to_html, tree
from consult.texts.form import parse, write
from consult.texts.walks.blocks import blocks
from consult.texts.walks.words import words

CASES = Path(__file__).resolve().parents[3] / "shared" / "texts" / "cases.json"
_NUMBER = re.compile(r"\[\d+\]")
# Where the cases allow for two answers, and ours is the other one.
OTHERWISE = {
    "unseen": ("zerowidth", "zero width"),  # a space of no width parts words, as in Khmer
}
DEFENSIBLE = {
    "deep-list",  # nine levels, as Word has
    "unseen",
}
OWN = {
    # What is typed, and what is read: labels, cells parted by tabs, notes last.
    "a list from nought that leaves some out": ("0. Nil\n5. Five\n6. Six", "0. Nil\n5. Five\n6. Six"),
    "three lists of three kinds": (
        "a) x\nb) y\n\n(1) x\n(2) y\n\ni) x\nii) y", "a) x\nb) y\n(1) x\n(2) y\ni) x\nii) y"),
    "capital letters that jump": ("A. Keep\nB. Close\nE. Sell", "A. Keep\nB. Close\nE. Sell"),
    "letters beyond z": ("z) a\naa) b\nab) c", "z) a\naa) b\nab) c"),
    "roman numbers that jump": ("(i) x\n(ii) y\n(vii) z", "(i) x\n(ii) y\n(vii) z"),
    "numbers in bullets in letters": ("(b)\tx\n    - y\n      7. z\n(c) w", "(b) x\n• y\n7. z\n(c) w"),
    "hundreds": ("99. x\n100. y\n101. z", "99. x\n100. y\n101. z"),
    "clauses": ("2.1 Scope\n2.2 Aims", "2.1 Scope\n2.2 Aims"),
    "times and sums": ("7.30 is late\n5 000 people\n1. 5 is less", "7.30 is late\n5 000 people\n1. 5 is less"),
    "a list behind a colon": ("Ask for:\n• shade\n• seats\nMany thanks", "Ask for:\n• shade\n• seats\nMany thanks"),
    "squares of Word": ("\uf0a7\tshade\n\uf0a7\tseats", "• shade\n• seats"),
    "a sign at the end": ("What is left: -\nand *", "What is left: -\nand *"),
    "signs of files": ("See ~/plan_a/__init__.py and *.docx or **.md", "See ~/plan_a/__init__.py and *.docx or **.md"),
    "a share of Windows": (r"\\server\_x\[1]\*.txt", r"\\server\_x\[1]\*.txt"),
    "stars for years": ("2019*2020*2021 and *", "2019*2020*2021 and *"),
    "masked letters": ("The c***** said f**k", "The c***** said f**k"),
    "a footnote with two paragraphs": ("So[^n]\n\n[^n]: One\n    more\n\n    Two", "So[1]\n[1] One\nmore\nTwo"),
    "notes out of order": ("x[^9] y[^2]\n\n[^2]: two\n\n[^9]: nine", "x[1] y[2]\n[1] nine\n[2] two"),
    "a reference in a cell": ("|a[^1]|\n|-|\n|b|\n\n[^1]: n", "a[1]\nb\n[1] n"),
    "a heading of level 4": ("#### So\nwe agree", "So\nwe agree"),
    "an underlined line": ("Our view\n========\nYes\n---", "Our view\n========\nYes\n---"),
    "code": ("```\nx = 1\n```\n`y`", "```\nx = 1\n```\n`y`"),
    "entities and tags": ("&pound;5 &amp; <u>x</u> <!-- y -->", "&pound;5 &amp; <u>x</u> <!-- y -->"),
    "a picture": ("![map](https://a.example/map.png)", "!map"),
    "an empty link": ("[](https://a.example) so", "[](https://a.example) so"),
    "a relative link": ("[annex](/annex \"why\")", "[annex](/annex \"why\")"),
    "a quotation in a quotation": ("> they\n> > said\n> so", "they\nsaid\nso"),
    "less than and more than": ("> 5 lanes\n< 5 lanes\n>> 5", "> 5 lanes\n< 5 lanes\n>> 5"),
    "a table in a list": ("- see\n\n  | a | b |\n  |---|---|\n  | 1 | 2 |", "• see\na\tb\n1\t2"),
    "a cell of two lines": ("| a<br>b | c |\n|---|---|\n|  | d |", "a b\tc\n\td"),
    "separators": ("one\u2028two\x0bthree\x85four\x1cfive", "one\ntwo\nthree\nfour five"),
    "soft hyphens and joiners": ("Inter\u00adnational co\u2060operation", "International cooperation"),
    "letters of Wales, Ireland and Poland": ("Tŷ, Ó Néill, Łódź, ŵ", "Tŷ, Ó Néill, Łódź, ŵ"),
    "from right to left": ("שלום (א) 3.", "שלום (א) 3."),
    "emoji in an item": ("- 👩‍🚒 and 👋🏽\n- 🏴󠁧󠁢󠁷󠁬󠁳󠁿", "• 👩‍🚒 and 👋🏽\n• 🏴󠁧󠁢󠁷󠁬󠁳󠁿"),
    "an address in brackets": ("(see https://a.example/b_(c)_d.)", "(see https://a.example/b_(c)_d.)"),
    "two spaces at an end": ("one  \ntwo\\\nthree", "one\ntwo\\\nthree"),
}  # fmt: skip


def cases(source: str) -> list[dict[str, Any]]:
    found = json.loads(CASES.read_text("utf-8")) if CASES.exists() else []
    return [case for case in found if case["source"] == source]


needs_cases = pytest.mark.skipif(not CASES.exists(), reason="needs ../shared/texts")


def words_of_case(case: dict[str, Any]) -> str:
    told: str = case["words"]
    return told.replace(*OTHERWISE.get(case["id"], ("\0", "\0")))


@needs_cases
@pytest.mark.shared
def test_what_is_typed_reads_as_it_must_everywhere() -> None:
    found = cases("typed")
    assert len(found) == 62
    for case in found:
        doc = parse(case["input"])
        assert words(doc) == words_of_case(case), case["id"]
        assert case["id"] in DEFENSIBLE or sets_of(blocks(doc)) == sets_of(case["blocks"]), case["id"]
        reads_everywhere(tree.store(doc), words_of_case(case), case["id"])


@needs_cases
@pytest.mark.shared
def test_what_the_editor_makes_reads_as_it_must_everywhere() -> None:
    found = cases("editor")
    assert len(found) == 17
    for case in found:
        doc = tree.checked(json.dumps(case["input"]))
        assert parse(write(doc)) == doc, case["id"]
        assert sets_of(blocks(doc)) == sets_of(case["blocks"]), case["id"]
        reads_everywhere(tree.store(doc), case["words"], case["id"])


@pytest.mark.parametrize(("typed", "read"), OWN.values(), ids=OWN)
def test_what_nobody_has_listed_reads_as_it_was_typed(typed: str, read: str) -> None:
    doc = parse(typed)
    assert words(doc) == read
    assert parse(write(doc)) == doc
    reads_everywhere(tree.store(doc), read, typed)


def sets_of(told: Any) -> Any:
    """Blocks with their marks as sets: in which order they are told is no matter."""
    if isinstance(told, list):
        return [sets_of(each) for each in told]
    if not isinstance(told, dict):
        return told
    return {key: {tuple(mark) for mark in held} if key == "marks" else sets_of(held) for key, held in told.items()}


def reads_everywhere(stored: str, read: str, name: str) -> None:
    """Page, search, plain words and Word say what a reader must read; the page and Word with its labels."""
    assert as_read(stored) == read, name
    assert words_of_page(to_html(stored)) == said(read), name
    is_noted = bool(tree.read(stored).notes)
    in_word, wanted = words_of_word(stored, is_noted), said(read, is_noted)
    # Word prints notes below each page, and those that nothing refers to below the text.
    assert in_word == wanted or (is_noted and sorted(in_word) == sorted(wanted)), name
    unlabelled = Counter(plain(stored).split())
    assert unlabelled
    assert unlabelled <= Counter(said(read, is_noted)), name


def said(read: str, is_noted: bool = False) -> list[str]:
    """The words of a text without its bullets; where it has notes, also without their numbers."""
    return [word for word in (_NUMBER.sub("", read) if is_noted else read).split() if word != "•"]


def words_of_word(stored: str, is_noted: bool) -> list[str]:
    """The words of a Word file with the labels that Word counts; those of its notes last."""
    paper = WordFile(Look())
    write_text(paper, stored, Voice())
    archive = Archive(paper.to_bytes(Properties("t", "s", "a", "Draft", "1", "0", None)), "Word")
    styles, numbering = Styles(archive.xml("word/styles.xml")), Numbering(archive.xml("word/numbering.xml"))
    told = list[str]()
    for part in ("word/document.xml", "word/footnotes.xml"):
        root = archive.xml(part)
        for paragraph in root.iter(W + "p") if root is not None else ():
            properties = paragraph.find(W + "pPr")
            own = properties.find(W + "numPr") if properties is not None else None
            number = child_value(own, "numId") or styles.of(child_value(properties, "pStyle") or "Normal").number
            label = numbering.label(number, whole(child_value(own, "ilvl"), 0)) if number and number != "0" else None
            told.append(f"{label or ''} {''.join(_letters(paragraph))}")
    return said("\n".join(told), is_noted)


def _letters(paragraph: etree._Element) -> Iterator[str]:
    for each in paragraph.iter(W + "t", W + "br", W + "tab"):
        if next(each.iterancestors(W + "fldSimple"), None) is None:
            yield (each.text or "") if each.tag == W + "t" else " "


def words_of_page(made: str) -> list[str]:
    """The words of a page with the numbers that its lists show; not what it says of notes by itself."""
    page = lxml.html.fragment_fromstring(made or "<p></p>", create_parent="div")
    for listed in page.iter("ol"):
        number = int(listed.get("start", 1)) - 1
        for each in listed:
            number = int(each.get("value", number + 1))
            if "number" in listed.get("class", ""):
                each.text = f"{number}. {each.text or ''}"
    for each in page.findall(".//p[@class='govuk-body app-secondary']"):
        each.drop_tree()
    for each in page.iter("p", "li", "td", "th", "br"):
        each.tail, each.text = f" {each.tail or ''}", f" {each.text or ''}"
    return said(page.text_content())
