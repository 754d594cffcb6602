"""One consultation the whole way, through the pages: from the paper to an approved, issued, searchable response."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.issuing.read_back import ReadDocument, read_document
from tests.journey import BODIES, answer_numbers, date_fields, load_and_publish, prepare_documents, set_up
from tests.visitor import Visitor

pytestmark = pytest.mark.journey
CASE = "cases/spelthorne-consultation-response-2006"
Visit = Callable[[str | None], Visitor]


def comment_and_settle(visit: Visit, officer: Visitor, answer: int) -> None:
    """A partner comments and proposes wording, the officer settles it, the partner is told."""
    partner = visit("Police partner")
    partner.open(f"/answers/{answer}").submit(
        "Send comment", position="support_with_changes", comment="Name the police too.", suggestion="With the police."
    )
    assert "Name the police too." in partner.text
    other = visit("Health partner").open(f"/answers/{answer}")
    assert "Name the police too." not in other.text
    officer.open(f"/answers/{answer}").follow("Settle")
    officer.submit("Settle comment", outcome="accepted", reason="They are named now.")
    partner.open(f"/answers/{answer}")
    assert "Accepted" in partner.text
    assert "They are named now." in partner.text


def mark_ready(officer: Visitor, answers: list[int]) -> None:
    """Mark every answer as ready."""
    for answer in answers:
        officer.open(f"/answers/{answer}").submit("Save answer", status="ready")


def sign_off(visit: Visit, officer: Visitor, response: int) -> int:
    """Send for sign-off; both bodies approve, each for itself. Returns the round's number."""
    officer.open(f"/responses/{response}/sign-off").submit("Send for sign-off")
    officer.follow("Read round 1")
    found = re.search(r"/rounds/(\d+)", officer.path)
    assert found
    digest = re.search(r"\b[0-9a-f]{64}\b", officer.text)
    assert digest
    for body, person in BODIES.items():
        approver = visit(person)
        approver.follow(f"Decide for {body}")
        assert approver.heading == f"Decision of {body}"
        assert digest[0] in approver.text
        approver.submit("Record the decision", verdict="approve", minute="Minute 12", **date_fields("meeting_on", 0))
        assert "Approved" in approver.text
    officer.open(f"/responses/{response}")
    assert "Approved" in officer.text
    return int(found[1])


def issue_and_submit(officer: Visitor, response: int) -> dict[str, bytes]:
    """Issue the three documents, read them, submit."""
    officer.open(f"/responses/{response}/documents").submit("Issue the three documents")
    files = {}
    for kind in ("Committee report", "Covering letter", "Response document"):
        officer.open(f"/responses/{response}/documents").follow(f"{kind} of round 1")
        files[kind] = officer.data
    officer.open(f"/responses/{response}/submit").submit("Record the submission", way="email", receipt="R-1")
    assert "Submitted" in officer.text
    return files


def check_documents(files: dict[str, bytes], questions: list[str], answers: list[str], issues: list[str]) -> None:
    """All questions and answers in order, the key issues as bullets, the bodies named."""
    read = read_document(files["Response document"])
    found = read.questions
    assert [plain(question.text) for question in found] == [plain(question) for question in questions]
    assert [plain(" ".join(question.answer)) for question in found] == [plain(answer) for answer in answers]
    letter = read_document(files["Covering letter"])
    assert [plain(bullet) for bullet in letter.bullets] == [plain(issue) for issue in issues]
    assert all(body in words_of(letter) for body in BODIES)


def words_of(document: ReadDocument) -> str:
    """Everything that a document says."""
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def plain(text: str) -> str:
    """A text without differences of spaces."""
    return " ".join(text.split())


