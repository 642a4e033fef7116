"""Cases for stories: altered copies of given origins with their true story; and the fit of the rewrite model.

`--fit` prints the coefficients of detente.corpus.stories.rewrites, from the development cases of quality/stories only.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from detente.corpus.document import Document, Metadata
from detente.corpus.stories.facts import DocumentFacts, facts_of
from detente.corpus.stories.rewrites import evidence
from detente.kernel.dates import parse_when

ROOT = Path(__file__).parents[1]
_SENTENCE = re.compile(r"(?<=[.!?…»”\"])\s+(?=[\"“«A-ZА-ЯЁІЇЄҐ])")
_COPIES = re.compile(r"copy|rewrite|pasted")


@dataclass(frozen=True, slots=True)
class Item:
    """A document, its true story, how it was made, and whether it is a development or a test case.

    `hard` is the story of which an independent report could be taken for a member.
    """

    document: Document
    story: str
    kind: str
    split: str
    hard: str | None = None


def written_cases(folder: Path = ROOT / "quality" / "stories") -> list[dict[str, Any]]:
    """The cases written by hand, in the order of their files."""
    return [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*/*.json"))]


def document_of(report: dict[str, Any], name: str) -> Document:
    """A report of a case as a document, its title first."""
    metadata = Metadata(publisher=report["publisher"], published=parse_when(report["published"]))
    return Document(name, f"{report['title']}\n\n{report['text']}", metadata)


def items_of(case: dict[str, Any]) -> list[Item]:
    """The reports of a written case: origin, rewrites or translations, independent reports."""
    name, split = case["id"], case["split"]
    found = [Item(document_of(case["origin"], name), name, "origin", split)]
    for number, report in enumerate((*case.get("rewrites", ()), *case.get("translations", ()))):
        kind = f"{'rewrite' if 'rewrites' in case else 'translation'} {report['kind']}"
        found.append(Item(document_of(report, f"{name}-{number}"), name, kind, split))
    for number, report in enumerate(case["independent"]):
        own = f"{name}-independent-{number}"
        found.append(Item(document_of(report, own), own, "independent", split, name))
    return found


def example_items(folder: Path = ROOT / "examples") -> list[Item]:
    """The plain texts of the examples that are no copies of one another."""
    return [
        Item(Document(path.stem, path.read_text("utf-8")), path.stem, "origin", "examples")
        for path in sorted(folder.glob("*/*.txt"))
        if not _COPIES.search(path.stem)
    ]


def altered(item: Item, words: Sequence[str], seed: int) -> Iterator[Item]:
    """Copies of an origin: whole under a new head, halves, truncated, with noise, updated, abridged."""
    chance = random.Random(f"{seed}{item.story}")
    text = item.document.text
    parts = _SENTENCE.split(text)
    tokens = text.split()
    half, third = len(tokens) // 2, len(tokens) // 3
    added = " ".join(chance.choices(words, k=45)).capitalize() + "."
    noisy = [chance.choice(words) if chance.random() < 0.1 else token for token in tokens]
    changed = [added if number == len(parts) // 2 else part for number, part in enumerate(parts)]
    texts = {
        "copy": f"As reported earlier\n\n{text}\n\nAll rights reserved by the editors of this site.",
        "half": " ".join(tokens[:half] if chance.random() < 0.5 else tokens[half:]),
        "truncation": " ".join(tokens[:third]) + "…",
        "noise": " ".join(noisy),
        "update": f"{text}\n\n{added}",
        "update changed": " ".join(changed),
        "abridgement": " ".join(parts[::2]),
    }
    for kind, made in texts.items():
        document = Document(f"{item.story}-{kind}", made, item.document.metadata)
        yield Item(document, item.story, kind, item.split)


def generated(seed: int = 1) -> list[Item]:
    """All cases: those written, the examples, and the altered copies of every origin."""
    items = [item for case in written_cases() for item in items_of(case)] + example_items()
    origins = [item for item in items if item.kind == "origin"]
    words = sorted({word for item in origins for word in re.findall(r"[^\W\d_]{4,}", item.document.text)})
    return items + [made for origin in origins for made in altered(origin, words, seed)]


def _thinned(document: Document, chance: random.Random) -> Document:
    """The document with up to two fifths of its sentences left out."""
    parts = _SENTENCE.split(document.text)
    share = chance.uniform(0.6, 1.0)
    kept = [part for part in parts if chance.random() < share] or parts
    return Document(document.name, " ".join(kept), document.metadata)


def fitting_rows(seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Evidence and truth of pairs of the development cases, whole and thinned."""
    chance = random.Random(seed)
    cases = [case for case in written_cases() if case["split"] == "dev"]
    items = [item for case in cases for item in items_of(case)] + example_items()
    rows, truth = [], []
    for turn in range(12):
        facts = [facts_of(item.document if turn == 0 else _thinned(item.document, chance)) for item in items]
        for one, other in combinations(range(len(items)), 2):
            seen = _seen(facts[one], facts[other])
            if seen is not None:
                rows.append(seen)
                truth.append(items[one].story == items[other].story)
    return np.array(rows), np.array(truth, dtype=float)


def _seen(one: DocumentFacts, other: DocumentFacts) -> np.ndarray | None:
    found = evidence(one.survivals, other.survivals, rarity={}, across=one.language != other.language)
    return None if found is None else found[0]


def fit(rows: np.ndarray, truth: np.ndarray, *, ridge: float = 3.0) -> np.ndarray:
    """Logistic regression by Newton's method with a ridge penalty; both classes weigh alike."""
    weight = np.where(
        truth > 0, len(truth) / (2 * truth.sum()), len(truth) / (2 * (len(truth) - truth.sum()))
    )
    found = np.zeros(rows.shape[1])
    penalty = np.full(rows.shape[1], ridge)
    penalty[0] = 1e-6
    for _ in range(60):
        chance = 1 / (1 + np.exp(-np.clip(rows @ found, -30, 30)))
        slope = rows.T @ (weight * (truth - chance)) - penalty * found
        bend = (rows.T * (weight * chance * (1 - chance))) @ rows + np.diag(penalty)
        found = found + np.linalg.solve(bend, slope)
    return found


def main() -> None:
    """Print the fitted coefficients, and how the development pairs fall."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", action="store_true", help="fit the rewrite model on the development cases")
    parser.add_argument("--out", type=Path, help="write the generated cases there as JSON lines")
    given = parser.parse_args()
    if given.out:
        lines = [
            json.dumps({"story": i.story, "kind": i.kind, "split": i.split, "text": i.document.text})
            for i in generated()
        ]
        given.out.write_text("\n".join(lines) + "\n", "utf-8")
    if given.fit:
        rows, truth = fitting_rows()
        found = fit(rows, truth)
        scores = 1 / (1 + np.exp(-rows @ found))
        print("coefficients:", tuple(round(float(value), 2) for value in found))
        print("pairs of one story:", int(truth.sum()), "others that share enough:", int((1 - truth).sum()))
        print("lowest true:", np.round(np.sort(scores[truth > 0])[:12], 3))
        print("highest false:", np.round(np.sort(scores[truth == 0])[-12:], 3))


if __name__ == "__main__":
    main()
