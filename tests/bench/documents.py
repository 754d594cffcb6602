"""How long the documents of a response take, and how much memory, for 35 and 500 questions.

The peer writes the same questions and answers with python-docx's own `add_heading` and `add_paragraph`, without
numbering, contents, lists or footers. Each measurement runs in a process of its own; memory is the most that the
process held, less what it held once everything was imported.

python -m tests.bench.documents MAKER COUNT   measures one and prints seconds and megabytes as JSON.
"""

import io
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable

import docx

from consult.documents.content import ResponseContent
from tests.documents.sample import MAKERS, sample, stamp
from tests.issuing.read_back import read_document

COUNTS = (35, 500)
REPEATS = 3
PEER = "plain python-docx"


def make_all(content: ResponseContent) -> bytes:
    """The three documents; the response is returned."""
    mark = stamp(content)
    return [make(content, mark) for make in MAKERS.values()][-1]


def make_plain(content: ResponseContent) -> bytes:
    """What the three documents hold, as plainly as python-docx writes it."""
    files = []
    for kind in MAKERS:
        document = docx.Document()
        for answer in content.answers if kind != "letter" else ():
            document.add_heading(f"{answer.number}. {answer.question}", 2)
            for text in answer.answer.split("\n\n"):
                document.add_paragraph(text)
        for text in (*content.letter.key_issues, content.letter.closing):
            document.add_paragraph(text)
        files.append(io.BytesIO())
        document.save(files[-1])
    return files[-1].getvalue()


WAYS: dict[str, Callable[[ResponseContent], bytes]] = {"ours": make_all, "peer": make_plain}


def peak() -> float:
    """The most memory that this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure_one(way: str, count: int) -> dict[str, float]:
    """Seconds (the best of three) and megabytes of one way for `count` questions, in this process."""
    content = sample(count)
    before, seconds = peak(), []
    for _ in range(REPEATS):
        began = time.perf_counter()
        data = WAYS[way](content)
        seconds.append(time.perf_counter() - began)
    held = peak() - before
    if way == "ours" and len(read_document(data).questions) != count:
        raise AssertionError("the document lacks questions")
    return {"s": min(seconds), "MB": held}


def measure() -> list[dict]:
    """The three documents together, for 35 and 500 questions: seconds and peak memory beside the peer's."""
    entries = []
    for count in COUNTS:
        ours, peer = (_in_own_process(way, count) for way in ("ours", "peer"))
        entries += [
            {
                "name": f"three documents of {count} questions: {what}",
                "value": round(ours[unit], 3),
                "unit": unit,
                "peer": PEER,
                "peer_value": round(peer[unit], 3),
                "ratio": round(ours[unit] / peer[unit], 3) if peer[unit] else None,
            }
            for what, unit in (("time", "s"), ("memory", "MB"))
        ]
    return entries


def _in_own_process(way: str, count: int) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.documents", way, str(count)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(json.dumps(measure_one(sys.argv[1], int(sys.argv[2]))))
    else:
        print(json.dumps(measure(), indent=1))
