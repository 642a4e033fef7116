"""Packages as plain data; fractions as text, so that nothing is rounded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from detente.bargaining.packages.algebras import Point
from detente.bargaining.packages.reach import Package, Word
from detente.bargaining.packages.sensitivity import Bar, Swing
from detente.bargaining.packages.trades import Change, Trade
from detente.desk.packages.asking import Solved, StagePackages
from detente.desk.project import Answer, Project
from detente.desk.records import Record, headed, ids, statements
from detente.packs.model import Stage


def packages_record(project: Project, found: Answer, answers: Mapping[Stage, StagePackages]) -> Record:
    """The answer of `packages`."""
    listed = [p for a in answers.values() for p in a.reach.packages]
    lines = [x for p in listed for ts in p.scores.values() for t in ts for x in t.lines]
    lines += [x for p in listed for g in p.broken for x in g.lines]
    return headed(
        "packages",
        project,
        found,
        stages={stage: _stage(answer) for stage, answer in answers.items()},
        statements=statements(dict.fromkeys(lines)),
    )


def _stage(answer: StagePackages) -> Record:
    reached = answer.reach
    every, unbroken, in_reach = reached.counts
    return {
        "complete": reached.complete,
        "beyond_positions": reached.beyond,
        "allowed": every,
        "unbroken": unbroken,
        "in_reach": in_reach,
        "packages": [_package(p) for p in reached.packages],
        "unheard_always": _words(reached.silent.always),
        "unheard_smallest_sets": [_words(words) for words in reached.hangs],
        "points": _solved(answer.solved) if answer.solved else None,
    }


def _words(words: Iterable[Word]) -> list[Record]:
    return [{"party": party, "key": str(key)} for party, key in words]


def _package(package: Package) -> Record:
    return {
        "number": str(package.number),
        "verdict": package.verdict,
        "starts_from": package.starts_from,
        "values": {str(key): list(values) for key, values in package.terms.items()},
        "unheard": _words(package.unheard),
        "broken": [
            {
                "group": g.id,
                "party": g.party,
                "wording": g.wording,
                "statements": ids(g.lines),
                "source": g.source or None,
            }
            for g in package.broken
        ],
        "soft_rules_broken": list(package.soft_broken),
        "terms": {
            party: [
                {"key": str(t.key), "value": t.value, "status": t.status, "statements": ids(t.lines)}
                for t in terms
            ]
            for party, terms in package.scores.items()
        },
    }


def _solved(solved: Solved) -> Record:
    found = solved.frontier
    names = found.points.names
    draw, split = solved.draw, solved.split
    return {
        "label": found.points.label,
        "entered_by": found.points.by,
        "entered_on": found.points.on,
        "parties": list(names),
        "walk_away": dict(zip(names, (_text(p.floor) for p in found.points.parties), strict=True)),
        "complete": solved.complete,
        "frontier": {
            "complete": found.complete,
            "how": found.how,
            "points": [{"number": str(d[-1]), "utilities": _utilities(solved, d)} for d in found.deals],
        },
        "solutions": [
            {
                "name": s.name,
                "value": [str(x) for x in s.value],
                "why_none": s.why_none or None,
                "package": _picked(solved, s.deals[0]) if s.deals else None,
                "ties": [str(d[-1]) for d in s.deals],
            }
            for s in solved.solutions
        ],
        "kalai_smorodinsky_draw": None
        if draw is None
        else {
            "packages": [str(found.deals[draw.first][-1]), str(found.deals[draw.second][-1])],
            "chance_of_first": str(draw.chance),
            "utilities": _by_party(names, draw.utilities),
            "ideal": _by_party(names, draw.ideal),
        },
        "few_best": [{"number": str(d[-1]), "utilities": _utilities(solved, d)} for d in solved.few],
        "differ_most": [{"number": str(d[-1]), "utilities": _utilities(solved, d)} for d in solved.spread],
        "adjusted_winner": None
        if split is None
        else {
            "first_party_share": {m: str(s) for m, s in split.shares.items()},
            "each_of_100": _by_party(names, split.each),
            "split": split.split,
        },
        "trades": {
            "from": _package(solved.base) if solved.base else None,
            "trades": [_trade(t) for t in solved.trades],
        },
        "walk_away_ranges": [
            {
                "party": r.party, "solution": r.solution, "low": str(r.low), "high": str(r.high),
                "packages": [str(d[-1]) for d in r.deals],
            }
            for r in solved.ranges
        ],
        "tornado": {
            "solution": solved.first.name if solved.first else None,
            "share": str(solved.share),
            "bars": [_bar(b, names) for b in solved.bars],
        },
    }  # fmt: skip


def _picked(solved: Solved, deal: Point) -> Record:
    return {"utilities": _utilities(solved, deal)} | _package(solved.packages[deal])


def _text(number: Fraction | None) -> str | None:
    return None if number is None else str(number)


def _by_party(names: Iterable[str], numbers: Iterable[Fraction]) -> Record:
    return {name: str(x) for name, x in zip(names, numbers, strict=True)}


def _utilities(solved: Solved, deal: Point) -> Record:
    return _by_party(solved.frontier.points.names, solved.frontier.utilities(deal))


def _trade(trade: Trade) -> Record:
    return {
        "gainer": trade.gainer,
        "giver": trade.giver,
        "got": _change(trade.got),
        "given": _change(trade.given),
        "gains": {party: str(x) for party, x in trade.gains.items()},
    }


def _change(change: Change) -> Record:
    return dict(zip(("variable", "before", "after"), change, strict=True))


def _bar(bar: Bar, names: Iterable[str]) -> Record:
    every = tuple(names)
    return {
        "party": bar.party,
        "key": str(bar.key),
        "smaller": _swing(bar.lower, every),
        "larger": _swing(bar.higher, every),
    }


def _swing(swing: Swing, names: tuple[str, ...]) -> Record:
    return {
        "number": None if swing.deal is None else str(swing.deal[-1]),
        "utilities": _by_party(names, swing.utilities) if swing.deal else None,
        "differs_on": swing.differs_on,
    }
