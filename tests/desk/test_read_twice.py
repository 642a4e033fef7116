"""A document that is read again by another reader: only what it says otherwise is asked again."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from detente.desk.build import BuildOptions, Built, build
from detente.desk.project import Budget, open_project
from detente.desk.queueing import Waiting, queue, reasons
from detente.desk.reviewing import Reviewer, act, lines_of
from detente.desk.second import Coder, to_code
from detente.ledger.entries import Review, ReviewAction, Standing

TEXT = (
    "Veldora demands that the Guard leave Port Ilvane before any truce. "
    "The Movement refuses to leave Port Ilvane. Veldora accepts a monitor.\n"
)
LEAVE = {
    "doc": "one.txt", "evidence": "demands that the Guard leave Port Ilvane", "kind": "position",
    "holder": "veldora", "stance": "demand", "issue": "terr.withdrawal", "option": "begun_before",
    "instance": "movement_from_port", "basis": "own", "stage": "truce", "confidence": 0.5, "origin": "reader 1",
}  # fmt: skip
REFUSES = LEAVE | {
    "evidence": "refuses to leave Port Ilvane", "holder": "sarnic_movement", "option": "none", "confidence": 0.6,
}  # fmt: skip
MONITOR = LEAVE | {
    "evidence": "accepts a monitor",
    "stance": "accept",
    "issue": "cf.monitor",
    "option": None,
    "instance": None,
}
Read = Callable[..., Built]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read the report and enter what the reader of that version says."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "one.txt").write_text(TEXT)

    def reading(*records: dict[str, Any]) -> Built:
        said = tmp_path / "said.jsonl"
        said.write_text("".join(json.dumps(r) + "\n" for r in records))
        options = BuildOptions(clock=lambda: datetime.now(UTC), progress=lambda *_: None, statements=said)
        return build([str(folder)], pack_name="veldora", output=tmp_path / "p.detente", options=options)

    return reading


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "p.detente"


def review(path: Path, holder: str, action: str, **given: Any) -> str:
    with open_project(path, writable=True) as project:
        (line,) = [x for x in lines_of(project) if x.statement.holder == holder and not x.reviews]
        act(project, Review(line.original_id, ReviewAction(action), "ana", datetime.now(UTC), **given))
        return line.original_id


def asked(path: Path) -> dict[str, Waiting]:
    """What is asked, by its stance and words."""
    with open_project(path) as project:
        found = queue(project, Budget(time.monotonic)).waiting
        return {f"{x.line.statement.stance} {x.line.statement.evidence}": x for x in found}


def standings(path: Path) -> dict[str, str]:
    with open_project(path) as project:
        return {x.original_id: str(x.standing) for x in lines_of(project)}


def test_the_same_answer_keeps_its_review(read: Read, path: Path) -> None:
    read(LEAVE, REFUSES)
    accepted = review(path, "veldora", "accept")
    assert read(LEAVE | {"confidence": 0.9, "origin": "reader 2"}, REFUSES).new_statements == 0
    assert standings(path)[accepted] == "accepted"
    assert list(asked(path)) == ["demand refuses to leave Port Ilvane"]


@pytest.mark.parametrize(
    ("action", "given"),
    [("accept", {}), ("reject", {"reason": "a headline"}), ("edit", {"changes": {"certainty": "may"}})],
)
def test_the_same_answer_on_other_bounds_is_not_asked_again(
    read: Read, path: Path, action: str, given: dict[str, Any]
) -> None:
    read(LEAVE)
    decided = review(path, "veldora", action, **given)
    wider = LEAVE | {
        "evidence": "demands that the Guard leave Port Ilvane before any truce",
        "origin": "reader 2",
    }
    assert read(wider).new_statements == 1
    assert asked(path) == {}
    found = standings(path)
    assert found.pop(decided) == {"accept": "accepted", "reject": "rejected", "edit": "accepted"}[action]
    assert list(found.values()) == ["superseded"]
    with open_project(path) as project:
        assert project.file.verify() == ()
        ben = Coder(Reviewer("ben", lambda: datetime.now(UTC)), blind=True)
        assert [one.line for one in to_code(project, ben)] == [decided]
        count = len(project.file.reviews())
    read(wider)
    with open_project(path) as project:
        assert len(project.file.reviews()) == count


def test_what_a_person_corrected_to_is_not_asked_again(read: Read, path: Path) -> None:
    read(LEAVE)
    review(path, "veldora", "edit", changes={"stance": "propose"})
    read(
        LEAVE
        | {"stance": "propose", "origin": "reader 2", "evidence": LEAVE["evidence"] + " before any truce"}
    )
    assert asked(path) == {}


def test_a_changed_answer_is_asked_with_what_was_decided(read: Read, path: Path) -> None:
    read(LEAVE, REFUSES)
    decided = review(path, "veldora", "accept")
    read(LEAVE | {"stance": "propose", "origin": "reader 2"}, REFUSES, MONITOR)
    found = asked(path)
    assert set(found) == {
        "propose demands that the Guard leave Port Ilvane",
        "demand refuses to leave Port Ilvane",
        "accept accepts a monitor",
    }
    changed = found["propose demands that the Guard leave Port Ilvane"]
    assert changed.again is not None
    assert changed.again.decided.original_id == decided
    assert found["accept accepts a monitor"].again is None
    with open_project(path) as project:
        told = reasons(changed, project.pack, reader="ana")[0]
        day = changed.again.decided.reviews[-1].at.date()
        assert told == (
            "the reader now says “veldora: propose terr.withdrawal[movement_from_port] = begun_before”; you accepted "
            f"“veldora: demand terr.withdrawal[movement_from_port] = begun_before” on {day}"
        )
        assert "; ana accepted" in reasons(changed, project.pack, reader="ben")[0]


def test_a_repetition_can_be_taken_back_and_is_not_made_again(read: Read, path: Path) -> None:
    read(LEAVE)
    review(path, "veldora", "accept")
    wider = LEAVE | {"evidence": "demands that the Guard leave Port Ilvane before any truce"}
    read(wider)
    with open_project(path, writable=True) as project:
        (line,) = lines_of(project, standings=[Standing.SUPERSEDED])
        act(project, Review(line.original_id, ReviewAction.UNDO, "ana", datetime.now(UTC)))
    read(wider, MONITOR)
    assert standings(path)[line.original_id] == "unreviewed"


def test_a_reading_that_was_killed_before_it_settled_is_settled_by_the_next(
    read: Read, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(LEAVE)
    review(path, "veldora", "accept")
    wider = LEAVE | {"evidence": "demands that the Guard leave Port Ilvane before any truce"}
    with monkeypatch.context() as patch:
        patch.setattr("detente.desk.build.settle", lambda *_: 0)
        read(wider)
    assert asked(path) == {}
    assert sorted(standings(path).values()) == ["accepted", "unreviewed"]
    read(wider)
    assert sorted(standings(path).values()) == ["accepted", "superseded"]
