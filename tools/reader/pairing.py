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


def everybody(heads: Heads, example: Example, states: torch.Tensor) -> torch.Tensor:
    """[party + 1, wide]: nobody, then each party by the mean of the pieces that name it."""
    return torch.stack(
        [heads.nobody, *(states[at].mean(0) if at else heads.nobody for at in example.seen.at)]
    )


def pair_losses(heads: Heads, given: tuple[Pairing, Asked], options: Options) -> dict[str, torch.Tensor]:
    """Whether anything is stated by each pair, and of what class, basis, option, target and evidence."""
    pairing, asked = given
    pairs = drawn(pairing, asked.whether)
    if not pairs:
        return {}
    row, leaf = torch.tensor([p.row for p in pairs]), torch.tensor([p.leaf for p in pairs])
    people = [everybody(heads, e, asked.states[b]) for b, e in enumerate(pairing.batch)]
    holder = torch.stack([people[p.row][p.holder + 1] for p in pairs])
    mine = asked.states[row]
    places = heads.pair_where(mine, asked.where[row, :, leaf], holder)
    attention = places.masked_fill(~asked.mask[row], -1e4).softmax(1)
    pooled = (attention[:, None] @ mine)[:, 0]
    signs = (_frames(pairing, pairs, asked.mask.shape[1]) @ attention[:, :, None])[:, :, 0]
    drafts = _drafts(pairing, pairs)
    hidden = heads.pair(pooled, holder, (asked.query[leaf], mine[:, 0], signs))
    told = (hidden @ heads.told_out)[:, 0] + heads.told_bias
    told = told + drafts.amax(1) * heads.told_rules + (signs @ heads.told_signs)[:, 0]
    is_told = torch.tensor([float(p.stated is not None) for p in pairs])
    found = {"told": fn.binary_cross_entropy_with_logits(told, is_told) * 3}
    pick = is_told.nonzero()[:, 0]
    if not len(pick):
        return found
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
    found["evidence"] = _evidence(places[pick], asked.mask[row[pick]], stated)
    found["option"] = _option(heads, (hidden, pooled[pick], asked.option_words), (pairing, of, options))
    found |= _targets(heads, hidden, [(p.stated, people[p.row]) for p in of])
    return found


def _frames(pairing: Pairing, pairs: list[One], length: int) -> torch.Tensor:
    """[pair, sign, piece]: what the rules' frames say over each piece."""
    found = torch.zeros(len(pairs), SIGNS, length)
    for i, p in enumerate(pairs):
        if not pairing.dropped[p.row]:
            table = pairing.batch[p.row].signs[p.holder + 1]
            found[i, :, : table.shape[1]] = torch.from_numpy(table)
    return found


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
    heads: Heads, hidden: torch.Tensor, of: list[tuple[Stated | None, torch.Tensor]]
) -> dict[str, torch.Tensor]:
    """Who is asked to act, of positions."""
    losses = []
    for i, (one, who) in enumerate(of):
        if one is None or one.kind < NAMES.index("demand") or one.target == -2:
            continue
        scores = (who @ heads.target_who) @ (hidden[i] @ heads.target_in) / heads.target_in.shape[1] ** 0.5
        losses.append(fn.cross_entropy(scores[None], torch.tensor([one.target + 1])))
    return {"target": 0.3 * torch.stack(losses).mean()} if losses else {}
