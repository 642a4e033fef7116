"""Merges of names in the project file: appended, chained, checked, and never changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sample_project import NOON
from sqlalchemy.exc import DBAPIError

from detente.kernel.errors import BadInput, ProjectFault
from detente.ledger.people import Merge, MergeAction
from detente.stores.access import FileAccess
from detente.stores.sqlite import ProjectFile

MERGE = Merge("V. Lenn", "Вера Ленн", MergeAction.MERGE, "the readout gives both", "ana", NOON)


def test_merges_come_back_as_they_were_said(project: ProjectFile) -> None:
    part = replace(MERGE, action=MergeAction.PART, reason="two sisters", at=NOON + timedelta(hours=1))
    project.merge(MERGE)
    project.merge(part)
    project.merge(replace(MERGE, name="x\ud800", kind="story"))
    assert project.merges() == (MERGE, part, replace(MERGE, name="x\ud800", kind="story"))
    assert project.verify() == ()


def test_a_merge_that_could_not_be_carried_out_is_not_kept(project: ProjectFile) -> None:
    project.merge(MERGE)
    with pytest.raises(BadInput, match="one already"):
        project.merge(replace(MERGE, at=NOON + timedelta(hours=1)))
    with pytest.raises(BadInput, match="zone"):
        project.merge(replace(MERGE, name="A", at=NOON.replace(tzinfo=None)))
    assert project.merges() == (MERGE,)


def test_a_merge_is_part_of_the_chain_and_is_not_changed(project: ProjectFile) -> None:
    project.merge(MERGE)
    file = FileAccess(project.path, writable=True)
    with pytest.raises((ProjectFault, DBAPIError), match="never changed"), file.writing() as connection:
        connection.exec_driver_sql("UPDATE merges SET reason = 'another'")
    with file.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER merges_no_update")
        connection.exec_driver_sql("UPDATE merges SET reason = 'another'")
    file.close()
    assert {p.code for p in project.verify()} == {"guard-missing", "row-altered"}
