"""How the library reads English: texts become words, words become stems. Every engine, ranking and marking share it.

A word is what is left after compatibility forms and accents are folded (NFKD), case is folded and apostrophes are
dropped: 'Café's' is 'cafe', 'don’t' is 'dont'. A stem is the Snowball (Porter 2) stem of a word, so that 'housing'
finds 'houses'. Common words ('the', 'of') count in phrases only. A compound with hyphens is its words side by side, and
beside them its words as one ('well-being' is 'well', 'being' and 'wellbeing'), so that both spellings find each other.
Change anything here and ANALYSER must change with it: an index written by another analyser is refused and rebuilt.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import version
from threading import Lock

from snowballstemmer import stemmer

ANALYSER = f"2 snowball-{version('snowballstemmer')} unicode-{unicodedata.unidata_version}"
"""Names the rules an index was written with: ours, the stemmer's and the Unicode tables'."""

LONGEST_WORD = 60
"""Characters kept of a word: enough for any English word; what is longer is not a word a person searches for."""

_LETTERS = r"(?:[^\W_]+|[\u0300-\u036f]+)+"
_WORD = re.compile(rf"{_LETTERS}(?:['\u2019\u02bc]{_LETTERS})*")
_LETTER = r"(?:[^\W_]|[\u0300-\u036f])"
# Each word is taken whole or not at all, and only from its first letter: a long text costs no more than its letters.
_HYPHENED = re.compile(
    rf"(?<!{_LETTER})(?<!{_LETTER}['\u2019\u02bc])(?>{_WORD.pattern})(?:[-\u2010\u2011](?>{_WORD.pattern}))+"
)
_MOST_PIECES = 6  # of a compound: what has more is a chain of names or a line of a table
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u02bc": "'"})

_COMMON = """
a about above after again against all also am an and any are arent as at be because been before being below between
both but by can cannot cant could couldnt did didnt do does doesnt doing dont down during each few for from further
had hadnt has hasnt have havent having he her here hers herself him himself his how i if in into is isnt it its
itself let me more most my myself no nor not of off on once only or other ought our ours ourselves out over own same
shall she should shouldnt so some such than that the their theirs them themselves then there these they this those
through to too under until up very was wasnt we were werent what when where which while who whom why will with wont
would wouldnt you your yours yourself yourselves
"""
COMMON_WORDS = frozenset(_COMMON.split())
"""Words too common to rank by."""
_BEGINS = frozenset({"after", "down", "off", "out", "over", "under", "up"})
_ENDS = frozenset({"being", "down", "in", "off", "on", "out", "over", "through", "up"})
"""Common words with which others begin, and end: 'over time', 'well being'. 'a way' does not ask for 'away'."""
_SHORTEST_CLOSED = 5  # letters of what two words make
APART = "="
"""Stands in a line of words before each that is none of the text itself: a compound's words as one."""
COMMON_TOKENS = frozenset(f"-{word}" for word in COMMON_WORDS) | {APART}
"""What stands in the lines of an index and finds nothing: common words."""

_snowball = stemmer("english")
_one_at_a_time = Lock()  # the stemmer keeps its state in itself: two threads would mix their words


@lru_cache(maxsize=65_536)
def fold(token: str) -> str:
    """The word a piece of text stands for: no capitals, accents, apostrophes; empty without letter or digit."""
    if not token.isascii():
        token = unicodedata.normalize("NFKD", token.translate(_APOSTROPHES))
        token = "".join(letter for letter in token if letter.isalnum() or letter == "'")
    token = token.casefold()
    if "'" in token:
        token = token.removesuffix("'s").replace("'", "")
    return token[:LONGEST_WORD]


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The Snowball stem of a folded word."""
    with _one_at_a_time:
        return str(_snowball.stemWord(word))


@lru_cache(maxsize=65_536)
def token(word: str) -> str:
    """What stands for a folded word in an index: its stem, or for a common word itself with a dash, like no other."""
    return f"-{word}" if word in COMMON_WORDS else stem(word)


def words(text: str) -> list[str]:
    """The folded words of a text in their order, common words among them."""
    return [word for word in map(fold, _WORD.findall(text)) if word]


def word_spans(text: str) -> Iterator[tuple[str, int, int]]:
    """Each folded word with where it starts and ends in the text as written (for marking)."""
    for match in _WORD.finditer(text):
        word = fold(match.group())
        if word:
            yield word, match.start(), match.end()


def compounds(text: str) -> Iterator[tuple[str, int, int]]:
    """The words of each compound with hyphens as one folded word, with where it starts and ends in the text as written.

    Of a compound of several words, those side by side are compounds as well: 'mental-well-being' holds 'wellbeing'.
    """
    for match in _HYPHENED.finditer(text):
        pieces = [(word, match.start() + start, match.start() + end) for word, start, end in word_spans(match.group())]
        count = len(pieces) if len(pieces) <= _MOST_PIECES else 0
        for first in range(count):
            for last in range(first + 1, count):
                joined = "".join(word for word, _, _ in pieces[first : last + 1])[:LONGEST_WORD]
                if not joined.isdecimal() and joined not in COMMON_WORDS:
                    yield joined, pieces[first][1], pieces[last][2]


def joined_stems(text: str) -> list[str]:
    """The stems of the compounds of a text, each as one word."""
    return [stem(word) for word, _, _ in compounds(text)]


def closed_up(first: str, second: str) -> str:
    """Two folded words side by side as the one that some write, such as 'wellbeing'; '' where nobody would."""
    common, joined = (is_common(first), is_common(second)), first + second
    may_be_one = not any(common) or (second in _ENDS if common[1] else first in _BEGINS)
    return joined if may_be_one and len(joined) >= _SHORTEST_CLOSED and not is_common(joined) else ""


def is_common(word: str) -> bool:
    """Whether a folded word is too common to rank by."""
    return word in COMMON_WORDS


def telling_stems(text: str) -> list[str]:
    """The stems of a text in their order without its common words."""
    return [stem(word) for word in words(text) if word not in COMMON_WORDS]
