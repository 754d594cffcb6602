"""How fast the library's search is: pages, similar questions, filing, edits and memory, with other engines beside it.

python -m tests.bench search

Answers are made up, as often the common words as in English without its commonest (Zipf and Mandelbrot). SEARCH_ANSWERS
sets how many the embedded engine holds, SEARCH_ANSWERS_POSTGRES how many PostgreSQL does. Times are what a person waits
for; on a machine with other work compare the ratios, which are measured in the same run.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from itertools import accumulate, islice
from pathlib import Path

import pysqlite3.dbapi2 as sqlite
from whoosh import fields, index, qparser

from consult.library.search.engine import EntryChange, SearchEngine
from consult.library.search.entry_text import IndexedEntry
from consult.library.search.parser import parse
from consult.library.search.query import Query
from consult.library.similar import similar_query
from tests import postgres
from tests.bench.retrieval import row
from tests.library.filled import Filled, Told, a_library

ANSWERS = int(os.environ.get("SEARCH_ANSWERS", "5000"))
ANSWERS_POSTGRES = int(os.environ.get("SEARCH_ANSWERS_POSTGRES", "10000"))
PEERS_HOLD = 5_000
"""Answers that the engines beside ours hold at most: bare Whoosh writes them slowly."""
FILED = 10_000
QUERIES = 100
PAGE = 20
_COMMONEST = 60  # words that English has before its first telling one, roughly

Ask = Callable[[str], object]
Peer = Callable[[list[str]], float]
"""The p95 of queries, in milliseconds."""


def made_up_entries(count: int) -> Iterator[IndexedEntry]:
    """Answers of 60 to 240 words, always the same."""
    chance = random.Random(1)
    words = vocabulary(chance)
    shares = list(accumulate(1 / (rank + _COMMONEST) for rank in range(len(words))))
    for number in range(1, count + 1):
        found = chance.choices(words, cum_weights=shares, k=chance.randint(70, 260))
        texts = " ".join(found[:12]), " ".join(found[12:]), f"Department for {found[0]}", found[1]
        yield IndexedEntry(number, *texts, date(2000 + number % 20, 2, 7))


def vocabulary(chance: random.Random) -> list[str]:
    """Twenty thousand words that are none."""
    parts = [start + vowel for start in "bcdfglmnprstvw" for vowel in "aeiou"]
    return list(dict.fromkeys("".join(chance.choices(parts, k=chance.randint(2, 4))) for _ in range(23_000)))[:20_000]


def asked(kind: str) -> list[str]:
    """Three words of an answer as typed, or the question of one as a new question."""
    chance = random.Random(2)
    entries = chance.sample(list(made_up_entries(1_000)), QUERIES)
    if kind == "similar question":
        return [entry.question for entry in entries]
    return [" ".join(chance.sample(entry.answer.split(), 3)) for entry in entries]


KINDS: dict[str, Callable[[str], Query]] = {"search page": parse, "similar question": similar_query}


def milliseconds(ask: Ask, queries: list[str]) -> float:
    """The time within which 95 of 100 queries are answered, after a few to warm up."""
    for query in queries[:5]:
        ask(query)
    taken = []
    for query in queries:
        began = time.perf_counter()
        ask(query)
        taken.append((time.perf_counter() - began) * 1_000)
    return round(sorted(taken)[int(len(taken) * 0.95)], 2)


def fts5(entries: list[IndexedEntry]) -> Ask:
    """SQLite's own full text search, the question counted twice."""
    connection = sqlite.connect(":memory:")
    connection.execute("create virtual table t using fts5(question, answer, tokenize='porter unicode61')")
    rows = [(entry.id, entry.question, entry.answer) for entry in entries]
    connection.executemany("insert into t(rowid, question, answer) values (?, ?, ?)", rows)
    order = "select rowid from t where t match ? order by bm25(t, 2.0, 1.0) limit ?"
    return lambda text: connection.execute(order, (" OR ".join(text.split()), PAGE)).fetchall()


def whoosh_alone(entries: list[IndexedEntry]) -> Ask:
    """Whoosh with its own analyser, parser and BM25F."""
    schema = fields.Schema(number=fields.ID(stored=True), question=fields.TEXT(), answer=fields.TEXT())
    found = index.create_in(tempfile.mkdtemp(prefix="whoosh-alone-"), schema)
    writer = found.writer()
    for entry in entries:
        writer.add_document(number=str(entry.id), question=entry.question, answer=entry.answer)
    writer.commit()
    searcher = found.searcher()
    parser = qparser.MultifieldParser(["question", "answer"], schema, group=qparser.OrGroup)
    return lambda text: [hit["number"] for hit in searcher.search(parser.parse(text), limit=PAGE)]


