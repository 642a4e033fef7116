"""Comparisons of texts as plain data."""

from __future__ import annotations

from collections.abc import Iterable

from detente.bargaining.proposals import (
    Comparison,
    Drift,
    Moved,
    Place,
    Side,
    SideBySide,
    Step,
    TermRow,
    Told,
    Track,
)
from detente.bargaining.wording import option_label
from detente.desk.comparing_proposals import Beside, OverTime, said_by_sponsors
from detente.desk.project import Answer
from detente.desk.records import Record, ids, key_record, moment_record, problem_record, statements
from detente.ledger.agenda import Key
from detente.ledger.entries import Line
from detente.packs.model import Pack, Proposal


def comparing_record(
    pack: Pack, found: Answer | None, *, pairs: Iterable[Beside] = (), time: OverTime | None = None,
    accounts: SideBySide | None = None,
) -> Record:  # fmt: skip
    """The answer of `compare`: of pairs of texts, of texts over time, of readouts; what was not asked for is null."""
    lines: dict[Line, None] = {}
    told = [_beside(pair, (pack, found), lines) for pair in pairs]
    readouts = _readouts(accounts, pack, lines) if accounts else None
    return {
        "schema": "detente.proposals-compared",
        "schema_version": 1,
        "pack": pack.id,
        "pack_digest": pack.digest,
        "moment": moment_record(found.moment) if found else None,
        "comparisons": told,
        "over_time": _over_time(time, pack) if time else None,
        "readouts": readouts,
        "statements": statements(lines),
        "problems": [problem_record(p) for p in found.problems] if found else [],
    }


def _proposal(proposal: Proposal) -> Record:
    return {
        "id": proposal.id,
        "name": proposal.name,
        "date": proposal.date,
        "by": list(proposal.by),
        "basis": proposal.basis,
        "url": proposal.url,
    }


def _beside(pair: Beside, setting: tuple[Pack, Answer | None], lines: dict[Line, None]) -> Record:
    return {
        "first": _proposal(pair.first),
        "second": _proposal(pair.second),
        "later_draft": pair.later,
        "pairs": [_comparison(c, pair, setting, lines=lines) for c in pair.pairs],
    }


def _comparison(
    found: Comparison, pair: Beside, setting: tuple[Pack, Answer | None], *, lines: dict[Line, None]
) -> Record:
    pack, answer = setting
    rows = []
    for row in found.rows:
        said = said_by_sponsors(answer, pair, row.key) if answer else ()
        lines.update(dict.fromkeys(said))
        rows.append(_row(row, pack) | {"statements": ids(said)})
    return {
        "alternatives": {"first": found.first.alternative, "second": found.second.alternative},
        "nearest": found in pair.nearest,
        "shared": len(found.shared),
        "counts": {str(relation): count for relation, count in sorted(found.counts.items())},
        "rows": rows,
    }


def _row(row: TermRow, pack: Pack) -> Record:
    return {
        **key_record(row.key, pack),
        "relation": str(row.relation),
        "first": _side(row.first, row.key, pack),
        "second": _side(row.second, row.key, pack),
        "other_deal": row.other_deal,
        "drift": _drift(row.drift) if row.drift else None,
        "only_first": list(row.only_first),
        "only_second": list(row.only_second),
    }


def _side(side: Side, key: Key, pack: Pack) -> Record:
    labels = [option_label(pack, key, v) for v in side.values]
    return {"state": side.state, "stage": side.stage, "values": list(side.values), "labels": labels}


def _drift(drift: Drift) -> Record:
    return {
        "towards": drift.towards,
        "where_pull": list(drift.parties),
        "least_steps": drift.least,
        "most_steps": drift.most,
    }


def _over_time(time: OverTime, pack: Pack) -> Record:
    return {
        "texts": [_proposal(p) for p in time.texts],
        "tracks": [_track(t, pack) for t in time.tracks],
        "steps": [_step(s, pack) for s in time.steps],
    }


def _track(track: Track, pack: Pack) -> Record:
    """The data of a picture: an axis with its values in order, and where each text lies on it."""
    return {
        **key_record(track.key, pack),
        "axis": list(track.axis),
        "values": [{"id": v, "label": option_label(pack, track.key, v)} for v in track.values],
        "places": [_place(p) for p in track.places],
    }


def _place(place: Place) -> Record:
    reach = list(place.reach) if place.reach else None
    return {"proposal": place.proposal, "values": list(place.values), "reach": reach}


def _step(step: Step, pack: Pack) -> Record:
    return {
        "party": step.party,
        "other": step.other,
        "text": step.text,
        "ordered": step.ordered,
        "counts": dict(sorted(step.counts.items())),
        "moved": [_moved(m, pack) for m in step.moved],
        "first_said": [str(k) for k in step.first_said],
        "only_here": [str(k) for k in step.only_here],
        "only_there": [str(k) for k in step.only_there],
    }


def _moved(moved: Moved, pack: Pack) -> Record:
    return {
        **key_record(moved.key, pack),
        "approach": moved.approach,
        "before": _place(moved.before),
        "after": _place(moved.after),
        "other": _place(moved.other),
        "gap_before": list(moved.gap_before) if moved.gap_before else None,
        "gap_after": list(moved.gap_after) if moved.gap_after else None,
        "equal_before": moved.equal_before,
        "equal_after": moved.equal_after,
    }


def _readouts(found: SideBySide, pack: Pack, lines: dict[Line, None]) -> Record:
    for account in found.accounts:
        lines.update(dict.fromkeys(account.lines))
    return {
        "when": found.when.isoformat(),
        "accounts": [
            {"teller": a.teller, "party": a.party, "official": a.official, "statements": ids(a.lines)}
            for a in found.accounts
        ],
        "rows": [_told(row, pack) for row in found.rows],
    }


def _told(row: Told, pack: Pack) -> Record:
    known = pack.leaf(row.key.issue) is not None
    named = key_record(row.key, pack) if known else {"key": str(row.key), "issue": row.key.issue}
    return {**named, "agreement": row.agreement, "cells": [ids(cell) for cell in row.cells]}
