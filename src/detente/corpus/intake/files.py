"""Files: the reports in files, folders and patterns. A bad file is a problem; the others are still read."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from pathlib import Path

from detente.corpus.intake.decoding import decode
from detente.corpus.intake.naming import shown_name, unsafe_name
from detente.corpus.intake.recognise import BY_SUFFIX
from detente.kernel.errors import NothingToRead
from detente.kernel.problems import Problem

TEXT_SUFFIXES = frozenset({".txt", ".md"})
HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
READ_SUFFIXES = frozenset(BY_SUFFIX)
STANDARD_INPUT = "-"
METADATA_NAME = "metadata.csv"
# These stand beside reports and belong to the program or to people.
_COMPANIONS = frozenset({METADATA_NAME, "statements.jsonl", "review.jsonl", "readme.md"})
SIZE_LIMIT = 20_000_000
# A browser keeps the pictures and scripts of "page.html" in such a folder beside it.
_ASSETS = ("_files", ".files", "_file", "-Dateien", "_fichiers", "_archivos", "_bestanden", "_pliki",
           "_файлы", "_файли")  # fmt: skip
_SUFFIX_REMEDY = "give text, .html, .pdf, .docx, .odt, mail, feeds, tables, .warc or archives of these"


@dataclass(frozen=True, slots=True)
class FoundReport:
    """A file to read as a report: its path, and its name below the folder in which it was looked for.

    The path `-` is standard input. `met` is whether it was met in a folder, not named outright.
    """

    path: Path
    name: str
    met: bool = False

    @property
    def is_standard_input(self) -> bool:
        """Whether it is no file but what comes in."""
        return self.path == Path(STANDARD_INPUT)


@dataclass(slots=True)
class _Search:
    """What a search through folders has met so far."""

    found: dict[Path, FoundReport] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    folders: set[Path] = field(default_factory=set)
    others: dict[str, list[Path]] = field(default_factory=dict)


def find_reports(paths: Iterable[Path | str]) -> tuple[tuple[FoundReport, ...], tuple[Problem, ...]]:
    """The reports in files, folders (all levels down) and patterns such as `talks/*.txt`, in a stable order.

    Raises NothingToRead where there is not one report, readable or not, in all of them.
    """
    given = [Path(path) for path in paths]
    search = _Search()
    for path in given:
        if path == Path(STANDARD_INPUT):
            search.found.setdefault(path, FoundReport(path, "stdin"))
            continue
        for one in _matching(path):
            _take(one, search)
    search.problems += _other_formats(search.others)
    if not search.found:
        places = ", ".join(f"'{path}'" for path in given) or "no path"
        why = "".join(f"; {problem.place}: {problem.message}" for problem in search.problems[:3])
        raise NothingToRead(f"no report in {places}{why}; {_SUFFIX_REMEDY}")
    return tuple(search.found.values()), tuple(search.problems)


def read_text(path: Path, *, size_limit: int = SIZE_LIMIT) -> tuple[str | None, tuple[Problem, ...]]:
    """The unaltered text of a file, or None with the reason; line ends and byte-order mark stay."""
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            return None, (_unreadable(path, "this is no ordinary file"),)
        if state.st_size > size_limit:
            return None, (
                Problem(
                    "too-large",
                    str(path),
                    f"the file has {state.st_size:,} bytes; the limit is {size_limit:,}",
                    "split the file, or raise the limit",
                    "error",
                ),
            )
        content = path.read_bytes()
    except OSError as fault:
        return None, (_unreadable(path, fault.strerror or str(fault)),)
    return decode(content, place=str(path), html=path.suffix.lower() in HTML_SUFFIXES)


def _matching(path: Path) -> Iterator[Path]:
    """The path itself, or where it is no file but a pattern, the paths that match it, sorted."""
    text = os.fspath(path)
    if not os.path.lexists(path) and glob.has_magic(text):
        matches = sorted(glob.glob(text, recursive=True))  # noqa: PTH207
        yield from (Path(match) for match in matches)
        if matches:
            return
    yield path


def _take(path: Path, search: _Search) -> None:
    """Take one given path: a folder with all below it, or a file that was named outright."""
    try:
        if path.is_dir():
            before = len(search.found)
            _walk(path, path, search)
            if len(search.found) == before:
                search.problems.append(
                    Problem(
                        "nothing-to-read",
                        str(path),
                        "the folder holds no report that was not yet met",
                        _SUFFIX_REMEDY,
                    )
                )
        elif path.exists():
            _add(path, path.name, search)
        else:
            broken = path.is_symlink()
            message = "the link leads nowhere" if broken else "there is no such file, folder or match"
            search.problems.append(Problem("no-such-file", str(path), message, "check the path", "error"))
    except (OSError, ValueError) as fault:  # A link to itself, a name with a NUL.
        search.problems.append(_unreadable(path, str(fault)))


def _walk(folder: Path, root: Path, search: _Search) -> None:
    """Look through a folder and all below it, through links, each folder once; not at hidden names."""
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            real = here.resolve(strict=True)
            if real in search.folders:
                search.problems.append(_met_before(here))
                continue
            search.folders.add(real)
            entries = sorted(here.iterdir())
        except (OSError, RuntimeError) as fault:
            search.problems.append(_unreadable(here, str(fault)))
            continue
        below: list[Path] = []
        pages = {entry.stem for entry in entries if entry.suffix.lower() in HTML_SUFFIXES}
        for entry in entries:
            if entry.name.startswith("."):
                continue
            try:
                if entry.is_dir():
                    if not _holds_assets(entry.name, pages):
                        below.append(entry)
                elif entry.name.lower() not in _COMPANIONS:
                    _take_entry(entry, root, search)
            except OSError as fault:
                search.problems.append(_unreadable(entry, str(fault)))
        waiting += reversed(below)


def _holds_assets(name: str, pages: Set[str]) -> bool:
    """Whether a folder holds the pictures and scripts of a page that was saved beside it."""
    return any(name.endswith(ending) and name.removesuffix(ending) in pages for ending in _ASSETS)


def _take_entry(entry: Path, root: Path, search: _Search) -> None:
    """Take one file of a folder: a report, or one of a format that is not read."""
    if entry.suffix.lower() in READ_SUFFIXES:
        _add(entry, entry.relative_to(root).as_posix(), search, met=True)
    else:
        search.others.setdefault(entry.suffix.lower() or entry.name, []).append(entry)


def _add(path: Path, name: str, search: _Search, *, met: bool = False) -> None:
    """Add one file under its name, once; a name that is taken gives way to the path."""
    key = path.resolve()
    if key in search.found:
        return
    name = path.as_posix() if name in search.names else name
    shown = shown_name(name)
    if shown != name:
        search.problems.append(unsafe_name(shown, name, ("has hidden or broken characters",)))
    search.names.add(name)
    search.found[key] = FoundReport(path, shown, met=met)


def _other_formats(others: dict[str, list[Path]]) -> Iterator[Problem]:
    """One problem for each format that is not read, however many files have it."""
    for suffix, files in others.items():
        count = f"{len(files)} files" if len(files) > 1 else "the file"
        yield Problem(
            "unread-format", str(files[0]), f"{count} of format '{suffix}' not read", _SUFFIX_REMEDY
        )


def _met_before(folder: Path) -> Problem:
    """A folder that links or repeated paths lead to a second time."""
    return Problem(
        "folder-met-before",
        str(folder),
        "a link leads to a folder that was looked through already",
        "remove the link if reports are missing",
        "note",
    )


def _unreadable(path: Path, why: str) -> Problem:
    """A file or folder that the system does not let us read."""
    return Problem(
        "unreadable", str(path), f"cannot be read: {why}", "check the path and its permissions", "error"
    )
