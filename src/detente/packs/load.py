"""Load a pack: read its files, lay the packs it extends underneath, build the types, check the references."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from detente.kernel.errors import PackFault
from detente.kernel.problems import Problem
from detente.kernel.suggest import did_you_mean
from detente.packs.check import check
from detente.packs.find import extended_pack, find_pack, pack_roots
from detente.packs.head import Head, read_head
from detente.packs.loaded import LoadedPack
from detente.packs.model import Leaf, Pack
from detente.packs.numbers import in_unit_of_issue
from detente.packs.sections import SECTIONS, Section, build_records
from detente.packs.yaml_lines import Yaml, read_yaml


@dataclass(slots=True)
class _Gathered:
    """What the files of a pack and of those underneath it hold, so far."""

    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    leaves: dict[str, dict[str, Any]] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    places: dict[tuple[str, str], str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)
    digest: Any = field(default_factory=hashlib.sha256)


def load_pack(name: str, *, roots: Iterable[Path] = ()) -> Pack:
    """The pack of that name or folder, whole and checked; raises PackFault with every error, or UnknownName."""
    loaded = open_pack(name, roots=roots)
    errors = [p for p in (*loaded.problems, *check(loaded)) if p.severity == "error"]
    if errors:
        lines = "\n".join(f"  {p.place}: {p.told}" for p in errors[:20])
        more = f"\n  and {len(errors) - 20} more" if len(errors) > 20 else ""
        raise PackFault(
            f"pack '{name}' has {len(errors)} error{'s' if len(errors) > 1 else ''}:\n{lines}{more}"
        )
    return loaded.pack


def open_pack(name: str, *, roots: Iterable[Path] = ()) -> LoadedPack:
    """Read a pack without refusing one that has faults; they come beside it. Raises UnknownName; PackFault where no YAML."""
    where = pack_roots(roots)
    folder = find_pack(name, where)
    gathered = _Gathered()
    head = _gather(folder, where, (gathered, ()))
    leaves = _leaves(gathered)
    records = {s.attribute: _by_id(s, gathered.records.get(s.key, {})) for s in SECTIONS if s.attribute}
    pack = Pack(
        id=head.id,
        title=head.title,
        version=head.version,
        digest=gathered.digest.hexdigest(),
        languages=head.languages,
        belligerents=head.belligerents,
        signatories=head.signatories,
        half_life_days=head.half_life_days,
        leaves=leaves,
        group_labels=gathered.groups,
        folders=tuple(str(f) for f in gathered.folders),
        rule_places={name: place for (key, name), place in gathered.places.items() if key == "rules"},
        **records,
    )
    return LoadedPack(pack, gathered.places, tuple(gathered.problems))


def _gather(folder: Path, roots: tuple[Path, ...], so_far: tuple[_Gathered, tuple[Path, ...]]) -> Head:
    """Read a folder after the packs it extends; the core lies under all. Raises PackFault where packs extend in a circle."""
    gathered, above = so_far
    head_file = read_yaml(folder / "pack.yaml", shown_as=f"{folder.name}/pack.yaml")
    head, problems = read_head(head_file, folder.name)
    gathered.problems.extend(problems)
    gathered.folders.append(folder)
    for name in head.below:
        below = extended_pack(name, roots if name == "core" else (*roots, folder.parent))
        if below in (*above, folder):
            chain = " extends ".join(f.name for f in (*above, folder, below))
            raise PackFault(
                f"{head_file.place('extends')}: packs extend one another in a circle ({chain}); take one out of `extends`"
            )
        if below not in gathered.folders:
            _gather(below, roots, (gathered, (*above, folder)))
    for path in sorted((*folder.rglob("*.yaml"), *folder.rglob("*.yml"))):
        if path.name != "pack.yaml":
            _read_file(path, folder, gathered)
        gathered.digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return head


def _unknown_key(file: Yaml, key: str) -> Problem:
    known = sorted(s.key for s in SECTIONS)
    message = f"unknown key '{key}'{did_you_mean(key, known)}"
    return Problem("unknown-key", file.place(key), message, f"known keys are {', '.join(known)}", "error")


def _read_file(path: Path, folder: Path, gathered: _Gathered) -> None:
    file = read_yaml(path, shown_as=str(Path(folder.name) / path.relative_to(folder)))
    data = file.data
    if isinstance(data, list):
        data = {"cases": data}
    if not isinstance(data, dict):
        gathered.problems.append(
            Problem(
                "not-a-mapping",
                file.place(),
                "the file holds no sections",
                "see docs/packs.md for its form",
                "error",
            )
        )
        return
    known = {s.key: s for s in SECTIONS}
    for key, value in data.items():
        if key == "leaves":
            for i, raw in enumerate(value if isinstance(value, list) else [value]):
                _lay_leaf(raw, file.place(key, i), gathered)
        elif key in known:
            records, problems = build_records(known[key], value, file)
            _lay_over(known[key], records, gathered)
            gathered.problems.extend(problems)
        elif key == "groups" and path.name == "taxonomy.yaml":
            _read_taxonomy(value, file, gathered)
        elif key == "groups" and path.name == "checklist.yaml":
            items = [item for group in value for item in group.get("items", ())]
            records, problems = build_records(known["checklist"], items, file)
            _lay_over(known["checklist"], records, gathered)
            gathered.problems.extend(problems)
        elif key not in {"version", "meta", "note", "source"}:
            gathered.problems.append(_unknown_key(file, key))


def _lay_over(section: Section, records: list[tuple[Any, str]], gathered: _Gathered) -> None:
    """A later pack's record of the same id takes the place of an earlier one; twice in one pack is an error."""
    kept = gathered.records.setdefault(section.key, {})
    for record, place in records:
        identity = section.identity(record)
        _place_once((section.key, identity), place, gathered)
        kept[identity] = record


