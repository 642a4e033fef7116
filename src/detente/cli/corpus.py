"""`corpus`: the documents of a project: add, list, show, stories, meetings, sources, explain, merge, part."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from detente.cli.arguments import Command, add_common, add_gathering, add_project
from detente.cli.show import finish, put_json, status

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from detente.desk.corpus.shelf import Shelf

_REPORT = "name of the report in the project, or the first letters of its hash"


def _add(parser: ArgumentParser) -> None:
    jobs = parser.add_subparsers(dest="job", metavar="JOB", required=True)

    def job(name: str, run: Callable[[Namespace], int], description: str) -> ArgumentParser:
        made: ArgumentParser = jobs.add_parser(name, description=description, help=description)
        add_project(made)
        made.set_defaults(run=run)
        return made

    add = job("add", _add_reports, "Gather reports into a project without reading them; again adds nothing.")
    add.add_argument(
        "reports", metavar="REPORTS", nargs="+", help="files, folders, patterns; - is standard input"
    )
    add.add_argument(
        "--pack", metavar="PACK", default="world", help="data of the conflict (default %(default)s)"
    )
    add.add_argument("--metadata", metavar="FILE.csv", type=Path, help="dates and publishers of the reports")
    add_gathering(add)
    every = job("list", _list, "The documents: when, by whom, how sure, in which story.")
    every.add_argument("--undated", action="store_true", help="only those without a day of publication")
    every.add_argument("--publisher", metavar="NAME", help="only this publisher's")
    every.add_argument("--unread", action="store_true", help="only those that nobody read yet")
    show = job("show", _show, "One document: its text with the furniture marked.")
    show.add_argument("report", metavar="DOC", help=_REPORT)
    show.add_argument("--reporting", action="store_true", help="only the reporting, without the furniture")
    stories = job(
        "stories", _stories, "Reports that carry one text, and what each changes against the first."
    )
    stories.add_argument("report", metavar="DOC", nargs="?", help=f"only its story: {_REPORT}")
    meetings = job(
        "meetings", _meetings, "Meetings that several stories tell of, their accounts side by side."
    )
    meetings.add_argument("report", metavar="DOC", nargs="?", help=f"only those it tells of: {_REPORT}")
    sources = job(
        "sources", _sources, "Publishers: their ways in this project, their grade, who copies whom."
    )
    sources.add_argument(
        "publisher", metavar="PUBLISHER", nargs="?", help="only this one: name, id or address"
    )
    sources.add_argument(
        "--grade", metavar="LETTER", help="set its reliability by hand: A to F (Admiralty scale)"
    )
    sources.add_argument("--reason", metavar="WORDS", help="why; needed with --grade")
    sources.add_argument("--by", metavar="NAME", help="who grades; needed with --grade")
    explain = job("explain", _explain, "All that is known of one document, and how it was found.")
    explain.add_argument("report", metavar="DOC", help=_REPORT)
    for name, told in (
        (
            "merge",
            "Two reports carry one story, though their texts do not tell: they then count as one source.",
        ),
        ("part", "Take such a merge back; both words stay in the history."),
    ):
        one = job(name, _merge, told)
        one.add_argument("reports", metavar="DOC", nargs=2, help=_REPORT)
        one.add_argument("--reason", metavar="TEXT", required=True, help="why; it is kept")
        one.add_argument("--reviewer", metavar="NAME", help="who says so (default: the user of this system)")
    for made in jobs.choices.values():
        add_common(made)


def _merge(args: Namespace) -> int:
    from datetime import UTC, datetime

    from detente.cli.arguments import user
    from detente.cli.people import merge_record
    from detente.desk.corpus.merging import act
    from detente.desk.corpus.shelf import open_shelf
    from detente.ledger.people import Merge, MergeAction

    first, second = args.reports
    with open_shelf(args.project, writable=True) as shelf:
        who, at = args.reviewer or user(), datetime.now(UTC)
        made = act(shelf, Merge(first, second, MergeAction(args.job), args.reason, who, at, "story"))

    def show() -> None:
        now = f"of one story with {second}" if args.job == "merge" else f"apart from {second}"
        status(f"{first}: now {now}")

    return _put(args, "merge", ("merge", merge_record(made)), show=show)


def _add_reports(args: Namespace) -> int:
    from datetime import UTC, datetime

    from detente.cli.arguments import gathering_of
    from detente.cli.progress import progress
    from detente.desk.build import BuildOptions, add

    with progress(quiet=args.quiet) as report:
        options = BuildOptions(
            clock=lambda: datetime.now(UTC),
            progress=report,
            metadata=args.metadata,
            gathering=gathering_of(args),
        )
        added = add(args.reports, pack_name=args.pack, output=args.project, options=options)
    if args.json:
        from detente.desk.records import problem_record

        head = {"schema": "detente.corpus-add", "schema_version": 1, "project": str(args.project)}
        counts = {"reports": added.documents, "new_reports": added.new_documents}
        put_json(head | counts | {"problems": [problem_record(p) for p in added.problems]})
    else:
        status(f"{args.project}: {added.documents} reports, {added.new_documents} of them new")
        status(f"Read them with: detente build -o {args.project} --pack {added.pack}")
    return finish(added.problems, args)


def _list(args: Namespace) -> int:
    from detente.cli.corpus_pages import show_list
    from detente.desk.corpus.listing import Wanted, listed
    from detente.desk.corpus.records import item_record

    with _shelf(args) as shelf:
        wanted = Wanted(undated=args.undated, publisher=args.publisher, unread=args.unread)
        found = listed(shelf, wanted)
    return _put(
        args, "list", ("documents", [item_record(one) for one in found]), show=lambda: show_list(found)
    )


def _show(args: Namespace) -> int:
    from detente.cli.corpus_pages import show_document
    from detente.desk.corpus.records import document_record

    with _shelf(args) as shelf:
        report = shelf.find(args.report)
        document = shelf.file.document(report.doc)
    record = document_record(document, text=True)
    return _put(
        args, "show", ("document", record), show=lambda: show_document(document, reporting=args.reporting)
    )


def _stories(args: Namespace) -> int:
    from detente.cli.corpus_pages import show_stories
    from detente.desk.corpus.records import story_record
    from detente.desk.corpus.stories import shared_stories, story_of

    with _shelf(args) as shelf:
        asked = [shelf.find(args.report).doc] if args.report else []
        found = [story_of(shelf, doc) for doc in asked] or list(shared_stories(shelf))
    rows = [story_record(one) for one in found]
    return _put(args, "stories", ("stories", rows), show=lambda: show_stories(found, whole=bool(args.report)))


def _meetings(args: Namespace) -> int:
    from detente.cli.corpus_pages import show_meetings
    from detente.desk.corpus.meetings import beside, docs_of, same_meetings
    from detente.desk.corpus.records import beside_record

    with _shelf(args) as shelf:
        doc = shelf.find(args.report).doc if args.report else None
        wanted = [one for one in same_meetings(shelf) if doc is None or doc in docs_of([one])]
        found = [beside(shelf, one) for one in wanted]
    rows = [beside_record(one) for one in found]
    return _put(
        args, "meetings", ("meetings", rows), show=lambda: show_meetings(found, whole=doc is not None)
    )


def _sources(args: Namespace) -> int:
    from detente.cli.corpus_pages import show_sources
    from detente.desk.corpus.records import source_record
    from detente.desk.corpus.sources import source, sources

    if args.grade:
        return _grade(args)
    with _shelf(args) as shelf:
        found = (source(shelf, args.publisher),) if args.publisher else sources(shelf)
    rows = [source_record(one) for one in found]
    return _put(
        args, "sources", ("sources", rows), show=lambda: show_sources(found, whole=bool(args.publisher))
    )


def _grade(args: Namespace) -> int:
    from datetime import UTC, datetime

    from detente.cli.corpus_pages import show_sources
    from detente.corpus.sources.grade import given_grade
    from detente.desk.corpus.records import source_record
    from detente.desk.corpus.shelf import open_shelf
    from detente.desk.corpus.sources import set_grade
    from detente.kernel.errors import BadInput

    if not args.publisher:
        raise BadInput("--grade needs the publisher that is graded; `detente corpus sources P` names them")
    given = given_grade(args.grade, reason=args.reason or "", by=args.by or "")
    with open_shelf(args.project, writable=True) as shelf:
        found = set_grade(shelf, args.publisher, given, at=datetime.now(UTC))
    rows = [source_record(found)]
    return _put(args, "sources", ("sources", rows), show=lambda: show_sources((found,), whole=True))


def _explain(args: Namespace) -> int:
    from detente.cli.corpus_explain import show_explained
    from detente.desk.corpus.explaining import explain
    from detente.desk.corpus.records import explained_record

    with _shelf(args) as shelf:
        found = explain(shelf, args.report)
    record = explained_record(found)
    return _put(args, "explain", ("explained", record), show=lambda: show_explained(found))


def _shelf(args: Namespace) -> AbstractContextManager[Shelf]:
    from detente.desk.corpus.shelf import open_shelf

    return open_shelf(args.project)


def _put(args: Namespace, name: str, body: tuple[str, object], *, show: Callable[[], None]) -> int:
    """The answer as JSON or as a page."""
    if args.json:
        head = {"schema": f"detente.corpus-{name}", "schema_version": 1, "project": str(args.project)}
        put_json(head | {body[0]: body[1]})
    else:
        show()
    return finish((), args)


CORPUS = Command(
    "corpus",
    "the documents: where each comes from, who copies whom, what changed on the way",
    "The documents of a project (docs/corpus.md): add, list, show, stories, meetings, sources, explain, merge, part.",
    "examples:\n  detente corpus add talks.detente reports/ --pack veldora\n  detente corpus stories talks.detente\n"
    "  detente corpus explain talks.detente 04_courier_copy.txt\n"
    "  detente corpus sources talks.detente 'Ostrel Courier' --grade D --reason 'copies without saying so' --by Ann",
    _add,
    None,
)
