"""A spelling suggestion: words that nothing has, replaced by words like them that entries of the viewer's have.

The words come from the texts of entries that the viewer may find, read from the database: never a word of others'.
"""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy.orm import Session

from consult.library.queries import is_current, permitted, read
from consult.library.search.analyse import is_common, stem, word_spans
from consult.library.search.engine import SearchEngine
from consult.library.search.entry_text import EntryWords, words_and_compounds
from consult.library.search.query import Fuzzy, Query, Term
from consult.library.search.sought import is_close
from consult.permissions import Viewer
from consult.texts import plain

MOST_WORDS = 6
SHORTEST = 4
_LOOKED_AT = 10


def tokens_of(entries: Iterable[EntryWords]) -> frozenset[str]:
    """The stems of some entries' questions and answers: words that need no suggestion."""
    return frozenset(token for entry in entries for text in entry.tokens[:2] for token in text.split())


def suggestion(
    session: Session,
    *,
    viewer: Viewer | None,
    engine: SearchEngine,
    text: str,
    held: frozenset[str] = frozenset(),
) -> str:
    """The text with words that are found nowhere spelt as they are found; '' where there is nothing to suggest.

    `held` are stems that are known to be found. Raises IndexUnavailable.
    """
    pieces, known, last = list[str](), dict[str, str](), len(text)
    for word, start, end in reversed(list(word_spans(text))):
        if (
            text[end : end + 1] in ("*", "~", ":")
            or not _is_tried(word, held)
            or (word not in known and len(known) >= MOST_WORDS)
        ):
            continue
        if word not in known:
            known[word] = _instead(session, viewer, engine, word)
        if known[word]:
            pieces += [text[end:last], known[word]]
            last = start
    changed = "".join([text[:last], *reversed(pieces)])
    return changed if changed != text else ""


def _is_tried(word: str, held: frozenset[str]) -> bool:
    return len(word) >= SHORTEST and word.isalpha() and not is_common(word) and stem(word) not in held


def _instead(session: Session, viewer: Viewer | None, engine: SearchEngine, word: str) -> str:
    """The word most like one that is found nowhere: of those in the entries, the most frequent."""

    def mine(ids: list[int]) -> set[int]:
        return set(permitted(session, viewer, ids, is_current()))

    if engine.search(Query(Term(stem(word))), limit=1, permitted=lambda ids: mine(list(ids))):
        return ""
    near = engine.search(Query(Fuzzy(word)), limit=_LOOKED_AT, permitted=lambda ids: mine(list(ids)))
    held: Counter[str] = Counter()
    for entry in read(session, viewer, [hit.entry_id for hit in near]):
        said = words_and_compounds(f"{entry.question} {plain(entry.answer)}")
        held.update(each for each in said if is_close(each, word))
    return min(held, key=lambda each: (-held[each], each), default="")
