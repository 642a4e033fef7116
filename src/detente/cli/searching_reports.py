"""`search --reports`: the sentences of whole reports that hold some words."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from detente.cli.progress import progress
from detente.cli.show import aside, finish, heading, put_json, say, status

if TYPE_CHECKING:
    from detente.desk.project import Project
    from detente.desk.report_search import ReportsFound
    from detente.desk.search_filters import Search

_SHOWN_SENTENCES = 5


def in_reports(project: Project, wanted: Search, args: Namespace) -> int:
    """Search the whole reports of a project, and show what was found."""
    from detente.desk.report_search import report_search_of, search_reports
    from detente.desk.search_filters import plain
    from detente.desk.searching import keep_search
    from detente.kernel.errors import BadInput

    if args.facets:
        raise BadInput("--facets counts lines; leave it out, or leave out --reports")
    with progress(quiet=args.quiet, unit="report") as told, report_search_of(project, told) as index:
        found = search_reports(project, index, wanted, limit=args.limit)
    if args.save:
        keep_search(project, args.save, wanted)
    if args.json:
        head = {"schema": "detente.search-reports", "schema_version": 1, "project": str(project.path)}
        put_json(head | {"search": plain(wanted)} | _found_in_reports(found))
        return finish(project.problems, args)
    for one in found.reports:
        day = one.report.published.isoformat() or "undated"
        heading(
            f"{day}  {one.report.publisher or 'unknown publisher'}: {one.report.title or one.report.name}"
        )
        for sentence in one.sentences[:_SHOWN_SENTENCES]:
            say(f"· {' '.join(sentence.text.split())}", indent=2, hang=2)
            if sentence.statements:
                aside(" ".join(sentence.statements), indent=4)
        if len(one.sentences) > _SHOWN_SENTENCES:
            aside(f"and {len(one.sentences) - _SHOWN_SENTENCES} more sentences", indent=4)
    shown = f", the newest {len(found.reports)} shown" if found.total > len(found.reports) else ""
    status(f"{found.sentences} sentences in {found.total} reports{shown}")
    return finish(project.problems, args)


def _found_in_reports(found: ReportsFound) -> dict[str, Any]:
    reports = [
        {
            "doc": one.report.doc,
            "name": one.report.name,
            "publisher": one.report.publisher,
            "title": one.report.title,
            "published": one.report.published.isoformat(),
            "story": one.report.story,
            "sentences": [
                {"span": [s.span.start, s.span.end], "text": s.text, "statements": list(s.statements)}
                for s in one.sentences
            ],
        }
        for one in found.reports
    ]
    return {"total": found.total, "sentences": found.sentences, "reports": reports}
