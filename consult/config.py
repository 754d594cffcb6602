"""Settings of the service, read once at the start.

A setting that is missing or weak stops the start and names itself: a service that starts with a guessable key,
or answering to any host name, looks well and is not.
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
WEAK_KEYS = {"secret", "changeme", "development", "dev", "password", "test"}
SHORTEST_KEY = 32
LARGEST_UPLOAD = 50 * 1024 * 1024
LARGEST_FORM = 2 * 1024 * 1024


class SettingError(ValueError):
    """A setting is missing or weak. The message names it and says what it should be."""


@dataclass(frozen=True)
class Settings:
    """What an operator decides. `database_url` is a SQLAlchemy address; paths are absolute."""

    database_url: str
    secret_key: str
    instance: Path
    trusted_hosts: tuple[str, ...]
    demo: bool = False
    secure_cookies: bool = True
    index: Path = field(default=Path())

    @property
    def index_folder(self) -> Path:
        """The private folder of the search index."""
        return self.index if self.index != Path() else self.instance / "index"


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment. Raises SettingError with the name of the first bad one."""
    env = os.environ if environ is None else environ
    instance = Path(env.get("INSTANCE") or PROJECT / "instance").resolve()
    demo = _yes_or_no(env, "DEMO")
    return Settings(
        database_url=_database_url(env, instance),
        secret_key=_secret_key(env, instance, demo),
        instance=instance,
        trusted_hosts=_trusted_hosts(env, demo),
        demo=demo,
        secure_cookies=not demo and _yes_or_no(env, "SECURE_COOKIES", default="1"),
        index=Path(env["INDEX_FOLDER"]).resolve() if env.get("INDEX_FOLDER") else Path(),
    )


def _yes_or_no(env: Mapping[str, str], name: str, default: str = "0") -> bool:
    value = env.get(name) or default
    if value not in ("0", "1"):
        raise SettingError(f"{name} must be 0 or 1, not {value!r}")
    return value == "1"


def _database_url(env: Mapping[str, str], instance: Path) -> str:
    url = env.get("DATABASE_URL") or f"sqlite:///{instance / 'consult.sqlite'}"
    # Many hosts hand out the older spelling of the scheme.
    if url.startswith("postgres://"):
        url = "postgresql://" + url.removeprefix("postgres://")
    if url.startswith("postgresql://"):
        url = "postgresql+psycopg://" + url.removeprefix("postgresql://")
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingError("DATABASE_URL must begin with sqlite:/// or postgresql://")
    return url


def _secret_key(env: Mapping[str, str], instance: Path, demo: bool) -> str:
    key = env.get("SECRET_KEY", "")
    if not key and demo:
        return _kept_demo_key(instance)
    if len(key) < SHORTEST_KEY or key.lower() in WEAK_KEYS or len(set(key)) < 10:
        raise SettingError(f"SECRET_KEY must be a random text of at least {SHORTEST_KEY} characters")
    return key


def _kept_demo_key(instance: Path) -> str:
    """The demo makes its own random key and keeps it, so that a restart does not sign everybody out."""
    instance.mkdir(parents=True, exist_ok=True)
    path = instance / "demo-secret-key"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass  # made at an earlier start
    return path.read_text().strip()


def _trusted_hosts(env: Mapping[str, str], demo: bool) -> tuple[str, ...]:
    hosts = tuple(h.strip() for h in env.get("TRUSTED_HOSTS", "").split(",") if h.strip())
    if hosts:
        return hosts
    if demo:
        return ("127.0.0.1", "localhost", "[::1]")
    raise SettingError("TRUSTED_HOSTS must name the host names the service answers to, separated by commas")
