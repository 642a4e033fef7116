"""`search`: the lines of a project by words, by meaning, by what they are about; counts of them; searches kept under a name."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from detente.cli.arguments import Command, add_common, add_project
from detente.cli.progress import progress
from detente.cli.show import aside, finish, heading, put_json, say, status, table, tell

if TYPE_CHECKING:
    from detente.desk.project import Project
    from detente.desk.search_filters import Search
    from detente.desk.searching import Hit, Result

_KINDS = ("position", "forecast", "assessment", "event")
_STANCES = ("demand", "propose", "accept", "reject", "hedge")
_BASES = ("own", "counterpart", "insider", "analyst", "reported")
_STANDINGS = ("unreviewed", "accepted", "rejected", "superseded")
_FILTERS = (
    "like",
    "meaning",
    "party",
    "issue",
    "stance",
    "basis",
    "kind",
    "publisher",
    "standing",
    "speaker",
    "first",
    "last",
)
_SHOWN_VALUES = 8


def _add(parser: ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument(
        "words",
        metavar="WORDS",
        nargs="*",
        help='words in any form, "a phrase", -not, prefix*; quote the whole query',
    )
    parser.add_argument("--meaning", metavar="TEXT", help="lines nearest in meaning to a sentence in English")
    parser.add_argument("--like", metavar="ID", help="lines nearest in meaning to this statement")
    parser.add_argument(
        "--reports",
        action="store_true",
        help="search in the whole reports, sentence by sentence: what nobody read as a statement is found too",
    )
    filters = parser.add_argument_group("only lines")
    filters.add_argument("--party", metavar="X", help="held by this party")
    filters.add_argument(
        "--issue", metavar="Y", help="on this issue: terr, terr.status or terr.status[crimea]"
    )
    filters.add_argument("--stance", choices=_STANCES, help="of this stance")
    filters.add_argument("--basis", choices=_BASES, help="on this basis")
    filters.add_argument("--kind", choices=_KINDS, help="of this kind")
    filters.add_argument(
        "--from", dest="first", metavar="DATE", help="said on the first day of DATE or later"
    )
    filters.add_argument("--to", dest="last", metavar="DATE", help="said on the last day of DATE or earlier")
    filters.add_argument("--publisher", metavar="NAME", help="in reports of this publisher")
    filters.add_argument(
        "--standing", choices=_STANDINGS, help="of this review state (default: unreviewed and accepted)"
    )
    filters.add_argument(
        "--speaker", metavar="NAME", help="spoken by this person, under every name that was merged"
    )
    answer = parser.add_argument_group("the answer")
    answer.add_argument("--facets", action="store_true", help="count the lines by party, issue, stance, …")
    answer.add_argument(
        "--limit", metavar="N", type=int, default=20, help="lines shown (default %(default)s)"
    )
    answer.add_argument("--save", metavar="NAME", help="keep this search in the project under a name")
    answer.add_argument(
        "--saved", metavar="NAME", nargs="?", const="", help="run a kept search; without NAME list them"
    )
    answer.add_argument(
        "--prepare", action="store_true", help="make the vectors that a search by meaning needs"
    )
    parser.add_argument(
        "--pack", metavar="PACK", help="read the project with this pack (default: the one it was built with)"
    )
    add_common(parser)


def _run(args: Namespace) -> int:
    from detente.desk.project import open_project
    from detente.desk.searching import index_of, keep_search, search
    from detente.kernel.errors import BadInput

    if args.limit < 1:
        raise BadInput(f"--limit is {args.limit}; one line at least can be shown")
    with open_project(args.project, pack_name=args.pack, writable=bool(args.save)) as project:
        if args.saved == "":
            return _list(project, args)
        if args.prepare:
            return _prepare(project, args)
        wanted = _wanted(project, args)
        if args.reports:
            from detente.cli.searching_reports import in_reports

            return in_reports(project, wanted, args)
        with progress(quiet=args.quiet, unit="line") as report, index_of(project, report) as index:
            found = search(project, index, wanted, limit=args.limit, facets=args.facets)
        if args.save:
            keep_search(project, args.save, wanted)
        if args.json:
            put_json(_record(project, found))
        else:
            _show(project, found)
    return finish(found.problems, args)


def _wanted(project: Project, args: Namespace) -> Search:
    """The search of the options; those given beside a kept search narrow it."""
    from dataclasses import replace

    from detente.desk.search_filters import Search
    from detente.desk.searching import kept_search

    given: dict[str, Any] = {name: getattr(args, name) for name in _FILTERS if getattr(args, name)}
    words = " ".join(args.words)
    if not args.saved:
        return Search(words, **given)
    kept = kept_search(project, args.saved)
    return replace(kept, words=f"{kept.words} {words}".strip(), **given)


def _prepare(project: Project, args: Namespace) -> int:
    from detente.desk.searching import index_of, prepare

    with progress(quiet=args.quiet, unit="line") as report, index_of(project, report) as index:
        made, without = prepare(index, report)
    if args.json:
        head = {"schema": "detente.search-prepared", "schema_version": 1, "project": str(project.path)}
        put_json(head | {"vectors": made, "not_english": without})
    else:
        told = f", {without} not in English and found by words alone" if without else ""
        status(f"{project.path}: {made} vectors made{told}")
    return finish(project.problems, args)


def _list(project: Project, args: Namespace) -> int:
    from detente.desk.search_filters import plain
    from detente.desk.searching import kept_searches

    kept = kept_searches(project)
    if args.json:
        head = {"schema": "detente.searches", "schema_version": 1, "project": str(project.path)}
        put_json(head | {"searches": {name: plain(one) for name, one in kept.items()}})
    elif kept:
        table(("name", "search"), [(name, _in_words(one)) for name, one in kept.items()])
    else:
        say("No search was kept; keep one with --save NAME.")
    return finish(project.problems, args)


def _in_words(wanted: Search) -> str:
    from detente.desk.search_filters import plain

    options = {"first": "from", "last": "to"}
    told = plain(wanted)
    words = told.pop("words", "")
    return " ".join(
        [words, *(f"--{options.get(name, name)} {value}" for name, value in told.items())]
    ).strip()


def _record(project: Project, found: Result) -> dict[str, Any]:
    from detente.desk.records import problem_record, reviewed_record
    from detente.desk.search_filters import plain

    hits = [
        reviewed_record(hit.line, hit.report.name)
        | {
            "said": hit.day.isoformat() if hit.day else None,
            "publisher": hit.report.publisher,
            "published": hit.report.published.isoformat(),
            "likeness": None if hit.likeness is None else round(hit.likeness, 3),
        }
        for hit in found.hits
    ]
    head = {"schema": "detente.search", "schema_version": 1, "project": str(project.path)}
    body = {
        "search": plain(found.search),
        "total": found.total,
        "statements": hits,
        "facets": found.facets,
    }
    body |= {"without_vectors": found.without_vectors}
    return head | body | {"problems": [problem_record(p) for p in found.problems]}


def _show(project: Project, found: Result) -> None:
    for hit in found.hits:
        _show_hit(project, hit)
    if found.total is not None:
        shown = f", the last {len(found.hits)} shown" if found.total > len(found.hits) else ""
        status(f"{found.total} {'line' if found.total == 1 else 'lines'}{shown}")
    elif not found.hits:
        say("Nothing was found that has a vector.")
    if found.without_vectors:
        number = "1 line has" if found.without_vectors == 1 else f"{found.without_vectors} lines have"
        tell(f"{number} no vector yet and cannot be found by meaning: detente search P --prepare")
    for name, values in (found.facets or {}).items():
        if values:
            heading(name)
            most = list(values.items())[:_SHOWN_VALUES]
            rest = f", and {len(values) - len(most)} more" if len(values) > len(most) else ""
            say(", ".join(f"{value} {number}" for value, number in most) + rest, indent=2)


def _show_hit(project: Project, hit: Hit) -> None:
    said = hit.line.statement
    stance, option = (f" {said.stance}" if said.stance else ""), (f" = {said.option}" if said.option else "")
    where = f"[{said.instance}]" if said.instance else ""
    what = f"{project.pack.party_name(said.holder)}: {said.kind}{stance} {said.issue}{where}{option}"
    like = f"  likeness {hit.likeness:.2f}" if hit.likeness is not None else ""
    say(
        f"{hit.line.original_id}  {hit.day.isoformat() if hit.day else 'undated':<10}  {hit.line.standing:<10}  {what}{like}",
        hang=2,
    )
    aside(f"{hit.report.publisher or hit.report.name}: {' '.join(said.evidence.split())}", indent=4)


SEARCH = Command(
    "search",
    "find lines by words, phrases, meaning, party, issue, date; count and keep searches",
    "The lines of a project that hold what is asked. What was said last comes first; undated lines come last.",
    "examples:\n  detente search talks.detente 'corridor \"prisoner exchange\" -grain' --party russia\n"
    "  detente search talks.detente 'front*' --from 2025-03 --facets\n"
    "  detente search talks.detente --prepare\n"
    "  detente search talks.detente --like s0123456789abcdef --limit 5",
    _add,
    _run,
)
