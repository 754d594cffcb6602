"""Reads the Word files that were made again, as a reader of the paper sees them: headings, numbers, questions, answers.

It trusts nothing: the archive's reader limits sizes and refuses entities.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from consult.question_sets.readers.archive import Archive
from consult.question_sets.readers.word.numbering import BULLET, Numbering, W, child_value, whole
from consult.question_sets.readers.word.styles import Styles

_LETTERS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n"}
_NOTES = re.compile(r"separator|continuation")


@dataclass(frozen=True)
class ReadParagraph:
    """A paragraph as it is seen: style, heading level (0 for text), printed number or bullet, text, bookmark."""

    style: str
    level: int
    label: str | None
    text: str
    bookmark: str = ""


@dataclass
class ReadQuestion:
    """A question and the paragraphs of its answer; the answer is empty where none was given."""

    question_id: int | None
    number: str
    text: str
    section: str
    parts: list[tuple[str, str]] = field(default_factory=list)
    answer: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ReadDocument:
    """What stands in a document, in reading order; `footer` and `header` are the lines on every page."""

    paragraphs: tuple[ReadParagraph, ...]
    header: tuple[str, ...]
    footer: tuple[str, ...]
    footnotes: tuple[str, ...]

    @property
    def title(self) -> str:
        """The document's title; empty for a letter."""
        return next((paragraph.text for paragraph in self.paragraphs if paragraph.style == "Title"), "")

    @property
    def headings(self) -> list[tuple[int, str | None, str]]:
        """Level, printed number and text of every heading but those of questions."""
        return [
            (paragraph.level, paragraph.label, paragraph.text)
            for paragraph in self.paragraphs
            if paragraph.level and paragraph.style not in ("Title", "Question")
        ]

    @property
    def numbered_paragraphs(self) -> list[tuple[str, str]]:
        """Printed number (1.1) and text of the numbered paragraphs of a report."""
        return [(each.label or "", each.text) for each in self.paragraphs if each.style == "NumberedParagraph"]

    @property
    def bullets(self) -> list[str]:
        """The texts of everything that bears a bullet."""
        return [paragraph.text for paragraph in self.paragraphs if paragraph.label == BULLET]

    @property
    def questions(self) -> list[ReadQuestion]:
        """The questions with their answers, in order."""
        found: list[ReadQuestion] = []
        section, level = "", 0
        answering = False
        for each in self.paragraphs:
            if each.style == "Question":
                found.append(_question(each, section))
                answering, level = True, each.level
            elif each.level and (not answering or each.level <= level):
                section, answering = each.text, False
            elif answering:
                _add_to(found[-1], each)
        return found


def read_document(data: bytes) -> ReadDocument:
    """Read a Word file. Raises UnreadablePaper when it is none, is damaged or too large unpacked."""
    archive = Archive(data, "Word")
    styles = Styles(archive.xml("word/styles.xml"))
    numbering = Numbering(archive.xml("word/numbering.xml"))
    return ReadDocument(
        tuple(_paragraphs(archive.xml("word/document.xml"), styles, numbering)),
        tuple(_lines(archive.xml("word/header1.xml"))),
        tuple(_lines(archive.xml("word/footer1.xml"))),
        tuple(_footnotes(archive.xml("word/footnotes.xml"))),
    )


def _question(paragraph: ReadParagraph, section: str) -> ReadQuestion:
    number, _, text = paragraph.text.partition("\t")
    identity = re.fullmatch(r"question_(\d+)", paragraph.bookmark)
    bare = number[:-1] if re.fullmatch(r"\d+\.", number) else number
    return ReadQuestion(int(identity[1]) if identity else None, bare, text, section)


def _add_to(question: ReadQuestion, paragraph: ReadParagraph) -> None:
    if paragraph.style == "QuestionPart":
        label, _, text = paragraph.text.partition("\t")
        question.parts.append((label.strip("()"), text))
    elif paragraph.style not in ("NoAnswer", "TableGap") and paragraph.text.strip():
        question.answer.append(paragraph.text)


def _paragraphs(root: etree._Element | None, styles: Styles, numbering: Numbering) -> Iterator[ReadParagraph]:
    for element in root.iter(W + "p") if root is not None else ():
        properties = element.find(W + "pPr")
        name = child_value(properties, "pStyle") or "Normal"
        style = styles.of(name)
        own = properties.find(W + "numPr") if properties is not None else None
        number = child_value(own, "numId") or style.number
        depth = whole(child_value(own, "ilvl"), style.depth)
        label = numbering.label(number, depth) if number and number != "0" else None
        start = element.find(W + "bookmarkStart")
        bookmark = start.get(W + "name", "") if start is not None else ""
        yield ReadParagraph(name, 0 if style.contents else style.level, label, _text(element), bookmark)


def _text(element: etree._Element) -> str:
    pieces = (
        _LETTERS.get(str(each.tag)) or (each.text or "" if each.tag == W + "t" else "") for each in _inside(element)
    )
    return "".join(pieces)


def _inside(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if child.tag != W + "pPr":
            yield child
            yield from _inside(child)


def _lines(root: etree._Element | None) -> Iterator[str]:
    for element in root.iter(W + "p") if root is not None else ():
        yield _text(element)


def _footnotes(root: etree._Element | None) -> Iterator[str]:
    for note in root if root is not None else ():
        if not _NOTES.search(note.get(W + "type", "").lower()):
            yield "\n".join(_lines(note)).strip()
