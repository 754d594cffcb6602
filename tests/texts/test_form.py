"""The text form: a tree that is written is read as the same tree, and nothing that somebody types is lost."""

import os
import re
from collections import Counter

import pytest
from hypothesis import given, settings

from consult.texts.characters import printable
from consult.texts.form import parse, write
from consult.texts.labels import labelled
from consult.texts.nodes import BulletList, Doc, FootnoteDef, FootnoteRef, NoteLabel, OrderedList, Paragraph, Text
from consult.texts.normal import normal
from tests.texts.trees import docs, typed_texts

# `make soak` sets it to thousands.
EXAMPLES = int(os.environ.get("SOAK", "60"))
OUTLINES = {
    # As people type it, and what it is: a letter for each block, what stands in it in brackets.
    "lines": ("Parish Hall\nMill Lane\n\nOpen daily.", "P P"),
    "a heading and its text": ("## Our view\nWe agree.", "H P"),
    "one sign is no heading": ("# 1 priority\n#2 is parks", "P"),
    "two lists": ("For the north:\n1. Grit\n2. Drains\n\nFor the south:\n1. Hedges\n2. Kerbs", "P O[1. 2.] P O[1. 2.]"),
    "a number left out": ("1. Crossing\n3. Bench", "O[1. 3.]"),
    "numbers that start anew": ("1. Grit\n2. Drains\n\n\n1. Hedges", "O[1. 2. 1.]"),
    "a list from nought": ("0. Nothing\n1. Something", "O[0. 1.]"),
    "years": ("2019. was wet\n2020. was dry", "P"),
    "a year as the next number": ("999. last\n1000. first\n1005. text", "O[999. 1000.] P"),
    "dates": ("7. 2. 2027 suits us\n8. 2. 2027 does not", "P"),
    "an answer that is a number": ("4.", "P"),
    "signs alone": ("1.\n2.\n3.", "P"),
    "an initial": ("B. Sample wrote to us.\nNobody answered.", "P"),
    "two initials that count": ("A. Keep it\nB. Close it", "O[A. B.]"),
    "a sign of rights": ("(c) Sampleton Council\n(r) and (tm)", "P"),
    "a tab makes it a label": ("(c)\tthird", "O[(c)]"),
    "letters and roman numbers": ("(h) hedges\n(i) islands", "O[(h) (i)]"),
    "roman numbers": ("(i) wide\n(ii) high", "O[(i) (ii)]"),
    "roman inside letters": ("(a) gates\n(i) wide\n(ii) high\n(b) walls", "O[(a)[P O[(i) (ii)]] (b)]"),
    "a roman number of one letter": ("iv) lamps\nv) rails\nvi) steps", "O[iv) v) vi)]"),
    "letters as words": ("mild) weather\nmix) it", "P"),
    "labels past z": ("z) last\naa) first", "O[z) aa)]"),
    "no label": ("01. Bridge\n1.1 Scope\n(1. odd", "P"),
    "bullets": ("- one\n- two", "B[• •]"),
    "bullets from elsewhere": ("•one\n◦\ttwo\n•three", "B[•[P B[•]] •]"),
    "stars at lines": ("* note\n* other", "B[• •]"),
    "dashes": ("– one\n– two", "B[• •]"),
    "one dash": ("– he said", "P"),
    "a plus and a minus": ("+ 5%\n-5\n+ more", "P"),
    "lines of signs": ("---\n- - -\n*** ***", "P"),
    "bullets after numbers": ("- one\n1. two", "B[•] O[1.]"),
    "numbers under a bullet": ("- one\n  1. two\n  2. three\n- four", "B[•[P O[1. 2.]] •]"),
    "a tab goes in": ("- one\n\t- two", "B[•[P B[•]]]"),
    "an item goes on in lower case": ("- the bus that\nruns at night\n- the ferry", "B[• •]"),
    "a sentence after an item": ("- buses\nThank you.", "B[•] P"),
    "paragraphs of an item": ("1. Bridge\n\n   Lit.\n\n2. Toll", "O[1.[P P] 2.]"),
    "a quotation": ("They say:\n> It floods.\n> Often.\nWe agree.", "P Q[P] P"),
    "a quotation in an item": ("- see\n  > It floods.", "B[•[P Q[P]]]"),
    "a list in a quotation": ("> We ask:\n> - shade", "Q[P B[•]]"),
    "more than": ("> 50% said no\n> £3 a trip\n>30 said yes", "P"),
    "a quoted number": (">\n> 50% said no", "Q[P]"),
    "signs of quotations alone": (">\n>", "P"),
    "a table": ("| a | b |\n|---|---|\n| 1 | 2 |", "T[2x2]"),
    "a table without outer bars": ("a | b\n--- | ---\n1 | 2", "T[2x2]"),
    "rows of other lengths": ("|a|b|\n|-|-|\n|1|2|3|\n|4|", "T[3x3]"),
    "bars that make no table": ("a | b\nc | d", "P"),
    "rules of another length": ("|a|b|\n|-|", "P"),
    "more columns than Word opens": ("|a" * 64 + "|\n" + "|-" * 64 + "|", "P"),
    "a text after a table": ("|a|\n|-|\nafter", "T[1x1] P"),
    "footnotes": ("Rose.[^a] Fell.[^b]\n\n[^b]: Two.\n[^a]: One.\n\n    More.", "P N[P P] N[P]"),
    "a footnote in a list": ("- [^a]: text", "B[•]"),
    "four spaces": ("We agree.\n\n    So did they.", "P P"),
}
MARKED = {
    "bold": ("**We object**.", "{We object}."),
    "italic": ("*this* plan", "/this/ plan"),
    "both": ("***so***", "/{so}/"),
    "inside": ("*and **strongly** so*", "/and //{strongly}// so/"),
    "touching": ("**Cost (£):**five", "{Cost (£):}five"),
    "inside a word": ("un<i>believ</i>able", "un/believ/able"),
    "raised and lowered": ("10<sup>6</sup> CO<sub>2</sub>", "10^6^ CO_2_"),
    "sums": ("2*3*4 and 5 * 6 and 2**3**2", "2*3*4 and 5 * 6 and 2**3**2"),
    "stars of notes": ("Costs* rose and **savings fell", "Costs* rose and **savings fell"),
    "underlines": ("_this_ and plan_a_b", "_this_ and plan_a_b"),
    "tags that nobody closes": ("<b>so</i>", "<b>so</i>"),
    "other tags": ("<u>so</u> <script>x</script>", "<u>so</u> <script>x</script>"),
    "a path": (r"C:\team\_old\*.docx and \\files", r"C:\team\_old\*.docx and \\files"),
    "guarded": (r"\*so\* and \**so**, \[^1]", "*so* and **so**, [^1]"),
    "a guarded guard": (r"\\*so*", "\\/so/"),
    "a guarded beginning": (r"\- so", "- so"),
    "a beginning that was none": (r"\so", r"\so"),
    "a link": ("[the plan [PDF]](https://a.example/x_(1)_y)", "<the plan [PDF]|https://a.example/x_(1)_y>"),
    "a link in angles": ("[so](<https://a.example/(>)", "<so|https://a.example/(>"),
    "no links": ("[so](annex) [so](javascript:x)", "[so](annex) [so](javascript:x)"),
    "an address": ("(https://a.example/_x_*y*z).", "(<https://a.example/_x_*y*z|https://a.example/_x_*y*z>)."),
    "an address of another script": ("http://a.example/é", "<http://a.example/é|http://a.example/%C3%A9>"),
    "an address without its scheme": ("www.a.example, so", "<www.a.example|https://www.a.example>, so"),
    "an address of mail": ("to a.b@c.example.", "to <a.b@c.example|mailto:a.b@c.example>."),
    "a bold address": ("**https://a.example**", "<{https://a.example}|https://a.example>"),
    "a definition": ("[1]: /annex", "[1]: /annex"),
}
_SIGNS = {"strong": "{}", "em": "//", "superscript": "^^", "subscript": "__"}


