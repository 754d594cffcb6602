"""Who is asking, where proxies stand between: what they say of it is believed only of proxies that the operator named.

Anybody can send X-Forwarded-For. So the chain is read from its end: each address was written down by the one after it,
and is believed as long as that one is a proxy of ours. The first that is not is who asks.
"""

import re
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
MOST_HOPS = 20  # a longer chain is cut at its far end, which nobody vouches for
_FOR, _PROTO, _HOST_HEADER = "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST"
_OTHERS = ("HTTP_X_FORWARDED_SSL", "HTTP_X_FORWARDED_PORT", "HTTP_X_FORWARDED_PREFIX", "HTTP_X_FORWARDED_PROTOCOL")
_WITH_PORT = re.compile(r"\[([^\]]+)\](?::\d{1,5})?|([\d.]+):\d{1,5}", re.ASCII)
_HOST = re.compile(r"([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])(:\d{1,5})?", re.ASCII | re.IGNORECASE)


def read_network(typed: str) -> Network:
    """An address or a network of proxies. Raises ValueError for anything else, and for one that holds everybody."""
    network = ip_network(typed)
    if network.prefixlen == 0:
        raise ValueError(f"{typed} holds every address")
    return network


def read_address(typed: str) -> Address | None:
    """The address in one part of a chain, with or without brackets and port; None when there is none."""
    typed = typed.strip()
    if match := _WITH_PORT.fullmatch(typed):
        typed = match[1] or match[2]
    try:
        found = ip_address(typed.partition("%")[0])
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found


class Forwarded:
    """Stands before the application: puts the client of a named proxy in its place, and takes out what others say."""

    def __init__(self, application: Application, named: tuple[Network, ...]) -> None:
        self._application = application
        self._named = named

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Pass the request on as its client sent it to the first proxy of ours."""
        chain, proto, host = (_parts(environ.pop(name, "")) for name in (_FOR, _PROTO, _HOST_HEADER))
        for name in _OTHERS:
            environ.pop(name, None)
        client, hops = self._walk(environ.get("REMOTE_ADDR", ""), chain)
        if hops:
            environ["REMOTE_ADDR"] = client
            scheme, name = _said(proto, hops).lower(), _said(host, hops)
            if scheme in ("http", "https"):
                environ["wsgi.url_scheme"] = scheme
            if _HOST.fullmatch(name):
                environ["HTTP_HOST"] = name
        return self._application(environ, start_response)

    def _walk(self, peer: str, chain: list[str]) -> tuple[str, int]:
        """Who is asking, and how many proxies of ours stand between."""
        at, hops = read_address(peer), 0
        while at is not None and any(at in network for network in self._named):
            hops += 1
            said = read_address(chain[-hops]) if hops <= len(chain) else None
            if said is None:  # the proxy itself asks, or does not say who does: all of those are one client
                break
            at = said
        return str(at) if at else peer, hops


def _parts(header: str) -> list[str]:
    return header.rsplit(",", MOST_HOPS)[-MOST_HOPS:] if header.strip() else []


def _said(values: list[str], hops: int) -> str:
    """What the outermost proxy of ours said: one value that each passes on, or one from each."""
    return values[-hops if hops <= len(values) else 0].strip() if values else ""
