"""How well the library's search finds: judged collections, asked of either engine.

python -m tests.bench.retrieval COLLECTION.json.gz --engine whoosh|postgres --run OUT.json

writes {query id: [document id, best first]} for a judged collection ({"docs": {id: [question, answer]}, "queries":
{id: text}}). The collection is filed as questions and answers through the ordinary services; `--similar` asks each
query as a similar question. `measure` scores the collections beside this checkout, and those in the folder that
RETRIEVAL names, with both engines; beside them stands plain BM25, question three times and common words kept.
"""

import argparse
import gzip
import json
import math
import os
import sys
from collections import Counter, defaultdict
from pathlib import Path

from consult.extras import missing
from consult.library.search.analyse import stem, words
from consult.library.search.parser import parse
from consult.library.similar import similar_query
from tests import postgres
from tests.library.filled import Told, a_library

ENGINES = ("whoosh", "postgres")
COLLECTIONS = Path(__file__).parents[3] / "shared" / "retrieval"
BEST = 100
TOP = 10


def opened(path: Path) -> dict:
    """A collection, packed or not."""
    unpack = gzip.open if path.suffix == ".gz" else open
    with unpack(path, "rt", encoding="utf-8") as file:
        return json.load(file)


def run(collection: dict, engine: str, similar: bool = False, semantic: bool = False) -> dict[str, list[str]]:
    """The best documents for every query of a collection."""
    read = similar_query if similar else parse
    with a_library(engine, semantic=semantic) as library:
        numbers = library.file(Told(question, answer) for question, answer in collection["docs"].values())
        document = dict(zip(numbers, collection["docs"], strict=True))
        return {
            name: [document[hit.entry_id] for hit in library.engine.search(read(text), BEST)]
            for name, text in collection["queries"].items()
        }


def row(name: str, value: float, unit: str, peer: str | None = None, peer_value: float | None = None) -> dict:
    """One measurement."""
    return {"name": name, "value": value, "unit": unit, "peer": peer, "peer_value": peer_value}


def ndcg(collection: dict, found: dict[str, list[str]]) -> float:
    """The mean over the judged queries of nDCG@10 (Jarvelin and Kekalainen 2002), between 0 and 1."""
    judged = {name: gains for name, gains in collection["qrels"].items() if gains and name in collection["queries"]}
    return sum(_ndcg(gains, found.get(name, [])[:TOP]) for name, gains in judged.items()) / max(1, len(judged))


def _ndcg(gains: dict[str, float], found: list[str]) -> float:
    def worth(each: list[float]) -> float:
        return sum(gain / math.log2(place + 2) for place, gain in enumerate(each))

    best = worth(sorted(gains.values(), reverse=True)[:TOP])
    return worth([gains.get(document, 0) for document in found]) / best if best else 0.0


def plain_bm25(collection: dict, k1: float = 1.2, b: float = 0.75, question: int = 3) -> dict[str, list[str]]:
    """The peer: BM25 (Robertson and Zaragoza 2009) over the question, several times, and the answer; all stems."""
    texts = [Counter(_stems(asked) * question + _stems(answer)) for asked, answer in collection["docs"].values()]
    lengths = [sum(text.values()) for text in texts]
    mean = sum(lengths) / max(1, len(lengths))
    holders: dict[str, list[int]] = defaultdict(list)
    for at, text in enumerate(texts):
        for each in text:
            holders[each].append(at)
    names, found = list(collection["docs"]), {}
    for query, asked in collection["queries"].items():
        scores: Counter[int] = Counter()
        for each in _stems(asked):
            rarity = math.log(1 + (len(texts) - len(holders[each]) + 0.5) / (len(holders[each]) + 0.5))
            for at in holders[each]:
                times = texts[at][each]
                scores[at] += rarity * times * (k1 + 1) / (times + k1 * (1 - b + b * lengths[at] / mean))
        found[query] = [names[at] for at, _ in scores.most_common(BEST)]
    return found


def _stems(text: str) -> list[str]:
    return [stem(word) for word in words(text)]


def _collections() -> list[Path]:
    more = [Path(os.environ["RETRIEVAL"])] if "RETRIEVAL" in os.environ else []
    return [path for folder in (COLLECTIONS, *more) for path in sorted(folder.glob("*.json.gz"))]


def measure() -> list[dict]:
    """How well each engine does on the collections that are there, and that both give the same."""
    rows = []
    for path in _collections():
        collection, name = opened(path), path.name.removesuffix(".json.gz")
        plain = round(ndcg(collection, plain_bm25(collection)), 3)
        found = {engine: run(collection, engine) for engine in ENGINES if engine != "postgres" or not absent()}
        rows += [
            row(f"library: nDCG@10 on {name}, {each}", round(ndcg(collection, got), 3), "", "plain BM25", plain)
            for each, got in found.items()
        ]
        same = sum(found["whoosh"][query] == found.get("postgres", {}).get(query) for query in found["whoosh"])
        rows.append(row(f"library: queries of {name} with the same run", same, "1", "all", len(found["whoosh"])))
    return rows


def absent() -> str | None:
    """Why PostgreSQL is not measured here."""
    return postgres.why_absent()


def main(arguments: list[str]) -> int:
    """Write the run of one collection."""
    wanted = argparse.ArgumentParser(prog="python -m tests.bench.retrieval", description=run.__doc__)
    wanted.add_argument("collection", type=Path)
    wanted.add_argument("--engine", choices=ENGINES, default="whoosh")
    wanted.add_argument("--run", type=Path, required=True)
    wanted.add_argument("--similar", action="store_true", help="ask each query as a similar question")
    wanted.add_argument("--semantic", action="store_true", help="with the vectors of consult[semantic]")
    given = wanted.parse_args(arguments)
    if given.semantic and (absent_packages := missing()):
        print(f"not installed: {absent_packages}", file=sys.stderr)
        return 1
    if given.engine == "postgres" and (reason := absent()):
        print(reason, file=sys.stderr)
        return 1
    found = run(opened(given.collection), given.engine, given.similar, given.semantic)
    given.run.write_text(json.dumps(found), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
