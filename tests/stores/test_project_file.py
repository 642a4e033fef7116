"""The project file keeps what is entered, once, whole and unaltered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_project import NOON, report_of, statement_in

from detente.corpus.document import Document
from detente.kernel.dates import between, by, on, parse_when
from detente.kernel.errors import BadInput, EvidenceMismatch, ProjectFault, UnknownName
from detente.kernel.problems import Problem
from detente.kernel.spans import Span
from detente.ledger.entries import Entry, Review, ReviewAction
from detente.ledger.port import LedgerReader, LedgerWriter
from detente.ledger.reviewing import standing
from detente.statements.record import Statement
from detente.stores.sqlite import ProjectFile, now_utc

Enter = Callable[..., int]


def state(project: ProjectFile) -> tuple[Any, ...]:
    return (
        project.entries(), project.reviews(), project.reports(), project.documents(), project.problems(),
        project.settings(),
    )  # fmt: skip


def review(statement_id: str, action: ReviewAction = ReviewAction.ACCEPT, **given: Any) -> Review:
    return Review(statement_id, action, **({"reviewer": "ana", "at": NOON} | given))


def test_it_is_a_reader_and_a_writer(project: ProjectFile) -> None:
    reader: LedgerReader = project
    writer: LedgerWriter = project
    assert reader.entries() == ()
    assert not writer.has("k1")


def test_what_is_entered_comes_back_equal_after_reopening(
    project: ProjectFile, enter: Enter, document: Document, statements: tuple[Statement, ...]
) -> None:
    assert enter(project) == 2
    before = state(project)
    project.close()
    with ProjectFile.open(project.path) as again:
        assert state(again) == before
        assert again.entries() == tuple(Entry(statement, NOON) for statement in statements)
        assert again.documents() == (document,)
        assert again.document(document.hash) == document
        assert again.reports()[document.hash].published == on(date(2025, 3, 10))
        assert again.problems() == (Problem("p", "bridge.txt", "what", "do"),)
        assert again.has("k1")
        assert again.verify() == ()


def test_entering_twice_is_entering_once(project: ProjectFile, enter: Enter) -> None:
    enter(project)
    before = state(project)
    assert enter(project) == 0
    assert state(project) == before


def test_another_reading_adds_only_statements_that_are_new(
    full: ProjectFile, enter: Enter, document: Document, statements: tuple[Statement, ...]
) -> None:
    new = statement_in(document, "leave")
    later = NOON + timedelta(days=1)
    reworded = replace(statements[0], certainty="may")  # the same id: it says the same of the same words
    assert enter(full, statements=[reworded, new, new], cache_key="k2", recorded=later) == 1
    assert [entry.statement for entry in full.entries()] == [*statements, new]
    assert [entry.recorded for entry in full.entries()] == [NOON, NOON, later]
    assert len(full.problems()) == 1


def test_what_is_learned_later_of_a_document_is_appended(
    full: ProjectFile, enter: Enter, document: Document
) -> None:
    later = NOON + timedelta(days=1)
    learned = report_of(document, publisher="Harbour Wire", published=on(date(2025, 3, 9)), story="s1")
    enter(full, report=learned, cache_key="k2", recorded=later)
    assert full.reports() == {document.hash: learned}
    assert full.reports(recorded_by=NOON)[document.hash].published == on(date(2025, 3, 10))
    assert full.reports(recorded_by=NOON - timedelta(days=1)) == {}


def test_a_report_can_be_kept_by_itself(full: ProjectFile, document: Document) -> None:
    learned = report_of(document, published=by(date(2025, 3, 9)), room="desk")
    full.keep_report(learned, recorded=NOON)
    full.keep_report(learned, recorded=NOON + timedelta(days=1))
    assert full.reports(recorded_by=NOON) == {document.hash: learned}
    with pytest.raises(UnknownName, match="enter it first"):
        full.keep_report(replace(learned, doc="0" * 64), recorded=NOON)


@pytest.mark.parametrize(
    "when",
    [on(date(999, 3, 1)), by(date(2025, 1, 2)), between(date(2025, 1, 1), None)]
    + [parse_when(text) for text in ("2025-03", "2025", None)],
)
def test_dates_keep_their_precision(full: ProjectFile, document: Document, when: Any) -> None:
    full.keep_report(report_of(document, published=when), recorded=NOON)
    assert full.reports()[document.hash].published == when


def test_an_unknown_document_is_told(full: ProjectFile) -> None:
    with pytest.raises(UnknownName, match="no document 'abc'"):
        full.document("abc")


def test_the_newest_setting_counts_and_others_stay(project: ProjectFile) -> None:
    project.keep_settings({"pack": "ukraine", "digests": {"a": [1, None]}})
    project.keep_settings({"pack": "veldora"})
    project.keep_settings({})
    assert project.settings() == {"pack": "veldora", "digests": {"a": [1, None]}}


@pytest.mark.parametrize("value", [{1, 2}, float("nan"), NOON])
def test_a_setting_that_is_no_plain_value_is_refused(project: ProjectFile, value: Any) -> None:
    with pytest.raises(BadInput, match="cannot be kept"):
        project.keep_settings({"x": value})
    assert project.settings() == {}


def test_times_are_kept_in_utc_and_need_a_zone(full: ProjectFile, enter: Enter, document: Document) -> None:
    east = datetime(2025, 3, 11, 15, tzinfo=timezone(timedelta(hours=3)))
    enter(full, statements=[statement_in(document, "leave")], cache_key="k2", recorded=east)
    assert full.entries()[-1].recorded == NOON
    assert full.entries()[-1].recorded.tzinfo is UTC
    with pytest.raises(BadInput, match="no zone"):
        enter(full, cache_key="k3", recorded=datetime(2025, 3, 11))
    assert not full.has("k3")
    assert now_utc().tzinfo is UTC


def test_what_is_not_the_documents_own_is_refused_whole(
    project: ProjectFile, enter: Enter, document: Document
) -> None:
    other = Document("other.txt", "Another text.")
    with pytest.raises(BadInput, match=r"the report .* is of document"):
        enter(project, report=report_of(other))
    with pytest.raises(BadInput, match=r"statement s.* is of document"):
        enter(project, statements=[statement_in(other, "Another")])
    wrong = Statement(document.hash, Span(0, 5), "wrong", "event", None, None, issue="proc.talks")
    with pytest.raises(EvidenceMismatch, match=r"other words stand at 0-5 of 'bridge.txt'"):
        enter(project, statements=[wrong])
    assert state(project) == ((), (), {}, (), (), {})


def test_a_reading_without_statements_is_remembered(
    project: ProjectFile, enter: Enter, document: Document
) -> None:
    assert enter(project, statements=(), problems=()) == 0
    assert project.has("k1")
    assert project.documents() == (document,)


anything = st.text(st.characters(), min_size=1, max_size=40)  # with NUL, lone surrogates, CR and BOM


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=anything, words=anything, name=anything)
def test_texts_come_back_character_for_character(
    project: ProjectFile, text: str, words: str, name: str
) -> None:
    document = Document(name, text)
    statement = Statement(document.hash, Span(0, len(text)), text, "event", None, None, issue="x",
                          speaker=words, via=(words, name), condition_on=((words, name),))  # fmt: skip
    problem = Problem("p", name, words, words)
    report = report_of(document, publisher=words)
    key = repr((text, words, name))
    project.enter(
        document, report=report, statements=[statement], problems=[problem], cache_key=key, recorded=NOON
    )
    assert project.document(document.hash).text == text
    kept = [entry.statement for entry in project.entries() if entry.statement.id == statement.id]
    assert kept[0].evidence == text
    assert problem in project.problems()
    assert project.reports()[document.hash] == report
    assert project.verify() == ()


@pytest.mark.parametrize(
    "text", ["a\r\nb\rc\n", "\ufeffx", "a\0b", "half \ud83d of one", "\ud83d\ude00 as two halves", "😀"]
)
def test_hard_texts_round_trip(project: ProjectFile, enter: Enter, text: str) -> None:
    document = Document("hard.txt", text)
    statement = Statement(
        document.hash, Span(0, len(text)), text, "event", None, None, issue="x", via=(text,)
    )
    enter(project, document=document, report=report_of(document), statements=[statement])
    assert project.document(document.hash).text == text
    assert project.entries()[0].statement == statement
    assert project.verify() == ()


def test_reviews_come_back_in_order_and_change_no_entry(
    full: ProjectFile, statements: tuple[Statement, ...]
) -> None:
    name = statements[0].id
    before = full.entries()
    made = [
        review(
            name, ReviewAction.EDIT, changes={"holder": "south", "evidence": "The North", "span": [1, 10]}
        ),
        review(name, ReviewAction.REJECT, reason="a headline"),
        review(name, ReviewAction.UNDO),
    ]
    for one in made:
        full.review(one)
    assert full.reviews() == tuple(made)
    assert full.entries() == before
    line = standing(full.entries(), full.reviews()).lines[name]
    assert (line.statement.holder, line.reviews) == ("south", (made[0],))
    assert full.verify() == ()


def test_a_span_among_changes_is_kept_as_a_list(full: ProjectFile, statements: tuple[Statement, ...]) -> None:
    changes = {"evidence": "The North", "span": Span(1, 10), "via": ("a",)}
    full.review(review(statements[0].id, ReviewAction.EDIT, changes=changes))
    assert full.reviews()[0].changes == {"evidence": "The North", "span": [1, 10], "via": ["a"]}


def test_a_line_that_a_person_adds_can_be_reviewed_like_others(full: ProjectFile, document: Document) -> None:
    new = statement_in(document, "leave", holder="south")
    full.review(review(new.id, ReviewAction.ADD, changes=new.as_record(doc_name="bridge.txt", full=True)))
    full.review(review(new.id, ReviewAction.REJECT, reason="no"))
    assert standing(full.entries(), full.reviews()).lines[new.id].statement == new
    assert full.verify() == ()


def test_reviews_that_cannot_be_carried_out_are_refused(
    full: ProjectFile, document: Document, statements: tuple[Statement, ...]
) -> None:
    name = statements[0].id
    absent = statement_in(Document("o", "Some other text"), "other")
    refused: list[tuple[type[Exception], str, Review]] = [
        (UnknownName, "look up the line's original id", review("s0123456789abcdef")),
        (BadInput, "without a reason", review(name, ReviewAction.REJECT)),
        (BadInput, "no action on this line stands", review(name, ReviewAction.UNDO)),
        (BadInput, "other words",
         review(name, ReviewAction.EDIT, changes={"evidence": "xx", "span": [3, 5]})),
        (BadInput, "enter the document first",
         review(absent.id, ReviewAction.ADD, changes=absent.as_record(doc_name="o", full=True))),
        (BadInput, "without evidence", review(name, ReviewAction.ADD, changes={"doc": 3})),
        (BadInput, "no zone", review(name, at=datetime(2025, 3, 11))),
    ]  # fmt: skip
    for error, message, made in refused:
        with pytest.raises(error, match=message):
            full.review(made)
    assert full.reviews() == ()


def test_a_failed_call_keeps_nothing_of_it(
    full: ProjectFile, enter: Enter, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("stopped between rows")

    before = state(full)
    monkeypatch.setattr("detente.stores.rows.problem_row", broken)
    with pytest.raises(RuntimeError):
        enter(full, statements=[statement_in(document, "leave")], cache_key="k2")
    assert state(full) == before
    assert not full.has("k2")


def test_a_closed_project_says_so(full: ProjectFile) -> None:
    full.close()
    with pytest.raises(ProjectFault, match="was closed"):
        full.entries()
    with pytest.raises(ProjectFault, match="was closed"):
        full.keep_settings({})


def test_only_one_file_is_left_after_closing(full: ProjectFile, tmp_path: Path) -> None:
    full.close()
    assert [path.name for path in tmp_path.iterdir()] == ["talks.detente"]
