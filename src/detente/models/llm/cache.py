"""Kept answers: what a model said to a question, by the hash of all that went into it. Kept answers are checked anew."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from detente.kernel.errors import BadInput
from detente.kernel.problems import Problem


class AnswerCache:
    """A folder with one file for each answer; None keeps nothing.

    The files hold words of the reports, so only their owner may read them.
    """

    def __init__(self, folder: Path | None) -> None:
        """Make the folder if it is not there; raises BadInput where that cannot be."""
        self._folder = folder
        if folder is not None:
            try:
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            except OSError as fault:
                raise BadInput(
                    f"the cache '{folder}' cannot be made ({fault.strerror}); name another"
                ) from fault

    def load(self, key: str) -> tuple[Mapping[str, Any] | None, tuple[Problem, ...]]:
        """The kept answer, if there is a whole one; a broken entry counts as none and is told."""
        if self._folder is None:
            return None, ()
        path = self._path(self._folder, key)
        try:
            entry = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None, ()
        except (OSError, ValueError, RecursionError) as fault:
            return None, (_broken(path, str(fault)),)
        if (
            not isinstance(entry, dict)
            or entry.get("key") != key
            or not isinstance(entry.get("answer"), dict)
        ):
            return None, (_broken(path, "it is not the answer to this question"),)
        return entry["answer"], ()

    def keep(self, key: str, answer: Mapping[str, Any]) -> tuple[Problem, ...]:
        """Write an answer whole: under another name, synced, put in place. A full disk is a problem, and no more."""
        if self._folder is None:
            return ()
        path = self._path(self._folder, key)
        draft = path.with_name(f".{path.name}.{os.getpid()}.new")
        try:
            path.parent.mkdir(exist_ok=True, mode=0o700)
            place = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(place, "w", encoding="utf-8", errors="surrogatepass") as file:
                json.dump({"key": key, "answer": answer}, file, ensure_ascii=True)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        except OSError as fault:
            return (_broken(path, f"it cannot be written: {fault.strerror}"),)
        finally:
            with suppress(OSError):
                draft.unlink()
        return ()

    @staticmethod
    def _path(folder: Path, key: str) -> Path:
        return folder / key[:2] / f"{key}.json"


def _broken(path: Path, why: str) -> Problem:
    message = f"a kept answer is of no use ({why[:200]})"
    return Problem(
        "answer-cache-broken", str(path), message, "nothing is lost; the model is asked again", "warning"
    )
