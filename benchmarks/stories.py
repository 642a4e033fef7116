"""Stories: recall by kind of copy, false pairs, B-cubed of the grouping, changes found, MinHash-LSH beside it, and scale.

Cases from tools/make_story_cases.py: quality/stories (development and test apart) and the examples, with altered copies.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))

from detente.corpus.document import Document
from detente.corpus.stories.changes import Change, changes
from detente.corpus.stories.facts import DocumentFacts, facts_of
from detente.corpus.stories.grouping import place
from detente.corpus.stories.memory import MemoryIndex
from detente.corpus.stories.sketch import Sketch, runs_of
from detente.corpus.stories.survivals import Survivals
from detente.stores.access import FileAccess
from detente.stores.sqlite import ProjectFile
from detente.stores.story_index import ProjectStoryIndex
from make_story_cases import Item, document_of, generated, written_cases

Group = Mapping[str, str]  # document name to group


def wilson(hits: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """The interval of a rate (Wilson 1927)."""
    if not of:
        return 0.0, 1.0
    rate, spread = hits / of, z * z / of
    middle, half = rate + spread / 2, z * math.sqrt(rate * (1 - rate) / of + spread / (4 * of))
    return (middle - half) / (1 + spread), (middle + half) / (1 + spread)


def ours(items: Sequence[Item]) -> Group:
    """The stories of all cases together."""
    index = MemoryIndex()
    for item in items:
        place(facts_of(item.document), index)
    group = index.grouping()
    return {item.document.name: group[item.document.hash] for item in items}


def minhash(items: Sequence[Item], threshold: float) -> Group:
    """The groups of MinHash-LSH over runs of five words (datasketch, 128 permutations), its hits joined."""
    from datasketch import MinHash, MinHashLSH

    lsh, group = (
        MinHashLSH(threshold=threshold, num_perm=128),
        {i.document.name: i.document.name for i in items},
    )

    def root(name: str) -> str:
        while group[name] != name:
            name = group[name]
        return name

    for item in items:
        made = MinHash(num_perm=128)
        made.update_batch([int(run).to_bytes(8, "little") for run in runs_of(item.document)])
        for hit in lsh.query(made):
            group[root(hit)] = root(item.document.name)
        lsh.insert(item.document.name, made)
    return {name: root(name) for name in group}


def recall(items: Sequence[Item], group: Group) -> dict[str, dict[str, Any]]:
    """How many members of each kind are in the story of their origin."""
    hits: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for item in items:
        if item.kind in {"origin", "independent"}:
            continue
        written = item.kind.startswith(("rewrite", "translation"))
        name = f"{item.kind} ({item.split})" if written else item.kind
        counts[name] += 1
        hits[name] += group[item.document.name] == group[item.story]
    return {
        n: {"hits": hits[n], "of": counts[n], "interval": wilson(hits[n], counts[n])} for n in sorted(counts)
    }


def alone(items: Sequence[Item]) -> dict[str, list[int]]:
    """Rewrites and translations met with their origin only, so that no other member can lead to it: hits, of."""
    origins = {item.story: item for item in items if item.kind == "origin"}
    found: dict[str, list[int]] = {}
    for item in items:
        if item.kind.startswith(("rewrite", "translation")):
            pair = ours([origins[item.story], item])
            row = found.setdefault(f"{item.kind} ({item.split})", [0, 0])
            row[0] += len(set(pair.values())) == 1
            row[1] += 1
    return found


def false_pairs(items: Sequence[Item], group: Group) -> dict[str, Any]:
    """Pairs of different stories that were put together; those of an independent report and its event apart."""
    wrong = pairs = hard_wrong = hard = 0
    for one, other in combinations(items, 2):
        if one.story == other.story:
            continue
        together = group[one.document.name] == group[other.document.name]
        if one.hard == other.story or other.hard == one.story:
            hard, hard_wrong = hard + 1, hard_wrong + together
        pairs, wrong = pairs + 1, wrong + together
    upper = 1e4 * wilson(wrong, pairs)[1]
    return {"wrong": wrong, "pairs": pairs, "in_10000": 1e4 * wrong / pairs, "upper_in_10000": upper,
            "hard_wrong": hard_wrong, "hard": hard}  # fmt: skip


def b_cubed(items: Sequence[Item], group: Group) -> dict[str, float]:
    """B-cubed precision, recall and F1 of the grouping (Bagga and Baldwin 1998)."""
    cells = Counter((item.story, group[item.document.name]) for item in items)
    truth, found = Counter(item.story for item in items), Counter(group[item.document.name] for item in items)
    precision = sum(n * n / found[g] for (_, g), n in cells.items()) / len(items)
    recalled = sum(n * n / truth[s] for (s, _), n in cells.items()) / len(items)
    return {
        "precision": precision,
        "recall": recalled,
        "f1": 2 * precision * recalled / (precision + recalled),
    }


def change_scores(split: str) -> dict[str, dict[str, int]]:
    """Changes found and right by the kind of rewrite and of change, on one split."""
    table: dict[str, Counter[str]] = {}
    for case in written_cases():
        for report in case.get("rewrites", ()) if case["split"] == split else ():
            origin, member = document_of(case["origin"], "origin"), document_of(report, "member")
            found = changes(origin, member)
            for given in report["changes"]:
                row = table.setdefault(f"{report['kind']} {given['type']}", Counter())
                row["of"] += 1
                row["hits"] += any(_same(one, given, (origin, member)) for one in found)
            for one in found:
                row = table.setdefault(f"{report['kind']} {one.kind}", Counter())
                row["found"] += 1
                row["right"] += any(_same(one, given, (origin, member)) for given in report["changes"])
    return {
        name: {key: table[name][key] for key in ("hits", "of", "right", "found")} for name in sorted(table)
    }


def _same(change: Change, given: Mapping[str, Any], texts: tuple[Document, Document]) -> bool:
    """Whether a change is the given one: its kind, and the sentence of either side (of both where it is alone)."""
    if change.kind != given["type"]:
        return False
    matches = []
    for span, text, words in zip(
        (change.origin, change.member), texts, (given["origin"], given["rewrite"]), strict=True
    ):
        if span is None or words is None:
            matches.append(span is None and words is None)
            continue
        mine, theirs = " ".join(span.of(text.text).split()), " ".join(words.split())
        matches.append(mine in theirs or theirs in mine)
    return all(matches) if given["type"] in {"added", "dropped"} else any(matches)


def signatures(count: int) -> Iterator[DocumentFacts]:
    """Documents that do not exist: 50 kept runs, 24 mentions of which names follow Zipf's law, 80 words of content."""
    chance = np.random.default_rng(1)
    for number in range(count):
        runs = np.unique(chance.integers(0, 2**61, 50, dtype=np.uint64))
        names = (chance.zipf(1.3, 14) % 50_000).astype(np.uint64) * np.uint64(2654435761)
        figures = chance.integers(2**40, 2**54, 10, dtype=np.uint64)
        marks = np.concatenate(
            [names << np.uint64(8) | np.uint64(12), figures << np.uint64(8) | np.uint64(29)]
        )
        marks = np.unique(marks)
        words = np.unique(chance.integers(0, 2**32, 80, dtype=np.uint32))
        kept = Survivals(marks, words, words[:10])
        day = 738_000 + number // 1000
        yield DocumentFacts(
            f"{number:064x}", day, "en", runs, Sketch(runs, 400), kept, (marks[:0], np.empty(0))
        )


