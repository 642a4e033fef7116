"""The search index: it answers as a look at every line does, follows entries and reviews, and forgets."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_project import NOON, report_of, statement_in

from detente.corpus.document import Document, Metadata
from detente.kernel.dates import on
from detente.ledger.entries import Review, ReviewAction
from detente.statements.record import Statement
from detente.stores.access import FileAccess
from detente.stores.search_asking import Asked
from detente.stores.search_index import SearchIndex, forget
from detente.stores.search_words import query_of, words
from detente.stores.sqlite import ProjectFile

TABLES = (
    "index_lines",
    "index_words_data",
    "index_words_docsize",
    "index_vectors",
    "index_signs",
    "index_marks",
)


class Talks:
    """A project to which one line after the other is entered."""

    def __init__(self, path: Path) -> None:
        self.path, self.now, self.lines = path, NOON, dict[str, Statement]()
        self.file = ProjectFile.create(path, clock=lambda: self.now)

    def tick(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def enter(
        self, text: str, *, language: str | None = None, report: dict[str, Any] | None = None, **fields: Any
    ) -> str:
        document = Document(
            f"{len(self.lines)}.txt", f"{len(self.lines)}. {text}", Metadata(language=language)
        )
        said = statement_in(document, text, **fields)
        self.file.enter(
            document, report=report_of(document, **(report or {})), statements=[said], problems=(),
            cache_key=document.hash, recorded=self.tick(),
        )  # fmt: skip
        self.lines[said.id] = said
        return said.id

    def review(self, line: str, action: str, **changes: Any) -> None:
        reason = "no" if action == "reject" else None
        self.file.review(Review(line, ReviewAction(action), "ana", self.tick(), reason, changes))

    def find(self, text: str = "", *, writable: bool = True, **asked: Any) -> list[str]:
        index = SearchIndex(self.path, writable=writable)
        try:
            question = Asked(query_of(text), **asked)
            found = [one.line for one in index.find(question, limit=1000)]
            assert index.count(question) == len(found)
            return found
        finally:
            index.close()


@pytest.fixture
def talks(tmp_path: Path) -> Iterator[Talks]:
    made = Talks(tmp_path / "talks.detente")
    yield made
    made.file.close()


def test_words_in_any_form_phrases_as_written_prefixes_and_nots(talks: Talks) -> None:
    a = talks.enter("The North guarantees security of the bridge", date="2025-03-01")
    b = talks.enter("A security guarantee for the harbour", date="2025-03-02")
    assert talks.find("guaranteed security") == [b, a]
    assert talks.find('"security guarantee"') == [b]
    assert talks.find("harb*") == [b]
    assert talks.find("security -bridge") == [b]
    assert talks.find("nothing") == []


def test_russian_and_ukrainian_are_found_in_any_form(talks: Talks) -> None:
    russian = talks.enter("Древа требует гарантий безопасности на границе")
    ukrainian = talks.enter("Острел вимагає гарантій безпеки від союзників")
    by_document = talks.enter("перемоги не буде", language="uk")
    assert talks.find("граница") == [russian]
    assert talks.find("союзники") == [ukrainian]
    assert talks.find("безпека") == [ukrainian]
    assert talks.find("перемозі") == [by_document]
    assert set(talks.find("гарантії")) >= {ukrainian}
    assert talks.find('"гарантий безопасности"') == [russian]


def test_what_was_said_last_comes_first_and_what_is_undated_last(talks: Talks) -> None:
    undated = talks.enter("the bridge of old")
    late = talks.enter("the bridge of May", date="2025-05")
    by_report = talks.enter("the bridge of April", report={"published": on(date(2025, 4, 2))})
    early = talks.enter("the bridge of March", date="2025-03-01")
    assert talks.find("bridge") == [late, by_report, early, undated]
    assert talks.find("bridge", first=date(2025, 3, 2), last=date(2025, 4, 2)) == [by_report]
    assert talks.find("bridge", last=date(2025, 12, 31)) == [late, by_report, early]


def test_the_first_of_a_story_dates_a_line_also_when_it_is_learned_later(talks: Talks) -> None:
    line = talks.enter("the bridge", report={"published": on(date(2025, 4, 2)), "story": "one"})
    assert talks.find("bridge", last=date(2025, 3, 31)) == []
    talks.enter("a copy", report={"published": on(date(2025, 3, 2)), "story": "one"})
    assert talks.find("bridge", last=date(2025, 3, 31)) == [line]


def test_reviews_move_lines_between_states_and_words_follow_edits(talks: Talks) -> None:
    line = talks.enter("the North wants the bridge")
    assert talks.find("bridge", marks={"standing": {"unreviewed"}}) == [line]
    talks.review(line, "edit", holder="south", evidence="North wants the bridge", start=7, end=29)
    assert talks.find("bridge", marks={"standing": {"accepted"}, "party": {"south"}}) == [line]
    assert talks.find("bridge", marks={"party": {"north"}}) == []
    talks.review(line, "undo")
    talks.review(line, "reject")
    assert talks.find("bridge", marks={"standing": {"unreviewed", "accepted"}}) == []
    assert talks.find("bridge", marks={"standing": {"rejected"}}) == [line]


def test_a_line_that_a_person_added_is_found_until_it_is_taken_back(talks: Talks) -> None:
    talks.enter("the North wants the bridge")
    document = talks.file.documents()[0]
    added = statement_in(document, "the bridge", holder="south")
    talks.review(added.id, "add", **added.as_record(doc_name=document.name, full=True))
    assert talks.find("bridge", marks={"party": {"south"}}) == [added.id]
    talks.review(added.id, "undo")
    assert talks.find("bridge", marks={"party": {"south"}}) == []


def test_counts_are_of_the_lines_found(talks: Talks) -> None:
    for number in range(3):
        talks.enter(
            f"bridge {number}", holder="north", date="2025-03-01", report={"publisher": "Harbour Wire"}
        )
    talks.enter("bridge", holder="south", stance="accept", instance="pier")
    talks.enter("harbour", holder="south")
    index = SearchIndex(talks.path, writable=True)
    counts = index.facets(Asked(query_of("bridge")))
    index.close()
    assert counts["party"] == {"north": 3, "south": 1}
    assert counts["issue"] == {"terr.status": 3, "terr.status[pier]": 1}
    assert counts["stance"] == {"demand": 3, "accept": 1}
    assert counts["publisher"] == {"Harbour Wire": 3}
    assert counts["year"] == {"2025": 3}


def test_a_file_that_is_read_alone_is_searched_whole_and_not_touched(talks: Talks) -> None:
    """Indexed in part, entered more, reviewed: what the index lacks is indexed in memory."""
    a = talks.enter("the bridge", date="2025-03-01")
    talks.file.close()
    before = hashlib.sha256(talks.path.read_bytes()).digest()
    assert talks.find("bridge", writable=False) == [a]
    assert hashlib.sha256(talks.path.read_bytes()).digest() == before
    assert talks.find("bridge") == [a]
    talks.file = ProjectFile.open(talks.path, writable=True)
    b = talks.enter("another bridge", date="2025-03-02")
    talks.review(a, "edit", date="2025-03-03", evidence="bridge", start=7, end=13)
    assert talks.find("bridge", writable=False) == [a, b]
    assert talks.find("the", writable=False) == []
    assert talks.find("bridge", marks={"standing": {"unreviewed"}}, writable=False) == [b]


def test_an_index_that_is_lost_or_of_another_version_is_made_anew(talks: Talks) -> None:
    line = talks.enter("the bridge")
    assert talks.find("bridge") == [line]
    file = FileAccess(talks.path, writable=True)
    with file.writing() as connection:
        connection.exec_driver_sql("UPDATE index_search SET value = 'older' WHERE name = 'version'")
        connection.exec_driver_sql("DELETE FROM index_lines")
    file.close()
    assert talks.find("bridge", writable=False) == [line]
    assert talks.find("bridge") == [line]


def test_two_programs_may_follow_at_once(talks: Talks) -> None:
    first = SearchIndex(talks.path, writable=True)
    line = talks.enter("the bridge")
    second = SearchIndex(talks.path, writable=True)
    talks.enter("the harbour")
    assert talks.find("bridge") == [line]
    assert [one.line for one in first.find(Asked(query_of("bridge")), limit=9)] == [line]
    first.close()
    second.close()


def test_more_lines_than_are_indexed_at_once(talks: Talks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.stores.search_index._AT_A_TIME", 2)
    lines = [talks.enter(f"bridge {number}", date=f"2025-03-0{number + 1}") for number in range(7)]
    assert talks.find("bridge") == lines[::-1]
    for line in lines:
        talks.review(line, "accept")
    assert talks.find("bridge", marks={"standing": {"accepted"}}) == lines[::-1]
    assert not [p for p in talks.file.verify() if p.severity == "error"]


LINES = st.tuples(
    st.lists(
        st.sampled_from(["bridge", "bridges", "harbour", "leaves", "leaving", "truce"]),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from(["north", "south", None]),
    st.sampled_from([None, "2025-03-01", "2025-03-05", "2025-04"]),
)
QUERIES = st.lists(
    st.tuples(
        st.sampled_from(["", "-"]),
        st.sampled_from(["bridge", "harbours", '"bridge harbour"', "lea*", "truce"]),
    ),
    max_size=3,
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    lines=st.lists(LINES, min_size=1, max_size=8),
    reviews=st.lists(st.tuples(st.integers(0, 7), st.sampled_from(["accept", "reject", "undo"])), max_size=4),
    asked=st.lists(st.tuples(QUERIES, st.sampled_from([None, "north", "south"])), min_size=1, max_size=4),
)
def test_the_index_answers_as_a_look_at_every_line_does(
    tmp_path_factory: pytest.TempPathFactory, lines: list[Any], reviews: list[Any], asked: list[Any]
) -> None:
    talks = Talks(tmp_path_factory.mktemp("talks") / "talks.detente")
    half = len(lines) // 2
    entered = [talks.enter(" ".join(said), holder=who, date=day) for said, who, day in lines[:half]]
    talks.find()
    entered += [talks.enter(" ".join(said), holder=who, date=day) for said, who, day in lines[half:]]
    done: dict[str, list[str]] = {}
    for number, action in reviews:
        line = entered[number % len(entered)]
        if action == "undo" and not done.get(line):
            continue
        talks.review(line, action)
        done.setdefault(line, []).append(action)
        if action == "undo":
            done[line] = done[line][:-2]
    for terms, party in asked:
        text = " ".join(no + term for no, term in terms)
        marks: dict[str, Any] = {"standing": {"unreviewed", "accepted"}} | (
            {"party": {party}} if party else {}
        )
        expected = {
            line
            for line, (said, who, _) in zip(entered, lines, strict=True)
            if (done.get(line) or [""])[-1] != "reject" and party in {None, who} and _holds(said, terms)
        }
        assert set(talks.find(text, marks=marks, writable=False)) == expected
        assert set(talks.find(text, marks=marks)) == expected
    talks.file.close()


def _holds(said: list[str], terms: list[tuple[str, str]]) -> bool:
    stems = [
        word.replace("bridges", "bridge").replace("leaves", "leave").replace("leaving", "leave")
        for word in said
    ]

    def has(term: str) -> bool:
        if term.startswith('"'):
            return f" {term[1:-1]} " in f" {' '.join(said)} "
        if term.endswith("*"):
            return any(word.startswith(term[:-1]) for word in said)
        return term.rstrip("s") in stems

    return all(has(term) != (no == "-") for no, term in terms)


# vectors and forgetting


def some_vectors(count: int) -> np.ndarray:
    return np.random.default_rng(5).normal(size=(count, 384)).astype(np.float32)


def with_vectors(talks: Talks, count: int) -> tuple[list[str], np.ndarray]:
    lines = [
        talks.enter(f"bridge {number}", holder="north" if number % 2 else "south") for number in range(count)
    ]
    made = some_vectors(count)
    index = SearchIndex(talks.path, writable=True)
    while some := index.next_without("enc", limit=7):
        index.keep_vectors("enc", {number: made[lines.index(line)] for number, line in some})
    assert index.without_vectors("enc") == 0
    index.close()
    return lines, made


def test_the_nearest_are_those_of_the_greatest_cosine(talks: Talks) -> None:
    lines, made = with_vectors(talks, 40)
    asked = some_vectors(41)[40]
    units = made / np.linalg.norm(made, axis=1, keepdims=True)
    likeness = units @ (asked / np.linalg.norm(asked))
    order = [lines[i] for i in np.argsort(-likeness)]
    index = SearchIndex(talks.path, writable=True)
    found = index.nearest(asked, Asked(), limit=5)
    assert [one.line for one in found] == order[:5]
    assert found[0].likeness == pytest.approx(likeness.max(), abs=0.01)
    south = index.nearest(asked, Asked(marks={"party": {"south"}}), limit=50)
    told = [line for line in order if talks.lines[line].holder == "south"]
    assert [one.line for one in south][:3] == told[:3]
    assert {one.line for one in south} == set(told)
    index.close()


def test_signs_choose_whom_to_look_at_where_there_are_many(
    talks: Talks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detente.stores.search_vectors._LOOKED_AT", 10)
    lines, made = with_vectors(talks, 40)
    index = SearchIndex(talks.path, writable=True)
    for number in range(40):
        near = made[number] + 0.3 * some_vectors(41)[40]
        assert index.nearest(near, Asked(), limit=1)[0].line == lines[number]
        assert index.nearest(near, Asked(query_of("bridge")), limit=1)[0].line == lines[number]
    index.close()


def test_a_vector_stays_with_its_line_while_its_words_do(talks: Talks) -> None:
    lines, _ = with_vectors(talks, 3)
    talks.review(lines[0], "accept")
    talks.review(lines[1], "edit", evidence="bridge", start=3, end=9)
    index = SearchIndex(talks.path, writable=True)
    assert [line for _, line in index.next_without("enc", limit=9)] == [lines[1]]
    assert index.vector(lines[0]) is not None
    assert index.vector(lines[1]) is None
    assert index.without_vectors("another encoder") == 3
    index.keep_vectors("another encoder", {})
    assert index.vector(lines[0]) is None
    index.close()


def test_forgetting_a_document_leaves_nothing_of_it_in_the_index(talks: Talks) -> None:
    lines, _ = with_vectors(talks, 5)
    secret = talks.enter("the Zyrkovian courier", date="2025-03-01")
    document = talks.file.documents()[-1]
    index = SearchIndex(talks.path, writable=True)
    ((number, line),) = index.next_without("enc", limit=9)
    index.keep_vectors("enc", {number: some_vectors(9)[8]})
    assert (line, talks.find("zyrkovian")) == (secret, [secret])
    assert words_in(talks.path) & {"zyrkovian"}
    file = FileAccess(talks.path, writable=True)
    with file.writing() as connection:
        assert forget(connection, [document.hash]) == 1
        assert forget(connection, [document.hash]) == 0
    file.close()
    assert talks.find("zyrkovian") == []
    assert not words_in(talks.path)
    assert [
        one.line for one in index.nearest(some_vectors(9)[8], Asked(), limit=9) if one.line == secret
    ] == []
    assert len(talks.find("bridge")) == len(lines)
    index.close()


def words_in(path: Path) -> set[str]:
    """Whether the word, its stem, or the line's own signs stand anywhere in the tables of the index."""
    file = FileAccess(path, writable=True)
    with file.writing() as connection:
        kept = [
            repr(row).lower()
            for name in TABLES
            for row in connection.exec_driver_sql(f"SELECT * FROM {name}")
        ]
    file.close()
    return {"zyrkovian"} if any("yrkov" in row for row in kept) else set()


def test_forgetting_in_a_file_without_an_index(talks: Talks) -> None:
    talks.enter("the bridge")
    file = FileAccess(talks.path, writable=True)
    with file.writing() as connection:
        assert forget(connection, [talks.file.documents()[0].hash]) == 0
    file.close()
    assert words("x") == ["x"]
