"""From what the heads and the rules say to statements: one explicit weighing, told field by field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, log

import numpy as np

from detente.corpus.dating.relative import Resolved
from detente.corpus.document import Document
from detente.kernel.spans import Span
from detente.models.attributions import Said
from detente.models.dates import said_when
from detente.models.heads import Matrix
from detente.models.inputs import CLASSES, Seen, class_of
from detente.models.pairs import Pair
from detente.models.speakers import basis_of, speaker_of, voices_over
from detente.statements.record import BASES, STANCES, Basis, Statement
from detente.statements.rules.comparisons import compared
from detente.statements.rules.drafts import Draft
from detente.statements.rules.evidence import trimmed
from detente.statements.rules.stages import stage_of

_BAR, _CLAUSE = 0.3, 0.3  # how sure a piece must be to be evidence, and what the clause of the rules adds
SIGNS = (
    "always",
    "told",
    "whether",
    "draft",
    "sureness of the draft",
    "same class",
    "lead",
    "about",
    "class",
    "beside",
)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability an issue is looked at, a statement told, an option and a target named."""

    issue: float = 0.2
    statement: float = 0.25
    option: float = 0.15
    target: float = 0.5


@dataclass(frozen=True, slots=True)
class Weighing:
    """How much each of `SIGNS` counts (log-odds), for positions and for the other kinds."""

    position: tuple[float, ...] = (0.0, 1.0, 0.5, 0.5, 0.3, 0.5, 0.3, 0.2, 0.2, 0.1)
    other: tuple[float, ...] = (0.0, 1.0, 0.5, 0.0, 0.3, 0.5, 0.3, 0.2, 0.2, 0.1)

    def sureness(self, name: str, signs: Sequence[float]) -> float:
        """The probability that a statement of this class is right."""
        weights = self.position if name in STANCES else self.other
        return 1 / (1 + exp(-sum(w * s for w, s in zip(weights, signs, strict=True))))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with all that was found in it: pairs, how surely each issue is stated, attributions, the dates of the report."""

    seen: Seen
    pairs: Sequence[Pair]
    whether: dict[str, float]
    said: Sequence[Said]
    dates: Sequence[Resolved] = ()


def logit(chance: float) -> float:
    """Log-odds, within ±7."""
    chance = min(max(chance, 1e-3), 1 - 1e-3)
    return log(chance / (1 - chance))


def signs_of(sentence: Sentence, pair: Pair) -> tuple[str, Draft | None, tuple[float, ...]]:
    """The class of a pair, what the rules read there, and the signs that are weighed.

    `lead` is 0 for the likeliest holder of an issue in the sentence, and below it for the others; `beside` likewise for the
    issues of the sentence.
    """
    name = CLASSES[1 + int(np.argmax(pair.classes))]
    draft = draft_on(sentence.seen, pair)
    same = draft is not None and class_of(draft) == name
    signs = (
        1.0,
        logit(pair.told),
        logit(sentence.whether[pair.issue]),
        float(draft is not None),
        logit(draft.confidence) if draft else 0.0,
        float(same),
        logit(pair.told) - logit(max(p.told for p in sentence.pairs if p.issue == pair.issue)),
        logit(pair.about),
        logit(float(pair.classes.max())),
        logit(sentence.whether[pair.issue]) - logit(max(sentence.whether.values())),
    )
    return name, draft, signs


def draft_on(seen: Seen, pair: Pair) -> Draft | None:
    """What the rules read of an issue and a holder: the surest."""
    holder = None if pair.holder is None else seen.parties[pair.holder]
    mine = [d for d in seen.drafts if d.issue == pair.issue and d.holder == holder]
    return max(mine, key=lambda d: d.confidence, default=None)


def statements_of(
    document: Document, sentence: Sentence, settings: tuple[Thresholds, Weighing]
) -> Iterator[Statement]:
    """The statements of one sentence that are sure enough."""
    least, weighing = settings
    for pair in sentence.pairs:
        name, draft, signs = signs_of(sentence, pair)
        sure = weighing.sureness(name, signs)
        if sure < least.statement:
            continue
        mine = draft if draft is not None and class_of(draft) == name else None
        span = evidence_of(sentence.seen, pair.places, clause=mine.span if mine else None)
        if span is not None:
            yield _statement(document, sentence, (pair, name, mine, span, sure), least=least)


def _statement(
    document: Document,
    sentence: Sentence,
    found: tuple[Pair, str, Draft | None, Span, float],
    *,
    least: Thresholds,
) -> Statement:
    pair, name, draft, span, sure = found
    seen = sentence.seen
    stance = name in STANCES
    holder = None if pair.holder is None else seen.parties[pair.holder]
    alone = (
        evidence_of(seen, pair.places) or span
    )  # who speaks, the words tell better than the clause of the rules
    voices = voices_over(document.text, seen, sentence.said, span=alone, holder=holder)
    basis = basis_of(pair.bases.tolist(), voices, holder=holder)
    speaker, via = speaker_of(document.text, seen, voices, says=(holder, basis, span))
    target = int(np.argmax(pair.targets)) - 1
    asked = stance and target >= 0 and pair.targets[target + 1] >= least.target
    zone = _zone(seen, span)
    option = _option(pair, draft, least.option)
    return Statement(
        doc=document.hash,
        span=span,
        evidence=span.of(document.text),
        kind="position" if stance else name,  # type: ignore[arg-type]
        holder=holder,
        stance=name if stance else None,  # type: ignore[arg-type]
        issue=pair.issue,
        option=option,
        instance=draft.instance if draft else _instance(seen, pair.issue, span),
        target=seen.parties[target] if asked else None,
        condition=draft.condition if draft else (seen.scene.original(*zone).strip() if zone else None),
        condition_on=draft.condition_on if draft else _named_in(seen, zone),
        speaker=speaker,
        via=via,
        basis=basis,
        certainty=_certainty(seen, span),
        date=said_when(sentence.dates, seen.scene.span, span, held=name in STANCES or name == "forecast"),
        stage=stage_of(pair.issue, seen.scene.folded[span.start : span.end]),
        about=compared(seen.scene, pair.issue),
        confidence=round(sure, 3),
        rules=(*(draft.rules if draft else ()), f"model:{pair.told:.2f}", *_sure(pair, basis, option)),
        origin="model+rules" if draft else "model",
    )


def _sure(pair: Pair, basis: Basis, option: str | None) -> tuple[str, ...]:
    """How surely each field is right, as it stands among the rules of a statement: `sure:basis=0.81`."""
    chances = {
        "stance": float(pair.classes.max()),
        "option": pair.options.get(option, 0.0),
        "basis": float(pair.bases[BASES.index(basis)]),
    }
    return tuple(f"sure:{name}={chance:.2f}" for name, chance in chances.items())


def _option(pair: Pair, draft: Draft | None, least: float) -> str | None:
    """The option that the lexicon names, else the likeliest where it is likely enough."""
    if draft is not None and draft.option is not None:
        return draft.option
    named = {o: chance for o, chance in pair.options.items() if o is not None}
    best = max(named, key=lambda o: named[o], default=None)
    return best if best is not None and named[best] >= least else None


def _certainty(seen: Seen, span: Span) -> str | None:
    mark = seen.scene.has("certainty", span.start, span.end)
    return seen.scene.original(mark.start, mark.end) if mark else None


def _zone(seen: Seen, span: Span) -> tuple[int, int] | None:
    """The conditional clause of the sentence, where the evidence is not that clause itself."""
    for start, end in seen.scene.zones:
        if end > start and not (start <= span.start and span.end <= end):
            return start, end
    return None


def _named_in(seen: Seen, zone: tuple[int, int] | None) -> tuple[tuple[str, str | None], ...] | None:
    """The terms that a conditional clause names."""
    if zone is None:
        return None
    named = ((t.value.issue, t.value.option) for t in seen.scene.topics if zone[0] <= t.start < zone[1])
    return tuple(named) or None


def evidence_of(seen: Seen, places: Matrix, *, clause: Span | None = None) -> Span | None:
    """The run of pieces that most surely carries it, without joints and stops at its edges.

    `clause`: what the rules take for it; its pieces count for more, all others for less.
    """
    best, here, start = (0.0, 0, 0), 0.0, 0
    for i, (a, b) in enumerate(seen.places):
        if a < 0:
            here, start = 0.0, i + 1
            continue
        inside = clause is not None and clause.start <= a and b <= clause.end
        here += float(places[i]) - _BAR + (0.0 if clause is None else _CLAUSE if inside else -_CLAUSE)
        if here > best[0]:
            best = (here, start, i + 1)
        if here < 0:
            here, start = 0.0, i + 1
    if best[2] <= best[1]:
        return None
    first, end = seen.places[best[1]][0], seen.places[best[2] - 1][1]
    text, base = seen.scene.text, seen.scene.span.start
    while first > base and text[first - base].isalnum() and text[first - base - 1].isalnum():
        first -= 1
    while end < seen.scene.span.end and text[end - base].isalnum() and text[end - base - 1].isalnum():
        end += 1
    return trimmed(seen.scene.folded, first, end)


def _instance(seen: Seen, issue: str, span: Span) -> str | None:
    """The pack's instance of the issue that is named in the evidence or else nearest to it."""
    near = [i for i in seen.scene.instances if i.value[0] == issue]
    near.sort(key=lambda i: (max(span.start - i.end, i.start - span.end, 0), i.start - i.end))
    return near[0].value[1] if near else None
