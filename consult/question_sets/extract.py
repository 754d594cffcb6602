"""The first step of loading: a file, by its name and bytes, becomes a `Paper`. No database, no network."""

from dataclasses import replace
from pathlib import PurePath

from consult.question_sets.bank import load_bank
from consult.question_sets.paper import Paper, UnreadablePaper
from consult.question_sets.readers import decoded, read
from consult.question_sets.recognise import recognise

BANK_SUFFIXES = frozenset({".yaml", ".yml"})


def extract(name: str, data: bytes) -> Paper:
    """The question set in a file: a YAML bank by its suffix, anything else read and recognised.

    `name` is the file's name as uploaded: its suffix helps to choose the reader, and without its suffix it is the
    title of a paper that shows none.
    Raises UnreadablePaper (of which BankError is one kind) with the cause in plain English.
    """
    if PurePath(name).suffix.lower() in BANK_SUFFIXES:
        if not data.strip():
            raise UnreadablePaper("The file is empty")
        return load_bank(decoded(data), PurePath(name).name)
    paper = recognise(read(name, data))
    return paper if paper.title else replace(paper, title=PurePath(name).stem)
