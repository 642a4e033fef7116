"""Review on a terminal: one line after the other, with its sentence in context, one key for each action."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from detente.cli.show import aside, finish, heading, say, strong

if TYPE_CHECKING:
    from detente.desk.project import Project
    from detente.desk.reviewing import Reviewer
    from detente.kernel.spans import Span
    from detente.ledger.reviewing import ReviewedLine
    from detente.statements.record import Statement

_KEYS = "[a]ccept  [r]eject  [e]dit  s[p]lit  [u]ndo the last  [s]kip  [q]uit"
_REASONS_SHOWN = 3


def watched(path: Path) -> None:
    """Raise BadInput where nobody sits at a terminal, and say how to review without one."""
    from detente.kernel.errors import BadInput

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise BadInput(
            f"line by line needs a terminal; without one: `detente review {path} --list`, then --accept, "
            "--reject, --edit or --undo with ids, or --apply FILE"
        )


def review_line_by_line(project: Project, reviewer: Reviewer, args: Namespace) -> int:
    """Show unreviewed lines, those that matter most to the results first, and do what the person says."""
    from detente.desk.reviewing import lines_of
    from detente.ledger.entries import Standing

    waiting = _in_order(project, reviewer, args)
    done: list[str] = []
    for number, (line, reasons) in enumerate(waiting, start=1):
        show_line(project, line.statement, f"{number} of {len(waiting)}", name=line.original_id)
        for reason in reasons:
            aside(reason, indent=2)
        if not _decide(project, line.original_id, (reviewer, done)):
            break
    say(f"{len(done)} reviewed; {len(lines_of(project, standings=[Standing.UNREVIEWED]))} wait")
    return finish(project.problems, args)


def _in_order(
    project: Project, reviewer: Reviewer, args: Namespace
) -> list[tuple[ReviewedLine, tuple[str, ...]]]:
    """The lines that wait with why they stand where they do: in the order of the queue, or as in the reports."""
    from detente.cli.queueing import the_queue
    from detente.desk.queueing import reasons
    from detente.desk.reviewing import lines_of
    from detente.ledger.entries import Standing

    if args.order == "document":
        lines = lines_of(project, standings=[Standing.UNREVIEWED])
        docs = {doc: n for n, doc in enumerate(dict.fromkeys(line.statement.doc for line in lines))}
        ordered = sorted(lines, key=lambda x: (docs[x.statement.doc], x.statement.span.start))
        return [(line, ()) for line in ordered]
    found = the_queue(project, args).waiting
    return [(one.line, reasons(one, project.pack, reader=reviewer.name)[:_REASONS_SHOWN]) for one in found]


def show_words(project: Project, doc: str, span: Span, *, title: str) -> None:
    """Print words in their sentence, with what stands before and after."""
    from detente.desk.context import in_context

    document = project.file.document(doc)
    around = in_context(document, span)
    heading(title)
    aside("…" + " ".join(around.before.split()))
    say(" ".join(f"{around.sentence_before}⟦{around.words}⟧{around.sentence_after}".split()))
    aside(" ".join(around.after.split()) + "…")
    print()


def show_line(project: Project, s: Statement, place: str, *, name: str) -> None:
    """Print a line with its sentence in context and its fields."""
    document = project.file.document(s.doc)
    show_words(project, s.doc, s.span, title=f"{place} · {document.name} · {name}")
    for name, value in s.as_record(doc_name=document.name).items():
        if name not in {"doc", "evidence", "start", "end"} and value not in (None, []):
            print(f"  {strong(name.ljust(12))} {value}")
    aside(
        f"confidence {s.confidence:.2f} · read by {s.origin} · rules: {' '.join(s.rules) or 'none'}", indent=2
    )


def _decide(project: Project, statement_id: str, by: tuple[Reviewer, list[str]]) -> bool:
    """Ask until a line is dealt with; False to stop."""
    from detente.kernel.errors import DetenteError

    reviewer, done = by
    while True:
        key = ask(f"{_KEYS}: ").lower()[:1]
        if key in {"q", "s", ""}:
            return key == "s"
        try:
            if key == "u":
                _undo(project, by)
                continue
            if not _act_on(project, statement_id, (reviewer, key)):
                continue
        except DetenteError as fault:
            say(f"not done: {fault}")
            continue
        done.append(statement_id)
        return True


def _act_on(project: Project, statement_id: str, by: tuple[Reviewer, str]) -> bool:
    """Do what a key asks for; False where it asks for nothing."""
    from detente.desk.corrections import changes_of
    from detente.desk.reshaping import split_line
    from detente.desk.reviewing import act
    from detente.ledger.entries import Review, ReviewAction

    reviewer, key = by
    about = (reviewer.name, reviewer.clock())
    if key == "a":
        act(project, Review(statement_id, ReviewAction.ACCEPT, *about))
    elif key == "r":
        act(project, Review(statement_id, ReviewAction.REJECT, *about, reason=ask("why is it wrong? ")))
    elif key == "e":
        changes = changes_of(project, statement_id, pairs())
        act(project, Review(statement_id, ReviewAction.EDIT, *about, changes=changes))
    elif key == "p":
        parts: list[list[str]] = []
        while part := pairs(f"part {len(parts) + 1}, field=value with its evidence (empty to end): "):
            parts.append(part)
        split_line(project, statement_id, parts, by=(reviewer, ask("why is it more than one? ")))
    else:
        return False
    return True


def _undo(project: Project, by: tuple[Reviewer, list[str]]) -> None:
    from detente.desk.reshaping import take_back

    reviewer, done = by
    if not done:
        say("nothing was reviewed yet")
        return
    take_back(project, done[-1], reviewer)
    say(f"{done.pop()} waits again")


def pairs(prompt: str = "field=value (empty to end): ") -> list[str]:
    """Fields as a person types them, one at a time."""
    found = []
    while pair := ask(prompt):
        found.append(pair)
    return found


def ask(prompt: str) -> str:
    """What a person types; at the end of the input nothing more for fields, and quit for the rest."""
    try:
        return input(prompt).strip()
    except EOFError:
        return "" if "field" in prompt else "q"
