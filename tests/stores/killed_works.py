"""The works that are killed: what each begins with, what it does and acknowledges, and what must hold of its files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, Protocol

import sqlcipher3.dbapi2 as sqlcipher
from sample_project import LINES, numbered, report_of, statement_in

from detente.desk.build import BuildOptions, build
from detente.desk.choose import choose
from detente.desk.exchanging import GROUP, ExportOptions, ImportOptions, exported, imported
from detente.desk.keeping import backup, migrate
from detente.kernel.errors import ProjectFault
from detente.ledger.entries import Review, ReviewAction
from detente.stores import whole
from detente.stores.driver import APPLICATION_ID
from detente.stores.sqlite import ProjectFile

Begin = Callable[[str], None]
Done = Callable[[str], None]
TALKS = "talks.detente"
FORMATS = ("jsonl", "csv", "parquet", "xlsx", "dna", "qdpx", "graphml", "bib")


class Work(Protocol):
    """Work that can be gone on with. `check` holds at any moment, `is_ended` once it came to its end."""

    def prepare(self, place: Path) -> None: ...

    def run(self, place: Path, begin: Begin, done: Done) -> None: ...

    def check(self, place: Path, acknowledged: list[str]) -> None: ...

    def is_ended(self, place: Path) -> bool: ...


def unheard(number: int, total: int, name: str) -> None:
    """Progress that nobody follows."""


def now() -> datetime:
    return datetime.now(UTC)


def enter(project: ProjectFile, number: int, lines: int = LINES) -> None:
    made = numbered(number)
    found = [statement_in(made, f"wants bridge {n}.") for n in range(lines)]
    project.enter(
        made, report=report_of(made), statements=found, problems=(), cache_key=f"k{number}", recorded=now()
    )


def made(path: Path, numbers: range, lines: int = LINES) -> None:
    with ProjectFile.create(path) as project:
        project.keep_settings({"pack": "veldora"})
        for number in numbers:
            enter(project, number, lines)


def is_present(path: Path) -> bool:
    """Whether a project is of the present version."""
    try:
        ProjectFile.open(path).close()
    except ProjectFault as fault:
        assert "older version" in str(fault), fault
        return False
    return True


def whole_project(path: Path) -> ProjectFile:
    project = ProjectFile.open(path)
    assert project.verify() == ()
    return project


class Building:
    """`build`: reports are read and entered one after the other."""

    NUMBERS: ClassVar = range(6)

    def prepare(self, place: Path) -> None:
        (place / "reports").mkdir()
        for n in self.NUMBERS:
            other = " ".join(
                f"Paragraph {n % 3}.{i} tells of the harbour, the road and the mill." for i in range(12)
            )
            (place / "reports" / f"{n}.txt").write_text(  # the second three carry the texts of the first
                f"Talks, day {n + 1}\n\nPresident Ilvo Marr of Veldora said on {n + 1} March 2025 that Veldora demands the "
                f"withdrawal of all Kestrian forces. Kestria rejects a ceasefire of {n + 20} days.\n\n{other}\n"
            )
        self._build(place, place / "reference.detente", lambda _: None)
        with ProjectFile.open(place / "reference.detente") as project:
            self.reference = {n: self._lines(project, f"{n}.txt") for n in self.NUMBERS}
            self.stories = self._stories(project)
        assert any(self.reference.values())
        assert len({story for _, story in self.stories}) < len(self.NUMBERS)
        (place / "reference.detente").unlink()

    def _build(self, place: Path, path: Path, done: Done) -> None:
        options = BuildOptions(now, lambda _number, _total, name: done(name), reader="rules")
        build([str(place / "reports")], pack_name="veldora", output=path, options=options)

    def _lines(self, project: ProjectFile, name: str) -> set[str]:
        docs = {document.hash for document in project.documents() if document.name == name}
        return {entry.statement.id for entry in project.entries() if entry.statement.doc in docs}

    def _stories(self, project: ProjectFile) -> set[tuple[str, str | None]]:
        return {(report.name, report.story) for report in project.reports().values()}

    def run(self, place: Path, begin: Begin, done: Done) -> None:
        def acknowledged(name: str) -> None:
            done(name)
            begin("the next")

        begin("the first")
        self._build(place, place / TALKS, acknowledged)
        done("the end")

    def check(self, place: Path, acknowledged: list[str]) -> None:
        names = set(acknowledged) - {"the end"}
        if not (place / TALKS).exists():
            assert not names
            return
        with whole_project(place / TALKS) as project:
            there = {document.name: document.hash for document in project.documents()}
            assert names <= set(there)
            for name, doc in there.items():
                assert project.is_read(doc)
                assert self._lines(project, name) == self.reference[int(name.removesuffix(".txt"))]

    def is_ended(self, place: Path) -> bool:
        with ProjectFile.open(place / TALKS) as project:
            return project.size() == len(self.NUMBERS) and self._stories(project) == self.stories


class Entering:
    """Documents with their lines through the project file itself, each one transaction."""

    DOCUMENTS = 40

    def prepare(self, place: Path) -> None:
        made(place / TALKS, range(3))

    def run(self, place: Path, begin: Begin, done: Done) -> None:
        with ProjectFile.open(place / TALKS, writable=True) as project:
            for number in range(project.size(), self.DOCUMENTS):
                begin(str(number))
                enter(project, number)
                done(str(number))

    def check(self, place: Path, acknowledged: list[str]) -> None:
        with whole_project(place / TALKS) as project:
            documents = project.documents()
            lines = Counter(entry.statement.doc for entry in project.entries())
            assert len(documents) >= max(map(int, acknowledged), default=2) + 1
            for number, document in enumerate(documents):
                assert document == numbered(number)
                assert lines[document.hash] == LINES
                assert project.has(f"k{number}")
            assert len(lines) == len(project.reports()) == len(documents)

    def is_ended(self, place: Path) -> bool:
        with ProjectFile.open(place / TALKS) as project:
            return project.size() == self.DOCUMENTS


class Reviewing:
    """One action after the other on the lines of a project."""

    def prepare(self, place: Path) -> None:
        made(place / TALKS, range(3))

    def run(self, place: Path, begin: Begin, done: Done) -> None:
        with ProjectFile.open(place / TALKS, writable=True) as project:
            for entry in project.entries()[len(project.reviews()) :]:
                name = entry.statement.id
                begin(name)
                project.review(Review(name, ReviewAction.ACCEPT, "ana", now()))
                done(name)

    def check(self, place: Path, acknowledged: list[str]) -> None:
        with whole_project(place / TALKS) as project:
            reviewed = [review.statement_id for review in project.reviews()]
            assert set(acknowledged) <= set(reviewed)
            assert reviewed == [entry.statement.id for entry in project.entries()][: len(reviewed)]

    def is_ended(self, place: Path) -> bool:
        with ProjectFile.open(place / TALKS) as project:
            return len(project.reviews()) == len(project.entries())


class Exporting:
    """The project in every format, to new files and over one that is there."""

    def prepare(self, place: Path) -> None:
        made(place / TALKS, range(4))
        self.records: dict[str, list[Any]] = {}
        for name in FORMATS:
            path = place / f"reference.{name}"
            self._export(place, path)
            self.records[name] = self._read(path)
            path.unlink()

    def _export(self, place: Path, path: Path) -> None:
        name = path.name.partition(".")[2]
        exported(place / TALKS, path, name=name, options=ExportOptions(unheard, reader="project"))

    def _read(self, path: Path) -> list[Any]:
        name = path.name.partition(".")[2]
        read = choose(GROUP, name).read
        if read is None:
            return re.sub(r"\d{4}-\d\d-\d\dT[\d:.+Z]+", "", path.read_text()).splitlines()
        return [record for _, record in read(path, whole.shape())]

    def _targets(self, place: Path) -> list[Path]:
        """New files, and in between one that is written over and over."""
        return [target for name in FORMATS for target in (place / f"new.{name}", place / "over.jsonl")]

    def run(self, place: Path, begin: Begin, done: Done) -> None:
        for path in self._targets(place):
            if path.stem.startswith("over") or not path.exists():
                begin(path.name)
                self._export(place, path)
                done(path.name)

    def check(self, place: Path, acknowledged: list[str]) -> None:
        there = {path.name for path in place.iterdir() if not path.name.startswith((".", "talks"))}
        assert set(acknowledged) <= there
        for name in there:
            assert self._read(place / name) == self.records[name.partition(".")[2]], name

    def is_ended(self, place: Path) -> bool:
        return all(path.exists() for path in self._targets(place))


class Importing:
    """A file into new projects, and several into one that is there."""

    TIMES, DOCUMENTS = 2, 4

    def prepare(self, place: Path) -> None:
        made(place / "source.detente", range(12), lines=15)
        exported(
            place / "source.detente",
            place / "source.jsonl",
            name="jsonl",
            options=ExportOptions(unheard, reader="project"),
        )
        with ProjectFile.open(place / "source.detente") as project:
            self.head = project.head()
        (place / "source.detente").unlink()
        made(place / TALKS, range(1))
        for part in range(self.TIMES):
            first = 100 + part * self.DOCUMENTS
            path = place / "part.detente"
            made(path, range(first, first + self.DOCUMENTS))
            exported(
                path,
                place / f"part{part}.jsonl",
                name="jsonl",
                options=ExportOptions(unheard, reader="project"),
            )
            path.unlink()

    def run(self, place: Path, begin: Begin, done: Done) -> None:
        options = ImportOptions(now, unheard)
        for n in range(self.TIMES):
            new = place / f"new{n}.detente"
            if not new.exists():
                begin(new.name)
                imported(place / "source.jsonl", new, options)
                done(new.name)
            begin(f"part{n}")
            imported(place / f"part{n}.jsonl", place / TALKS, options)
            done(f"part{n}")

    def check(self, place: Path, acknowledged: list[str]) -> None:
        for path in place.glob("new*.detente"):
            with whole_project(path) as project:
                assert project.head() == self.head
        with whole_project(place / TALKS) as project:
            lines = Counter(entry.statement.doc for entry in project.entries())
            for n in range(self.TIMES):
                docs = [numbered(100 + n * self.DOCUMENTS + i).hash for i in range(self.DOCUMENTS)]
                counts = [lines[doc] for doc in docs]
                assert counts in ([0] * self.DOCUMENTS, [LINES] * self.DOCUMENTS)
                assert any(counts) or f"part{n}" not in acknowledged
        for name in acknowledged:
            assert name.startswith("part") or (place / name).exists()

    def is_ended(self, place: Path) -> bool:
        with ProjectFile.open(place / TALKS) as project:
            return project.size() == 1 + self.TIMES * self.DOCUMENTS


class BackingUp:
    """Copies of a project into which something is entered between them."""

    TIMES = 6

    def prepare(self, place: Path) -> None:
        made(place / TALKS, range(10))

    def run(self, place: Path, begin: Begin, done: Done) -> None:
        with ProjectFile.open(place / TALKS, writable=True) as project:
            for n in range(self.TIMES):
                copy = place / f"copy{n}.detente"
                if not copy.exists():
                    enter(project, project.size())
                    begin(copy.name)
                    found = backup(place / TALKS, copy)
                    assert not found.problems
                    done(copy.name)

    def check(self, place: Path, acknowledged: list[str]) -> None:
        with whole_project(place / TALKS) as project:
            of = project.documents()
        assert all((place / name).exists() for name in acknowledged)
        for path in place.glob("copy*.detente"):
            with whole_project(path) as copy:
                assert copy.size() > 10
                assert copy.documents() == of[: copy.size()]

    def is_ended(self, place: Path) -> bool:
        return len(list(place.glob("copy*.detente"))) == self.TIMES


class Migrating:
    """Projects of every earlier version, one after the other."""

    TIMES = 4

    def prepare(self, place: Path) -> None:
        self.lines: dict[str, int] = {}
        for script in sorted(Path(__file__).parent.glob("version_*.sql")):
            for n in range(self.TIMES):
                path = place / f"of{script.stem.removeprefix('version_')}-{n}.detente"
                with closing(sqlcipher.connect(str(path), isolation_level=None)) as connection:
                    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
                    connection.execute("PRAGMA journal_mode=WAL")
                    connection.executescript(script.read_text(encoding="utf-8"))
                self.lines[path.name] = self._count(path)

    def _count(self, path: Path) -> int:
        with closing(sqlcipher.connect(str(path))) as connection:
            return int(connection.execute("SELECT count(*) FROM statements").fetchone()[0])

    def run(self, place: Path, begin: Begin, done: Done) -> None:
        for name in self.lines:
            begin(name)
            migrate(place / name)
            done(name)

    def check(self, place: Path, acknowledged: list[str]) -> None:
        for name, count in self.lines.items():
            version = name[2:].partition("-")[0]
            if is_present(place / name):
                with whole_project(place / name) as project:
                    assert len(project.entries()) == count
                assert self._count(place / f"{name}.v{version}") == count
            else:
                assert name not in acknowledged
                assert self._count(place / name) == count
        assert not list(place.glob("*.v*.2")), "the old file was kept twice"

    def is_ended(self, place: Path) -> bool:
        return all(is_present(place / name) for name in self.lines)


WORKS: dict[str, Callable[[], Work]] = {
    "build": Building,
    "enter": Entering,
    "review": Reviewing,
    "export": Exporting,
    "import": Importing,
    "backup": BackingUp,
    "migrate": Migrating,
}
