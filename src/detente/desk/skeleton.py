"""A skeleton of a pack: commented files that a person fills in and that pass the check as they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from detente.desk.files import write_whole
from detente.kernel.errors import BadInput

_ID = re.compile(r"[a-z][a-z0-9_]*")

_FILES: Mapping[str, str] = {
    "pack.yaml": """\
# The data of one conflict. Every field is explained in docs/packs.md; check with `detente pack check {folder}`.
id: {id}
title: "{id}: fill in a title"
version: 1
extends: [world]            # states, capitals and bodies of the world lie underneath
languages: [en]
belligerents: [north, south]
signatories: {{truce: [north, south], settlement: [north, south]}}   # whose agreement each deal needs
half_life_days: 180         # how fast an older word gives way to a newer one on the same point
source: "fill in: what this pack rests on"
""",
    "parties.yaml": """\
# Who negotiates, and who speaks for whom from when to when. Replace north and south everywhere.
parties:
- id: north
  name: The North
  kind: state               # state | movement | bloc | organisation
  aliases: {{en: ["the North", "Northern government"]}}   # every inflected form that news uses; whole words, case-sensitive
  demonyms: {{en: [Northern]}}
  source: "fill in"
- id: south
  name: The South
  kind: movement
  aliases: {{en: ["the South", "Southern movement"]}}
  demonyms: {{en: [Southern]}}
  source: "fill in"
bodies: []
# - {{id: northern_presidency, name: Northern Presidency, party: north, aliases: {{en: [Northern Presidency]}}, source: "fill in"}}
persons: []
# - id: jane_doe
#   name: Jane Doe
#   aliases: {{en: [Jane Doe, Doe]}}
#   offices:
#   - {{party: north, title: President, from: 2024-01-01, to: null, source: "fill in"}}
experts: []                 # they hold nothing; their words are `analyst`
institutes: []
""",
    "issues.yaml": """\
# What is on the table. Issues and options of the core need no entry here; `detente pack show {folder}` lists what there is.
leaves: []                  # a leaf of the core with this conflict's own options, or a new leaf with all its fields
instances:                  # the things an issue is about
- {{issue: terr.status, id: borderland, name: The Borderland, aliases: {{en: [Borderland, "the border area"]}}, source: "fill in"}}
poles:                      # towards which end of an axis a party pulls
- {{party: north, issue: terr.status, pole: "non-recognition", source: "fill in"}}
- {{party: south, issue: terr.status, pole: "full recognition", source: "fill in"}}
providers: []               # options that only these parties can give
# - {{issue: cf.monitor, options: [osce_un], parties: [un], source: "fill in"}}
consent: []                 # issues that only these parties decide
composites: []              # words that bundle issues
needs: []                   # what a party must keep at least one of
rules: []                   # between issues: hard, or soft: true
# - {{id: r1, rule: "terr.autonomy=special_status contradicts terr.status[borderland]=dejure_intl", stage: settlement, source: "fill in"}}
""",
    "proposals.yaml": """\
# Texts that somebody tabled, term by term.
proposals: []
# - id: p01
#   name: Outline of the mediator
#   date: 2024-01-15
#   by: [un]
#   basis: report           # text = read in full | report = press summary | partial = only part seen
#   stage: truce            # leaves of the domain `cf` always belong to the truce
#   url: "https://example.org/fill-in"
#   terms: {{cf.class: interim, "terr.status[borderland]": standstill}}
""",
    "events.yaml": """\
# Dated facts of the process, in your own words.
events: []
# - {{id: e01, date: 2024-01-15, kind: talks, parties: [north, south], place: Somewhere, terms: "fill in", url: "https://example.org/fill-in"}}
""",
    "sources.yaml": """\
# Who puts reports out; publishers of one `room` count as one source.
publishers: []
# - {{id: example_agency, name: Example Agency, kind: agency, country: GB, ownership: private, domains: [example.org], source: "fill in"}}
""",
    "places.yaml": """\
# Places; a disputed one is listed as disputed, with no owner chosen.
places: []
# - {{id: border_town, name: Border Town, kind: town, disputed: true, aliases: {{en: [Border Town]}}, source: "fill in"}}
""",
    "cases/first.yaml": """\
# What a domain expert says must be read from a passage: the tests of this pack.
- name: "the North refuses recognition"
  text: "The Northern government said on Monday that it would never recognise the Borderland."
  expect: [{{kind: position, holder: north, issue: terr.status, stance: reject}}]
""",
}


def new_pack(folder: Path) -> tuple[Path, ...]:
    """Write the skeleton into a new or empty folder; the folder's name is the pack's id. Raises BadInput."""
    name = folder.resolve().name
    if not _ID.fullmatch(name):
        raise BadInput(
            f"'{name}' is no id for a pack; name the folder in small letters, digits and _, for example my_conflict"
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput(f"'{folder}' exists and is not empty; name a new folder")
    written = []
    try:
        for file, text in _FILES.items():
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, text.format(id=name, folder=folder))
            written.append(path)
    except OSError as fault:
        raise BadInput(f"'{folder}' cannot be made ({fault.strerror}); choose another place") from fault
    return tuple(written)
