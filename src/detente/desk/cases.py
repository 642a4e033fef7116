"""A pack's cases: what an expert says must be read from a passage, against what a reader reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from detente.corpus.gather import read_pasted
from detente.desk import DEFAULT_READER
from detente.desk.choose import choose_reader
from detente.packs.load import load_pack
from detente.packs.model import Case
from detente.statements.record import Statement


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case, and which of its expectations the reader did not meet."""

    case: Case
    missed: tuple[Mapping[str, Any], ...]

    @property
    def met(self) -> bool:
        """Whether everything came out that must."""
        return not self.missed


def run_cases(pack_name: str, *, reader: str = DEFAULT_READER) -> tuple[CaseResult, ...]:
    """Every case of a pack through a reader; raises UnknownName or PackFault."""
    pack = load_pack(pack_name)
    read = choose_reader(reader)(pack)
    found = []
    for case in pack.cases:
        statements = read(read_pasted(case.text, name=case.name)).statements
        missed = tuple(e for e in case.expect if not any(_meets(s, e) for s in statements))
        found.append(CaseResult(case, missed))
    return tuple(found)


def _meets(statement: Statement, expected: Mapping[str, Any]) -> bool:
    return all(getattr(statement, field, None) == value for field, value in expected.items())