def test_the_whole_journey_on_our_own_bank(visit: Visit) -> None:
    officer = visit("Policy officer")
    load_and_publish(officer, source="bank", bank="local-partnership-working.yaml")
    response = set_up(officer)
    answers = answer_numbers(officer, response)
    assert len(answers) == 35
    texts = [f"Our answer to question {n}: partners agree on the *main* point." for n in range(1, 36)]
    for answer, text in zip(answers, texts, strict=True):
        officer.open(f"/answers/{answer}").submit("Save answer", text=text, status="ready")
    comment_and_settle(visit, officer, answers[5])
    issues = ["Every district needs a partnership", "Time to carry plans out"]
    prepare_documents(officer, response, issues)
    officer.open(f"/responses/{response}")
    assert "35 of 35 finished" in officer.text
    round_ = sign_off(visit, officer, response)
    officer.open(f"/answers/{answers[0]}").submit("Save answer", text="Changed after the approval.")
    officer.open(f"/responses/{response}")
    assert "The approval is of an earlier version" in officer.text
    assert "earlier version" in officer.open(f"/rounds/{round_}").text
    files = issue_and_submit(officer, response)
    read = read_document(files["Response document"])
    assert len(read.questions) == 35
    assert "Changed after the approval" not in words_of(read)
    officer.open("/library?q=main+point+question+7")
    assert officer.document.findall(".//mark")
    assert "35 answers found" in officer.text
    officer.open(f"/answers/{answers[0]}")
    assert not officer.has_button("Save answer")


@pytest.mark.shared
def test_the_whole_journey_on_a_real_case(visit: Visit, shared: Path, database_url: str, tmp_path: Path) -> None:
    gold = json.loads((shared / CASE / "gold.json").read_text("utf-8"))
    source = (shared / CASE / "source.txt").read_bytes()
    issues = key_issues(source.decode("utf-8"))
    assert len(issues) == gold["letter_key_issues"] == 6
    officer = visit("Policy officer")
    load_and_publish(officer, source="file", paper=("source.txt", source))
    response = set_up(officer)
    officer.open(f"/responses/{response}/take-over").follow("See these answers")
    officer.submit("Take over the selected answers")
    assert "35 of 35 answers were taken over" in officer.text
    answers = answer_numbers(officer, response)
    comment_and_settle(visit, officer, answers[6])
    prepare_documents(officer, response, issues)
    mark_ready(officer, answers)
    sign_off(visit, officer, response)
    files = issue_and_submit(officer, response)
    check_documents(
        files,
        [question["text"] for question in gold["questions"]],
        [" ".join(question["answer"]) for question in gold["questions"]],
        issues,
    )
    headings = read_document(files["Committee report"]).headings
    headings = [text for _, _, text in headings]
    wanted = [heading.casefold() for heading in gold["committee_report"]["headings_in_order"]]
    assert in_order(wanted, [heading.casefold() for heading in headings]), headings
    found = officer.open("/library?q=neighbourhood+engagement").document.findall(".//article//h3")
    assert any("rest with the district level LSP" in plain(h.text_content()) for h in found[:3])
    check_commands(database_url, tmp_path, response)


def in_order(wanted: list[str], found: list[str]) -> bool:
    """Whether all wanted headings come in the found ones, in their order."""
    rest = iter(found)
    return all(heading in rest for heading in wanted)


def key_issues(source: str) -> list[str]:
    """The bullets of the covering letter: those after 'I have been asked' and before the signature."""
    letter = source[source.index("I have been asked") : source.index("Yours sincerely")]
    return [plain(line[1:]) for line in letter.splitlines() if line.startswith("·")]


def check_commands(database_url: str, folder: Path, response: int) -> None:
    """The same through the command line."""
    environment = {"DATABASE_URL": database_url, "INSTANCE": str(folder), "PATH": "/usr/bin:/bin"}

    def consult(*arguments: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "consult.running.commands", *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    found = json.loads(consult("search", "neighbourhood engagement", "--json").stdout)
    assert "7" in [entry["number"] for entry in found[:3]]
    assert consult("verify").stdout.startswith("OK entries=")
    out = consult("issue", str(response), "--out", str(folder / "out"))
    assert len(out.stdout.splitlines()) == 3, out.stderr
    assert consult("issue", "999", "--out", str(folder / "out")).returncode == 2
