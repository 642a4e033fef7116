"""Furniture of pasted pages: what is marked against what people marked, by character, and how fast.

    python benchmarks/furniture.py [--json] [--quick]

Sets: the five seeds and the development reports of `../shared` where that is at hand; the pages of
`quality/furniture`, held out from training, tuning and rules; the training pages by cross-validation (left out
with `--quick`). Rules alone stand beside the classifier. Kinds and their confusion are of the held-out pages.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from statistics import median

from detente.corpus.document import Furniture
from detente.corpus.furniture.classifier import classifier_problem
from detente.corpus.furniture.mark import mark_by_rules, mark_furniture
from detente.corpus.furniture.scores import BODY, Tally
from detente.corpus.furniture.tagged import TaggedPage, load_all_tagged
from detente.corpus.language import language_of
from detente.kernel.spans import Span

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
RUNS, WORDS = 5, 400
Mark = Callable[[str], Iterable[Furniture]]


def shared_pages(folder: Path) -> tuple[TaggedPage, ...]:
    """The reports of a folder of `../shared` with their labelled furniture; none where it is not at hand."""
    gold: dict[str, list[Furniture]] = defaultdict(list)
    path = SHARED / "gold" / "furniture.jsonl"
    if not path.is_file():
        return ()
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        gold[row["doc"].removesuffix(".txt")].append(Furniture(Span(row["start"], row["end"]), row["kind"]))
    return tuple(
        TaggedPage(path.stem, path.read_bytes().decode(), tuple(gold[path.stem]))
        for path in sorted(folder.glob("*.txt"))
    )


def tallied(pages: Sequence[TaggedPage], mark: Mark) -> Tally:
    """The score of a way to mark furniture on some pages."""
    tally = Tally()
    for page in pages:
        tally.add(page.text, mark(page.text), page.furniture)
    return tally


def cross_validated(pages: Sequence[TaggedPage]) -> Tally:
    """The score on the training pages, each marked with a classifier that has not seen it."""
    sys.path.insert(0, str(ROOT / "tools"))
    import train_furniture

    tally = Tally()
    for page, classifier in train_furniture.cross_validated(pages):
        tally.add(page.text, mark_furniture(page.text, classifier=classifier), page.furniture)
    return tally


def by_kind(tally: Tally) -> Iterator[dict[str, object]]:
    """For each kind: the share marked, the share marked as this kind, characters; and reporting taken for it."""
    for kind in sorted({gold for gold, _ in tally.kinds} - {BODY}):
        marked, same, size = tally.recall_of(kind)
        wrong = tally.kinds[BODY, kind]
        yield {"kind": kind, "recall": round(marked, 3), "as_kind": round(same, 3), "characters": size,
               "reporting_marked": wrong}  # fmt: skip


def confusion(tally: Tally) -> list[dict[str, object]]:
    """The ten commonest pairs of kinds that are taken for each other."""
    pairs = [pair for pair in tally.kinds.most_common() if pair[0][0] != pair[0][1] and BODY not in pair[0]]
    return [{"labelled": gold, "marked": ours, "characters": size} for (gold, ours), size in pairs[:10]]


def documents_per_second(pages: Sequence[TaggedPage], mark: Mark) -> float:
    """How many documents of 400 words are marked in a second on one core: the median of several runs."""
    size = sum(len(page.text.split()) for page in pages)
    runs: list[float] = []
    for _ in range(RUNS):
        start = time.process_time()
        for page in pages:
            mark(page.text)
        runs.append(time.process_time() - start)
    return size / WORDS / median(runs)


def rows(*, quick: bool) -> Iterator[dict[str, object]]:
    """The figures in the order in which they are printed."""
    held_out = load_all_tagged(ROOT / "quality" / "furniture")
    sets = {
        "seeds": shared_pages(SHARED / "seeds"),
        "dev": shared_pages(SHARED / "gold" / "dev"),
        "held out": held_out,
    }
    for language in ("en", "ru", "uk"):
        sets[f"held out, {language}"] = tuple(page for page in held_out if language_of(page.text) == language)
    for name, pages in sets.items():
        for way, mark in (("classifier and rules", mark_furniture), ("rules", mark_by_rules)):
            yield {"set": name, "by": way, **(tallied(pages, mark).as_plain() if pages else {"pages": 0})}
    training = load_all_tagged(ROOT / "training" / "furniture")
    if training and not quick:
        yield {"set": "training", "by": "cross-validation", **cross_validated(training).as_plain()}
    tally = tallied(held_out, mark_furniture)
    yield from by_kind(tally)
    yield from confusion(tally)
    for way, mark in (("classifier and rules", mark_furniture), ("rules", mark_by_rules)):
        speed = documents_per_second(training, mark) if training else 0.0
        yield {"by": way, "documents_of_400_words_per_s": round(speed)}


def main() -> None:
    """Print the figures as a table, or one JSON object a line."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--json", action="store_true", help="one JSON object a line")
    asked.add_argument("--quick", action="store_true", help="no cross-validation")
    wanted = asked.parse_args()
    problem = classifier_problem()
    if problem is not None:
        print(problem)
    show = partial(json.dumps, ensure_ascii=False) if wanted.json else _line
    for row in rows(quick=wanted.quick):
        print(show(row))


def _line(row: dict[str, object]) -> str:
    """One row of the table."""
    return "  ".join(
        f"{value!s:20}" if name in {"set", "by", "kind", "labelled", "marked"} else f"{name} {value}"
        for name, value in row.items()
    )


if __name__ == "__main__":
    main()
