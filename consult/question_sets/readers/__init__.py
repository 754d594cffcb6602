"""From a file to blocks: one module per format, chosen here by content and suffix.

A new format is a function from bytes to blocks and a line in `READERS`. Readers never guess what a question is.
"""

from collections.abc import Callable
from pathlib import PurePath

from consult.question_sets.paper import UnreadablePaper
from consult.question_sets.readers.blocks import Block, Cell
from consult.question_sets.readers.docx import read_docx
from consult.question_sets.readers.govuk_json import read_govuk_json
from consult.question_sets.readers.html import read_html
from consult.question_sets.readers.pdf import read_pdf
from consult.question_sets.readers.sheets import read_csv, read_xlsx
from consult.question_sets.readers.text import decoded, read_markdown, read_plain

__all__ = ["MAX_BYTES", "READERS", "Block", "Cell", "UnreadablePaper", "decoded", "read"]

MAX_BYTES = 50 * 1024 * 1024

READERS: dict[str, Callable[[bytes], list[Block]]] = {
    ".docx": read_docx,
    ".docm": read_docx,
    ".dotx": read_docx,
    ".pdf": read_pdf,
    ".json": read_govuk_json,
    ".xlsx": read_xlsx,
    ".csv": read_csv,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_plain,
    ".text": read_plain,
}

# The suffix that a content betrays by its first bytes, whatever the file is called.
_SIGNATURES = (
    (b"%PDF-", ".pdf"),
    (b"{\\rtf", ".rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".doc"),
    (b"\x89PNG", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
)


def _suffix(name: str, data: bytes) -> str:
    suffix = PurePath(name).suffix.lower()
    for signature, real in _SIGNATURES:
        if data.startswith(signature) and READERS.get(suffix) not in (read_docx, read_xlsx):
            return real
    return suffix


def read(name: str, data: bytes) -> list[Block]:
    """The blocks of a file in reading order; `name` is the file's name with its suffix.

    Raises UnreadablePaper with the cause in plain English, fit to be shown as it is.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadablePaper("The file is empty")
    if len(data) > MAX_BYTES:
        raise UnreadablePaper("The file is larger than 50 MB")
    suffix = _suffix(name, data)
    reader = READERS.get(suffix)
    if reader is None:
        raise UnreadablePaper(f"This kind of file cannot be read yet: {suffix or 'a file without a suffix'}")
    blocks = reader(data)
    if not any(block.text for block in blocks):
        raise UnreadablePaper("The file has no text in it")
    for place, block in enumerate(blocks, 1):
        block.place = place
    return blocks
