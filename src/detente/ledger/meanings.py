"""What each utterance of a party means for the values of its key: poles, and refusals of no named option (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Iterable

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


class Meanings:
    """What utterances mean, heard beside certain others: what is said of a matter is looked up by the matter."""

    def __init__(self, pack: Pack, heard: Iterable[Utterance]) -> None:
        """Take what was heard."""
        self._pack = pack
        self._on: dict[Key, list[Utterance]] = {}
        for utterance in heard:
            self._on.setdefault(utterance.key, []).append(utterance)
        self._poles: dict[tuple[str, Key], str | None] = {}
        self._put: dict[Key, list[tuple[Utterance, frozenset[str]]]] = {}

    def pole(self, party: str, key: Key) -> str | None:
        """The end of the axis a party pulls to."""
        if (party, key) not in self._poles:
            self._poles[party, key] = pole_of(party, key, self._on.get(key, ()), pack=self._pack)
        return self._poles[party, key]

    def of(self, utterance: Utterance) -> Meaning:
        """What an utterance means.

        A refusal of no named option refuses what others had on the table there at that time. A refusal "unless Y" is no
        refusal but the condition Y, which bargaining takes up.
        """
        leaf = self._pack.leaves[utterance.key.issue]
        belligerent = utterance.party in self._pack.belligerents
        stance = "hedge" if utterance.stance == "reject" and utterance.condition_on else utterance.stance
        pole = self.pole(utterance.party, utterance.key)
        found = meaning(leaf, stance, utterance.option, pole=pole, belligerent=belligerent)
        if not found.unnamed or utterance.stance != "reject":
            return found
        tabled = frozenset(
            value
            for other, values in self._tabled(utterance.key)
            if other.party != utterance.party and not utterance.said.certainly_before(other.said)
            for value in values
        )
        return Meaning(no=tabled, inferred=tabled, unnamed=True)

    def _tabled(self, key: Key) -> list[tuple[Utterance, frozenset[str]]]:
        """What was put on the table on a matter, each with the values that a refusal of it shuts out."""
        if key not in self._put:
            leaf = self._pack.leaves[key.issue]
            options = [
                u for u in self._on.get(key, ()) if u.option and u.stance in {"demand", "propose", "accept"}
            ]
            shut = {
                o: meaning(leaf, "reject", o, pole=None, belligerent=False).no
                for o in {u.option for u in options}
            }
            self._put[key] = [(u, shut[u.option]) for u in options]
        return self._put[key]
