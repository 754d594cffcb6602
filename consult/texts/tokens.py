"""The pieces that the grammar makes itself where a text stands as it was typed, and a way through those of a line."""

from collections.abc import Iterable, Iterator, Sequence

from markdown_it.token import Token


def typed(content: str) -> Token:
    """Words as they were typed."""
    return Token("text", "", 0, content=content)


def line_of(children: list[Token]) -> Token:
    """Words, links and marks of emphasis as one line."""
    return Token("inline", "", 0, content=" ".join(child.content for child in children), children=children)


def paragraph(children: list[Token]) -> Sequence[Token]:
    """One line as a paragraph."""
    return Token("paragraph_open", "p", 1, block=True), line_of(children), Token("paragraph_close", "p", -1, block=True)


def inside(tokens: Iterable[Token]) -> Iterator[Token]:
    """What stands in the lines of some blocks."""
    for token in tokens:
        yield from token.children or ()
