"""The heads as they are used (numpy) and as they are trained (torch) compute the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from detente.corpus.document import Document, Metadata
from detente.kernel.dates import parse_when
from detente.models.attributions import beside_cue, parts_of
from detente.models.govern import signs
from detente.models.heads import topics, weights_for
from detente.models.inputs import CLASSES, Seen, class_of, seen_in
from detente.models.pairs import pairs
from detente.models.pieces import WordPieces
from detente.models.reader import SHIPPED
from detente.models.taxonomy import described
from detente.packs.load import load_pack
from detente.statements.rules.lexicon import build_lexicon
from detente.statements.rules.names import NameBook
from detente.statements.rules.scenes import Eyes

ROOT = Path(__file__).resolve().parents[2]
TEXT = "Veldora's foreign minister, Hesper Quillan, said that Ostrel would not withdraw from the Three Districts. Lunessa proposed a truce."


@pytest.fixture
def seen() -> Seen:
    pack = load_pack("veldora")
    document = Document("r.txt", TEXT, Metadata(kind="news", published=parse_when("2024-03-05")))
    eyes = Eyes(build_lexicon(pack), NameBook(pack))
    return seen_in(document, eyes, (WordPieces(SHIPPED / "tokenizer.json"), pack))[0]


def test_numpy_and_torch_agree_on_who_says_what(seen: Seen, monkeypatch: pytest.MonkeyPatch) -> None:
    torch = pytest.importorskip("torch", reason="extra `train` is not installed")
    monkeypatch.syspath_prepend(str(ROOT / "tools/reader"))
    from network import Heads, Sizes

    torch.manual_seed(5)
    heads = Heads(Sizes(3, 4)).eval()
    cue = (7, 9)
    with torch.no_grad():
        for array in heads.parameters():
            array.add_(0.1 * torch.randn_like(array))
        states = torch.randn(1, len(seen.ids), 384)
        side, close = (torch.from_numpy(part)[None] for part in beside_cue(len(seen.ids), cue))
        mask = torch.ones(1, len(seen.ids), dtype=torch.bool)
        theirs = heads.said(states, states[:, 7:9].mean(1), (mask, side, close))[0].sigmoid().numpy()
    arrays = {name: a.numpy() for name, a in heads.state_dict().items()}
    of = np.arange(len(seen.ids)) % 3 > 0
    np.testing.assert_allclose(parts_of(states[0].numpy(), cue, arrays, of=of), theirs[of], atol=1e-4)


def test_numpy_and_torch_agree(seen: Seen, monkeypatch: pytest.MonkeyPatch) -> None:
    torch = pytest.importorskip("torch", reason="extra `train` is not installed")
    monkeypatch.syspath_prepend(str(ROOT / "tools/reader"))
    from network import Heads, Sizes

    torch.manual_seed(3)
    core = described(load_pack("world"))
    heads = Heads(Sizes(len(core.issues), len(core.options))).eval()
    with torch.no_grad():
        for array in heads.parameters():
            array.add_(0.1 * torch.randn_like(array))
        states = torch.randn(len(seen.ids), 384)
        issues, options = torch.randn(len(core.issues), 384), torch.randn(len(core.options), 384)
        arrays = {name: a.numpy() for name, a in heads.state_dict().items()}
        known = (core, (issues.numpy(), options.numpy()))
        weights = weights_for(arrays, core, known)
        found = topics(seen, states.numpy(), weights)
        number = {issue: i for i, issue in enumerate(core.issues)}
        hits, rules = torch.zeros(1, len(seen.ids), len(core.issues), 2), torch.zeros(1, len(core.issues), 3)
        for issue, _, weak, start, end in seen.hits:
            hits[0, start:end, number[issue], int(weak)] = 1
            rules[0, number[issue], int(weak)] = 1
        for draft in seen.drafts:
            rules[0, number[draft.issue], 2] = 1
        query, asked = heads.queries(issues)
        mask = torch.ones(1, len(seen.ids), dtype=torch.bool)
        where = heads.where(states[None], (query, issues), hits)
        whether = heads.whether(states[None], where, (mask, (asked, issues), rules)).sigmoid()
        np.testing.assert_allclose(found.where, where[0].numpy(), atol=2e-3)
        np.testing.assert_allclose(found.whether, whether[0].numpy(), atol=1e-4)
        named = torch.zeros(1, len(seen.at), len(seen.ids))
        for party, at in enumerate(seen.at):
            named[0, party, at] = 1
        people = heads.people(states[None], named)
        issue = next(i for i, *_ in seen.hits)
        mine = pairs(seen, states.numpy(), (found, [issue]), weights=weights)
        assert mine
        for pair in mine:
            row = 0 if pair.holder is None else pair.holder + 1
            holder = people[:, [row]]
            places = heads.pair_where(states[None], where[:, :, number[issue]][:, None], holder)
            attention = places.softmax(2)
            pooled = attention @ states[None]
            over = (torch.from_numpy(signs(seen)[[row]])[None] @ attention[:, :, :, None])[:, :, :, 0]
            drafts = torch.zeros(1, len(CLASSES))
            party = None if pair.holder is None else seen.parties[pair.holder]
            for draft in seen.drafts:
                if draft.issue == issue and draft.holder == party:
                    drafts[0, CLASSES.index(class_of(draft))] = 1
            hidden = heads.pair(pooled, holder, (query[[number[issue]]][None], states[None, :1], over))
            hidden, over = heads.look(hidden, states[None], places)[0], over[0]
            told = hidden @ heads.told_out + heads.told_bias + drafts.amax(1) * heads.told_rules
            told = (told[:, 0] + (over @ heads.told_signs)[:, 0]).sigmoid()
            classes = hidden @ heads.class_out + heads.class_bias + drafts @ heads.class_rules
            classes = (classes + over @ heads.class_signs)[:, 1:].softmax(1)
            assert pair.told == pytest.approx(float(told), abs=1e-3)
            np.testing.assert_allclose(pair.classes, classes[0].numpy(), atol=1e-3)
            np.testing.assert_allclose(pair.places, places[0, 0].sigmoid().numpy(), atol=1e-3)
