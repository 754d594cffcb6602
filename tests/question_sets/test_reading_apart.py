"""Reading apart: what the process that reads may take, see and say, and that it is gone afterwards."""

import io
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from consult.question_sets.extract import extract
from consult.question_sets.paper import UnreadablePaper
from consult.question_sets.readers import read, refusals
from consult.question_sets.reading_apart import LIMITS, ReadingLimits, ReadingRefused, parent, read_apart
from tests.question_sets import hostile_packages as office
from tests.question_sets.hostile_pdfs import long_paper
from tests.question_sets.hostile_texts import QUESTION
from tests.question_sets.workbooks import xlsx

TEXT = f"A plan\n\n{QUESTION}\n".encode()
MB = 1024 * 1024
# A reader that has been taken over: it does as it likes after it has read the request.
TAKEN_OVER = "import sys, os, json, time; request = json.loads(sys.stdin.buffer.readline())\n"


def running_in(folder: Path) -> list[str]:
    """The processes whose folder lies under this one, zombies left out."""
    found = []
    for place in Path("/proc").glob("[0-9]*/cwd"):
        try:
            if place.readlink().is_relative_to(folder):
                found.append(place.parent.name)
        except OSError:
            continue
    return found


@pytest.fixture(autouse=True)
def _nothing_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield
    assert list(folder.iterdir()) == []
    for _ in range(50):  # what was killed is gone a moment later
        if not running_in(folder):
            break
        time.sleep(0.1)
    assert running_in(folder) == []


@pytest.fixture
def take_over(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let a program run in the place of the reader."""
    return lambda program: monkeypatch.setattr(parent, "_START", TAKEN_OVER + program)


@pytest.mark.parametrize(("name", "content"), [("a.txt", TEXT), ("a.docx", office.docx()), ("a.pdf", long_paper(12))])
def test_paper_read_apart_is_the_paper_read_here(name: str, content: bytes) -> None:
    read = read_apart(name, content)
    assert read.paper == extract(name, content)
    assert any(QUESTION.endswith(question.text) or "page 10" in question.text for question in read.paper.questions)
    assert 10 * MB < read.peak_memory < 300 * MB
    assert 0 < read.seconds < 60


def test_progress_is_told_in_pages_and_never_runs_backwards() -> None:
    told: list[tuple[int, int]] = []
    read_apart("a.pdf", long_paper(400), progress=lambda done, total: told.append((done, total)))
    assert told
    assert {total for _, total in told} == {400}
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_what_progress_raises_ends_the_reading() -> None:
    class NoLongerWanted(Exception):
        pass

    def stop(done: int, total: int) -> None:
        raise NoLongerWanted

    with pytest.raises(NoLongerWanted):
        read_apart("a.pdf", long_paper(50), progress=stop)


def refusal(content: bytes = TEXT, limits: ReadingLimits = LIMITS, name: str = "a.txt") -> ReadingRefused:
    with pytest.raises(UnreadablePaper) as refused:
        read_apart(name, content, limits=limits)
    assert isinstance(refused.value, ReadingRefused)
    return refused.value


def test_memory_of_the_reader_ends_at_its_limit() -> None:
    many = office.xlsx("".join(office.sheet_cell(f"A{n}", f"Row {n * 7919 % 99991} of it") for n in range(60_000)))
    refused = refusal(many, ReadingLimits(memory=130 * MB), "a.xlsx")
    assert str(refused) in (refusals.NEEDS_MEMORY, refusals.DAMAGED, "This Excel file is damaged")
    assert 10 * MB < refused.peak_memory < 130 * MB


def test_working_time_of_the_reader_ends_at_its_limit() -> None:
    assert str(refusal(long_paper(1_500), ReadingLimits(cpu_seconds=1), "a.pdf")) == refusals.TOOK_TOO_LONG


def test_time_by_the_clock_ends_at_its_limit(take_over: Callable[[str], None]) -> None:
    take_over("time.sleep(60)")
    began = time.monotonic()
    assert str(refusal(limits=ReadingLimits(seconds=1))) == refusals.TOOK_TOO_LONG
    assert time.monotonic() - began < 10


def packed(**parts: str) -> bytes:
    """A package of parts, as small as they can be made."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return made.getvalue()


def word_of(paragraphs: int) -> bytes:
    """A Word file that says the same many times."""
    said = "Should it be so? " * 60
    body = "".join(f"<w:p><w:r><w:t>{said}{n * n % 9973}</w:t></w:r></w:p>" for n in range(paragraphs))
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    document = f"<w:document {space}><w:body>{body}</w:body></w:document>"
    return packed(**{"[Content_Types].xml": types, "word/document.xml": document})


def sheet_of(rows: int) -> bytes:
    """A sheet that shows one long string in many cells."""
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, rows + 1))
    return xlsx(cells, shared=f"<si><t>{'Should it be so? ' * 60}</t></si>")


