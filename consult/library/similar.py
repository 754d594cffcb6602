"""Questions most like this one: an earlier answer is found by the whole text of a new question, and says why it was."""

from consult.library.search.analyse import is_common, stem, telling_stems, words
from consult.library.search.query import Or, Query, Term, said_in

LONGEST_TEXT = 20_000
"""Characters read of a question or a text."""
MOST_WORDS = 64
"""Different words that count; of a longer text the first ones, for a question asks before it explains."""
RAREST = 12
"""Words by which entries are gathered: an entry that shares none of a question's rarest words is not like it."""


def similar_query(text: str) -> Query:
    """The query that finds the entries most like a question, however long; the engine knows which words are rare."""
    terms = tuple(map(Term, dict.fromkeys(telling_stems(text[:LONGEST_TEXT]))))[:MOST_WORDS]
    if not terms:
        return Query(None, "There are no words here to find similar questions by.")
    tree = terms[0] if len(terms) == 1 else Or(terms)
    return Query(tree, rarest=RAREST, text=text[:LONGEST_TEXT], said=said_in(text[:LONGEST_TEXT]))


def shared_words(text: str, other: str) -> tuple[str, ...]:
    """Why two texts are alike: the telling words of the first, in its order, that the second has in some form."""
    held = set(telling_stems(other[:LONGEST_TEXT]))
    shared: dict[str, str] = {}
    for word in words(text[:LONGEST_TEXT]):
        if not is_common(word) and stem(word) in held:
            shared.setdefault(stem(word), word)
    return tuple(shared.values())
