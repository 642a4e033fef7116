"""A pack is its files over those of the packs it extends; each fault names file, line, remedy and the nearest name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from detente.kernel.errors import PackFault, UnknownName
from detente.packs.check import check, hint_poles
from detente.packs.find import find_pack, known_packs, pack_roots
from detente.packs.load import load_pack, open_pack
from detente.packs.model import Pack
from small_worlds import HEAD, ISSUES, PARTIES, write_pack

FULL = {
    "parties": PARTIES
    + """
bodies:
- {id: palace, name: Palace, party: north, source: invented}
persons:
- id: reeve
  name: Ada Reeve
  offices: [{party: north, title: President, body: palace, from: 2020, to: null}]
experts:
- {id: marsh, name: Ben Marsh, institute: quay, source: invented}
institutes:
- {id: quay, name: Quay Institute, source: invented}
""",
    "issues": ISSUES
    + """
instances:
- {issue: terr.status, id: isle, name: The Isle, source: invented, aliases: {en: ["the isle", Isle]}}
- {issue: terr.status, id: cape, name: The Cape, source: invented}
- {issue: terr.status, id: both, name: Both, members: [isle, cape], source: invented}
providers:
- {issue: terr.status, options: [dejure_third], parties: [host], source: invented}
consent:
- {issue: align.union, parties: [union, south], source: invented}
composites:
- {id: realities, aliases: {en: [realities]}, means: ["terr.line=far", terr.status], wider: [econ.relief], source: invented}
needs:
- {id: cover, party: south, stage: settlement, name: cover, any_of: [["guar.form=political"]], source: invented}
rules:
- {id: r1, rule: "terr.line=far implies terr.status[isle]=standstill", source: invented}
- {id: r2, rule: "cf.class>=mechanism implies cf.monitor!=none and cf.adjudicate!=undefined", stage: truce, soft: true, source: "x"}
""",
    "events": """
events:
- {id: e1, date: 2025-03, kind: proposal, parties: [host], proposal: p1, terms: "The host tabled a text."}
""",
    "proposals": """
proposals:
- id: p1
  name: Host text
  date: 2025-03-11
  by: [host]
  basis: text
  terms: {terr.line: near, "terr.status[isle]": standstill, cf.scope: [land]}
  open: [econ.relief]
  alternatives: {one: {cf.precondition: [withdrawal]}}
""",
    "sources": """
publishers: [{id: wire, name: Wire, kind: agency, source: invented}]
places: [{id: isle_town, name: Isle Town, kind: town, source: invented}]
""",
    "cases": """
- {name: line, text: "The North wants the far line.", expect: [{kind: position, holder: north, issue: terr.line}]}
""",
}


def faults_of(folder: Path) -> list[str]:
    loaded = open_pack(str(folder))
    return [
        f"{p.place}: {p.message}; {p.remedy}"
        for p in (*loaded.problems, *check(loaded))
        if p.severity == "error"
    ]


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def test_a_pack_holds_what_its_files_say_over_the_core(small_pack: Callable[..., Pack]) -> None:
    pack = small_pack(**FULL)
    assert (pack.id, pack.belligerents, pack.languages) == ("small", ("north", "south"), ("en",))
    assert pack.signatories == {"truce": ("north", "south"), "settlement": ("north", "south")}
    line = pack.leaves["terr.line"]
    assert [o.id for o in line.options] == ["land", "old", "near", "far"]
    assert (line.type, line.domain) == ("ordinal", "terr")  # what the pack leaves out is the core's
    assert pack.persons["reeve"].offices[0].start == "2020"
    assert pack.persons["reeve"].offices[0].end is None
    assert pack.party_name("north") == "North"
    assert pack.party_name("elsewhere") == "elsewhere"
    assert pack.party_name(None) == "nobody named"
    assert len(pack.checklist) > 20


def test_a_pole_of_an_instance_goes_before_the_general_one(small_pack: Callable[..., Pack]) -> None:
    poles = """
