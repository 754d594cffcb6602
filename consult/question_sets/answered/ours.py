"""Our own documents read back: each question has a bookmark with its number in the database, and a style of its own.

Both survive Word and LibreOffice; either is enough. What was typed under a question is its answer, whatever it looks
like; what stands before the first question or under another heading belongs to none, and is told.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from consult.question_sets.answered import losses
from consult.question_sets.answered.markdown import to_markdown
from consult.question_sets.answered.pieces import WordText, Written
from consult.question_sets.answered.tree import Margin
from consult.question_sets.paper import FoundAnswer

_BOOKMARK = re.compile(r"_?question_(\d{1,9})")
_PRINTED = re.compile(r"no answer given\.?", re.I)
_NOT_GIVEN = re.compile(r"_?not_given_\d{1,9}_([0-9a-f]{12})")
_SECTION = re.compile(r"_?section_\d+")
_QUESTION, _PART, _EMPTY = "question", "questionpart", "noanswer"
# What our documents print around questions and answers; none of it is anybody's text.
_FRAME = frozenset({"title", "subtitle", "contentsheading", "tableheading", "tabletext", "gapaftertable"})
_OURS = Margin(ours=True)


@dataclass(slots=True)
class _Asked:
    """A question of the document with the paragraphs under it."""

    head: Written
    known_id: int
    under: list[Written] = field(default_factory=list)


def not_given_bookmark(question_id: int, said: str) -> str:
    """The name of the paragraph that says that no answer is given: it tells whether the words are still our own."""
    return f"not_given_{question_id}_{_mark(said)}"


def _mark(said: str) -> str:
    return hashlib.sha256(" ".join(said.split()).encode()).hexdigest()[:12]


def answers_of_ours(word: WordText) -> tuple[list[FoundAnswer], list[str]] | None:
    """The questions of one of our documents with their answers, and the text that belongs to none.

    None where the file is none of ours. A question left empty is there with an empty text.
    """
    asked, loose = _divided(word.paragraphs)
    if not asked:
        return None
    return [_answer(each, word) for each in asked], list(_loose(loose, word))


def _known_id(paragraph: Written) -> int:
    return next((int(found[1]) for name in paragraph.bookmarks if (found := _BOOKMARK.fullmatch(name))), 0)


def _divided(paragraphs: Sequence[Written]) -> tuple[list[_Asked], list[Written]]:
    asked: list[_Asked] = []
    loose: list[Written] = []
    is_under = False
    for paragraph in paragraphs:
        known_id = _known_id(paragraph) if paragraph.has_text else 0
        is_question = paragraph.has_text and paragraph.cell is None and (known_id or paragraph.style == _QUESTION)
        if is_question and not paragraph.contents:
            asked.append(_Asked(paragraph, known_id))
            is_under = True
        elif is_under and not _ends(paragraph, asked[-1].head):
            asked[-1].under.append(paragraph)
        else:
            is_under = False
            loose.append(paragraph)
    return asked, loose


def _ends(paragraph: Written, head: Written) -> bool:
    """Whether a heading closes the answer: of a section, or as high as the question itself."""
    if paragraph.cell is not None or not paragraph.has_text:
        return False
    in_outline = 0 < paragraph.level <= (head.level or 1)
    return in_outline or any(_SECTION.fullmatch(name) for name in paragraph.bookmarks)


def _answer(asked: _Asked, word: WordText) -> FoundAnswer:
    number, text = _number_and_text(asked.head.text)
    under = [each for each in asked.under if each.style != _PART and not _is_empty(each)]
    written = [each for each in under if each.has_text]
    if len(written) == 1 and _PRINTED.fullmatch(written[0].text.strip()):
        under = []
    said, lost = to_markdown(under, word, _OURS)
    # A tab parts the number, or the letter of a part, that we print from the question.
    told = [each for each in asked.head.lost if each != losses.TAB]
    of_head = [f"In the question itself: {each[0].lower()}{each[1:]}" for each in told]
    kept = {id(part) for part in under}
    gone = [each for part in asked.under if id(part) not in kept for each in part.lost if each != losses.TAB]
    return FoundAnswer(text, number, asked.known_id, said, losses.summed([*of_head, *lost, *gone]))


def _is_empty(paragraph: Written) -> bool:
    """Whether a paragraph is what our documents print where no answer was given, and nothing was typed into it."""
    marks = {found[1] for name in paragraph.bookmarks if (found := _NOT_GIVEN.fullmatch(name))}
    if _mark(paragraph.text) in marks:
        return True
    return paragraph.style == _EMPTY and (not paragraph.has_text or bool(_PRINTED.fullmatch(paragraph.text.strip())))


def _number_and_text(text: str) -> tuple[str | None, str]:
    number, tab, rest = text.partition("\t")
    if not tab:
        number, rest = "", text
    return number.strip().rstrip(".") or None, " ".join(rest.split())


def _loose(paragraphs: Sequence[Written], word: WordText) -> Iterator[str]:
    """Text that stands under no question, as Markdown; the frame that our documents print is none."""
    held: list[Written] = []
    for paragraph in paragraphs:
        is_section = any(_SECTION.fullmatch(name) for name in paragraph.bookmarks)
        if paragraph.contents or is_section or paragraph.style in _FRAME or paragraph.style.startswith("toc"):
            continue
        held.append(paragraph)
    text, lost = to_markdown(held, word, _OURS)
    if text:
        yield text
    yield from losses.summed(lost)
