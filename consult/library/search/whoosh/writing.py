"""Writing entries into the embedded index: Whoosh's files and commits, with posting lists gathered and written by us.

Whoosh sorts every posting by itself on the disk, pickles it, and takes a merged segment to postings again. Here the
entries of a segment that hold a token are one array, written as it is; when small segments are merged, their entries
are added anew from their stored words. That is three times as fast, and a token is read as fast as the disk gives it.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from struct import Struct
from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3TermInfo
from whoosh.columns import FixedBytesColumn, VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader
from whoosh.system import pack_ushort

from consult.library.search.entry_text import (
    NARROW_FIELDS,
    EntryWords,
    length,
    looked_up,
    restored,
    stored,
)
from consult.library.search.whoosh.gathering import FACTS, NO_DAY, close

KINDS = ("stem", "word", *NARROW_FIELDS)
MOST_SEGMENTS = 8
"""Segments of an index before the smallest are merged: each costs a search a little, and each merge the writer more."""
_TERM = Struct(W3TermInfo._struct.format + "qi")
"""What Whoosh keeps of a token: number, first and last of its documents, where their list stands and how long it is."""
_LENGTHS = Struct("!ii")  # of a row of Whoosh's tables: key and value
_GROWTH = 2  # a segment is merged with smaller ones when it is at most so many times as large as they are together


def schema() -> Schema:
    """What an index holds: five kinds of tokens, and two things of each entry to read."""
    tokens = {name: FieldType(Existence(), None) for name in KINDS}
    return Schema(facts=COLUMN(FixedBytesColumn(FACTS.size)), entry=COLUMN(VarBytesColumn()), **tokens)


class _Postings:
    """The documents of a segment by kind of token and token, in place of Whoosh's sorting on the disk."""

    def __init__(self) -> None:
        self._held: dict[str, defaultdict[str, array[int]]] = {
            name: defaultdict(lambda: array("I")) for name in sorted(KINDS)
        }

    def add(self, document: int, found: dict[str, set[str]]) -> None:
        """Take in the tokens of a document."""
        for name, tokens in found.items():
            held = self._held[name]
            for token in tokens:
                held[token].append(document)

    def iter_postings(self) -> Iterator[tuple[str, list[tuple[bytes, "array[int]"]]]]:
        """Each kind with its tokens in the order of their bytes."""
        for name, held in self._held.items():
            yield name, sorted((token.encode(), documents) for token, documents in held.items())

    def cleanup(self) -> None:
        """Nothing is left on the disk."""


class _FieldWriter(W3FieldWriter):
    def add_postings(self, schema: Schema, _lengths: object, items: Iterable[tuple[str, Any]]) -> None:
        """Write each token's documents as they are, and where they stand."""
        for name, held in items:
            self.start_field(name, schema[name])
            self._write_tokens(pack_ushort(self._fieldid), held)
            self.finish_field()

    def _write_tokens(self, kind: bytes, held: list[tuple[bytes, "array[int]"]]) -> None:
        """As Whoosh's own tables have it, but written at once: token by token takes four times as long."""
        table, rows, lists = self._tindex, [], []
        at, start = table.dbfile.tell(), self._postfile.tell()
        for token, documents in held:
            key, content = kind + token, documents.tobytes()
            value = _TERM.pack(0, 0, len(documents), 0, 0, 0, documents[0], documents[-1], start, len(content))
            rows.append(_LENGTHS.pack(len(key), len(value)) + key + value)
            lists.append(content)
            number = table.hashfn(key)
            table.buckets[number & 255].append((number, at))
            table.index.append(at)
            at, start = at + len(rows[-1]), start + len(content)
        table.dbfile.write(b"".join(rows))
        self._postfile.write(b"".join(lists))


class _Codec(W3Codec):
    """Whoosh's own form but for the posting lists, and not asking for field lengths that are not there."""

    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> _FieldWriter:
        return _FieldWriter(self, storage, segment)


@contextmanager
def writing(files: Any, torn: tuple[type[Exception], ...]) -> Iterator[Any]:
    """A writer that is committed, or cancelled when anything goes wrong before."""
    writer = FileIndex(files).writer(codec=_Codec())
    writer.pool = _Postings()
    done = False
    try:
        yield writer
        writer.commit(mergetype=_merged)
        done = True
    finally:
        if not done:
            with suppress(OSError, *torn):  # what stopped the writer may stop its cleaning up as well
                writer.cancel()


def add(writer: Any, read: EntryWords) -> None:
    """Add an entry; one of the same id must have been deleted."""
    document = writer.docnum
    facts = FACTS.pack(read.id, NO_DAY if read.day is None else read.day, *map(length, read.tokens))
    writer.add_document(facts=facts, entry=stored(read).encode())
    writer.pool.add(document, looked_up(read))


def _merged(writer: Any, segments: list[Any]) -> list[Any]:
    """The segments that stay as they are; the entries of the others are added to the one being written."""
    kept = sorted((each for each in segments if each.doc_count()), key=lambda each: int(each.doc_count()))
    if len(kept) >= MOST_SEGMENTS:
        size = 0
        while kept and (size == 0 or kept[0].doc_count() <= _GROWTH * size):
            size += kept[0].doc_count()
            _add_again(writer, kept.pop(0))
    return [each for each in segments if each in kept]


def _add_again(writer: Any, segment: Any) -> None:
    reader = SegmentReader(writer.storage, writer.schema, segment)
    facts, contents = (reader.column_reader(name, translate=False) for name in ("facts", "entry"))
    for at in range(segment.doc_count_all()):
        if not segment.is_deleted(at):
            entry_id, day, *_ = FACTS.unpack(facts[at])
            add(writer, restored(contents[at].decode(), entry_id, day or None))
    close(reader)
