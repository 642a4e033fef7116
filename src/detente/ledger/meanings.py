"""What each utterance of a party means for the values of its key: poles, and refusals of no named option (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from detente.ledger.agenda import Key
from detente.ledger.utterances import Utterance
from detente.ledger.values import Meaning, meaning, stands_for, values_of
from detente.packs.model import Leaf, Pack


def pole_of(party: str, key: Key, spoken: Iterable[Utterance], *, pack: Pack) -> str | None:
    """The end of the axis a party pulls to: the pack's, or for a belligerent the side of what it takes from what it refuses.

    Inferred only where everything it takes lies on one side of everything it refuses, by options that name one value.
    """
    leaf = pack.leaves[key.issue]
    given = pack.pole(party, key.issue, key.instance)
    if given or not leaf.monotone or party not in pack.belligerents:
        return given
    heard = [u for u in spoken if u.party == party and u.key == key and u.option]
    taken = _places(leaf, (u for u in heard if u.stance in {"demand", "accept"}))
    refused = _places(leaf, (u for u in heard if u.stance == "reject" and not u.condition_on))
    if not taken or not refused:
        return None
    if min(taken) > max(refused):
        return leaf.axis[-1]
    return leaf.axis[0] if max(taken) < min(refused) else None


def _places(leaf: Leaf, said: Iterable[Utterance]) -> list[int]:
    """Places on the axis of the values that are named one by one."""
    values = values_of(leaf)
    named = (stands_for(leaf, u.option or "") for u in said)
    return [values.index(v[0]) for v in named if len(v) == 1]


def meaning_of(utterance: Utterance, pack: Pack, spoken: Sequence[Utterance]) -> Meaning:
    """What an utterance means.

    A refusal of no named option refuses what others had on the table there at that time. A refusal "unless Y" is no refusal
    but the condition Y, which bargaining takes up.
    """
    leaf = pack.leaves[utterance.key.issue]
    pole = pole_of(utterance.party, utterance.key, spoken, pack=pack)
    belligerent = utterance.party in pack.belligerents
    stance = "hedge" if utterance.stance == "reject" and utterance.condition_on else utterance.stance
    found = meaning(leaf, stance, utterance.option, pole=pole, belligerent=belligerent)
    if not found.unnamed or utterance.stance != "reject":
        return found
    tabled = {
        value
        for other in spoken
        if other.key == utterance.key
        and other.party != utterance.party
        and other.stance in {"demand", "propose", "accept"}
        and other.option
        and not utterance.said.certainly_before(other.said)
        for value in meaning(leaf, "reject", other.option, pole=None, belligerent=False).no
    }
    return Meaning(no=frozenset(tabled), inferred=frozenset(tabled), unnamed=True)
