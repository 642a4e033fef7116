"""Check a pack's references: every id that is used must exist, with file, line and the nearest known name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detente.kernel.dates import parse_when
from detente.kernel.errors import BadDate, BadRule
from detente.kernel.problems import Problem, Severity
from detente.kernel.suggest import did_you_mean
from detente.packs.check_dealings import check_dealings
from detente.packs.loaded import LoadedPack
from detente.packs.model import Leaf, Pack, TermValue
from detente.packs.numbers import fault_of_term, faults_of_numbers
from detente.packs.rules import Term, parse_rule, parse_terms
from detente.packs.terms import split_key


def check(loaded: LoadedPack) -> tuple[Problem, ...]:
    """Every fault of reference in a pack, errors first, in the order of place."""
    steps = (_people, _issues, _stands, _rules, _needs, _composites, _events, _proposals, _cases)
    found = [problem for step in (*steps, check_dealings) for problem in step(loaded)]
    return tuple(sorted(found, key=lambda p: (p.severity != "error", p.place)))


def _fault(place: str, message: str, remedy: str, *, severity: Severity = "error") -> Problem:
    return Problem("pack-reference", place, message, remedy, severity)


def _place(loaded: LoadedPack, section: str, identity: str) -> str:
    return loaded.places.get((section, identity), loaded.pack.id)


def _unknown(loaded: LoadedPack, what: str, name: str, *, known: Iterable[str]) -> str:
    return f"no {what} '{name}' in pack {loaded.pack.id}{did_you_mean(name, known)}"


def _parties(loaded: LoadedPack, place: str, names: Iterable[str | None]) -> Iterator[Problem]:
    for name in names:
        if name is not None and name not in loaded.pack.parties:
            yield _fault(
                place,
                _unknown(loaded, "party", name, known=loaded.pack.parties),
                "add it to parties.yaml or correct the id",
            )


def _people(loaded: LoadedPack) -> Iterator[Problem]:
    pack = loaded.pack
    named = [*pack.belligerents, *(p for parties in pack.signatories.values() for p in parties)]
    yield from _parties(loaded, f"{pack.id}/pack.yaml", named)
    for party in pack.parties.values():
        yield from _parties(loaded, _place(loaded, "parties", party.id), party.members)
    for body in pack.bodies.values():
        yield from _parties(loaded, _place(loaded, "bodies", body.id), [body.party])
    for person in pack.persons.values():
        place = _place(loaded, "persons", person.id)
        for office in person.offices:
            yield from _parties(loaded, place, [office.party])
            yield from _dates(place, [office.start, office.end])
    for expert in pack.experts.values():
        if expert.institute is not None and expert.institute not in pack.institutes:
            message = _unknown(loaded, "institute", expert.institute, known=pack.institutes)
            yield _fault(
                _place(loaded, "experts", expert.id), message, "add it to institutes or correct the id"
            )


def _dates(place: str, dates: Iterable[str | None]) -> Iterator[Problem]:
    for text in dates:
        try:
            parse_when(text)
        except BadDate as fault:
            yield _fault(place, str(fault), "correct the date")


def _leaf(loaded: LoadedPack, place: str, issue: str) -> tuple[Leaf | None, list[Problem]]:
    leaf = loaded.pack.leaf(issue)
    if leaf is None:
        message = _unknown(loaded, "issue", issue, known=loaded.pack.leaves)
        return None, [_fault(place, message, "correct the id or add the leaf to issues.yaml")]
    return leaf, []


def _options(leaf: Leaf, place: str, options: Iterable[str]) -> Iterator[Problem]:
    names = [o.id for o in leaf.options]
    for option in options:
        if option not in {*names, "open"}:
            yield _fault(
                place,
                f"issue '{leaf.id}' has no option '{option}'{did_you_mean(option, names)}",
                f"it has {', '.join(names)}",
            )


def _issues(loaded: LoadedPack) -> Iterator[Problem]:
    for leaf in loaded.pack.leaves.values():
        place = _place(loaded, "leaves", leaf.id)
        names = [o.id for o in leaf.options]
        for name in {n for n in names if names.count(n) > 1}:
            yield _fault(place, f"option '{name}' stands twice in '{leaf.id}'", "keep one")
        for option in leaf.options:
            yield from _options(leaf, place, option.could_be)
        for message, remedy in faults_of_numbers(leaf):
            yield _fault(place, message, remedy)
        if leaf.monotone and len(leaf.axis) != 2:
            yield _fault(
                place,
                f"monotone issue '{leaf.id}' needs an axis of two ends",
                "write axis: [one end, other end]",
            )
    for instance in loaded.pack.instances:
        place = _place(loaded, "instances", f"{instance.issue}[{instance.id}]")
        _, faults = _leaf(loaded, place, instance.issue)
        yield from faults
        yield from _instances(loaded, place, instance.issue, names=instance.members)


def _instances(
    loaded: LoadedPack, place: str, issue: str, *, names: Iterable[str | None]
) -> Iterator[Problem]:
    known = {i.id for i in loaded.pack.instances_of(issue)}
    for name in names:
        if name is not None and name not in known:
            message = f"issue '{issue}' has no instance '{name}'{did_you_mean(name, known)}"
            yield _fault(place, message, "add it to instances in issues.yaml")


def _stands(loaded: LoadedPack) -> Iterator[Problem]:
    """Poles, providers and consent: parties, issues, instances, options and ends of axes must exist."""
    pack = loaded.pack
    for pole in pack.poles:
        place = _place(loaded, "poles", f"{pole.party}:{pole.issue}[{pole.instance or '*'}]")
        yield from _parties(loaded, place, [pole.party])
        leaf, faults = _leaf(loaded, place, pole.issue)
        yield from faults
        yield from _instances(loaded, place, pole.issue, names=[pole.instance] if leaf else [])
        if leaf and (not leaf.monotone or pole.pole not in leaf.axis):
            ends = " or ".join(f"'{a}'" for a in leaf.axis) or "none: it is not monotone"
            yield _fault(
                place,
                f"'{pole.pole}' is no end of the axis of '{leaf.id}'{did_you_mean(pole.pole, leaf.axis)}",
                f"ends are {ends}",
            )
    for section, records in (("providers", pack.providers), ("consent", pack.consent)):
        for record in records:
            options: tuple[str, ...] = getattr(record, "options", ())
            place = _place(loaded, section, f":{record.issue}[{record.instance or '*'}]{','.join(options)}")
            yield from _parties(loaded, place, record.parties)
            leaf, faults = _leaf(loaded, place, record.issue)
            yield from faults
            if leaf:
                yield from _options(leaf, place, options)
                yield from _instances(loaded, place, record.issue, names=[record.instance])


def _rules(loaded: LoadedPack) -> Iterator[Problem]:
    for rule in loaded.pack.rules:
        place = _place(loaded, "rules", rule.id)
        try:
            parsed = parse_rule(rule.rule, loaded.pack)
        except BadRule as fault:
            yield _fault(place, str(fault), "see docs/rules.md for the language")
            continue
        if parsed.shape == "makes" and not rule.soft:
            message = f"rule '{rule.id}' says what is made of it in words, and is hard"
            yield _fault(place, message, "mark it soft: true, or write contradicts")
        for term in parsed.terms:
            names = [term.instance] if term.instance != "*" else []
            yield from _instances(loaded, place, term.issue, names=names)
            yield from _never_on_agenda(place, term)


def _never_on_agenda(place: str, term: Term) -> Iterator[Problem]:
    """An issue of the course of events is no part of a package: a rule on it would bind nothing."""
    if term.issue.startswith("course."):
        yield _fault(
            place, f"'{term.issue}' is never part of a package", "write the rule on what can be agreed"
        )


def _needs(loaded: LoadedPack) -> Iterator[Problem]:
    for need in loaded.pack.needs:
        place = _place(loaded, "needs", need.id)
        yield from _parties(loaded, place, [need.party])
        for terms in need.any_of:
            for text in terms:
                try:
                    terms_read = parse_terms(text, loaded.pack)
                except BadRule as fault:
                    yield _fault(place, str(fault), "see docs/rules.md for the language")
                    continue
                for term in terms_read:
                    yield from _need_instance(loaded, place, term)


def _need_instance(loaded: LoadedPack, place: str, term: Term) -> Iterator[Problem]:
    """A need says which instance it is about wherever there are several: "some area or other" would protect nobody."""
    declared = [i.id for i in loaded.pack.instances_of(term.issue)]
    if term.instance not in {None, "*"}:
        yield from _instances(loaded, place, term.issue, names=[term.instance])
    elif term.instance == "*" or len(declared) > 1:
        yield _fault(
            place,
            f"'{term}' names no one instance",
            f"write {term.issue}[INSTANCE]: {', '.join(declared) or 'none declared'}",
        )


def _composites(loaded: LoadedPack) -> Iterator[Problem]:
    for composite in loaded.pack.composites:
        place = _place(loaded, "composites", composite.id)
        for text in composite.means:
            key, _, option = text.partition("=")
            issue, instance = split_key(key)
            leaf, faults = _leaf(loaded, place, issue)
            yield from faults
            if leaf:
                yield from _options(leaf, place, [option] if option else [])
                yield from _instances(loaded, place, issue, names=[instance])
        for issue in composite.wider:
            if loaded.pack.leaf(issue.partition("=")[0].partition("[")[0]) is None:
                yield _fault(
                    place, _unknown(loaded, "issue", issue, known=loaded.pack.leaves), "correct the id"
                )


def _events(loaded: LoadedPack) -> Iterator[Problem]:
    for event in loaded.pack.events.values():
        place = _place(loaded, "events", event.id)
        yield from _parties(loaded, place, event.parties)
        yield from _dates(place, [event.date])
        if event.proposal is not None and event.proposal not in loaded.pack.proposals:
            yield _fault(
                place,
                _unknown(loaded, "proposal", event.proposal, known=loaded.pack.proposals),
                "add it to proposals.yaml",
            )


def _proposals(loaded: LoadedPack) -> Iterator[Problem]:
    for proposal in loaded.pack.proposals.values():
        place = _place(loaded, "proposals", proposal.id)
        yield from _parties(loaded, place, proposal.by)
        yield from _dates(place, [proposal.date])
        for terms in (proposal.terms, *proposal.alternatives.values(), dict.fromkeys(proposal.open, "open")):
            for key, value in terms.items():
                yield from _proposal_term(loaded, place, (key, value))


def _proposal_term(loaded: LoadedPack, place: str, term: tuple[str, TermValue]) -> Iterator[Problem]:
    issue, instance = split_key(term[0])
    leaf, faults = _leaf(loaded, place, issue)
    yield from faults
    if leaf is None:
        return
    yield from _instances(loaded, place, issue, names=[instance])
    value = term[1]
    if isinstance(value, str):
        yield from _options(leaf, place, [value])
    elif isinstance(value, tuple | list):
        yield from _options(leaf, place, [str(v) for v in value])
        if "none" in value and len(value) > 1:
            yield _fault(place, f"'none' stands beside others in '{term[0]}'", "keep none, or the others")
    elif fault := fault_of_term(leaf, value):
        yield _fault(
            place, fault, f"name one of {', '.join(o.id for o in leaf.options)}, or a number in its unit"
        )


def _cases(loaded: LoadedPack) -> Iterator[Problem]:
    for case in loaded.pack.cases:
        place = _place(loaded, "cases", case.name)
        for expected in case.expect:
            yield from _parties(loaded, place, [expected.get("holder")])
            if "issue" in expected:
                yield from _leaf(loaded, place, str(expected["issue"]))[1]


def hint_poles(pack: Pack) -> tuple[Problem, ...]:
    """A note for each monotone issue that proposals or rules use and on which a belligerent has no pole."""
    used = {split_key(key)[0] for p in pack.proposals.values() for key in p.terms}
    return tuple(
        _fault(
            pack.id,
            f"{party} has no pole on '{issue}'",
            "add one to poles, or leave it: a demand then means that option only",
            severity="note",
        )
        for issue in sorted(used)
        if (leaf := pack.leaf(issue)) and leaf.monotone
        for party in pack.belligerents
        if not any(p.party == party and p.issue == issue for p in pack.poles)
    )
