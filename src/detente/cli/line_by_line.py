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
    from detente.ledger.reviewing import ReviewedLine

_KEYS = "[a]ccept  [r]eject  [e]dit  [u]ndo the last  [s]kip  [q]uit"


def watched(path: Path) -> None:
    """Raise BadInput where nobody sits at a terminal, and say how to review without one."""
    from detente.kernel.errors import BadInput

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise BadInput(
            f"line by line needs a terminal; without one: `detente review {path} --list`, then --accept, "
            "--reject, --edit or --undo with ids, or --apply FILE"
        )


def review_line_by_line(project: Project, reviewer: Reviewer, args: Namespace) -> int:
    """Show unreviewed lines, positions first and the least sure of them, and do what the person says."""
    from detente.desk.reviewing import lines_of
    from detente.ledger.entries import Standing

    unreviewed = lines_of(project, standings=[Standing.UNREVIEWED])
    waiting = sorted(
        unreviewed, key=lambda line: (line.statement.kind != "position", line.statement.confidence)
    )
    done: list[str] = []
    for number, line in enumerate(waiting, start=1):
        _show(project, line, f"{number} of {len(waiting)}")
        if not _decide(project, line.original_id, (reviewer, done)):
            break
    say(f"{len(done)} reviewed; {len(lines_of(project, standings=[Standing.UNREVIEWED]))} wait")
    return finish(project.problems, args)


def _show(project: Project, line: ReviewedLine, place: str) -> None:
    from detente.desk.context import in_context

    s = line.statement
    document = project.file.document(s.doc)
    around = in_context(document, s.span)
    heading(f"{place} · {document.name} · {line.original_id}")
    aside("…" + " ".join(around.before.split()))
    say(" ".join(f"{around.sentence_before}⟦{around.words}⟧{around.sentence_after}".split()))
    aside(" ".join(around.after.split()) + "…")
    print()
    for name, value in s.as_record(doc_name=document.name).items():
        if name not in {"doc", "evidence", "start", "end"} and value not in (None, []):
            print(f"  {strong(name.ljust(12))} {value}")
    aside(
        f"confidence {s.confidence:.2f} · read by {s.origin} · rules: {' '.join(s.rules) or 'none'}", indent=2
    )


def _decide(project: Project, statement_id: str, by: tuple[Reviewer, list[str]]) -> bool:
    """Ask until a line is dealt with; False to stop."""
    from detente.desk.corrections import changes_of
    from detente.desk.reviewing import act
    from detente.kernel.errors import DetenteError
    from detente.ledger.entries import Review, ReviewAction

    reviewer, done = by
    while True:
        key = _ask(f"{_KEYS}: ").lower()[:1]
        if key in {"q", "s", ""}:
            return key == "s"
        try:
            if key == "u":
                _undo(project, by)
                continue
            if key == "a":
                review = Review(statement_id, ReviewAction.ACCEPT, reviewer.name, reviewer.clock())
            elif key == "r":
                review = Review(
                    statement_id,
                    ReviewAction.REJECT,
                    reviewer.name,
                    reviewer.clock(),
                    _ask("why is it wrong? "),
                )
            elif key == "e":
                changes = changes_of(project, statement_id, _pairs())
                review = Review(
                    statement_id, ReviewAction.EDIT, reviewer.name, reviewer.clock(), changes=changes
                )
            else:
                continue
            act(project, review)
        except DetenteError as fault:
            say(f"not done: {fault}")
            continue
        done.append(statement_id)
        return True


def _undo(project: Project, by: tuple[Reviewer, list[str]]) -> None:
    from detente.desk.reviewing import act
    from detente.ledger.entries import Review, ReviewAction

    reviewer, done = by
    if not done:
        say("nothing was reviewed yet")
        return
    act(project, Review(done[-1], ReviewAction.UNDO, reviewer.name, reviewer.clock()))
    say(f"{done.pop()} waits again")


def _pairs() -> list[str]:
    pairs = []
    while pair := _ask("field=value (empty to end): "):
        pairs.append(pair)
    return pairs


def _ask(prompt: str) -> str:
    try:
        return input(prompt).strip()
    except EOFError:
        return "" if prompt.startswith("field") else "q"
