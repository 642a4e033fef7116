"""Fetching: a report from its address on the web, where the caller allows it; every fault is a problem.

The name is resolved once, the connection goes to the address that was checked, and every redirect is checked anew. No
cookies, no referrer, nothing from the environment (no proxy either, unless one is given).
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from detente.corpus.document import Finding, Metadata
from detente.corpus.intake.addresses import refusal
from detente.corpus.intake.parts import Embedded, Limits
from detente.corpus.intake.transfer import NotFetchedError, body_of, cut_off, failed, media_type_of, refused
from detente.kernel.problems import Problem

if TYPE_CHECKING:
    from urllib3.connection import HTTPConnection

USER_AGENT = "detente (reads reports on peace negotiations at a person's request)"
_MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LONGEST_CONNECT = 10.0
_BETWEEN_REQUESTS = 1.0
_PORTS = frozenset({80, 443})
_REGISTERED = 1024


def resolved(host: str, port: int) -> Sequence[str]:
    """The addresses of a host, as the system finds them; raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(one[4][0]) for one in found))


@dataclass(frozen=True, slots=True)
class Web:
    """The way to the web: who resolves names, which addresses are refused, whom to trust, and when each host was met.

    `proxy` is (host, port) of an HTTP proxy; it is asked for the address that was checked, not for the name.
    """

    resolver: Callable[[str, int], Sequence[str]] = resolved
    refused: Callable[[str], str | None] = refusal
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    trust: ssl.SSLContext | None = None
    proxy: tuple[str, int] | None = None
    visited: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Target:
    """Where a request goes: the parts of its URL, the host as names are sent, and the one address that was checked."""

    parts: SplitResult
    host: str
    port: int
    address: str


def fetch(url: str, *, limits: Limits, web: Web) -> Embedded | Problem:
    """The file at an address, with what the server says of its type; or the problem that says why there is none."""
    from courlan import is_valid_url
    from urllib3.exceptions import HTTPError

    # Checked, not cleaned: of an address within another, as web archives have them, cleaning leaves one.
    wanted = url.strip().replace(" ", "%20").partition("#")[0]
    try:
        valid = is_valid_url(wanted)
    except ValueError:
        valid = False
    if not valid:
        return refused(url, "it is no address of a web page")
    here = wanted
    try:
        for _ in range(_MOST_REDIRECTS + 1):
            found = _visited(here, limits, web)
            if isinstance(found, Embedded):
                return found
            here = found
    except NotFetchedError as fault:
        return fault.problem
    except (HTTPError, OSError, ValueError) as fault:
        return failed(here, f"{type(fault).__name__}: {str(fault)[:200]}")
    return failed(wanted, f"more than {_MOST_REDIRECTS} redirects, the last to {here}")


def _visited(url: str, limits: Limits, web: Web) -> Embedded | str:
    """The file at an address, or the address to which it redirects."""
    target = _target(url, web)
    _wait(target.host, web)
    late = threading.Event()
    with _connected(target, web, (limits, late)) as connection:
        path = quote(target.parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        query = f"?{quote(target.parts.query, safe='/%:@!$&()*+,;=~-._?')}" if target.parts.query else ""
        where = path + query
        if web.proxy is not None and target.parts.scheme == "http":
            where = f"http://{_bracketed(target.address)}:{target.port}{where}"
        connection.request(
            "GET", where, headers=_headers(target), preload_content=False, decode_content=False
        )
        response = connection.getresponse()
        location = response.headers.get("Location")
        if response.status in _REDIRECTS and location:
            return urljoin(url, location.strip())
        if response.status != 200:
            again = response.headers.get("Retry-After")
            told = f"; try again after {again[:40]}" if again else ""
            raise NotFetchedError(
                failed(url, f"the server answered {response.status} {response.reason}{told}")
            )
        media_type = media_type_of(url, response)
        content = body_of(url, response, (limits, late))
    name = (target.host + target.parts.path).strip("/")
    stated = Metadata(url=url, findings=(Finding("url", "address", "the address fetched", "sure"),))
    return Embedded(name, url, content, media_type, stated)


def _target(url: str, web: Web) -> _Target:
    """Where a request for an address goes; raises NotFetchedError where it must not go there."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
        host = host if ":" in host else host.encode("idna").decode("ascii")
    except ValueError as fault:
        raise NotFetchedError(refused(url, f"it is no address of a web page ({fault})")) from fault
    if parts.scheme not in {"http", "https"} or not host:
        raise NotFetchedError(refused(url, "only http and https are fetched"))
    if parts.username is not None or parts.password is not None:
        raise NotFetchedError(refused(url.rpartition("@")[2], "it holds a name or a password"))
    port = port or (443 if parts.scheme == "https" else 80)
    if port not in _PORTS and port < _REGISTERED:
        raise NotFetchedError(refused(url, f"port {port} is not one of web pages"))
    try:
        addresses = web.resolver(host, port)
    except OSError as fault:
        raise NotFetchedError(failed(url, f"the name '{host}' is not known ({fault})")) from fault
    if not addresses:
        raise NotFetchedError(failed(url, f"the name '{host}' has no address"))
    for address in addresses:
        # One closed address among open ones is how a name is turned against the network that asks for it.
        why = web.refused(address)
        if why is not None:
            raise NotFetchedError(refused(url, why))
    return _Target(parts, host, port, addresses[0])


def _wait(host: str, web: Web) -> None:
    """Leave a second between two requests to a host."""
    before = web.visited.get(host)
    if before is not None and (left := before + _BETWEEN_REQUESTS - web.clock()) > 0:
        web.sleep(left)
    web.visited[host] = web.clock()


@contextmanager
def _connected(target: _Target, web: Web, bound: tuple[Limits, threading.Event]) -> Iterator[HTTPConnection]:
    """A connection to the address that was checked, for the name that was asked; cut when the time is up."""
    from urllib3.connection import HTTPConnection, HTTPSConnection

    limits, late = bound
    host, port = web.proxy or (target.address, target.port)
    timeout = min(_LONGEST_CONNECT, limits.seconds)
    connection: HTTPConnection
    if target.parts.scheme == "https":
        trust = web.trust or ssl.create_default_context()
        connection = HTTPSConnection(
            host,
            port,
            timeout=timeout,
            ssl_context=trust,
            server_hostname=target.host,
            assert_hostname=target.host,
        )
        if web.proxy is not None:
            connection.set_tunnel(target.address, target.port)
    else:
        connection = HTTPConnection(host, port, timeout=timeout)
    timer: threading.Timer | None = None
    try:
        connection.connect()
        timer = threading.Timer(limits.seconds, cut_off, (connection.sock, late))
        timer.daemon = True
        timer.start()
        yield connection
    finally:
        if timer is not None:
            timer.cancel()
        connection.close()


def _headers(target: _Target) -> dict[str, str]:
    """What a request says of itself: as little as can be."""
    usual = 443 if target.parts.scheme == "https" else 80
    host = _bracketed(target.host) + (f":{target.port}" if target.port != usual else "")
    accept = "text/html, application/xhtml+xml, text/plain, application/pdf, application/xml;q=0.9"
    return {"Host": host, "User-Agent": USER_AGENT, "Accept": accept, "Accept-Encoding": "gzip"}


def _bracketed(host: str) -> str:
    """A host as it stands in an address: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host
