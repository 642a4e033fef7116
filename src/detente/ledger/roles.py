"""Roles that a person entered: who held which office for a party, and which parties sign, from when to when.

They lie over the pack's as long as a project is asked: an appointment of yesterday needs no new pack, and what was known of it
on an earlier day is still a question that the file can answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from detente.kernel.dates import When, parse_when
from detente.kernel.errors import BadDate, BadInput
from detente.ledger.view import Moment
from detente.packs.model import STAGES, Office, Pack, Person, Stage

RoleKind = Literal["office", "signatory"]
ROLE_KINDS: tuple[RoleKind, ...] = ("office", "signatory")
_Name = tuple[str, str, str, str, str]


class RoleAction(StrEnum):
    """What a person can do: enter a role, or take back one that was entered."""

    ENTER = "enter"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Role:
    """A role as somebody entered it: appended, never changed.

    `office`: `person` speaks for `party` as `title`. `signatory`: `party` signs the deal named in `title` (a stage).
    `since`, `until` and `published` (when it was made known) are dates with precision; `until` None means still so.
    Entering the same role with the same start again takes the place of what was entered before.
    """

    kind: RoleKind
    party: str
    title: str
    action: RoleAction
    reason: str
    reviewer: str
    at: datetime
    person: str | None = None
    since: str | None = None
    until: str | None = None
    published: str | None = None


def check_role(roles: Iterable[Role], role: Role) -> None:
    """Raise BadInput or BadDate where a role says nothing that can stand, or what it withdraws does not."""
    check_sense(role)
    if role.action is RoleAction.WITHDRAW and _name(role) not in _folded(roles):
        raise BadInput(f"no role '{told(role)}' stands that could be withdrawn; list those that were entered")


def check_sense(role: Role) -> None:
    """Raise BadInput or BadDate where a role by itself says nothing that can stand."""
    if not role.reason.strip():
        raise BadInput("a role without a reason; say on what word it rests")
    if role.kind not in ROLE_KINDS:
        raise BadInput(f"'{role.kind}' is no kind of role; give one of {', '.join(ROLE_KINDS)}")
    if not role.party.strip() or not role.title.strip():
        raise BadInput("a role without its party or its title; give both")
    if role.kind == "office" and not (role.person or "").strip():
        raise BadInput(f"the office '{role.title}' without the person who holds it; give a name")
    if role.kind == "signatory" and role.title not in STAGES:
        raise BadInput(f"'{role.title}' is no deal that can be signed; give one of {', '.join(STAGES)}")
    start, end, _ = (parse_when(text) for text in (role.since, role.until, role.published))
    if start.earliest and end.latest and end.latest < start.earliest:
        raise BadDate(f"the role ends ({role.until}) before it begins ({role.since}); correct one of the two")


def standing_roles(roles: Iterable[Role], moment: Moment | None = None) -> tuple[Role, ...]:
    """The roles that stand: what was entered by then, and was known by then."""
    moment = moment or Moment()
    seen = (r for r in roles if moment.recorded_by is None or r.at <= moment.recorded_by)
    return tuple(_folded(r for r in seen if moment.known_by is None or _known(r) <= moment.known_by).values())


def pack_at(pack: Pack, roles: Iterable[Role], moment: Moment | None = None) -> Pack:
    """The pack with the roles that stand at a moment over its own: offices with their dates, signatories of that day."""
    moment = moment or Moment()
    stand = standing_roles(roles, moment)
    if not stand:
        return pack
    persons = dict(pack.persons)
    for role in stand:
        if role.kind == "office":
            person = _person(persons, role.person or "")
            persons[person.id] = replace(person, offices=_with(person.offices, role))
    signing = {s: _signatories(pack.signatories[s], s, (stand, moment.as_of)) for s in STAGES}
    return replace(pack, persons=persons, signatories=signing)


def told(role: Role) -> str:
    """A role in words."""
    who = (
        f"{role.person}, {role.title} of {role.party}"
        if role.kind == "office"
        else f"{role.party} signs the {role.title}"
    )
    return f"{who} ({role.since or '..'} to {role.until or '..'})"


def _folded(roles: Iterable[Role]) -> Mapping[_Name, Role]:
    found: dict[_Name, Role] = {}
    for role in sorted(roles, key=lambda role: role.at):
        if role.action is RoleAction.ENTER:
            found[_name(role)] = role
        else:
            found.pop(_name(role), None)
    return found


def _name(role: Role) -> _Name:
    person = " ".join((role.person or "").split()).casefold()
    return role.kind, person, role.party, " ".join(role.title.split()).casefold(), role.since or ""


def _known(role: Role) -> date:
    published = parse_when(role.published)
    return published.latest or published.earliest or role.at.date()


def _person(persons: Mapping[str, Person], name: str) -> Person:
    """The person of that id, name or alias; a new one where the pack has none."""
    wanted = " ".join(name.split()).casefold()
    for person in persons.values():
        names = (person.id, person.name, *(alias for many in person.aliases.values() for alias in many))
        if wanted in {one.casefold() for one in names}:
            return person
    return Person(name, name, source="entered in the project")


def _with(offices: Sequence[Office], role: Role) -> tuple[Office, ...]:
    """Offices with one that was entered, in place of the person's own of that title in that time."""
    made = Office(
        role.party, role.title, f"entered by {role.reviewer}: {role.reason}", None, role.since, role.until
    )
    kept = [office for office in offices if not _same(office, made)]
    return tuple(sorted((*kept, made), key=lambda o: parse_when(o.start).earliest or date.min))


def _same(office: Office, other: Office) -> bool:
    if (office.party, office.title.casefold()) != (other.party, other.title.casefold()):
        return False
    first, second = sorted((office, other), key=lambda o: parse_when(o.start).earliest or date.min)
    end, start = parse_when(first.end).latest, parse_when(second.start).earliest
    return end is None or start is None or start <= end


def _signatories(
    before: Sequence[str], stage: Stage, known: tuple[Sequence[Role], date | None]
) -> tuple[str, ...]:
    """Those who sign on a day (None: now): of a party with roles that were entered, these tell."""
    stand, day = known
    entered = [role for role in stand if role.kind == "signatory" and role.title == stage]
    signs = {r.party: any(_in_force(o, day) for o in entered if o.party == r.party) for r in entered}
    return (
        *(p for p in before if signs.get(p, True)),
        *(p for p, s in signs.items() if s and p not in before),
    )


def _in_force(role: Role, day: date | None) -> bool:
    start, end = parse_when(role.since), parse_when(role.until)
    if day is None:
        return not end.known
    return _begun(start, day) and (end.latest is None or day <= end.latest)


def _begun(start: When, day: date) -> bool:
    return start.earliest is None or start.earliest <= day
