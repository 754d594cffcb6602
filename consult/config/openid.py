"""The settings of the identity provider with whose accounts people can sign in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from consult.config.addresses import is_safe_address
from consult.extras import SettingError


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


_OPENID = ("OPENID_ISSUER", "OPENID_CLIENT_ID", "OPENID_CLIENT_SECRET")


def read_openid(env: Mapping[str, str]) -> OpenIdSettings | None:
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
