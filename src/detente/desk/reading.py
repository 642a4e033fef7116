"""Reading reports without a project: what a reader finds in them, report by report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from detente.corpus.document import Document
from detente.corpus.gather import Gathered, GatherOptions, gather
from detente.corpus.intake.files import STANDARD_INPUT
from detente.desk import DEFAULT_READER
from detente.desk.choose import choose_reader
from detente.kernel.errors import NothingToRead
from detente.kernel.problems import Problem
from detente.packs.load import load_pack
from detente.packs.model import Pack
from detente.statements.port import Reader, Reading

if TYPE_CHECKING:
    from detente.models.llm.settings import LlmSettings

PASTED = "stdin"


@dataclass(frozen=True, slots=True)
class ToRead:
    """Documents that wait for a reader, the pack it reads with, and the faults met in gathering them."""

    pack: Pack
    reader: Reader
    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]

    def readings(self) -> Iterator[tuple[Document, Reading]]:
        """Each document with what was read in it, in the order given."""
        for document in self.documents:
            yield document, read_one(self.reader, document)


def prepare(
    paths: Sequence[str],
    *,
    pack_name: str,
    reader_name: str = DEFAULT_READER,
    settings: LlmSettings | None = None,
    pasted: bytes | None = None,
) -> ToRead:
    """Gather reports and a pasted text for a reader, with the settings of one that asks a model.

    Raises NothingToRead, UnknownName, PackFault, or BadInput where the settings are none that the reader can use.
    """
    check_given(paths, pasted)
    pack = load_pack(pack_name)
    reader = choose_reader(reader_name, settings)(pack)
    found = gathered(paths, pasted)
    return ToRead(pack, reader, found.documents, found.problems)


def check_given(paths: Sequence[str], pasted: bytes | None) -> None:
    """Raise NothingToRead where no report is named, or what was pasted is empty."""
    if not paths and pasted is None:
        raise NothingToRead("no reports given; name files, folders or patterns, or - for standard input")
    if pasted is not None and not pasted.strip():
        raise NothingToRead(f"{PASTED} holds no text; paste a report, or give a file")


def gathered(paths: Sequence[str], pasted: bytes | None) -> Gathered:
    """The documents of files and of a pasted text."""
    given = [*paths, *([STANDARD_INPUT] if pasted is not None else [])]
    return gather(given, options=GatherOptions(stdin=BytesIO(pasted or b"")))


def read_one(reader: Reader, document: Document) -> Reading:
    """What a reader finds in a document; a reader that fails on one report is a problem of that report."""
    try:
        return reader(document)
    except Exception as fault:  # noqa: BLE001  (one report that a reader cannot take must not end a long build)
        return Reading((), (reading_failed(document, fault),))


def reading_failed(document: Document, fault: Exception) -> Problem:
    """A report on which the reader broke down."""
    message = f"the reader failed ({type(fault).__name__}: {fault})"
    return Problem("reading-failed", document.name, message, "please report this with the page", "error")
