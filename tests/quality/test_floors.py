"""The reader does not fall below its floors on the coded corpora beside the checkout (quality/README.md)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from detente.desk.coded_corpus import open_corpus
from detente.desk.evaluate import Measuring, evaluate
from detente.desk.floors import FLOORED, check_floors, read_floors

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
FLOORS = ROOT / "quality" / "floors.json"


@dataclass(frozen=True, slots=True)
class Corpus:
    """Where a coded corpus lies, and with what it is read."""

    gold: Path
    texts: Path
    pack: str | None = None
    meta: Path | None = None


CORPORA = {
    "seeds": Corpus(
        SHARED / "gold/seeds.jsonl", SHARED / "seeds", "ukraine", ROOT / "quality/seeds.metadata.csv"
    ),
    "dev": Corpus(SHARED / "gold/dev/gold.jsonl", SHARED / "gold/dev"),
}
CORPORA |= {
    f"{name}-rules": corpus for name, corpus in CORPORA.items()
}  # the reader `rules` keeps floors of its own
pytestmark = pytest.mark.shared


@pytest.fixture(params=sorted(CORPORA))
def name(request: pytest.FixtureRequest) -> str:
    """A corpus that is there; else a skip, or a failure where it is required."""
    corpus = str(request.param)
    if not CORPORA[corpus].gold.is_file():
        reason = f"no {CORPORA[corpus].gold}: the coded corpora are not part of the checkout"
        if "shared" in os.environ.get("DETENTE_REQUIRE", "").split(","):
            pytest.fail(reason)
        pytest.skip(reason)
    return corpus


def test_the_coding_is_the_one_that_was_frozen(name: str) -> None:
    own, floors = CORPORA[name], read_floors(FLOORS)[name]
    found = open_corpus(own.gold, own.texts, pack=own.pack, meta=own.meta)
    assert (found.gold_sha256, found.texts_sha256) == (floors.gold_sha256, floors.texts_sha256)
    assert [str(p) for p in found.problems if p.severity == "error"] == []


def test_the_reader_holds_its_floors(name: str) -> None:
    own, floors = CORPORA[name], read_floors(FLOORS)
    metrics = floors[name].metrics
    if not metrics:
        pytest.skip(f"no floors are set yet for {name}; `detente evaluate --write-floors` sets them")
    # A search for deadlocks depends on time; it runs only where a floor is set for it.
    solver = "pysat" if set(metrics) - set(FLOORED) else None
    measuring = Measuring(resamples=1, solver=solver)
    found = evaluate(
        own.gold, own.texts, reader=floors[name].reader, pack=own.pack, meta=own.meta, measuring=measuring
    )
    assert [str(problem) for problem in check_floors(name, found, floors)] == []