- {party: north, issue: terr.status, pole: "full recognition", source: invented}
- {party: north, issue: terr.status, instance: cape, pole: non-recognition, source: invented}
"""
    pack = small_pack(
        **FULL | {"issues": FULL["issues"].replace("instances:", poles.lstrip() + "instances:")}
    )
    assert pack.pole("north", "terr.status", "isle") == "full recognition"
    assert pack.pole("north", "terr.status", "cape") == "non-recognition"
    assert pack.pole("host", "terr.status", "isle") is None


def test_a_changed_file_changes_the_digest(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "small")
    before = load_pack(str(folder)).digest
    assert load_pack(str(folder)).digest == before
    write_pack(folder, parties=PARTIES.replace("name: Host", "name: The Host"))
    assert load_pack(str(folder)).digest != before


SLIPS = [
    ("pack", "belligerents: [north, south]", "belligerents: [nroth, south]", "no party 'nroth' in pack small; did you mean 'north'?"),
    ("parties", "members: [host]", "members: [hots]", "no party 'hots' in pack small; did you mean 'host'?"),
    ("parties", "party: north, source", "party: norht, source", "did you mean 'north'?"),
    ("parties", "party: north, title", "party: sotuh, title", "did you mean 'south'?"),
    ("parties", "from: 2020", "from: 2020-13", "'2020-13' has no such month"),
    ("parties", "institute: quay", "institute: quai", "no institute 'quai' in pack small; did you mean 'quay'?"),
    ("issues", "issue: terr.line, pole", "issue: terr.lnie, pole", "no issue 'terr.lnie' in pack small; did you mean 'terr.line'?"),
    ("issues", "could_be: [near, far]", "could_be: [near, fra]", "issue 'terr.line' has no option 'fra'; did you mean 'far'?"),
    ("issues", "members: [isle, cape]", "members: [isle, caep]", "has no instance 'caep'; did you mean 'cape'?"),
    ("issues", "issue: terr.status, id: isle", "issue: terr.statsu, id: isle", "did you mean 'terr.status'?"),
    ("issues", 'state claiming"', 'state claimng"', "is no end of the axis of 'terr.line'; did you mean 'territory to state claiming'?"),
    ("issues", "options: [dejure_third]", "options: [dejure_thrid]", "has no option 'dejure_thrid'; did you mean 'dejure_third'?"),
    ("issues", "parties: [host]", "parties: [hosst]", "did you mean 'host'?"),
    ("issues", "align.union", "align.unoin", "did you mean 'align.union'?"),
    ("issues", "terr.line=far\", terr.status", "terr.line=fra\", terr.status", "did you mean 'far'?"),
    ("issues", "=far\", terr.status]", "=far\", terr.statu]", "did you mean 'terr.status'?"),
    ("issues", "wider: [econ.relief]", "wider: [econ.relif]", "did you mean 'econ.relief'?"),
    ("issues", "party: south, stage", "party: suoth, stage", "did you mean 'south'?"),
    ("issues", "guar.form=political", "guar.form=politcal", "did you mean 'political'?"),
    ("issues", "guar.form=political", "terr.status=restored", "names no one instance; write terr.status[INSTANCE]: isle, cape, both"),
    ("issues", "guar.form=political", "terr.status[ilse]=restored", "did you mean 'isle'?"),
    ("issues", "implies terr.status[isle]", "implies terr.status[ilse]", "did you mean 'isle'?"),
    ("issues", "terr.line=far implies", "terr.lien=far implies", "no issue 'terr.lien'; did you mean 'terr.line'?"),
    ("issues", "terr.line=far implies", "terr.line=fra implies", "no option 'fra'; did you mean 'far'?"),
    ("issues", "terr.line=far implies", "terr.line is far implies", "is no term"),
    ("events", "date: 2025-03", "date: 2025-14", "has no such month"),
    ("events", "parties: [host]", "parties: [hozt]", "did you mean 'host'?"),
    ("events", "proposal: p1", "proposal: p11", "no proposal 'p11' in pack small; did you mean 'p1'?"),
    ("proposals", "by: [host]", "by: [hots]", "did you mean 'host'?"),
    ("proposals", "date: 2025-03-11", "date: 2025-02-30", "does not exist in the calendar"),
    ("proposals", "terr.line: near", "terr.line: naer", "did you mean 'near'?"),
    ("proposals", "terr.line: near", "terr.lien: near", "did you mean 'terr.line'?"),
    ("proposals", "terr.status[isle]", "terr.status[islet]", "did you mean 'isle'?"),
    ("proposals", "cf.scope: [land]", "cf.scope: [lnad]", "did you mean 'land'?"),
    ("cases", "holder: north", "holder: nort", "did you mean 'north'?"),
    ("cases", "issue: terr.line", "issue: terr.lines", "did you mean 'terr.line'?"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "right", "wrong", "says"), SLIPS, ids=[s[2] for s in SLIPS])
def test_a_slip_is_shown_with_file_line_and_the_nearest_name(
    tmp_path: Path, file: str, right: str, wrong: str, says: str
) -> None:
    texts = {"pack": HEAD, **FULL}
    assert right in texts[file]
    texts[file] = texts[file].replace(right, wrong, 1)
    folder = write_pack(tmp_path / "small", **texts)
    found = faults_of(folder)
    assert any(says in fault for fault in found), found
    assert all(fault.startswith("small/") for fault in found), found
    with pytest.raises(PackFault, match=r"pack '.*small' has"):
        load_pack(str(folder))


def test_the_line_of_a_fault_is_that_of_its_record(tmp_path: Path) -> None:
    text = FULL["issues"].replace("options: [dejure_third]", "options: [dejure_thrid]")
    folder = write_pack(tmp_path / "small", **FULL | {"issues": text})
    assert faults_of(folder)[0].startswith(f"small/issues.yaml:{line_of(text, 'dejure_thrid')}:")


def test_a_pack_without_faults_has_none(tmp_path: Path) -> None:
    assert faults_of(write_pack(tmp_path / "small", **FULL)) == []


FORMS = [
    ("parties", "parties: {id: north}", "'parties' is no list"),
    ("parties", "parties:\n- {id: north, name: North}", "'source' is missing"),
    ("parties", "parties:\n- {id: north, name: North, source: x, alias: {}}", "no field 'alias'; did you mean 'aliases'?"),
    ("parties", "parties:\n- {id: north, name: North, source: x, kind: planet}", "'kind' is 'planet'"),
    ("parties", "parties:\n- north", "the record"),
    ("parties", "- {name: a, text: b}\n- 7", "the record"),
    ("parties", "7", "the file holds no sections"),
    ("parties", "partys: []", "unknown key 'partys'; did you mean 'parties'?"),
    ("parties", "parties:\n- &x {id: north, name: North, source: x}\n- {id: north, name: N, source: x}", "'north' stands twice in parties"),
    ("issues", "leaves:\n- {label: x}", "a leaf without an id"),
    ("issues", "leaves: 5", "a leaf without an id"),
    ("issues", "leaves:\n- {id: terr.line, lable: x}", "no field 'lable'; did you mean 'label'?"),
    ("issues", "leaves:\n- {id: terr.x, label: a}\n- {id: terr.x, label: b}", "'terr.x' stands twice in leaves"),
    ("issues", "leaves:\n- {id: a.b, options: [{id: x, label: X}, {id: x, label: Y}]}", "option 'x' stands twice in 'a.b'"),
    ("issues", "leaves:\n- {id: a.b, monotone: true, axis: [up]}", "needs an axis of two ends"),
    ("issues", "instances:\n- {issue: terr.status, id: a, name: A}\n- {issue: terr.status, id: a, name: B}", "stands twice in instances"),
    ("issues", "poles:\n- {party: north, issue: terr.cities, pole: up, source: x}", "ends are none: it is not monotone"),
    ("issues", 'needs:\n- {id: n, party: north, stage: truce, name: x, any_of: [["align.nuclear[*]=npt"]], source: x}', "none declared"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "text", "says"), FORMS, ids=[f[2] for f in FORMS])
def test_a_fault_of_form_is_shown_where_it_stands(tmp_path: Path, file: str, text: str, says: str) -> None:
    found = faults_of(write_pack(tmp_path / "small", **{file: text}))
    assert any(says in fault and fault.startswith(f"small/{file}.yaml:") for fault in found), found


HEADS = [
    ("id: small\nbeligerents: [north]", "unknown key 'beligerents'; did you mean 'belligerents'?"),
    ("id: small\nbelligerents: north", "write a list of ids of parties"),
    ("id: small\nversion: first", "write a whole number from 1"),
    ("id: small\nhalf_life_days: 0", "write a number of days above 0"),
    ("id: small\nsignatories: {ceasefire: [north]}", "under truce and settlement"),
    ("id: small\nextends: world", "write a list of names of packs"),
    ("id: [small]", "write a word"),
    ("- small", "the file holds no keys"),
]


@pytest.mark.parametrize(("text", "says"), HEADS)
def test_a_fault_of_the_head_is_shown_and_the_rest_is_read(tmp_path: Path, text: str, says: str) -> None:
    folder = write_pack(tmp_path / "small", pack=text)
    found = faults_of(folder)
    assert any(says in fault and fault.startswith("small/pack.yaml:") for fault in found), found
    assert "north" in open_pack(str(folder)).pack.parties


def test_signatories_are_the_belligerents_unless_the_pack_names_others(
    small_pack: Callable[..., Pack],
) -> None:
    pack = small_pack(pack=HEAD + "signatories: {truce: [north, south, host]}\nhalf_life_days: 30\n")
    assert pack.signatories == {"truce": ("north", "south", "host"), "settlement": ("north", "south")}
    assert pack.half_life_days == 30


def test_many_faults_are_counted_and_the_first_ones_listed(tmp_path: Path) -> None:
    rules = "".join(f'- {{id: r{i}, rule: "terr.lien=far", source: x}}\n' for i in range(25))
    with pytest.raises(PackFault, match=r"has 25 errors:(\n  s.*(\n    .*){2}){20}\n  and 5 more"):
        load_pack(str(write_pack(tmp_path / "small", issues="rules:\n" + rules)))


def test_a_pack_lies_over_the_one_beside_it_that_it_extends(tmp_path: Path) -> None:
    write_pack(tmp_path / "below", pack="id: below", issues="", parties="parties:\n- {id: north, name: Old North, source: x}\n"
               "- {id: east, name: East, source: x}")  # fmt: skip
    pack = load_pack(str(write_pack(tmp_path / "small", pack=HEAD + "extends: [below]\n")))
    assert (pack.party_name("north"), pack.party_name("east")) == ("North", "East")
    assert [Path(f).name for f in pack.folders] == ["small", "core", "below"]


def test_packs_that_extend_one_another_in_a_circle_are_refused(tmp_path: Path) -> None:
    write_pack(tmp_path / "a", pack="id: a\nextends: [b]")
    write_pack(tmp_path / "b", pack="id: b\nextends: [a]")
    with pytest.raises(
        PackFault, match=r"b/pack\.yaml:2: packs extend one another in a circle \(a extends b extends a\)"
    ):
        open_pack(str(tmp_path / "a"))


def test_one_pack_under_two_others_is_no_circle(tmp_path: Path) -> None:
    for name, below in (("a", "[b, c]"), ("b", "[d]"), ("c", "[d]"), ("d", "[]")):
        write_pack(tmp_path / name, pack=f"id: {name}\nextends: {below}", issues="", parties="")
    assert open_pack(str(tmp_path / "a")).problems == ()


def test_a_folder_of_the_same_name_where_the_program_runs_hides_no_pack_below(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_pack(tmp_path / "core", pack="id: core\nversion: first")
    monkeypatch.chdir(tmp_path)
    assert "terr.line" in load_pack(str(write_pack(tmp_path / "small"))).leaves


def test_a_pack_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "small")
    (folder / "places.yaml").write_bytes(b"places: \xff")
    with pytest.raises(PackFault, match=r"small/places\.yaml: not UTF-8"):
        load_pack(str(folder))


def test_a_folder_that_is_called_like_a_file_is_named(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "small")
    (folder / "cases.yaml").mkdir()
    with pytest.raises(PackFault, match=r"small/cases\.yaml: cannot be read"):
        load_pack(str(folder))


def test_a_pack_is_found_by_path_or_name_and_else_the_nearest_name_is_given(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "atlantis")
    roots = pack_roots([tmp_path])
    assert find_pack(str(folder), roots) == folder
    assert find_pack("atlantis", roots) == folder
    assert {"core", "world", "ukraine", "veldora"} <= set(known_packs(roots))
    with pytest.raises(UnknownName, match=r"no pack 'atlantsi'; did you mean 'atlantis'\? Known: .*world"):
        find_pack("atlantsi", roots)
    with pytest.raises(UnknownName, match=r"no pack 'xyzzy'\. Known:"):
        find_pack("xyzzy", roots)
    with pytest.raises(UnknownName, match=r"is no pack: it has no pack\.yaml"):
        find_pack(str(tmp_path), roots)
    with pytest.raises(UnknownName, match="no pack 'below'"):
        open_pack(str(write_pack(tmp_path / "small", pack="id: small\nextends: [below]")))


def test_an_installed_pack_is_found_by_its_entry_point(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_pack(tmp_path / "faraway_pack")
    (tmp_path / "faraway_pack" / "__init__.py").write_text("")
    (tmp_path / "faraway-1.dist-info").mkdir()
    (tmp_path / "faraway-1.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: faraway\nVersion: 1\n"
    )
    (tmp_path / "faraway-1.dist-info" / "entry_points.txt").write_text(
        "[detente.packs]\nfaraway = faraway_pack\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    assert find_pack("faraway", ()).name == "faraway_pack"


def test_a_monotone_issue_without_a_pole_is_hinted_at(small_pack: Callable[..., Pack]) -> None:
    proposals = "proposals:\n- {id: p, name: P, date: 2025, by: [host], basis: report, terms: {terr.line: near, econ.relief: full}}"
    hints = hint_poles(small_pack(proposals=proposals))
    assert [h.message for h in hints] == [
        "north has no pole on 'econ.relief'",
        "south has no pole on 'econ.relief'",
    ]


@pytest.mark.parametrize("name", ["world", "ukraine", "veldora"])
def test_the_packs_that_ship_have_no_fault(name: str) -> None:
    loaded = open_pack(name)
    assert [str(p) for p in (*loaded.problems, *check(loaded)) if p.severity == "error"] == []
