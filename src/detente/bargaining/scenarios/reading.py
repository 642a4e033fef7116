"""A supposition as a person writes it: `kestria accepts terr.line=contact only with guar.form=political in settlement`."""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal

from detente.bargaining.scenarios.model import VERB_OF, Supposed, SupposedStance
from detente.kernel.errors import BadInput, UnknownName
from detente.kernel.suggest import did_you_mean, unknown_name
from detente.ledger.agenda import OTHER, Key, on_agenda
from detente.ledger.positions import of_both_stages
from detente.ledger.values import OPEN, stands_for, values_of
from detente.packs.model import STAGES, Leaf, Pack, Stage
from detente.packs.terms import join_key, split_key

_STANCES: dict[str, SupposedStance] = {verb: stance for stance, verb in VERB_OF.items()}
_FORM = "PARTY accepts|demands|offers|refuses issue[instance]=option [only with issue=option] [in truce|settlement]"
_STAGE = re.compile(r"(?P<rest>.*)\s+in\s+(?:the\s+)?(?P<stage>\S+)", re.DOTALL)
_TERM = r"[^\s\[\]=]+(?:\[[^\]]+\])?\s*=\s*\S+"
_SHAPE = re.compile(
    rf"(?P<party>\S.*?)\s+(?P<verb>[a-z]+)\s+(?P<term>{_TERM})(?:\s+only\s+with\s+(?P<with>{_TERM}))?"
)
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,6})?")
_LIKE_NUMBER = re.compile(r"[+-]?([0-9.,_]+(e[+-]?[0-9]+)?|nan|inf|infinity)", re.IGNORECASE)
_MOST_LISTED = 12


def supposed(text: str, pack: Pack, *, agenda: Collection[Key] = ()) -> tuple[Supposed, ...]:
    """What a text supposes: one position, or one for each of the instances that a name stands for.

    Raises BadInput for what is no supposition, UnknownName (with the nearest known word) for a party, issue, instance or
    option that the pack does not have. `agenda`: what was spoken of, with instances that the pack does not declare.
    """
    words = " ".join(text.split())
    tail = _STAGE.fullmatch(words)
    stage = _stage(tail["stage"]) if tail else None
    found = _SHAPE.fullmatch(tail["rest"] if tail else words)
    if not found:
        raise BadInput(f"'{words}' is no supposition; write {_FORM}")
    party, stance = _party(found["party"], pack), _stance(found["verb"])
    keys, option = _term(found["term"], pack, agenda)
    condition = None
    if found["with"]:
        if stance not in {"accept", "propose"}:
            raise BadInput(
                f"'{words}': a condition goes with accepts or offers; suppose what is {found['verb']} by itself"
            )
        tied, wanted = _term(found["with"], pack, agenda)
        if len(tied) > 1:
            raise BadInput(f"'{found['with']}' stands for {len(tied)} instances; name one of them")
        _one_value(pack.leaves[tied[0].issue], wanted)
        condition = (tied[0], wanted)
    for key in keys:
        if stage == "settlement" and not of_both_stages(key):
            raise BadInput(f"{key} is a matter of the truce; leave out 'in settlement'")
        if stance in {"accept", "propose"}:
            _one_value(pack.leaves[key.issue], option)
    return tuple(Supposed(party, stance, key, option, stage, condition) for key in keys)


def _stage(word: str) -> Stage:
    for stage in STAGES:
        if word == stage:
            return stage
    raise UnknownName(
        f"no stage '{word}'{did_you_mean(word, STAGES) or '; there are ' + ' and '.join(STAGES)}"
    )


def _stance(verb: str) -> SupposedStance:
    if verb not in _STANCES:
        known = "; there are " + ", ".join(_STANCES)
        raise UnknownName(f"no stance '{verb}'{did_you_mean(verb, _STANCES) or known}")
    return _STANCES[verb]


def _party(name: str, pack: Pack) -> str:
    """The party of that id or name."""
    named = {party.name.lower(): party.id for party in pack.parties.values()}
    if name in pack.parties:
        return name
    if name.lower() in named:
        return named[name.lower()]
    raise unknown_name(name, pack.parties, what="party", where=f"pack {pack.id}")