@pytest.mark.parametrize(("name", "make"), [("a.docx", word_of), ("a.xlsx", sheet_of)])
def test_a_small_file_does_not_become_a_huge_text(name: str, make: Callable[[int], bytes]) -> None:
    large = make(3_000)
    assert len(large) < 60_000
    with pytest.raises(UnreadablePaper, match="far larger than the file itself"):
        read(name, large)
    assert sum(len(block.text) for block in read(name, make(1_500))) > 1_000_000  # much, and no matter


def test_paper_longer_than_the_answer_may_be_is_refused() -> None:
    assert str(refusal(TEXT * 100, ReadingLimits(output=4096))) == refusals.TOO_MUCH_TEXT


@pytest.mark.parametrize(
    ("program", "cause"),
    [
        ("pass", refusals.DAMAGED),
        ("sys.exit(3)", refusals.NOT_NOW),
        ("print('hello')", refusals.DAMAGED),
        ("print('[' * 2_000_000)", refusals.TOO_MUCH_TEXT),
        ("print('[' * 100_000)", refusals.DAMAGED),
        ("print('[]')", refusals.DAMAGED),
        ("print(json.dumps({'paper': None}))", refusals.DAMAGED),
        ("print(json.dumps({'paper': {'title': 'x'}, 'peak': -1}))", refusals.DAMAGED),
        ("print(json.dumps({'refused': ['x'], 'peak': 'x'}))", refusals.DAMAGED),
        ("print(json.dumps({'refused': 'x' * 10_000}))", refusals.DAMAGED),
        ("print(json.dumps({'refused': 'two\\nlines'}))", refusals.DAMAGED),
        ("print(json.dumps({'refused': 'Not today'}))", "Not today"),
        ("while True: os.write(1, b'x' * 65536)", refusals.TOO_MUCH_TEXT),
        ("while True: os.write(2, b'x' * 65536)", refusals.TOO_MUCH_TEXT),
        ("while True: os.write(1, b'{\"progress\": [1, 2]}\\n' * 1000)", refusals.TOO_MUCH_TEXT),
        ("os.kill(os.getpid(), 11)", refusals.DAMAGED),
        ("os.kill(os.getpid(), 9)", refusals.NEEDS_MEMORY),
        ("os.kill(os.getpid(), 24)", refusals.TOOK_TOO_LONG),
        ("os.close(1); os.close(2); time.sleep(60)", refusals.TOOK_TOO_LONG),
        ("os.fork() and os._exit(0); time.sleep(60)", refusals.TOOK_TOO_LONG),
        ("open('left', 'w').write('x'); os.mkdir('more'); print('{}')", refusals.DAMAGED),
    ],
)
def test_reader_that_was_taken_over_gets_no_further_than_a_refusal(
    take_over: Callable[[str], None], program: str, cause: str
) -> None:
    take_over(program)
    limits = ReadingLimits(seconds=3 if "sleep" in program else 60, output=4 * MB)
    assert str(refusal(limits=limits)) == cause


