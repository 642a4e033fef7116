"""A document taken out for legal reasons is gone to the last byte, and the chain still holds."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sample_project import NOON, report_of, statement_in

from detente.corpus.document import Document, Metadata
from detente.corpus.stories.facts import facts_of
from detente.corpus.stories.grouping import place
from detente.kernel.dates import on
from detente.kernel.errors import BadInput, ProjectFault, Redacted, UnknownName
from detente.kernel.problems import Problem
from detente.ledger.entries import Review, ReviewAction
from detente.ledger.marks import Attribution, Mark
from detente.ledger.people import Merge, MergeAction
from detente.ledger.reviewing import standing
from detente.ledger.roles import Role, RoleAction
from detente.ledger.view import Moment
from detente.stores.access import FileAccess
from detente.stores.chain import START, digest, linked
from detente.stores.report_search import ReportSearch
from detente.stores.schema import guards
from detente.stores.search_asking import Asked
from detente.stores.search_index import SearchIndex
from detente.stores.search_words import query_of
from detente.stores.sqlite import ProjectFile
from detente.stores.taking import take
from detente.stores.whole import records_of

SECRET = (
    "quillfeather", "Oswin Tarrak", "Mirelle Vosk", "tolbooth-44.txt", "Tolbooth Gazette", "tolbooth.example",
    "Tolbooth deal struck", "grumblethorpe", "Sandrigal",
)  # fmt: skip
WORDS = (
    "The South rejects the quillfeather bridge near Sandrigal, said Oswin Tarrak, as Mirelle Vosk had told him. "
    * 3
)


@pytest.fixture
def secret() -> Document:
    about = Metadata(
        "Tolbooth Gazette",
        "Tolbooth deal struck",
        "https://tolbooth.example/a",
        published=on(date(2025, 3, 1)),
    )
    return Document("tolbooth-44.txt", WORDS, about)


@pytest.fixture
def path(tmp_path: Path, secret: Document) -> Path:
    """A project of a secret document between others, with all that can hang on it."""
    path = tmp_path / "talks.detente"
    with ProjectFile.create(path, clock=lambda: NOON) as project:
        _enter(project, Document("before.txt", "The North wants the harbour, said its minister."), "k1")
        lines = [
            statement_in(secret, "The South rejects the quillfeather bridge", holder="south", speaker="Oswin Tarrak",
                         via=("Mirelle Vosk",), instance="Sandrigal", condition="near Sandrigal"),
            statement_in(secret, "near Sandrigal", holder="south", kind="event", stance=None),
        ]  # fmt: skip
        project.enter(
            secret, report=report_of(secret, publisher="Tolbooth Gazette", url="https://tolbooth.example/a",
                                     title="Tolbooth deal struck", published=on(date(2025, 3, 1)), story=secret.hash),
            statements=lines, problems=[Problem("p", "tolbooth-44.txt", "quillfeather?", "do")],
            cache_key="k2", recorded=NOON,
        )  # fmt: skip
        added = statement_in(secret, "Mirelle Vosk", holder="north")
        record = added.as_record(doc_name="tolbooth-44.txt", full=True)
        project.review(Review(added.id, ReviewAction.ADD, "ana", NOON, changes=record))
        project.review(Review(lines[0].id, ReviewAction.ACCEPT, "ana", NOON))
        project.review(Review(lines[1].id, ReviewAction.REJECT, "ben", NOON, reason="it is grumblethorpe"))
        project.keep_settings({"pack": "world", "gathering_problems": [["c", "x/tolbooth-44.txt", "m", "r", "note"],
                                                                        ["c", "other.txt", "m", "r", "note"]]})  # fmt: skip
        project.keep_settings(
            {
                "search:mine": {"words": "Oswin Tarrak"},
                "n": {"m": "tolbooth-44.txt"},
                "grades": {"Harbour Wire": {"reason": "slow"}, "B": {"reason": "printed tolbooth-44.txt"}},
            }
        )
        project.keep_settings({"n": 5})
        project.merge(Merge("Oswin Tarrak", "its minister", MergeAction.MERGE, "one man", "ana", NOON))
        project.enter_role(
            Role("office", "south", "envoy", RoleAction.ENTER, "grumblethorpe", "ana", NOON, "Mirelle Vosk")
        )
        whole = lines[0].as_record(doc_name="tolbooth-44.txt", full=True)
        judged = {"judged": "edit", "record": whole | {"speaker": "Mirelle Vosk"}}
        project.review(Review(lines[0].id, ReviewAction.CODE, "cem", NOON, changes=judged))
        project.mark(Mark("document", secret.hash, Attribution.WITHHELD, "grumblethorpe", "ana", NOON))
        project.mark(Mark("speaker", "Mirelle Vosk", Attribution.BACKGROUND, "asked", "ana", NOON))
        project.keep_derived("facts", {secret.hash: "grumblethorpe"})
        _enter(project, Document("after.txt", "The North wants the bridge, said its minister."), "k3")
        stories = project.stories()
        for document in project.documents():
            place(facts_of(document), stories)
        stories.flush()
    index = SearchIndex(path, writable=True)
    index.keep_vectors("e", {n: None for n, _ in index.next_without("e", limit=9)})
    index.close()
    in_reports = ReportSearch(path, writable=True)
    assert in_reports.find(query_of("quillfeather"))
    in_reports.close()
    return path


def _enter(project: ProjectFile, document: Document, key: str) -> None:
    found = [statement_in(document, "The North wants", speaker="its minister")]
    project.enter(
        document, report=report_of(document), statements=found, problems=(), cache_key=key, recorded=NOON
    )


def redact(path: Path, doc: str) -> None:
    with ProjectFile.open(path, writable=True, clock=lambda: NOON) as project:
        project.redact(doc, reason="a court's order", reviewer="ana")


def bytes_of(path: Path) -> bytes:
    """The file and whatever stands beside it."""
    return b"".join(one.read_bytes() for one in sorted(path.parent.glob(f"{path.name}*")))


def test_no_byte_of_it_is_left_in_the_file_or_beside_it(path: Path, secret: Document) -> None:
    assert all(word.encode() in bytes_of(path) for word in SECRET)
    with ProjectFile.open(path, writable=True, clock=lambda: NOON) as project:
        project.redact(secret.hash, reason="a court's order", reviewer="ana")
        while_open = bytes_of(path)
    for found in (while_open, bytes_of(path)):
        lowered = found.lower()
        assert [word for word in SECRET if word.lower().encode() in lowered] == []
        assert b"quillfeath" not in lowered  # stems of the index
        assert b"it is grumble" not in lowered


def test_the_chain_holds_and_all_else_is_there(path: Path, secret: Document) -> None:
    with ProjectFile.open(path) as project:
        noted = project.head()[1]
    redact(path, secret.hash)
    with ProjectFile.open(path) as project:
        assert project.verify() == ()
        assert project.has_link(noted)
        assert [d.name for d in project.documents()] == ["before.txt", "after.txt"]
        assert [e.statement.speaker for e in project.entries()] == ["its minister"] * 2
        assert (project.reviews(), project.merges(), project.marks(), project.problems()) == ((), (), (), ())
        assert project.settings() == {
            "pack": "world",
            "gathering_problems": [["c", "other.txt", "m", "r", "note"]],
            "search:mine": None,
            "grades": {"Harbour Wire": {"reason": "slow"}},
            "n": 5,
        }
        assert {held.holder for held in project.matrix(Moment(include_unreviewed=True))} == {"north"}
        assert standing(project.entries(), project.reviews()).problems == ()
        assert list(project.derived("facts", [secret.hash])) == []
        with pytest.raises(UnknownName):
            project.document(secret.hash)


def test_the_tombstone_says_who_when_and_why_and_who_reviewed(path: Path, secret: Document) -> None:
    redact(path, secret.hash)
    with ProjectFile.open(path) as project:
        (tombstone,) = project.redactions()
    assert (tombstone.doc, tombstone.reason, tombstone.reviewer, tombstone.at) == (
        secret.hash, "a court's order", "ana", NOON,
    )  # fmt: skip
    assert [(action, who) for _, action, who, _ in tombstone.reviews] == [
        ("add", "ana"), ("accept", "ana"), ("reject", "ben"), ("code", "cem"),
    ]  # fmt: skip
    assert str(tombstone) == "redacted on 2025-03-11 by ana: a court's order"


def test_what_would_be_lost_is_told_before(path: Path, secret: Document) -> None:
    with ProjectFile.open(path) as project:
        loss = project.lost(secret.hash)
        with pytest.raises(UnknownName):
            project.lost("x")
    assert dict(loss.rows) == {
        "documents": 1, "reports": 1, "appearances": 1, "readings": 1, "statements": 2, "problems": 1,
        "reviews": 4, "marks": 2, "merges": 1, "roles": 1, "settings": 4,
    }  # fmt: skip
    assert loss.people == ("Mirelle Vosk", "Oswin Tarrak")
    assert (loss.name, loss.others) == ("tolbooth-44.txt", ())


def test_it_is_not_taken_again(path: Path, secret: Document) -> None:
    redact(path, secret.hash)
    with ProjectFile.open(path, writable=True) as project:
        for enter in (
            lambda: project.keep_document(secret, report=report_of(secret), recorded=NOON),
            lambda: project.enter(secret, report=report_of(secret), statements=(), problems=(), cache_key="k9",
                                  recorded=NOON),
        ):  # fmt: skip
            with pytest.raises(Redacted, match=r"redacted on 2025-03-11 by ana: a court's order"):
                enter()
        assert project.verify() == ()


def test_what_comes_after_takes_no_place_that_was_taken(path: Path, secret: Document) -> None:
    with ProjectFile.open(path) as project:
        last = project.documents()[-1]
    redact(path, last.hash)
    redact(path, secret.hash)
    with ProjectFile.open(path, writable=True) as project:
        for number in range(3):
            _enter(project, Document(f"{number}.txt", f"The North wants bridge {number}."), f"n{number}")
        assert project.verify() == ()
        names = [d.name for d in project.each_document()]
        assert names == ["before.txt", "0.txt", "1.txt", "2.txt"]
        stories = project.stories()
        for document in project.documents():
            place(facts_of(document), stories)
        stories.flush()
        assert stories.count() == project.size() == 4
    index = SearchIndex(path, writable=True)
    assert index.count(Asked()) == 4
    index.close()


def test_a_story_goes_on_without_its_first_member(tmp_path: Path) -> None:
    text = (
        "The envoy of the North said on Monday that the ferry must sail by spring, and that no toll may be asked. "
        * 4
    )
    first, second, third = (Document(f"{n}.txt", f"{text} Ends {n}.") for n in range(3))
    with ProjectFile.create(tmp_path / "p.detente") as project:
        stories = project.stories()
        for document in (first, second):
            placed = place(facts_of(document), stories)
            project.keep_document(document, report=report_of(document, story=placed.story), recorded=NOON)
        stories.flush()
        assert stories.together(second.hash) == [first.hash, second.hash]
        assert project.lost(first.hash).others == (second.hash,)
        project.redact(first.hash, reason="asked", reviewer="ana")
        stories = project.stories()
        assert stories.together(second.hash) == [second.hash]
        assert place(facts_of(third), stories).story == second.hash
        assert project.verify() == ()


@pytest.mark.parametrize(("doc", "reason", "fault"), [("x", "why", UnknownName), ("", " ", BadInput)])
def test_a_document_that_is_not_there_or_no_reason_changes_nothing(
    path: Path, doc: str, reason: str, fault: type[Exception]
) -> None:
    before = path.read_bytes()
    with ProjectFile.open(path, writable=True) as project, pytest.raises(fault):
        project.redact(doc, reason=reason, reviewer="ana")
    assert path.read_bytes() == before


def tamper(path: Path, *changes: str) -> None:
    connection = sqlcipher.connect(str(path), isolation_level=None)
    for name in guards():
        connection.execute(f"DROP TRIGGER {name}")
    for change in changes:
        connection.execute(change)
    for sql in guards().values():
        connection.execute(sql)
    connection.close()


def codes(path: Path) -> set[str]:
    with ProjectFile.open(path) as project:
        return {problem.code for problem in project.verify()}


def test_a_row_that_goes_under_the_cover_of_a_redaction_is_found(path: Path, secret: Document) -> None:
    """Somebody takes a row out and writes its entry into the tombstone of another document."""
    redact(path, secret.hash)
    connection = sqlcipher.connect(str(path))
    connection.row_factory = sqlcipher.Row
    row = connection.execute("SELECT * FROM statements ORDER BY sequence DESC").fetchone()
    (entry,) = connection.execute(
        "SELECT sequence FROM chain WHERE entry = 'statements' AND row = ?", (row["sequence"],)
    ).fetchone()
    (gone,) = connection.execute("SELECT gone FROM redactions").fetchone()
    connection.close()
    from detente.stores import schema

    claimed = [*json.loads(gone), [entry, digest(schema.statements, dict(row)).hex()]]
    tamper(
        path,
        f"DELETE FROM statements WHERE sequence = {row['sequence']}",
        f"UPDATE redactions SET gone = '{json.dumps(claimed)}'",
    )
    assert "row-altered" in codes(path)


def test_a_tombstone_that_no_entry_of_the_chain_is_found(path: Path) -> None:
    """Somebody takes a row out and adds a redaction of their own, without an entry in the chain."""
    connection = sqlcipher.connect(str(path))
    connection.row_factory = sqlcipher.Row
    row = connection.execute("SELECT * FROM settings WHERE sequence = 1").fetchone()
    (entry,) = connection.execute("SELECT sequence FROM chain WHERE entry='settings' AND row=1").fetchone()
    connection.close()
    from detente.stores import schema

    claimed = json.dumps([[entry, digest(schema.settings, dict(row)).hex()]])
    tamper(
        path,
        "DELETE FROM settings WHERE sequence = 1",
        f"INSERT INTO redactions VALUES (1, 'd', 'r', 'ana', '{NOON.isoformat()}', '{claimed}', '[]')",
    )
    assert {"row-unlinked", "rows-missing"} <= codes(path)


def test_a_redaction_cannot_claim_what_comes_after_it(path: Path, secret: Document) -> None:
    """Somebody cuts the end off, and appends a chained redaction that claims an entry still to come, with that entry."""
    redact(path, secret.hash)
    connection = sqlcipher.connect(str(path))
    count, last = connection.execute("SELECT value FROM meta WHERE name = 'head'").fetchone()[0].split()
    connection.close()
    from detente.stores import schema

    forged = digest(schema.settings, {"sequence": 9, "name": "x", "value": "1", "recorded": "r"})
    row = {
        "sequence": 2, "doc": "d", "reason": "r", "reviewer": "ana", "at": NOON.isoformat(),
        "gone": json.dumps([[int(count) + 2, forged.hex()]]), "reviews": "[]",
    }  # fmt: skip
    first = linked(bytes.fromhex(last), digest(schema.redactions, row))
    second = linked(first, forged)
    columns = ", ".join(f"'{row[c.name]}'" for c in schema.redactions.columns)
    tamper(
        path,
        f"INSERT INTO redactions VALUES ({columns})",
        f"INSERT INTO chain VALUES ({int(count) + 1}, 'redactions', 2, x'{first.hex()}')",
        f"INSERT INTO chain VALUES ({int(count) + 2}, 'settings', 9, x'{second.hex()}')",
        f"UPDATE meta SET value = '{int(count) + 2} {second.hex()}' WHERE name = 'head'",
    )
    assert codes(path) == {"row-altered", "rows-missing", "chain-cut"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("UPDATE redactions SET reason = 'another'", "row-altered"),
        ("UPDATE redactions SET gone = 'none'", "row-unreadable"),
        ("UPDATE redactions SET gone = '[[1, \"ff\"]]'", "row-unreadable"),
        ("DELETE FROM redactions", "rows-missing"),
        ("DELETE FROM meta WHERE name = 'gone'", "chain-cut"),
        ("INSERT INTO documents SELECT 99, r.doc, 'n', x'', NULL, NULL, NULL, NULL, 'news', NULL, '', NULL, NULL, NULL,"
         " NULL, '[]', '[]', '[]', 'r' FROM redactions r", "row-unlinked"),
    ],
)  # fmt: skip
def test_tampering_with_a_tombstone_is_found(
    path: Path, secret: Document, change: str, expected: str
) -> None:
    redact(path, secret.hash)
    tamper(path, change)
    assert expected in codes(path)


def test_the_records_of_a_redacted_document_are_tombstones_alone(path: Path, secret: Document) -> None:
    redact(path, secret.hash)
    found = list(records_of(path))
    told = [record for record in found if secret.hash in json.dumps(record)]
    assert [record["record"] for record in told] == ["redaction"]
    tombstones = [record for record in found if record["record"] == "tombstone"]
    assert len(tombstones) == len(told[0]["gone"]) == 19
    assert all(set(one) == {"record", "of", "digest"} for one in tombstones)


def test_a_redaction_that_was_cut_off_before_the_wiping_is_ended_by_another_call(
    path: Path, secret: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("detente.stores.redacting.wipe", killed)
        with pytest.raises(KeyboardInterrupt):
            redact(path, secret.hash)
    assert codes(path) == {"redaction-unfinished"}
    redact(path, secret.hash)
    assert codes(path) == set()
    assert not any(word.encode() in bytes_of(path) for word in SECRET)


def test_another_program_that_reads_is_told_of_and_the_work_can_be_ended(
    path: Path, secret: Document
) -> None:
    reader = sqlcipher.connect(str(path), isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM documents").fetchone()
    with pytest.raises(ProjectFault, match="another program"):
        redact(path, secret.hash)
    reader.execute("COMMIT")
    reader.close()
    assert codes(path) == {"redaction-unfinished"}
    redact(path, secret.hash)
    assert codes(path) == set()
    assert not any(word.encode() in bytes_of(path) for word in SECRET)


KILLED = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from sqlalchemy.engine import Engine
from detente.stores.sqlite import ProjectFile
at, seen = int(sys.argv[3]), [0]
@event.listens_for(Engine, "before_cursor_execute")
def count(*_):
    seen[0] += 1
    if seen[0] == at:
        os.kill(os.getpid(), signal.SIGKILL)
with ProjectFile.open(Path(sys.argv[1]), writable=True) as project:
    project.redact(sys.argv[2], reason="asked", reviewer="ana")
print(seen[0])
"""