_TANTIVY = """
import json, sys, time
import tantivy
given = json.load(sys.stdin)
schema = tantivy.SchemaBuilder()
for name in ("question", "answer"):
    schema.add_text_field(name, tokenizer_name="en_stem")
schema.add_unsigned_field("number", stored=True)
found = tantivy.Index(schema.build())
writer = found.writer()
for number, question, answer in given["entries"]:
    writer.add_document(tantivy.Document(question=question, answer=answer, number=number))
writer.commit()
found.reload()
searcher, taken = found.searcher(), []
for text in given["queries"]:
    began = time.perf_counter()
    searcher.search(found.parse_query(text, ["question", "answer"]), 20).hits
    taken.append((time.perf_counter() - began) * 1_000)
print(sorted(taken[5:])[int(len(taken[5:]) * 0.95)])
"""


def tantivy(entries: list[IndexedEntry], python: str) -> Peer:
    """Tantivy with its English analyser, in the environment of the packages that are only measured."""
    told = [(entry.id, entry.question, entry.answer) for entry in entries]

    def p95(queries: list[str]) -> float:
        given = json.dumps({"entries": told, "queries": [*queries[:5], *queries]})
        done = subprocess.run([python, "-c", _TANTIVY], input=given, capture_output=True, text=True, check=True)
        return round(float(done.stdout), 2)

    return p95


def peers(entries: list[IndexedEntry]) -> dict[str, Peer]:
    """The engines beside ours that are here, each with these answers."""
    here = {name: partial(milliseconds, ask(entries)) for name, ask in PEERS.items()}
    python = os.environ.get("BENCH_PEERS")
    if python and subprocess.run([python, "-c", "import tantivy"], capture_output=True, check=False).returncode == 0:
        here["tantivy"] = tantivy(entries, python)
    return here


PEERS: dict[str, Callable[[list[IndexedEntry]], Ask]] = {"SQLite FTS5": fts5, "Whoosh alone": whoosh_alone}


def measure() -> list[dict]:
    """Each engine, and the peers beside it over as many answers as they are given."""
    engines = {"whoosh": ANSWERS} | ({} if postgres.why_absent() else {"postgres": ANSWERS_POSTGRES})
    beside = peers(list(made_up_entries(min(ANSWERS, PEERS_HOLD))))
    rows = []
    for engine, count in engines.items():
        with a_library(engine) as library:
            rows += filing(library, engine)
            library.engine.rebuild(made_up_entries(count), 0)
            rows += speed(library.engine, engine, count, beside)
            rows += edits(library.engine, engine)
    rows.append(row("library: memory of a process that searches, embedded", memory(ANSWERS), "MB"))
    return rows


def speed(engine: SearchEngine, name: str, count: int, beside: dict[str, Peer]) -> list[dict]:
    """The p95 of both kinds of query."""
    rows = []
    for kind, read in KINDS.items():
        queries = asked(kind)
        ours = milliseconds(lambda text, read=read: engine.search(read(text)), queries)
        title = f"library: p95 of a {kind} among {count:,} answers, {name}"
        held = f"{min(ANSWERS, PEERS_HOLD):,}"
        rows += [row(title, ours, "ms", f"{peer}, {held}", p95(queries)) for peer, p95 in beside.items()]
    return rows


def filing(library: Filled, name: str) -> list[dict]:
    """How many answers a second are filed through the ordinary services and found."""
    told = [Told(each.question, each.answer, each.body) for each in islice(made_up_entries(FILED), FILED)]
    library.file(told[:100])
    began = time.perf_counter()
    library.file(told)
    return [
        row(f"library: answers filed and indexed a second, {name}", round(FILED / (time.perf_counter() - began)), "1/s")
    ]


def edits(engine: SearchEngine, name: str) -> list[dict]:
    """From an edit given to the engine until a search finds it: the middle of several."""
    taken = []
    entry = next(made_up_entries(1))
    for number in range(2, 13):
        began = time.perf_counter()
        changed = IndexedEntry(entry.id, f"edit{number}", entry.answer, entry.body, "", entry.adopted_on)
        engine.apply([EntryChange(entry.id, changed)], number)
        if [hit.entry_id for hit in engine.search(parse(f"edit{number}"))] != [entry.id]:
            raise RuntimeError("an edited answer was not found")
        taken.append((time.perf_counter() - began) * 1_000)
    return [row(f"library: an edit found, {name}", round(sorted(taken)[len(taken) // 2], 1), "ms")]


_SEARCHING = """
import sys
from pathlib import Path
from consult import create_app
from consult.library.search.whoosh.index import WhooshEngine
from tests.bench.search import KINDS, asked
engine = WhooshEngine(Path(sys.argv[1]))
for kind, read in KINDS.items():
    for text in asked(kind):
        engine.search(read(text))
# What the kernel says of this process: what getrusage tells is inherited from the one that starts it.
print(next(int(line.split()[1]) // 1024 for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def memory(count: int) -> int:
    """The most memory (MB) of a process that has the whole service loaded and searches the embedded index."""
    from consult.library.search.whoosh.index import WhooshEngine

    with tempfile.TemporaryDirectory() as folder:
        WhooshEngine(Path(folder)).rebuild(made_up_entries(count), 0)
        root = Path(__file__).parents[2]
        done = subprocess.run(
            [sys.executable, "-c", _SEARCHING, folder], cwd=root, capture_output=True, text=True, check=True
        )
    return int(done.stdout)
