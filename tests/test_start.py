"""The service does not start with a key that can be guessed, with a debugger, or answering to every name."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from secrets import token_urlsafe

import pytest

from consult.application import create_app
from consult.config import PROJECT, SettingError, Settings, read_settings
from consult.guessing import is_guessable

KEY = "kTq8vD2mZx-0123456789-abcdefghij"
GOOD = {"SECRET_KEY": KEY, "TRUSTED_HOSTS": "answers.example"}
WEAK = [
    "", "secret", "x" * 40, "short-but-Mixed-123", "changeme" * 5, "change-me-change-me-change-me-change-me",
    "abcdefghijklmnopqrstuvwxyz0123456789", "0123456789" * 4, "Password" * 5, "password-secret-development-test-key",
    "your-secret-key-your-secret-key-your", "aB3$aB3$aB3$aB3$aB3$aB3$aB3$aB3$", "qwertyuiop12" * 3,
]  # fmt: skip
DEBUGGERS = [
    {"FLASK_DEBUG": "1"}, {"FLASK_DEBUG": "true"}, {"FLASK_DEBUG": "yes"}, {"FLASK_DEBUG": "on"},
    {"WERKZEUG_RUN_MAIN": "true"}, {"WERKZEUG_DEBUG_PIN": "off"}, {"WERKZEUG_DEBUG_PIN": "123-456-789"},
]  # fmt: skip
OPEN = ["", " ", ",", "*", "*.example", "https://answers.example", "answers.example/path", "answers.example *", "."]


@pytest.mark.parametrize("key", WEAK)
def test_a_weak_key_stops_the_start(key: str, tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="SECRET_KEY"):
        read_settings({**GOOD, "INSTANCE": str(tmp_path), "SECRET_KEY": key})


def test_processes_of_a_demo_that_start_together_have_one_whole_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(size: int) -> str:
        time.sleep(0.02)
        return token_urlsafe(size)

    monkeypatch.setattr("consult.config.secrets.token_urlsafe", slowly)
    given = {"DEMO": "1", "INSTANCE": str(tmp_path / "new")}
    with ThreadPoolExecutor(8) as processes:
        keys = {each.secret_key for each in processes.map(read_settings, [given] * 40)}
    assert [len(key) for key in keys] == [64]
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["demo-secret-key"]
    assert (tmp_path / "new" / "demo-secret-key").stat().st_mode & 0o777 == 0o600


def test_a_demo_does_not_start_with_a_part_of_a_key(tmp_path: Path) -> None:
    (tmp_path / "demo-secret-key").touch()
    with pytest.raises(SettingError, match="demo-secret-key in INSTANCE holds no whole key"):
        read_settings({"DEMO": "1", "INSTANCE": str(tmp_path)})


@pytest.mark.parametrize("demo", ["0", "1"])
@pytest.mark.parametrize("debugger", DEBUGGERS, ids=str)
def test_a_debugger_stops_the_start(debugger: dict[str, str], demo: str, tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=next(iter(debugger))):
        read_settings({**GOOD, "INSTANCE": str(tmp_path), "DEMO": demo, **debugger})


@pytest.mark.parametrize("hosts", OPEN)
def test_answering_to_every_name_stops_the_start(hosts: str, tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="TRUSTED_HOSTS"):
        read_settings({**GOOD, "INSTANCE": str(tmp_path), "TRUSTED_HOSTS": hosts})


@pytest.mark.parametrize(
    "hosts", ["answers.example", "a.example, b.example:8443", "127.0.0.1,[::1]", ".council.example"]
)
def test_named_hosts_are_taken(hosts: str, tmp_path: Path) -> None:
    assert read_settings({**GOOD, "INSTANCE": str(tmp_path), "TRUSTED_HOSTS": hosts, "FLASK_DEBUG": "0"}).trusted_hosts


def test_random_keys_are_taken() -> None:
    import secrets

    for make in (secrets.token_urlsafe, secrets.token_hex):
        assert not any(is_guessable(make(32)) for _ in range(300))


def test_the_application_itself_refuses_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings("sqlite:///:memory:", KEY, tmp_path, ("localhost",))
    with pytest.raises(SettingError, match="TRUSTED_HOSTS"):
        create_app(replace(settings, trusted_hosts=()))
    monkeypatch.setenv("FLASK_DEBUG", "1")
    with pytest.raises(SettingError, match="FLASK_DEBUG"):
        create_app(settings)


@pytest.mark.parametrize(
    "bad",
    [{"SECRET_KEY": "secret"}, {"FLASK_DEBUG": "1"}, {"TRUSTED_HOSTS": ""}, {"WERKZEUG_RUN_MAIN": "true"}],
    ids=str,
)
@pytest.mark.parametrize("command", [("-c", "import wsgi"), ("-m", "consult.running.commands", "serve")], ids=str)
def test_neither_way_of_starting_goes_on(bad: dict[str, str], command: tuple[str, ...], tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "INSTANCE": str(tmp_path), **GOOD, **bad}
    done = subprocess.run(
        [sys.executable, *command], cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode != 0
    assert next(iter(bad)) in done.stderr.splitlines()[-1]
