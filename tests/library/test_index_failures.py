"""The index never lies: torn files, processes killed at any moment, two writers, a full disk, another analyser."""

import json
import random
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from consult.library.search.engine import EntryChange, IndexBusy, IndexDamaged, IndexMissing, IndexOutdated
from consult.library.search.parser import parse
from consult.library.search.whoosh.folder import MANIFEST, IndexFolder
from consult.library.search.whoosh.index import FORM, WhooshEngine
from tests.library.entries import entry, ids, put

ROOT = Path(__file__).parents[2]
KINDS = 5
"""The entries that `change` works on."""


def change(number: int) -> EntryChange:
    """The change of this number in a log without end: puts and removals in turn, each text with a word of its own."""
    entry_id = number % KINDS
    if number % 7 == 0:
        return EntryChange(entry_id, None)
    return EntryChange(entry_id, entry(entry_id, f"Housing revision{number}"))


def texts_after(checkpoint: int) -> dict[int, str]:
    """What each entry says when the log has been followed to its checkpoint."""
    last = {change(number).entry_id: change(number).entry for number in range(1, checkpoint + 1)}
    return {entry_id: found.question.split()[1] for entry_id, found in last.items() if found is not None}


def check(engine: WhooshEngine) -> None:
    """Every current text is found and no superseded one is."""
    checkpoint = engine.checkpoint()
    current = texts_after(checkpoint)
    assert engine.entry_ids() == current.keys()
    for number in range(max(1, checkpoint - 3 * KINDS), checkpoint + 3):
        word = f"revision{number}"
        assert ids(engine.search(parse(word))) == [each for each, text in current.items() if text == word]


WRITER = """
import sys
from pathlib import Path
from consult.library.search.whoosh.index import WhooshEngine
from tests.library.test_index_failures import change
engine = WhooshEngine(Path(sys.argv[1]))
last, step = int(sys.argv[2]), int(sys.argv[3])
print("ready", flush=True)
while (at := engine.checkpoint()) < last:
    upto = min(last, at + step)
    engine.apply([change(number) for number in range(at + 1, upto + 1)], upto)
    print(upto, flush=True)
"""


def writer(folder: Path, last: int, step: int = 1) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", WRITER, str(folder), str(last), str(step)]
    return subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def folder(tmp_path):
    engine = WhooshEngine(tmp_path / "index")
    engine.rebuild([], 0)
    for number in range(1, 4):
        engine.apply([change(number)], number)
    return tmp_path / "index"


def test_a_process_killed_at_any_moment_leaves_an_index_that_catches_up(folder):
    moments = random.Random(20060207)
    for _ in range(5):
        with writer(folder, 100_000) as process:
            for _ in range(moments.randint(1, 6)):
                process.stdout.readline()
            time.sleep(moments.random() * 0.05)
            process.kill()
        engine = WhooshEngine(folder)
        check(engine)
        at = engine.checkpoint()
        engine.apply([change(at + 1)], at + 1)
        assert engine.checkpoint() == at + 1
        check(engine)
    assert engine.checkpoint() > 10


def test_a_process_killed_while_it_rebuilds_leaves_the_old_index(folder):
    script = """
import sys
from pathlib import Path
from consult.library.search.whoosh.index import WhooshEngine
from tests.library.entries import entry
def entries():
    for number in range(1, 100_000):
        print(number, flush=True)
        yield entry(number, "Something else")
WhooshEngine(Path(sys.argv[1])).rebuild(entries(), 3)
"""
    with subprocess.Popen([sys.executable, "-c", script, str(folder)], cwd=ROOT, stdout=subprocess.PIPE) as process:
        for _ in range(200):
            process.stdout.readline()
        process.kill()
    engine = WhooshEngine(folder)
    check(engine)
    engine.rebuild([entry(1, "Parks")], 3)
    assert engine.count() == 1
    assert len(list(folder.glob("index-*"))) == 1


def test_two_processes_write_in_turn(folder):
    with ExitStack() as stack:
        processes = [stack.enter_context(writer(folder, 40, step)) for step in (1, 3)]
        assert [process.wait(30) for process in processes] == [0, 0]
    engine = WhooshEngine(folder)
    assert engine.checkpoint() == 40
    check(engine)


def test_a_second_writer_waits_only_so_long(folder):
    with IndexFolder(folder).writing(1):
        with pytest.raises(IndexBusy):
            WhooshEngine(folder, lock_wait_seconds=0.05).apply([change(4)], 4)
        check(WhooshEngine(folder))
    WhooshEngine(folder, lock_wait_seconds=0.05).apply([change(4)], 4)