def test_killed_anywhere_it_is_all_or_nothing(path: Path, secret: Document, tmp_path: Path) -> None:
    content, done = path.read_bytes(), 0
    for at in range(3, 200, 16):
        copy = tmp_path / f"killed-{at}.detente"
        copy.write_bytes(content)
        ended = subprocess.run([sys.executable, "-c", KILLED, str(copy), secret.hash, str(at)], check=False)
        with ProjectFile.open(copy) as project:
            there = project.has_document(secret.hash)
            assert there != bool(project.redactions())
            assert len(project.entries()) == (4 if there else 2)
        assert codes(copy) <= {"redaction-unfinished"}
        done += ended.returncode == -signal.SIGKILL
    assert done >= 5


def test_every_link_can_be_computed_from_the_rows_and_the_tombstones(path: Path, secret: Document) -> None:
    """The links are those of plain hashing, redacted rows by their digests."""
    redact(path, secret.hash)
    link, access = START, FileAccess(path, writable=False)
    from sqlalchemy import select

    from detente.stores import schema
    from detente.stores.tombstones import gone

    removed = access.ask(gone)
    tables = {t.name: t for t in schema.CHAINED}
    for entry in access.ask(lambda c: c.execute(select(schema.chain)).mappings().all()):
        table = tables[entry["entry"]]
        row = access.ask(
            lambda c, t=table, e=entry: (
                c.execute(select(t).where(t.c.sequence == e["row"])).mappings().first()
            )
        )
        found = removed.get(entry["sequence"]) or digest(table, row)  # type: ignore[arg-type]
        link = linked(link, found)
        assert link == entry["link"]
    access.close()


