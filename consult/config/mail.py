"""How mail leaves: the settings of a mail server or of GOV.UK Notify."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from consult.config.addresses import HERE
from consult.extras import SettingError

NOTIFY_SERVER = "https://api.notifications.service.gov.uk"
MAIL_PORTS = {"": 25, "starttls": 587, "from the start": 465}
_UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
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


def read_mail(env: Mapping[str, str]) -> MailSettings | None:
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
