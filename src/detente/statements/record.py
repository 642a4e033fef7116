"""The record of a statement. Fields as in the codebook (docs/codebook.md); a record without evidence cannot be built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

from detente.kernel.errors import EvidenceMismatch
from detente.kernel.ids import Plain, statement_id
from detente.kernel.spans import Span

Kind = Literal["position", "forecast", "assessment", "event"]
Stance = Literal["demand", "propose", "accept", "reject", "hedge"]
Basis = Literal["own", "counterpart", "insider", "analyst", "reported"]

KINDS: tuple[Kind, ...] = ("position", "forecast", "assessment", "event")
STANCES: tuple[Stance, ...] = ("demand", "propose", "accept", "reject", "hedge")
BASES: tuple[Basis, ...] = ("own", "counterpart", "insider", "analyst", "reported")
PSEUDO_OPTIONS = ("silent", "deferred", "open_to_discuss", "reject_any")
CODEBOOK_FIELDS = (
    "doc",
    "evidence",
    "kind",
    "holder",
    "stance",
    "issue",
    "option",
    "instance",
    "target",
    "condition",
    "speaker",
    "via",
    "basis",
    "certainty",
    "date",
    "stage",
    "condition_on",
    "about",
)

Term = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Statement:
    """One attributed proposition about one issue.

    `doc` is the hash of the document, `span` a range of code points in its unaltered text, `evidence` the words there.
    `holder`, `target`: party ids; `issue`, `option`: ids of the taxonomy; `instance`: an instance id or short text.
    `speaker` is as written, None for the author's own narration; `via` runs from the page inward.
    `confidence` in [0, 1] is the reader's, 1.0 for a person's coding; `rules` names what fired; `origin` is the reader's name.
    """

    doc: str
    span: Span
    evidence: str
    kind: Kind
    holder: str | None
    stance: Stance | None
    issue: str
    option: str | None = None
    instance: str | None = None
    target: str | None = None
    condition: str | None = None
    speaker: str | None = None
    via: tuple[str, ...] = ()
    basis: Basis = "reported"
    certainty: str | None = None
    date: str | None = None
    stage: Literal["truce", "settlement"] | None = None
    condition_on: tuple[Term, ...] | None = None
    about: tuple[str, ...] | None = None
    confidence: float = 1.0
    rules: tuple[str, ...] = ()
    origin: str = "person"

    def __post_init__(self) -> None:
        """A line without evidence is impossible."""
        if len(self.evidence) != self.span.end - self.span.start:
            raise EvidenceMismatch(
                f"evidence of {len(self.evidence)} characters on span {self.span.start}-{self.span.end}: "
                "copy the words of the span unaltered"
            )

    @property
    def id(self) -> str:
        """The hash of what it says: document, span, kind, holder, stance, issue, instance, option, speaker (DESIGN §3)."""
        says: Mapping[str, Plain] = {
            "doc": self.doc,
            "span": [self.span.start, self.span.end],
            "kind": self.kind,
            "holder": self.holder,
            "stance": self.stance,
            "issue": self.issue,
            "instance": self.instance,
            "option": self.option,
            "speaker": self.speaker,
        }
        return statement_id(says)

    def as_record(self, *, doc_name: str, full: bool = False) -> dict[str, Any]:
        """The codebook's record plus `start` and `end`; `full` adds id, confidence, rules, origin and the document's hash."""
        record: dict[str, Any] = {
            name: _plain(getattr(self, name)) for name in CODEBOOK_FIELDS if name != "doc"
        }
        record = {"doc": doc_name, **record, "start": self.span.start, "end": self.span.end}
        if full:
            record |= {
                "id": self.id,
                "confidence": self.confidence,
                "rules": list(self.rules),
                "origin": self.origin,
                "doc_hash": self.doc,
            }
        return record


EDITABLE_FIELDS = tuple(
    f.name for f in fields(Statement) if f.name not in {"doc", "confidence", "rules", "origin"}
)


def _plain(value: Any) -> Any:
    """Tuples as lists, for JSON."""
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    return value
