"""The parser: commands by job, a short help, and the nearest known word for a misspelt one."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from detente import __version__
from detente.cli import (
    agenda,
    asking,
    attributing,
    briefing,
    building,
    changing,
    comparing,
    comparing_proposals,
    corpus,
    dealing,
    evaluating,
    exchanging,
    explaining_statements,
    forecasting,
    keeping,
    marking,
    moving,
    packages,
    packing,
    people,
    proving,
    reading,
    reviewing,
    robustness,
    roles,
    scoring,
    searching,
    settings,
    stability,
    supposing,
    tuning,
)

SUMMARY = """\
Who wants what, what cannot hold together, what each side could move:
reporting on a peace negotiation, read with its evidence."""
EXAMPLES = """\
examples:
  detente build reports/ --pack ukraine -o talks.detente
  detente review talks.detente
  detente brief talks.detente -o brief.html
  detente positions talks.detente --party russia --known-by 2025-03-11
  detente read article.txt --json

exit codes: 0 done · 1 a fault that the message explains · 2 wrong command line
            3 done, with errors recorded in the data"""
GROUPS: tuple[tuple[str, tuple[Any, ...]], ...] = (
    (
        "make and read",
        (building.BUILD, corpus.CORPUS, reading.READ, attributing.ATTRIBUTE, comparing.COMPARE),
    ),
    (
        "ask",
        (
            agenda.AGENDA,
            asking.POSITIONS,
            asking.DEADLOCKS,
            moving.MOVES,
            robustness.QUESTIONS,
            robustness.ROBUSTNESS,
            scoring.SCORE,
            comparing_proposals.COMPARE,
            supposing.WHATIF,
            packages.PACKAGES,
            dealing.LOG,
            searching.SEARCH,
        ),
    ),
    ("weigh", (stability.STABILITY, forecasting.FORECAST_ISSUE)),
    ("compare over time", (changing.SHIFTS, changing.CONTRADICTIONS, changing.LINKAGE)),
    (
        "hand on",
        (briefing.BRIEF, exchanging.EXPORT, exchanging.IMPORT, proving.TRACE, explaining_statements.EXPLAIN),
    ),
    (
        "look after",
        (
            reviewing.REVIEW,
            people.PEOPLE,
            roles.ROLES,
            marking.MARK,
            marking.REDACT,
            tuning.READER,
            settings.SETTINGS,
            keeping.VERIFY,
            keeping.BACKUP,
            keeping.MIGRATE,
            evaluating.EVALUATE,
            packing.PACK,
        ),
    ),
)


class Parser(argparse.ArgumentParser):
    """A parser that suggests the nearest known word."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        options["allow_abbrev"] = False
        super().__init__(*args, **options)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Refuse unknown options where they stand, with a suggestion."""
        found, left = super().parse_known_args(args, namespace)
        if left:
            self.error(self._stray(left[0]))
        return found, left

    def _stray(self, word: str) -> str:
        from detente.kernel.suggest import did_you_mean

        name = word.partition("=")[0]
        if name.startswith("-"):
            known = [option for option in self._option_string_actions if option.startswith("--")]
            return f"unknown option '{name}'{did_you_mean(name, known)}"
        return f"'{word}' is one argument too many"

    def error(self, message: str) -> NoReturn:
        """One line, and where help stands."""
        self.exit(2, f"{self.prog.split()[0]}: {message}\nsee `{self.prog} --help`\n")


class RootParser(Parser):
    """The parser of the whole command, whose help groups the commands by job."""

    def format_help(self) -> str:
        """Commands by job, then examples and exit codes."""
        lines = ["usage: detente COMMAND …", "", SUMMARY]
        for title, commands in GROUPS:
            lines += ["", f"{title}:", *(f"  {c.name:<17}{c.summary}" for c in commands)]
        lines += [
            "",
            "`detente COMMAND --help` tells the options of a command; `detente --version` the version.",
            "",
            EXAMPLES,
            "",
        ]
        return "\n".join(lines)


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The arguments of a command line; exits with 2 where they are none, with 0 after help or version."""
    parser = build_parser()
    words = [word for word in argv if not word.startswith("-")]
    names = [c.name for _, commands in GROUPS for c in commands]
    if not argv:
        parser.print_help(sys.stderr)
        parser.exit(2)
    if words and words[0] == argv[0] and words[0] not in names:
        from detente.kernel.suggest import did_you_mean

        parser.error(f"no command '{words[0]}'{did_you_mean(words[0], names)}")
    return parser.parse_args(list(argv))


def build_parser() -> RootParser:
    """The parser with every command."""
    parser = RootParser(prog="detente")
    parser.add_argument("--version", action="version", version=f"detente {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser, required=True)
    for _, group in GROUPS:
        for command in group:
            sub = commands.add_parser(command.name, description=command.description, epilog=command.example)
            add: Callable[[argparse.ArgumentParser], None] = command.add
            add(sub)
            if command.run is not None:
                sub.set_defaults(run=command.run)
    return parser
