"""Tracing: from a statement, a position, a deadlock, a proposal or a brief's line back to the sentences."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from detente.desk.briefing import Heading, brief_of
from detente.desk.build import Built
from detente.desk.project import Answer, Budget, Project, answer, open_project
from detente.desk.reviewing import Reviewer, act, lines_of
from detente.desk.tracing import trace
from detente.kernel.errors import UnknownName
from detente.ledger.entries import Review, ReviewAction
from detente.ledger.view import Moment

NOW = datetime(2024, 6, 1, tzinfo=UTC)


def asked(project: Project) -> Answer:
    return answer(project, Moment(), Budget(time.monotonic))


def never() -> Answer:
    raise AssertionError("a statement's id needs no answer")


def test_a_statement_is_traced_without_an_answer_to_its_whole_sentence(make: Callable[..., Built]) -> None:
    with open_project(make().project) as project:
        line = lines_of(project)[1]
        found = trace(project, line.original_id, never)
        text = project.file.document(line.statement.doc).text
    assert found.kind == "statement"
    (one,) = found.traces
    assert one.sentence == "The Movement refuses to leave Port Ilvane."
    assert one.sentence_span.of(text) == one.sentence
    assert one.report == "two.txt"


def test_an_edited_statement_is_found_by_both_its_ids(make: Callable[..., Built]) -> None:
    with open_project(make().project, writable=True) as project:
        name = lines_of(project)[0].original_id
        act(project, Review(name, ReviewAction.EDIT, "Ann", NOW, changes={"stance": "propose"}))
        edited = lines_of(project)[0].statement.id
        assert edited != name
        assert trace(project, edited, never).kind == "statement as edited in review"
        (one,) = trace(project, name, never).traces
    assert (one.line.original_id, one.line.statement.stance) == (name, "propose")
    assert [r.reviewer for r in one.reviews] == ["Ann"]


def test_deadlocks_positions_and_proposals_are_traced(make: Callable[..., Built]) -> None:
    with open_project(make().project) as project:
        ids = [line.original_id for line in lines_of(project)]
        told = {
            name: [t.line.original_id for t in trace(project, name, lambda: asked(project)).traces]
            for name in ("T1", "veldora:terr.withdrawal[movement_from_port]", "v_p02")
        }
    assert sorted(told["T1"]) == sorted(ids)
    assert told["veldora:terr.withdrawal[movement_from_port]"] == ids[:1]
    assert set(told["v_p02"]) <= set(ids)


def test_every_line_of_the_brief_is_traced_to_what_the_brief_shows(make: Callable[..., Built]) -> None:
    with open_project(make().project) as project:
        found = asked(project)
        for line in brief_of(project, found, Heading(NOW)).lines:
            traced = trace(project, line.id, lambda: found)
            assert traced.text == line.text
            assert [t.line.original_id for t in traced.traces] == list(
                dict.fromkeys(e.statement for e in line.evidence)
            )


def test_an_unknown_name_gets_a_suggestion(make: Callable[..., Built]) -> None:
    with open_project(make().project) as project:
        with pytest.raises(UnknownName, match=r"did you mean 'veldora:terr\.withdrawal"):
            trace(project, "veldora:terr.withdraw[movement_from_port]", lambda: asked(project))
        with pytest.raises(UnknownName, match="give the id of a statement"):
            trace(project, "zzzzzz", lambda: asked(project))


def test_a_reviewer_is_a_name_and_a_clock() -> None:
    assert Reviewer("Ann", lambda: NOW).clock() == NOW
