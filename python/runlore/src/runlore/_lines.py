# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Opens connections, through the environment's proxy where one is named, never through one to this machine itself."""

from __future__ import annotations

import http.client
from base64 import b64encode
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit


class Line(NamedTuple):
    """A connection that opens its socket with the first request, and what a proxy on the way needs.

    ``origin`` goes before the path in the request line; ``headers`` are for the proxy.
    """

    wire: http.client.HTTPConnection
    origin: str
    headers: dict[str, str]


def open_line(secure: bool, host: str, port: int, timeout: float) -> Line:
    """The way to a server."""
    proxy = None if is_loopback(host) else _proxy_for(secure, host, port)
    if proxy is None:
        return Line(_wire(secure, host, port, timeout), "", {})
    wire = _wire(secure, proxy.hostname, proxy.port or 80, timeout)
    if secure:
        wire.set_tunnel(host, port, _proxy_headers(proxy))
        return Line(wire, "", {})
    return Line(wire, f"http://{f'[{host}]' if ':' in host else host}:{port}", _proxy_headers(proxy))


def is_loopback(host: str) -> bool:
    """Whether the host is this machine by name or address."""
    if host in ("localhost", "127.0.0.1", "::1"):
        return True
    import ipaddress  # rarely needed, and an import of the package must cost little

    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _wire(secure: bool, host: str, port: int, timeout: float) -> http.client.HTTPConnection:
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    return kind(host, port, timeout=timeout)


def _proxy_for(secure: bool, host: str, port: int) -> Any:
    from urllib.request import getproxies, proxy_bypass

    url = getproxies().get("https" if secure else "http")
    if not url or proxy_bypass(f"{host}:{port}"):
        return None
    return urlsplit(url if "://" in url else f"http://{url}")


def _proxy_headers(proxy: Any) -> dict[str, str]:
    if not proxy.username:
        return {}
    pair = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
    return {"Proxy-Authorization": "Basic " + b64encode(pair.encode()).decode()}
