"""Loads of the back catalogue that the viewer may see: those of their organisation, for its officers."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, selectinload

from consult.library.catalogue.models import CatalogueAnswer, CatalogueFile, CatalogueLoad
from consult.library.exporting import harmless
from consult.paging import Listing, paging
from consult.permissions import Permission, Viewer
from consult.question_sets.models import ReadingState


@dataclass(frozen=True)
class Counts:
    """How many answers of a file or a load were found with a question, are doubtful, new in the library, or known."""

    found: int = 0
    doubtful: int = 0
    empty: int = 0
    entered: int = 0
    known: int = 0


@dataclass(frozen=True)
class FileRow:
    """A file of a load with its counts; for one known from an earlier load, those of that file."""

    file: CatalogueFile
    counts: Counts
    known_in: int | None


@dataclass(frozen=True)
class Progress:
    """How many files of a load stand where."""

    total: int
    waiting: int
    read: int
    refused: int
    known: int

    @property
    def done(self) -> int:
        """Files that need not be waited for."""
        return self.total - self.waiting


@dataclass(frozen=True)
class LoadPage(Listing[FileRow]):
    """One page of the files of a load, with the counts of all of them."""

    load: CatalogueLoad
    progress: Progress
    counts: Counts


@dataclass(frozen=True)
class LoadRow:
    """A line of the list of loads."""

    load: CatalogueLoad
    progress: Progress


def is_own(viewer: Viewer) -> ColumnElement[bool]:
    """Loads of the viewer's organisation, for those who keep its library."""
    if not viewer.may(Permission.KEEP_LIBRARY):
        return CatalogueLoad.id.is_(None)
    return CatalogueLoad.owner_id == viewer.organisation_id


def loads(session: Session, *, viewer: Viewer, page: int = 1) -> Listing[LoadRow]:
    """The loads of the viewer's organisation, newest first."""
    count = session.scalar(select(func.count()).select_from(CatalogueLoad).where(is_own(viewer))) or 0
    at = paging(count, page)
    newest = select(CatalogueLoad).where(is_own(viewer)).order_by(CatalogueLoad.id.desc())
    found = session.scalars(at.cut(newest)).all()
    progress = _progress(session, [load.id for load in found])
    return Listing([LoadRow(load, progress[load.id]) for load in found], at)


def get_load(session: Session, *, viewer: Viewer, load_id: int) -> CatalogueLoad | None:
    """One load of the viewer's organisation."""
    mine = select(CatalogueLoad).where(CatalogueLoad.id == load_id, is_own(viewer))
    return session.scalar(mine.options(joinedload(CatalogueLoad.started_by)))


def load_page(session: Session, *, load: CatalogueLoad, page: int = 1) -> LoadPage:
    """The files of a load that the viewer may see, in its order: 25 to a page."""
    progress = _progress(session, [load.id])[load.id]
    at = paging(progress.total, page)
    listed = select(CatalogueFile).where(CatalogueFile.load_id == load.id).order_by(CatalogueFile.id)
    files = session.scalars(at.cut(listed)).all()
    every = _counts(session, CatalogueFile.load_id, [load.id]).get(load.id, Counts())
    return LoadPage(_rows(session, files), at, load, progress, every)


def every_file(session: Session, *, load: CatalogueLoad) -> list[FileRow]:
    """All files of a load with their counts, for the report."""
    files = session.scalars(select(CatalogueFile).where(CatalogueFile.load_id == load.id).order_by(CatalogueFile.id))
    return _rows(session, files.all())


def _rows(session: Session, files: Sequence[CatalogueFile]) -> list[FileRow]:
    numbers = [file.known_as_id or file.id for file in files]
    counts = _counts(session, CatalogueFile.id, numbers)
    rows = select(CatalogueFile.id, CatalogueFile.load_id).where(CatalogueFile.id.in_(numbers))
    in_load = {number: in_load for number, in_load in session.execute(rows)}
    return [
        FileRow(
            file,
            counts.get(file.known_as_id or file.id, Counts()),
            in_load.get(file.known_as_id) if file.known_as_id else None,
        )
        for file in files
    ]


def _counts(session: Session, by: InstrumentedAttribute[int], numbers: Sequence[int]) -> dict[int, Counts]:
    has_answer = CatalogueAnswer.answer != ""
    doubtful = func.json_array_length(CatalogueAnswer.doubts) > 0
    rows = session.execute(
        select(
            by,
            _sum(has_answer),
            _sum(has_answer & doubtful),
            _sum(~has_answer),
            _sum(CatalogueAnswer.entered),
            _sum(CatalogueAnswer.entry_id.is_not(None) & ~CatalogueAnswer.entered),
        )
        .select_from(CatalogueAnswer)
        .join(CatalogueFile, CatalogueFile.id == CatalogueAnswer.file_id)
        .where(by.in_(numbers))
        .group_by(by)
    )
    return {row[0]: Counts(*row[1:]) for row in rows}


def _sum(condition: ColumnElement[bool] | InstrumentedAttribute[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _progress(session: Session, load_ids: Sequence[int]) -> dict[int, Progress]:
    known = CatalogueFile.known_as_id.is_not(None)
    rows = session.execute(
        select(
            CatalogueFile.load_id,
            func.count(),
            _sum(CatalogueFile.state.in_((ReadingState.WAITING, ReadingState.READING))),
            _sum((CatalogueFile.state == ReadingState.READ) & ~known),
            _sum(CatalogueFile.state == ReadingState.REFUSED),
            _sum(known),
        )
        .where(CatalogueFile.load_id.in_(load_ids))
        .group_by(CatalogueFile.load_id)
    )
    found = {row[0]: Progress(*row[1:]) for row in rows}
    return {number: found.get(number, Progress(0, 0, 0, 0, 0)) for number in load_ids}


def get_file(session: Session, *, viewer: Viewer, file_id: int) -> CatalogueFile | None:
    """One file of a load of the viewer's organisation, with what was read in it."""
    mine = select(CatalogueFile).join(CatalogueFile.load).where(CatalogueFile.id == file_id, is_own(viewer))
    return session.scalar(mine.options(joinedload(CatalogueFile.load), selectinload(CatalogueFile.answers)))


def next_file(session: Session, *, file: CatalogueFile) -> int | None:
    """The next file of the load that was read and has an answer that is not in the library yet."""
    open_ = select(CatalogueAnswer.file_id).where(CatalogueAnswer.answer != "", CatalogueAnswer.entry_id.is_(None))
    following = select(CatalogueFile.id).where(
        CatalogueFile.load_id == file.load_id,
        CatalogueFile.id > file.id,
        CatalogueFile.state == ReadingState.READ,
        CatalogueFile.id.in_(open_),
    )
    return session.scalar(following.order_by(CatalogueFile.id).limit(1))


def what_became(row: FileRow) -> str:
    """What became of a file, in words."""
    return "Loaded before" if row.file.known_as_id else row.file.state.label


def report(rows: Sequence[FileRow]) -> bytes:
    """The report of a load as CSV: each file, what became of it, and how many answers it gave."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(
        ("File", "What became of it", "Cause", "Answers", "Doubtful", "Questions without answer", "Entered", "Known")
    )
    for row in rows:
        counts = row.counts
        cells = (row.file.name, what_became(row), row.file.cause)
        numbers = (counts.found, counts.doubtful, counts.empty, counts.entered, counts.known)
        writer.writerow([*map(harmless, cells), *numbers])
    return ("\ufeff" + written.getvalue()).encode()
