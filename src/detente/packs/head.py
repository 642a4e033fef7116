"""The head of a pack (`pack.yaml`): who it is about, whose signature counts, what lies underneath; each key checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from detente.kernel.problems import Problem
from detente.kernel.suggest import did_you_mean
from detente.packs.model import STAGES, Stage
from detente.packs.yaml_lines import Yaml


@dataclass(frozen=True, slots=True)
class Head:
    """What `pack.yaml` says; a key that is faulty or left out has its usual value. `below`: packs laid underneath."""

    id: str
    title: str
    version: int
    below: tuple[str, ...]
    languages: tuple[str, ...]
    belligerents: tuple[str, ...]
    signatories: Mapping[Stage, tuple[str, ...]]
    half_life_days: float


def _text(value: Any) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool) and value != ""


def _names(value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(v, str) for v in value))


def _stages(value: Any) -> bool:
    return value is None or (
        isinstance(value, dict) and set(value) <= set(STAGES) and all(_names(v) for v in value.values())
    )


def _above_zero(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0


_FORMS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "id": (_text, "write a word"),
    "title": (_text, "write a text"),
    "version": (_above_zero, "write a whole number from 1"),
    "extends": (_names, "write a list of names of packs"),
    "languages": (_names, "write a list such as [en, ru]"),
    "belligerents": (_names, "write a list of ids of parties"),
    "signatories": (_stages, f"write lists of ids of parties under {' and '.join(STAGES)}"),
    "half_life_days": (_above_zero, "write a number of days above 0"),
    "source": (_text, "write a text"),
    "note": (_text, "write a text"),
}


def read_head(file: Yaml, folder: str) -> tuple[Head, tuple[Problem, ...]]:
    """The head of a pack, and a problem (file, line, remedy) for each key that is unknown or of the wrong form."""
    if not isinstance(file.data, dict):
        problem = Problem(
            "not-a-mapping", file.place(), "the file holds no keys", "see docs/packs.md for its form", "error"
        )
        return _head({}, folder), (problem,)
    good, problems = {}, []
    for key, value in file.data.items():
        if key not in _FORMS:
            message = f"unknown key '{key}'{did_you_mean(key, _FORMS)}"
            problems.append(
                Problem(
                    "unknown-key", file.place(key), message, f"known keys are {', '.join(_FORMS)}", "error"
                )
            )
        elif not _FORMS[key][0](value):
            problems.append(
                Problem(
                    "bad-value", file.place(key), f"'{key}' is {str(value)[:60]!r}", _FORMS[key][1], "error"
                )
            )
        else:
            good[key] = value
    return _head(good, folder), tuple(problems)


def _head(given: Mapping[str, Any], folder: str) -> Head:
    identity = str(given.get("id", folder))
    belligerents = tuple(given.get("belligerents") or ())
    signatories = given.get("signatories") or {}
    bottom: tuple[str, ...] = () if identity == "core" else ("core",)
    return Head(
        identity,
        str(given.get("title", folder)),
        int(given.get("version", 1)),
        (*bottom, *(given.get("extends") or ())),
        tuple(given.get("languages") or ("en",)),
        belligerents,
        {stage: tuple(signatories.get(stage) or belligerents) for stage in STAGES},
        float(given.get("half_life_days", 180)),
    )
