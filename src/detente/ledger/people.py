"""Who is who: names that a person said are one, with a reason, and that can be parted again. Nothing merges by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from detente.kernel.errors import BadInput

MergeKind = Literal["person", "story", "event"]
MERGE_KINDS: tuple[MergeKind, ...] = ("person", "story", "event")


class MergeAction(StrEnum):
    """What a person can do: say that two names are one, or take that back."""

    MERGE = "merge"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Merge:
    """`name` is another name of `into`, or is so no more: one action of a reviewer, appended, never changed."""

    name: str
    into: str
    action: MergeAction
    reason: str
    reviewer: str
    at: datetime
    kind: MergeKind = "person"


@dataclass(frozen=True, slots=True)
class WhoIsWho:
    """The merges that stand, by the name that was merged; a name is merged into one other at most, never in a circle.

    `refused`: those that could not be carried out and changed nothing, with the reason.
    """

    standing: Mapping[str, Merge]
    refused: tuple[tuple[Merge, str], ...] = ()

    def head(self, name: str) -> str:
        """The name under which somebody is known: that into which all others were merged."""
        name = plain(name)
        while name in self.standing:
            name = plain(self.standing[name].into)
        return name

    def names(self, head: str) -> tuple[str, ...]:
        """The other names of somebody, in the order in which they were merged."""
        return tuple(name for name in self.standing if self.head(name) == plain(head))

    def same(self, name: str, other: str) -> bool:
        """Whether two names are one."""
        return self.head(name) == self.head(other)


def who_is_who(
    merges: Iterable[Merge], *, kind: MergeKind = "person", recorded_by: datetime | None = None
) -> WhoIsWho:
    """Fold merges by `at`, then by appending; what came after `recorded_by` is not known.

    What cannot be carried out changes nothing.
    """
    known = [m for m in merges if m.kind == kind and (recorded_by is None or m.at <= recorded_by)]
    standing: dict[str, Merge] = {}
    refused: list[tuple[Merge, str]] = []
    for merge in sorted(known, key=lambda merge: merge.at):
        try:
            _carry_out(standing, merge)
        except BadInput as fault:
            refused.append((merge, str(fault)))
    return WhoIsWho(standing, tuple(refused))


def check_merge(merges: Iterable[Merge], merge: Merge) -> None:
    """Raise BadInput where a merge could not be carried out on what stands."""
    _carry_out(dict(who_is_who(merges, kind=merge.kind).standing), merge)


def _carry_out(standing: dict[str, Merge], merge: Merge) -> None:
    name, into = plain(merge.name), plain(merge.into)
    if not merge.reason.strip():
        raise BadInput("a merge without a reason; say why the names are one, or are not")
    if merge.kind not in MERGE_KINDS:
        raise BadInput(f"'{merge.kind}' cannot be merged; give one of {', '.join(MERGE_KINDS)}")
    if not name or not into or name == into:
        raise BadInput(f"'{name}' and '{into}' are not two names; give two")
    if merge.action is MergeAction.PART:
        _part(standing, name, into)
        return
    here = WhoIsWho(standing)
    if here.same(name, into):
        raise BadInput(f"'{name}' and '{into}' are one already; nothing is to be done")
    if name in standing:
        told = plain(standing[name].into)
        raise BadInput(
            f"'{name}' is merged into '{told}' already; merge '{here.head(name)}', or part them first"
        )
    standing[name] = merge


def _part(standing: dict[str, Merge], name: str, into: str) -> None:
    for one, other in ((name, into), (into, name)):
        if one in standing and plain(standing[one].into) == other:
            del standing[one]
            return
    raise BadInput(f"no merge of '{name}' and '{into}' stands; `detente people` shows those that do")


def plain(name: str) -> str:
    """A name as it is compared: as written, with single blanks."""
    return " ".join(name.split())
