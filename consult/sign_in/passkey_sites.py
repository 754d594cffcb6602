"""Where the service is opened, as passkeys know it: a passkey belongs to a name, and works at no other."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True)
class Site:
    """Where the service is opened, as a passkey knows it. `origin` is such as https://consult.example."""

    origin: str

    @property
    def host(self) -> str:
        """The name that passkeys belong to (WebAuthn's RP ID)."""
        return urlsplit(self.origin).hostname or ""

    @property
    def why_not(self) -> str:
        """Why no passkey works here; '' when they do. Browsers ask for a name, and for https or localhost."""
        parts = urlsplit(self.origin)
        if number := _number(self.host):
            own = f"{parts.scheme}://localhost:{parts.port}" if parts.port else f"{parts.scheme}://localhost"
            instead = f". Open it at {own} to use them" if number.is_loopback else ""
            return f"Passkeys do not work here, because the service was opened by number and not by name{instead}."
        if parts.scheme != "https" and self.host != "localhost" and not self.host.endswith(".localhost"):
            return "Passkeys do not work here, because the connection is not encrypted (https)."
        return ""


def site_of(public_address: str, asked: str) -> Site:
    """The site of the public address, or of what was asked for when that names no host (the demonstration)."""
    parts = urlsplit(public_address)
    if not parts.hostname or _number(parts.hostname):
        parts = urlsplit(asked)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    port = "" if parts.port in (None, _PORTS.get(parts.scheme)) else f":{parts.port}"
    return Site(f"{parts.scheme}://{host}{port}")


def _number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
