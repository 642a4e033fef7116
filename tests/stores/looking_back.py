"""What every way of looking back is tried on: projects with a history, questions at moments, and the plain view that decides."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from sample_project import NOON, statement_in

from detente.corpus.document import Document
from detente.kernel.dates import UNKNOWN, When, between, by, on, parse_when
from detente.kernel.errors import DetenteError
from detente.ledger.entries import Line, Report, Review, ReviewAction, Standing
from detente.ledger.spells import ACCEPTED, Held
from detente.ledger.view import History, Moment, day_known, day_said, first_published, view
from detente.stores.sqlite import ProjectFile

HOLDERS = ("north", "south", "Київ", "o'hara", "")
ISSUES = ("terr.line", "cf.class", "hum.access")
WORDS = ("The South", "will not", "leave", "the bridge")
SAID = (
    None,
    None,
    "2025-03-02",
    "2025-03-05",
    "2025-03",
    "2025",
    "2025-03-04/2025-03-06",
    "../2025-03-03",
    "2025-03-07/..",
)
_FIRST = date(2025, 3, 1)


def day(chance: random.Random) -> date:
    return _FIRST + timedelta(chance.randrange(10))


def published(chance: random.Random) -> When:
    """A day, an imprecise date, a bound, or nothing."""
    start = day(chance)
    return chance.choice(
        (on(start), on(start), UNKNOWN, by(start), between(start, None), between(start, start + timedelta(3)), parse_when("2025-03"))
    )  # fmt: skip


class Talks:
    """A project that grows a step at a time: reports, later dates and stories of them, reviews of every kind."""

    def __init__(self, path: Path, seed: int) -> None:
        self.chance, self.now = random.Random(seed), NOON
        self.file = ProjectFile.create(path, clock=lambda: self.now)
        self.documents: list[Document] = []
        self.ids: list[str] = []
        self.times: list[datetime] = []

    def grow(self, steps: int) -> None:
        for number in range(steps):
            self.now += timedelta(
                seconds=self.chance.choice((0, 1, 90)), microseconds=self.chance.choice((0, 1))
            )
            self.times.append(self.now)
            if number % 4 == 0:
                self._enter(number)
            else:
                self.chance.choice((self._tell_anew, self._review, self._review, self._review))()
        self.file.close()

    def _report(self, document: Document) -> Report:
        story = self.chance.choice((None, "one", "two", "three"))
        return Report(document.hash, document.name, published=published(self.chance), story=story)

    def _enter(self, number: int) -> None:
        document = Document(f"{number}.txt", f"Report {number}: The South will not leave the bridge.")
        found = [
            statement_in(
                document, words, holder=self.chance.choice((*HOLDERS, None)), issue=self.chance.choice(ISSUES),
                date=self.chance.choice(SAID), confidence=self.chance.choice((0.3, 0.5, 0.7, 1.0)), origin="rules",
                **({} if self.chance.random() < 0.9 else {"kind": "event", "stance": None}),
            )
            for words in WORDS
        ]  # fmt: skip
        self.file.enter(
            document, report=self._report(document), statements=found, problems=(), cache_key=str(number), recorded=self.now
        )  # fmt: skip
        self.documents.append(document)
        self.ids += [one.id for one in found]

    def _tell_anew(self) -> None:
        self.file.keep_report(self._report(self.chance.choice(self.documents)), recorded=self.now)

    def _review(self) -> None:
        name, action = self.chance.choice(self.ids[-12:]), self.chance.choice(list(ReviewAction))
        changes: dict[str, object] = {}
        if action is ReviewAction.EDIT:
            fields = {
                "date": self.chance.choice(SAID),
                "holder": self.chance.choice(HOLDERS),
                "issue": self.chance.choice(ISSUES),
            }
            changes = {
                key: fields[key] for key in self.chance.sample(sorted(fields), self.chance.randint(1, 3))
            }
        if action is ReviewAction.ADD:
            document = self.chance.choice(self.documents)
            added = statement_in(document, "South", holder=self.chance.choice(HOLDERS), issue=self.chance.choice(ISSUES),
                                 date=self.chance.choice(SAID), option=str(len(self.ids)))  # fmt: skip
            name, changes = added.id, added.as_record(doc_name=document.name, full=True)
        reason = "misread" if action is ReviewAction.REJECT else None
        try:
            self.file.review(Review(name, action, "ana", self.now, reason, changes))
        except DetenteError:
            return  # nothing to undo
        if action is ReviewAction.ADD:
            self.ids.append(name)


def moments(chance: random.Random, times: Sequence[datetime]) -> Iterator[Moment]:
    """Moments of every mix of the three times: at the instants of entry, just before and just after them."""
    while True:
        at = chance.choice(times) + timedelta(microseconds=chance.choice((0, 0, 1, -1)))
        yield Moment(
            as_of=chance.choice((None, day(chance))),
            known_by=chance.choice((None, day(chance))),
            recorded_by=chance.choice((None, at)),
            unmarked_at=chance.choice((0.5, 0.7, 1.0)),
            include_unreviewed=chance.random() < 0.5,
        )


class PlainView:
    """Looking back by the definition: the whole ledger is viewed at the moment, and the last lines are looked for."""

    def __init__(self, file: ProjectFile) -> None:
        self._file, self._entries, self._reviews = file, file.entries(), file.reviews()

    def latest(self, holder: str, issue: str, moment: Moment) -> Held | None:
        return next((h for h in self.matrix(moment) if (h.holder, h.issue) == (holder, issue)), None)

    def matrix(self, moment: Moment) -> Sequence[Held]:
        reports = self._file.reports(moment.recorded_by)
        seen = view(History(self._entries, self._reviews, reports), moment)
        firsts = first_published(reports)
        last: dict[tuple[str, str], Held] = {}
        for line in seen.counted:
            if line.statement.kind != "position" or line.statement.holder is None:
                continue
            report = replace(
                line.report, published=firsts.get(line.report.story or "", line.report.published)
            )
            held = _held(line, report)
            before = last.get((held.holder, held.issue))
            if before is None or _order(before) < _order(held):
                last[held.holder, held.issue] = held
        return [last[key] for key in sorted(last)]


def _order(held: Held) -> tuple[date, str]:
    return held.said or date.min, held.line


def _held(line: Line, report: Report) -> Held:
    said = line.statement
    sure = ACCEPTED if line.standing is Standing.ACCEPTED else said.confidence
    return Held(
        line.original_id,
        said.holder or "",
        said.issue,
        day_said(line.said),
        day_known(report.published),
        sure,
    )
