"""An evaluation: what a reader is worth on a coded corpus, as plain data and as lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from detente.desk.deadlock_agreement import ALL, DeadlockAgreement
from detente.kernel.problems import Problem
from detente.statements.scoring.confidence import Unmarked
from detente.statements.scoring.rates import Rate
from detente.statements.scoring.scores import Scores
from detente.statements.scoring.tallies import FIELDS, SETS

BASELINE_MEASURES = ("tuple_f1", "positions_f1", "evidence_f1", "term_f1")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A reading scored.

    `deadlocks` are of all read statements, `unmarked_deadlocks` of those that may stand unmarked.
    `conflicts`: the measures of each conflict's documents. `cue_words`: F1 of the trivial reader.
    `seconds`: of reading alone.
    """

    reader: str
    gold_sha256: str
    texts_sha256: str
    packs: Mapping[str, str]
    scores: Scores
    conflicts: Mapping[str, Mapping[str, float | None]]
    cue_words: Mapping[str, Rate]
    deadlocks: tuple[DeadlockAgreement, ...]
    unmarked_deadlocks: tuple[DeadlockAgreement, ...]
    gold_records: int
    read_records: int
    seconds: float
    problems: tuple[Problem, ...]

    @property
    def metrics(self) -> Mapping[str, float | None]:
        """Every figure that a floor can be set for, by name."""
        rows = [d for d in self.deadlocks if d.strength == ALL]
        both, gold, read = (sum(getattr(d, name) for d in rows) for name in ("both", "gold", "read"))
        return {
            **{name: rate.value for name, rate in self.scores.rates.items()},
            "deadlock_precision": both / read if read else None,
            "deadlock_recall": both / gold if gold else None,
        }

    def as_plain(self) -> dict[str, Any]:
        """Plain data for JSON, figures rounded to six digits."""
        scores = self.scores
        plain = {
            "reader": self.reader,
            "gold_sha256": self.gold_sha256,
            "texts_sha256": self.texts_sha256,
            "documents": len(scores.documents),
            "gold_records": self.gold_records,
            "read_records": self.read_records,
            "seconds": self.seconds,
            "rates": {name: asdict(rate) for name, rate in scores.rates.items()},
            "unmarked": {name: asdict(found) for name, found in scores.unmarked.items()},
            "baselines": {
                "guessing the commonest tuples": {
                    name: asdict(rate) for name, rate in scores.guessing.items()
                },
                "cue words": {name: asdict(rate) for name, rate in self.cue_words.items()},
            },
            "deadlocks": [_agreement(d) for d in self.deadlocks],
            "unmarked_deadlocks": [_agreement(d) for d in self.unmarked_deadlocks],
            "by_conflict": {name: dict(values) for name, values in self.conflicts.items()},
            "by_document": {
                name: {"pack": self.packs[name], **values} for name, values in scores.documents.items()
            },
            "problems": [str(p) for p in self.problems],
        }
        return _rounded(plain)  # type: ignore[no-any-return]


def _agreement(found: DeadlockAgreement) -> dict[str, Any]:
    return {**asdict(found), "precision": found.precision, "recall": found.recall}


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    return [_rounded(item) for item in value] if isinstance(value, list) else value


def table(evaluation: Evaluation) -> tuple[str, ...]:
    """The evaluation as lines for a terminal, in percent; intervals are 95% over documents."""
    scores = evaluation.scores
    head = (
        f"reader {evaluation.reader}: {len(scores.documents)} documents, {evaluation.gold_records} coded and "
        f"{evaluation.read_records} read records, {evaluation.seconds:.2f} s of reading"
    )
    return (
        head,
        "",
        *_sets(scores),
        "",
        *_fields(scores),
        "",
        *_confidence(scores),
        "",
        *_baselines(evaluation),
        "",
        *_deadlocks("deadlocks, all read lines", evaluation.deadlocks),
        *_deadlocks("deadlocks, unmarked lines", evaluation.unmarked_deadlocks),
        "",
        *_parts("conflict", evaluation.conflicts),
        "",
        *_parts("document", scores.documents),
        *(("", *(str(p) for p in evaluation.problems)) if evaluation.problems else ()),
    )


