"""A what-if re-answer on the five seed reports: what is computed, and beside it what opening the project takes.

    python benchmarks/whatif.py [--project P] [--as-of DATE]

Without a project it builds one from ../shared. Medians in milliseconds; the re-answer is asked with the positions in
memory. CPU times are those of this process alone, which a busy machine does not stretch.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from detente.bargaining.scenarios.answer import stage_under
from detente.bargaining.scenarios.model import Scenario
from detente.cli.main import main as detente
from detente.desk.project import Budget, answer, held, open_project
from detente.desk.scenarios.asking import Situation, Wishes, asked_what_if, scenario_of, situation_of
from detente.kernel.errors import DetenteError
from detente.ledger.view import Moment

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
TIMES = 3
MATTERS = 12  # of the agenda, on which something is supposed


def main() -> None:
    """Print one JSON line, or say why not."""
    options = argparse.ArgumentParser()
    options.add_argument("--project", type=Path)
    options.add_argument("--as-of", type=date.fromisoformat, default=date(2025, 9, 6))
    options.add_argument("--shared", type=Path, default=SHARED)
    args = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = args.project or _built(Path(folder) / "seeds.detente", args.shared)
        if path is None:
            print(json.dumps({"benchmark": "whatif", "skipped": f"{args.shared} is not there"}))
            return
        print(json.dumps(_measured(path, Moment(as_of=args.as_of)), indent=1))


def _built(path: Path, shared: Path) -> Path | None:
    reports = sorted(map(str, (shared / "seeds").glob("*.txt")))
    if not reports:
        return None
    given = [
        "--statements",
        str(shared / "gold" / "seeds.jsonl"),
        "--metadata",
        str(ROOT / "quality" / "seeds.metadata.csv"),
    ]
    detente(["build", *reports, "--pack", "ukraine", *given, "-o", str(path), "--quiet"])
    return path


def _measured(path: Path, moment: Moment) -> dict[str, Any]:
    budget = Budget(time.perf_counter)
    opened = _median(lambda: _opened(path, moment))
    with open_project(path, moment=moment) as project:
        folded = _median(lambda: held(project, moment))
        whole = _median(lambda: answer(project, moment, budget))
        situation = situation_of(project, answer(project, moment, budget))
    scenarios = _scenarios(situation)
    again = [_median(lambda s=s: asked_what_if(situation, s, budget)) for s in scenarios]
    worked = [_median(lambda s=s: asked_what_if(situation, s, budget), time.process_time) for s in scenarios]
    return {
        "benchmark": "whatif",
        "groups": len(situation.named),
        "deadlocks": len(situation.deadlocks),
        "scenarios": len(scenarios),
        "open_ms": opened,
        "view_and_fold_ms": folded,
        "whole_answer_ms": whole,
        "re_answer_median_ms": round(median(again), 1),
        "re_answer_worst_ms": max(again),
        "re_answer_cpu_median_ms": round(median(worked), 1),
        "re_answer_cpu_worst_ms": max(worked),
        "constraints_ms": _median(lambda: _laid(situation, Scenario())),
    }


def _scenarios(situation: Situation) -> list[Scenario]:
    """Nothing; each group switched off by itself; of both sides, the first option of some matters taken, and asked for."""
    found = [Scenario(), *(Scenario(without=(named.group.id,)) for named in situation.named)]
    for key in sorted(situation.agenda)[:MATTERS]:
        option = situation.pack.leaves[key.issue].options[0].id
        for party in situation.pack.belligerents:
            for verb in ("accepts", "demands"):
                with suppress(DetenteError):
                    found.append(scenario_of(situation, Wishes([f"{party} {verb} {key}={option}"])))
    return found


def _laid(situation: Situation, scenario: Scenario) -> None:
    for stage in situation.answer.stages:
        stage_under(scenario, situation.heard, stage=stage)


def _opened(path: Path, moment: Moment) -> None:
    with open_project(path, moment=moment):
        pass


def _median(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    seconds = []
    for _ in range(TIMES):
        started = clock()
        work()
        seconds.append(clock() - started)
    return round(1000 * median(seconds), 1)


if __name__ == "__main__":
    main()
