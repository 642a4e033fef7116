"""What bargaining answers. Each result names the groups it rests on, and through them the lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from detente.bargaining.constraints.model import Group, Hard, StageProblem, Strength
from detente.bargaining.constraints.rules import Truth
from detente.bargaining.rules_kept import RuleKept
from detente.kernel.problems import Problem
from detente.ledger.agenda import Key
from detente.ledger.entries import Line
from detente.packs.model import Proposal, Stage


@dataclass(frozen=True, slots=True)
class Offer:
    """What a party put on the table or would take, on a matter of a deadlock or one that a rule ties to it."""

    party: str
    key: Key
    option: str
    stage: Stage
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Deadlock:
    """A minimal set of held positions that no package of the stage satisfies, with the rules by which they clash.

    `strength` is that of the weakest member. `not_on_offer`: somebody asks for what those who alone could give it refuse, so
    that no step of the signatories opens it; it is listed apart. `checked`: plain evaluation confirmed it.
    `offers`: what anybody put on the table on its matters, in either stage; `unoffered`: values that nobody named.
    """

    id: str
    stage: Stage
    members: tuple[Group, ...]
    rules: tuple[Hard, ...]
    strength: Strength
    not_on_offer: bool
    checked: bool
    offers: tuple[Offer, ...] = ()
    unoffered: tuple[tuple[Key, str], ...] = ()

    @property
    def parties(self) -> tuple[str, ...]:
        """Parties with a member, in the order of members."""
        return tuple(dict.fromkeys(m.party for m in self.members))

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line it rests on, once."""
        return tuple(dict.fromkeys(line for m in self.members for line in m.lines))


@dataclass(frozen=True, slots=True)
class Step:
    """One loosening: a party, the group, from what to what. `steps` counts the levels it gives."""

    party: str
    group: Group
    level: int

    @property
    def steps(self) -> int:
        """How much is given: values along the axis; leaving a matter to later is one step."""
        return self.group.levels[self.level].steps

    @property
    def to(self) -> str:
        """What is held after the step, in plain words."""
        return self.group.levels[self.level].wording


@dataclass(frozen=True, slots=True)
class Move:
    """A minimal set of steps that opens a deadlock: who could make it, what else it opens, what stays shut."""

    deadlock: str
    steps: tuple[Step, ...]
    opens: tuple[str, ...]
    stays_shut: tuple[str, ...]
    checked: bool

    @property
    def by(self) -> tuple[str, ...]:
        """Parties that would have to move, sorted: never ranked."""
        return tuple(sorted({s.party for s in self.steps}))


TermStatus = Literal["met", "offered", "excluded", "attributed", "silent", "open", "not heard"]


