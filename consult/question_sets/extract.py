"""The first step of loading: a file, by its name and bytes, becomes a `Paper`. No database, no network."""

from dataclasses import replace
from pathlib import PurePath

from consult.question_sets.bank import load_bank
from consult.question_sets.paper import Paper, UnreadablePaper
from consult.question_sets.readers import decoded, read
from consult.question_sets.readers.govuk_json import Publication, publication
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
    if PurePath(name).suffix.lower() == ".json":
        paper = _of_publication(paper, publication(data))
    return paper if paper.title else replace(paper, title=PurePath(name).stem)


def _of_publication(paper: Paper, said: Publication) -> Paper:
    """A paper with what its page says of it in so many words, in place of what was gathered from the text."""
    return replace(
        paper,
        title=said.title,
        issuing_body=said.issuing_body or paper.issuing_body,
        opening_at=said.opening_at,
        closing_at=said.closing_at or paper.closing_at,
        ways_to_respond=said.ways_to_respond,
        attachments=said.attachments,
    )
