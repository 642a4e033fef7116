"""Questions: the open positions on which most results hang, in words that can be put to a party (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from detente.bargaining.constraints.groups import role_of
from detente.bargaining.constraints.model import Role, StageProblem
from detente.bargaining.questions_of_terms import questions_of_terms
from detente.bargaining.questions_to_others import questions_to_others
from detente.bargaining.results import Deadlock, ProposalScore, Question, QuestionKind
from detente.bargaining.wording import key_label, listed, option_label
from detente.ledger.agenda import Key
from detente.ledger.entries import Line
from detente.ledger.positions import OptionStand, Position, Word
from detente.ledger.utterances import Voice
from detente.packs.model import Pack, Stage

_DEAL = {"truce": "a ceasefire", "settlement": "a settlement"}
_KINDS = list(QuestionKind)
_OF_ANY_MATTER = {QuestionKind.NOT_HEARD, QuestionKind.NOT_ANSWERED, QuestionKind.STAGE_UNCLEAR}
_PUT_BETTER = {
    QuestionKind.NOT_HEARD,
    QuestionKind.NOT_ANSWERED,
}  # where the same limits on both sides are asked about


def questions(
    positions: Sequence[Position],
    results: tuple[Sequence[Deadlock], Sequence[ProposalScore]],
    problem: StageProblem,
    *,
    pack: Pack,
) -> tuple[Question, ...]:
    """What to ask each party that binds, those on which most results hang first within a party; parties in alphabetical order."""
    here = [p for p in positions if p.stage == problem.stage]
    found = [q for p in here for q in _of_position(p, (problem, pack), results[0])]
    found += _not_heard(here, results, (problem, pack))
    found += _both_stages(positions, problem, (pack, results[0]))
    found += questions_of_terms(positions, results[0], problem, pack=pack)
    found += questions_to_others(positions, results, problem, pack=pack)
    mirrored = {(q.party, q.key) for q in found if q.kind is QuestionKind.SAME_LIMITS}
    unique = {
        (q.party, q.key, q.kind): q
        for q in reversed(found)
        if q.kind not in _PUT_BETTER or (q.party, q.key) not in mirrored
    }
    return tuple(sorted(_of_several(reversed(unique.values()), pack), key=_weight))


def _of_several(found: Iterable[Question], pack: Pack) -> tuple[Question, ...]:
    """Questions that are the same but for their matter are one: of the instances of an issue, and of all that was only raised."""
    alike: dict[tuple[object, ...], list[Question]] = {}
    for q in found:
        form = q.text.replace(f"“{key_label(pack, q.key)}”", "“”", 1)
        issue = None if q.kind in _OF_ANY_MATTER else q.key.issue
        alike.setdefault((q.party, q.kind, issue, form), []).append(q)
    return tuple(q[0] if len(q) == 1 else _together(q, pack) for q in alike.values())


def _together(several: Sequence[Question], pack: Pack) -> Question:
    first = several[0]
    subjects = listed(f"“{key_label(pack, q.key)}”" for q in several)
    return replace(
        first,
        text=first.text.replace(f"“{key_label(pack, first.key)}”", subjects, 1),
        hangs=tuple(dict.fromkeys(h for q in several for h in q.hangs)),
        lines=tuple(dict.fromkeys(line for q in several for line in q.lines)),
        about=tuple(dict.fromkeys((*(q.key for q in several[1:]), *(k for q in several for k in q.about)))),
    )


def _weight(question: Question) -> tuple[object, ...]:
    """Within a party: by the deadlocks that hang on it, then what was raised before what was never touched, then proposals."""
    locks = sum(h[0] in "TS" for h in question.hangs)
    untouched = question.kind is QuestionKind.NOT_HEARD
    return (
        question.party,
        -locks,
        untouched,
        -len(question.hangs),
        _KINDS.index(question.kind),
        question.key,
    )


def _both_stages(
    positions: Iterable[Position], problem: StageProblem, setting: tuple[Pack, Sequence[Deadlock]]
) -> list[Question]:
    """Demands that one report ties to the ceasefire and another to the settlement."""
    pack, found = setting
    every = list(positions)
    asked = []
    for position in (p for p in every if p.stage == problem.stage and not p.stage_unclear):
        twin = next(
            (
                p
                for p in every
                if p.party == position.party and p.key == position.key and p.stage != position.stage
            ),
            None,
        )
        if (
            twin is None
            or twin.stage_unclear
            or role_of(pack, position.party, position.key, stage=problem.stage) is None
        ):
            continue
        if not (_wants(position) and _wants(twin)):
            continue
        hangs = tuple(
            d.id
            for d in found
            if any(m.party == position.party and position.key in m.keys for m in d.members)
        )
        text = (
            f"Some reports make “{key_label(pack, position.key)}” your condition for a ceasefire, others a term of "
            "a settlement. Which is it?"
        )
        lines = (*position.lines, *twin.lines)
        asked.append(
            Question(
                position.party, position.key, problem.stage, QuestionKind.STAGE_UNCLEAR, text, hangs, lines
            )
        )
    return asked


def _wants(position: Position) -> set[str | None]:
    return {s.option for s in position.stands if "demand" in s.stances}


Setting = tuple[StageProblem, Pack]


def _of_position(position: Position, setting: Setting, found: Sequence[Deadlock]) -> list[Question]:
    problem, pack = setting
    role = role_of(pack, position.party, position.key, stage=problem.stage)
    if role is None:
        return []
    hangs = tuple(
        d.id for d in found if any(m.party == position.party and position.key in m.keys for m in d.members)
    )
    asked = [_question(position, s, (pack, problem.stage), hangs=hangs) for s in position.stands]
    if position.stage_unclear and hangs:
        text = f"Is what you say on “{key_label(pack, position.key)}” a condition for a ceasefire, or a term of a settlement?"
        asked.append(_ask(position, (QuestionKind.STAGE_UNCLEAR, text), position.lines, hangs=hangs))
    elif position.voice is Voice.ATTRIBUTED and hangs:
        said = listed(f"“{option_label(pack, position.key, s.option)}”" for s in position.stands if s.option)
        text = f"Others say that you hold {said} on “{key_label(pack, position.key)}”. What is your own position?"
        asked.append(_ask(position, (QuestionKind.ATTRIBUTED, text), position.lines, hangs=hangs))
    return [q for q in asked if q]


def _question(
    position: Position, stand: OptionStand, setting: tuple[Pack, Stage], *, hangs: tuple[str, ...]
) -> Question | None:
    pack, stage = setting
    subject, option = key_label(pack, position.key), option_label(pack, position.key, stand.option)
    if stand.word is Word.CONTESTED:
        what = f"take “{option}” on “{subject}”" if stand.option else f"agree on “{subject}”"
        text = f"Reports differ on whether you {what}. Which holds for {_DEAL[stage]}?"
        return _ask(position, (QuestionKind.CONTESTED, text), stand.lines, hangs=hangs)
    if stand.word is Word.ASKED and stand.conditions:
        text = f"You made “{option}” on “{subject}” depend on something. What exactly would have to be met, in writing?"
        return _ask(position, (QuestionKind.NOT_ANSWERED, text), stand.lines, hangs=hangs)
    if stand.word is Word.ASKED:
        ask = f"Would you take “{option}”" if stand.option else "Which outcome would you accept"
        text = f"You raised “{subject}” without committing yourself. {ask}, and on what terms?"
        return _ask(position, (QuestionKind.NOT_ANSWERED, text), stand.lines, hangs=hangs)
    hearsay = stand.voice is Voice.ATTRIBUTED  # what others say of a party is not put into its mouth
    if stand.option is None and stand.word in {Word.NO, Word.YES, Word.CONDITIONS}:
        verb = "refuse" if stand.word is Word.NO else "ask for"
        text = f"What exactly do you {verb} on “{subject}”: which outcome, by whom, when?"
        if hearsay:
            text = (
                f"Others say that you {verb} something on “{subject}”. Do you: which outcome, by whom, when?"
            )
        return _ask(position, (QuestionKind.UNNAMED, text), stand.lines, hangs=hangs)
    vague = pack.leaves[position.key.issue].option(stand.option or "")
    if vague and vague.could_be and stand.word is not Word.NO:
        ways = listed((f"“{option_label(pack, position.key, o)}”" for o in vague.could_be), last="or")
        text = f"You named “{option}” on “{subject}”. Which do you mean: {ways}?"
        if hearsay:
            text = f"Others say that you want “{option}” on “{subject}”. Do you, and if so, which: {ways}?"
        return _ask(position, (QuestionKind.UNNAMED, text), stand.lines, hangs=hangs)
    if stand.conditions and not position.condition_terms:
        text = (
            f"You made “{subject}” depend on something the reports do not spell out. What is it, in writing?"
        )
        return _ask(position, (QuestionKind.UNNAMED, text), stand.lines, hangs=hangs)
    return None


def _ask(
    position: Position, what: tuple[QuestionKind, str], lines: tuple[Line, ...], *, hangs: tuple[str, ...]
) -> Question:
    kind, text = what
    return Question(position.party, position.key, position.stage, kind, text, hangs, lines)


def _not_heard(
    here: Sequence[Position], results: tuple[Sequence[Deadlock], Sequence[ProposalScore]], setting: Setting
) -> list[Question]:
    """Keys on which others hold something, or that a tabled proposal settles, and on which a signatory was not heard."""
    problem, pack = setting
    heard = {(p.party, p.key) for p in here}
    others: dict[Key, list[Position]] = {}
    for position in here:
        others.setdefault(position.key, []).append(position)
    tabled = _tabled(results[1])
    asked = []
    for party in pack.signatories[problem.stage]:
        of_issue: dict[tuple[str, tuple[str, ...]], list[Key]] = {}
        for key in [*others, *(k for k in tabled if k not in others)]:
            if (party, key) in heard or role_of(pack, party, key, stage=problem.stage) is not Role.SIGNATORY:
                continue
            of_issue.setdefault((key.issue, _on_the_table(pack, key, others)), []).append(key)
        for (_, table), keys in of_issue.items():
            hangs = dict.fromkeys(
                d.id
                for d in results[0]
                if any(set(keys) & set(m.keys) and m.party != party for m in d.members)
            ) | dict.fromkeys(name for key in keys for name in tabled.get(key, ()))
            lines = tuple(dict.fromkeys(line for k in keys for p in others.get(k, ()) for line in p.lines))
            raised = sorted({pack.party_name(p.party) for k in keys for p in others.get(k, ())})
            text = _open_question(listed(f"“{key_label(pack, k)}”" for k in keys), table, raised)
            about = (QuestionKind.NOT_HEARD, text, tuple(hangs), lines)
            asked.append(Question(party, keys[0], problem.stage, *about, tuple(keys[1:])))
    return asked


def _tabled(scores: Sequence[ProposalScore]) -> dict[Key, tuple[str, ...]]:
    found: dict[Key, tuple[str, ...]] = {}
    for scored in scores:
        for term in {t.key for terms in scored.terms.values() for t in terms}:
            found[term] = tuple(dict.fromkeys((*found.get(term, ()), scored.proposal.id)))
    return found


def _on_the_table(pack: Pack, key: Key, others: Mapping[Key, Sequence[Position]]) -> tuple[str, ...]:
    return tuple(
        f"{pack.party_name(p.party)}: “{option_label(pack, key, s.option)}” ({s.word})"
        for p in others.get(key, ())
        for s in p.stands
        if s.option
    )


def _open_question(subject: str, table: tuple[str, ...], raised: Sequence[str]) -> str:
    if raised and not table:
        return f"What is your position on {subject}? {listed(raised)} raised it; nothing was read from you."
    if table:
        return f"What is your position on {subject}? On the table: {'; '.join(table[:4])}."
    return f"What is your position on {subject}? A tabled proposal settles it; nothing was read from you."
