"""Papers in two languages print each question twice: what repeats the English in another language is told here.

Only common little words are looked at; a paper that is in another language altogether is left as it is.
"""

import re
from collections.abc import Mapping

_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ENGLISH = frozenset([
    "the", "of", "and", "to", "in", "you", "your", "is", "are", "be", "do", "does", "what", "which", "how", "who",
    "why", "when", "where", "should", "would", "could", "can", "have", "has", "it", "this", "that", "these",
    "those", "for", "with", "from", "on", "at", "by", "or", "not", "if", "there", "any", "please", "give", "tell",
    "list", "describe", "we", "our", "us", "yes", "no", "as", "more", "other", "than", "will", "they", "their",
    "all",
])  # fmt: skip
# Welsh, Irish, Scottish Gaelic, French, German, Spanish: little words that are none of English.
_OTHERS = frozenset([
    "y", "yr", "yn", "ydych", "ydy", "chi", "chi'n", "eich", "ei", "sut", "beth", "pa", "pam", "ble", "pwy",
    "dylai", "bod", "gan", "gyda", "neu", "hyn", "hynny", "mae", "lle", "unrhyw", "arall", "o'r", "i'r", "a'r",
    "gwestiwn", "rydym", "ddylai", "agus", "na", "bhfuil", "cad", "cén", "conas", "aon", "tá", "níl", "seo", "sin",
    "le", "haghaidh", "gceist", "agaibh", "dè", "ciamar", "airson", "gu", "bheil", "la", "les", "des", "du", "une",
    "est", "sont", "êtes", "vous", "votre", "que", "qui", "quel", "quelle", "quels", "quelles", "dans", "pour",
    "sur", "avec", "pas", "et", "où", "der", "die", "das", "und", "ist", "sind", "sie", "ihre", "ihr", "wie",
    "welche", "welcher", "welches", "für", "mit", "auf", "nicht", "eine", "einen", "oder", "zu", "von", "werden",
    "el", "los", "las", "del", "una", "es", "son", "usted", "su", "sus", "qué", "cuál", "cuáles", "cómo", "para",
    "con", "por",
])  # fmt: skip


FOREIGN = "In another language: the English stands beside it"


def _counts(text: str) -> tuple[int, int]:
    words = _WORDS.findall(text[:600].lower().replace("’", "'"))
    return sum(map(_ENGLISH.__contains__, words)), sum(map(_OTHERS.__contains__, words))


def foreign_beside_english(texts: Mapping[int, str]) -> dict[int, str]:
    """The places of the paragraphs of a paper in English that repeat it in another language, each with the reason.

    `texts` are the paragraphs by place. Empty where the paper is in one language, be it English or not.
    """
    foreign: dict[int, str] = {}
    english = 0
    for place, text in texts.items():
        here, other = _counts(text)
        if other >= 2 and here * 3 <= other and len(text.split()) > 1:
            foreign[place] = FOREIGN
        english += here > other
    return foreign if english * 2 >= len(foreign) else {}
