"""What docs/operating.md says is typed works as it is written."""

import os
import re
import shlex
import subprocess
import sys
import uuid
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path

import pytest

from consult.config import PROJECT
from consult.demo.cast import Cast
from consult.running.commands import _parser
from tests import postgres
from tests.databases import Originals
from tests.serving import surroundings

GUIDE = (PROJECT / "docs/operating.md").read_text(encoding="utf-8")
STANDS_FOR = {"ADDRESS": "a@b.example", "NUMBER": "3", "HASH": "a" * 64, "FILE": "paper.docx", "DIR": "out"}


def blocks() -> list[str]:
    """The lines of the guide that are typed, a block at a time."""
    found = re.findall(r"(?:^    .*\n|^\n(?=    ))+", GUIDE, flags=re.MULTILINE)
    return ["".join(line[4:] or "\n" for line in block.splitlines(keepends=True)).strip() for block in found]


def block_with(words: str) -> str:
    """The block in which these words stand."""
    (found,) = [block for block in blocks() if words in block]
    return found


def lines_with(words: str) -> str:
    """The lines of that block in which they stand."""
    return "\n".join(line for line in block_with(words).splitlines() if words in line)


def typed_commands() -> Iterator[str]:
    """Every `consult` command of the guide, with its options."""
    pieces = [*"\n".join(blocks()).splitlines(), *re.findall(r"`([^`\n]+)`", GUIDE)]
    for piece in pieces:
        if found := re.search(r"(?:bin/|^)consult ([a-z-]+(?: .*)?)$", piece):
            yield re.sub(r"\b[A-Z]+\b", lambda word: STANDS_FOR.get(word[0], word[0]), found[1])


@pytest.mark.parametrize("command", sorted(set(typed_commands())))
def test_every_command_of_the_guide_is_understood(command: str) -> None:
    assert callable(_parser().parse_args(shlex.split(command)).run)


def test_the_guide_names_the_commands_of_an_upgrade_and_a_restore() -> None:
    named = {command.split()[0] for command in typed_commands()}
    assert {"migrate", "create-admin", "serve", "verify", "rebuild-index", "work", "anonymise", "extract"} <= named


def test_the_unit_starts_the_service_again_after_a_while() -> None:
    unit = ConfigParser(interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # as it is written
    unit.read_string(block_with("[Unit]"))
    service = unit["Service"]
    assert service["Restart"] == "on-failure"
    assert int(service["RestartSec"]) >= 1
    _, _, command = service["ExecStart"].partition("bin/consult ")
    assert callable(_parser().parse_args(shlex.split(command)).run)
    assert f"INSTANCE={service['ReadWritePaths']}" in block_with("INSTANCE=")


def typed(commands: str, folder: Path, **more: str) -> str:
    """What a shell says to these lines, in a folder of its own."""
    environment = {**surroundings(more.pop("url", ""), folder), **more}
    python = str(Path(sys.executable).parent)
    shown = commands.replace(".venv/bin", python).replace("/var/lib/consult", str(folder))
    shown = shown.replace("backup-2026-02-07", "$(ls backup-* | head -1 | sed 's/[.][a-z]*$//')")
    done = subprocess.run(["bash", "-euc", shown], cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.one_database
def test_a_backup_of_sqlite_is_restored_as_it_is_written(database_url: str, demo: Cast, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/consult.sqlite"
    assert database_url == url
    before = typed(".venv/bin/consult verify", tmp_path, url=url)
    copied = block_with("dbapi2 as d")
    assert copied.count("/var/lib/consult/") == 2, "elsewhere the account of the service may not write"
    typed(copied, tmp_path)
    (tmp_path / "consult.sqlite").write_bytes(b"no database any more")
    typed(block_with("rm -f /var/lib/consult"), tmp_path)
    said = typed(block_with("consult rebuild-index"), tmp_path, url=url)
    assert before.splitlines()[0] in said


def test_a_backup_of_postgresql_is_restored_into_a_new_database(
    postgres_address: str, originals: Originals, tmp_path: Path
) -> None:
    folder = Path(postgres.find_binary("postgres") or "").parent
    if not (folder / "pg_dump").exists():
        pytest.skip("no pg_dump here")
    source = f"backed_up_{uuid.uuid4().hex}"
    originals.copy_on_server(postgres_address, "demo", source)
    new = f"{source}_restored"
    host, port = re.search(r"@(.+):(\d+)$", postgres_address).groups()  # type: ignore[union-attr]
    connected = {"PATH": f"{folder}:{os.environ['PATH']}", "PGHOST": host, "PGPORT": port, "PGUSER": "consult"}

    def shown(lines: str) -> str:
        return lines.replace("sudo -u postgres ", "").replace("consult_restored", new)

    try:
        before = typed(".venv/bin/consult verify", tmp_path, url=f"{postgres_address}/{source}")
        typed(shown(lines_with("pg_dump").replace(" consult >", f" {source} >")), tmp_path, **connected)
        typed(shown(block_with("consult_restored < backup")), tmp_path, **connected)
        said = typed(block_with("consult rebuild-index"), tmp_path, url=f"{postgres_address}/{new}")
        assert before.splitlines()[0] in said
    finally:
        for name in (new, source):
            postgres.execute(postgres_address, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