def test_a_time_of_redaction_is_that_of_the_clock(
    project: ProjectFile, enter: Callable[..., int], document: Document
) -> None:
    enter(project)
    assert (
        project.redact(document.hash, reason="asked", reviewer="ana").at
        == NOON
        == datetime(2025, 3, 11, 12, tzinfo=UTC)
    )


def taken(tmp_path: Path, records: list[dict[str, object]]) -> Path:
    into = tmp_path / "again.detente"
    ProjectFile.create(into).close()
    take(into, [(f"line {number}", dict(record)) for number, record in enumerate(records, 1)])
    return into


def test_records_with_tombstones_make_the_same_chain_again(
    path: Path, secret: Document, tmp_path: Path
) -> None:
    redact(path, secret.hash)
    with (
        ProjectFile.open(taken(tmp_path, list(records_of(path)))) as again,
        ProjectFile.open(path) as project,
    ):
        assert again.head() == project.head()
        assert again.verify() == ()
        assert again.redactions() == project.redactions()


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda r: [one for one in r if one["record"] != "redaction"], "tombstones without their redaction"),
        (lambda r: [one for one in r if one["record"] != "tombstone"], "no tombstone before it"),
        (lambda r: [one | ({"digest": "ff"} if "digest" in one else {}) for one in r], "without the kind and the digest"),
        (lambda r: [one | ({"digest": "no"} if "digest" in one else {}) for one in r], "without the kind and the digest"),
        (lambda r: [one | ({"of": "x"} if "digest" in one else {}) for one in r], "without the kind and the digest"),
        (lambda r: [one | ({"digest": "f" * 64} if "digest" in one else {}) for one in r], "no tombstone before it"),
        (lambda r: [one | ({"gone": [[1, "ff"]]} if "gone" in one else {}) for one in r], "no redaction"),
    ],
)  # fmt: skip
def test_tombstones_that_do_not_hold_together_are_refused(
    path: Path, secret: Document, tmp_path: Path, spoil: Callable[[Any], Any], fault: str
) -> None:
    redact(path, secret.hash)
    with pytest.raises(BadInput, match=fault):
        taken(tmp_path, spoil(list(records_of(path))))
    with ProjectFile.open(tmp_path / "again.detente") as again:
        assert again.head()[0] == 0


def test_a_document_beside_its_tombstone_is_refused(path: Path, secret: Document, tmp_path: Path) -> None:
    before = list(records_of(path))
    redact(path, secret.hash)
    tombstone = next(one for one in records_of(path) if one["record"] == "redaction") | {"gone": []}
    with pytest.raises(BadInput, match="stands beside its tombstone"):
        taken(tmp_path, [*before, tombstone])
    (tmp_path / "again.detente").unlink()
    with pytest.raises(BadInput, match="a court's order"):
        taken(tmp_path, [tombstone, *before])
