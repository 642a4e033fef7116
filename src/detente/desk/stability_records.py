"""Stability as plain data: the answer, a case to write, and the template of a case to fill in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import numpy as np

from detente.bargaining.constraints.model import StageProblem
from detente.bargaining.stability.from_stage import Derived, gift_label
from detente.bargaining.stability.model import Conflict, Stabilities
from detente.bargaining.stability.preferences import Preference, Ranking
from detente.desk.records import Record, statements
from detente.desk.stability import LABEL, StabilityAnswer
from detente.kernel.errors import BadInput
from detente.ledger.entries import Line
from detente.packs.model import Pack

MOST_LISTED = 4096
MOST_PAIRS = 1_000_000
_WAYS = {"both": "both", "on": "fwd", "off": "back"}


def stability_record(answer: StabilityAnswer, basis: Sequence[Line] = ()) -> Record:
    """The answer of `stability`; `basis`: the lines of a project that the likes rest on."""
    conflict = answer.conflict
    found = [answer.found, *([answer.limited] if answer.limited else [])]
    return {
        "schema": "detente.stability",
        "schema_version": 1,
        "label": LABEL,
        "title": conflict.title,
        "source": conflict.source,
        "decision_makers": list(conflict.decision_makers),
        "options": [{"name": o.name, "by": list(o.by), "way": o.way} for o in conflict.options],
        "states": _states(conflict),
        "states_in_all": len(conflict.states),
        "stability": {c: _concept(f, c) for f in found for c in f.concepts},
        "status_quo": {
            "by_moves": asdict(answer.by_moves) if answer.by_moves else None,
            "by_improvements": asdict(answer.by_improvements) if answer.by_improvements else None,
        },
        "why": [asdict(r) for r in answer.why],
        "inverse": [asdict(i) for i in answer.inverse],
        "coalitions": asdict(answer.coalitions) if answer.coalitions else None,
        "picture": asdict(answer.picture) if answer.picture else None,
        "statements": statements(basis),
    }


def _states(conflict: Conflict) -> Record:
    """Every state with its pattern or label; of a model with more than can be read only none."""
    if len(conflict.states) > MOST_LISTED:
        return {}
    told = conflict.patterns or conflict.labels or ("",) * len(conflict.states)
    return dict(zip(conflict.states, told, strict=True))


def _concept(found: Stabilities, concept: str) -> Record:
    record: Record = {
        "equilibria": list(found.equilibria(concept)),
        "equilibria_not_known": list(found.not_known(concept)),
    }
    makers = found.conflict.decision_makers
    sure, possible = found.sure[concept], found.possible[concept]
    record["stable_states"] = {m: int(sure[k].sum()) for k, m in enumerate(makers)}
    if len(found.conflict.states) <= MOST_LISTED:
        record["stable"] = {m: list(found.stable(concept, k)) for k, m in enumerate(makers)}
        record["not_known"] = {m: _names(found, possible[k] & ~sure[k]) for k, m in enumerate(makers)}
    return record


def _names(found: Stabilities, there: np.ndarray) -> list[str]:
    return [found.conflict.states[i] for i in there.nonzero()[0]]


def case_record(conflict: Conflict, found: Stabilities | None = None) -> Record:
    """A conflict in the format of the reference cases, moves listed. Raises BadInput where that would be too long."""
    pairs = [m.pairs() for m in conflict.moves]
    if sum(len(origins) for origins, _ in pairs) > MOST_PAIRS:
        raise BadInput(
            f"more than {MOST_PAIRS:,} moves to be listed; choose fewer matters or options; a case that gives options is "
            "itself the short form"
        )
    names = [_plain(s) for s in conflict.states]
    told = conflict.patterns or conflict.labels or ("",) * len(names)
    record: Record = {
        "title": conflict.title,
        "decision_makers": list(conflict.decision_makers),
        **_options_record(conflict),
        "states": dict(zip(conflict.states, told, strict=True)),
        "unilateral_moves": {
            maker: [[names[a], names[b]] for a, b in zip(*(p.tolist() for p in own), strict=True)]
            for maker, own in zip(conflict.decision_makers, pairs, strict=True)
        },
        "source": conflict.source,
    }
    for maker, preference in zip(conflict.decision_makers, conflict.preferences, strict=True):
        for key, value in _preference_record(preference, names).items():
            record.setdefault(key, {})[maker] = value
    if found is not None:
        record["computed"] = {c: _computed(found, c) for c in found.concepts}
    return record


def _options_record(conflict: Conflict) -> Record:
    if not conflict.options:
        return {}
    listed: dict[str, list[str]] = {}
    for option in conflict.options:
        listed.setdefault(option.by[0], []).append(option.name)
    common = {f"{o.by[0]}.{o.name}": list(o.by) for o in conflict.options if len(o.by) > 1}
    ways = [_WAYS[o.way] for o in conflict.options]
    return {"options": listed, "irreversible_moves": ways} | ({"common_options": common} if common else {})


def _preference_record(preference: Preference, names: list[int | str]) -> Record:
    if isinstance(preference, Ranking):
        ranks = preference.ranks
        classes = [
            [names[i] for i in np.flatnonzero(ranks == r)] for r in sorted(set(ranks.tolist()), reverse=True)
        ]
        return {
            "preference_payoff_ordinal": (ranks + 1).tolist(),
            "preference_ranking_best_first": classes,
        }
    known = preference.at_least
    better = [[names[a], names[b]] for a, b in zip(*(known & ~known.T).nonzero(), strict=True)]
    equal = [[names[a], names[b]] for a, b in zip(*np.triu(known & known.T, 1).nonzero(), strict=True)]
    if len(better) + len(equal) > MOST_PAIRS:
        raise BadInput(f"more than {MOST_PAIRS:,} known comparisons to be listed; choose fewer options first")
    return {"preference_known": {"better": better, "equal": equal}}


def _computed(found: Stabilities, concept: str) -> Record:
    makers = found.conflict.decision_makers
    stable = {m: [_plain(s) for s in found.stable(concept, k)] for k, m in enumerate(makers)}
    return {**stable, "equilibria": [_plain(s) for s in found.equilibria(concept)]}


def _plain(name: str) -> int | str:
    """A state's name as the reference cases write it: a number where it is one."""
    return int(name) if name.isdecimal() and str(int(name)) == name else name


def template_record(found: Derived, problem: StageProblem, pack: Pack) -> Record:
    """A case to fill in: who takes part, what each could give as far as the pack tells, and what each firmly holds."""
    parties = sorted({g.party for g in problem.groups if g.firm} | set(pack.signatories[problem.stage]))
    makers = [pack.party_name(p) for p in parties]
    options: dict[str, list[str]] = {m: [] for m in makers}
    for gift in found.gifts:
        options[pack.party_name(gift.party)].append(gift_label(gift, pack))
    return {
        "title": f"{pack.title}: {problem.stage}",
        "note": [
            "Enter under options what each can do or leave, and take out what nothing hangs on; under preference_statements "
            "what each wants of these options, what matters most first, such as 'A1 & -B2' or 'IF A1 THEN B2'. What a party "
            "wants is not known where you leave its list out and write preference_known with {}.",
            *(
                f"{pack.party_name(g.party)} firmly: {g.wording}"
                for g in problem.groups
                if g.firm and g.lines
            ),
        ],
        "decision_makers": makers,
        "options": options,
        "irreversible_moves": {},
        "infeasible": [],
        "preference_statements": {m: [] for m in makers},
    }
