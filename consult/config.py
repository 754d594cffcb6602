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
from urllib.parse import parse_qs, unquote, urlsplit

from consult.extras import SettingError as SettingError
from consult.extras import semantic
from consult.guessing import is_guessable
from consult.proxies import Network, read_network

PROJECT = Path(__file__).resolve().parent.parent
DEBUGGING = {"FLASK_DEBUG": ("", "0", "false", "no"), "WERKZEUG_RUN_MAIN": ("",), "WERKZEUG_DEBUG_PIN": ("",)}
SHORTEST_KEY = 32
LARGEST_UPLOAD = 50 * 1024 * 1024
LARGEST_FORM = 2 * 1024 * 1024
NOTIFY_SERVER = "https://api.notifications.service.gov.uk"
MAIL_PORTS = {"": 25, "starttls": 587, "from the start": 465}
HERE = ("localhost", "127.0.0.1", "::1")
_UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_HOST = re.compile(r"(\.?[a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])(:[0-9]+)?", re.ASCII | re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>@]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", re.ASCII)


@dataclass(frozen=True)
class MailSettings:
    """How mail leaves: by a mail server, or by GOV.UK Notify when there is a `notify_api_key`.

    `tls` is 'starttls', 'from the start', or '' for a server that is reached without.
    """

    mail_from: str = ""
    host: str = ""
    port: int = 0
    tls: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    notify_api_key: str = field(default="", repr=False)
    notify_template_id: str = ""
    notify_server: str = NOTIFY_SERVER


@dataclass(frozen=True)
class OpenIdSettings:
    """The identity provider with whose accounts people can sign in (OpenID Connect). `name` is on the button."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str = "work account"

    @property
    def origin(self) -> str:
        """Scheme, host and port of the provider, as the Content-Security-Policy names it."""
        parts = urlsplit(self.issuer)
        return f"{parts.scheme}://{parts.netloc}"


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
    mail, openid = _mail(env), _openid(env)
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
        limits=Limits(
            searches=_whole_number(env, "LIMIT_SEARCHES", Limits.searches),
            uploads=_whole_number(env, "LIMIT_UPLOADS", Limits.uploads),
            downloads=_whole_number(env, "LIMIT_DOWNLOADS", Limits.downloads),
            mails=_whole_number(env, "LIMIT_MAILS", Limits.mails),
            comments=_whole_number(env, "LIMIT_COMMENTS", Limits.comments),
        ),
        mail_kept_days=_whole_number(env, "MAIL_KEPT_DAYS", Settings.mail_kept_days),
        library_keep_years=_keep_years(env),
    )


def _refuse_debugging(env: Mapping[str, str]) -> None:
    """A debugger shows texts and runs code for whoever causes an error; it never runs here, the demo included."""
    for name, harmless in DEBUGGING.items():
        if (env.get(name) or "").lower() not in harmless:
            raise SettingError(f"{name} must not be set: the service never runs with a debugger")


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


def _mail(env: Mapping[str, str]) -> MailSettings | None:
    """How mail leaves, or None when nothing is said of it. Half of what is needed is refused by name."""
    smtp, notify = (_both_or_none(env, *names) for names in (("MAIL_SERVER", "MAIL_FROM"), _NOTIFY))
    if smtp and notify:
        raise SettingError("MAIL_SERVER and NOTIFY_API_KEY cannot both be set: mail leaves one way")
    if smtp:
        return _smtp(env["MAIL_SERVER"], env["MAIL_FROM"])
    return _notify(env) if notify else None


_NOTIFY = ("NOTIFY_API_KEY", "NOTIFY_TEMPLATE_ID")


def _both_or_none(env: Mapping[str, str], first: str, second: str) -> bool:
    given = [name for name in (first, second) if env.get(name)]
    if len(given) == 1:
        missing = second if given == [first] else first
        raise SettingError(f"{missing} must be set when {given[0]} is")
    return bool(given)


def _smtp(server: str, mail_from: str) -> MailSettings:
    parts, example = urlsplit(server), "smtp://user:password@mail.example:587?starttls or smtps://..."
    try:
        port = parts.port
    except ValueError as error:
        raise SettingError(f"MAIL_SERVER must name a port from 1 to 65535, as in {example}") from error
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or set(parse_qs(parts.query, True)) - {"starttls"}:
        raise SettingError(f"MAIL_SERVER must look like {example}")
    tls = "from the start" if parts.scheme == "smtps" else parts.query and "starttls"
    if parts.username and not tls and parts.hostname not in HERE:
        raise SettingError("MAIL_SERVER must end with ?starttls or begin with smtps:// when it holds a password")
    address = mail_from.rpartition("<")[2].removesuffix(">")
    if not _ADDRESS.fullmatch(address) or not mail_from.isprintable():
        raise SettingError("MAIL_FROM must be an address, such as Consultations <consult@council.example>")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailSettings(mail_from, parts.hostname, port or MAIL_PORTS[tls], tls, user, password)


def _notify(env: Mapping[str, str]) -> MailSettings:
    key, template, server = env["NOTIFY_API_KEY"], env["NOTIFY_TEMPLATE_ID"], env.get("NOTIFY_SERVER") or NOTIFY_SERVER
    if not re.fullmatch(f".+-{_UUID}-{_UUID}", key):
        raise SettingError("NOTIFY_API_KEY must be a key of GOV.UK Notify: its name and two long numbers")
    if not re.fullmatch(_UUID, template):
        raise SettingError("NOTIFY_TEMPLATE_ID must be the number of a template, as GOV.UK Notify shows it")
    parts = urlsplit(server)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in HERE):
        raise SettingError("NOTIFY_SERVER must begin with https://")
    return MailSettings(notify_api_key=key, notify_template_id=template, notify_server=server)


_OPENID = ("OPENID_ISSUER", "OPENID_CLIENT_ID", "OPENID_CLIENT_SECRET")


def _openid(env: Mapping[str, str]) -> OpenIdSettings | None:
    """The identity provider, or None when nothing is said of one. Half of what is needed is refused by name."""
    missing = [name for name in _OPENID if not env.get(name)]
    if len(missing) == len(_OPENID):
        return None
    if missing:
        raise SettingError(f"{missing[0]} must be set when another setting of OPENID_ is")
    issuer, client_id, client_secret = (env[name] for name in _OPENID)
    if not is_safe_address(issuer) or urlsplit(issuer).query or len(issuer) > 500:
        raise SettingError("OPENID_ISSUER must begin with https:// and be the issuer as the provider writes it")
    name = env.get("OPENID_NAME") or OpenIdSettings.name
    if not name.isprintable() or len(name) > 60:
        raise SettingError("OPENID_NAME must be what the button says, in 60 characters at most")
    return OpenIdSettings(issuer, client_id, client_secret, name)


def is_safe_address(address: str) -> bool:
    """Whether it is an https address, or one on this machine, where nobody listens in between."""
    good = re.fullmatch(r"https?://[A-Za-z0-9.\[\]:-]+(/[^\s#\\]*)?", address) is not None
    return good and (address.startswith("https:") or urlsplit(address).hostname in HERE)
