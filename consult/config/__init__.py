"""Settings of the service, read once at the start.

A setting that is missing or weak stops the start and names itself: a service that starts with a guessable key,
or answering to any host name, looks well and is not.
"""

import contextlib
import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from consult.config.mail import MailSettings, read_mail
from consult.config.openid import OpenIdSettings, read_openid
from consult.extras import SettingError as SettingError
from consult.extras import semantic
from consult.guessing import is_guessable
from consult.proxies import Network, read_network

PROJECT = Path(__file__).resolve().parents[2]
DEBUGGING = {"FLASK_DEBUG": ("", "0", "false", "no"), "WERKZEUG_RUN_MAIN": ("",), "WERKZEUG_DEBUG_PIN": ("",)}
SHORTEST_KEY = 32
LARGEST_UPLOAD = 50 * 1024 * 1024
LARGEST_FORM = 2 * 1024 * 1024
_HOST = re.compile(r"(\.?[a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])(:[0-9]+)?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Limits:
    """How often one person may do what costs much: searches and comparisons in a minute, the others in an hour."""

    searches: int = 120  # each page of an answer looks for earlier ones
    uploads: int = 30
    downloads: int = 120
    mails: int = 200
    comments: int = 200


@dataclass(frozen=True)
class Settings:
    """What an operator decides. `database_url` is a SQLAlchemy address; paths are absolute."""

    database_url: str
    secret_key: str
    instance: Path
    trusted_hosts: tuple[str, ...]
    trusted_proxies: tuple[Network, ...] = ()
    demo: bool = False
    secure_cookies: bool = True
    index: Path = field(default=Path())
    search_engine: str = ""
    semantic: bool = False
    public_address: str = "http://127.0.0.1:8000"
    mail: MailSettings | None = None
    require_second_factor: bool = False
    openid: OpenIdSettings | None = None
    limits: Limits = Limits()
    mail_kept_days: int = 90
    library_keep_years: int = 0

    @property
    def index_folder(self) -> Path:
        """The private folder of the search index."""
        return self.index if self.index != Path() else self.instance / "index"


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment. Raises SettingError with the name of the first bad one."""
    env = os.environ if environ is None else environ
    _refuse_debugging(env)
    instance = Path(env.get("INSTANCE") or PROJECT / "instance").resolve()
    demo = _yes_or_no(env, "DEMO")
    mail, openid = read_mail(env), read_openid(env)
    return Settings(
        database_url=_database_url(env, instance),
        secret_key=_secret_key(env, instance, demo),
        instance=instance,
        trusted_hosts=_trusted_hosts(env, demo),
        trusted_proxies=_trusted_proxies(env),
        demo=demo,
        secure_cookies=not demo and _yes_or_no(env, "SECURE_COOKIES", default="1"),
        require_second_factor=_yes_or_no(env, "REQUIRE_SECOND_FACTOR", default="0" if demo else "1"),
        index=Path(env["INDEX_FOLDER"]).resolve() if env.get("INDEX_FOLDER") else Path(),
        search_engine=_search_engine(env, instance),
        semantic=semantic(env.get("SEMANTIC") or "off"),
        public_address=_public_address(env, needed=bool(mail or openid) and not demo),
        mail=mail,
        openid=openid,
        limits=_limits(env),
        mail_kept_days=_whole_number(env, "MAIL_KEPT_DAYS", Settings.mail_kept_days),
        library_keep_years=_keep_years(env),
    )


def _refuse_debugging(env: Mapping[str, str]) -> None:
    """A debugger shows texts and runs code for whoever causes an error; it never runs here, the demo included."""
    for name, harmless in DEBUGGING.items():
        if (env.get(name) or "").lower() not in harmless:
            raise SettingError(f"{name} must not be set: the service never runs with a debugger")


def _limits(env: Mapping[str, str]) -> Limits:
    return Limits(
        searches=_whole_number(env, "LIMIT_SEARCHES", Limits.searches),
        uploads=_whole_number(env, "LIMIT_UPLOADS", Limits.uploads),
        downloads=_whole_number(env, "LIMIT_DOWNLOADS", Limits.downloads),
        mails=_whole_number(env, "LIMIT_MAILS", Limits.mails),
        comments=_whole_number(env, "LIMIT_COMMENTS", Limits.comments),
    )


def _whole_number(env: Mapping[str, str], name: str, usual: int) -> int:
    value = env.get(name) or str(usual)
    if not re.fullmatch("[1-9][0-9]{0,6}", value):
        raise SettingError(f"{name} must be a whole number from 1 to 9999999, not {value!r}")
    return int(value)


def _keep_years(env: Mapping[str, str]) -> int:
    value = env.get("LIBRARY_KEEP_YEARS") or "0"
    if not re.fullmatch("[0-9]{1,2}", value):
        raise SettingError(f"LIBRARY_KEEP_YEARS must be a whole number from 0 (always) to 99, not {value!r}")
    return int(value)


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


def _search_engine(env: Mapping[str, str], instance: Path) -> str:
    """Which engine searches the library; '' for the one that suits the database."""
    name = env.get("SEARCH_ENGINE") or ""
    if name not in ("", "whoosh", "postgres"):
        raise SettingError(f"SEARCH_ENGINE must be whoosh or postgres, not {name!r}")
    if name == "postgres" and not _database_url(env, instance).startswith("postgresql"):
        raise SettingError("SEARCH_ENGINE can be postgres only where DATABASE_URL begins with postgresql://")
    return name


def _secret_key(env: Mapping[str, str], instance: Path, demo: bool) -> str:
    key = env.get("SECRET_KEY", "")
    if not key and demo:
        return _kept_demo_key(instance)
    if len(key) < SHORTEST_KEY or is_guessable(key):
        raise SettingError(f"SECRET_KEY must be a random text of at least {SHORTEST_KEY} characters")
    return key


def _kept_demo_key(instance: Path) -> str:
    """The demo makes its own random key and keeps it, so that a restart does not sign everybody out."""
    instance.mkdir(parents=True, exist_ok=True)
    path = instance / "demo-secret-key"
    if not path.exists():
        # Another process may start at this moment: it finds the whole key or none, and the first one made counts.
        with tempfile.NamedTemporaryFile("w", dir=instance) as new:
            new.write(secrets.token_urlsafe(48))
            new.flush()
            with contextlib.suppress(FileExistsError):
                os.link(new.name, path)
    key = path.read_text().strip()
    if len(key) < SHORTEST_KEY:
        raise SettingError(f"{path.name} in INSTANCE holds no whole key: delete it, and the demo makes another")
    return key


def _trusted_hosts(env: Mapping[str, str], demo: bool) -> tuple[str, ...]:
    hosts = tuple(h.strip() for h in env.get("TRUSTED_HOSTS", "").split(",") if h.strip())
    if wrong := next((host for host in hosts if not _HOST.fullmatch(host)), None):
        raise SettingError(f"TRUSTED_HOSTS must name hosts, such as consult.example, not {wrong!r}")
    if hosts:
        return hosts
    if demo:
        return ("127.0.0.1", "localhost", "[::1]")
    raise SettingError("TRUSTED_HOSTS must name the host names the service answers to, separated by commas")


def _trusted_proxies(env: Mapping[str, str]) -> tuple[Network, ...]:
    named = [name.strip() for name in env.get("TRUSTED_PROXIES", "").split(",") if name.strip()]
    try:
        return tuple(read_network(name) for name in named)
    except ValueError as wrong:
        raise SettingError(
            f"TRUSTED_PROXIES must name addresses or networks of proxies, such as 127.0.0.1 or 10.1.2.0/24: {wrong}"
        ) from wrong


def _public_address(env: Mapping[str, str], *, needed: bool) -> str:
    address = (env.get("PUBLIC_ADDRESS") or "").rstrip("/")
    if not address and not needed:
        return f"http://127.0.0.1:{env.get('PORT') or '8000'}"
    if not re.fullmatch(r"https?://[A-Za-z0-9.\[\]:-]+", address):
        raise SettingError("PUBLIC_ADDRESS must be where people open the service, such as https://consult.example")
    return address
