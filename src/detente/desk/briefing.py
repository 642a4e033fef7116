"""The brief of a project: answer, compose, export, write; and single sections of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from detente.bargaining.results import Question, StageResults
from detente.briefs.compose import compose
from detente.briefs.deadlocks import deadlocks_section
from detente.briefs.deadlocks_by import By, deadlocks_by
from detente.briefs.evidence import Apparatus, apparatus
from detente.briefs.inputs import BriefInputs
from detente.briefs.model import Brief, Evidence, Section
from detente.briefs.papers import papers
from detente.briefs.proposals import proposals_section
from detente.briefs.questions import MOST_PER_PARTY, ourselves_section, party_section
from detente.corpus.document import Document
from detente.desk.choose import choose, names
from detente.desk.files import write_whole
from detente.desk.leaving import leaving_of
from detente.desk.leaving_answers import outgoing_inputs
from detente.desk.moved import moved
from detente.desk.names import known, known_party, known_proposal
from detente.desk.project import Answer, Project, recorded_problems
from detente.desk.scoring import with_least_changes
from detente.kernel.certainty import Scale
from detente.kernel.errors import BadInput
from detente.ledger.entries import Line

SUFFIXES = {".html": "html", ".htm": "html", ".md": "md", ".markdown": "md", ".json": "json"}
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over a brief: its title (None: the pack's), its time, the scale of estimative words."""

    made_at: datetime
    title: str | None = None
    scale: Scale = Scale.ICD203


def inputs_of(project: Project, found: Answer, heading: Heading) -> BriefInputs:
    """All that a brief says comes from here."""
    problems = tuple(dict.fromkeys((*recorded_problems(project), *found.problems)))
    return BriefInputs(
        heading.title or f"{project.pack.title}: who holds what",
        heading.made_at,
        project.pack,
        found.view,
        found.positions,
        found.stages,
        documents_of(project),
        problems=problems,
        scale=heading.scale,
        shown=found.shown,
        movement=found.movement,
    )


def documents_of(project: Project) -> Mapping[str, Document]:
    """The documents of a project by hash."""
    return {d.hash: d for d in project.file.documents()}


def brief_of(project: Project, found: Answer, heading: Heading) -> Brief:
    """The brief of an answer, for the project's own. Line ids do not depend on the heading's time."""
    inputs = inputs_of(project, with_least_changes(project, found), heading)
    return compose(replace(inputs, changes=moved(found.view, project.pack, scale=heading.scale)))


def outgoing_brief(project: Project, found: Answer, heading: Heading) -> tuple[Brief, Mapping[str, Document]]:
    """The brief of an answer for anyone, by the project's marks; and the documents that it may show."""
    leaves = leaving_of(project.file)
    inputs = inputs_of(project, with_least_changes(project, found), heading)
    inputs = outgoing_inputs(inputs, leaves, project.file.appearances())
    inputs = replace(inputs, changes=moved(inputs.view, project.pack, scale=heading.scale))
    return compose(inputs), inputs.documents


def format_of(path: str, given: str | None) -> str:
    """The format of an export by its name, or by the suffix of the target; raises UnknownName or BadInput."""
    formats = names("detente.exporters")
    if given is not None:
        return known(given, formats, what="format", where="this installation")
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise BadInput(
            f"no format goes with the ending of '{path}'; end it in .html, .md or .json, or give --format "
            f"{'|'.join(formats)}"
        )
    return SUFFIXES[suffix]


def export_brief(brief: Brief, format_name: str, documents: Mapping[str, Document]) -> str:
    """The brief in a format, as text, with the documents that it may show; raises UnknownName."""
    text = choose("detente.exporters", format_name)(brief, documents=documents)
    return text.decode("utf-8") if isinstance(text, bytes) else str(text)


def write_brief(path: Path, text: str) -> None:
    """Put a brief in place, whole; raises BadInput where the target cannot be written."""
    write_whole(path, text)


def tools_of(project: Project, found: Answer) -> Apparatus:
    """What turns an answer into lines with evidence, for parts of a brief."""
    return apparatus(inputs_of(project, found, Heading(_LONG_AGO)))


def evidence_of(project: Project, found: Answer) -> Callable[[Line], Evidence]:
    """What gives a line of an answer its sentence, its chain, and whether its words may be quoted."""
    return tools_of(project, replace(found, stages={})).evidence


def deadlocks_in_words(project: Project, found: Answer, by: By | None = None) -> Section:
    """What cannot hold together, what is not on offer, what only looks like a deadlock; or by matter or pair of parties."""
    tools = tools_of(project, found)
    return deadlocks_by(tools, by) if by else deadlocks_section(tools)


def questions_in_words(
    project: Project, found: Answer, party: str | None = None, *, most: int | None = MOST_PER_PARTY
) -> Section:
    """Questions to those who sign, then to those who provide, sponsor or offer, then to ourselves; or to one party.

    Raises UnknownName.
    """
    tools = tools_of(project, found)
    if party is not None:
        known_party(project.pack, party)
    asked: dict[str, list[Question]] = {}
    for question in (q for r in found.stages.values() for q in r.questions):
        asked.setdefault(question.party, []).append(question)
    signing = {p for stage in found.stages for p in project.pack.signatories[stage]}
    order = sorted(asked, key=lambda p: (p not in signing, tools.wording.party(p)))
    parts = [party_section(p, asked[p], tools, most=most) for p in order if party in {None, p}]
    if party is None:
        parts.append(ourselves_section(tools, papers(tools)))
    lead = (
        "Those who sign first, then those who provide, sponsor or offer; each in alphabetical order. Within a party, the "
        "questions first on which most results hang."
    )
    notes = () if parts else ("Nothing is open with it.",)
    return Section("questions", "What to ask next", lead, notes=notes, subsections=tuple(parts))


def proposals_in_words(project: Project, found: Answer, proposal: str | None = None) -> Section:
    """Proposals term by term: all, or one. Raises UnknownName; BadInput for one not yet tabled on the day."""
    if proposal is not None:
        tabled = known_proposal(project.pack, proposal)
        kept: dict[str, StageResults] = {
            s: replace(r, proposals=tuple(p for p in r.proposals if p.proposal.id == proposal))
            for s, r in found.stages.items()
        }
        if not any(r.proposals for r in kept.values()):
            raise BadInput(
                f"proposal '{proposal}' ({tabled.name}, {tabled.date}) has no term in this stage, or was "
                "not yet tabled on the day asked about"
            )
        found = replace(found, stages=kept)  # type: ignore[arg-type]
    return proposals_section(tools_of(project, found))
