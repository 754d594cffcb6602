"""The answers of any file as they are taken over, and what of the file is not kept.

Of a Word file the words that the recogniser took for an answer are looked up where they stand, and taken again with
links, notes, lists and tables. Where they do not stand together, the plain words are taken, and that is said.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from consult.question_sets.answered import losses
from consult.question_sets.answered.formats import not_kept_of
from consult.question_sets.answered.inline import to_line
from consult.question_sets.answered.markdown import to_markdown
from consult.question_sets.answered.ours import answers_of_ours
from consult.question_sets.answered.pieces import Piece, WordText, Written
from consult.question_sets.answered.tree import Margin
from consult.question_sets.answered.word.document import read_word
from consult.question_sets.likeness import plain
from consult.question_sets.paper import FoundAnswer, Paper, PaperQuestion
from consult.question_sets.readers.blocks import Block

WORD_SUFFIXES = frozenset({".docx", ".docm", ".dotx", ".dotm"})
_THEIRS = Margin()
_NOT_LETTERS = re.compile(r"[\W_]+")
_LABEL = re.compile(r"^[^:.]{1,40}[:.]\s+")
# What our documents print on every page says nothing that is to be taken over.
_STAMP = re.compile(r"header, left out: ‘Draft’|footer, left out: (?:(?!footer, left out: ).)*?Version SHA-256:")
_LEAD = re.compile(r"[\s:–—-]+")
_MOST_LOOSE = 300
# An answer printed under the last of several questions belongs to those above it too.
_SHARING = 3


def with_answers(paper: Paper, suffix: str, data: bytes, blocks: Sequence[Block]) -> Paper:
    """The paper that was recognised in a file, with its answers as they are taken over and what is not kept."""
    if suffix not in WORD_SUFFIXES:
        return _of_other(paper, suffix, data)
    word = read_word(data)
    ours = answers_of_ours(word)
    if ours is not None:
        answers, loose = ours
        questions = tuple(_with_own(paper.questions, answers))
        word.lost = [each for each in word.lost if not _STAMP.search(each)]
        return replace(paper, questions=questions, answers=tuple(answers), loose=tuple(loose), not_kept=_rest(word))
    if not any(question.answer for question in paper.questions):
        return paper
    found = list(_Search(word, blocks).answers(paper.questions))
    answered = tuple(
        replace(question, answer=each.text or question.answer)
        for question, each in zip(paper.questions, found, strict=True)
    )
    return replace(paper, questions=answered, answers=tuple(found), loose=_loose(paper), not_kept=_rest(word))


def _rest(word: WordText) -> tuple[str, ...]:
    return losses.summed(word.lost)


def _of_other(paper: Paper, suffix: str, data: bytes) -> Paper:
    if not any(question.answer for question in paper.questions):
        return paper
    return replace(
        paper,
        answers=tuple(FoundAnswer(each.text, each.number, 0, each.answer or "") for each in paper.questions),
        loose=_loose(paper),
        not_kept=not_kept_of(suffix, data),
    )


def _loose(paper: Paper) -> tuple[str, ...]:
    """What was read in the file and is in no question and no answer."""
    kept: dict[int, str] = {}
    for each in paper.questions:
        words = (each.section, each.hint, each.answer, *each.options, *(part.text for part in each.parts))
        said = _letters(f"{each.number or ''}{each.text}" + " ".join(filter(None, words)))
        kept.update((place, said) for place in range(each.first, each.last + 1))
    texts = [
        to_line([Piece(each.text)], {}, [])
        for each in paper.passages
        if not each.ignored and not _is_in(each.text, kept.get(each.place))
    ]
    more = len(texts) - _MOST_LOOSE
    return (*texts[:_MOST_LOOSE], f"And {more} more paragraphs") if more > 0 else tuple(texts)


def _is_in(text: str, said: str | None) -> bool:
    """Whether the letters of a text are among those of its question, but for a label before a colon or stop."""
    return said is not None and any(_letters(part) in said for part in (text, _LABEL.sub("", text, count=1)))


def _with_own(questions: Sequence[PaperQuestion], answers: Sequence[FoundAnswer]) -> Iterator[PaperQuestion]:
    """The questions with the answers of our own document; of equal questions each has its own, in order."""
    waiting: dict[str, deque[FoundAnswer]] = defaultdict(deque)
    for each in answers:
        waiting[plain(each.question)].append(each)
    for question in questions:
        same = waiting.get(plain(question.text))
        yield replace(question, answer=(same.popleft().text or None) if same else None)


def _letters(text: str) -> str:
    """Letters and figures alone, by which one spelling of a text is compared with another."""
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text)).lower()


def _letters_of(paragraph: Written) -> str:
    label = paragraph.place.label if paragraph.place is not None and paragraph.place.ordered else ""
    return _letters(label + paragraph.text)


@dataclass(slots=True)
class _Range:
    """Which paragraphs of the file hold an answer, and how many letters before it the first of them has."""

    first: int
    last: int
    lead: int = 0


class _Search:
    """Where in a Word file the recogniser's answers stand."""

    def __init__(self, word: WordText, blocks: Sequence[Block]) -> None:
        """`blocks` are those that the recogniser read, in order."""
        self._word = word
        self._blocks = blocks
        self._sources = [paragraph.source for paragraph in word.paragraphs]

    def answers(self, questions: Sequence[PaperQuestion]) -> Iterator[FoundAnswer]:
        """The answer to each question; an empty one where none was given."""
        starts = [self._place(question.first) for question in questions] + [len(self._sources)]
        for n, question in enumerate(questions):
            start = starts[n]
            end = max(starts[n + 1], self._place(question.last) + 1)
            ends = max([end, *(self._place(each.last) + 1 for each in questions[n : n + _SHARING + 1])])
            found = self._range(question.answer or "", start, ends)
            yield self._answer(question, found, start, end)

    def _place(self, block: int) -> int:
        """The paragraph that a block was read from, as its place among the paragraphs."""
        source = self._blocks[block - 1].source if 0 < block <= len(self._blocks) else 0
        return min(bisect_left(self._sources, source), len(self._sources) - 1) if self._sources else 0

    def _range(self, answer: str, start: int, end: int) -> _Range | None:
        wanted = _letters(answer)
        texts = [_letters_of(paragraph) for paragraph in self._word.paragraphs[start:end]]
        whole = "".join(texts)
        at = whole.rfind(wanted) if wanted else -1
        if at < 0:
            return None
        ends = at + len(wanted)
        place, found = 0, None
        for n, text in enumerate(texts):
            after = place + len(text)
            if found is None and text and at < after:
                found = _Range(start + n, start + n, at - place)
            if found is not None and ends == after:
                found.last = start + n
                return found
            place = after
        return None

    def _answer(self, question: PaperQuestion, found: _Range | None, start: int, end: int) -> FoundAnswer:
        paragraphs = self._word.paragraphs
        if found is None:
            around = paragraphs[start:end]
            lost = [each for paragraph in around for each in paragraph.lost]
            if question.answer and any(_has_form(paragraph) for paragraph in around[1:]):
                lost.append(losses.LOST_FORM)
            return FoundAnswer(question.text, question.number, 0, question.answer or "", losses.summed(lost))
        chosen = list(paragraphs[found.first : found.last + 1])
        before = [each for paragraph in paragraphs[start : found.first] for each in paragraph.lost]
        after = [each for paragraph in paragraphs[found.last + 1 : end] for each in paragraph.lost]
        if found.lead:
            chosen[0] = replace(chosen[0], pieces=_cut(chosen[0].pieces, found.lead), place=None)
        text, lost = to_markdown(chosen, self._word, _THEIRS)
        said = losses.summed([*(f"Before the answer: {each[0].lower()}{each[1:]}" for each in before), *lost, *after])
        return FoundAnswer(question.text, question.number, 0, text, said)


def _has_form(paragraph: Written) -> bool:
    """Whether plain words would lose something of a paragraph."""
    looks = any(piece.note or piece.face.address or piece.face.struck or piece.face.code for piece in paragraph.pieces)
    return looks or paragraph.style in ("quote", "intensequote")


def _cut(pieces: Sequence[Piece], letters: int) -> list[Piece]:
    """The pieces without so many letters at their beginning, and without the colon behind them."""
    out: list[Piece] = []
    for n, piece in enumerate(pieces):
        kept = ""
        for at, letter in enumerate(piece.text):
            if letters <= 0:
                kept = piece.text[at:]
                break
            letters -= len(_letters(letter))
        if kept:
            rest = Piece(_LEAD.sub("", kept, count=1) if _LEAD.match(kept) else kept, piece.face, piece.note)
            return [*([rest] if rest.text else []), *pieces[n + 1 :]]
    return out
