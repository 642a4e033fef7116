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
from detente.statements.record import PSEUDO_OPTIONS, Statement

_FEWEST = 3  # letters of a name of a report that a problem may not tell
_LONG = 8  # letters of words that are looked for within others
_HELD = "not for attribution"


def outgoing_inputs(
    inputs: BriefInputs, leaves: Leaving, appeared: Mapping[str, tuple[Appearance, ...]]
) -> BriefInputs:
    """What a brief is made of, as it may leave; the same where no mark binds."""
    if not leaves.docs:
        return inputs
    marks = leaves.marks
    marked = [
        name for (kind, name), _ in marks.standing.items() if kind == "speaker" and marks.of_speaker(name)
    ]
    names = saying(spelling for name in marked for spelling in marks.spellings(name))
    keys, words = _replaced(inputs, leaves)
    secrets = _secrets(inputs, leaves, appeared)
    told = _Told(leaves, keys, words, secrets=secrets, names=names, parts=tuple(_parts(keys, words)))
    made: BriefInputs = told.value(replace(inputs, documents={}))
    documents = {doc: one for doc, one in inputs.documents.items() if doc not in leaves.docs}
    return replace(made, documents=documents, pack=inputs.pack, stays=withheld(leaves).words(tables=True))


def _replaced(inputs: BriefInputs, leaves: Leaving) -> tuple[dict[Key, Key], dict[str, str]]:
    """What an answer took over from lines that stay: matters known only by their words, conditions, options of their own.

    As told, by what it is inside; what a line that leaves says too stays as it is.
    """
    free: set[Key | str] = set()
    keys: dict[Key, None] = {}
    words: dict[str, str] = {}
    for line in inputs.view.lines:
        told = leaves.line(line).statement
        option, withheld = _own_option(line.statement, inputs.pack), leaves.is_withheld(line.original_id)
        pairs = [(line.statement.condition, told.condition), (option, None if withheld else option)]
        matters = [key for key in keys_of(line, inputs.pack)[0] if (key.instance or "").startswith(OTHER)]
        same = told.instance == line.statement.instance and not withheld
        (free.update if same else keys.update)(dict.fromkeys(matters))
        for before, after in pairs:
            if before and (before == after or not leaves.stays(line.original_id)):
                free.add(before)
            elif before:
                words[before] = after or _HELD
    matters = [key for key in keys if key not in free]
    return (
        {key: replace(key, instance=f"{OTHER}not_for_attribution_{n}") for n, key in enumerate(matters, 1)},
        {before: after for before, after in words.items() if before not in free},
    )


def _own_option(statement: Statement, pack: Pack) -> str | None:
    """An option that the pack does not have: words of the line."""
    leaf = pack.leaf(statement.issue)
    known = statement.option is None or statement.option in PSEUDO_OPTIONS or ".." in statement.option
    return None if known or (leaf and leaf.option(statement.option or "")) else statement.option


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
    words: Mapping[str, str]
    secrets: tuple[str, ...]
    names: re.Pattern[str]
    parts: tuple[tuple[str, str], ...]
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
            told, said = self.leaves.line(line), line.statement
            if self.leaves.is_withheld(line.original_id):
                option = self.words.get(said.option, said.option) if said.option else None
                told = replace(
                    told, statement=replace(told.statement, option=option, instance=None, target=None)
                )
            self.lines[line.original_id] = told
        return self.lines[line.original_id]

    def _words(self, text: str) -> str:
        told = self.leaves.shown.get(text) or self.words.get(text)
        if told is not None:
            return told
        for before, after in self.parts:
            text = text.replace(before, after)
        return text

    def _is_secret(self, value: Any) -> bool:
        if not isinstance(value, Problem):
            return False
        told = f"{value.place}\n{value.message}\n{value.remedy}"
        return any(secret in told for secret in self.secrets) or bool(self.names.search(told))


def _parts(keys: Mapping[Key, Key], words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What is replaced within longer texts, such as the wording of a demand."""
    for key, told in keys.items():
        yield from _wordings(key, told)
    for before, after in words.items():
        if len(before) >= _LONG and re.search(
            r"\w[\s_]\w", before
        ):  # one word may stand in a pack's own labels
            yield from ((before, after), (before.replace("_", " "), after))


def _wordings(key: Key, told: Key) -> Iterator[tuple[str, str]]:
    """How a matter stands in other texts: by its key, and in words."""
    yield str(key), str(told)
    before, after = (str(one.instance) for one in (key, told))
    yield before, after
    yield before.removeprefix(OTHER).replace("_", " "), after.removeprefix(OTHER).replace("_", " ")