def _place_once(where: tuple[str, str], place: str, gathered: _Gathered) -> None:
    """Note where a record stands; twice in one pack is an error."""
    section, identity = where
    before = gathered.places.get(where, "")
    if before and before.split("/")[0] == place.split("/")[0]:
        message = f"'{identity}' stands twice in {section} (also {before})"
        gathered.problems.append(Problem("twice", place, message, "keep one", "error"))
    gathered.places[where] = place


def _read_taxonomy(groups: Any, file: Yaml, gathered: _Gathered) -> None:
    for g, group in enumerate(groups):
        gathered.groups[group["id"]] = group.get("label", group["id"])
        for i, raw in enumerate(group.get("leaves", ())):
            _lay_leaf(raw, file.place("groups", g, "leaves", i), gathered)


def _lay_leaf(raw: Any, place: str, gathered: _Gathered) -> None:
    if not isinstance(raw, dict) or "id" not in raw:
        gathered.problems.append(
            Problem("no-id", place, "a leaf without an id", "write id: domain.leaf", "error")
        )
        return
    leaf_id = str(raw["id"])
    _place_once(("leaves", leaf_id), place, gathered)
    gathered.leaves[leaf_id] = gathered.leaves.get(leaf_id, {}) | raw


def _leaves(gathered: _Gathered) -> dict[str, Leaf]:
    section = next(s for s in SECTIONS if s.key == "leaves")
    found: dict[str, Leaf] = {}
    for leaf_id, raw in gathered.leaves.items():
        place = gathered.places[("leaves", leaf_id)]
        file, _, line = place.rpartition(":")
        records, problems = build_records(
            section, [raw], Yaml(file, [raw], {(): int(line), ("leaves", 0): int(line)})
        )
        gathered.problems.extend(problems)
        found.update((leaf.id, in_unit_of_issue(leaf)) for leaf, _ in records)
    return found


def _by_id(section: Section, records: dict[str, Any]) -> Any:
    return dict(records) if section.keyed else tuple(records.values())


__all__ = ["LoadedPack", "load_pack", "open_pack"]
