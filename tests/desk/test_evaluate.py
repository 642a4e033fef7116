"""A reader is evaluated on coded texts, each with the pack of its conflict, nothing left out in silence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from detente.corpus.document import Document
from detente.desk.coded_corpus import open_corpus
from detente.desk.deadlock_agreement import ALL, DeadlockAgreement, Searching, deadlock_agreement
from detente.desk.evaluate import Measuring, evaluate, instances_of
from detente.desk.evaluation import Evaluation, table
from detente.kernel.errors import BadInput, UnknownName
from detente.kernel.spans import Span
from detente.packs.load import load_pack
from detente.packs.model import Pack
from detente.solvers.pysat import PySatSolver
from detente.statements.port import Reader, Reading
from detente.statements.record import Statement

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "veldora"
QUICK = Measuring(resamples=20, solver=None)
VALLEY = "Veldora demands the present line."
FRANCE = "France proposes a truce of thirty days."


def record(doc: str, evidence: str, **fields: Any) -> str:
    usual = {"kind": "position", "stance": "demand", "issue": "terr.line", "basis": "own"}
    return json.dumps({"doc": doc, "evidence": evidence, **usual, **fields})


LINES = [
    record("a.txt", VALLEY, holder="veldora", option="contact"),
    record("b.txt", FRANCE, holder="france", stance="propose", issue="cf.duration"),
]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a.txt").write_text(VALLEY)
    (texts / "b.txt").write_text(FRANCE)
    (tmp_path / "gold.jsonl").write_text("\n".join(LINES))
    about = {
        "a": {"conflict": "veldora", "date": "2024-02-06", "publisher": "Aldermere Radio", "genre": "digest"}
    }
    (tmp_path / "meta.json").write_text(
        json.dumps({**about, "b.txt": {"conflict": "nowhere", "kind": "opinion"}})
    )
    return tmp_path


def run(folder: Path, **given: Any) -> Evaluation:
    return evaluate(folder / "gold.jsonl", folder / "texts", measuring=given.pop("measuring", QUICK), **given)


def test_each_document_has_the_pack_of_its_conflict_or_the_world(corpus: Path) -> None:
    found = open_corpus(corpus / "gold.jsonl", corpus / "texts")
    assert found.pack_of == {"a.txt": "veldora", "b.txt": "world"}
    assert {name: len(records) for name, records in found.gold.items()} == {"a.txt": 1, "b.txt": 1}


def test_a_pack_that_is_given_is_that_of_all(corpus: Path) -> None:
    found = open_corpus(corpus / "gold.jsonl", corpus / "texts", pack="veldora")
    assert set(found.pack_of.values()) == {"veldora"}


def test_dates_publishers_and_kinds_come_from_the_file_beside_the_coding(corpus: Path) -> None:
    first, second = (d.metadata for d in open_corpus(corpus / "gold.jsonl", corpus / "texts").documents)
    assert (first.published.isoformat(), first.publisher, first.kind) == (
        "2024-02-06",
        "Aldermere Radio",
        "news",
    )
    assert (second.published.known, second.publisher, second.kind) == (False, None, "opinion")


def test_a_table_of_metadata_serves_too(corpus: Path) -> None:
    (corpus / "about.csv").write_text("file,published,kind\na.txt,2024-02-07,analysis\n")
    found = open_corpus(corpus / "gold.jsonl", corpus / "texts", pack="veldora", meta=corpus / "about.csv")
    assert (found.documents[0].metadata.published.isoformat(), found.documents[0].metadata.kind) == (
        "2024-02-07",
        "analysis",
    )
    assert {p.code for p in found.problems} <= {"unknown-party"}


def test_a_date_that_does_not_exist_is_a_problem(corpus: Path) -> None:
    (corpus / "meta.json").write_text(json.dumps({"a": {"date": "2024-02-30"}}))
    found = open_corpus(corpus / "gold.jsonl", corpus / "texts")
    (problem,) = [p for p in found.problems if p.severity != "note"]
    assert (problem.code, problem.place) == ("bad-date", "meta.json: a")


@pytest.mark.parametrize("content", ["{", "[]", '{"a": 1}'])
def test_metadata_of_another_form_is_refused(corpus: Path, content: str) -> None:
    (corpus / "meta.json").write_text(content)
    with pytest.raises(BadInput, match=r"meta\.json"):
        open_corpus(corpus / "gold.jsonl", corpus / "texts")


def test_files_that_are_not_there_are_named(corpus: Path) -> None:
    with pytest.raises(BadInput, match=r"none\.jsonl"):
        open_corpus(corpus / "none.jsonl", corpus / "texts")
    with pytest.raises(BadInput, match=r"about\.json"):
        open_corpus(corpus / "gold.jsonl", corpus / "texts", meta=corpus / "about.json")


def test_a_coding_scored_against_itself_is_perfect(corpus: Path) -> None:
    found = run(corpus, predictions=corpus / "gold.jsonl")
    assert found.scores.rates["tuple_f1"].value == found.scores.rates["term_f1"].value == 1
    assert (found.reader, found.gold_records, found.read_records) == ("gold.jsonl", 2, 2)
    assert found.problems == ()
    assert set(found.conflicts) == {"veldora", "nowhere"}


def test_faults_are_told_once_and_with_their_own_line(corpus: Path) -> None:
    (corpus / "gold.jsonl").write_text(
        "\n".join([*LINES, "{", record("c.txt", "x"), record("b.txt", "not there")])
    )
    found = open_corpus(corpus / "gold.jsonl", corpus / "texts")
    assert sorted(p.place for p in found.problems) == ["gold.jsonl:3", "gold.jsonl:4", "gold.jsonl:5"]
    assert {p.severity for p in found.problems} == {"error"}


def test_a_document_without_records_is_told_and_counts(corpus: Path) -> None:
    (corpus / "predictions.jsonl").write_text("\n".join(LINES))
    (corpus / "gold.jsonl").write_text(LINES[0])
    found = run(corpus, predictions=corpus / "predictions.jsonl")
    assert [p.code for p in found.problems] == ["no-records"]
    assert (found.metrics["tuple_precision"], found.metrics["tuple_recall"]) == (0.5, 1)


def test_documents_are_read_with_their_packs(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: dict[str, str] = {}

    def factory(pack: Pack) -> Reader:
        def reader(document: Document) -> Reading:
            read[document.name] = pack.id
            span = Span(0, len(document.text))
            return Reading(
                (Statement(document.hash, span, document.text, "position", "veldora", "demand", "terr.line"),)
            )

        return reader

    def chosen(group: str, name: str) -> Any:
        assert (group, name) == ("detente.readers", "whole")
        return factory

    monkeypatch.setattr("detente.desk.choose.choose", chosen)
    found = run(corpus, reader="whole")
    assert read == {"a.txt": "veldora", "b.txt": "world"}
    assert (found.metrics["tuple_f1"], found.metrics["term_f1"], found.metrics["evidence_f1"]) == (
        0.5,
        0,
        0.5,
    )
    assert found.scores.documents["a.txt"]["tuple_f1"] == 1


def test_a_report_that_a_reader_cannot_take_is_one_it_found_nothing_in(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reader(document: Document) -> Reading:
        raise RuntimeError(document.name)

    monkeypatch.setattr("detente.desk.choose.choose", lambda *_: lambda _: reader)
    found = run(corpus)
    assert [p.code for p in found.problems] == ["reading-failed"] * 2
    assert found.metrics["tuple_f1"] == 0


def test_an_unknown_reader_is_refused_with_the_known_ones(corpus: Path) -> None:
    with pytest.raises(UnknownName, match="no reader 'ruels'"):
        run(corpus, reader="ruels")


def test_hashes_name_the_coding_and_the_texts(corpus: Path) -> None:
    before = open_corpus(corpus / "gold.jsonl", corpus / "texts")
    (corpus / "texts" / "b.txt").write_text(FRANCE + " It said so.")
    after = open_corpus(corpus / "gold.jsonl", corpus / "texts")
    assert before.gold_sha256 == after.gold_sha256
    assert before.texts_sha256 != after.texts_sha256


def test_it_is_plain_and_repeatable(corpus: Path) -> None:
    one, two = (run(corpus, predictions=corpus / "gold.jsonl").as_plain() for _ in range(2))
    assert json.loads(json.dumps(one)) == one == two
    assert one["rates"]["tuple_f1"] == {"value": 1.0, "low": 1.0, "high": 1.0, "of": 4}
    assert one["by_document"]["a.txt"]["pack"] == "veldora"


def test_the_table_says_what_was_measured(corpus: Path) -> None:
    lines = table(run(corpus, predictions=corpus / "gold.jsonl"))
    assert lines[0].startswith("reader gold.jsonl: 2 documents, 2 coded and 2 read records")
    assert any(line.startswith("tuple ") and "100.0 [100.0,100.0]" in line for line in lines)
    assert all("\n" not in line for line in lines)


def test_instances_are_those_of_the_agenda() -> None:
    instances = instances_of(load_pack("ukraine"))

    def about(instance: str | None, issue: str = "terr.status") -> tuple[str, ...]:
        return instances(
            Statement("d", Span(0, 1), "x", "position", "russia", "demand", issue, instance=instance)
        )

    assert about("Crimea") == about("crimea") == ("crimea",)
    assert set(about("crimea; donbas")) == {"crimea", *about("donbas")}
    assert about("  The Far  Islands") == ("the far islands",)
    assert about("anything", issue="course.progress") == ("anything",)


def example() -> Any:
    return open_corpus(EXAMPLES / "statements.jsonl", EXAMPLES, pack="veldora")


def rows(read: Mapping[str, tuple[Statement, ...]], unmarked_at: float = 0.0) -> dict[str, DeadlockAgreement]:
    searching = Searching(PySatSolver(), lambda: 0.0, 1.0)
    return {d.strength: d for d in deadlock_agreement(example(), read, searching, unmarked_at=unmarked_at)}


def test_deadlocks_of_the_coding_agree_with_themselves() -> None:
    found = rows(example().gold)
    assert found[ALL].gold > 0
    assert {(d.precision, d.recall, d.complete) for d in found.values()} == {(1, 1, True)}
    assert found[ALL].gold <= sum(d.gold for strength, d in found.items() if strength != ALL)


def test_a_side_that_is_not_read_costs_recall() -> None:
    own = {name: tuple(s for s in some if s.holder == "veldora") for name, some in example().gold.items()}
    found = rows(own)[ALL]
    assert found.both == found.read < found.gold
    assert (found.precision, found.recall) == (1, found.read / found.gold)


def test_reading_nothing_finds_no_deadlock_and_divides_by_nothing() -> None:
    found = rows({})[ALL]
    assert (found.read, found.precision, found.recall) == (0, None, 0)


def test_lines_below_the_confidence_enter_no_deadlock() -> None:
    assert rows(example().gold, unmarked_at=1.1)[ALL].read == 0