@dataclass(frozen=True, slots=True)
class TermScore:
    """A term of a proposal against one party's positions.

    met: the party's words take it; offered: the party put it on the table; excluded: a firm position breaks it; attributed:
    only what others say of the party breaks it; open: left to later, or the party did not commit; not heard: nothing was read.
    `supposed`: by a scenario, and not by the party's words.
    """

    key: Key
    value: str
    status: TermStatus
    lines: tuple[Line, ...]
    supposed: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A term of a proposal that would have to be another: an element of a list, or the value of a matter.

    `to`: the values that could stand in its place, the other changes of the same way suitably chosen (`in`, `out` for an
    element). `because`: the firm positions that the term breaks, by itself or through a rule.
    """

    key: Key
    element: str | None
    stated: tuple[str, ...]
    to: tuple[str, ...]
    because: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class LeastChange:
    """The least that would have to change in a text for it to break no firm position of some parties.

    `ways`: every minimal set of changed terms, fewest first, no change where it breaks none as it stands; `complete`: none was
    left out. `clash`: firm positions of these parties that cannot hold together, so that no change of the text alone will do.
    `unheard`: who of them was not heard, or did not commit, on a term of it.
    """

    accepted_by: tuple[str, ...]
    ways: tuple[tuple[Change, ...], ...]
    complete: bool
    clash: tuple[Group, ...] = ()
    unheard: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposalScore:
    """A proposal (one alternative of it) against every party that binds: never accepted while somebody was not heard.

    `missing`: parties with a firm position that it breaks. `not_known`: parties not heard on a term, or not committed.
    `silent_on`: keys that signatories speak of and it does not. `least_change`: the least for each missing party by itself,
    then for all that bind. `sponsors_differ`: sponsors whose own words elsewhere go against it. `groups_broken`: firm
    positions of signatories that it breaks, conditions across issues among them. `rules`: those of the pack that its
    stated terms break, or touch and leave unknown.
    """

    proposal: Proposal
    alternative: str | None
    stage: Stage
    terms: Mapping[str, tuple[TermScore, ...]]
    missing: tuple[str, ...]
    not_known: tuple[str, ...]
    silent_on: tuple[Key, ...]
    least_change: tuple[LeastChange, ...] = ()
    needs_broken: tuple[Group, ...] = ()
    sponsors_differ: tuple[str, ...] = ()
    groups_broken: tuple[Group, ...] = ()
    rules: tuple[RuleKept, ...] = ()

    @property
    def rules_broken(self) -> tuple[RuleKept, ...]:
        """Rules, hard and soft, that its stated terms definitely break."""
        return tuple(r for r in self.rules if r.truth is Truth.BROKEN)

    @property
    def verdict(self) -> Literal["agreement missing", "not known", "accepted"]:
        """What can be said of it."""
        if self.missing:
            return "agreement missing"
        return "not known" if self.not_known else "accepted"


class QuestionKind(StrEnum):
    """Why a question is open."""

    NOT_HEARD = "not heard"
    NOT_ANSWERED = "asked, not answered"
    CONTESTED = "contested"
    STAGE_UNCLEAR = "truce or settlement?"
    UNNAMED = "no option named"
    ATTRIBUTED = "only others say so"
    SAME_LIMITS = "the same limits on both sides?"
    ORDER = "before, during or after?"
    REMAINING = "what is left"
    INSTEAD = "what would do instead"
    AFTERWARDS = "what comes after"
    UNANSWERED = "asked of others, no answer heard"
    CONSENT = "others have to give it too"
    DIFFERING = "others on that side differ"


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask a party next, and how many results hang on the answer (ids of deadlocks and proposals).

    `about`: further matters of the same question. Where worlds were drawn: `value` of asking, and which results the answer
    decides in which share of the worlds, the largest first.
    """

    party: str
    key: Key
    stage: Stage
    kind: QuestionKind
    text: str
    hangs: tuple[str, ...]
    lines: tuple[Line, ...]
    about: tuple[Key, ...] = ()
    value: float = 0.0
    decides: tuple[tuple[str, float], ...] = ()

    @property
    def keys(self) -> tuple[Key, ...]:
        """Every matter that it is about."""
        return (self.key, *self.about)


@dataclass(frozen=True, slots=True)
class Difference:
    """Parties that differ on a key without excluding one another: looks like a deadlock, is none."""

    stage: Stage
    key: Key
    parties: tuple[str, ...]
    reason: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Sequence:
    """Which comes first for a party, derived from its truce conditions (DESIGN §6, *Stage*): always inferred."""

    party: str
    option: Literal["truce_first", "settlement_first"]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the search for deadlocks went: to the end, or until the time or the limit of their number ended it.

    `up_to`: every deadlock of at most so many members is listed. `limit`: how many are listed at most.
    """

    ended_by: Literal["the end", "time", "number"] = "the end"
    up_to: int = 0
    limit: int = 0

    @property
    def complete(self) -> bool:
        """Whether every deadlock is listed."""
        return self.ended_by == "the end"


@dataclass(frozen=True, slots=True)
class StageResults:
    """All that is answered for one stage. `complete`: no deadlock was left out; `knots` group deadlock ids that share a cause.

    Where the search for deadlocks was cut off (`reach`) there are no `differences`: what looks like a deadlock may be one.
    """

    stage: Stage
    problem: StageProblem
    deadlocks: tuple[Deadlock, ...]
    moves: Mapping[str, tuple[Move, ...]]
    knots: tuple[tuple[str, ...], ...]
    proposals: tuple[ProposalScore, ...]
    questions: tuple[Question, ...]
    differences: tuple[Difference, ...]
    sequence: tuple[Sequence, ...]
    complete: bool
    seconds: float
    problems: tuple[Problem, ...] = field(default_factory=tuple)
    reach: Reach = field(default_factory=Reach)
