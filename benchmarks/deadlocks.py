"""All minimal deadlocks of the reference case of 50 statements (../shared/reference/deadlocks); median seconds of 5."""

from __future__ import annotations

import json
import time
from pathlib import Path
from statistics import median

from detente.bargaining.constraints.model import Clause, Literal
from detente.solvers.pysat import PySatSolver

CASE = Path(__file__).parents[2] / "shared" / "reference" / "deadlocks" / "case50.json"


def main() -> None:
    """Print one JSON line, or say why not."""
    if not CASE.is_file():
        print(json.dumps({"benchmark": "deadlocks", "skipped": f"{CASE} is not there"}))
        return
    case = json.loads(CASE.read_text())
    options = case["options"]
    variables = {f"i{i}": tuple(str(o) for o in range(options)) for i in range(case["issues"])}
    groups = {
        f"g{n}": [
            Clause(tuple(literal(x, variables, options) for x in clause)) for clause in statement["clauses"]
        ]
        for n, statement in enumerate(case["statements"])
    }
    seconds, found = [], 0
    for _ in range(5):
        started = time.perf_counter()
        found = len(list(PySatSolver().minimal_conflicts(variables, (), groups)))
        seconds.append(time.perf_counter() - started)
    print(json.dumps({"benchmark": "deadlocks", "found": found, "median_s": round(median(seconds), 3)}))


def literal(number: int, variables: dict[str, tuple[str, ...]], options: int) -> Literal:
    """A signed Boolean of the case (issue × options + option + 1) as a literal."""
    issue, option = divmod(abs(number) - 1, options)
    name = f"i{issue}"
    named = frozenset({str(option)})
    return Literal(name, named if number > 0 else frozenset(variables[name]) - named)


if __name__ == "__main__":
    main()
