"""The command `detente`: from arguments to an exit code."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

from detente.kernel.errors import DetenteError

DONE, FAULT, WRONG_COMMAND, ERRORS_IN_DATA, INTERRUPTED = 0, 1, 2, 3, 130


def run() -> None:
    """The entry point of the command `detente`. Letters that a terminal cannot show do not end a command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(main(sys.argv[1:]))


def main(argv: Sequence[str]) -> int:
    """Carry out one command line; returns its exit code (docs/cli.md) and raises nothing."""
    from detente.cli.parser import parse

    try:
        args = parse(argv)
        code = int(args.run(args))
        sys.stdout.flush()
    except SystemExit as asked:  # argparse: help, version or a wrong command line
        return asked.code if isinstance(asked.code, int) else WRONG_COMMAND
    except DetenteError as fault:
        print(f"detente: {fault} [{fault.code}]", file=sys.stderr)
        return FAULT
    except KeyboardInterrupt:
        print("detente: interrupted; what was acknowledged is kept", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        _let_go_of_output()
        return DONE
    return code


def _let_go_of_output() -> None:
    """The reader of our output went away (`| head`): write nothing more, and complain of nothing at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123
    finally:
        os.close(nowhere)
