"""When two entries are the same, or nearly: by their words, without marks and capitals.

A question has eight fingerprints (MinHash, Broder 1997, in bands of three): two questions that share four fifths of
their words share a fingerprint nearly always, and two that share a third rarely. So the database finds what is worth
comparing, and only that is compared word by word.
"""

import hashlib
import re
from zlib import crc32

from consult.library.search.analyse import telling_stems
from consult.question_sets.likeness import plain, ratio
from consult.texts import plain as without_marks
from consult.texts import typed

NEARLY = 85
"""Hundredths from which two texts are proposed as the same."""
LONGEST = 6_000
"""Characters of an answer that are compared word by word."""
_BANDS, _ROWS = 8, 3
_NOT_WORDS = re.compile(r"\W+")


def text_sha256(question: str, answer: str) -> str:
    """SHA-256 of the words of a question and its answer, hexadecimal: the same for what is said the same."""
    said = "\0".join(_NOT_WORDS.sub(" ", text.casefold()).strip() for text in (question, answer))
    return hashlib.sha256(said.encode()).hexdigest()


def marks(question: str) -> frozenset[int]:
    """The fingerprints of a question; none where it has no telling word."""
    stems = sorted(set(telling_stems(question)))
    if not stems:
        return frozenset()
    least = [min(crc32(f"{n} {stem}".encode()) for stem in stems) for n in range(_BANDS * _ROWS)]
    bands = (least[first : first + _ROWS] for first in range(0, len(least), _ROWS))
    return frozenset(crc32(f"{n} {band}".encode()) for n, band in enumerate(bands))


def alike(question: str, answer: str, other_question: str, other_answer: str) -> int:
    """How alike two entries are, in hundredths: as much as the less alike of their questions and their answers."""
    questions = ratio(plain(question), plain(other_question))
    if 100 * questions < NEARLY:
        return int(100 * questions)
    one, other = (plain(without_marks(typed(text))[:LONGEST]) for text in (answer, other_answer))
    answers = ratio(one, other)
    return int(100 * min(questions, answers))
