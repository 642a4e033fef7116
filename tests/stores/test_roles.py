"""Roles in the project file: appended, chained, checked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sample_project import NOON

from detente.kernel.errors import BadInput
from detente.ledger.roles import Role, RoleAction
from detente.stores import rows
from detente.stores.sqlite import ProjectFile
from detente.stores.taking import take

ROLE = Role(
    "office",
    "north",
    "envoy",
    RoleAction.ENTER,
    "letter",
    "ana",
    NOON,
    "Вера Ленн",
    "2025-03",
    None,
    "2025-03-02",
)


def test_roles_come_back_as_they_were_entered_and_stand_in_the_chain(project: ProjectFile) -> None:
    before, _ = project.head()
    gone = replace(ROLE, action=RoleAction.WITHDRAW)
    project.enter_role(ROLE)
    project.enter_role(gone)
    assert project.roles() == (ROLE, gone)
    assert project.head()[0] == before + 2
    assert project.verify() == ()


def test_a_role_that_could_not_stand_is_not_kept(project: ProjectFile) -> None:
    with pytest.raises(BadInput, match="stands"):
        project.enter_role(replace(ROLE, action=RoleAction.WITHDRAW))
    assert project.roles() == ()


@pytest.mark.parametrize(
    "fault", [{"since": "2025-13"}, {"kind": "throne"}, {"person": None}, {"reason": " "}]
)
def test_a_role_of_an_imported_file_that_could_not_stand_is_refused_by_its_row(
    tmp_path: Path, fault: dict[str, object]
) -> None:
    record = {"record": "role", **rows.role_row(ROLE), **fault}
    into = tmp_path / "again.detente"
    ProjectFile.create(into).close()
    with pytest.raises(BadInput, match=r"line 7: .*Nothing was imported"):
        take(into, [("line 7", record)])
    with ProjectFile.open(into) as project:
        assert project.roles() == ()
