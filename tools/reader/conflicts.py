"""The conflict of a folder of training reports as a pack: `conflict.yaml` says who takes part, in few words."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import yaml

from detente.packs.load import load_pack
from detente.packs.model import Pack

_INVENTED = "written for training"


def conflict_pack(folder: Path) -> Pack:
    """The pack of a folder: core taxonomy, the parties, bodies, persons, experts, options and instances of conflict.yaml."""
    given = yaml.safe_load((folder / "conflict.yaml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as root:
        _write(Path(root) / folder.name, given, folder.name)
        return load_pack(folder.name, roots=[Path(root)])


def _write(folder: Path, given: dict[str, Any], name: str) -> None:
    folder.mkdir()
    files: dict[str, Any] = {
        "pack.yaml": {
            "id": name,
            "title": given["title"],
            "version": 1,
            "extends": [],
            "languages": given.get("languages", ["en"]),
            "belligerents": given["belligerents"],
            "source": _INVENTED,
        },
        "parties.yaml": _people(given),
        "issues.yaml": _issues(given),
    }
    for file, content in files.items():
        (folder / file).write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def _named(identity: str, record: dict[str, Any]) -> dict[str, Any]:
    aliases = list(dict.fromkeys([record["name"], *record.get("aliases", [])]))
    languages = {k.removeprefix("aliases_"): v for k, v in record.items() if k.startswith("aliases_")}
    return {"id": identity, "name": record["name"], "aliases": {"en": aliases, **languages}}


def _people(given: dict[str, Any]) -> dict[str, Any]:
    said = {"source": _INVENTED}
    return {
        "parties": [
            {**_named(i, p), "kind": p["kind"], "members": p.get("members", [])}
            | {"demonyms": {"en": p.get("demonyms", [])}, **said}
            for i, p in given["parties"].items()
        ],
        "bodies": [
            {**_named(i, b), "party": b["party"], **said} for i, b in (given.get("bodies") or {}).items()
        ],
        "persons": [
            {**_named(i, p), "offices": [{"to": None, **said, **o} for o in p["offices"]]}
            for i, p in (given.get("persons") or {}).items()
        ],
        "institutes": [{**_named(i, p), **said} for i, p in (given.get("institutes") or {}).items()],
        "experts": [
            {**_named(i, p), "institute": p.get("institute"), **said}
            for i, p in (given.get("experts") or {}).items()
        ],
    }


def _issues(given: dict[str, Any]) -> dict[str, Any]:
    return {
        "leaves": [
            {"id": leaf, "options": [{"id": o, "label": label} for o, label in options.items()]}
            for leaf, options in (given.get("options") or {}).items()
        ],
        "instances": [
            {"issue": leaf, "id": i, "name": names[0], "aliases": {"en": names}, "members": []}
            | {"source": _INVENTED}
            for leaf, instances in (given.get("instances") or {}).items()
            for i, names in instances.items()
        ],
    }
