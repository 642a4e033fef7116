"""Cases of packs: what an expert says must come out."""

from __future__ import annotations

from detente.desk.cases import run_cases


def test_cases_that_came_out_still_come_out_and_misses_are_named() -> None:
    for pack, floor in (("ukraine", 12 / 25), ("veldora", 4 / 10)):
        results = run_cases(pack)
        assert len(results) >= 10
        assert sum(r.met for r in results) / len(results) >= floor
        assert all(r.met == (not r.missed) for r in results)
