"""Asking a project: views at a moment, a budget for the whole call, notes on what to know first."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import pytest

from detente.desk.build import Built
from detente.desk.keeping import verify
from detente.desk.project import Budget, answer, held, open_project
from detente.kernel.errors import ProjectFault, UnknownName
from detente.ledger.view import Moment
from detente.packs.find import find_pack, pack_roots


def test_an_answer_has_positions_and_each_stage(make: Callable[..., Built]) -> None:
    with open_project(make().project) as project:
        found = answer(project, Moment(), Budget(time.monotonic))
    assert {p.party for p in found.positions} == {"veldora", "sarnic_movement"}
    assert found.shown == found.positions
    assert [d.id for d in found.stages["truce"].deadlocks] == ["T1"]
    assert set(found.stages) == {"truce", "settlement"}


def test_stages_that_are_not_asked_for_are_not_searched(make: Callable[..., Built]) -> None:
    with open_project(make().project) as project:
        found = answer(project, Moment(), Budget(time.monotonic, stages=("settlement",)))
    assert set(found.stages) == {"settlement"}


def test_a_budget_covers_the_whole_call_and_what_it_cut_off_is_told(make: Callable[..., Built]) -> None:
    ticks = count()
    with open_project(make().project) as project:
        found = answer(project, Moment(), Budget(lambda: float(next(ticks)), seconds=1.0))
    assert not all(r.complete for r in found.stages.values())
    assert "truncated" in {p.code for p in found.problems}


def test_a_view_of_an_earlier_instant_has_the_reports_as_they_were_known(
    make: Callable[..., Built], reports: Path
) -> None:
    path = make().project
    then = datetime.now(UTC)
    (reports / "metadata.csv").write_text("file,published\none.txt,2024-02-06\n")
    make()
    with open_project(path) as project:
        now = held(project, Moment())
        before = held(project, Moment(recorded_by=then))
    assert {r.published.isoformat() for r in now.view.reports.values()} == {"2024-02-06", None}
    assert {r.published.isoformat() for r in before.view.reports.values()} == {None}


def test_a_pack_that_changed_since_is_noted(make: Callable[..., Built], tmp_path: Path) -> None:
    pack = Path(shutil.copytree(find_pack("veldora", pack_roots()), tmp_path / "own"))
    path = make(pack_name=str(pack)).project
    with open_project(path) as project:
        assert project.problems == ()
    with (pack / "places.yaml").open("a") as file:
        file.write("# a remark\n")
    with open_project(path) as project:
        assert [p.code for p in project.problems] == ["pack-changed"]
    shutil.rmtree(pack)
    with pytest.raises(UnknownName), open_project(path):
        pass
    with open_project(path, pack_name="veldora") as project:
        assert held(project, Moment(as_of=date(2024, 1, 1))).positions


def test_a_project_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ProjectFault, match="make one with"), open_project(tmp_path / "gone"):
        pass
    with pytest.raises(ProjectFault, match="no project"):
        verify(tmp_path / "gone")