def _percent(value: float | None) -> str:
    return "    –" if value is None else f"{100 * value:5.1f}"


def _bare(value: float | None) -> str:
    return _percent(value).strip()


def _with_interval(rate: Rate) -> str:
    if rate.value is None:
        return "    –" + " " * 14
    return f"{_percent(rate.value)} [{_percent(rate.low)},{_percent(rate.high)}]"


def _sets(scores: Scores) -> Iterator[str]:
    yield f"{'':<16}{'F1':>5}{'':14} {'precision':>9} {'recall':>7}"
    for name in SETS:
        f1, precision, recall = (scores.rates[f"{name}_{part}"] for part in ("f1", "precision", "recall"))
        yield f"{name:<16}{_with_interval(f1)} {_percent(precision.value):>9} {_percent(recall.value):>7}"


def _fields(scores: Scores) -> Iterator[str]:
    yield f"{'on matched':<16}{'right':>5}{'':14} {'majority':>9} {'of':>7}"
    for field in FIELDS:
        right, guess = scores.rates[f"{field}_accuracy"], scores.rates[f"{field}_majority"]
        yield f"{field:<16}{_with_interval(right)} {_percent(guess.value):>9} {right.of:>7}"


def _confidence(scores: Scores) -> Iterator[str]:
    yield f"{'confidence ≥':<16}{'precision':>5}{'':10} {'recall':>9} {'with option':>12} {'of':>5}"
    for name, rate in scores.rates.items():
        if name.startswith("precision_at_"):
            at = name.removeprefix("precision_")
            terms, recall = scores.rates[f"term_precision_{at}"], scores.rates[f"recall_{at}"]
            shown = f"{_percent(recall.value):>9} {_percent(terms.value):>12} {rate.of:>5}"
            yield f"{at.removeprefix('at_'):<16}{_with_interval(rate)} {shown}"
    for name, found in scores.unmarked.items():
        yield _unmarked(name, found)


def _unmarked(name: str, found: Unmarked) -> str:
    by = "by tuple" if name == "tuple" else "by term (option and instance too)"
    if found.threshold is None:
        return f"{by}: at no confidence are positions right in {_bare(found.target)} of 100"
    here = f"precision {_bare(found.precision)}, recall {_bare(found.recall)}"
    elsewhere = f"{_bare(found.held_out_precision)}, {_bare(found.held_out_recall)}"
    return (
        f"{by}: right in {_bare(found.target)} of 100 from confidence {found.threshold:g}: "
        f"{found.records} records, {here}; with the threshold of the other documents {elsewhere}"
    )


def _baselines(evaluation: Evaluation) -> Iterator[str]:
    for name, rates in (
        ("commonest tuples", evaluation.scores.guessing),
        ("cue words", evaluation.cue_words),
    ):
        shown = ", ".join(f"{measure} {_bare(rate.value)}" for measure, rate in rates.items())
        yield f"baseline, {name}: {shown or 'not computed'}"


def _deadlocks(title: str, rows: tuple[DeadlockAgreement, ...]) -> Iterator[str]:
    if not rows:
        yield f"{title}: none"
    for row in rows:
        cut = "" if row.complete else " (search cut off)"
        yield (
            f"{title}: {row.conflict}, {row.strength}: {row.gold} coded, {row.read} read, {row.both} both; "
            f"precision {_bare(row.precision)}, recall {_bare(row.recall)}{cut}"
        )


def _parts(title: str, parts: Mapping[str, Mapping[str, float | None]]) -> Iterator[str]:
    yield f"{title:<28}{'tuple':>7}{'posit.':>7}{'evid.':>7}{'term':>7}"
    for name, values in parts.items():
        yield f"{name[:27]:<28}" + "".join(f"{_percent(values[m]):>7}" for m in BASELINE_MEASURES)
