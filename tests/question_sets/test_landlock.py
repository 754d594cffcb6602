"""What the process that reads files can still open: Python's own files, nothing of the service or of other people."""

import subprocess
import sys
from pathlib import Path

import pytest

from consult.question_sets.reading_apart import read_apart

PROGRAM = """
import sys
from consult.question_sets.reading_apart.landlock import shut_files
kept = open(sys.argv[1])
if not shut_files():
    print("absent")
    sys.exit()
print(kept.read())
import wave, zoneinfo, encodings.cp1252
zoneinfo.ZoneInfo("Europe/London")
print("VmHWM" in open("/proc/self/status").read())
for attempt in (lambda: open(sys.argv[1]), lambda: open(sys.argv[2], "w"), lambda: open("/etc/passwd")):
    try:
        attempt()
        print("opened")
    except PermissionError:
        print("refused")
"""


def test_other_files_are_shut_and_what_was_open_stays(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("seen before")
    command = [sys.executable, "-c", PROGRAM, str(secret), str(tmp_path / "new")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    told = done.stdout.split("\n")
    if told[0] == "absent":
        pytest.skip("this kernel has no Landlock")
    assert told[:5] == ["seen before", "True", "refused", "refused", "refused"]
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", b"1. Should halls be open on 3 May 2027?\n\n2. Why?\n"),
        ("a.html", b"<h1>Halls</h1><ol><li>Should halls be open?<li>Why?</ol>"),
        ("a.yaml", b"title: Halls\nquestions:\n - number: 1\n   text: Why?\n"),
        ("a.csv", b"No.,Question\n1,Should halls be open?\n2,Why?\n"),
    ],
)
def test_files_are_read_all_the_same(name: str, content: bytes) -> None:
    assert read_apart(name, content).paper.questions