def scale(upto: int, told: Callable[[str], None]) -> list[dict[str, float]]:
    """Time per document (of the last tenth of each decade), memory and file size while an on-disk index grows."""
    rows: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scale.detente"
        ProjectFile.create(path).close()
        file = FileAccess(path, writable=True)
        index = ProjectStoryIndex(file, {}.__getitem__)
        begun = started = time.process_time()  # of this process: other work on the machine does not count
        for number, facts in enumerate(signatures(upto), start=1):
            place(facts, index)
            decade = 10 ** math.ceil(math.log10(number))
            if number == decade - decade // 10:
                started = time.process_time()
            if number == decade and number >= 1000:
                index.flush()
                each = 1000 * (time.process_time() - started) / (decade // 10)
                rows.append(
                    {
                        "documents": number,
                        "ms_each": round(each, 3),
                        "rss_mb": round(resident(), 1),
                        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
                        "file_mb": round(sum(p.stat().st_size for p in Path(folder).iterdir()) / 2**20, 1),
                        "cpu_seconds": round(time.process_time() - begun, 1),
                    }
                )
                told(f"  {rows[-1]}")
        file.close()
    return rows


def resident() -> float:
    """Memory of this process now, in MB."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def cases(told: Callable[[str], None]) -> dict[str, Any]:
    """All figures of the cases; `told` gets the readable table."""
    items = generated()
    answer: dict[str, Any] = {"cases": len(items), "methods": {}}
    methods: list[tuple[str, Callable[[], Group]]] = [("détente", lambda: ours(items))]
    methods += [(f"MinHash-LSH {t}", lambda t=t: minhash(items, t)) for t in (0.5, 0.3)]
    told(f"{len(items)} documents in {len({item.story for item in items})} true stories")
    for name, method in methods:
        started = time.perf_counter()
        group = method()
        seconds = time.perf_counter() - started
        rates, wrong, cubed = recall(items, group), false_pairs(items, group), b_cubed(items, group)
        answer["methods"][name] = {
            "recall": rates,
            "false_pairs": wrong,
            "b_cubed": cubed,
            "seconds": seconds,
        }
        told(f"\n{name}: {len(items) / seconds:.0f} documents/s")
        for kind, row in rates.items():
            low, high = row["interval"]
            told(
                f"  {kind:32} {row['hits']:4}/{row['of']:<4} {row['hits'] / row['of']:.3f} [{low:.3f}, {high:.3f}]"
            )
        told(f"  false pairs {wrong['wrong']} of {wrong['pairs']} = {wrong['in_10000']:.2f} in 10,000 "
             f"(upper {wrong['upper_in_10000']:.2f}); hard ones {wrong['hard_wrong']} of {wrong['hard']}")  # fmt: skip
        told(
            f"  B-cubed precision {cubed['precision']:.4f}, recall {cubed['recall']:.4f}, F1 {cubed['f1']:.4f}"
        )
    answer["alone"] = alone(items)
    told(
        "\nalone with the origin: "
        + ", ".join(f"{k} {h}/{n}" for k, (h, n) in sorted(answer["alone"].items()))
    )
    answer["changes"] = {split: change_scores(split) for split in ("dev", "test")}
    for split, table in answer["changes"].items():
        told(f"\nchanges ({split}): kind, recall, precision")
        for name, row in table.items():
            told(f"  {name:22} {row['hits']:3}/{row['of']:<3} {row['right']:3}/{row['found']:<3}")
    return answer


def main() -> None:
    """Print the table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--scale", type=int, default=100_000, help="generated signatures (0: none)")
    parser.add_argument("--full", action="store_true", help="a million signatures")
    parser.add_argument("--only-scale", action="store_true")
    given = parser.parse_args()

    def told(line: str) -> None:
        if not given.json:
            print(line, flush=True)

    answer: dict[str, Any] = {"benchmark": "stories"}
    told("on-disk index, generated signatures:")
    answer["scale"] = scale(1_000_000 if given.full else given.scale, told)
    if not given.only_scale:
        answer |= cases(told)
    if given.json:
        print(json.dumps(answer))


if __name__ == "__main__":
    main()
