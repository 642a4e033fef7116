"""Faults of use, one class per cause. Each message names the thing, the value and the remedy; codes are in docs/errors.md."""

from __future__ import annotations

from typing import ClassVar


class DetenteError(Exception):
    """A fault of use that ends the request; `code` is stable and listed in docs/errors.md."""

    code: ClassVar[str] = "detente"


class UnknownName(DetenteError):
    """A name that the pack, the taxonomy or the project does not have."""

    code = "unknown-name"


class PackFault(DetenteError):
    """A pack that cannot be used: the message lists each fault with file, line and remedy."""

    code = "pack-fault"


class EvidenceMismatch(DetenteError):
    """A span or quotation that is not in its document."""

    code = "evidence-mismatch"


class BadInput(DetenteError):
    """An input that cannot be read as what it claims to be."""

    code = "bad-input"


class MissingExtra(DetenteError):
    """A reader or a format that needs an extra of the program."""

    code = "missing-extra"


class NothingToRead(DetenteError):
    """A path that holds no report."""

    code = "nothing-to-read"


class ProjectFault(DetenteError):
    """A project file that cannot be opened or written."""

    code = "project-fault"


class Redacted(DetenteError):
    """A document that was taken out for legal reasons, and is asked for or given again."""

    code = "redacted"


class ProjectTooNew(ProjectFault):
    """A project file written by a newer version."""

    code = "project-too-new"


class UnsafeDriver(DetenteError):
    """An SQLite library that is too old to be trusted with the record."""

    code = "unsafe-driver"


class BadDate(DetenteError):
    """A date that does not exist or is not written as one."""

    code = "bad-date"


class BadRule(DetenteError):
    """A rule of a pack that cannot be parsed."""

    code = "bad-rule"


class WrongAnswer(DetenteError):
    """A solver's answer that plain evaluation refutes: never shown, always reported."""

    code = "wrong-answer"
