"""Packages: office files, which are ZIP archives of XML: opened within limits, and without entities."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from detente.corpus.intake.parts import Limits, Source
from detente.kernel.problems import Problem

_MOST_MEMBERS = 20_000
# Below this many bytes no ratio of packing can do harm.
_HARMLESS = 5_000_000
PROLOG = 1_000_000
_SAVE_AGAIN = "save it again with another program, or save it as text"
BROKEN_ZIP = (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, ValueError, RuntimeError, KeyError)


class RefusedError(Exception):
    """A file that must not or cannot be read, with the problem that says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@contextmanager
def opened(source: Source, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """The archive of an office file; raises RefusedError where it is damaged or expands too far."""
    try:
        archive = zipfile.ZipFile(source.stream)
    except (*BROKEN_ZIP, NotImplementedError) as fault:
        raise damaged(source.place, f"it is no whole ZIP archive ({fault})") from fault
    with archive:
        members = archive.infolist()
        expanded = sum(member.file_size for member in members)
        packed = max(1, sum(member.compress_size for member in members))
        if len(members) > _MOST_MEMBERS or expanded > limits.expanded:
            raise _expands(source.place, f"{len(members):,} members of {expanded:,} bytes in all")
        if expanded > _HARMLESS and expanded > limits.ratio * packed:
            raise _expands(source.place, f"{expanded:,} bytes packed into {packed:,}")
        yield archive


def member_of(archive: zipfile.ZipFile, name: str, asked: tuple[str, Limits]) -> bytes | None:
    """The bytes of a member, None where there is none; raises RefusedError where it is too large or damaged."""
    place, limits = asked
    try:
        found = archive.getinfo(name)
    except KeyError:
        return None
    if found.flag_bits & 0x1:
        raise RefusedError(encrypted(place))
    if found.file_size > limits.size:
        message = f"its part {name} has {found.file_size:,} bytes; the limit is {limits.size:,}"
        raise RefusedError(
            Problem("too-large", place, message, "split the file, or raise the limit", "error")
        )
    try:
        return archive.read(found)
    except (*BROKEN_ZIP, NotImplementedError, zlib.error, lzma.LZMAError) as fault:
        raise damaged(place, f"its part {name} cannot be unpacked ({fault})") from fault


def refuse_entities(head: bytes, place: str) -> None:
    """Raises RefusedError where the first bytes of XML declare entities; to be asked before anything expands them.

    Other faults of the XML pass, for its reader to tell. `head` is the whole, or PROLOG bytes of it.
    """
    from xml.sax import SAXException
    from xml.sax.handler import ContentHandler

    from defusedxml import DefusedXmlException
    from defusedxml.sax import parse

    class _Root(ContentHandler):
        """Stops at the first element: entities are declared before it."""

        def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802, ARG002
            raise _RootMet

    try:
        parse(io.BytesIO(head), _Root(), forbid_dtd=False, forbid_entities=True, forbid_external=False)
    except DefusedXmlException as fault:
        raise _unsafe(place, f"its XML declares entities ({type(fault).__name__})") from fault
    except _RootMet:
        return
    except (SAXException, ValueError, LookupError):
        if len(head) >= PROLOG:
            raise _unsafe(place, "its XML begins with a million bytes that hold no element") from None


class _RootMet(Exception):
    """The first element of an XML file."""


def _unsafe(place: str, why: str) -> RefusedError:
    """XML that can hide a bomb; no report needs such a thing."""
    message = f"{why}, which a report never needs and which can hide a bomb"
    return RefusedError(Problem("unsafe-xml", place, message, _SAVE_AGAIN, "error"))


def damaged(place: str, why: str) -> RefusedError:
    """A file of which nothing can be read."""
    return RefusedError(Problem("damaged", place, why, _SAVE_AGAIN, "error"))


def encrypted(place: str) -> Problem:
    """A file that opens with a password only."""
    message = "it is encrypted and opens only with a password"
    return Problem("encrypted", place, message, "open it and save a copy without a password", "error")


def _expands(place: str, how_far: str) -> RefusedError:
    """A ZIP bomb, or an archive that looks like one."""
    message = f"it expands too far: {how_far}"
    return RefusedError(Problem("expands-too-far", place, message, _SAVE_AGAIN, "error"))
