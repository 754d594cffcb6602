"""Questions most like this one: an earlier answer is found by the whole text of a new question, and says why it was."""

from consult.library.search.analyse import (
    compounds,
    is_common,
    joined_stems,
    stem,
    telling_stems,
    words,
)
from consult.library.search.query import (
    Closed,
    Leaf,
    Or,
    Query,
    Term,
    said_in,
)

LONGEST_TEXT = 20_000
"""Characters read of a question or a text."""
MOST_WORDS = 64
"""Different words that count; of a longer text the first ones, for a question asks before it explains."""
RAREST = 12
"""Words by which entries are gathered: an entry that shares none of a question's rarest words is not like it."""


def similar_query(text: str) -> Query:
    """The query that finds the entries most like a question, however long; the engine knows which words are rare."""
    text = text[:LONGEST_TEXT]
    every: list[Leaf] = [*map(Term, telling_stems(text)), *map(Closed, joined_stems(text))]
    terms = tuple(dict.fromkeys(every))[:MOST_WORDS]
    if not terms:
        return Query(None, "There are no words here to find similar questions by.")
    tree = terms[0] if len(terms) == 1 else Or(terms)
    return Query(tree, rarest=RAREST, text=text, said=said_in(text))


def shared_words(text: str, other: str) -> tuple[str, ...]:
    """Why two texts are alike: the telling words of the first, in its order, that the second has in some form."""
    text, other = text[:LONGEST_TEXT], other[:LONGEST_TEXT]
    said, shared = set(telling_stems(other)), dict[str, str]()
    held = said | set(joined_stems(other))
    for word in words(text):
        if not is_common(word) and stem(word) in held:
            shared.setdefault(stem(word), word)
    for word, _, _ in compounds(text):
        if stem(word) in said:
            shared.setdefault(stem(word), word)
    return tuple(shared.values())
