"""Every change to a copy of a project is found: an edit, a row gone, rows exchanged, the end cut off."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sample_project import NOON, report_of, statement_in

from detente.corpus.document import Document
from detente.ledger.entries import Review, ReviewAction
from detente.ledger.marks import Attribution, Mark
from detente.ledger.people import Merge, MergeAction
from detente.ledger.roles import Role, RoleAction
from detente.stores.schema import CHAINED, guards
from detente.stores.sqlite import ProjectFile

RUNS = int(os.environ.get("DETENTE_TAMPERINGS", "60"))  # `make long`: 1000


@pytest.fixture
def talks(project: ProjectFile, enter: Callable[..., int]) -> Path:
    """A closed project of twelve reports with lines, reviews and settings."""
    for number in range(12):
        made = Document(f"{number}.txt", f"Report {number}. The South rejects the bridge.")
        found = [statement_in(made, words, holder="south") for words in ("The South rejects", "the bridge")]
        enter(project, document=made, report=report_of(made), statements=found, cache_key=f"k{number}")
        project.review(Review(found[0].id, ReviewAction.ACCEPT, "ana", NOON))
        project.keep_settings({"number": number})
        project.merge(Merge(f"name {number}", "one", MergeAction.MERGE, "seen", "ana", NOON))
        project.enter_role(
            Role("signatory", f"party {number}", "truce", RoleAction.ENTER, "seen", "ana", NOON)
        )
        project.mark(Mark("speaker", f"name {number}", Attribution.BACKGROUND, "asked", "ana", NOON))
    for number in range(12):
        made = Document(f"gone {number}.txt", f"Report {number}. The North was misquoted.")
        project.keep_document(made, report=report_of(made), recorded=NOON)
        project.redact(made.hash, reason="a court's order", reviewer="ana")
    project.close()
    return project.path


def _edit(draw: random.Random, table: str, columns: list[str]) -> list[str]:
    column = draw.choice(columns)
    row = f"(SELECT sequence FROM {table} ORDER BY random() LIMIT 1)"
    return [f"""UPDATE {table} SET "{column}" = coalesce("{column}", '') || 'x' WHERE sequence = {row}"""]


def _delete(draw: random.Random, table: str, _: list[str]) -> list[str]:
    return [f"DELETE FROM {table} WHERE sequence = (SELECT sequence FROM {table} ORDER BY random() LIMIT 1)"]


def _cut(draw: random.Random, table: str, _: list[str]) -> list[str]:
    """The last row goes, with its entry in the chain and all that came after."""
    last = f"SELECT max(sequence) FROM {table}"
    link = f"SELECT sequence FROM chain WHERE entry = '{table}' AND row = ({last})"
    return [
        f"DELETE FROM chain WHERE sequence >= ({link})",
        f"DELETE FROM {table} WHERE sequence = ({last})",
    ]


def _exchange(draw: random.Random, table: str, _: list[str]) -> list[str]:
    one, other = draw.sample(range(1, 13), 2)
    return [
        f"UPDATE {table} SET sequence = -1 WHERE sequence = {one}",
        f"UPDATE {table} SET sequence = {one} WHERE sequence = {other}",
        f"UPDATE {table} SET sequence = {other} WHERE sequence = -1",
    ]


def _add(draw: random.Random, table: str, columns: list[str]) -> list[str]:
    text = ["text"] if table == "documents" else []
    named = {"hash", "id", "cache_key"} | ({"doc"} if table == "redactions" else set())
    names = ", ".join(f'"{c}"' for c in [*columns, *text] if c not in named)
    unique = [c for c in columns if c in named]
    new = "".join(f", {c}" for c in unique)
    values = "".join(f", {c} || 'z'" for c in unique)
    row = draw.randint(1, 12)
    return [f"INSERT INTO {table} ({names}{new}) SELECT {names}{values} FROM {table} WHERE sequence = {row}"]


@pytest.mark.parametrize("change", [_edit, _delete, _cut, _exchange, _add])
def test_every_tampering_with_a_copy_is_found(
    talks: Path, change: Callable[[random.Random, str, list[str]], list[str]]
) -> None:
    draw = random.Random(change.__name__)
    for _ in range(RUNS // 5):
        copy = talks.with_name("copy.detente")
        shutil.copy(talks, copy)
        table = draw.choice([t for t in CHAINED if t.name != "problems"])
        columns = [c.name for c in table.columns if c.name not in {"sequence", "text"}]
        connection = sqlcipher.connect(str(copy), isolation_level=None)
        for name in guards():
            connection.execute(f"DROP TRIGGER {name}")
        for step in change(draw, table.name, columns):
            connection.execute(step)
        for trigger in guards().values():
            connection.execute(trigger)
        connection.close()
        with ProjectFile.open(copy) as project:
            found = {problem.code for problem in project.verify()}
        assert found, (change.__name__, table.name)


def test_the_first_bad_entry_is_named(talks: Path) -> None:
    connection = sqlcipher.connect(str(talks), isolation_level=None)
    connection.execute("DROP TRIGGER statements_no_update")
    connection.execute("UPDATE statements SET certainty = 'may' WHERE sequence >= 7")
    connection.execute(guards()["statements_no_update"])
    (place,) = connection.execute(
        "SELECT sequence FROM chain WHERE entry = 'statements' AND row = 7"
    ).fetchone()
    connection.close()
    with ProjectFile.open(talks) as project:
        first = project.verify()[0]
    assert (first.code, first.place) == ("row-altered", f"entry {place}, statements row 7")
