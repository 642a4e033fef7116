"""Points that a person entered: taken exactly, every fault told with its line, party and matter."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.bargaining.constraints.stage import stage_problem
from detente.bargaining.packages.points import between, point_of, scaled
from detente.bargaining.packages.reach import Setting
from detente.bargaining.packages.space import Space, every_package
from detente.desk.packages.files import number, template
from detente.desk.packages.points import matters_of, read_points, stage_of, with_walk_aways
from detente.kernel.errors import BadInput
from detente.ledger.agenda import Key
from detente.packs.load import load_pack
from small_worlds import ISSUES, Papers, write_pack

HEAD = "entered_by: A. Mediator\nentered_on: 2025-03-01\nstage: settlement\nparties:\n"
LINE = "      terr.line: {weight: 10, values: {old: 0, near: 0.1, far: 1/3, open: 0}}\n"
FORCE = "      guar.presence:\n        weight: 2.5\n        ends: [none, on_line]\n        open: 0\n"
BOTH = HEAD + "".join(
    f"  {party}:\n    walk_away: 1\n    others: 0\n    keys:\n{LINE}" for party in ("north", "south")
)


@pytest.fixture
def setting(tmp_path: Path) -> Setting:
    """A settlement about a line, a set of guarantors and an ordered list of forces."""
    pack = load_pack(str(write_pack(tmp_path / "small", issues=ISSUES)))
    papers = Papers()
    papers.says("north", "demand", "terr.line", "near")
    papers.says("south", "propose", "guar.presence", "observers", paper="b")
    papers.says("south", "propose", "guar.who", "us", paper="c")
    found = papers.positions(pack)
    return Setting(stage_problem(found, papers.view().counted, pack, stage="settlement"), found, pack)


def written(tmp_path: Path, text: str, name: str = "points.yaml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_numbers_are_taken_exactly(tmp_path: Path, setting: Setting) -> None:
    points = read_points(written(tmp_path, BOTH), setting)
    matter = points.of("north").matters[Key("terr.line")]
    assert matter.weight == 10
    assert matter.values == {"old": 0, "near": Fraction(1, 10), "far": Fraction(1, 3), "open": 0}
    assert points.label == "points entered by A. Mediator on 2025-03-01"
    assert points.of("south").floor == 1
    assert matters_of(points) == (Key("terr.line"),)


@given(st.fractions(min_value=-1000, max_value=1000, max_denominator=1000))
def test_a_fraction_as_written_comes_back(given_number: Fraction) -> None:
    assert number(str(given_number)) == given_number


@pytest.mark.parametrize(
    "text",
    ["nan", "NaN", ".nan", "inf", ".inf", "-inf", "1e5", "1/0", "", "ten", "1,5", True, None, [1], 1.5],
)
def test_what_is_no_exact_number_is_none(text: object) -> None:
    assert number(text) is None


def faults(tmp_path: Path, setting: Setting, text: str, name: str = "points.yaml") -> str:
    with pytest.raises(BadInput) as refused:
        read_points(written(tmp_path, text, name), setting)
    return str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("weight: 10", "weight: .nan", "9: party 'north', matter 'terr.line': the weight is '.nan'"),
        ("weight: 10", "weight: .inf", "9: party 'north', matter 'terr.line': the weight is '.inf'"),
        ("weight: 10", "weight: -1", "9: party 'north', matter 'terr.line': the weight is -1"),
        ("weight: 10", "weight: ~", "the weight is blank; write a number of at least 0"),
        ("near: 0.1", "near: nan", "the number of 'near' is 'nan'"),
        ("near: 0.1", "near: ~", "the number of 'near' is blank"),
        ("near: 0.1, ", "", "no number for near; each value needs its own"),
        ("near: 0.1", "nera: 0.1", "no value 'nera'; did you mean 'near'?"),
        ("    others: 0\n", "", "party 'north': nothing is entered for"),
        (
            "terr.line: {",
            "terr.lime: {",
            "'terr.lime' is no matter of this settlement; did you mean 'terr.line'?",
        ),
        ("  north:", "  nort:", "5: no party 'nort' in pack small; did you mean 'north'?"),
        ("walk_away: 1", "walk_away: .inf", "party 'north': the walk-away is '.inf'"),
        ("walk_away: 1", "walk_awai: 1", "unknown field 'walk_awai'; did you mean 'walk_away'?"),
        ("weight: 10,", "weight: 10, shap: late,", "unknown field 'shap'; did you mean 'shape'?"),
        ("entered_by: A. Mediator", "entered_by:", "1: 'entered_by' is missing"),
        ("2025-03-01", "yesterday", "2: 'entered_on' is 'yesterday'"),
        ("stage: settlement", "stage: truce", "3: 'stage' is 'truce', not settlement"),
        (
            "stage: settlement",
            "stage: settlement\nstages: truce",
            "unknown field 'stages'; did you mean 'stage'?",
        ),
        (
            "{weight: 10, values: {old: 0, near: 0.1, far: 1/3, open: 0}}",
            "10",
            "write weight and values under it",
        ),
    ],
)
def test_a_fault_is_told_where_it_stands(
    tmp_path: Path, setting: Setting, old: str, new: str, said: str
) -> None:
    text = BOTH.replace(old, new, 1)
    assert text != BOTH
    told = faults(tmp_path, setting, text)
    assert said in told
    assert "nothing was computed with them" in told
    assert f"{tmp_path}/points.yaml:" in told


def test_points_of_one_party_and_files_that_are_none_are_refused(tmp_path: Path, setting: Setting) -> None:
    one = HEAD + f"  north:\n    others: 0\n    keys:\n{LINE}"
    assert "points of one party only" in faults(tmp_path, setting, one)
    assert "make a file to fill in with" in faults(tmp_path, setting, "nothing: here")
    assert "no valid YAML" in faults(tmp_path, setting, "a: [")
    assert "write walk_away and keys under it" in faults(tmp_path, setting, HEAD + "  north: 3\n  south: 4\n")
    with pytest.raises(BadInput, match="cannot be read"):
        read_points(tmp_path / "missing.yaml", setting)
    with pytest.raises(BadInput, match="write truce or settlement"):
        stage_of(written(tmp_path, "stage: peace"))


def test_more_faults_than_can_be_read_are_counted(tmp_path: Path, setting: Setting) -> None:
    text = template(setting, ["north", "south"])
    assert " more" in faults(tmp_path, setting, text)


def test_an_ordered_matter_may_be_given_by_two_ends_and_a_shape(tmp_path: Path, setting: Setting) -> None:
    text = BOTH.replace(LINE, LINE + "      terr.line2: x\n", 0).replace(
        LINE, "      terr.line: {weight: 4, ends: [old, far], shape: early, open: 1/4}\n"
    )
    points = read_points(written(tmp_path, text), setting)
    assert points.of("north").matters[Key("terr.line")].values == {
        "old": 0, "near": Fraction(3, 4), "far": 1, "open": Fraction(1, 4)
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given_matter", "said"),
    [
        ("terr.line: {weight: 4, ends: [old, far]}", "no number for open"),
        ("terr.line: {weight: 4, ends: [old, farr], open: 0}", "write [worst, best] of old, near, far"),
        ("terr.line: {weight: 4, ends: [old, far], shape: round, open: 0}", "write linear, early, late"),
        ("guar.who: {weight: 4, ends: [us, none]}", "its values have no order, so no ends"),
    ],
)
def test_ends_that_cannot_be_used_are_told(
    tmp_path: Path, setting: Setting, given_matter: str, said: str
) -> None:
    assert said in faults(tmp_path, setting, BOTH.replace(LINE, f"      {given_matter}\n"))


def test_shapes_lie_between_their_ends() -> None:
    values = ("a", "b", "c", "d")
    assert between(values, ("d", "a"), "linear") == {"a": 1, "b": Fraction(2, 3), "c": Fraction(1, 3), "d": 0}
    assert between(values, ("b", "c"), "late") == {"a": 0, "b": 0, "c": 1, "d": 1}
    early, late = (between(values, ("a", "d"), s) for s in ("early", "late"))
    assert early["b"] > Fraction(1, 3) > late["b"]


def test_a_walk_away_may_be_a_package(tmp_path: Path, setting: Setting) -> None:
    text = BOTH.replace("walk_away: 1", "walk_away: {terr.line: far}")
    points = read_points(written(tmp_path, text), setting)
    assert points.of("north").floor == Fraction(10, 3)
    assert "'terr.line' is 'fart'; name one of" in faults(tmp_path, setting, text.replace("far}", "fart}"))
    assert "has no points" in faults(tmp_path, setting, text.replace("far}", "far, guar.form: open}"))


def test_a_walk_away_of_the_command_line_goes_before_that_of_the_file(
    tmp_path: Path, setting: Setting
) -> None:
    points = read_points(written(tmp_path, BOTH), setting)
    assert with_walk_aways(points, ["north=5/2"]).of("north").floor == Fraction(5, 2)
    for wrong in ("north", "north=", "north=nan", "nobody=3"):
        with pytest.raises(BadInput, match="write PARTY=NUMBER"):
            with_walk_aways(points, [wrong])


def test_a_set_is_worth_what_its_elements_are(tmp_path: Path, setting: Setting) -> None:
    elements = [
        v for n in setting.problem.variables if n.startswith("guar.who#") for v in [n.partition("#")[2]]
    ]
    values = ", ".join(f"{e}: {i}" for i, e in enumerate(elements))
    text = BOTH.replace(LINE, f"      guar.who: {{weight: 2, values: {{{values}}}}}\n").replace(
        "walk_away: 1", f"walk_away: {{guar.who: [{elements[1]}]}}"
    )
    north = read_points(written(tmp_path, text), setting).of("north")
    assert north.floor == 2
    assert north.of({f"guar.who#{e}": "in" for e in elements}) == 2 * sum(range(len(elements)))
    assert north.swing(Key("guar.who")) == 2 * sum(range(len(elements)))


def test_the_template_lists_every_matter_with_its_values_and_is_yaml(
    tmp_path: Path, setting: Setting
) -> None:
    text = template(setting, ["north", "south"])
    assert text.count("terr.line:") == 2
    assert text.count("          near:") == 2
    filled = text.replace("entered_by:", "entered_by: me").replace("entered_on:", "entered_on: 2025-01-01")
    filled = filled.replace("weight:\n", "weight: 0\n").replace("walk_away:\n", "walk_away: 0\n")
    assert read_points(written(tmp_path, filled), setting).names == ("north", "south")


CSV = (
    "entered_by,entered_on,stage,party,key,weight,value,good\n"
    "A. Mediator,2025-03-01,settlement,north,terr.line,10,old,0\n"
    ",,,north,terr.line,,near,0.1\n,,,north,terr.line,,far,1/3\n,,,north,terr.line,,open,0\n"
    ",,,north,others,,,0\n,,,north,walk_away,,,1\n"
    ",,,south,terr.line,0,,\n,,,south,others,,,0\n"
)


def test_a_table_says_the_same_as_yaml(tmp_path: Path, setting: Setting) -> None:
    found = read_points(written(tmp_path, CSV, "points.csv"), setting)
    assert found.of("north") == read_points(written(tmp_path, BOTH), setting).of("north")
    assert found.of("south").floor is None
    assert ":3: party 'north', matter 'terr.line': the number of 'near' is 'NaN'" in faults(
        tmp_path, setting, CSV.replace("near,0.1", "near,NaN"), "points.csv"
    )
    assert "the columns are entered_by" in faults(tmp_path, setting, "a,b\n1,2\n", "points.csv")
    (tmp_path / "latin.csv").write_bytes("party,ü\n".encode("latin-1"))
    with pytest.raises(BadInput, match="save it as UTF-8"):
        read_points(tmp_path / "latin.csv", setting)


def test_whole_numbers_are_the_points_times_a_partys_scale(tmp_path: Path, setting: Setting) -> None:
    points = read_points(written(tmp_path, BOTH), setting)
    numbers = scaled(points)
    space = Space({"terr.line": setting.problem.variables["terr.line"]}, ())
    for package in every_package(space):
        assert numbers.utilities(point_of(space, numbers, package)) == tuple(
            p.of(package) for p in points.parties
        )
