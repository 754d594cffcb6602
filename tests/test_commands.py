"""The command line: help on every command, one-line errors with exit status 2, settings that stop the start by name."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from consult.config import SettingError, read_settings
from consult.running.commands import main
from tests.serving import surroundings

COMMANDS = (
    "extract", "load", "seed", "search", "similar", "issue", "verify", "rebuild-index", "create-admin", "migrate",
    "check-migrations", "anonymise", "demo-sign-ins", "serve", "work", "text",
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert len(capsys.readouterr().out.splitlines()) > 3


@pytest.mark.parametrize(
    "arguments",
    [
        ["extract", "/nowhere/paper.txt"],
        ["text", "/nowhere/answer.txt"],
        ["text", "/"],
        ["search", "x"],
        ["verify", "--expect", "x", "y"],
        ["issue", "1", "--out", "/proc/nowhere"],
        ["load", "/nowhere/paper.txt"],
        ["create-admin", "--email", "a@b.example", "--name", "A", "--organisation", "O", "--kind", "club"],
    ],
)
def test_an_error_is_one_line(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("INSTANCE", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/empty.sqlite")
    (tmp_path / "empty.sqlite").touch()
    assert main(arguments) == 2
    told = capsys.readouterr().err
    assert told.startswith("consult: ")
    assert told.count("\n") == 1


@pytest.mark.parametrize("command", ["migrate", "serve", "work", "verify"])
def test_a_folder_that_cannot_be_made_is_one_line(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    for name, value in surroundings(f"sqlite:///{tmp_path}/file/consult.sqlite", tmp_path).items():
        monkeypatch.setenv(name, value)
    assert main([command]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "cannot be made" in said or "no database yet" in said


def test_extract_prints_one_json_object_and_needs_no_database(tmp_path: Path) -> None:
    paper = tmp_path / "paper.md"
    paper.write_text("# A paper\n\n1. Should it be so?\n\n2. Why?\n")
    command = [sys.executable, "-m", "consult.running.commands", "extract", str(paper)]
    environment = {"PATH": "/usr/bin:/bin", "DATABASE_URL": "nonsense://"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert set(found) == {"title", "issuing_body", "closing_at", "questions"}
    assert [q["number"] for q in found["questions"]] == ["1", "2"]
    wanted = {"number", "text", "section", "kind", "options", "parts", "refs"}
    assert all(wanted <= set(question) for question in found["questions"])


def test_text_prints_what_a_reader_sees_and_needs_no_database(tmp_path: Path) -> None:
    answer = tmp_path / "answer.txt"
    answer.write_bytes("We ask for:\r\n1. shade[^a]\r\n3. seats\r\n\r\n[^a]: “Trees”.".encode("cp1252"))
    command = [sys.executable, "-m", "consult.running.commands", "text", str(answer)]
    environment = {"PATH": "/usr/bin:/bin", "DATABASE_URL": "nonsense://"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "We ask for:\n1. shade[1]\n3. seats\n[1] “Trees”.\n"
    done = subprocess.run([*command, "--as", "tree"], env=environment, capture_output=True, text=True, check=True)
    assert [(block["type"], block.get("label")) for block in json.loads(done.stdout)] == [
        ("paragraph", None), ("list", None), ("footnote", "1"),
    ]  # fmt: skip


def test_create_admin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/new.sqlite")
    monkeypatch.setenv("INSTANCE", str(tmp_path))
    assert main(["migrate"]) == 0
    arguments = ["create-admin", "--email", "Admin@Example.org", "--name", "Administrator", "--organisation", "Council"]
    for password, status in (("short", 2), ("eleven swans on the water", 0), ("eleven swans on the water", 2)):
        monkeypatch.setattr("getpass.getpass", lambda _prompt, given=password: given)
        assert main(arguments) == status
    assert "already signs in" in capsys.readouterr().err


GOOD = {"SECRET_KEY": "kTq8vD2mZx-0123456789-abcdefghij", "TRUSTED_HOSTS": "answers.example"}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "changeme"}, "SECRET_KEY"),
        ({"SECRET_KEY": "a" * 40}, "SECRET_KEY"),
        ({"TRUSTED_HOSTS": ""}, "TRUSTED_HOSTS"),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL"),
        ({"DEMO": "yes"}, "DEMO"),
    ],
)
def test_a_bad_setting_stops_the_start_and_names_itself(change: dict[str, str], named: str, tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=named):
        read_settings({**GOOD, "INSTANCE": str(tmp_path), **change})


def test_good_settings(tmp_path: Path) -> None:
    settings = read_settings({**GOOD, "INSTANCE": str(tmp_path), "DATABASE_URL": "postgres://u@h/d"})
    assert settings.database_url == "postgresql+psycopg://u@h/d"
    assert settings.secure_cookies
    assert not settings.demo
