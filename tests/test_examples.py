"""The examples that ship: built, reviewed and turned into briefs as `make demo` does, without ../shared."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from detente.desk.against import Coding, take_coding
from detente.desk.build import BuildOptions, build
from detente.desk.project import Budget, answer, open_project
from detente.desk.reviewing import Reviewer, apply_file, lines_of
from detente.ledger.entries import Standing
from detente.ledger.view import Moment

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 11, 22, tzinfo=UTC)
REVIEWER = Reviewer("tester", lambda: NOW)


def built(name: str, folder: Path) -> Path:
    output = folder / f"{name}.detente"
    options = BuildOptions(clock=lambda: NOW, progress=lambda *_: None, reader="rules")
    build([str(ROOT / "examples" / name)], pack_name=name, output=output, options=options)
    return output


@pytest.mark.parametrize("name", ["ukraine", "veldora"])
def test_the_review_that_ships_is_taken_whole_and_leaves_some_lines_to_review(
    name: str, tmp_path: Path
) -> None:
    """Fails after a change of the reader until `make examples` has made the review files anew."""
    review = ROOT / "examples" / name / "review.jsonl"
    with open_project(built(name, tmp_path), writable=True) as project:
        taken = apply_file(project, review, REVIEWER)
        assert taken.problems == ()
        assert taken.accepted + taken.rejected + taken.edited + taken.added == len(
            review.read_text().splitlines()
        )
        assert lines_of(project, standings=[Standing.UNREVIEWED])


def test_the_invented_conflict_has_the_deadlocks_that_its_author_wrote_into_it(tmp_path: Path) -> None:
    """examples/veldora/README.md: one pair on the port, three refusals and a need, one that rests on experts only."""
    with open_project(built("veldora", tmp_path), writable=True) as project:
        apply_file(project, ROOT / "examples" / "veldora" / "review.jsonl", REVIEWER)
        found = answer(project, Moment(), Budget(clock=lambda: 0.0))
    told = {
        d.id: (d.strength.name, sorted({str(k) for m in d.members for k in m.keys}), len(d.members))
        for r in found.stages.values()
        for d in r.deadlocks
    }
    assert told["T1"][0] == "OWN" and "terr.withdrawal[movement_from_port]" in told["T1"][1]
    assert told["S1"][0] == "OWN" and told["S1"][2] == 4
    assert told["S2"] == ("ATTRIBUTED", ["just.amnesty"], 2)
    assert set(told) == {"T1", "S1", "S2"}


def test_a_coding_rejects_the_rest_only_when_asked_and_leaves_what_it_is_told_to_leave(
    tmp_path: Path,
) -> None:
    coding = ROOT / "examples" / "veldora" / "statements.jsonl"
    left = "07_radio_aldermere.html"
    with open_project(built("veldora", tmp_path), writable=True) as project:
        names = {d.hash: d.name for d in project.file.documents()}
        taken, reviews = take_coding(project, Coding(coding, reject_rest=True, leave=(left,)), REVIEWER)
        assert taken.problems == () and taken.rejected > 0
        waiting = {names[x.statement.doc] for x in lines_of(project, standings=[Standing.UNREVIEWED])}
        assert waiting == {left}
        again, none = take_coding(project, Coding(coding, reject_rest=True, leave=(left,)), REVIEWER)
        assert (again.accepted, again.edited, again.added, again.rejected) == (0, 0, 0, 0) and none == ()
    assert {json.dumps(dict(r.changes)) for r in reviews}