def test_what_a_reader_complains_of_reaches_the_log_bounded_and_on_one_line(
    take_over: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    take_over("sys.stderr.write('no module\\n\\x1b[2J' + 'x' * 99999); sys.exit(1)")
    with caplog.at_level(logging.ERROR):
        refusal()
    assert "no module [2J" in caplog.text
    assert len(caplog.messages[-1]) < 2200
    assert "\n" not in caplog.messages[-1]


def test_reader_sees_nothing_of_the_service(take_over: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "SECRET_KEY", "PYTHONPATH", "LD_PRELOAD_OF_MINE"):
        monkeypatch.setenv(name, "secret")
    take_over("print(json.dumps({'refused': ' '.join(sorted(os.environ)) + str(len(os.listdir('/proc/self/fd')))}))")
    # The three standard streams and the folder being listed.
    assert str(refusal()) == "HOME LANG PATH TMPDIR4"


def in_the_reader(program: str) -> str:
    """What a program prints that runs in the place of the reader once it is bound and cut off."""
    started = (
        f"{parent._START.replace('main()', '')}\nfrom consult.question_sets.reading_apart import isolation, limits\n"
        f"import os, socket\nlimits.bind_reader(limits.LIMITS); done = isolation.cut_off_reader()\n{program}"
    )
    run = [sys.executable, "-I", "-c", started, str(parent._PACKAGE)]
    return subprocess.run(run, capture_output=True, text=True, check=True, timeout=60).stdout


def test_reader_loads_neither_the_web_application_nor_the_database() -> None:
    loaded = in_the_reader("print(*{name.split('.')[0] for name in sys.modules})").split()
    assert {"consult", "lxml", "pypdfium2"} <= set(loaded)
    assert not {"flask", "werkzeug", "sqlalchemy", "whoosh", "alembic"} & set(loaded)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the filter of system calls is Linux's")
@pytest.mark.parametrize(
    "forbidden",
    [
        "socket.socket(socket.AF_INET)",
        "socket.socket(socket.AF_INET6)",
        "socket.socket(socket.AF_UNIX)",
        "socket.socketpair()",
        "os.fork()",
        "os.execv('/bin/true', ['true'])",
        "os.kill(os.getppid(), 0)",
        "os.write(os.open('written', os.O_CREAT | os.O_WRONLY), b'x')",
    ],
)
def test_bound_reader_opens_no_socket_starts_nothing_and_writes_nothing(forbidden: str, tmp_path: Path) -> None:
    tried = (
        f"os.chdir({str(tmp_path)!r})\ntry:\n    {forbidden}\nexcept OSError as error:\n    print(done, error.errno)"
    )
    assert in_the_reader(tried).split() in (["True", "1"], ["True", "27"])


@pytest.mark.parametrize(
    "name",
    ["--help.txt", "a\0b.txt", "two\nlines.txt", "../../../etc/passwd.txt", "C:\\papers\\a.txt", "x" * MB + ".txt",
     "\ud800.txt", "ä ß.txt"],
)  # fmt: skip
def test_odd_names_do_no_harm(name: str) -> None:
    assert read_apart(name, TEXT).paper.questions


def test_folder_that_a_killed_worker_left_is_swept_up() -> None:
    old, new = (Path(tempfile.gettempdir(), f"{parent._FOLDER}{name}") for name in ("old", "new"))
    for folder in (old, new):
        folder.mkdir()
        (folder / "paper.rtf").write_text("left")
    os.utime(old, (0, time.time() - 2 * parent._STALE))
    read_apart("a.txt", TEXT)
    assert [old.exists(), new.exists()] == [False, True]
    shutil.rmtree(new)


def test_reader_dies_with_the_worker_that_started_it(tmp_path: Path) -> None:
    paper = tmp_path / "a.pdf"
    paper.write_bytes(long_paper(1_500))
    folder = tmp_path / "of the worker"
    folder.mkdir()
    program = (
        "import sys, pathlib; from consult.question_sets.reading_apart import read_apart; "
        "read_apart('a.pdf', pathlib.Path(sys.argv[1]).read_bytes(), progress=lambda *_: print('reading', flush=True))"
    )
    run = [sys.executable, "-c", program, str(paper)]
    with subprocess.Popen(run, stdout=subprocess.PIPE, env={**os.environ, "TMPDIR": str(folder)}) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == b"reading\n"
        assert running_in(folder)
        worker.send_signal(signal.SIGKILL)
    until = time.monotonic() + 5
    while running_in(folder) and time.monotonic() < until:
        time.sleep(0.05)
    assert running_in(folder) == []
