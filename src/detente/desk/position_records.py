"""A position as plain data; explained, with every number that a person needs to reckon it again (docs/positions.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from detente.bargaining.wording import option_label
from detente.desk.records import Record, ageing_record, day_record, ids, key_record
from detente.ledger.agenda import Key
from detente.ledger.carrying import CarriedOver
from detente.ledger.fold import MASS, Figure, Weighed, certainty_of, drawn
from detente.ledger.positions import Exclusion, OptionStand, Position
from detente.ledger.stands import Rest, rests_of
from detente.ledger.strict import StrictReading
from detente.ledger.utterances import Utterance
from detente.ledger.verdicts import Heard, Verdict, apart, strict_of, verdicts_of
from detente.packs.model import Pack

Numbers = Mapping[Utterance, int]


def position_record(position: Position, pack: Pack, *, explain: bool) -> Record:
    """A position: the word, the options, what is excluded, the strict reading; explained where asked for."""
    strict, lead = position.strict, position.lead
    numbers = {u: n for n, u in enumerate(position.in_time, start=1)}
    record: Record = {
        "id": f"{position.party}:{position.key}",
        "party": position.party,
        "party_name": pack.party_name(position.party),
        **key_record(position.key, pack),
        "stage": position.stage,
        "stage_unclear": position.stage_unclear,
        "word": str(position.word),
        "voice": str(position.voice),
        "since": lead.since.isoformat(),
        "confirmed": day_record(lead.confirmed),
        "faded": lead.faded,
        "rests": [_rest(r) for r in rests_of(position.utterances)],
        "options": [_stand(s, position.key, pack) for s in position.stands],
        "excludes": [_exclusion(e) for e in position.exclusions],
        "strict": _strict(strict, position, numbers) if strict else None,
        "policies_apart": [
            {"value": a.value, "label": option_label(pack, position.key, a.value)}
            | {"folded": str(a.folded), "strict": str(a.strict)}
            for a in apart(position)
        ],
        "statements": ids(position.lines),
    }
    return record | (_explained(position, pack, numbers) if explain else {})


def carried_record(carried: CarriedOver, pack: Pack) -> Record:
    """What is known for the other stage alone: inferred, and part of no result."""
    known = carried.known
    return {
        "party": carried.party,
        **key_record(carried.key, pack),
        "stage": carried.stage,
        "from_stage": known.stage,
        "word": str(known.word),
        "inferred": True,
        "statements": ids(known.lines),
    }


def _rest(rest: Rest) -> Record:
    return {
        "voice": str(rest.voice),
        "utterances": rest.utterances,
        "stories": rest.stories,
        "rooms": rest.rooms,
    }


def _stand(stand: OptionStand, key: Key, pack: Pack) -> Record:
    return {
        "option": stand.option,
        "label": option_label(pack, key, stand.option),
        "word": str(stand.word),
        "voice": str(stand.voice),
        "firm": stand.firm,
        "faded": stand.faded,
        "stances": list(stand.stances),
        "sources": stand.sources,
        "rests": [_rest(r) for r in stand.rests],
        "first": day_record(stand.first),
        "latest": day_record(stand.latest),
        "since": stand.since.isoformat(),
        "confirmed": day_record(stand.confirmed),
        "conditions": list(stand.conditions),
        "figure": figure_record(stand.figure),
        "sure": all(line.sure for line in stand.lines),
        "statements": ids(stand.lines),
    }


def _exclusion(exclusion: Exclusion) -> Record:
    return {
        "values": sorted(exclusion.values),
        "demanded": sorted(exclusion.demanded),
        "inferred": sorted(exclusion.inferred),
        "voice": str(exclusion.voice),
        "firm": exclusion.firm,
        "statements": ids(exclusion.lines),
    }


def _strict(strict: StrictReading, position: Position, numbers: Numbers) -> Record:
    return {
        "voice": "in its own words",
        "day": strict.day.isoformat(),
        "latest": [_utterance(u, numbers[u]) for u in strict.latest],
        "contrary": strict.contrary,
        "values": {value: str(strict_of(position, value)) for value in position.figures},
        "demanded": sorted(strict.demanded),
        "left_out": [{"utterance": numbers[u], "why": str(why)} for u, why in strict.left_out],
    }


def _utterance(utterance: Utterance, number: int) -> Record:
    return {
        "number": number,
        "stance": utterance.stance,
        "option": utterance.option,
        "voice": str(utterance.voice),
        "basis": utterance.basis,
        "said": utterance.said.isoformat(),
        "day": day_record(utterance.day),
        "stage": utterance.stage,
        "certainty_words": list(
            dict.fromkeys(x.statement.certainty for x in utterance.lines if x.statement.certainty)
        ),
        "certainty": _ends(certainty_of(utterance).low, certainty_of(utterance).high),
        "conditional": utterance.conditional,
        "stories": sorted(utterance.stories),
        "rooms": sorted(utterance.rooms),
        "statements": ids(utterance.lines),
    }


def _explained(position: Position, pack: Pack, numbers: Numbers) -> Record:
    acts: dict[object, int] = {}
    for u in numbers:
        acts.setdefault(u.act, len(acts) + 1)
    return {
        "ageing": ageing_record(position.ageing),
        "figures": {value: figure_record(f) for value, f in position.figures.items()},
        "utterances": [
            _utterance(u, n) | {"act": acts[u.act], "mass": MASS[u.basis]} for u, n in numbers.items()
        ],
        "values": [_verdict(v, (position, pack), numbers) for v in verdicts_of(position)],
        "words": [
            {"option": s.option, "word": str(s.word), "voice": str(s.voice), "firm": s.firm}
            | _fold(s.weighed, s.figure, numbers)
            for s in position.stands
        ],
    }


def _verdict(verdict: Verdict, about: tuple[Position, Pack], numbers: Numbers) -> Record:
    position, pack = about
    return {
        "value": verdict.value,
        "label": option_label(pack, position.key, verdict.value),
        "reading": str(verdict.reading),
        "firm": verdict.firm,
        "demanded": verdict.demanded,
        "inferred": verdict.inferred,
        "voice": str(verdict.voice) if verdict.voice else None,
        "why": verdict.why,
        "by": [numbers[u] for u in verdict.by],
        "folds": [_heard(h, numbers) for h in verdict.folds],
    }


def _heard(heard: Heard, numbers: Numbers) -> Record:
    return {"voice": str(heard.voice), "sources": heard.sources} | _fold(heard.weighed, heard.figure, numbers)


def _fold(weighed: Iterable[Weighed], figure: Figure, numbers: Numbers) -> Record:
    """A fold with every number in it: P = (½ + Σwq)/(1 + Σw) over those that count, bounds of Beta(½ + Σwq, ½ + Σw − Σwq)."""
    every = list(weighed)
    counted = [w for w in every if w.counted]
    return {
        "weighed": [_weighed(w, numbers) for w in every],
        "sum_w": round(sum(w.mass for w in counted), 6),
        "sum_wq": round(sum(w.mass * w.q for w in counted), 6),
        **figure_record(figure),
        "beta": [round(0.5 + figure.mass_for, 6), round(0.5 + figure.mass_against, 6)],
        "bounds": "yes" if figure.firm_yes else "no" if figure.firm_no else "not firm",
    }


def _weighed(one: Weighed, numbers: Numbers) -> Record:
    low, high = (drawn(one.towards, c) for c in (one.certainty.low, one.certainty.high))
    return {
        "utterance": numbers[one.utterance],
        "towards": one.towards,
        "ages_to": day_record(one.age.until),
        "age_days": one.age.days,
        "recency": one.age.recency,
        "w": one.mass,
        "q_ends": _ends(*sorted((low, high))),
        "q": one.q,
        "wq": one.mass * one.q,
        "counted": one.counted,
    }


def _ends(low: float, high: float) -> list[float]:
    return [round(low, 6), round(high, 6)]


def figure_record(figure: Figure) -> Record:
    """P with its 5% and 95% bounds and the masses on both sides."""
    return {
        "p": figure.p,
        "low": round(figure.low, 6),
        "high": round(figure.high, 6),
        "mass_for": figure.mass_for,
        "mass_against": figure.mass_against,
    }
