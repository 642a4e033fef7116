"""Splits and merges in a project file: all of them or nothing, and what a later version left half done is found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sample_project import NOON, report_of, statement_in

from detente.corpus.document import Document
from detente.kernel.errors import BadInput, UnknownName
from detente.ledger.entries import Review, ReviewAction
from detente.ledger.reviewing import standing
from detente.ledger.splitting import Act, merge, spanning, split
from detente.ledger.undoing import undo
from detente.stores import rows, schema
from detente.stores.chain import Chain
from detente.stores.sqlite import ProjectFile

ONE = Document("one.txt", "The North demands the port and the dam. The South said no to the North.")
TWO = Document("two.txt", "The East demands the port and the dam.")
BOTH = statement_in(ONE, "the port and the dam")
SAID = statement_in(ONE, "said no", holder="south", stance="reject")
PARTS = [statement_in(ONE, "the port"), statement_in(ONE, "the dam", issue="infra.dam")]
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[ProjectFile]:
    with ProjectFile.create(tmp_path / "p.detente") as made:
        for document, lines in ((ONE, [BOTH, SAID]), (TWO, [statement_in(TWO, "the dam")])):
            made.enter(
                document,
                report=report_of(document),
                statements=lines,
                problems=(),
                cache_key=document.name,
                recorded=NOON,
            )
        yield made


def parted(file: ProjectFile, at: datetime = LATER) -> tuple[Review, ...]:
    line = standing(file.entries(), file.reviews()).lines[BOTH.id]
    return split(line, PARTS, Act("ana", at, "two demands", "one.txt"))


def test_a_split_is_kept_whole_and_taken_back_whole(file: ProjectFile) -> None:
    before = standing(file.entries(), file.reviews()).lines
    file.review(*parted(file))
    reviewed = standing(file.entries(), file.reviews())
    assert [str(line.standing) for line in reviewed.lines.values()] == [
        "superseded", "unreviewed", "unreviewed", "accepted", "accepted",
    ]  # fmt: skip
    assert file.verify() == ()
    file.review(*undo(PARTS[0].id, reviewed, ("ana", LATER + timedelta(hours=1))))
    assert standing(file.entries(), file.reviews()).lines == before
    assert file.verify() == ()


@pytest.mark.parametrize("kept", [slice(0, 1), slice(0, 2), slice(1, 3)])
def test_half_a_split_is_refused(file: ProjectFile, kept: slice) -> None:
    with pytest.raises(BadInput):
        file.review(*parted(file)[kept])
    assert file.reviews() == ()


@pytest.mark.parametrize("name", [BOTH.id, PARTS[0].id])
def test_an_undo_of_one_of_its_lines_alone_is_refused(file: ProjectFile, name: str) -> None:
    file.review(*parted(file))
    with pytest.raises(BadInput, match="stand as replaced or put in place"):
        file.review(Review(name, ReviewAction.UNDO, "ana", LATER + timedelta(hours=1)))
    assert len(file.reviews()) == 3


def test_parts_that_share_words_and_merges_of_two_documents_are_refused(file: ProjectFile) -> None:
    wide = statement_in(ONE, "the port and")
    marks = {"lines": [BOTH.id], "into": [wide.id, PARTS[0].id]}
    made = [
        Review(s.id, ReviewAction.ADD, "ana", LATER, None, s.as_record(doc_name="one.txt", full=True) | marks)
        for s in (wide, PARTS[0])
    ]
    with pytest.raises(BadInput, match="share words"):
        file.review(Review(BOTH.id, ReviewAction.SPLIT, "ana", LATER, "why", marks), *made)
    far = statement_in(TWO, "the dam")
    marks = {"lines": [SAID.id, far.id], "into": [wide.id]}
    add = Review(
        wide.id, ReviewAction.ADD, "ana", LATER, None, wide.as_record(doc_name="one.txt", full=True) | marks
    )
    gone = [Review(name, ReviewAction.MERGE, "ana", LATER, "why", marks) for name in (SAID.id, far.id)]
    with pytest.raises(BadInput, match="stand in 2 documents"):
        file.review(*gone, add)
    assert file.reviews() == ()


def test_a_merge_of_lines_that_are_not_there_is_refused(file: ProjectFile) -> None:
    marks = {"lines": [SAID.id, "s0123456789abcdef"], "into": [PARTS[0].id]}
    add = Review(
        PARTS[0].id,
        ReviewAction.ADD,
        "ana",
        LATER,
        None,
        PARTS[0].as_record(doc_name="one.txt", full=True) | marks,
    )
    with pytest.raises(BadInput, match="no line 's0123456789abcdef'"):
        file.review(Review(SAID.id, ReviewAction.MERGE, "ana", LATER, "why", marks), add)
    with pytest.raises(UnknownName):
        file.review(Review("s0123456789abcdef", ReviewAction.MERGE, "ana", LATER, "why", marks))


def test_verify_finds_half_a_split(file: ProjectFile) -> None:
    """Somebody appended a row past the checks: the chain is whole, the split is not."""
    with file._file.writing() as connection:
        chain = Chain(connection)
        chain.append(schema.reviews, [rows.review_row(parted(file)[1])])
        chain.close()
    assert [p.code for p in file.verify()] == ["review-incomplete"]


def test_merged_lines_are_one_in_the_index(file: ProjectFile) -> None:
    lines = standing(file.entries(), file.reviews()).lines
    both = [lines[s.id] for s in (BOTH, SAID)]
    whole = spanning([line.statement for line in both], ONE.text)
    file.review(*merge(both, whole, Act("ana", LATER, "one demand", "one.txt")))
    reviewed = standing(file.entries(), file.reviews())
    (made,) = [x for x in reviewed.lines.values() if x.statement.span == whole.span]
    assert str(made.standing) == "accepted"
    assert file.verify() == ()


def test_a_second_coders_own_line_is_verified_with_its_document(file: ProjectFile) -> None:
    own = PARTS[0].as_record(doc_name="one.txt", full=True)
    file.review(Review(PARTS[0].id, ReviewAction.CODE, "ben", LATER, None, {"judged": "add", "record": own}))
    assert file.verify() == ()
    moved = own | {"start": 0, "end": 8}
    with file._file.writing() as connection:
        chain = Chain(connection)
        wrong = {"judged": "edit", "record": moved}
        chain.append(
            schema.reviews, [rows.review_row(Review(BOTH.id, ReviewAction.CODE, "ben", LATER, None, wrong))]
        )
        chain.close()
    assert [p.code for p in file.verify()] == ["review-refused"]
