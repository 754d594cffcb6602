"""How well and how fast the library's search finds.

python -m tests.bench.retrieval COLLECTION.json.gz --engine whoosh --run OUT.json

writes {query id: [document id, best first]} for a judged collection ({"docs": {id: [question, answer]}, "queries":
{id: text}}), given straight to the engine; `--similar` asks each query as a similar question. `measure` times searches
among made-up answers beside SQLite FTS5 and Whoosh used by itself, in the same run.
"""

import argparse
import gzip
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pysqlite3.dbapi2 as sqlite
from whoosh import fields, index, qparser

from consult.library.engine import Change, SearchEngine
from consult.library.entry_text import IndexedEntry
from consult.library.parser import parse
from consult.library.similar import similar_query
from consult.library.whoosh_index import WhooshEngine

ENGINES: dict[str, Callable[[Path], SearchEngine]] = {"whoosh": WhooshEngine}
ANSWERS = 2_000
QUERIES = 120
PAGE = 20
BEST = 100


def run(collection: dict, engine: SearchEngine, similar: bool) -> dict[str, list[str]]:
    """The best documents for every query of a collection."""
    documents = dict(enumerate(collection["docs"], 1))
    entries = (IndexedEntry(n, *collection["docs"][name], "", "", None) for n, name in documents.items())
    engine.rebuild(entries, 1)
    read = similar_query if similar else parse
    return {
        name: [documents[hit.entry_id] for hit in engine.search(read(text), BEST)]
        for name, text in collection["queries"].items()
    }


def made_up_entries(count: int, chance: random.Random) -> Iterator[IndexedEntry]:
    """Answers of 60 to 240 words, as often the common ones as in English (Zipf)."""
    words = vocabulary(chance)
    weights = [1 / (rank + 3) for rank in range(len(words))]
    for number in range(1, count + 1):
        found = chance.choices(words, weights, k=chance.randint(70, 260))
        body = f"Department for {found[0]}"
        yield IndexedEntry(number, " ".join(found[:12]), " ".join(found[12:]), body, found[1], 2000 + number % 20)


def vocabulary(chance: random.Random) -> list[str]:
    """Eight thousand words that are none."""
    parts = [start + vowel for start in "bcdfglmnprstvw" for vowel in "aeiou"]
    return list(dict.fromkeys("".join(chance.choices(parts, k=chance.randint(2, 4))) for _ in range(9_000)))[:8_000]


def milliseconds(ask: Callable[[str], object], queries: list[str]) -> float:
    """The time within which 95 of 100 queries are answered, after a few to warm up."""
    for query in queries[:5]:
        ask(query)
    taken = []
    for query in queries:
        began = time.perf_counter()
        ask(query)
        taken.append((time.perf_counter() - began) * 1_000)
    return round(sorted(taken)[int(len(taken) * 0.95)], 2)


def fts5(entries: list[IndexedEntry]) -> Callable[[str], object]:
    """SQLite's own full text search, the question counted twice."""
    connection = sqlite.connect(":memory:")
    connection.execute("create virtual table t using fts5(question, answer, tokenize='porter unicode61')")
    rows = [(entry.id, entry.question, entry.answer) for entry in entries]
    connection.executemany("insert into t(rowid, question, answer) values (?, ?, ?)", rows)
    order = "select rowid from t where t match ? order by bm25(t, 2.0, 1.0) limit ?"
    return lambda text: connection.execute(order, (" OR ".join(text.split()), PAGE)).fetchall()


def whoosh_alone(entries: list[IndexedEntry], folder: Path) -> Callable[[str], object]:
    """Whoosh with its own analyser, parser and BM25F."""
    schema = fields.Schema(number=fields.ID(stored=True), question=fields.TEXT(), answer=fields.TEXT())
    folder.mkdir()
    found = index.create_in(folder, schema)
    writer = found.writer()
    for entry in entries:
        writer.add_document(number=str(entry.id), question=entry.question, answer=entry.answer)
    writer.commit()
    searcher = found.searcher()
    parser = qparser.MultifieldParser(["question", "answer"], schema, group=qparser.OrGroup)
    return lambda text: [hit["number"] for hit in searcher.search(parser.parse(text), limit=PAGE)]


def row(name: str, value: float, unit: str, peer: str | None = None, peer_value: float | None = None) -> dict:
    """One measurement."""
    return {"name": name, "value": value, "unit": unit, "peer": peer, "peer_value": peer_value}


def measure() -> list[dict]:
    """Speed of search pages (three words) and of similar questions (a whole question), of loading, and of an edit."""
    chance = random.Random(1)
    entries = list(made_up_entries(ANSWERS, chance))
    asked = [chance.choice(entries) for _ in range(QUERIES)]
    short = [" ".join(chance.sample(entry.answer.split(), 3)) for entry in asked]
    long = [entry.question for entry in asked]
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        engine = WhooshEngine(Path(folder) / "ours")
        began = time.perf_counter()
        engine.rebuild(entries, 1)
        loaded = round(ANSWERS / (time.perf_counter() - began))
        peers = {"SQLite FTS5": fts5(entries), "Whoosh alone": whoosh_alone(entries, Path(folder) / "alone")}
        kinds = {"search page": (short, parse), "similar question": (long, similar_query)}
        for kind, (queries, read) in kinds.items():
            ours = milliseconds(lambda text, read=read: engine.search(read(text)), queries)
            name = f"library: p95 of a {kind} among {ANSWERS:,} answers"
            rows += [row(name, ours, "ms", peer, milliseconds(ask, queries)) for peer, ask in peers.items()]
        rows.append(row("library: answers indexed a second", loaded, "1/s"))
        rows.append(row("library: an edit found", edit_found(engine, entries[0]), "ms"))
    return rows


def edit_found(engine: SearchEngine, entry: IndexedEntry) -> float:
    """From an edit given to the engine until a search finds it: the middle of several."""
    taken = []
    for number in range(2, 13):
        began = time.perf_counter()
        change = Change(entry.id, IndexedEntry(entry.id, f"edit{number}", entry.answer, entry.body, "", entry.year))
        engine.apply([change], number)
        if [hit.entry_id for hit in engine.search(parse(f"edit{number}"))] != [entry.id]:
            raise RuntimeError("an edited answer was not found")
        taken.append((time.perf_counter() - began) * 1_000)
    return round(sorted(taken)[len(taken) // 2], 1)


def main(arguments: list[str]) -> int:
    """Write the run of one collection."""
    wanted = argparse.ArgumentParser(prog="python -m tests.bench.retrieval", description=run.__doc__)
    wanted.add_argument("collection", type=Path)
    wanted.add_argument("--engine", choices=sorted(ENGINES), default="whoosh")
    wanted.add_argument("--run", type=Path, required=True)
    wanted.add_argument("--similar", action="store_true", help="ask each query as a similar question")
    given = wanted.parse_args(arguments)
    opened = gzip.open if given.collection.suffix == ".gz" else open
    with opened(given.collection, "rt", encoding="utf-8") as file:
        collection = json.load(file)
    with tempfile.TemporaryDirectory() as folder:
        found = run(collection, ENGINES[given.engine](Path(folder) / "index"), given.similar)
    given.run.write_text(json.dumps(found), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
