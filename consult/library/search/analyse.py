"""How the library reads English: texts become words, words become stems. Every engine, ranking and marking share it.

A word is what is left after compatibility forms and accents are folded (NFKD), case is folded and apostrophes are
dropped: 'Café's' is 'cafe', 'don’t' is 'dont'. A stem is the Snowball (Porter 2) stem of a word, so that 'housing'
finds 'houses'. Common words ('the', 'of') count in phrases only. Change anything here and ANALYSER must change with it:
an index written by another analyser is refused and rebuilt.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import version
from threading import Lock

from snowballstemmer import stemmer

ANALYSER = f"1 snowball-{version('snowballstemmer')} unicode-{unicodedata.unidata_version}"
"""Names the rules an index was written with: ours, the stemmer's and the Unicode tables'."""

LONGEST_WORD = 60
"""Characters kept of a word: enough for any English word; what is longer is not a word a person searches for."""

_LETTERS = r"(?:[^\W_]+|[\u0300-\u036f]+)+"
_WORD = re.compile(rf"{_LETTERS}(?:['\u2019\u02bc]{_LETTERS})*")
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
COMMON_TOKENS = frozenset(f"-{word}" for word in COMMON_WORDS)
"""What stands for them in an index."""

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


def is_common(word: str) -> bool:
    """Whether a folded word is too common to rank by."""
    return word in COMMON_WORDS


def telling_stems(text: str) -> list[str]:
    """The stems of a text in their order without its common words."""
    return [stem(word) for word in words(text) if word not in COMMON_WORDS]
