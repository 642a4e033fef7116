"""Issues with those who may hold something on them: which pairs are taught, and what each teaches."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from examples import Example, Stated
from network import CLASSES, SIGNS, Heads
from torch.nn import functional as fn
from whole import Options

from detente.models.inputs import CLASSES as NAMES
from detente.models.inputs import class_of

_TOP = 3  # issues that look likeliest are taught as well, so that the unlikely ones are not all there is to refuse


@dataclass(frozen=True)
class Pairing:
    """A batch, the numbers of issues, what the rules found by sentence and issue, and the sentences learnt without it."""

    batch: list[Example]
    issue: dict[str, int]
    rules: torch.Tensor
    dropped: list[bool]


@dataclass(frozen=True)
class Asked:
    """What the network made of the batch so far."""

    states: torch.Tensor
    mask: torch.Tensor
    where: torch.Tensor
    whether: torch.Tensor
    query: torch.Tensor
    option_words: torch.Tensor


@dataclass(frozen=True)
class One:
    """A pair: sentence, issue, holder (-1 nobody), and what is stated there, if anything."""

    row: int
    leaf: int
    holder: int
    stated: Stated | None


def drawn(pairing: Pairing, whether: torch.Tensor) -> list[One]:
    """The pairs of a batch: issues that are stated, named by the lexicon or likely, with everybody seen."""
    top = whether.detach().topk(_TOP, dim=1).indices.tolist()
    found: list[One] = []
    for row, example in enumerate(pairing.batch):
        stated: dict[tuple[int, int], Stated] = {}
        for one in example.stated:
            if one.holder >= -1:
                stated.setdefault((pairing.issue[one.issue], one.holder), one)
        named = {pairing.issue[hit[0]] for hit in example.seen.hits}
        for leaf in sorted({*(leaf for leaf, _ in stated), *top[row], *named}):
            found += [
                One(row, leaf, holder, stated.get((leaf, holder)))
                for holder in range(-1, len(example.seen.parties))
                if holder < 0 or example.seen.at[holder]
            ]
    return found


def membership(batch: list[Example], length: int) -> torch.Tensor:
    """[batch, party, piece]: 1 where a piece names a party."""
    found = torch.zeros(len(batch), max(1, *(len(e.seen.at) for e in batch)), length)
    for b, example in enumerate(batch):
        for party, at in enumerate(example.seen.at):
            found[b, party, at] = 1
    return found


class Padded:
    """The pairs of a batch, as many for each sentence as the longest has: `row`, `at` of the real ones in [batch, pair]."""

    def __init__(self, pairs: list[One], batch: int) -> None:
        self.pairs, self.batch = pairs, batch
        counts = [0] * batch
        at = []
        for pair in pairs:
            at.append(counts[pair.row])
            counts[pair.row] += 1
        self.most = max(counts)
        self.row, self.at = torch.tensor([p.row for p in pairs]), torch.tensor(at)

    def spread(self, values: list[int]) -> torch.Tensor:
        """[batch, pair] of one number for each pair; 0 where there is none."""
        found = torch.zeros(self.batch, self.most, dtype=torch.long)
        found[self.row, self.at] = torch.tensor(values)
        return found

    def real(self, table: torch.Tensor) -> torch.Tensor:
        """[pair, ...] of [batch, pair, ...]."""
        return table[self.row, self.at]


def pair_losses(heads: Heads, given: tuple[Pairing, Asked], options: Options) -> dict[str, torch.Tensor]:
    """Whether anything is stated by each pair, and of what class, basis, option, target and evidence."""
    pairing, asked = given
    pairs = drawn(pairing, asked.whether)
    if not pairs:
        return {}
    padded, states = Padded(pairs, len(pairing.batch)), asked.states
    leaf, who = padded.spread([p.leaf for p in pairs]), padded.spread([p.holder + 1 for p in pairs])
    people = heads.people(states, membership(pairing.batch, states.shape[1]))
    holder = people.gather(1, who[:, :, None].expand(-1, -1, states.shape[2]))
    where = asked.where.transpose(1, 2).gather(1, leaf[:, :, None].expand(-1, -1, states.shape[1]))
    places = heads.pair_where(states, where, holder)
    masked = places.masked_fill(~asked.mask[:, None], -1e4)
    attention = masked.softmax(2)
    pooled = attention @ states
    signs = _frames(pairing, who, states.shape[1])
    signs = (signs @ attention[:, :, :, None])[:, :, :, 0]
    hidden = heads.pair(pooled, holder, (asked.query[leaf], states[:, :1], signs))
    hidden = padded.real(heads.look(hidden, states, masked))
    pooled, places, signs = padded.real(pooled), padded.real(places), padded.real(signs)
    drafts = _drafts(pairing, pairs)
    told = (hidden @ heads.told_out)[:, 0] + heads.told_bias
    told = told + drafts.amax(1) * heads.told_rules + (signs @ heads.told_signs)[:, 0]
    is_told = torch.tensor([float(p.stated is not None) for p in pairs])
    found = {"told": fn.binary_cross_entropy_with_logits(told, is_told) * 3}
    pick = is_told.nonzero()[:, 0]
    if not len(pick):
        return found
    found["holder"] = _holder(pairs, told, is_told)
    stated = [p.stated for p in pairs if p.stated is not None]
    hidden, signs, of = hidden[pick], signs[pick], [pairs[i] for i in pick.tolist()]
    classed = (
        hidden @ heads.class_out
        + heads.class_bias
        + drafts[pick] @ heads.class_rules
        + signs @ heads.class_signs
    )
    found["class"] = fn.cross_entropy(classed[:, 1:], torch.tensor([s.kind - 1 for s in stated]))
    bases = hidden @ heads.basis_out + heads.basis_bias + signs @ heads.basis_signs
    found["basis"] = fn.cross_entropy(bases, torch.tensor([s.basis for s in stated]))
    found["evidence"] = _evidence(places[pick], asked.mask[padded.row[pick]], stated)
    found["option"] = _option(heads, (hidden, pooled[pick], asked.option_words), (pairing, of, options))
    found |= _targets(heads, (hidden, people), of, batch=pairing.batch)
    return found


def _holder(pairs: list[One], told: torch.Tensor, is_told: torch.Tensor) -> torch.Tensor:
    """Of an issue that is stated in a sentence: by whom, among all who could."""
    number = {key: i for i, key in enumerate(dict.fromkeys((p.row, p.leaf) for p in pairs))}
    group = torch.tensor([number[p.row, p.leaf] for p in pairs])
    total = torch.zeros(len(number)).index_add(0, group, told.clamp(max=30).exp())
    right = torch.zeros(len(number)).index_add(0, group, is_told * told.clamp(max=30).exp())
    stated = right > 0
    return (total[stated].log() - right[stated].log()).mean()


def _frames(pairing: Pairing, who: torch.Tensor, length: int) -> torch.Tensor:
    """[batch, pair, sign, piece]: what the rules' frames say over each piece."""
    most = max(len(e.seen.parties) for e in pairing.batch) + 1
    table = torch.zeros(len(pairing.batch), most, SIGNS, length)
    for b, example in enumerate(pairing.batch):
        if not pairing.dropped[b]:
            mine = torch.from_numpy(example.signs)
            table[b, : mine.shape[0], :, : mine.shape[2]] = mine
    return table.gather(1, who[:, :, None, None].expand(-1, -1, SIGNS, length))


