"""Names that a person gives: looked up, and where unknown, the nearest known one is told."""

from __future__ import annotations

import re
from collections.abc import Iterable

from detente.kernel.suggest import unknown_name
from detente.ledger.agenda import Key
from detente.packs.model import Pack, Proposal


def known(name: str, among: Iterable[str], *, what: str, where: str) -> str:
    """The name itself; raises UnknownName with the nearest of the known ones, or a few of them."""
    names = list(dict.fromkeys(among))
    if name in names:
        return name
    raise unknown_name(name, names, what=what, where=where)


def known_party(pack: Pack, name: str, held: Iterable[str] = ()) -> str:
    """A party of the pack, or one that the statements name; raises UnknownName."""
    return known(name, [*pack.parties, *held], what="party", where=f"pack {pack.id}")


def known_proposal(pack: Pack, name: str) -> Proposal:
    """A proposal of the pack; raises UnknownName."""
    return pack.proposals[known(name, pack.proposals, what="proposal", where=f"pack {pack.id}")]


def matters(pack: Pack, text: str, keys: Iterable[Key]) -> frozenset[Key]:
    """The keys that `terr`, `terr.status` or `terr.status[crimea]` stands for; raises UnknownName."""
    found = list(keys)
    written = re.fullmatch(r"([^\[\]]+)(?:\[([^\[\]]+)\])?", text.strip())
    name, instance = (written[1], written[2]) if written else (text, None)
    domains = {leaf.domain for leaf in pack.leaves.values()}
    known(name, [*pack.leaves, *domains], what="issue", where=f"pack {pack.id}")
    if instance is not None:
        declared = [i.id for i in pack.instances_of(name)]
        known(
            instance,
            [*declared, *(k.instance for k in found if k.issue == name and k.instance)],
            what=f"instance of {name}",
            where=f"pack {pack.id}",
        )
    return frozenset(k for k in found if name in {k.issue, k.domain} and instance in {None, k.instance})
