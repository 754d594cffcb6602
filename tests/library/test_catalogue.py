"""The back catalogue: old responses loaded in one go, read apart, ticked by a person; nothing is doubled."""

import contextlib
import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from consult import leasing
from consult.database import Database
from consult.demo.cast import COUNCIL, Cast
from consult.history.services import verify
from consult.library.catalogue import services, unpacking
from consult.library.catalogue.models import CatalogueAnswer, CatalogueFile, CatalogueLoad
from consult.library.catalogue.unpacking import BadArchive, Zip, folder_files
from consult.library.models import LibraryEntry
from consult.question_sets.models import ReadingState
from consult.running.commands import main
from tests.library.old_responses import ADOPTED, ANSWERS, OFFICER, OLD, old_text, zipped
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]


def entries(database: Database) -> int:
    with database.session(read_only=True) as session:
        return session.scalar(select(func.count()).select_from(LibraryEntry)) or 0


def test_a_zip_is_read_completed_ticked_and_reported(demo: Cast, database: Database, visit: Visit) -> None:
    officer = visit(OFFICER).open("/library/catalogue").submit("Load", _expect=422)
    assert "Select a zip file with old responses" in officer.text
    officer.submit("Load", paper=("old.zip", zipped(OLD)))
    assert "0 of 4 files read" in officer.text
    officer.wait_until_read()
    assert "4 files: 2 read, 2 refused, 0 loaded before. 1 system file was passed over." in officer.text
    assert "No question with an answer was found in it" in officer.text
    officer.follow("Download the report")
    report = officer.data.decode("utf-8-sig")
    assert "2019/markets.txt,Read,,3," in report
    assert "picture.png,Refused,This is a picture without text. Load the paper itself,0" in report


def test_a_person_completes_and_ticks_what_enters(demo: Cast, database: Database, visit: Visit) -> None:
    before = entries(database)
    officer = visit(OFFICER).open("/library/catalogue").submit("Load", paper=("old.zip", zipped(OLD))).wait_until_read()
    load = officer.path
    officer.follow("2019/markets.txt")
    officer.submit("Put the ticked answers into the library", _expect=422, issuing_body="", answers=[])
    assert "Enter who issued the consultation" in officer.text
    assert "Enter when it was adopted" in officer.text
    assert entries(database) == before
    council = str(demo.organisations[COUNCIL].id)
    said = {"issuing_body": "Market Office", "consultation": "Markets", "adopted_by": [council], **ADOPTED}
    officer.submit("Put the ticked answers into the library", _expect=422, answers=[], **said)
    assert "Tick the answers that the library should have" in officer.text
    officer.submit("Put the ticked answers into the library", answers=["1", "2"], **said)
    assert "2 answers are in the library now" in officer.text
    assert officer.heading == "2021/fairs.docx"
    assert entries(database) == before + 2
    assert "1 answer found" in officer.open("/library?q=sundays year:2019").text
    assert "Due for review" in officer.text
    officer.open(load)
    assert "2 are in the library from this load" in officer.text
    with database.session(read_only=True) as session:
        assert verify(session).sound
        assert session.scalars(select(CatalogueFile.content).where(CatalogueFile.content.is_not(None))).all() == []


def test_running_again_doubles_nothing(demo: Cast, database: Database, visit: Visit) -> None:
    officer = visit(OFFICER)
    council = str(demo.organisations[COUNCIL].id)
    said = {"issuing_body": "Market Office", "consultation": "Markets", "adopted_by": [council], **ADOPTED}
    for _ in range(2):
        officer.open("/library/catalogue").submit("Load", paper=("markets.txt", old_text())).wait_until_read()
    assert "1 file: 0 read, 0 refused, 1 loaded before." in officer.text
    officer.follow("See what was read").submit(
        "Put the ticked answers into the library", answers=["1", "2", "3"], **said
    )
    count = entries(database)
    # Another file with one answer that is there already, in other marks and capitals.
    again = (
        (ANSWERS[0][0].upper(), f"{ANSWERS[0][1]} "),
        ("Is there a new one?", "There is one new answer in this file."),
    )
    officer.open("/library/catalogue").submit("Load", paper=("other.txt", old_text(again))).wait_until_read()
    officer.follow("other.txt").submit("Put the ticked answers into the library", answers=["1", "2"], **said)
    assert "1 answer is in the library now; 1 had been there before" in officer.text
    assert entries(database) == count + 1
    officer.follow("other.txt")
    assert "Every answer of this file is in the library" in officer.text


def test_a_killed_worker_leaves_the_file_to_the_next(demo: Cast, database: Database, visit: Visit) -> None:
    officer = visit(OFFICER).open("/library/catalogue").submit("Load", paper=("markets.txt", old_text()))
    with database.transaction() as session:
        claimed = services.claim(session)
        assert claimed
        assert services.claim(session) is None, "it is being read"
        claimed.seen_at = claimed.seen_at and claimed.seen_at - leasing.STALE * 2
    officer.wait_until_read()
    assert "1 file: 1 read" in officer.text
    with database.transaction() as session:
        # The first worker wakes up: its attempt is over.
        services.refuse(session, file_id=claimed.id, attempt=1, cause="Too late")
        file = session.get(CatalogueFile, claimed.id)
        assert file
        assert file.state is ReadingState.READ
        file.state, file.content, file.attempts = ReadingState.WAITING, b"x", services.MOST_ATTEMPTS
        session.flush()
        assert services.claim(session) is None
        assert file.cause == services.GIVEN_UP


