"""Writing the words of entries into the tables of PostgreSQL's search index. See `index` beside it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from consult.library.search.engine import Progress
from consult.library.search.entry_text import (
    TEXT_FIELDS,
    EntryWords,
    IndexedEntry,
    length,
    restored,
    stored,
    words_of,
)
from consult.library.search.postgres.gathering import counted, lexemes_of

MOST_LEXEMES_BYTES = 900_000
"""What PostgreSQL holds of one entry, with room to spare; no text of words that people write comes near."""
_TELL_EVERY = 100
_PIECE = 50  # entries written at once
_MEMORY = "SET LOCAL work_mem = '16MB'"  # what is put into the inverted index is put in order first, and more at once

_DELETE = "DELETE FROM search_entries WHERE entry_id = ANY(%(ids)s::bigint[]) RETURNING entry_id, content"
_INSERT = """
    INSERT INTO search_entries (entry_id, day, content, lexemes)
    SELECT entry_id::bigint, day::integer, content, array_to_tsvector(string_to_array(lexemes, ' '))
    FROM unnest(
        string_to_array(%(ids)s, '|'), string_to_array(%(days)s, '|', ''), string_to_array(%(contents)s, '|'),
        string_to_array(%(lexemes)s, '|')
    ) AS entry(entry_id, day, content, lexemes)
"""
_COUNT = """
    INSERT INTO search_words (word, entries)
    SELECT word, entries::bigint
    FROM unnest(string_to_array(%(words)s, '|'), string_to_array(%(counts)s, '|')) AS counted(word, entries)
    ON CONFLICT (word) DO UPDATE SET entries = search_words.entries + excluded.entries
"""
_TABLES = (
    """
    CREATE TABLE search_entries_new (
        entry_id bigint CONSTRAINT pk_search_entries_new PRIMARY KEY, day integer, content text NOT NULL,
        lexemes tsvector NOT NULL
    ) WITH (toast_tuple_target = 128)
    """,
    """
    CREATE TABLE search_words_new (
        word text COLLATE "C" CONSTRAINT pk_search_words_new PRIMARY KEY, entries bigint NOT NULL
    ) WITH (fillfactor = 70)
    """,
    """
    CREATE TABLE IF NOT EXISTS search_state (
        only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
        form text NOT NULL, checkpoint bigint NOT NULL, entries bigint NOT NULL, words bigint[] NOT NULL
    )
    """,
)
_PACKS_QUICKLY = "SELECT 'lz4' = ANY(enumvals) FROM pg_settings WHERE name = 'default_toast_compression'"
"""Whether this PostgreSQL was built with lz4, which packs a text in a third of the time."""
_PACK_QUICKLY = """
    ALTER TABLE search_entries_new ALTER content SET COMPRESSION lz4, ALTER lexemes SET COMPRESSION lz4
"""
_SWAP = """
    DROP TABLE IF EXISTS search_words, search_entries;
    ALTER TABLE search_words_new RENAME TO search_words;
    ALTER TABLE search_entries_new RENAME TO search_entries;
    ALTER INDEX pk_search_words_new RENAME TO pk_search_words;
    ALTER INDEX pk_search_entries_new RENAME TO pk_search_entries;
    ALTER INDEX ix_search_entries_new_lexemes RENAME TO ix_search_entries_lexemes
"""


class Writing:
    """Changes of the index within somebody's transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def begin(self, form: str) -> None:
        """Let there be an index, of nothing yet, where there is none."""
        self._connection.exec_driver_sql(
            """
            INSERT INTO search_state (form, checkpoint, entries, words) VALUES (%(form)s, 0, 0, %(none)s::bigint[])
            ON CONFLICT DO NOTHING
            """,
            {"form": form, "none": [0] * len(TEXT_FIELDS)},
        )

    def locked_state(self) -> tuple[str, int] | None:
        """The form and the checkpoint of the index, which nobody else writes until the transaction ends."""
        row = self._connection.exec_driver_sql("SELECT form, checkpoint FROM search_state FOR UPDATE").one_or_none()
        return None if row is None else (row.form, row.checkpoint)

    def put(self, entries: Mapping[int, IndexedEntry | None]) -> None:
        """Make the index hold these entries as they are now, and those that are None no more."""
        if not entries:
            return
        tally = _Tally()
        gone = self._connection.exec_driver_sql(_DELETE, {"ids": list(entries)}).all()
        for entry_id, content in gone:
            tally.add(restored(content, entry_id, None), -1)
        new = [entry for entry in entries.values() if entry is not None]
        driver: Any = self._connection.connection.driver_connection
        # The server writes some entries while the next are cut into words here.
        with driver.pipeline(), driver.cursor() as cursor:
            cursor.execute(_MEMORY)
            for start in range(0, len(new), _PIECE):
                cursor.execute(_INSERT, _rows_of([words_of(entry) for entry in new[start : start + _PIECE]], tally))
            self._settle(cursor, tally)

    def advance(self, checkpoint: int) -> None:
        """Say up to which change the index has followed."""
        self._connection.exec_driver_sql("UPDATE search_state SET checkpoint = %(upto)s", {"upto": checkpoint})

    def _settle(self, cursor: Any, tally: "_Tally") -> None:
        counted_words = counted(tally.lexemes)
        words = sorted(word for word, count in counted_words.items() if count)
        if words:
            counts = _joined(counted_words[word] for word in words)
            cursor.execute(_COUNT, {"words": _joined(words), "counts": counts})
        added = ", ".join(f"words[{n}] + {more}" for n, more in enumerate(tally.lengths, 1))
        cursor.execute(f"UPDATE search_state SET entries = entries + {tally.entries}, words = ARRAY[{added}]")


