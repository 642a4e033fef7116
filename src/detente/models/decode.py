"""From what the heads say to statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from detente.corpus.document import Document
from detente.kernel.spans import Span
from detente.models.attributions import Said, chain_over
from detente.models.heads import Matrix, Pair
from detente.models.inputs import CLASSES, Seen
from detente.statements.record import BASES, STANCES, Statement
from detente.statements.rules.evidence import trimmed
from detente.statements.rules.said_when import date_in

_STAGES = (None, "truce", "settlement")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability an issue is looked at, a statement told, an option and a target named."""

    issue: float = 0.15
    statement: float = 0.5
    option: float = 0.4
    target: float = 0.5


def statements_of(
    document: Document, seen: Seen, found: tuple[Sequence[Pair], dict[str, float], Sequence[Said]], least: Thresholds
) -> Iterator[Statement]:
    """The statements of one sentence. `found`: pairs, how surely each issue is stated, attributions."""
    pairs, whether, said = found
    for pair in pairs:
        told = 1 - float(pair.classes[0])
        sure = told * whether[pair.issue] ** 0.5
        if sure < least.statement:
            continue
        best = 1 + int(np.argmax(pair.classes[1:]))
        span = evidence_of(seen, pair.places)
        if span is None:
            continue
        name = CLASSES[best]
        option = max(pair.options, key=lambda o: pair.options[o])
        target = int(np.argmax(pair.targets)) - 1
        stage = _STAGES[int(np.argmax(pair.stages))]
        speaker, via = speaker_of(document, seen, said, span)
        basis = BASES[int(np.argmax(pair.bases))]
        holder = None if pair.holder is None else seen.parties[pair.holder]
        marks = seen.scene.has("certainty", span.start, span.end)
        yield Statement(
            doc=document.hash,
            span=span,
            evidence=span.of(document.text),
            kind="position" if name in STANCES else name,  # type: ignore[arg-type]
            holder=holder,
            stance=name if name in STANCES else None,  # type: ignore[arg-type]
            issue=pair.issue,
            option=option if option and pair.options[option] >= least.option else None,
            instance=_instance(seen, pair.issue, span),
            target=seen.parties[target]
            if name in STANCES and target >= 0 and pair.targets[target + 1] >= least.target
            else None,
            speaker=speaker,
            via=via,
            basis=basis,
            certainty=seen.scene.original(marks.start, marks.end) if marks else None,
            date=date_in(seen.scene.text),
            stage=stage,  # type: ignore[arg-type]
            confidence=round(sure, 3),
            rules=("model",),
            origin="model",
        )


def evidence_of(seen: Seen, places: Matrix) -> Span | None:
    """The run of pieces that most surely carries it, without joints and stops at its edges."""
    best, here, start = (0.0, 0, 0), 0.0, 0
    for i, (a, _) in enumerate(seen.places):
        if a < 0:
            here, start = 0.0, i + 1
            continue
        here += float(places[i]) - 0.45
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


def speaker_of(document: Document, seen: Seen, said: Sequence[Said], span: Span) -> tuple[str | None, tuple[str, ...]]:
    """Who says it, and through whom, from the attributions over the evidence; a quotation that goes on has its last speaker."""
    chain = chain_over(said, span)
    if chain:
        words = [one.source.of(document.text) for one in chain if one.source]
        if not words:
            return _carried(seen), ()
        inner = words[-1]
        return inner, tuple(dict.fromkeys(w for w in words[:-1] if w != inner))
    if seen.scene.opens_quoted:
        return _carried(seen), ()
    return None, ()


def _carried(seen: Seen) -> str | None:
    return seen.carried.person if seen.carried is not None else None


def _instance(seen: Seen, issue: str, span: Span) -> str | None:
    """The pack's instance of the issue that is named in the evidence or else nearest to it."""
    near = [i for i in seen.scene.instances if i.value[0] == issue]
    near.sort(key=lambda i: (max(span.start - i.end, i.start - span.end, 0), i.start - i.end))
    return near[0].value[1] if near else None
