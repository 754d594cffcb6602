"""The one neutral stream that every reader gives: a paper as blocks in reading order.

A reader only says what stands in the file (text, heading level, boldness, list label, table cell); what is a
question is for the recogniser, which never sees the file's format.
"""

from dataclasses import dataclass

# The label of an option of which only one can be chosen.
ROUND = "○"


@dataclass(frozen=True)
class Cell:
    """Where a block stands in a table: table, row and column count from 0; `span` is the columns it covers."""

    table: int
    row: int
    column: int
    columns: int
    span: int = 1


@dataclass(slots=True)
class Block:
    """A paragraph, heading, list item or table cell's paragraph.

    `text` is one line of plain text without its list label; `markdown` the same with emphasis and links kept.
    `level` is 0 for body text, 1 to 6 for headings. `label` is a list number or bullet that the file's structure
    gives ('1.', 'a)', '•', '☐' for a tick box, ROUND for a round button), None where it is typed into the text or
    absent. `depth` is the list level from 0.
    `page` counts from 1 where the format has pages; `paragraph` is the place in the file, counted from 1.
    `near` tells that no blank line or other gap parts it from the block before. `place` is the block's place in the
    whole stream, from 1, which `read` gives; `ignored` is why the reader leaves it out ('running header'), '' where it
    does not. `picked` is the part of the text that is highlighted, as the chosen one of several options is.
    `source` is which of a Word file's paragraphs it was read from, from 1 in the file's order; 0 for other formats.
    `field` tells that a field to write in stands right after it.
    """

    text: str
    markdown: str = ""
    level: int = 0
    bold: bool = False
    label: str | None = None
    depth: int = 0
    cell: Cell | None = None
    footnote: bool = False
    near: bool = False
    page: int | None = None
    paragraph: int = 0
    place: int = 0
    ignored: str = ""
    picked: str = ""
    source: int = 0
    field: bool = False
