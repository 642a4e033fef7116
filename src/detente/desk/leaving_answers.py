"""An answer as it may leave the project: computed with every line, told without what marks protect."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

from detente.briefs.inputs import BriefInputs
from detente.desk.leaving import withheld
from detente.kernel.problems import Problem
from detente.ledger.agenda import OTHER, Key, keys_of
from detente.ledger.entries import Appearance, Line, Report
from detente.ledger.leaving import Leaving, saying
from detente.packs.model import Pack

_FEWEST = 3  # letters of a name of a report that a problem may not tell


def outgoing_inputs(
    inputs: BriefInputs, leaves: Leaving, appeared: Mapping[str, tuple[Appearance, ...]]
) -> BriefInputs:
    """What a brief is made of, as it may leave; the same where no mark binds."""
    if not leaves.docs:
        return inputs
    marks = leaves.marks
    names = saying(s for name in marks.people if marks.of_speaker(name) for s in marks.spellings(name))
    told = _Told(leaves, _instances(inputs, leaves), _secrets(inputs, leaves, appeared), names)
    made: BriefInputs = told.value(replace(inputs, documents={}))
    documents = {doc: one for doc, one in inputs.documents.items() if doc not in leaves.docs}
    return replace(made, documents=documents, pack=inputs.pack, stays=withheld(leaves).words(tables=True))


def _instances(inputs: BriefInputs, leaves: Leaving) -> dict[Key, Key]:
    """The matters that are known only by words of lines not for attribution, and how they are told."""
    free: set[Key] = set()
    held: dict[Key, None] = {}
    for line in inputs.view.lines:
        for key in _free_keys(line, inputs.pack):
            if leaves.is_withheld(line.original_id):
                held[key] = None
            else:
                free.add(key)
    words = (key for key in held if key not in free)
    return {key: replace(key, instance=f"{OTHER}not_for_attribution_{n}") for n, key in enumerate(words, 1)}


def _free_keys(line: Line, pack: Pack) -> Iterator[Key]:
    yield from (key for key in keys_of(line, pack)[0] if (key.instance or "").startswith(OTHER))


def _secrets(
    inputs: BriefInputs, leaves: Leaving, appeared: Mapping[str, tuple[Appearance, ...]]
) -> tuple[str, ...]:
    """What no problem may tell: documents that stay, by any name, and ids and words of their lines."""
    found = set(leaves.docs) | {doc[:12] for doc in leaves.docs}
    for doc in leaves.docs:
        report = inputs.view.reports.get(doc, Report(doc, doc))
        named = [(report.name, report.url), *((one.name, one.url) for one in appeared.get(doc, ()))]
        found |= {text for one in named for text in one if text}
        found |= {report.title} if report.title else set()
        found |= {inputs.documents[doc].name} if doc in inputs.documents else set()
    for line in inputs.view.lines:
        if leaves.stays(line.original_id):
            said = line.statement
            found |= {line.original_id, said.id, said.evidence, said.instance or "", said.condition or ""}
    return tuple(text for text in found if len(text) >= _FEWEST)


@dataclass(slots=True)
class _Told:
    """Values of an answer with their lines, matters and words as they are told outside."""

    leaves: Leaving
    keys: Mapping[Key, Key]
    secrets: tuple[str, ...]
    names: re.Pattern[str]
    lines: dict[str, Line] = field(default_factory=dict)
    made: dict[int, tuple[Any, Any]] = field(default_factory=dict)

    def value(self, value: Any) -> Any:
        """A value as it is told; itself where nothing in it is protected."""
        if isinstance(value, str):
            return self._words(value) if type(value) is str else value
        if isinstance(value, Line):
            return self._line(value)
        if isinstance(value, Key):
            return self.keys.get(value, value)
        if isinstance(value, Report):
            return self.leaves.report(value, withheld=False) if value.doc in self.leaves.docs else value
        if isinstance(value, Pack):
            return value
        if id(value) not in self.made:
            self.made[id(value)] = (value, self._whole(value))
        return self.made[id(value)][1]

    def _whole(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(self.value(one) for one in value if not self._is_secret(one))
        if isinstance(value, frozenset):
            return frozenset(map(self.value, value))
        if isinstance(value, Mapping):
            return {self.value(name): self.value(one) for name, one in value.items()}
        if is_dataclass(value) and not isinstance(value, type):
            now = {f.name: getattr(value, f.name) for f in fields(value)}
            told = {name: self.value(one) for name, one in now.items()}
            changed = {name: one for name, one in told.items() if one is not now[name]}
            return replace(value, **changed) if changed else value
        return value

    def _line(self, line: Line) -> Line:
        if line.original_id not in self.lines:
            self.lines[line.original_id] = self.leaves.line(line)
        return self.lines[line.original_id]

    def _words(self, text: str) -> str:
        if text in self.leaves.shown:
            return self.leaves.shown[text]
        for key, told in self.keys.items():
            for before, after in _wordings(key, told):
                text = text.replace(before, after)
        return text

    def _is_secret(self, value: Any) -> bool:
        if not isinstance(value, Problem):
            return False
        told = f"{value.place}\n{value.message}\n{value.remedy}"
        return any(secret in told for secret in self.secrets) or bool(self.names.search(told))


def _wordings(key: Key, told: Key) -> Iterator[tuple[str, str]]:
    """How a matter stands in other texts: by its key, and in words."""
    yield str(key), str(told)
    before, after = (str(one.instance) for one in (key, told))
    yield before, after
    yield before.removeprefix(OTHER).replace("_", " "), after.removeprefix(OTHER).replace("_", " ")
