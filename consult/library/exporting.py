"""A search taken along: its results as a CSV file for a spreadsheet, or as a Word document to read and print."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from consult import dates
from consult.issuing.word.kit import WordFile
from consult.issuing.word.package import Properties
from consult.issuing.word.styles import Look
from consult.issuing.word.text import Voice, write_text
from consult.library.filtering import conditions
from consult.library.models import EntryReader, LibraryEntry
from consult.library.queries import may_find
from consult.library.rules import standing
from consult.library.search.engine import SearchEngine
from consult.library.searching import Asked, hits
from consult.permissions import Viewer
from consult.texts import listed, typed

MOST = 200
"""Entries in one file: as many as a search with words finds."""
HEADINGS = (
    "Entry", "Question", "Answer", "Consultation", "Issuing body", "Number", "Adopted on", "Adopted by", "Themes",
    "State", "Review by", "Owner", "Outcome",
)  # fmt: skip
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_VOICE = Voice(about="an earlier answer")


@dataclass(frozen=True)
class Exported:
    """What is written of a search: its entries in order, and whether there are more than were written."""

    entries: Sequence[LibraryEntry]
    more: bool


def exported(session: Session, *, viewer: Viewer, engine: SearchEngine | None, asked: Asked) -> Exported:
    """The entries of a search, at most MOST, in its order. Raises IndexUnavailable."""
    wanted = [may_find(viewer), *conditions(asked.filters)]
    if asked.text and engine is not None:
        ids = hits(session, viewer=viewer, engine=engine, asked=asked).ids
        wanted.append(LibraryEntry.id.in_(ids))
    newest = select(LibraryEntry).where(*wanted).order_by(LibraryEntry.adopted_on.desc(), LibraryEntry.id)
    loaded = newest.limit(MOST + 1).options(
        joinedload(LibraryEntry.owner),
        selectinload(LibraryEntry.themes),
        selectinload(LibraryEntry.readers).joinedload(EntryReader.organisation),
    )
    entries = list(session.scalars(loaded))
    if asked.text and engine is not None:
        place = {number: at for at, number in enumerate(ids)}
        entries.sort(key=lambda entry: place[entry.id])
    return Exported(entries[:MOST], len(entries) > MOST)


def harmless(text: str) -> str:
    """A cell that a spreadsheet shows and does not compute: one that would begin a formula gets an apostrophe."""
    return f"'{text}" if text.lstrip(" ").startswith(_STARTS_A_FORMULA) or text.startswith(_STARTS_A_FORMULA) else text


def as_csv(entries: Sequence[LibraryEntry]) -> bytes:
    """The entries as CSV in UTF-8, with the mark by which spreadsheets know that."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows([harmless(cell) for cell in _cells(entry)] for entry in entries)
    return ("\ufeff" + written.getvalue()).encode()


def _adopters(entry: LibraryEntry) -> list[str]:
    return [reader.organisation.name for reader in entry.readers if reader.adopted]


def _adopted(entry: LibraryEntry) -> str:
    """'adopted by Rivermead Council on 7 February 2006'; of nobody who only is said to have adopted it."""
    by = f" by {listed(_adopters(entry))}" if _adopters(entry) else ""
    return f"adopted{by} on {dates.long_date(entry.adopted_on)}"


def _cells(entry: LibraryEntry) -> tuple[str, ...]:
    return (
        str(entry.id),
        entry.question,
        typed(entry.answer),
        entry.consultation,
        entry.issuing_body,
        entry.number,
        entry.adopted_on.isoformat(),
        listed(_adopters(entry)),
        listed([theme.theme for theme in entry.themes]),
        standing(entry).label,
        entry.review_on.isoformat(),
        entry.owner.name,
        entry.outcome,
    )


def as_word(found: Exported, asked: Asked) -> bytes:
    """The entries as a Word document: each question a heading, its answer, and where it comes from."""
    file = WordFile(Look(question_level=1))
    file.line("Title", "Earlier answers")
    count = len(found.entries)
    told = f"{count} {'answer' if count == 1 else 'answers'}, {dates.long_date(dates.today())}"
    file.line("Subtitle", f"Search for ‘{asked.text}’: {told}" if asked.text else told)
    if found.more:
        file.line("Normal", f"There are more. These are the first {MOST}.")
    for entry in found.entries:
        file.heading(1, entry.question)
        write_text(file, entry.answer, _VOICE)
        file.line("Normal", _source(entry))
    title = "Earlier answers"
    return file.to_bytes(Properties(title, "", "Consultation responses", "", "", "", dates.now()))


def _source(entry: LibraryEntry) -> str:
    said = f"{entry.consultation}, {entry.issuing_body}; {_adopted(entry)}"
    return f"Entry {entry.id}. {said}. {standing(entry).label}."
