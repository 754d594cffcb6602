"""The command that shows a text in the text form as readers see it: no database, no settings."""

import argparse
import json
import sys
from pathlib import Path

from consult.running.operating import OperatingError
from consult.texts.form import parse
from consult.texts.tree import MOST_BYTES
from consult.texts.walks.blocks import blocks
from consult.texts.walks.words import words


def show_text(typed: argparse.Namespace) -> int:
    """Print what a reader sees of a text in a file: its words with their labels, or its blocks as JSON."""
    doc = parse(_read(Path(typed.file)))
    if typed.shown == "tree":
        json.dump(blocks(doc), sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        print(words(doc))
    return 0


def _read(path: Path) -> str:
    """The text of a file in UTF-8, UTF-16 with its mark, or Windows' western code page."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise OperatingError(f"{path} cannot be read ({error.strerror})") from error
    if len(data) > MOST_BYTES:
        raise OperatingError(f"{path} is larger than {MOST_BYTES:,} bytes")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
