"""Small projects of every kind: any script, line ends of any sort, lone surrogates, formulas, edited and added lines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import select

from detente.corpus.document import Document, Finding, Furniture, Metadata
from detente.desk.exchanging import (
    Exported,
    ExportOptions,
    Imported,
    ImportOptions,
    exported,
    format_of,
    imported,
)
from detente.desk.leaving import For
from detente.kernel.dates import UNKNOWN, between, on
from detente.kernel.errors import DetenteError
from detente.kernel.problems import Problem
from detente.kernel.spans import Span
from detente.ledger.entries import Report, Review, ReviewAction
from detente.ledger.marks import Attribution, Mark
from detente.ledger.reviewing import standing
from detente.statements.record import BASES, STANCES, Statement
from detente.stores import schema
from detente.stores.access import FileAccess
from detente.stores.chain import head_of, places_gone
from detente.stores.sqlite import ProjectFile

NOON = datetime(2025, 3, 11, 12, tzinfo=UTC)
LATER = datetime(2025, 6, 1, 9, 30, tzinfo=UTC)
PIECES = (
    "The North wants the bridge.", "\r\n", "\n", "\r", " ", "\ud800", "\x00", "\x0b", "\u0085", "\u2028", "\ufeff",
    "Київ не відступить", "🕊️🏳", "ماسْک", "=1+1", "-2", "@x", "+3", "\t", "'", "'json:\"x\"", "\"", ",", ";", "_x0041_", "#N/A",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join)
WORDS = st.one_of(st.none(), st.just(""), TEXTS, st.text(max_size=6))
HOLDERS = st.sampled_from([None, "", "north", "=sud", "Київ", "-", "'s"])
NAMES = st.one_of(TEXTS, st.text(min_size=1, max_size=6))
WHEN = st.sampled_from(
    [UNKNOWN, on(date(2025, 3, 10)), between(None, date(2025, 3, 9)), between(date(2025, 1, 1), None)]
)
LISTS = st.lists(NAMES, max_size=2).map(tuple)
ISSUES = st.sampled_from(["terr.status", "=sec.force", "cf.class"])


@st.composite
def documents(draw: st.DrawFn, number: int) -> Document:
    text = f"{number} " + draw(TEXTS)
    furniture = (Furniture(Span(0, 1), draw(NAMES)),) if draw(st.booleans()) else ()
    metadata = Metadata(
        publisher=draw(WORDS), title=draw(WORDS), url=draw(WORDS), language=draw(st.sampled_from([None, "uk"])),
        kind=draw(st.sampled_from(["news", "unknown"])), published=draw(WHEN), how_dated=draw(NAMES),
        byline=draw(WORDS), updated=draw(WHEN), languages=draw(LISTS),
        findings=(Finding("title", "text", draw(NAMES), "sure"),) if draw(st.booleans()) else (),
    )  # fmt: skip
    return Document(draw(NAMES), text, metadata, furniture)


@st.composite
def statements(draw: st.DrawFn, document: Document) -> Statement:
    start = draw(st.integers(0, len(document.text) - 1))
    end = draw(st.integers(start + 1, len(document.text)))
    kind = draw(st.sampled_from(["position", "event"]))
    return Statement(
        document.hash, Span(start, end), document.text[start:end], kind=kind,
        holder=draw(HOLDERS), stance=draw(st.sampled_from(STANCES)) if kind == "position" else None, issue=draw(ISSUES),
        option=draw(WORDS), instance=draw(WORDS), target=draw(WORDS), condition=draw(WORDS), speaker=draw(WORDS),
        via=draw(LISTS), basis=draw(st.sampled_from(BASES)), certainty=draw(WORDS),
        date=draw(st.sampled_from([None, "2025-03", "2025-03-01/.."])), stage=draw(st.sampled_from([None, "truce"])),
        condition_on=draw(st.sampled_from([None, (), (("sec.force", None), ("a", "=b"))])),
        about=draw(st.one_of(st.none(), LISTS)), confidence=draw(st.sampled_from([1.0, 0.1, 0.3333333333333333])),
        rules=draw(LISTS), origin=draw(NAMES),
    )  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """What a project is made of."""

    entered: tuple[tuple[Document, tuple[Statement, ...], bool], ...]
    reviews: tuple[tuple[int, ReviewAction, dict[str, Any]], ...]
    marks: tuple[tuple[str, Attribution], ...] = ()
    redacted: tuple[int, ...] = ()


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    entered = []
    for number in range(draw(st.integers(0, 3))):
        document = draw(documents(number))
        found = draw(st.lists(statements(document), max_size=3))
        entered.append((document, tuple(found), draw(st.booleans())))
    changes = st.fixed_dictionaries(
        {}, optional={"holder": HOLDERS, "option": WORDS, "date": st.just("2025")}
    )
    review = st.tuples(st.integers(0, 9), st.sampled_from(list(ReviewAction)), changes)
    reviews = tuple(draw(st.lists(review, max_size=5)))
    marks = st.tuples(st.sampled_from(["=Ана", "a\r\nb", "north"]), st.sampled_from(list(Attribution)))
    redacted = draw(st.lists(st.integers(0, 2), max_size=2, unique=True))
    return Plan(tuple(entered), reviews, tuple(draw(st.lists(marks, max_size=2))), tuple(redacted))


def make(path: Path, plan: Plan) -> None:
    """A project by a plan; reviews that cannot be carried out are left out."""
    times = iter(NOON + timedelta(seconds=n) for n in range(1000))
    with ProjectFile.create(path, clock=lambda: next(times)) as file:
        file.keep_settings({"pack": "world", "reader": "=cmd", "gathering": [{"n": 1}]})
        ids = []
        for number, (document, found, read) in enumerate(plan.entered):
            report = Report(document.hash, document.name, published=document.metadata.published, story=None)
            if not read:
                file.keep_document(document, report=report, recorded=next(times))
                continue
            problem = Problem("p", "place", "what\r\n=x", "do")
            file.enter(
                document, report=report, statements=found, problems=[problem, problem],
                cache_key=f"k{number}", recorded=next(times),
            )  # fmt: skip
            file.keep_report(Report(document.hash, "other", story="=s"), recorded=next(times))
            file.keep_report(report, recorded=next(times))
            ids += [one.id for one in found]
        for at, action, changes in plan.reviews:
            _review(file, (ids, at), (action, changes, next(times)))
        for name, attribution in plan.marks:
            file.mark(Mark("speaker", name, attribution, "=why", "Ана", next(times)))
        for number in plan.redacted:
            if number < len(plan.entered):
                file.redact(plan.entered[number][0].hash, reason="=order\r\n", reviewer="Ана")
        file.keep_settings({"pack": "world", "n": None})


def _review(
    file: ProjectFile, which: tuple[list[str], int], told: tuple[ReviewAction, dict[str, Any], datetime]
) -> None:
    ids, at = which
    action, changes, when = told
    if not ids:
        return
    name = ids[at % len(ids)]
    if action is ReviewAction.ADD:
        first = file.entries()[0].statement
        added = first.as_record(doc_name=first.doc, full=True) | {"instance": f"added {at}"}
        del added["id"]
        from detente.ledger.reviewing import added as made

        name, changes = made(added).id, added
        ids.append(name)
    elif action is not ReviewAction.EDIT:
        changes = {}
    try:
        file.review(Review(name, action, "=Ана", when, "no\r\n", changes))
    except DetenteError:
        if action is ReviewAction.ADD:
            ids.remove(name)


def everything(path: Path) -> dict[str, Any]:
    """All that a project holds: every row of every table, and the end of its chain."""
    file = FileAccess(path, writable=False)
    try:
        found = {
            table.name: [tuple(row) for row in file.ask(lambda c, t=table: c.execute(select(t)).all())]
            for table in (*schema.CHAINED, schema.held)
        }
        found["gone"] = sorted(file.ask(places_gone).items())
        found["index_held"] = sorted(found["index_held"])
        return found | {"head": file.ask(head_of)}
    finally:
        file.close()


def lines(path: Path) -> dict[str, Any]:
    """The lines of a project as they stand."""
    with ProjectFile.open(path) as file:
        return dict(standing(file.entries(), file.reviews()).lines)


@contextmanager
def folder() -> Iterator[Path]:
    with TemporaryDirectory() as name:
        yield Path(name)


def out(project: Path, path: Path, *, lines: bool = False, reader: For = "project") -> Exported:
    options = ExportOptions(lambda *_: None, lines=lines, reader=reader)
    return exported(project, path, name=format_of(path, way="write"), options=options)


def back(path: Path, into: Path, **given: Any) -> Imported:
    return imported(path, into, ImportOptions(clock=lambda: LATER, progress=lambda *_: None, **given))
