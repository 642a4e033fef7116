"""Roles: the offices and signatories that count at a moment, and entering one that the pack does not have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.desk.names import known_party
from detente.desk.project import Project
from detente.kernel.errors import UnknownName
from detente.ledger.roles import Role, RoleAction, check_role, standing_roles
from detente.ledger.view import Moment
from detente.packs.model import STAGES, Office, Person, Stage


@dataclass(frozen=True, slots=True)
class Held:
    """An office, and the person who holds it."""

    person: Person
    office: Office


@dataclass(frozen=True, slots=True)
class Roles:
    """The offices and signatories that count, and what was entered, each with its number and whether it still stands."""

    offices: tuple[Held, ...]
    signatories: dict[Stage, tuple[str, ...]]
    entered: tuple[tuple[int, Role, bool], ...]


def roles_of(project: Project, moment: Moment, *, party: str | None = None) -> Roles:
    """The roles in a project that was opened at that moment, of one party or of all; raises UnknownName."""
    if party is not None:
        known_party(project.pack, party)
    every = project.file.roles()
    stand = standing_roles(every, moment)
    offices = [
        Held(person, office)
        for person in project.pack.persons.values()
        for office in person.offices
        if party in {None, office.party}
    ]
    offices.sort(key=lambda held: (held.office.party, held.office.title.casefold(), held.office.start or ""))
    entered = tuple(
        (number, role, role in stand)
        for number, role in enumerate(every, start=1)
        if party in {None, role.party}
    )
    return Roles(tuple(offices), {stage: project.pack.signatories[stage] for stage in STAGES}, entered)


def enter(project: Project, role: Role) -> Role:
    """Append a role; raises UnknownName, BadInput or BadDate."""
    known_party(project.pack, role.party)
    check_role(project.file.roles(), role)
    project.file.enter_role(role)
    return role


def withdraw(project: Project, number: int, by: Role) -> Role:
    """Take back the role of that number; `by` tells the reason, the reviewer and the time."""
    every: Sequence[Role] = project.file.roles()
    if not 1 <= number <= len(every):
        count = f"there are {len(every)}" if every else "none was entered"
        raise UnknownName(f"no role {number} in this project; {count} (`detente roles P`)")
    made = replace(
        every[number - 1], action=RoleAction.WITHDRAW, reason=by.reason, reviewer=by.reviewer, at=by.at
    )
    project.file.enter_role(made)
    return made
