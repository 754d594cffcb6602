"""A text as it is filed and searched: a line for each paragraph, item and cell, without labels and numbers of notes."""

from collections.abc import Iterable, Iterator
from typing import Any

from consult.texts.inline import said_of, told
from consult.texts.nodes import Doc, Line, Text
from consult.texts.shown import CodeBlock, Divider


def lines(doc: Doc) -> str:
    """The words of a text, a line for each paragraph, item or cell."""
    return "\n".join(filter(None, _lines(doc.content)))


def _lines(blocks: Iterable[Any]) -> Iterator[str]:
    for block in blocks:
        if type(block) is CodeBlock:
            yield block.text
        elif type(block) is not Divider:
            content = block.content
            if content and not hasattr(content[0], "marks"):
                yield from _lines(content)
            else:
                yield words_of_line(content)


def words_of_line(content: Line) -> str:
    """The words of a paragraph as one line."""
    if len(content) == 1 and type(content[0]) is Text and not content[0].marks:
        return content[0].text
    return "".join(said_of(node, " ") for node in told(content))
