"""Transfer: what a web server sends, within the limits of size and time; every fault is a problem."""

from __future__ import annotations

import re
import socket
import threading
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

from detente.corpus.intake.parts import Limits
from detente.kernel.problems import Problem

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

_CHUNK = 65_536
_READ_TYPES = re.compile(
    r"text/(?:html|plain|markdown|xml)|application/(?:xhtml\+xml|pdf|xml|(?:rss|atom|rdf)\+xml)$"
)
_GZIP_OR_ZLIB = 47


class NotFetchedError(Exception):
    """A report that was not fetched, with the problem that says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def cut_off(line: socket.socket | None, late: threading.Event) -> None:
    """End a connection whose time is up, whatever it waits for."""
    late.set()
    if line is not None:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)


def media_type_of(url: str, response: BaseHTTPResponse) -> str | None:
    """What the server says of the type; raises NotFetchedError where it is none that is read."""
    stated = response.headers.get("Content-Type")
    kind = (stated or "").partition(";")[0].strip().lower()
    if kind and not _READ_TYPES.match(kind):
        message = f"the server sends {kind[:80]}, which is not fetched"
        raise NotFetchedError(
            Problem("unread-format", url, message, "fetch it in a browser and give the file")
        )
    return stated


def body_of(url: str, response: BaseHTTPResponse, bound: tuple[Limits, threading.Event]) -> bytes:
    """The content, unpacked, within the limits of size and time."""
    from urllib3.exceptions import HTTPError

    limits, late = bound
    packing = (response.headers.get("Content-Encoding") or "identity").strip().lower()
    if packing not in {"identity", "gzip", "x-gzip", "deflate"}:
        raise NotFetchedError(
            failed(url, f"the content is packed as {packing[:40]}, which was not asked for")
        )
    unpack = zlib.decompressobj(_GZIP_OR_ZLIB) if packing != "identity" else None
    content = bytearray()
    try:
        while chunk := response.read1(_CHUNK, decode_content=False):
            content += unpack.decompress(chunk, limits.size + 1 - len(content)) if unpack else chunk
            if len(content) > limits.size:
                message = f"the file has over {limits.size:,} bytes"
                problem = Problem(
                    "too-large", url, message, "fetch it in a browser, or raise the limit", "error"
                )
                raise NotFetchedError(problem)
            if late.is_set():
                break
    except (HTTPError, OSError, ValueError, zlib.error) as fault:
        if not late.is_set():
            raise NotFetchedError(failed(url, f"the transfer broke off ({str(fault)[:200]})")) from fault
    if late.is_set():
        raise NotFetchedError(failed(url, f"the transfer took over {limits.seconds:g} seconds"))
    return bytes(content)


def refused(url: str, why: str) -> Problem:
    """An address to which no request is made."""
    remedy = "give the public address of a page, or save the page as a file"
    return Problem("address-refused", url[:500], f"not fetched: {why}", remedy, "error")


def failed(url: str, why: str) -> Problem:
    """An address from which nothing came."""
    return Problem(
        "not-fetched", url[:500], f"not fetched: {why}", "try again, or save the page as a file", "error"
    )