def _term(text: str, pack: Pack, agenda: Collection[Key]) -> tuple[tuple[Key, ...], str]:
    """The keys that `issue[instance]=option` speaks of, and the value it names."""
    written, _, option = text.rpartition("=")
    issue, instance = split_key(written)
    option = option.strip()
    leaf = pack.leaf(issue)
    if leaf is None:
        issues = (i for i, x in pack.leaves.items() if on_agenda(x))
        raise unknown_name(issue, issues, what="issue", where=f"pack {pack.id}")
    if not on_agenda(leaf):
        why = "tells how the talks go" if leaf.domain == "course" else "has no options"
        raise BadInput(
            f"{leaf.id} {why} and is never part of a package, so that nothing can be supposed on it; name an issue with options"
        )
    keys = _keys(leaf, instance, (pack, agenda))
    return keys, value_named(leaf, option)


def _keys(leaf: Leaf, instance: str | None, setting: tuple[Pack, Collection[Key]]) -> tuple[Key, ...]:
    pack, agenda = setting
    declared = pack.instances_of(leaf.id)
    spoken = [k.instance for k in agenda if k.issue == leaf.id and k.instance]
    if instance is None:
        plain = [i.id for i in declared if not i.members]
        if len(plain) > 1:
            known = ", ".join(join_key(leaf.id, i) for i in plain[:_MOST_LISTED])
            raise BadInput(f"{leaf.id} has several instances; name one of them: {known}")
        return (Key(leaf.id, plain[0] if plain else None),)
    found = next((i for i in declared if instance.lower() in {i.id.lower(), i.name.lower()}), None)
    if found:
        return tuple(Key(leaf.id, name) for name in found.members or (found.id,))
    if instance in spoken:
        return (Key(leaf.id, instance),)
    if not declared and not instance.startswith(OTHER):
        raise BadInput(f"{leaf.id} has no instances; write {leaf.id}=OPTION")
    names = [*(i.id for i in declared), *spoken]
    raise unknown_name(instance, names, what=f"instance of {leaf.id}", where=f"pack {pack.id}")


def value_named(leaf: Leaf, text: str) -> str:
    """The option or value of an issue that a word names: its id, `open`, or a number that falls among its values."""
    values = values_of(leaf)
    if leaf.option(text) or text in values:
        return text
    if text == "deferred" and OPEN in values:
        return OPEN
    if leaf.type == "numeric" and _LIKE_NUMBER.fullmatch(text):
        return _value_of_number(leaf, text)
    names = [*(o.id for o in leaf.options), *values]
    raise unknown_name(text, names, what=f"option of {leaf.id}", where="the taxonomy")


def _value_of_number(leaf: Leaf, text: str) -> str:
    """The named option of that number, else the interval in which it lies."""
    if not _NUMBER.fullmatch(text):
        raise BadInput(
            f"'{text}' is no number that {leaf.id} can take; write digits, at most 15 before the point and 6 after it"
        )
    number = Decimal(text)
    named = [o for o in leaf.options if o.value is not None and Decimal(f"{o.value:.15g}") == number]
    exact = [o.id for o in named if o.id in values_of(leaf)]
    if exact:
        return exact[0]
    for value in (v for v in values_of(leaf) if ".." in v):
        low, _, high = value.partition("..")
        if (not low or Decimal(low) < number) and (not high or number < Decimal(high)):
            return value
    raise BadInput(f"{leaf.id} has no value for {text}; its values are {', '.join(values_of(leaf))}")


def _one_value(leaf: Leaf, option: str) -> None:
    """Refuse to suppose that something vague is taken: it would stand for several outcomes, and open them all."""
    named = leaf.option(option)
    if named and named.could_be:
        raise BadInput(
            f"'{option}' on {leaf.id} could be {' or '.join(named.could_be)}; suppose one of these, or a demand"
        )


def values_named(leaf: Leaf, option: str) -> tuple[str, ...]:
    """The values that an option, or a value that has no option of its own, stands for."""
    return (
        stands_for(leaf, option) if leaf.option(option) else tuple(v for v in values_of(leaf) if v == option)
    )
