"""The first step of loading: a file, by its name and bytes, becomes a `Paper`. No database, no network.

What comes from a stranger goes through `reading_apart.parent.read_apart`, which calls this in a process of its own.
"""

from dataclasses import replace
from pathlib import PurePath

from consult.question_sets.answered.anywhere import with_answers
from consult.question_sets.paper import Paper, UnreadablePaper
from consult.question_sets.progress import Progress, no_report
from consult.question_sets.readers import decoded, read
from consult.question_sets.readers.bank import load_bank
from consult.question_sets.readers.govuk_json import Publication, publication
from consult.question_sets.readers.refusals import EMPTY
from consult.question_sets.readers.sheet_rows import LONGEST_CELL, MOST_ROWS, MOST_SHEETS, Sheet
from consult.question_sets.readers.signatures import true_suffix
from consult.question_sets.recognising.guarding import NO_ANSWERS, Guard
from consult.question_sets.recognising.recognise import recognise, recognised

BANK_SUFFIXES = frozenset({".yaml", ".yml"})


def extract(name: str, data: bytes, progress: Progress = no_report, sent: int = 0) -> Paper:
    """The question set in a file: a YAML bank by its suffix, anything else read and recognised.

    `name` is the file's name as uploaded: its suffix helps to choose the reader, and without its suffix it is the
    title of a paper that shows none. `progress` is called with the pages done and their number, where a file has pages.
    `sent` is the size of the file that came, where `data` was made of it.
    Raises UnreadablePaper (of which BankError is one kind) with the cause in plain English.
    """
    suffix = true_suffix(name, data)
    if suffix in BANK_SUFFIXES:
        if not data.strip():
            raise UnreadablePaper(EMPTY)
        return load_bank(decoded(data), PurePath(name).name)
    blocks = read(name, data, progress, sent)
    paper = recognise(blocks)
    guard = Guard()
    paper = guard.step(lambda: with_answers(paper, suffix, data, blocks), paper, NO_ANSWERS)
    paper = replace(paper, notes=(*paper.notes, *guard.told))
    if paper.notes and paper.answers:
        paper = replace(paper, not_kept=(*paper.not_kept, *paper.notes))
    if suffix == ".json":
        paper = _of_publication(paper, publication(data))
    return paper if paper.title else replace(paper, title=PurePath(name).stem)


def explained(name: str, data: bytes) -> list[Sheet]:
    """What each block of a paper was taken for and why: rows of its place, that, and its text cut short.

    Raises UnreadablePaper. A YAML bank says itself what is a question.
    """
    if true_suffix(name, data) in BANK_SUFFIXES:
        raise UnreadablePaper("A YAML bank says itself what its questions are: there is nothing to explain")
    blocks = read(name, data)
    told = recognised(blocks).taken_for
    rows: Sheet = [
        (block.place, (told.get(block.place, "Text of the paper")[:LONGEST_CELL], block.text[:LONGEST_CELL]))
        for block in blocks
    ]
    return [rows[n : n + MOST_ROWS] for n in range(0, min(len(rows), MOST_ROWS * MOST_SHEETS), MOST_ROWS)]


def _of_publication(paper: Paper, said: Publication) -> Paper:
    """A paper with what its page says of it in so many words, in place of what was gathered from the text."""
    return replace(
        paper,
        title=said.title,
        issuing_body=said.issuing_body or paper.issuing_body,
        opening_at=said.opening_at or paper.opening_at,
        closing_at=said.closing_at or paper.closing_at,
        ways_to_respond=said.ways_to_respond or paper.ways_to_respond,
        attachments=said.attachments,
        notes=(*paper.notes, *said.notes),
    )