def _rows_of(entries: list[EntryWords], tally: "_Tally") -> dict[str, str]:
    lexemes = [sorted(tally.add(entry, 1)) for entry in entries]  # the server would put them in order, but slower
    return {
        "ids": _joined(entry.id for entry in entries),
        "days": _joined(entry.day or "" for entry in entries),
        "contents": _joined(stored(entry) for entry in entries),
        "lexemes": _joined(" ".join(each) for each in lexemes),
    }


def _joined(values: Iterable[object]) -> str:
    """A list as one text, which costs a tenth of a list to hand over. No word holds the mark between them."""
    return "|".join(map(str, values))


class _Tally:
    """What entries add to the counts of the whole index."""

    def __init__(self) -> None:
        self.entries = 0
        self.lengths = [0] * len(TEXT_FIELDS)
        self.lexemes: Counter[str] = Counter()

    def add(self, entry: EntryWords, sign: int) -> list[str]:
        """Count one entry, or with -1 count it no more. Returns its lexemes."""
        lexemes = _that_fit(lexemes_of(entry))
        (self.lexemes.update if sign > 0 else self.lexemes.subtract)(lexemes)
        self.entries += sign
        for text, tokens in enumerate(entry.tokens):
            self.lengths[text] += sign * length(tokens)
        return lexemes


def _that_fit(lexemes: list[str]) -> list[str]:
    """The lexemes that PostgreSQL takes: all, but for texts made to break it."""
    if 4 * sum(map(len, lexemes)) <= MOST_LEXEMES_BYTES:
        return lexemes
    kept, room = [], MOST_LEXEMES_BYTES
    for each in sorted(lexemes):
        room -= len(each.encode())
        if room >= 0:
            kept.append(each)
    return kept


def build_anew(
    connection: sa.Connection, entries: Iterable[IndexedEntry], form: str, checkpoint: int, progress: Progress | None
) -> int:
    """Write a whole index beside the one there is and put it in its place; how many entries it holds.

    Within one transaction: searches see the old index until it is committed, and wait for nothing but the swap.
    """
    for statement in _TABLES:
        connection.exec_driver_sql(statement)
    if connection.exec_driver_sql(_PACKS_QUICKLY).scalar():
        connection.exec_driver_sql(_PACK_QUICKLY)
    tally = _Tally()
    _copy(connection, "search_entries_new (entry_id, day, content, lexemes)", _rows(entries, tally, progress))
    _copy(connection, "search_words_new (word, entries)", sorted(counted(tally.lexemes).items()))
    connection.exec_driver_sql("SET LOCAL maintenance_work_mem = '256MB'")
    connection.exec_driver_sql("CREATE INDEX ix_search_entries_new_lexemes ON search_entries_new USING gin (lexemes)")
    connection.exec_driver_sql("ANALYZE search_words_new")
    state = {"form": form, "checkpoint": checkpoint, "entries": tally.entries, "words": tally.lengths}
    connection.exec_driver_sql(
        """
        INSERT INTO search_state (form, checkpoint, entries, words)
        VALUES (%(form)s, %(checkpoint)s, %(entries)s, %(words)s::bigint[])
        ON CONFLICT (only_one) DO UPDATE SET form = excluded.form, checkpoint = excluded.checkpoint,
            entries = excluded.entries, words = excluded.words
        """,
        state,
    )
    connection.exec_driver_sql(_SWAP)
    return tally.entries


def _rows(entries: Iterable[IndexedEntry], tally: _Tally, progress: Progress | None) -> Iterable[tuple[Any, ...]]:
    seen: set[int] = set()
    for entry in entries:
        if entry.id not in seen:
            seen.add(entry.id)
            read = words_of(entry)
            yield entry.id, read.day, stored(read), " ".join(tally.add(read, 1))
            if progress is not None and len(seen) % _TELL_EVERY == 0:
                progress(len(seen))


def _copy(connection: sa.Connection, into: str, rows: Iterable[tuple[Any, ...]]) -> None:
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