@pytest.mark.parametrize(("typed", "outline"), OUTLINES.values(), ids=OUTLINES)
def test_what_is_typed_is_what_people_mean_by_it(typed: str, outline: str) -> None:
    doc = parse(typed)
    assert " ".join(map(outlined, doc.content)) == outline
    assert parse(write(doc)) == doc


@pytest.mark.parametrize(("typed", "shown"), MARKED.values(), ids=MARKED)
def test_a_line_looks_as_it_was_typed(typed: str, shown: str) -> None:
    doc = parse(typed)
    assert len(doc.content) == 1
    assert "".join(map(dressed, doc.content[0].content)) == shown
    assert parse(write(doc)) == doc


@pytest.mark.parametrize(
    "label", ["a|b", "<b>", "a>b", "a\u00adb", "\ufeff", "a\x00b", "a b", "[1", "a\\", "", "n" * 51]
)
def test_a_footnote_that_cannot_be_typed_by_its_label_is_kept_by_another(label: str) -> None:
    note = FootnoteDef(NoteLabel(label), (Paragraph((Text("Survey."),)),))
    doc = normal(Doc((Paragraph((Text("Noted"), FootnoteRef.to(label))), note)))
    assert doc.notes == (FootnoteDef(NoteLabel("1"), note.content),)
    assert parse(write(doc)) == doc


