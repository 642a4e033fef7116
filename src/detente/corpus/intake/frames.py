"""Frames: what a child process tells its parent, as bytes. Only documents, problems and marks can be in them."""

from __future__ import annotations

import io
import pickle
import struct
from collections.abc import Sequence
from typing import IO, Literal, cast

from detente.corpus.document import Document
from detente.corpus.intake.reading import Mark
from detente.kernel.problems import Problem

Kind = Literal["ready", "at", "done", "leaving"]
_KINDS: tuple[Kind, ...] = ("ready", "at", "done", "leaving")
_HEADER = struct.Struct(">BII")
_HOMES = frozenset({"detente.corpus.document", "detente.corpus.intake.reading"})


class _Strict(pickle.Unpickler):
    """Takes values of our own types alone: a child has read what strangers wrote, and may be in their hands."""

    def find_class(self, module: str, name: str) -> object:
        """A type of the documents, or a refusal."""
        ours = module in _HOMES or module.startswith("detente.kernel.")
        if (module, name) == ("datetime", "date") or (ours and "." not in name):
            found = super().find_class(module, name)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a frame")


def frame(kind: Kind, mark: Mark | None, results: Sequence[Document | Problem]) -> bytes:
    """The bytes of one frame: its kind, where the reading stands, and what was found before that."""
    told = pickle.dumps(mark, protocol=5)
    found = pickle.dumps(list(results), protocol=5) if results else b""
    return _HEADER.pack(_KINDS.index(kind), len(told), len(found)) + told + found


def next_frame(stream: IO[bytes]) -> tuple[Kind, bytes, bytes] | None:
    """The next frame of a stream, its mark and results still as bytes; None where the stream ends."""
    head = stream.read(_HEADER.size)
    if len(head) < _HEADER.size:
        return None
    kind, told, found = _HEADER.unpack(head)
    mark, results = stream.read(told), stream.read(found)
    return None if len(results) < found or kind >= len(_KINDS) else (_KINDS[kind], mark, results)


def mark_in(content: bytes) -> Mark | None:
    """The mark of a frame."""
    mark = _loaded(content)
    return mark if isinstance(mark, Mark) else None


def results_in(content: bytes) -> list[Document | Problem]:
    """The documents and problems of a frame."""
    found = _loaded(content)
    return [one for one in found if isinstance(one, Document | Problem)] if isinstance(found, list) else []


def _loaded(content: bytes) -> object:
    """The value in the bytes; None where a child sent what no sound one sends."""
    try:
        return cast("object", _Strict(io.BytesIO(content)).load())
    except (pickle.UnpicklingError, EOFError, TypeError, ValueError, AttributeError, IndexError):
        return None
