"""Floors: figures below which a reader may not fall, pinned to the coding and texts they were measured on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import floor
from pathlib import Path

from detente.desk.evaluation import Evaluation
from detente.desk.files import write_whole
from detente.kernel.errors import BadInput
from detente.kernel.problems import Problem
from detente.kernel.suggest import did_you_mean

# The figures of the codebook that do not hang on how fast a search for deadlocks ran.
FLOORED = (
    "tuple_f1",
    "positions_f1",
    "evidence_f1",
    "term_f1",
    "stance_accuracy",
    "option_accuracy",
    "basis_accuracy",
    "speaker_accuracy",
)
_DIGITS = 1_000
_PINS = {"gold_sha256": "gold-changed", "texts_sha256": "texts-changed", "reader": "other-reader"}
_REASON = "see quality/README.md on how floors change"


@dataclass(frozen=True, slots=True)
class Floors:
    """The floors of one corpus by metric, with the hashes of coding and texts and the measured reader."""

    gold_sha256: str
    texts_sha256: str
    reader: str
    metrics: Mapping[str, float]


def read_floors(path: Path) -> dict[str, Floors]:
    """The floors of a file by corpus; a metric of null has none yet. Raises BadInput."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): _floors(entry) for name, entry in content.items()}
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as fault:
        raise BadInput(f"'{path}' cannot be read as floors ({fault}); {_REASON}") from fault
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        message = f"'{path}' is no file of floors ({fault!r})"
        raise BadInput(
            f"{message}; it maps a corpus to gold_sha256, texts_sha256, reader and metrics"
        ) from fault


def _floors(entry: Mapping[str, object]) -> Floors:
    metrics = entry["metrics"] or {}
    if not isinstance(metrics, dict):
        raise TypeError("metrics")
    known = {str(name): float(value) for name, value in metrics.items() if value is not None}
    return Floors(str(entry["gold_sha256"]), str(entry["texts_sha256"]), str(entry["reader"]), known)


def check_floors(corpus: str, evaluation: Evaluation, floors: Mapping[str, Floors]) -> tuple[Problem, ...]:
    """Every way in which an evaluation fails its corpus's floors, each an error with its name.

    `gold-changed`, `texts-changed`, `other-reader`: it was measured on something else. `below-floor`: a
    figure fell. `no-figure`: a floor without a figure. `no-floors`: the file does not have the corpus.
    A record that could not be taken or a report that could not be read fails too: it leaves the figures to
    fewer records.
    """
    own = floors.get(corpus)
    if own is None:
        hint = did_you_mean(corpus, floors)
        return (
            _failure(
                "no-floors", corpus, f"no floors for corpus '{corpus}'{hint}", remedy="write them first"
            ),
        )
    faults = tuple(p for p in evaluation.problems if p.severity == "error")
    return (*faults, *_other_measure(corpus, evaluation, own), *_fallen(corpus, evaluation, own))


def _other_measure(corpus: str, evaluation: Evaluation, floors: Floors) -> list[Problem]:
    found = []
    for name, code in _PINS.items():
        here, pinned = getattr(evaluation, name), getattr(floors, name)
        if here != pinned:
            message = f"{name} is {here}, the floors were set for {pinned}"
            found.append(
                _failure(code, corpus, message, remedy=f"measure the pinned corpus and reader; {_REASON}")
            )
    return found


def _fallen(corpus: str, evaluation: Evaluation, floors: Floors) -> list[Problem]:
    found = []
    figures = evaluation.metrics
    for name, least in floors.metrics.items():
        value = figures.get(name)
        if value is None:
            hint = "" if name in figures else did_you_mean(name, figures)
            message = f"a floor of {least:.3f} for {name}, but no figure{hint}"
            found.append(
                _failure(
                    "no-figure", corpus, message, remedy="correct the name, or see why nothing was measured"
                )
            )
        elif value < least:
            message = f"{name} is {value:.4f}, its floor is {least:.3f}"
            found.append(_failure("below-floor", corpus, message, remedy=f"mend the reader; {_REASON}"))
    return found


def _failure(code: str, corpus: str, message: str, *, remedy: str) -> Problem:
    return Problem(code, f"quality/floors.json: {corpus}", message, remedy, "error")


def raise_floors(path: Path, *, corpus: str, evaluation: Evaluation) -> tuple[Problem, ...]:
    """Raise the floors of a corpus to what was measured, rounded down to three digits; set those not yet set.

    A floor above the figure stays, and comes back as a failure: floors are lowered by hand, with a reason.
    Raises BadInput where the entry is for another coding, other texts or another reader.
    """
    floors = read_floors(path) if path.exists() else {}
    own = floors.get(corpus)
    if own is not None:
        changed = _other_measure(corpus, evaluation, own)
        if changed:
            raise BadInput(
                f"{changed[0].message}; floors do not move to another corpus by themselves; {_REASON}"
            )
    before = own.metrics if own is not None else {}
    figures = evaluation.metrics
    measured = {
        n: floor(v * _DIGITS) / _DIGITS for n in {*FLOORED, *before} if (v := figures.get(n)) is not None
    }
    metrics = {n: max(before.get(n, 0.0), measured.get(n, 0.0)) for n in sorted({*before, *measured})}
    new = Floors(evaluation.gold_sha256, evaluation.texts_sha256, evaluation.reader, metrics)
    write_floors(path, {**floors, corpus: new})
    return tuple(_fallen(corpus, evaluation, new))


def write_floors(path: Path, floors: Mapping[str, Floors]) -> None:
    """Write a file of floors whole; raises BadInput where it cannot be written."""
    plain = {corpus: asdict(own) for corpus, own in sorted(floors.items())}
    write_whole(path, json.dumps(plain, indent=2, ensure_ascii=False) + "\n")
