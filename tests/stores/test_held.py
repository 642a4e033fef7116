"""What was held at any time: the index answers as the plain view of all entries does, and later entries change no earlier answer."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from sample_project import NOON, statement_in

from detente.corpus.document import Document
from detente.kernel.dates import UNKNOWN, When, on
from detente.kernel.errors import DetenteError
from detente.ledger.entries import Report, Review, ReviewAction
from detente.ledger.reviewing import Reviewed, ReviewedLine, standing
from detente.ledger.spells import Held
from detente.ledger.splitting import Act, merge, spanning, split
from detente.ledger.undoing import undo, undo_last
from detente.ledger.view import History, LedgerView, Moment, day_known, day_said, first_published, view
from detente.stores.sqlite import ProjectFile

STEPS = int(os.environ.get("DETENTE_LEDGER_STEPS", "400"))  # `make long`: 100000
DAYS = st.integers(0, 9).map(lambda n: date(2025, 3, 1) + timedelta(n))
WHEN = st.one_of(st.just(UNKNOWN), DAYS.map(on))
SAID = st.one_of(st.none(), DAYS.map(str), st.just("2025-03"), st.just("2025-03-04/2025-03-06"))
HOLDERS, ISSUES, STORIES = (
    st.sampled_from(names) for names in (("north", "south"), ("terr.line", "cf.class"), (None, "one", "two"))
)
MOMENTS = st.builds(
    Moment,
    as_of=st.one_of(st.none(), DAYS),
    known_by=st.one_of(st.none(), DAYS),
    unmarked_at=st.sampled_from([0.5, 1.0]),
    include_unreviewed=st.booleans(),
)


def plainly(seen: LedgerView, holder: str, issue: str) -> tuple[int, str] | None:
    """The last line of a view by the definition: the greatest day on which it was said, then the greatest id."""
    found = [
        ((day_said(line.said) or date.min).toordinal(), line.original_id)
        for line in seen.counted
        if (line.statement.holder, line.statement.issue, line.statement.kind) == (holder, issue, "position")
    ]
    return max(found, default=None)


def shortly(held: Held | None) -> tuple[int, str] | None:
    return ((held.said or date.min).toordinal(), held.line) if held else None


class Ledger(RuleBasedStateMachine):
    """Reports come in, are dated anew, are found to be one story, are reviewed, split, merged; questions are asked between."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.now = NOON
        self.file = ProjectFile.create(self.folder / "talks.detente", clock=lambda: self.now)
        self.documents: list[Document] = []
        self.ids: list[str] = []
        self.asked: list[tuple[Moment, tuple[object, ...]]] = []

    def teardown(self) -> None:
        if hasattr(self, "file"):
            for moment, answer in self.asked:
                assert self.answer(moment) == answer
            assert not [p for p in self.file.verify() if p.severity == "error"]
            self.file.close()
            shutil.rmtree(self.folder)

    def tick(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    @rule(
        published=WHEN,
        story=STORIES,
        said=SAID,
        holder=HOLDERS,
        issue=ISSUES,
        sure=st.sampled_from([0.3, 0.7]),
    )
    def enter(
        self, published: When, story: str | None, said: str | None, holder: str, issue: str, sure: float
    ) -> None:
        number = len(self.documents)
        document = Document(f"{number}.txt", f"Report {number}: the South will not leave the bridge.")
        fields = {"holder": holder, "issue": issue, "date": said, "confidence": sure, "origin": "rules"}
        found = [
            statement_in(document, "the bridge", **fields),
            statement_in(document, "not leave", **fields),
        ]
        report = Report(document.hash, document.name, published=published, story=story)
        self.file.enter(
            document, report=report, statements=found, problems=(), cache_key=f"k{number}", recorded=self.tick()
        )  # fmt: skip
        self.documents.append(document)
        self.ids += [statement.id for statement in found]

    @precondition(lambda self: self.documents)
    @rule(data=st.data(), published=WHEN, story=STORIES)
    def tell_anew(self, data: st.DataObject, published: When, story: str | None) -> None:
        document = data.draw(st.sampled_from(self.documents))
        report = Report(document.hash, document.name, published=published, story=story)
        self.file.keep_report(report, recorded=self.tick())

    @precondition(lambda self: self.ids)
    @rule(data=st.data(), said=SAID, holder=HOLDERS, action=st.sampled_from(list(ReviewAction)))
    def review(self, data: st.DataObject, said: str | None, holder: str, action: ReviewAction) -> None:
        name, changes = data.draw(st.sampled_from(self.ids)), {}
        if action is ReviewAction.EDIT:
            changes = {"date": said, "holder": holder}
        if action is ReviewAction.ADD:
            document = data.draw(st.sampled_from(self.documents))
            added = statement_in(document, "South", holder=holder, date=said, option=str(len(self.ids)))
            name, changes = added.id, added.as_record(doc_name=document.name, full=True)
        reason = "no" if action is ReviewAction.REJECT else None
        try:
            self.file.review(Review(name, action, "ana", self.tick(), reason, changes))
        except DetenteError:
            return
        self.ids.append(name)

    @precondition(lambda self: self.ids)
    @rule(
        data=st.data(),
        holder=HOLDERS,
        way=st.sampled_from(["split", "merge", "undo", "undo last", "code", "same"]),
    )
    def reshape(self, data: st.DataObject, holder: str, way: str) -> None:
        """Splits, merges and what takes them back; judgements and repetitions."""
        reviewed = standing(self.file.entries(), self.file.reviews())
        name, at = data.draw(st.sampled_from(self.ids)), self.tick()
        line = reviewed.lines.get(name)
        if line is None:
            return
        before = self.file.reviews()
        try:
            made = self.reshaped(line, reviewed, (way, holder, at))
            self.file.review(*made)
        except DetenteError:
            assert self.file.reviews() == before
            return
        self.ids += [r.statement_id for r in made if r.action is ReviewAction.ADD]

    def reshaped(
        self, line: ReviewedLine, reviewed: Reviewed, how: tuple[str, str, datetime]
    ) -> tuple[Review, ...]:
        way, holder, at = how
        act = Act("ana", at, "so it reads", "a.txt")
        (document,) = [d for d in self.documents if d.hash == line.statement.doc]
        others = [x for x in reviewed.lines.values() if x.statement.doc == document.hash and x is not line]
        if way == "split":
            parts = [
                statement_in(document, words, holder=holder, issue="cf.class")
                for words in ("not", "leave the")
            ]
            return split(line, parts, act)
        if way == "merge" and others:
            both = [line.statement, others[0].statement]
            whole = line.statement if holder == "north" else spanning(both, document.text)
            return merge([line, others[0]], replace(whole, holder=holder), act)
        if way == "undo":
            return undo(line.original_id, reviewed, ("ben", at))
        if way == "undo last":
            return undo_last(2, self.file.entries(), reviews=self.file.reviews(), by=("ana", at))
        changes: dict[str, object] = {"judged": "reject"}
        action = ReviewAction.CODE
        if way == "same" and others:
            action, changes = (
                ReviewAction.SAME,
                {"lines": [line.original_id], "into": [others[0].original_id]},
            )
        return (Review(line.original_id, action, "ana", at, "again", changes),)

    @rule(moment=MOMENTS)
    def ask(self, moment: Moment) -> None:
        now = Moment(
            moment.as_of, moment.known_by, self.now, moment.unmarked_at, moment.include_unreviewed
        )  # fmt: skip
        self.asked.append((now, self.answer(now)))
        assert self.answer(moment) == self.answer(now)

    def answer(self, moment: Moment) -> tuple[object, ...]:
        """Both ways of asking agree."""
        reports = self.file.reports(moment.recorded_by)
        history = History(self.file.entries(), self.file.reviews(), reports)
        seen = view(history, moment)
        found = []
        for holder in ("north", "south"):
            for issue in ("cf.class", "terr.line"):
                held = self.file.latest(holder, issue, moment)
                assert shortly(held) == plainly(seen, holder, issue)
                if held is not None:
                    (line,) = [line for line in seen.counted if line.original_id == held.line]
                    out = first_published(reports).get(line.report.story or "", line.published)
                    assert held.known == day_known(out)
                    found.append(held)
        whole = tuple(h for h in self.file.matrix(moment) if h.issue in {"cf.class", "terr.line"})
        assert whole == tuple(found)
        return tuple(found)


TestLedger = Ledger.TestCase
TestLedger.settings = settings(
    max_examples=max(1, STEPS // 20),
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
