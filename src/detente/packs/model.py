"""The types of a pack. Field names are those of the YAML files (docs/packs.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from detente.packs.dealings import (
    AnswerEntry,
    DeadlineEntry,
    GiftEntry,
    LeverEntry,
    Measure,
    OfferEntry,
    PromiseEntry,
)

Aliases = Mapping[str, tuple[str, ...]]
Stage = Literal["truce", "settlement"]
STAGES: tuple[Stage, ...] = ("truce", "settlement")
TermValue = str | tuple[str, ...] | Mapping[str, Any] | bool | int | float


@dataclass(frozen=True, slots=True)
class Option:
    """An outcome of an issue. `could_be`: a vague option stands for this set and is never the value of a package.

    `value` is its number in the unit of the issue (or in a `unit` of its own, which is turned into that when the pack is
    read), `to` the upper end where it is a range; `direction`: whether the number is a limit.
    `binds`: whether it lays the same duty on both sides (an element of a list that does is not shut out by "none"), or a duty
    on one only; None where the question does not arise.
    """

    id: str
    label: str
    could_be: tuple[str, ...] = ()
    value: float | None = None
    direction: Literal["at_most", "at_least", "exactly"] | None = None
    to: float | None = None
    unit: str | None = None
    binds: Literal["both", "one"] | None = None


@dataclass(frozen=True, slots=True)
class Leaf:
    """An issue of the taxonomy. `axis` names the two ends of an ordered list of options.

    `regime`: what one rule for both sides would be about; issues of one regime can be put under one rule. `assures`: what a
    third party does there can stand in for a side's own guarantee.
    """

    id: str
    label: str = ""
    definition: str = ""
    type: Literal["ordinal", "categorical", "set", "numeric", "boolean"] = "categorical"
    monotone: bool = False
    axis: tuple[str, ...] = ()
    unit: str | None = None
    options: tuple[Option, ...] = ()
    instances: tuple[str, ...] = ()
    codes: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""
    regime: str | None = None
    assures: bool = False

    @property
    def domain(self) -> str:
        """The group of the leaf: the part of its id before the dot."""
        return self.id.partition(".")[0]

    def option(self, option_id: str) -> Option | None:
        """The option of that id, or None."""
        return next((o for o in self.options if o.id == option_id), None)

    @property
    def for_both(self) -> Option | None:
        """The option that binds both sides; elements of a set are conditions beside others, no rule of their own."""
        some = () if self.type == "set" else self.options
        return next((o for o in some if o.binds == "both" and not o.could_be), None)


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who can hold a position."""

    id: str
    name: str
    source: str
    kind: Literal["state", "movement", "bloc", "organisation"] = "state"
    members: tuple[str, ...] = ()
    aliases: Aliases = field(default_factory=dict)
    demonyms: Aliases = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Body:
    """A ministry, parliament, army or office that speaks for a party."""

    id: str
    name: str
    party: str
    source: str
    aliases: Aliases = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Office:
    """A dated office; `start` and `end` are dates with precision, `end` None means still held."""

    party: str
    title: str
    source: str = ""
    body: str | None = None
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A person and the offices by which he or she speaks for a party."""

    id: str
    name: str
    offices: tuple[Office, ...] = ()
    surname: str | None = None
    aliases: Aliases = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True, slots=True)
class Expert:
    """A person who analyses and holds nothing."""

    id: str
    name: str
    source: str
    institute: str | None = None
    aliases: Aliases = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Institute:
    """A body that analyses and holds nothing."""

    id: str
    name: str
    source: str
    country: str | None = None
    aliases: Aliases = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Instance:
    """The thing an issue is about; `members` for a name that stands for several instances."""

    issue: str
    id: str
    name: str
    source: str = ""
    aliases: Aliases = field(default_factory=dict)
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pole:
    """The end of a monotone axis towards which a party pulls; `instance` None means all."""

    party: str
    issue: str
    pole: str
    source: str
    instance: str | None = None


@dataclass(frozen=True, slots=True)
class Provider:
    """Parties who alone can give certain options; they bind for these, besides the signatories."""

    issue: str
    options: tuple[str, ...]
    parties: tuple[str, ...]
    source: str
    instance: str | None = None


@dataclass(frozen=True, slots=True)
class Consent:
    """An issue that is not the signatories' to decide: only these parties bind it."""

    issue: str
    parties: tuple[str, ...]
    source: str
    instance: str | None = None


