"""From a file to blocks: one module per format, chosen here by content and suffix.

A new format is a function from bytes to blocks and a line in `READERS`. Readers never guess what a question is.
"""

import io
from collections.abc import Callable

from consult.question_sets.paper import MAX_BYTES, UnreadablePaper
from consult.question_sets.progress import Progress, no_report
from consult.question_sets.readers.blocks import Block, Cell
from consult.question_sets.readers.characters import fit
from consult.question_sets.readers.decoding import decoded
from consult.question_sets.readers.govuk_json import read_govuk_json
from consult.question_sets.readers.html.document import read_html
from consult.question_sets.readers.pdf.document import read_pdf
from consult.question_sets.readers.refusals import EMPTY, FAR_MORE, NO_TEXT, TOO_LARGE, TOO_MUCH_TEXT, of_kind
from consult.question_sets.readers.sheets import read_csv, read_xlsx
from consult.question_sets.readers.signatures import true_suffix
from consult.question_sets.readers.text import read_markdown, read_plain
from consult.question_sets.readers.word.document import read_docx

__all__ = ["MAX_BYTES", "READERS", "Block", "Cell", "UnreadablePaper", "decoded", "read"]

READERS: dict[str, Callable[[bytes], list[Block]]] = {
    ".docx": read_docx,
    ".docm": read_docx,
    ".dotx": read_docx,
    ".dotm": read_docx,
    ".pdf": read_pdf,
    ".json": read_govuk_json,
    ".xlsx": read_xlsx,
    ".xlsm": read_xlsx,
    ".csv": read_csv,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_plain,
    ".text": read_plain,
}

# A paper of 4,000 pages has fewer lines, paragraphs and characters, and no paragraph of forty pages. Only what is made
# to keep a computer busy has more, and is refused before a pattern is tried on it.
_MOST_LINES = 1_000_000
_MOST_BLOCKS = 100_000
_MOST_CHARACTERS = 12_000_000
_MOST_TAGS = 1_000_000
_LONGEST = 200_000
# Text that was packed is some five times the size of its file; where it is fifty times, it was packed to become much.
MOST_TIMES_ITS_SIZE = 50
SMALL_TEXT = 2_000_000
_IN_LINES = (read_plain, read_markdown, read_csv)


def read(name: str, data: bytes, progress: Progress = no_report, sent: int = 0) -> list[Block]:
    """The blocks of a file in reading order; `name` is the file's name with its suffix.

    `sent` is the size of the file that came, where `data` was made of it: its text is held against that.
    `progress` is called with the pages done and their number, where a file has pages. The formats that LibreOffice
    turns into Word first (.doc, .odt, .rtf) are read by `reading_apart` only.
    Raises UnreadablePaper with the cause in plain English, fit to be shown as it is.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadablePaper(EMPTY)
    if len(data) > MAX_BYTES:
        raise UnreadablePaper(TOO_LARGE)
    suffix = true_suffix(name, data)
    reader = READERS.get(suffix)
    if reader is None:
        raise UnreadablePaper(of_kind(suffix))
    if (reader in _IN_LINES and _is_endless(data)) or (reader is read_html and data.count(b"<") > _MOST_TAGS):
        raise UnreadablePaper(TOO_MUCH_TEXT)
    blocks = read_pdf(data, progress) if reader is read_pdf else reader(data)
    if not any(block.text and not block.ignored for block in blocks):
        raise UnreadablePaper(NO_TEXT)
    if _are_too_many(blocks):
        raise UnreadablePaper(TOO_MUCH_TEXT)
    check_size(sum(max(len(block.text), len(block.markdown)) for block in blocks), sent or len(data))
    for place, block in enumerate(blocks, 1):
        block.place = place
        block.text, block.markdown = fit(block.text), fit(block.markdown)
    return blocks


def check_size(characters: int, size: int) -> None:
    """Raise UnreadablePaper where a file of so many bytes became far more text; a small text may come of any file."""
    if characters > max(SMALL_TEXT, MOST_TIMES_ITS_SIZE * size):
        raise UnreadablePaper(FAR_MORE)


def _is_endless(data: bytes) -> bool:
    lines = data.replace(b"\r", b"\n")
    return lines.count(b"\n") > _MOST_LINES or any(len(line) > _LONGEST for line in io.BytesIO(lines))


def _are_too_many(blocks: list[Block]) -> bool:
    lengths = [len(block.text) for block in blocks]
    return len(blocks) > _MOST_BLOCKS or max(lengths) > _LONGEST or sum(lengths) > _MOST_CHARACTERS