def _drafts(pairing: Pairing, pairs: list[One]) -> torch.Tensor:
    """[pair, class]: what the rules read."""
    found = torch.zeros(len(pairs), CLASSES)
    for i, p in enumerate(pairs):
        if not pairing.rules[p.row, p.leaf].any():
            continue
        seen = pairing.batch[p.row].seen
        party = None if p.holder < 0 else seen.parties[p.holder]
        for draft in seen.drafts:
            if pairing.issue[draft.issue] == p.leaf and draft.holder == party:
                found[i, NAMES.index(class_of(draft))] = 1
    return found


def _evidence(places: torch.Tensor, mask: torch.Tensor, stated: list[Stated]) -> torch.Tensor:
    inside = torch.zeros(mask.shape)
    for i, one in enumerate(stated):
        inside[i, slice(*one.pieces)] = 1
    return fn.binary_cross_entropy_with_logits(places[mask], inside[mask])


def _option(
    heads: Heads,
    states: tuple[torch.Tensor, torch.Tensor, torch.Tensor],
    given: tuple[Pairing, list[One], Options],
) -> torch.Tensor:
    """The option of each statement among those of its issue in its conflict, or none."""
    hidden, pooled, words = states
    pairing, of, options = given
    extra = torch.zeros(len(options.words) - options.known, heads.option_own.shape[1])
    mine = words @ heads.option_words + torch.cat([heads.option_own, extra])
    asked = hidden @ heads.option_in + pooled @ heads.option_pool
    bias = torch.cat([heads.option_bias, extra[:, 0]])
    hits = torch.zeros(len(of), len(options.words))
    allowed = torch.zeros(len(of), len(options.words) + 1, dtype=torch.bool)
    allowed[:, -1] = True
    wanted = []
    for i, p in enumerate(of):
        example = pairing.batch[p.row]
        table = options.of[example.conflict]
        assert p.stated is not None
        wanted.append(table.get((p.stated.issue, p.stated.option or ""), len(options.words)))
        allowed[i, [n for (leaf, _), n in table.items() if leaf == p.stated.issue]] = True
        if pairing.rules[p.row, p.leaf].any():
            for issue, option, *_ in example.seen.hits:
                if issue == p.stated.issue and (issue, option or "") in table:
                    hits[i, table[issue, option or ""]] = 1
    scores = asked @ mine.T / mine.shape[1] ** 0.5 + bias + hits * heads.option_hit
    scores = torch.cat([scores, hidden @ heads.option_none], 1).masked_fill(~allowed, -1e4)
    return fn.cross_entropy(scores, torch.tensor(wanted))


def _targets(
    heads: Heads, given: tuple[torch.Tensor, torch.Tensor], of: list[One], *, batch: list[Example]
) -> dict[str, torch.Tensor]:
    """Who is asked to act, of positions. `given`: the hidden states of the statements, and everybody."""
    hidden, people = given
    mine = [(i, p.row, p.stated) for i, p in enumerate(of) if p.stated is not None and _asks(p.stated)]
    if not mine:
        return {}
    rows = torch.tensor([row for _, row, _ in mine])
    asked = hidden[torch.tensor([i for i, *_ in mine])] @ heads.target_in
    scores = ((people @ heads.target_who)[rows] @ asked[:, :, None])[:, :, 0] / heads.target_in.shape[
        1
    ] ** 0.5
    for i, (_, row, _) in enumerate(mine):
        scores[i, len(batch[row].seen.parties) + 1 :] = -1e4
    wanted = torch.tensor([one.target + 1 for *_, one in mine])
    return {"target": 0.3 * fn.cross_entropy(scores, wanted)}


def _asks(stated: Stated) -> bool:
    """Whether it is a position whose target is seen, or that has none."""
    return stated.kind >= NAMES.index("demand") and stated.target != -2
