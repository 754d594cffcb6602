"""Real papers that lie beside the project in some places: read in full, and scored against their hand-made gold."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from consult.question_sets.extract import extract
from consult.question_sets.paper import as_json

SHARED = Path(__file__).parents[3] / "shared"
CASE = SHARED / "cases" / "spelthorne-consultation-response-2006"
CORPUS = SHARED / "corpus"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not CASE.is_dir(), reason="the example papers in ../shared are not here"),
]

# What the corpus holds. Every rule added must keep these figures.
READABLE = (".md", ".docx", ".txt", ".pdf", ".html", ".json")
# The scorer runs a command a document; this one prints what was read before, so that only one process reads.
PRINT = "import pathlib, sys; print(pathlib.Path(sys.argv[1], pathlib.Path(sys.argv[2]).parent.name).read_text())"


def test_thirty_five_questions_and_answers_of_a_finished_response_are_read_exactly() -> None:
    gold = json.loads((CASE / "gold.json").read_text("utf-8"))
    paper = extract("source.txt", (CASE / "source.txt").read_bytes())
    found = [
        {
            "number": question.number,
            "text": question.text,
            "answer": question.answer,
            "refs": list(question.refs),
            "kind": question.kind.value,
            "parts": [{"label": part.label, "text": part.text} for part in question.parts],
        }
        for question in paper.questions
    ]
    assert found == [{**question, "answer": "\n\n".join(question["answer"])} for question in gold["questions"]]
    assert (paper.title, paper.issuing_body) == (gold["title"], gold["issuing_body"])


def test_corpus_scores_no_less_than_before(tmp_path: Path) -> None:
    gold = [doc for doc in json.loads((CORPUS / "index.json").read_text("utf-8")) if doc["file"].endswith(READABLE)]
    chosen = [{key: value for key, value in doc.items() if key != "questions"} for doc in gold]
    (tmp_path / "gold.json").write_text(json.dumps(chosen), encoding="utf-8")
    for doc in gold:
        source = CORPUS / doc["slug"] / doc["file"]
        found = as_json(extract(source.name, source.read_bytes()))
        (tmp_path / doc["slug"]).write_text(json.dumps(found), encoding="utf-8")
    score = [sys.executable, SHARED / "tools" / "score_questions.py", "--gold", tmp_path / "gold.json"]
    scored = subprocess.run(
        [*score, "--docs", CORPUS, "--", sys.executable, "-IS", "-c", PRINT, tmp_path],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    figures = {name: float(value) for name, value in re.findall(r"(\w+) (\d+\.\d+)", scored.splitlines()[-1])}
    assert figures == pytest.approx(dict.fromkeys(figures, 1.0)), scored
    assert len(figures) == 9, scored
