"""YAML with the line of every value, so that a fault of a pack can be shown where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import yaml

from detente.kernel.errors import PackFault

_MAX_BYTES = 20_000_000
_MAX_DEPTH = 50
_WORDS = {"null": None, "~": None, "": None, "true": True, "false": False}
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?[0-9]+\.[0-9]+")
Decimal = Callable[[str], Any]


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads dates, yes, no and on as text: in a pack they are words."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[Any]]] = {}


@dataclass(frozen=True, slots=True)
class Yaml:
    """The plain data of a file and, for every path into it, the line (from 1) where it stands."""

    file: str
    data: Any
    lines: dict[tuple[str | int, ...], int]

    def place(self, *path: str | int) -> str:
        """`file:line` of the value at a path, or of the nearest thing that encloses it."""
        steps = path
        while steps and steps not in self.lines:
            steps = steps[:-1]
        return f"{self.file}:{self.lines.get(steps, 1)}"


def read_yaml(path: Path, *, shown_as: str | None = None, decimal: Decimal = float) -> Yaml:
    """Read a YAML file, decimals made by `decimal`; raises PackFault naming file, line and remedy where it is not readable."""
    name = shown_as or str(path)
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise PackFault(
                f"{name}: larger than {_MAX_BYTES // 1_000_000} MB; split the file or take data out of it"
            )
        text = path.read_text(encoding="utf-8")
    except OSError as fault:
        raise PackFault(
            f"{name}: cannot be read ({fault.strerror}); check the path and its permissions"
        ) from fault
    except UnicodeDecodeError as fault:
        raise PackFault(f"{name}: not UTF-8 (byte {fault.start}); save the file as UTF-8") from fault
    return parse_yaml(text, name=name, decimal=decimal)


def parse_yaml(text: str, *, name: str, decimal: Decimal = float) -> Yaml:
    """Read YAML from a string; raises PackFault where it is no YAML, has aliases, is nested too deep, or has a key twice."""
    loader = _Loader(text)
    try:
        _check_shape(text, name)
        node = loader.get_single_node()
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        why = getattr(fault, "problem", None) or str(fault).splitlines()[0]
        raise PackFault(
            f"{name}:{line}: no valid YAML: {why}; check quotes, colons and indentation"
        ) from fault
    finally:
        loader.dispose()
    lines: dict[tuple[str | int, ...], int] = {}
    data = _plain(node, (), _Reading(name, lines, decimal)) if node is not None else {}
    return Yaml(name, data, lines)


def _check_shape(text: str, name: str) -> None:
    """Refuse aliases, which can make a small file huge, and nesting so deep that no parser comes back from it."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise PackFault(f"{name}:{line}: a YAML alias; write the value out")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _MAX_DEPTH:
            raise PackFault(
                f"{name}:{line}: nested more than {_MAX_DEPTH} deep; no pack needs that, check the brackets"
            )


@dataclass(frozen=True, slots=True)
class _Reading:
    name: str
    lines: dict[tuple[str | int, ...], int]
    decimal: Decimal


def _plain(node: yaml.Node, path: tuple[str | int, ...], reading: _Reading) -> Any:
    line = node.start_mark.line + 1
    reading.lines[path] = line
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node, reading.decimal)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*path, i), reading) for i, child in enumerate(node.value)]
    return _mapping(node, path, reading)


def _mapping(node: yaml.Node, path: tuple[str | int, ...], reading: _Reading) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, child in node.value:
        key = str(key_node.value)
        if key in found:
            line = key_node.start_mark.line + 1
            raise PackFault(f"{reading.name}:{line}: '{key}' stands twice in one record; keep one")
        found[key] = _plain(child, (*path, key), reading)
        reading.lines[(*path, key)] = key_node.start_mark.line + 1
    return found


def _scalar(node: yaml.ScalarNode, decimal: Decimal) -> Any:
    text = str(node.value)
    if node.style in {"'", '"', "|", ">"}:
        return text
    if text.lower() in _WORDS and text == text.lower():
        return _WORDS[text]
    if _WHOLE.fullmatch(text):  # not what int() and float() take: "Nan" is a name, 1_000 and 007 are ids
        return int(text)
    return decimal(text) if _DECIMAL.fullmatch(text) else text