def halved(content: bytes) -> bytes:
    return content[: len(content) // 2]


def one_bit_changed(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def emptied(content: bytes) -> bytes:
    return content[:0]


def overwritten(content: bytes) -> bytes:
    return b"\xff" * len(content)


@pytest.mark.parametrize("tear", [halved, one_bit_changed, emptied, overwritten, None])
def test_any_torn_file_is_noticed_and_rebuilt(folder, tear):
    names = [path.relative_to(folder) for path in folder.rglob("*") if path.is_file() and path.name != "lock"]
    assert len(names) >= 4
    for name in names:
        engine = WhooshEngine(folder)
        engine.rebuild([found.entry for found in map(change, range(1, 4)) if found.entry], 3)
        torn = next(
            path for path in folder.rglob("*") if path.is_file() and path.suffix == name.suffix and like(path, name)
        )
        content = torn.read_bytes()
        torn.unlink()
        if tear is not None:
            torn.write_bytes(tear(content))
        for used in (engine, WhooshEngine(folder)):
            with pytest.raises((IndexDamaged, IndexMissing)):
                used.search(parse("housing"))
            with pytest.raises((IndexDamaged, IndexMissing)):
                used.apply([change(4)], 4)
        engine.rebuild([entry(1, "Housing")], 4)
        assert ids(WhooshEngine(folder).search(parse("housing"))) == [1]


def like(path: Path, name: Path) -> bool:
    """Whether two files of different indexes are of one kind: Whoosh gives its files random names."""
    return path.name == name.name if not name.suffix else True


def test_every_bit_of_the_manifest_counts(folder):
    manifest = next(folder.glob(f"index-*/{MANIFEST}"))
    content = manifest.read_bytes()
    for at in range(0, len(content), 7):
        manifest.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        with pytest.raises(IndexDamaged):
            WhooshEngine(folder).checkpoint()
    manifest.write_bytes(content)
    check(WhooshEngine(folder))


def test_what_a_dead_process_left_behind_is_removed(folder):
    index = next(folder.glob("index-*"))
    (index / "MAIN_left.seg").write_bytes(b"x")
    (index / "_MAIN_99.toc").write_bytes(b"x")
    (index / "MAIN.tmp").mkdir()
    (index / "MAIN.tmp" / "run").write_bytes(b"x")
    engine = WhooshEngine(folder)
    check(engine)
    engine.apply([change(4)], 4)
    check(engine)
    named = json.loads((index / MANIFEST).read_text().partition("\n")[2])["files"]
    assert {path.name for path in index.iterdir()} == {MANIFEST, *named}


@pytest.mark.parametrize(
    "act",
    ["engine.apply([change(4)], 4)", "engine.rebuild([change(number).entry for number in range(1, 5)], 4)"],
    ids=["changes", "a whole index"],
)
def test_a_full_disk_leaves_the_index_as_it_was(folder, act):
    script = f"""
import resource, sys
from pathlib import Path
from consult.library.search.whoosh.index import WhooshEngine
from tests.library.test_index_failures import change
engine = WhooshEngine(Path(sys.argv[1]))
engine.checkpoint()
for limit in (0, 40, 300, 1_000, 2_000):
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        {act}
    except OSError as refused:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        print(limit, type(refused).__name__, engine.checkpoint(), flush=True)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
{act}
print("room", engine.checkpoint())
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines() == [*(f"{n} OSError 3" for n in (0, 40, 300, 1_000, 2_000)), "room 4"], done.stderr
    check(WhooshEngine(folder))
    assert len(list(folder.glob("index-*"))) == 1


def test_there_is_no_index_until_it_is_built(tmp_path):
    engine = WhooshEngine(tmp_path / "index")
    for use in (engine.checkpoint, engine.count, lambda: engine.search(parse("x")), lambda: engine.apply([], 1)):
        with pytest.raises(IndexMissing):
            use()
    engine.rebuild([], 0)
    assert (engine.checkpoint(), engine.count(), engine.search(parse("x"))) == (0, 0, [])


def test_an_index_of_another_analyser_is_refused_and_rebuilt(folder):
    manifests = IndexFolder(folder)
    index = manifests.current()
    before = manifests.manifest(index)
    assert before.analyser == FORM
    manifests.commit(index, list(before.files), "an older analyser", before.checkpoint)
    engine = WhooshEngine(folder)
    with pytest.raises(IndexOutdated):
        engine.search(parse("housing"))
    with pytest.raises(IndexOutdated):
        engine.apply(put(entry(1)), 9)
    engine.rebuild([entry(1, "Housing")], 9)
    assert ids(engine.search(parse("housing"))) == [1]


def test_a_rebuild_may_draw_the_names_of_the_index_before(tmp_path):
    engine = WhooshEngine(tmp_path / "index")
    for last in (3, 9):
        random.seed(1)  # from which Whoosh draws the names of files
        engine.rebuild([entry(number, f"Housing number{number}") for number in range(1, last)], last)
        assert sorted(ids(engine.search(parse("housing")))) == list(range(1, last))
        assert ids(engine.search(parse(f"number{last - 1}"))) == [last - 1]


def test_a_fault_that_shows_itself_while_hits_are_read_is_named(tmp_path):
    engine = WhooshEngine(tmp_path / "index")
    engine.rebuild([entry(1, "Housing"), entry(2, "Housing and paths")], 1)
    snapshot = engine._open()[1]
    del snapshot._ids[:]
    with pytest.raises(IndexDamaged):
        engine.search(parse("housing"))
