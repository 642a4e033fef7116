"""Why the reader `model` says what it says of a statement: signs, fields, voices, and what it was taught that is like it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from detente.corpus.document import Document
from detente.kernel.spans import Span
from detente.models.attributions import Said, attributions, chain_over
from detente.models.decode import SIGNS, Sentence, Weighing, signs_of
from detente.models.encoder import Matrix
from detente.models.heads import topics
from detente.models.inputs import CLASSES, Seen
from detente.models.pairs import Pair, pairs
from detente.models.reader import Sight
from detente.statements.record import BASES, STANCES, Statement

_OTHERS = 3  # how many other values of a field are told
_NO_OPTION = "no option named"


@dataclass(frozen=True, slots=True)
class FieldSure:
    """A field: what the statement has there, how surely by the model alone, and what is likeliest besides."""

    name: str
    value: str
    chance: float
    others: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign that was weighed, in log-odds: its value times what it counts."""

    name: str
    value: float
    weight: float


@dataclass(frozen=True, slots=True)
class Taught:
    """A labelled sentence that the model was taught, and how like it is: the cosine of their evidence."""

    likeness: float
    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a statement came about; `signs` empty where the model sees nobody who holds that issue there."""

    sentence: Span
    signs: tuple[Sign, ...]
    fields: tuple[FieldSure, ...]
    voices: tuple[Said, ...]
    rules: tuple[str, ...]
    taught: tuple[Taught, ...]


def explain(look: Sight, document: Document, statement: Statement, *, shown: int = 5) -> Explanation | None:
    """How the model sees a statement of a document; None where no sentence holds its words."""
    found = [
        (s, states)
        for s, states in look(document)
        if s.scene.span.overlaps(statement.span) and _most(s.scene.span, statement.span)
    ]
    if not found:
        return None
    seen, states = found[0]
    said = attributions(seen, states, look.model.arrays)
    chain = tuple(chain_over(said, statement.span))
    pair, told, whether = _pair(look, (seen, states), statement)
    rules = tuple(dict.fromkeys(r for d in seen.drafts if d.issue == statement.issue for r in d.rules))
    taught = _like(look.folder, _evidence(seen, states, statement.span), shown)
    signs: tuple[Sign, ...] = ()
    fields: tuple[FieldSure, ...] = (_issue(statement, whether),)
    if pair is not None:
        signs = _signs(Sentence(seen, told, whether, said), pair, look.model.weighing)
        fields += _fields(statement, pair, seen)
    return Explanation(seen.scene.span, signs, fields, chain, rules, taught)


def _most(sentence: Span, span: Span) -> bool:
    shared = min(sentence.end, span.end) - max(sentence.start, span.start)
    return 2 * shared >= span.end - span.start


def _pair(
    look: Sight, given: tuple[Seen, Matrix], statement: Statement
) -> tuple[Pair | None, list[Pair], dict[str, float]]:
    """What the heads say of the statement's issue and holder, of all holders, and how surely each issue is stated."""
    seen, states = given
    weights = look.model.weights
    found = topics(seen, states, weights)
    whether = dict(zip(weights.taxonomy.issues, map(float, found.whether), strict=True))
    if statement.issue not in whether:
        return None, [], whether
    told = pairs(seen, states, (found, [statement.issue]), weights=weights)
    mine = [p for p in told if (None if p.holder is None else seen.parties[p.holder]) == statement.holder]
    return (mine[0] if mine else None), told, whether


def _signs(sentence: Sentence, pair: Pair, weighing: Weighing) -> tuple[Sign, ...]:
    name, _, values = signs_of(sentence, pair)
    weights = weighing.position if name in STANCES else weighing.other
    return tuple(
        Sign(n, round(float(v), 2), round(float(w), 3))
        for n, v, w in zip(SIGNS, values, weights, strict=True)
    )


def _issue(statement: Statement, whether: Mapping[str, float]) -> FieldSure:
    return _field("issue", statement.issue, whether)


def _fields(statement: Statement, pair: Pair, seen: Seen) -> tuple[FieldSure, ...]:
    classes = dict(zip(CLASSES[1:], map(float, pair.classes), strict=True))
    options = {(o or _NO_OPTION): p for o, p in pair.options.items()}
    targets = dict(zip(("nobody", *seen.parties), map(float, pair.targets), strict=True))
    return (
        FieldSure("holder", statement.holder or "nobody named", round(pair.told, 3), ()),
        _field("kind and stance", statement.stance or statement.kind, classes),
        _field("option", statement.option or _NO_OPTION, options),
        _field("basis", statement.basis, dict(zip(BASES, map(float, pair.bases), strict=True))),
        _field("target", statement.target or "nobody", targets),
    )


def _field(name: str, value: str, chances: Mapping[str, float]) -> FieldSure:
    others = sorted(((v, round(p, 3)) for v, p in chances.items() if v != value), key=lambda o: -o[1])
    return FieldSure(name, value, round(chances.get(value, 0.0), 3), tuple(others[:_OTHERS]))


def _evidence(seen: Seen, states: Matrix, span: Span) -> Matrix:
    """The mean state of the pieces of the evidence, of length one."""
    start, end = seen.piece_range(span.start, span.end)
    return unit(states[start:end].mean(0) if end > start else states.mean(0))


def unit(vector: Matrix) -> Matrix:
    """The vector at length one."""
    found: Matrix = vector / max(float(np.linalg.norm(vector)), 1e-12)
    return found


def _like(folder: Path, vector: Matrix, shown: int) -> tuple[Taught, ...]:
    """The nearest of what was taught; none where the weights came without it."""
    path = folder / "taught.npz"
    if not path.is_file():
        return ()
    with np.load(path) as kept:
        likeness = kept["vectors"].astype(np.float32) @ vector / 127
        lines: Sequence[str] = kept["lines"].tobytes().decode("utf-8").split("\n")
    best = np.argsort(-likeness)[:shown]
    return tuple(Taught(round(float(likeness[i]), 3), *_line(lines[i])) for i in best)


def _line(line: str) -> tuple[str, str]:
    label, _, text = line.partition("\t")
    return text, label
