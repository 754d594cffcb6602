"""The command that loads a folder of old responses: read here and now, then completed and ticked on the pages."""

import argparse
import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select

from consult.database import Database
from consult.library.catalogue import queries, receiving
from consult.library.catalogue.file_work import read_next
from consult.library.catalogue.models import CatalogueLoad
from consult.library.catalogue.unpacking import Unpacked, folder_files
from consult.question_sets.paper import MAX_BYTES
from consult.question_sets.readers.refusals import TOO_LARGE
from consult.running.operating import OperatingError, opened, owner_named
from consult.texts.characters import printable


def load_catalogue(typed: argparse.Namespace) -> int:
    """Load a folder of old responses; policy officers then complete each and tick what enters the library."""
    folder = Path(typed.folder).resolve()
    if not folder.is_dir():
        raise OperatingError(f"{typed.folder} is not a folder")
    with opened() as (_, database):
        load_id, count = _receive(database, folder, typed.organisation)
        done = 0

        def tell(name: str) -> None:
            nonlocal done
            done += 1
            print(f"{done} of at most {count}: {name}", file=sys.stderr)

        while read_next(database, load_id=load_id, told=tell):
            pass
        _report(database, load_id)
    return 0


def _receive(database: Database, folder: Path, organisation: str | None) -> tuple[int, int]:
    """Keep the files of the folder, a few at once; the number of the load, and of files."""
    paths, passed_over = folder_files(folder)
    parcel = _parcel(folder, paths, passed_over)
    with database.transaction() as session:
        owner_id = owner_named(session, organisation)
        load_id = receiving.begin(session, actor=None, owner_id=owner_id, parcel=parcel).id
    files = (_opened(path, printable(path.relative_to(folder).as_posix())) for path in paths)
    receiving.keep_all(database.transaction, load_id=load_id, files=files)
    return load_id, len(paths)


def _parcel(folder: Path, paths: Sequence[Path], passed_over: int) -> receiving.Parcel:
    """The folder as it is now: the same again as long as no file in it is another."""
    digest, size = hashlib.sha256(), 0
    for path in paths:
        status = path.stat()
        digest.update(f"{path.relative_to(folder)}\0{status.st_size}\0{status.st_mtime_ns}\0".encode(errors="replace"))
        size += status.st_size
    return receiving.Parcel(folder.name, digest.hexdigest(), size, len(paths), size, passed_over)


def _opened(path: Path, name: str) -> Unpacked:
    try:
        if path.stat().st_size > MAX_BYTES:
            return Unpacked(name, b"", TOO_LARGE)
        return Unpacked(name, path.read_bytes())
    except OSError as error:
        return Unpacked(name, b"", f"It cannot be opened: {error.strerror}")


def _report(database: Database, load_id: int) -> None:
    with database.session(read_only=True) as session:
        load = session.scalars(select(CatalogueLoad).where(CatalogueLoad.id == load_id)).one()
        rows = queries.every_file(session, load=load)
        for row in rows:
            counts = f"{row.counts.found} answers, {row.counts.doubtful} doubtful"
            told = row.file.cause or ("" if row.file.known_as_id else counts)
            print(f"{row.file.name}: {queries.what_became(row).lower()}{f' ({told})' if told else ''}")
        found = sum(row.counts.found for row in rows if not row.file.known_as_id)
        refused = sum(bool(row.file.cause) for row in rows)
        known = sum(row.file.known_as_id is not None for row in rows)
        print(f"Load {load_id}: {len(rows)} files, {found} answers, {refused} refused, {known} loaded before.")
        print(f"Complete them on the page /library/catalogue/{load_id}")
