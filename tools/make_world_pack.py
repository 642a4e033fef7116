"""Write the parties of the `world` pack from the Unicode CLDR and from `world_facts.yaml`.

A maintainer runs it once when either input changes and commits what it writes; the package never imports it:

    pip install babel pyyaml pymorphy3 pymorphy3-dicts-uk
    python tools/make_world_pack.py tools/world_facts.yaml src/detente/packs/data/world/parties.yaml

Names of states come from the CLDR through Babel; capitals, demonyms, bodies and persons are written by hand.
Forms that are too many do no harm (nobody writes them); a form that is an ordinary word does, so such names stay out.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import babel
import yaml

from slavic_forms import adjective_forms, folk_forms, person_forms, place_forms

LANGUAGES = ("en", "ru", "uk")
CLDR = f"Unicode CLDR via Babel {babel.__version__}; capital and demonyms by hand"
OFFICE = "public office, widely reported"
NAME = "name widely reported"


def spellings(alias: str) -> Iterator[str]:
    """The alias and its variants in print: the apostrophe straight or curly, Russian ё written е."""
    plain = re.sub("[’ʼ]", "'", alias)
    yield plain
    if "'" in plain:
        yield plain.replace("'", "’")
    if "ё" in plain.lower():
        yield plain.replace("ё", "е").replace("Ё", "Е")


def unique(aliases: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(form for alias in aliases for form in spellings(alias)))


def by_language(columns: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    return {lang: found for lang in LANGUAGES if (found := unique(columns.get(lang, ())))}


def declined(names: Iterable[str], lang: str) -> list[str]:
    return [form for name in names for form in (place_forms(name, lang) if lang != "en" else [name])]


def state_record(party: str, facts: dict[str, Any]) -> dict[str, Any]:
    cldr = {lang: babel.Locale(lang).territories[facts["iso"]].replace("&", "and") for lang in LANGUAGES}
    if "en" not in facts.get("skip", ()):
        facts.setdefault("name", cldr["en"].replace("’", "'"))
    capitals = dict(zip(LANGUAGES, facts.get("cap", "-|-|-").split("|"), strict=True))
    columns: dict[str, list[str]] = {"en": [facts.get("name", cldr["en"])]}
    for lang in LANGUAGES:
        names = [cldr[lang]] if lang not in facts.get("skip", ()) else []
        own = [*names, *([capitals[lang]] if capitals[lang] != "-" else []), *facts.get(lang, ())]
        columns[lang] = columns.get(lang, []) + declined(own, lang)
    demonyms: dict[str, list[str]] = {"en": [d.strip() for d in facts.get("dem", "").split(",") if d]}
    for lang, adjective in zip(("ru", "uk"), facts.get("adj", "").split("|"), strict=False):
        demonyms[lang] = adjective_forms(adjective, lang) if adjective else []
    for lang, citizen in zip(("ru", "uk"), facts.get("folk", "").split("|"), strict=False):
        demonyms[lang] += folk_forms(citizen, lang) if citizen else []
    source = f"{CLDR}; {facts['note']}" if "note" in facts else CLDR
    record = {
        "id": party,
        "name": facts.get("name", cldr["en"]),
        "kind": "state",
        "aliases": by_language(columns),
    }
    return record | {"demonyms": by_language(demonyms), "source": source}


def named_record(key: str, name: str, columns: list[list[str]]) -> dict[str, Any]:
    own = [] if "(" in name else [name]
    aliases = dict(zip(LANGUAGES, columns, strict=False))
    found = {
        lang: declined([*(own if lang == "en" else []), *aliases.get(lang, [])], lang) for lang in LANGUAGES
    }
    return {"id": key, "name": name, "aliases": by_language(found)}


def party_record(party: str, row: list[Any], demonyms: dict[str, Any]) -> dict[str, Any]:
    kind, name, *columns = row
    record = named_record(party, name, columns[:3]) | {"kind": kind, "source": NAME}
    if len(columns) > 3:
        record["members"] = columns[3]
    if party in demonyms:
        english, *adjectives = demonyms[party]
        forms = {lang: adjective_forms(a, lang) for lang, a in zip(("ru", "uk"), adjectives, strict=True)}
        record["demonyms"] = by_language({"en": english, **forms})
    return record


def office_record(text: str, party: str) -> dict[str, Any]:
    """Read "Title @party /body FROM..TO"."""
    *words, dates = text.split()
    begin, _, end = dates.partition("..")
    marked = {word[0]: word[1:] for word in words if word[0] in "@/"}
    title = " ".join(word for word in words if word[0] not in "@/")
    record: dict[str, Any] = {"party": marked.get("@", party), "title": title}
    if "/" in marked:
        record["body"] = marked["/"]
    return record | {"from": day(begin), "to": day(end) if end else None, "source": OFFICE}


def day(text: str) -> date | str:
    """A full date as a date, a month or year as it is written."""
    return date.fromisoformat(text) if len(text) == 10 else text


def person_record(party: str, row: list[str], facts: dict[str, Any]) -> dict[str, Any]:
    name, russian, ukrainian, *offices = row
    others = dict(zip(LANGUAGES, facts["spellings"].get(name, []), strict=False))
    woman, alone = (any(name in line for line in facts[key]) for key in ("women", "full_name_only"))
    columns = {"en": [name, *([] if alone else [name.split()[-1]]), *others.get("en", [])]}
    for lang, full in (("ru", russian), ("uk", ukrainian)):
        names = [*([full] if alone else [full.split()[-1]]), *others.get(lang, [])]
        columns[lang] = [form for one in names for form in person_forms(one, lang, woman=woman)]
    record = {"id": slug(name), "name": name, "aliases": by_language(columns)}
    return record | {"offices": [office_record(text, party) for text in offices]}


def slug(name: str) -> str:
    plain = unicodedata.normalize(
        "NFKD", name.replace("ø", "o").replace("đ", "d").replace("Đ", "D").replace("ł", "l")
    )
    return re.sub("[^a-z0-9]+", "_", plain.encode("ascii", "ignore").decode().lower()).strip("_")


def with_short_ids(persons: list[dict[str, Any]], facts: dict[str, Any]) -> list[dict[str, Any]]:
    """Name a person by the surname where that is an alias of one person only, else by the full name."""
    short = [slug(person["name"].split()[-1]) for person in persons]
    full = {name for line in facts["full_name_only"] for name in line}
    for person, surname in zip(persons, short, strict=True):
        if person["name"] not in full and short.count(surname) == 1:
            person["id"] = surname
    return persons


def clashes(records: list[dict[str, Any]]) -> list[str]:
    """Aliases of one language that two records share."""
    seen: dict[tuple[str, str], str] = {}
    found = []
    for record in records:
        named = [pair for key in ("aliases", "demonyms") for pair in record.get(key, {}).items()]
        for lang, alias in ((lang, alias) for lang, aliases in named for alias in aliases):
            if seen.setdefault((lang, alias), record["id"]) != record["id"]:
                found.append(f"{lang} '{alias}': {seen[lang, alias]} and {record['id']}")
    return found


def main(facts_path: Path, out: Path) -> int:
    facts = yaml.safe_load(facts_path.read_text(encoding="utf-8"))
    parties = [state_record(party, row) for party, row in facts["states"].items()]
    parties += [party_record(party, row, facts["party_demonyms"]) for party, row in facts["parties"].items()]
    bodies = [
        named_record(key, row[1], row[2:]) | {"party": row[0], "source": NAME}
        for key, row in facts["bodies"].items()
    ]
    persons = [person_record(party, row, facts) for party, rows in facts["persons"].items() for row in rows]
    persons = with_short_ids(persons, facts)
    text = "# Written by tools/make_world_pack.py from tools/world_facts.yaml and the CLDR: edit those, not this.\n"
    for key, records in (("parties", parties), ("bodies", bodies), ("persons", persons)):
        text += yaml.safe_dump(
            {key: records}, allow_unicode=True, sort_keys=False, default_flow_style=None, width=10**6
        )
    out.write_text(text, encoding="utf-8")
    faults = clashes(parties + bodies + persons)
    sys.stderr.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
