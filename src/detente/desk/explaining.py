"""Explaining a statement of a project: the words, the chain, the rules, what the model weighed, and what it was taught."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.desk.corrections import line_of
from detente.desk.project import Project
from detente.ledger.reviewing import ReviewedLine

if TYPE_CHECKING:
    from detente.corpus.document import Document
    from detente.models.explaining import Explanation


@dataclass(frozen=True, slots=True)
class Explained:
    """A statement with its document and how the model sees it.

    None where it finds no sentence there, or does not know the language.
    """

    line: ReviewedLine
    document: Document
    explanation: Explanation | None

    def as_plain(self) -> dict[str, Any]:
        """Plain values for JSON."""
        found, text = self.explanation, self.document.text
        record = self.line.statement.as_record(doc_name=self.document.name, full=True)
        if found is None:
            return {"statement": record, "explanation": None}
        return {
            "statement": record,
            "explanation": {
                "sentence": {"start": found.sentence.start, "end": found.sentence.end}
                | {"text": found.sentence.of(text)},
                "signs": [{"name": s.name, "value": s.value, "weight": s.weight} for s in found.signs],
                "fields": [
                    {"name": f.name, "value": f.value, "chance": f.chance, "others": dict(f.others)}
                    for f in found.fields
                ],
                "voices": [
                    {
                        "source": v.source.of(text) if v.source else None,
                        "cue": v.cue.of(text) if v.cue else None,
                    }
                    for v in found.voices
                ],
                "rules": list(found.rules),
                "taught": [{"likeness": t.likeness, "label": t.label, "text": t.text} for t in found.taught],
            },
        }


def explain_statement(project: Project, name: str, *, weights: Path | None = None) -> Explained:
    """How a statement came about, by its id; raises UnknownName. `weights`: others than those in the package."""
    from detente.models.explaining import explain
    from detente.models.reader import SHIPPED, Sight, knows

    line = line_of(project, name)
    document = project.file.document(line.statement.doc)
    look = Sight(project.pack, weights or SHIPPED)
    found = explain(look, document, line.statement) if knows(document) else None
    return Explained(line, document, found)
