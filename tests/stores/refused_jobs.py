"""The jobs that meet a disk that refuses: what each begins with, and what stands in a folder before and after it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import killed_works as works
from sample_project import NOON, numbered, report_of, statement_in

from detente.cli.main import main
from detente.desk.choose import choose
from detente.desk.exchanging import GROUP
from detente.kernel.errors import DetenteError
from detente.ledger.entries import Review, ReviewAction
from detente.stores import whole
from detente.stores.sqlite import ProjectFile

TALKS = works.TALKS
EXPORTS = (
    "jsonl",
    "csv",
    "parquet",
    "xlsx",
    "dna",
    "qdpx",
    "qdc",
    "graphml",
    "gexf",
    "jsonld",
    "bib",
    "ris",
    "csl.json",
)
Standing = dict[str, Any]


@dataclass(frozen=True)
class Job:
    """A command line, or an act on a project that is open already. `steps`: it is several transactions, each kept by itself."""

    words: tuple[str, ...] = ()
    act: Callable[[ProjectFile], object] | None = None
    steps: bool = False

    def run(self, place: Path, armed: Callable[[], None]) -> int:
        """Do it, once the disk was armed; the exit code, with the fault on standard error."""
        if self.act is None:
            armed()
            return main([word.replace("@", f"{place}/") for word in self.words])

        def opened_and_done(path: Path) -> None:
            with ProjectFile.open(path, writable=True, clock=lambda: NOON) as project:
                armed()
                assert self.act is not None
                self.act(project)

        return _told(opened_and_done, place / TALKS)

    def twice(self, place: Path, armed: Callable[[], None], disarmed: Callable[[], None]) -> int:
        """An act that is done again on the same open project where it failed; the exit code of the first."""
        assert self.act is not None
        with ProjectFile.open(place / TALKS, writable=True, clock=lambda: NOON) as project:
            armed()
            code = _told(self.act, project)
            disarmed()
            assert code == 0 or _told(self.act, project) == 0, "the open project is of no use after a fault"
        return code


def _told(act: Callable[[Any], object], on: object) -> int:
    try:
        act(on)
    except DetenteError as fault:
        print(f"detente: {fault} [{fault.code}]", file=sys.stderr)  # noqa: T201
        return 1
    return 0


def _first(project: ProjectFile) -> str:
    return project.entries()[0].statement.id


def _document(project: ProjectFile) -> object:
    return project.keep_document(numbered(50), report=report_of(numbered(50)), recorded=NOON)


def _report(project: ProjectFile) -> object:
    doc = numbered(0)
    return project.keep_report(report_of(doc, publisher="Harbour Wire"), recorded=NOON)


def _enter(project: ProjectFile) -> object:
    made = numbered(60)
    found = [statement_in(made, f"wants bridge {n}.") for n in range(20)]
    return project.enter(
        made, report=report_of(made), statements=found, problems=(), cache_key="k60", recorded=NOON
    )


JOBS: dict[str, Job] = {
    "create": Job(("corpus", "add", "@new.detente", "@reports/0.txt", "--pack", "veldora"), steps=True),
    "build": Job(("build", "@reports", "--reader", "rules", "--pack", "veldora", "-o", "@built.detente"), steps=True),
    "add": Job(("corpus", "add", f"@{TALKS}", "@reports", "--pack", "veldora"), steps=True),
    "enter": Job(act=_enter),
    "keep document": Job(act=_document),
    "keep report": Job(act=_report),
    "keep settings": Job(act=lambda project: project.keep_settings({"a": 1, "b": [2]})),
    "keep derived": Job(act=lambda project: project.keep_derived("step", {numbered(0).hash: "made"})),
    "review": Job(act=lambda project: project.review(Review(_first(project), ReviewAction.ACCEPT, "ana", NOON))),
    "review file": Job(("review", f"@{TALKS}", "--apply", "@review.jsonl", "--reviewer", "ana"), steps=True),
    "merge": Job(("people", "merge", f"@{TALKS}", "envoy", "the envoy", "--reason", "same office", "--reviewer", "ana")),
    "backup": Job(("backup", f"@{TALKS}", "-o", "@copy.detente")),
    "migrate": Job(("migrate", "@old.detente"), steps=True),  # the copy, then the migration
    "import": Job(("import", "@source.jsonl", "-o", "@new.detente")),
    "import into": Job(("import", "@source.jsonl", "-o", f"@{TALKS}")),
    "brief": Job(("brief", f"@{TALKS}", "-o", "@brief.html")),
    **{f"export {name}": Job(("export", f"@{TALKS}", "-o", f"@out.{name}")) for name in EXPORTS},
    "export over": Job(("export", f"@{TALKS}", "-o", "@before.csv")),
}  # fmt: skip


def prepare(place: Path) -> None:
    """A project, one of an earlier version, an exported one, reports, a review file, and an older export."""
    migrating = works.Migrating()
    migrating.prepare(place)
    first, *rest = sorted(migrating.lines)
    (place / first).rename(place / "old.detente")
    for name in rest:
        (place / name).unlink()
    works.Building().prepare(place)
    for n in range(2, 6):
        (place / "reports" / f"{n}.txt").unlink()
    works.made(place / "source.detente", range(10, 13))
    assert main(["export", str(place / "source.detente"), "-o", str(place / "source.jsonl"), "--quiet"]) == 0
    (place / "source.detente").unlink()
    works.made(place / TALKS, range(2))
    made = numbered(9)
    with ProjectFile.open(place / TALKS, writable=True) as project:
        said = [
            statement_in(made, f"bridge {n}", speaker=name) for n, name in enumerate(("envoy", "the envoy"))
        ]
        project.enter(
            made, report=report_of(made), statements=said, problems=(), cache_key="k9", recorded=NOON
        )
        lines = [{"statement_id": e.statement.id, "action": "accept"} for e in project.entries()[:4]]
    (place / "review.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert main(["export", str(place / TALKS), "-o", str(place / "before.csv"), "--quiet"]) == 0
    (place / "before.csv").write_bytes((place / "before.csv").read_bytes()[:-200])


def standing(place: Path) -> Standing:
    """What stands in a folder; every project is checked whole, every export is read to its end."""
    found: Standing = {}
    for path in sorted(place.iterdir()):
        if path.suffix == ".detente":
            found[path.name] = _project(path)
        elif path.name.startswith("out."):
            found[path.name] = _export(path)
        elif path.name in {"brief.html", "before.csv"}:
            found[path.name] = path.stat().st_size
        elif path.name.startswith("old.detente.v"):
            found[path.name] = works.Migrating()._count(path)
    return found


def _project(path: Path) -> object:
    if not works.is_present(path):
        return "of an earlier version"
    with works.whole_project(path) as project:
        settings = {name: value for name, value in project.settings().items() if name != "written_by"}
        counts = [
            len(many()) for many in (project.documents, project.entries, project.reviews, project.merges)
        ]
        derived = len(project.derived("step", [numbered(0).hash]))
        reports = sorted((r.name, r.publisher or "", r.story or "") for r in project.reports().values())
        return [counts, derived, reports, settings]


def _export(path: Path) -> object:
    name = path.name.partition(".")[2]
    read = choose(GROUP, name).read
    if read is None or name == "qdc":
        return path.stat().st_size
    return sum(1 for _ in read(path, whole.shape()))