@settings(max_examples=EXAMPLES, deadline=None)
@given(docs())
def test_a_tree_that_is_written_is_read_as_the_same_tree(doc: Doc) -> None:
    once = normal(doc)
    assert parse(write(once)) == once


@settings(max_examples=EXAMPLES, deadline=None)
@given(typed_texts())
def test_a_text_at_random_is_read_and_no_letter_of_it_is_lost(typed: str) -> None:
    doc = parse(typed)
    assert normal(doc) == doc
    assert parse(write(doc)) == doc
    if not re.search(r"<|\]\(|\[\^|o\t", typed):  # tags, addresses and labels of footnotes are no words
        assert not letters(printable(typed)) - letters(said(doc))


def test_a_list_nests_as_deep_as_word_and_what_is_deeper_stands_beside_it() -> None:
    typed = "\n".join("  " * level + f"- level {level}" for level in range(24))
    doc = parse(typed)
    assert said(doc).count("level") == 24
    assert outlined(doc.content[0]).count("B[") == 9
    assert parse(write(doc)) == doc


def test_what_is_written_is_what_people_type() -> None:
    typed = "\n".join([
        "## Our view", "", "We **object** to *this*, see https://a.example/plan_a:", "", "1. Streets", "   a) lamps",
        "   b) kerbs", "3. Parks", "", "- swings", "- [slides](https://b.example)", "", "> It floods.", "> Often.[^1]",
        "", "| Year | Trips |", "|---|---|", "| 2024 | 12 |", "", "[^1]: Survey.",
    ])  # fmt: skip
    assert write(parse(typed)) == typed


def letters(text: str) -> Counter[str]:
    return Counter(char for char in text if char.isalnum())


def said(node: object) -> str:
    """The words of a text, with the labels of its lists."""
    if isinstance(node, Text):
        return node.text
    if isinstance(node, OrderedList):
        return "".join(label + said(item) for label, item in labelled(node))
    return "".join(map(said, getattr(node, "content", ())))


def outlined(node: object) -> str:
    """What a block is, and what stands in it where that is more than a line of words."""
    kind = type(node).__name__[0]
    if isinstance(node, BulletList | OrderedList):
        items = (label + inside(item, few="P") for label, item in labelled(node))
        return f"{kind}[{' '.join(items)}]"
    if kind == "T":
        return f"T[{len(node.content)}x{len(node.content[0].content)}]"  # type: ignore[attr-defined]
    kind = {"B": "Q", "F": "N"}.get(kind, kind)
    return kind + inside(node) if kind in "QN" else kind


def inside(node: object, few: str = "") -> str:
    told = " ".join(map(outlined, node.content))  # type: ignore[attr-defined]
    return "" if told == few else f"[{told}]"


def dressed(piece: object) -> str:
    """Some words, with signs for their marks."""
    assert not isinstance(piece, FootnoteRef)
    if not isinstance(piece, Text):
        return "\n"
    told = piece.text
    for mark in reversed(piece.marks):
        first, last = _SIGNS.get(mark.type, "<>")
        told = f"{first}{told}|{mark.href}{last}" if mark.href else f"{first}{told}{last}"
    return told
