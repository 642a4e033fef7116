"""Names that a person can type for the groups of an answer: `kestria:terr.line`, `kestria:terr.line/2`, `S1/2`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from detente.bargaining.constraints.model import Group, Role, StageProblem
from detente.bargaining.results import Deadlock
from detente.kernel.errors import BadInput
from detente.kernel.suggest import unknown_name
from detente.packs.model import Stage


@dataclass(frozen=True, slots=True)
class Named:
    """A group with its short name, and the stages in which it is held."""

    name: str
    group: Group
    stages: tuple[Stage, ...]

    @property
    def matters(self) -> tuple[str, ...]:
        """The party with each matter of the group: what all its groups on a matter are called by."""
        return tuple(f"{self.group.party}:{key}" for key in self.group.keys)


def named_groups(problems: Mapping[Stage, StageProblem]) -> tuple[Named, ...]:
    """Every group of the stages once, named by party and first matter, and numbered where several share that."""
    found: dict[str, tuple[Group, list[Stage]]] = {}
    for stage, problem in problems.items():
        for group in problem.groups:
            found.setdefault(group.id, (group, []))[1].append(stage)
    by_matter: dict[str, list[str]] = {}
    for group, _ in found.values():
        by_matter.setdefault(_matter(group), []).append(group.id)
    return tuple(
        Named(_name(group, by_matter[_matter(group)]), group, tuple(stages))
        for group, stages in found.values()
    )


def _matter(group: Group) -> str:
    """What a group is called by: a need by its own id, any other by its party and first matter."""
    return group.id if group.role is Role.NEED else f"{group.party}:{group.keys[0]}"


def _name(group: Group, sharing: Sequence[str]) -> str:
    matter = _matter(group)
    return matter if len(sharing) == 1 else f"{matter}/{sharing.index(group.id) + 1}"


def groups_called(text: str, named: Sequence[Named], locks: Iterable[Deadlock]) -> tuple[Group, ...]:
    """The groups that a name stands for: a group's id or short name, all of a party on a matter, a deadlock's n-th member.

    Raises UnknownName with the nearest known name, or BadInput for a deadlock without the number of a member.
    """
    exact = [n.group for n in named if text in {n.name, n.group.id}]
    if exact:
        return tuple(exact)
    on_matter = [n.group for n in named if text in n.matters]
    if on_matter:
        return tuple(on_matter)
    members = {d.id: d.members for d in locks}
    lock, _, number = text.partition("/")
    if lock in members:
        every = members[lock]
        if number.isascii() and number.isdigit() and 1 <= int(number[:6]) <= len(every):
            return (every[int(number) - 1],)
        ways = "; ".join(f"{lock}/{i}: {m.party}, {m.wording}" for i, m in enumerate(every, start=1))
        raise BadInput(f"'{text}' names no member of deadlock {lock}; write one of {ways}")
    known = [n for one in named for n in (one.name, *one.matters, one.group.id)]
    raise unknown_name(text, [*known, *members], what="group", where="this answer")
