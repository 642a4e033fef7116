"""`review --second`: a second coder's judgements, by hand or line by line, blind where that is asked for."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from detente.cli.line_by_line import ask, pairs, show_line, show_words
from detente.cli.show import aside, finish, put_json, say, status

if TYPE_CHECKING:
    from detente.desk.project import Project
    from detente.desk.reviewing import Reviewer
    from detente.desk.second import Coder, Sentence, ToCode
    from detente.ledger.entries import Review

_KEYS = "[a]ccept  [r]eject  [e]dit  [u]ndo the last  [s]kip  [q]uit"
_BARE_KEYS = "[c]ode lines here  [n]othing here  [s]kip  [q]uit"


def second_by_hand(project: Project, reviewer: Reviewer, args: Namespace) -> int:
    """Append a second coder's judgements of the lines that were named."""
    from detente.desk.second import Coder, code, withdraw

    coder = Coder(reviewer, blind=bool(args.blind))
    made: list[Review]
    if args.undo:
        made = [withdraw(project, args.undo, coder)]
    elif args.accept:
        made = [code(project, name, "accept", coder=coder) for name in args.accept]
    elif args.reject:
        made = [code(project, args.reject, "reject", coder=coder, reason=args.reason)]
    else:
        made = [code(project, args.edit, "edit", coder=coder, pairs=args.set)]
    told = [(review.statement_id, str(review.changes.get("judged", "withdrawn"))) for review in made]
    if args.json:
        lines = [{"id": name, "judged": judged} for name, judged in told]
        put_json(
            {
                "schema": "detente.coded",
                "schema_version": 1,
                "project": str(project.path),
                "coder": reviewer.name,
                "lines": lines,
            }
        )
    for name, judged in told if not args.json else ():
        status(f"{name}: {judged} by {reviewer.name}")
    return finish(project.problems, args)


def code_line_by_line(project: Project, reviewer: Reviewer, args: Namespace) -> int:
    """Show what a second coder has not judged, one after the other, in the order of the reports."""
    from detente.desk.second import Coder, sentences_to_code, to_code

    coder = Coder(reviewer, blind=bool(args.blind))
    done: list[str] = []
    if args.blind == "nothing":
        sentences = sentences_to_code(project, coder)
        for number, sentence in enumerate(sentences, start=1):
            name = project.file.document(sentence.doc).name
            title = f"{number} of {len(sentences)} · {name}"
            show_words(project, sentence.doc, sentence.span, title=title)
            if not _code_sentence(project, sentence, (coder, done)):
                break
    else:
        lines = to_code(project, coder)
        for number, one in enumerate(lines, start=1):
            show_line(project, one.statement, f"{number} of {len(lines)}", name=one.line)
            if not args.blind:
                _show_others(project, one)
            if not _code_line(project, one, (coder, done)):
                break
    say(f"{len(done)} judged; {len(to_code(project, coder))} lines left")
    return finish(project.problems, args)


def _show_others(project: Project, one: ToCode) -> None:
    """Print what others did with a line."""
    from detente.desk.reviewing import history

    for review, stands in history(project, one.line):
        aside(f"{review.action} by {review.reviewer}{'' if stands else ' (taken back)'}", indent=2)


def _code_line(project: Project, one: ToCode, by: tuple[Coder, list[str]]) -> bool:
    """Ask until a line is judged; False to stop."""
    from detente.desk.second import code, withdraw
    from detente.kernel.errors import DetenteError

    coder, done = by
    while True:
        key = ask(f"{_KEYS}: ").lower()[:1]
        if key in {"q", "s", ""}:
            return key == "s"
        try:
            if key == "u" and done:
                withdraw(project, done[-1], coder)
                say(f"{done.pop()} is judged no more")
                continue
            if key == "a":
                code(project, one.line, "accept", coder=coder)
            elif key == "r":
                code(project, one.line, "reject", coder=coder, reason=ask("why is it wrong? "))
            elif key == "e":
                code(project, one.line, "edit", coder=coder, pairs=pairs())
            else:
                continue
        except DetenteError as fault:
            say(f"not done: {fault}")
            continue
        done.append(one.line)
        return True


def _code_sentence(project: Project, sentence: Sentence, by: tuple[Coder, list[str]]) -> bool:
    """Ask until a sentence is coded without proposals; False to stop."""
    from detente.desk.second import code_sentence
    from detente.kernel.errors import DetenteError

    coder, done = by
    while True:
        key = ask(f"{_BARE_KEYS}: ").lower()[:1]
        if key in {"q", "s", ""}:
            return key == "s"
        lines: list[list[str]] = []
        if key == "c":
            while line := pairs(f"line {len(lines) + 1}, field=value (empty to end): "):
                lines.append(line)
        elif key != "n":
            continue
        try:
            made = code_sentence(project, sentence, lines, coder=coder)
        except DetenteError as fault:
            say(f"not done: {fault}")
            continue
        done.extend(review.statement_id for review in made)
        return True
