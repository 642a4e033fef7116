"""What cannot hold together, under another order: by matter, or by pair of parties."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from detente.bargaining.results import StageResults
from detente.bargaining.shared_demands import by_issue, by_parties
from detente.briefs.deadlocks import deadlocks_notes, knot_section, most_shared
from detente.briefs.evidence import Apparatus
from detente.briefs.model import Section
from detente.briefs.names import Knot
from detente.briefs.wording import STAGE_NAMES, listed, sentence
from detente.packs.model import STAGES

By = Literal["issue", "parties"]


def deadlocks_by(apparatus: Apparatus, by: By) -> Section:
    """Every deadlock under each matter, or each pair of parties, that it holds together; told in full where it first stands."""
    parts = [
        _stage(result, by, apparatus) for stage in STAGES if (result := apparatus.inputs.results.get(stage))
    ]
    what = "matter" if by == "issue" else "pair of parties"
    return Section(
        f"deadlocks-by-{by}",
        "What cannot hold together",
        f"By {what}, in alphabetical order. A deadlock of several stands under each, and is told in full under the first.",
        subsections=tuple(parts),
    )


def _stage(result: StageResults, by: By, apparatus: Apparatus) -> Section:
    wording = apparatus.wording
    under: Iterable[tuple[str, tuple[str, ...]]]
    if by == "issue":
        under = ((sentence(wording.key(key)), ids) for key, ids in by_issue(result.deadlocks).items())
    else:
        under = ((wording.parties(names), ids) for names, ids in by_parties(result.deadlocks).items())
    told: set[str] = set()
    parts = []
    for number, (title, ids) in enumerate(sorted(under), start=1):
        again = [name for name in ids if name in told]
        full = [d for d in result.deadlocks if d.id in ids and d.id not in told]
        told.update(ids)
        parts.append(
            Section(
                f"deadlocks-{result.stage}-{by}-{number}",
                title,
                notes=(f"Told above: {listed(again)}.",) if again else (),
                subsections=tuple(knot_section(Knot(d, ()), apparatus) for d in full),
            )
        )
    shared = most_shared(result, apparatus)
    return Section(
        f"deadlocks-{result.stage}",
        sentence(STAGE_NAMES[result.stage]),
        notes=deadlocks_notes(result, apparatus),
        subsections=(*parts, *((shared,) if shared else ())),
    )
