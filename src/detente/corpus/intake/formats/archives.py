"""Archives: the files in ZIP and TAR archives and in packed files, within limits, without writing any to disk."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO, BinaryIO

from detente.corpus.intake.formats.plain import too_large
from detente.corpus.intake.naming import member_name, unsafe_name
from detente.corpus.intake.parts import Embedded, Limits, Part, Source
from detente.kernel.problems import Problem

_COMPANIONS = frozenset({"metadata.csv", "statements.jsonl", "review.jsonl", "readme.md"})
_FAULTS = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, OSError, EOFError, ValueError)
_CHUNK = 1 << 18
# Below this a high ratio of expanded to packed is no sign of anything.
_HARMLESS = 1_000_000
_MOST_BOMBS = 3


class ExpandsTooFarError(Exception):
    """A member, or all of an archive, that expands further than the limits allow; the message says how."""


@dataclass(slots=True)
class _Unpacking:
    """What has been unpacked of one archive so far, and under which names."""

    source: Source
    limits: Limits
    expanded: int = 0
    bombs: int = 0
    names: dict[str, int] = field(default_factory=dict)

    def place(self, name: str) -> str:
        """Where a member stands, for messages."""
        return f"{self.source.place}/{name}"


def read_zip(source: Source, limits: Limits) -> Iterator[Part]:
    """The files of a ZIP archive. Encrypted members, links and bombs are told and passed over."""
    state = _Unpacking(source, limits)
    try:
        archive = zipfile.ZipFile(source.stream)
    except (*_FAULTS, NotImplementedError) as fault:
        yield _damaged(source.place, f"the archive cannot be opened ({fault})")
        return
    with archive:
        for info in archive.infolist():
            if info.is_dir() or _is_clutter(info.orig_filename):
                continue
            name = yield from _named(info.orig_filename, state)
            if name is not None:
                yield from _zip_member(archive, info, (name, state))
            if _is_over(state):
                yield _given_up(state)
                return


def _zip_member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, named: tuple[str, _Unpacking]
) -> Iterator[Part]:
    """One member of a ZIP archive."""
    name, state = named
    place = state.place(name)
    if info.flag_bits & 0x1:
        yield Problem(
            "encrypted",
            place,
            "the file is locked with a password",
            "unlock it, then give it again",
            "error",
        )
        return
    if (info.external_attr >> 16) & 0o170000 == 0o120000:
        yield _no_file(place, "is a link")
        return
    try:
        # The stated size may lie, but one that says it is a bomb is believed.
        _check_ratio(info.file_size, info.compress_size, state)
        if info.file_size > state.limits.size:
            yield too_large(place, info.file_size, state.limits.size)
            return
        with archive.open(info) as member:
            content = _unpacked(member, info.compress_size, state)
    except ExpandsTooFarError as fault:
        yield _bomb(place, str(fault), state)
    except (*_FAULTS, NotImplementedError, RuntimeError) as fault:
        yield _damaged(place, f"cannot be unpacked ({fault})")
    else:
        yield from _embedded(content, place, (name, state))


def read_tar(source: Source, limits: Limits) -> Iterator[Part]:
    """The files of a TAR archive, packed or not. Links, devices and bombs are told and passed over."""
    state = _Unpacking(source, limits)
    packed = source.stream.seek(0, 2)
    source.stream.seek(0)
    try:
        with tarfile.open(fileobj=source.stream, mode="r|*", errors="surrogateescape") as archive:
            for info in archive:
                yield from _tar_member(archive, info, (packed, state))
                if _is_over(state):
                    yield _given_up(state)
                    return
    except ExpandsTooFarError as fault:
        yield _bomb(source.place, str(fault), state)
    except _FAULTS as fault:
        yield _damaged(source.place, f"cannot be unpacked to its end ({fault}); what came before was read")


def _tar_member(
    archive: tarfile.TarFile, info: tarfile.TarInfo, known: tuple[int, _Unpacking]
) -> Iterator[Part]:
    """One member of a TAR archive."""
    packed, state = known
    if info.isdir() or _is_clutter(info.name):
        return
    name = yield from _named(info.name, state)
    if name is None:
        return
    place = state.place(name)
    if not info.isfile():
        yield _no_file(place, "is a link" if info.islnk() or info.issym() else "is a device or a pipe")
        return
    _check_ratio(state.expanded + info.size, packed, state)
    if info.size > state.limits.size:
        yield too_large(place, info.size, state.limits.size)
        return
    member = archive.extractfile(info)
    if member is not None:
        yield from _embedded(_unpacked(member, packed, state), place, (name, state))


def read_packed(source: Source, limits: Limits) -> Iterator[Part]:
    """The one file within a gzip, bzip2 or xz file; of a truncated one what could be read."""
    state = _Unpacking(source, limits)
    packed = source.stream.seek(0, 2)
    source.stream.seek(0)
    inner = PurePosixPath(source.name).stem if PurePosixPath(source.name).suffix else "content"
    content = bytearray()
    try:
        with _opened(source.stream) as stream:
            while chunk := stream.read1(_CHUNK):
                content += chunk
                _check_ratio(len(content), packed, state)
                if len(content) > limits.size:
                    yield Problem(
                        "too-large",
                        source.place,
                        f"it unpacks to more than {limits.size:,} bytes",
                        "unpack it and give what it holds, or raise the limit",
                        "error",
                    )
                    return
    except ExpandsTooFarError as fault:
        yield _bomb(source.place, str(fault), state)
        return
    except _FAULTS as fault:
        yield _damaged(source.place, f"cannot be unpacked to its end ({fault}); what came before was read")
    if content:
        yield Embedded(f"{source.name}/{inner}", state.place(inner), bytes(content), None, source.stated)


def _opened(stream: BinaryIO) -> bz2.BZ2File | lzma.LZMAFile | gzip.GzipFile:
    """The unpacked bytes of a stream; in small reads a truncated one gives all that it holds before it fails."""
    magic = stream.read(3)
    stream.seek(0)
    if magic == b"BZh":
        return bz2.BZ2File(stream)
    return lzma.LZMAFile(stream) if magic == b"\xfd7z" else gzip.GzipFile(fileobj=stream)


def _named(raw: str, state: _Unpacking) -> Generator[Part, None, str | None]:
    """The name to show a member under, made one of its kind; faults of the given one are told."""
    name, faults = member_name(raw)
    if PurePosixPath(name).name.lower() in _COMPANIONS:
        if name.lower().endswith("metadata.csv"):
            yield _companion(state.place(name))
        return None
    count = state.names.get(name, 0) + 1
    state.names[name] = count
    if count > 1:
        message = f"the archive holds {count} files named '{name}'; each is read"
        name = f"{name}#{count}"
        yield Problem("duplicate-name", state.place(name), message, "check where the archive comes from")
    if faults:
        yield unsafe_name(state.place(name), raw, faults)
    return name


def _unpacked(member: IO[bytes], packed: int, state: _Unpacking) -> bytes:
    """The bytes of a member, piece by piece, so that what lies about its size is noticed early."""
    content = bytearray()
    while chunk := member.read(_CHUNK):
        content += chunk
        _check_ratio(len(content), packed, state)
        if len(content) > state.limits.size:
            raise ExpandsTooFarError(f"expands to more than the {state.limits.size:,} bytes that it may have")
    state.expanded += len(content)
    if state.expanded > state.limits.expanded:
        raise ExpandsTooFarError(f"the archive expands to more than {state.limits.expanded:,} bytes")
    return bytes(content)


def _check_ratio(expanded: int, packed: int, state: _Unpacking) -> None:
    """Raise ExpandsTooFarError where so much comes out of so little that it can only be meant to harm."""
    if expanded > max(_HARMLESS, state.limits.ratio * packed):
        raise ExpandsTooFarError(f"{packed:,} bytes expand to {expanded:,} or more")


def _embedded(content: bytes, place: str, named: tuple[str, _Unpacking]) -> Iterator[Part]:
    """A member as a file to read."""
    name, state = named
    yield Embedded(f"{state.source.name}/{name}", place, content, None, state.source.stated)


def _is_clutter(name: str) -> bool:
    """Whether a member is one of those that systems leave behind."""
    steps = PurePosixPath(name.replace("\\", "/")).parts
    return bool(steps) and (steps[0] == "__MACOSX" or (steps[-1].startswith(".") and steps[-1] != ".."))


def _is_over(state: _Unpacking) -> bool:
    """Whether an archive has shown that it is not to be read on."""
    return state.bombs >= _MOST_BOMBS or state.expanded > state.limits.expanded


def _bomb(place: str, why: str, state: _Unpacking) -> Problem:
    """A file that is small only until it is unpacked."""
    state.bombs += 1
    return Problem("expands-too-far", place, f"{why}; not read", "check where the file comes from", "error")


def _given_up(state: _Unpacking) -> Problem:
    """An archive of which the rest is not read."""
    message = "the rest of the archive was not read: what it holds expands too far"
    return Problem("expands-too-far", state.source.place, message, "unpack it with care", "error")


def _no_file(place: str, what: str) -> Problem:
    """A member that holds nothing but leads elsewhere."""
    return Problem("no-ordinary-file", place, f"the member {what}; not followed", "give what it leads to")


def _companion(place: str) -> Problem:
    """A metadata.csv within an archive."""
    message = "a metadata file within an archive is not applied"
    return Problem("metadata-not-applied", place, message, "unpack the archive, or put the file beside it")


def _damaged(place: str, message: str) -> Problem:
    """A file that breaks off, or is not what it claims."""
    return Problem("damaged", place, message, "fetch the file again, if reports are missing", "error")
