"""Questions by the value of asking them: on which results the answer bears, and in how many worlds it decides them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from detente.bargaining.results import Question, QuestionKind
from detente.bargaining.worlds.results import Robustness, Unknown
from detente.packs.model import Stage

# What is put to several, or asked of one on behalf of another, is worth what their answers on the matter are.
_OF_EVERYBODY = {QuestionKind.SAME_LIMITS, QuestionKind.UNANSWERED}
_NOTICED = 0.01  # a share of the worlds below which nothing is said


def valued(questions: Iterable[Question], worlds: Mapping[Stage, Robustness]) -> tuple[Question, ...]:
    """The questions with what worlds say of them, those of most value first within a party, parties in alphabetical order."""
    found = [_valued(q, worlds) for q in questions]
    return tuple(sorted(found, key=lambda q: (q.party, -q.value)))


def _valued(question: Question, worlds: Mapping[Stage, Robustness]) -> Question:
    unknowns = [u for stage, told in worlds.items() for u in _answered(question, stage, told)]
    best: dict[str, float] = {}
    for unknown in unknowns:
        for bearing in unknown.bearings:
            if bearing.kind != "matter" and bearing.decides.value >= _NOTICED:
                best[bearing.result] = max(best.get(bearing.result, 0.0), bearing.decides.value)
    decides = tuple(sorted(best.items(), key=lambda b: (-b[1], b[0])))
    return replace(question, value=round(sum(u.value for u in unknowns), 6), decides=decides)


def _answered(question: Question, stage: Stage, told: Robustness) -> tuple[Unknown, ...]:
    """The open positions that an answer would make known: of both deals where it is asked which of them."""
    if question.kind is not QuestionKind.STAGE_UNCLEAR and stage != question.stage:
        return ()
    every = {u.party for u in told.unknowns} if question.kind in _OF_EVERYBODY else {question.party}
    about = {
        (u.party, *u.keys, u.kind): u
        for key in question.keys
        for party in sorted(every)
        for u in told.of(party, key)
    }
    if question.kind is QuestionKind.STAGE_UNCLEAR:
        drawn = tuple(u for u in about.values() if u.kind == "stage")
        return drawn or tuple(u for u in about.values() if u.kind == "position")
    return tuple(u for u in about.values() if u.kind != "stage")
