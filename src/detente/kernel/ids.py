"""Stable ids: a statement id hashes what the statement says, a cache key hashes what a step was given."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))

Plain = None | bool | int | float | str | Sequence["Plain"] | Mapping[str, "Plain"]


def digest(value: Plain) -> str:
    """SHA-256 of the canonical JSON form of plain data, as 64 hexadecimal digits."""
    text = _CANONICAL.encode(value)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def document_hash(text: str) -> str:
    """The hash that names a text: SHA-256 of its UTF-8 bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def statement_id(says: Mapping[str, Plain]) -> str:
    """The id of a statement, `s` and 16 hexadecimal digits of the hash of what it says (DESIGN §3)."""
    return "s" + digest(says)[:16]


def cache_key(*, step: str, version: str, pack_digest: str, inputs: Plain) -> str:
    """The key of a step's result: what went in, the step's version and the pack's digest."""
    return digest([step, version, pack_digest, inputs])