def bomb() -> bytes:
    return zipped({"big.txt": b"0" * 40_000_000, "markets.txt": old_text()})


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("../../etc/passwd", "leads outside"), ("/etc/passwd", "leads outside"), ("C:/a.txt", "leads outside"),
        ("a\\..\\..\\b.txt", "leads outside"), ("/".join("abcdefghij") + "/k.txt", "folders deep"),
        ("inner.zip", "zip within the zip"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_safe_is_refused_by_itself(name: str, cause: str) -> None:
    files = list(Zip(io.BytesIO(zipped({name: old_text(), "fine.txt": old_text()}))).files())
    assert [cause in files[0].cause, files[0].content, files[1].cause] == [True, b"", ""]


def test_a_bomb_is_refused_and_what_lies_beside_it_is_read(demo: Cast, visit: Visit) -> None:
    officer = visit(OFFICER).open("/library/catalogue").submit("Load", paper=("bomb.zip", bomb())).wait_until_read()
    assert "2 files: 1 read, 1 refused" in officer.text
    assert "It unpacks to far more than it was" in officer.text


def test_links_and_passwords_in_a_zip_are_refused() -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr(link, "/etc/passwd")
        packed.writestr("locked.txt", "x")
    locked = bytearray(written.getvalue())
    at = locked.rfind(b"PK\x01\x02")
    locked[at + 8] |= 1
    causes = [file.cause for file in Zip(io.BytesIO(bytes(locked))).files()]
    assert "leads outside" in causes[0]
    assert "password" in causes[1]


def test_a_file_without_a_name_stops_nobody(demo: Cast, visit: Visit) -> None:
    # What stands behind a zero byte is no part of a name, so this one has none.
    nameless = zipped({"letter.txt": old_text(), "~nobody.txt": b"Said by nobody."}).replace(
        b"~nobody.txt", b"\0nobody.txt"
    )
    officer = visit(OFFICER).open("/library/catalogue").submit("Load", paper=("nameless.zip", nameless))
    officer.wait_until_read()
    assert "A file without a name" in officer.text
    assert "letter.txt" in officer.text


@pytest.mark.parametrize("way", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_is_packed_in_an_unusual_way_is_not_unpacked(way: int) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", way) as packed:
        packed.writestr("torn.txt", b"Said again. " * 90)
        packed.writestr("letter.txt", b"Said once.", zipfile.ZIP_DEFLATED)
    raw = written.getvalue()
    at = raw.index(b"torn.txt") + len("torn.txt") + 12
    torn, letter = Zip(io.BytesIO(raw[:at] + b"\xff\xff\xff" + raw[at + 3 :])).files()
    assert "not safe to read" in torn.cause
    assert (letter.cause, letter.content) == ("", b"Said once.")


def test_what_is_no_zip_in_any_way_is_refused_or_read() -> None:
    whole = bytearray(zipped({"a.docx": zipped({"word/document.xml": b"<w:t>x</w:t>" * 9}), "b/c.txt": b"Said. " * 9}))
    chance = random.Random(11)
    for _ in range(3_000):
        torn = bytearray(whole)
        for _ in range(chance.randint(1, 5)):
            torn[-1 - chance.randrange(len(torn))] = chance.choice([0, 1, 255, chance.randrange(256)])
        with contextlib.suppress(BadArchive):
            list(Zip(io.BytesIO(bytes(torn))).files())


def test_too_much_is_refused_before_it_is_unpacked(
    demo: Cast, database: Database, monkeypatch: pytest.MonkeyPatch, visit: Visit
) -> None:
    with database.session(read_only=True) as session:
        before = session.scalar(select(func.count()).select_from(CatalogueFile))
    officer = visit(OFFICER).open("/library/catalogue")
    officer.submit("Load", _expect=422, paper=("many.zip", zipped({f"{n}.txt": b"x" for n in range(501)})))
    assert "The zip holds 501 files. Load at most 500 in one go" in officer.text
    officer.submit("Load", _expect=422, paper=("none.zip", b"PK\x03\x04 and then nothing"))
    assert "This is not a zip file, or it is damaged" in officer.text
    monkeypatch.setattr(unpacking, "MOST_UNPACKED", 500)
    officer.submit("Load", _expect=422, paper=("much.zip", zipped(OLD)))
    assert "when unpacked. Load it in parts" in officer.text
    with database.session(read_only=True) as session:
        assert session.scalar(select(func.count()).select_from(CatalogueFile)) == before


def test_a_zip_that_lies_about_its_sizes_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = Zip(io.BytesIO(zipped({f"{n}.txt": b"abc" * 300 for n in range(9)})))
    monkeypatch.setattr(unpacking, "MOST_UNPACKED", 2000)
    with pytest.raises(BadArchive):
        list(packed.files())


def many_small_bombs() -> bytes:
    """150 files of a megabyte, none of which unpacks to too much by itself, in 165 KB."""
    return zipped({f"{n}.txt": b"0" * 1_048_000 for n in range(150)})


def test_a_zip_is_refused_when_its_files_together_are_many_times_its_size(
    demo: Cast, database: Database, visit: Visit
) -> None:
    with database.session(read_only=True) as session:
        before = session.scalar(select(func.count()).select_from(CatalogueFile))
    officer = visit(OFFICER).open("/library/catalogue")
    officer.submit("Load", _expect=422, paper=("many.zip", many_small_bombs()))
    assert "The zip unpacks to far more than it is" in officer.text
    with database.session(read_only=True) as session:
        assert session.scalar(select(func.count()).select_from(CatalogueFile)) == before


def test_a_zip_that_counts_the_same_bytes_many_times_is_held_to_its_own_size() -> None:
    """Every entry of the directory names the same packed bytes."""
    one = zipped({"0.txt": b"0" * 1_048_000})
    start = one.rfind(b"PK\x01\x02")
    end = one.rfind(b"PK\x05\x06")
    entry = bytearray(one[start:end])
    directory = b"".join(bytes(entry) for _ in range(100))
    tail = bytearray(one[end:])
    tail[8:12] = (100).to_bytes(2, "little") * 2
    tail[12:16] = len(directory).to_bytes(4, "little")
    with pytest.raises(BadArchive, match="far more than it is"):
        list(Zip(io.BytesIO(one[:start] + directory + bytes(tail))).files())


def test_a_zip_of_files_that_are_packed_themselves_is_held_to_its_own_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "_SMALL_WITHIN", 1024 * 1024)
    word = io.BytesIO()
    with zipfile.ZipFile(word, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"<w:t>The same again.</w:t>" * 10_000)
    assert len(word.getvalue()) < 5_000
    many = zipped({f"{n}.docx": word.getvalue() for n in range(20)})
    with pytest.raises(BadArchive, match="unpacks to far more than it is"):
        list(Zip(io.BytesIO(many)).files())
    few = list(Zip(io.BytesIO(zipped({f"{n}.docx": word.getvalue() for n in range(2)}))).files())
    assert [each.cause for each in few] == ["", ""]


def test_what_people_pack_is_well_below_the_ratio() -> None:
    letters = {f"{n}.txt": old_text() * 40 for n in range(20)}
    assert all(not file.cause for file in Zip(io.BytesIO(zipped(letters))).files())


def test_a_folder_is_walked_without_links(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_bytes(b"a")
    (tmp_path / ".hidden").write_bytes(b"h")
    (tmp_path / "~$lock.docx").write_bytes(b"l")
    (tmp_path / "link.txt").symlink_to("/etc/hostname")
    kept, passed_over = folder_files(tmp_path)
    assert [path.name for path in kept] == ["a.txt"]
    assert passed_over == 2


def test_the_command_loads_a_folder_and_reports(
    demo: Cast,
    database: Database,
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    visit: Visit,
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("INSTANCE", str(tmp_path / "instance"))
    folder = tmp_path / "old"
    for name, content in OLD.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    owner = ["--organisation", COUNCIL]
    with database.session(read_only=True) as session:
        before = session.scalar(select(func.count()).select_from(CatalogueAnswer)) or 0
    assert main(["load-catalogue", str(folder), *owner]) == 0
    told = capsys.readouterr().out
    assert "2019/markets.txt: read (3 answers" in told
    assert "picture.png: refused (This is a picture" in told
    assert "4 files, 6 answers, 2 refused, 0 loaded before" in told
    assert main(["load-catalogue", str(folder), *owner]) == 0
    assert "4 files, 0 answers, 2 refused, 2 loaded before" in capsys.readouterr().out
    assert main(["load-catalogue", str(folder / "nowhere"), *owner]) == 2
    with database.session(read_only=True) as session:
        assert session.scalar(select(func.count()).select_from(CatalogueAnswer)) == before + 6
        first, _again = session.scalars(select(CatalogueLoad.id).order_by(CatalogueLoad.id)).all()[-2:]
    assert "2021/fairs.docx" in visit(OFFICER).open(f"/library/catalogue/{first}").text


@pytest.mark.authz
def test_a_load_belongs_to_its_organisation(cast: Cast, database: Database, visit: Visit) -> None:
    officer = visit(OFFICER).open("/library/catalogue").submit("Load", paper=("markets.txt", old_text()))
    visit("Police partner").open(officer.path, expect=403)
    with database.session(read_only=True) as session:
        number = session.scalars(select(CatalogueFile.id)).one()
    visit("Council Executive").open(f"/library/catalogue/files/{number}", expect=403)