@dataclass(frozen=True, slots=True)
class Composite:
    """A word that bundles issues: read as `means`; the wider reading is inferred and never firm."""

    id: str
    aliases: Aliases
    means: tuple[str, ...]
    source: str
    wider: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """A party must keep at least one of these; each entry is a list of terms that hold together."""

    id: str
    party: str
    stage: Stage
    name: str
    any_of: tuple[tuple[str, ...], ...]
    source: str


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule between issues as written; parsed by `packs.rules`. `stage` None means both."""

    id: str
    rule: str
    source: str
    soft: bool = False
    stage: Stage | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A dated fact of the process, in our own words."""

    id: str
    date: str
    kind: str
    parties: tuple[str, ...]
    terms: str
    url: str | None = None
    place: str | None = None
    proposal: str | None = None
    date_precision: str | None = None
    confidence: str | None = None
    url2: str | None = None
    pax_id: int | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Partial packages that somebody tabled. `terms` and each alternative map `issue[instance]` to an option or a list."""

    id: str
    name: str
    date: str
    by: tuple[str, ...]
    basis: Literal["text", "report", "partial"]
    terms: Mapping[str, TermValue]
    url: str | None = None
    event: str | None = None
    stage: Stage = "settlement"
    open: tuple[str, ...] = ()
    alternatives: Mapping[str, Mapping[str, TermValue]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    url2: str | None = None


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who puts reports out; `room`: publishers that speak from one newsroom count as one source."""

    id: str
    name: str
    kind: str
    source: str
    country: str | None = None
    ownership: str = "unknown"
    room: str | None = None
    copies_from: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    aliases: Aliases = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """A named place; disputed places are listed as disputed, with no owner chosen."""

    id: str
    name: str
    kind: str
    source: str
    country: str | None = None
    part_of: str | None = None
    disputed: bool = False
    iso: str | None = None
    aliases: Aliases = field(default_factory=dict)
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A passage and what a domain expert says must be read from it."""

    name: str
    text: str
    expect: tuple[Mapping[str, Any], ...] = ()
    date: str | None = None


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """A mechanism that a ceasefire text has or lacks; `sev` 3 = without it a truce cannot be judged kept or broken."""

    id: str
    label: str
    ask: str
    sev: int
    src: tuple[str, ...] = ()
    issue: str | None = None
    example: str | None = None


@dataclass(frozen=True, slots=True)
class Pack:
    """The data of one conflict, with the core taxonomy and the packs it extends laid underneath.

    `digest` is the SHA-256 of all files it was read from: part of every cache key.
    """

    id: str
    title: str
    version: int
    digest: str
    languages: tuple[str, ...]
    belligerents: tuple[str, ...]
    signatories: Mapping[Stage, tuple[str, ...]]
    half_life_days: float
    leaves: Mapping[str, Leaf]
    parties: Mapping[str, Party]
    bodies: Mapping[str, Body] = field(default_factory=dict)
    persons: Mapping[str, Person] = field(default_factory=dict)
    experts: Mapping[str, Expert] = field(default_factory=dict)
    institutes: Mapping[str, Institute] = field(default_factory=dict)
    instances: tuple[Instance, ...] = ()
    poles: tuple[Pole, ...] = ()
    providers: tuple[Provider, ...] = ()
    consent: tuple[Consent, ...] = ()
    composites: tuple[Composite, ...] = ()
    needs: tuple[Need, ...] = ()
    rules: tuple[RuleText, ...] = ()
    events: Mapping[str, Event] = field(default_factory=dict)
    proposals: Mapping[str, Proposal] = field(default_factory=dict)
    publishers: Mapping[str, Publisher] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    cases: tuple[Case, ...] = ()
    checklist: tuple[ChecklistItem, ...] = ()
    offers: tuple[OfferEntry, ...] = ()
    answers: tuple[AnswerEntry, ...] = ()
    deadlines: tuple[DeadlineEntry, ...] = ()
    given: tuple[GiftEntry, ...] = ()
    levers: tuple[LeverEntry, ...] = ()
    promises: tuple[PromiseEntry, ...] = ()
    measures: tuple[Measure, ...] = ()
    group_labels: Mapping[str, str] = field(default_factory=dict)
    folders: tuple[str, ...] = ()
    rule_places: Mapping[str, str] = field(default_factory=dict)

    def leaf(self, issue: str) -> Leaf | None:
        """The leaf of that id, or None."""
        return self.leaves.get(issue)

    def instances_of(self, issue: str) -> tuple[Instance, ...]:
        """The declared instances of an issue, in the order of the pack."""
        return tuple(i for i in self.instances if i.issue == issue)

    def deciding(self, issue: str, instance: str | None) -> Consent | None:
        """Who alone decides on an issue, or on an instance of it; None where it is the signatories'."""
        return next((c for c in self.consent if c.issue == issue and c.instance in {None, instance}), None)

    def pole(self, party: str, issue: str, instance: str | None) -> str | None:
        """The end of the axis a party pulls to on an instance: the instance's own entry before the general one."""
        entries = [p for p in self.poles if p.party == party and p.issue == issue]
        own = next((p.pole for p in entries if p.instance is not None and p.instance == instance), None)
        return own or next((p.pole for p in entries if p.instance is None), None)

    def party_name(self, party: str | None) -> str:
        """The name to print for a party id; the id itself where the pack has none."""
        if party is None:
            return "nobody named"
        found = self.parties.get(party)
        return found.name if found else party
