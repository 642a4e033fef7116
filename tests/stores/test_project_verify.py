"""`verify` finds what was changed behind the program's back, and finds nothing in a whole file."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sample_project import NOON, report_of, statement_in

from detente.corpus.document import Document
from detente.kernel.errors import ProjectFault
from detente.ledger.entries import Review, ReviewAction
from detente.statements.record import Statement
from detente.stores.schema import guards
from detente.stores.sqlite import ProjectFile


@pytest.fixture
def whole(full: ProjectFile, document: Document, statements: tuple[Statement, ...]) -> ProjectFile:
    """A closed project with lines, reviews of each kind, and settings."""
    added = statement_in(document, "leave", holder="south")
    name = statements[0].id
    for action, given in (
        (ReviewAction.ACCEPT, {}),
        (ReviewAction.EDIT, {"changes": {"evidence": "The North", "span": [1, 10]}}),
        (ReviewAction.REJECT, {"reason": "a headline"}),
        (ReviewAction.UNDO, {}),
    ):
        full.review(Review(name, action, "ana", NOON, **given))  # type: ignore[arg-type]
    record = added.as_record(doc_name="bridge.txt", full=True)
    full.review(Review(added.id, ReviewAction.ADD, "ana", NOON, changes=record))
    full.keep_settings({"pack": "ukraine"})
    full.close()
    return full


def tamper(path: Path, *changes: str) -> None:
    """Change rows as somebody would who knows SQL: triggers off, and on again."""
    connection = sqlcipher.connect(str(path), isolation_level=None)
    for name in guards():
        connection.execute(f"DROP TRIGGER {name}")
    for change in changes:
        connection.execute(change)
    for trigger in guards().values():
        connection.execute(trigger)
    connection.close()


def codes(path: Path) -> set[str]:
    with ProjectFile.open(path) as project:
        found = project.verify()
    assert all(problem.severity == "error" and problem.remedy and problem.place for problem in found)
    return {problem.code for problem in found}


def test_a_whole_file_has_no_problems(whole: ProjectFile) -> None:
    assert codes(whole.path) == set()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("UPDATE documents SET text = replace(CAST(text AS TEXT), 'bridge', 'border')",
         {"hash-mismatch", "evidence-mismatch"}),
        ("UPDATE documents SET text = x'ff'", {"row-unreadable"}),
        ("UPDATE documents SET name = 'other'", {"row-altered"}),
        ("UPDATE documents SET hash = 'x'", {"reference-broken", "row-altered", "hash-mismatch"}),
        ("UPDATE statements SET holder = 'south'", {"row-altered", "id-mismatch"}),
        ("UPDATE statements SET certainty = 'may'", {"row-altered"}),
        ("UPDATE statements SET evidence = 'The North wants the border' WHERE sequence = 1",
         {"row-altered", "evidence-mismatch"}),
        ("UPDATE statements SET evidence = 'short'", {"row-altered", "row-unreadable"}),
        ("UPDATE statements SET via = 'no list'", {"row-altered", "row-unreadable"}),
        ("UPDATE statements SET doc = 'x'", {"reference-broken", "row-altered", "review-unknown-statement"}),
        ("DELETE FROM statements WHERE sequence = 1", {"rows-missing", "review-unknown-statement"}),
        ("UPDATE statements SET holder = CAST(x'ff' AS TEXT)", {"file-damaged"}),
        ("UPDATE statements SET holder = x'ff'", {"row-altered", "row-unreadable"}),
        ("UPDATE reviews SET reason = 'none'", {"row-altered"}),
        ("UPDATE reviews SET reason = NULL WHERE action = 'reject'",
         {"row-altered", "review-refused"}),
        ("UPDATE reviews SET action = 'applaud' WHERE sequence = 1", {"row-altered", "row-unreadable"}),
        ("UPDATE reviews SET statement_id = 's0' WHERE sequence = 1",
         {"row-altered", "review-unknown-statement"}),
        ("UPDATE reports SET publisher = 'Another'", {"row-altered"}),
        ("UPDATE problems SET message = ''", {"row-altered"}),
        ("UPDATE settings SET value = '\"veldora\"'", {"row-altered"}),
        ("UPDATE readings SET cache_key = 'k9'", {"row-altered"}),
        ("DELETE FROM reviews WHERE sequence = 3", {"rows-missing"}),
        ("SELECT 1", set()),
    ],
)  # fmt: skip
def test_changes_past_the_triggers_are_found(whole: ProjectFile, change: str, expected: set[str]) -> None:
    tamper(whole.path, change)
    found = codes(whole.path)
    assert expected <= found if expected else found == set()


def test_a_missing_trigger_is_found(whole: ProjectFile) -> None:
    connection = sqlcipher.connect(str(whole.path), isolation_level=None)
    connection.execute("DROP TRIGGER statements_no_update")
    connection.close()
    assert codes(whole.path) == {"guard-missing"}


def test_flipped_bytes_are_found_or_lie_where_nothing_is_kept(
    project: ProjectFile, enter: Callable[..., int], tmp_path: Path
) -> None:
    """Each flip of eight bytes is found, or else all that is read is what it was."""
    for number in range(20):
        text = f"Report {number}. " + "The South rejects the bridge again. " * 12
        made = Document(f"{number}.txt", text)
        words = [f"Report {number}.", "The South rejects", "rejects the bridge", "again. The"]
        found = [statement_in(made, word, holder="south", stance="reject") for word in words]
        enter(project, document=made, report=report_of(made), statements=found, cache_key=f"k{number}")

    def state(opened: ProjectFile) -> tuple[Any, ...]:
        return opened.entries(), opened.documents(), opened.reports(), opened.problems(), opened.reviews()

    before = state(project)
    project.close()
    content = project.path.read_bytes()
    chance, caught = random.Random(7), 0
    for _ in range(60):
        place = chance.randrange(200, len(content) - 8)
        flipped = bytes(byte ^ 0x55 for byte in content[place : place + 8])
        path = tmp_path / "copy"
        path.write_bytes(content[:place] + flipped + content[place + 8 :])
        try:
            with ProjectFile.open(path) as copy:
                problems = copy.verify()
                caught += bool(problems)
                assert problems or state(copy) == before
        except ProjectFault:
            caught += 1
    assert caught > 15
