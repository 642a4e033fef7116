"""Floors are raised by the program, lowered by a person alone, and pinned to what was measured."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from detente.desk.evaluate import Measuring, evaluate
from detente.desk.evaluation import Evaluation
from detente.desk.floors import FLOORED, Floors, check_floors, raise_floors, read_floors
from detente.kernel.errors import BadInput

TEXT = "France proposes a truce. Italy rejects a truce. Spain proposes talks."
PARTS = (
    ("france", "propose", "cf.class"),
    ("italy", "reject", "cf.class"),
    ("spain", "propose", "proc.format"),
)


@pytest.fixture
def found(tmp_path: Path) -> Evaluation:
    """Two of three coded statements are read, and nothing else: F1 is 4/5."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(TEXT)
    sentences = TEXT.split(". ")
    usual = {"doc": "a.txt", "kind": "position", "basis": "own"}
    lines = [
        json.dumps({**usual, "evidence": words, "holder": who, "stance": how, "issue": what})
        for words, (who, how, what) in zip(sentences, PARTS, strict=True)
    ]
    (tmp_path / "gold.jsonl").write_text("\n".join(lines))
    (tmp_path / "read.jsonl").write_text("\n".join(lines[:2]))
    quick = Measuring(resamples=5, solver=None)
    gold, texts = tmp_path / "gold.jsonl", tmp_path / "texts"
    return evaluate(gold, texts, predictions=tmp_path / "read.jsonl", measuring=quick)


def floors_for(found: Evaluation, **metrics: float) -> dict[str, Floors]:
    return {"here": Floors(found.gold_sha256, found.texts_sha256, found.reader, metrics)}


def codes(found: Evaluation, floors: dict[str, Floors]) -> list[str]:
    return [problem.code for problem in check_floors("here", found, floors)]


def test_a_figure_at_its_floor_holds(found: Evaluation) -> None:
    assert codes(found, floors_for(found, tuple_f1=0.8, tuple_precision=1.0)) == []


def test_a_figure_below_its_floor_fails_by_its_name(found: Evaluation) -> None:
    (problem,) = check_floors("here", found, floors_for(found, tuple_f1=0.801))
    assert (problem.code, problem.severity) == ("below-floor", "error")
    assert "tuple_f1 is 0.8000, its floor is 0.801" in problem.message


@pytest.mark.parametrize(
    ("field", "code"),
    [("gold_sha256", "gold-changed"), ("texts_sha256", "texts-changed"), ("reader", "other-reader")],
)
def test_another_coding_other_texts_or_another_reader_fail(found: Evaluation, field: str, code: str) -> None:
    pins = {"gold_sha256": found.gold_sha256, "texts_sha256": found.texts_sha256, "reader": found.reader}
    pins[field] = "another"
    assert codes(found, {"here": Floors(**pins, metrics={})}) == [code]


def test_a_floor_without_a_figure_fails(found: Evaluation) -> None:
    assert codes(found, floors_for(found, tuple_fl=0.1)) == ["no-figure"]
    assert codes(found, floors_for(found, events_f1=0.1)) == ["no-figure"]


def test_a_corpus_without_floors_fails(found: Evaluation) -> None:
    assert codes(found, {}) == ["no-floors"]


def test_a_record_that_was_refused_fails(found: Evaluation, tmp_path: Path) -> None:
    (tmp_path / "read.jsonl").write_text("{")
    gold, texts = tmp_path / "gold.jsonl", tmp_path / "texts"
    worse = evaluate(
        gold, texts, predictions=tmp_path / "read.jsonl", measuring=Measuring(resamples=5, solver=None)
    )
    assert codes(worse, floors_for(found)) == ["record-refused"]


def test_floors_are_set_rounded_down_and_then_hold(found: Evaluation, tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    assert raise_floors(path, corpus="here", evaluation=found) == ()
    floors = read_floors(path)
    assert floors["here"].metrics["tuple_f1"] == 0.8
    assert set(floors["here"].metrics) == {n for n in FLOORED if found.metrics[n] is not None}
    assert codes(found, floors) == []


def test_floors_rise_and_never_fall(found: Evaluation, tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    entry = {"gold_sha256": found.gold_sha256, "texts_sha256": found.texts_sha256, "reader": found.reader}
    metrics = {"tuple_f1": 0.9, "evidence_f1": 0.1, "term_f1": None, "tuple_recall": 0.5}
    path.write_text(json.dumps({"here": {**entry, "metrics": metrics}, "there": {**entry, "metrics": None}}))
    (kept,) = raise_floors(path, corpus="here", evaluation=found)
    assert kept.code == "below-floor"
    after = read_floors(path)
    assert {name: after["here"].metrics[name] for name in metrics} == {
        "tuple_f1": 0.9, "evidence_f1": 0.8, "term_f1": 0.8, "tuple_recall": 0.666,
    }  # fmt: skip
    assert after["there"].metrics == {}


def test_floors_do_not_move_to_another_corpus(found: Evaluation, tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    raise_floors(path, corpus="here", evaluation=found)
    before = path.read_text()
    with pytest.raises(BadInput, match="gold_sha256"):
        raise_floors(path, corpus="here", evaluation=replace(found, gold_sha256="another"))
    assert path.read_text() == before


@pytest.mark.parametrize("content", ["{", "[]", '{"here": {}}', '{"here": 3}', '{"here": {"metrics": [1]}}'])
def test_a_file_of_another_form_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "floors.json").write_text(content)
    with pytest.raises(BadInput, match=r"floors\.json"):
        read_floors(tmp_path / "floors.json")
