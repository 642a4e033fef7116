"""Compose a brief: results to sections of lines, in the order in which a mediator reads them."""

from __future__ import annotations

from detente.briefs.ambassador import ambassador_section
from detente.briefs.deadlocks import deadlocks_section
from detente.briefs.depicting import with_pictures
from detente.briefs.differing import differing_section
from detente.briefs.evidence import Apparatus, apparatus
from detente.briefs.expectations import expectations_section
from detente.briefs.inputs import BriefInputs
from detente.briefs.making import making_section, moment_words, problems_of
from detente.briefs.matrix import matrix_section
from detente.briefs.model import Brief, Section
from detente.briefs.moves import moves_section
from detente.briefs.papers import papers, papers_section
from detente.briefs.proposals import proposals_section
from detente.briefs.questions import questions_section


def compose(inputs: BriefInputs) -> Brief:
    """The brief of one view under one pack. Pure: the same inputs give the same brief, byte for byte."""
    tools = apparatus(inputs)
    found = papers(tools)
    problems = problems_of(tools)
    sections = (
        papers_section(tools, found),
        ambassador_section(tools),
        matrix_section(tools),
        with_pictures(deadlocks_section(tools), tools),
        with_pictures(moves_section(tools), tools),
        proposals_section(tools),
        questions_section(tools, found),
        expectations_section(tools),
        differing_section(tools),
        making_section(tools, problems),
    )
    pack = inputs.pack
    return Brief(
        inputs.title,
        inputs.made_at,
        pack.id,
        pack.title,
        pack.version,
        pack.digest,
        moment_words(tools),
        _counts(tools, sections),
        sections,
        found,
        problems,
    )


def _counts(tools: Apparatus, sections: tuple[Section, ...]) -> dict[str, int]:
    inputs = tools.inputs
    counts = {
        "reports": len(inputs.documents) or len(inputs.view.reports),
        "statements": len(inputs.view.lines),
        "left out for review": inputs.view.left_out,
        "parties heard": len({p.party for p in inputs.positions}),
        "lines": sum(len(s.all_lines) for s in sections),
    }
    for stage, result in inputs.results.items():
        counts[f"deadlocks, {stage}"] = len(result.deadlocks)
    return counts
