"""Cases, option form, statements and comparisons as they are entered: what they give, and what is said of what is wrong."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from detente.bargaining.stability import moves, option_form
from detente.bargaining.stability.case_file import read_case
from detente.bargaining.stability.model import Conflict, Option
from detente.bargaining.stability.preferences import Comparisons, Ranking, completed
from detente.bargaining.stability.stabilities import stabilities
from detente.bargaining.stability.statements import ranking_by_statements
from detente.desk.stability_records import case_record
from detente.kernel.errors import BadInput, UnknownName

# The ferry can sail, the harbour can open (invented).
FERRY: dict[str, Any] = {
    "title": "Ferry",
    "decision_makers": ["Ferry", "Harbour"],
    "options": {"Ferry": ["Sail", "Sound the horn"], "Harbour": ["Open"]},
    "preference_statements": {"Ferry": ["Sail & Open"], "Harbour": ["-Sail"]},
}
PLAIN: dict[str, Any] = {
    "decision_makers": ["A", "B"],
    "states": {"x": "both wait", "y": "A went"},
    "unilateral_moves": {"A": [["x", "y"]], "B": []},
    "preference_payoff_ordinal": {"A": [1, 2], "B": [2, 2]},
}


def ferry(**more: Any) -> Conflict:
    return read_case({**FERRY, **more}, name="ferry.json")


def ranks(conflict: Conflict, maker: int) -> dict[str, int]:
    likes = conflict.preferences[maker]
    assert isinstance(likes, Ranking)
    return dict(zip(conflict.patterns, likes.ranks.tolist(), strict=True))


def test_states_of_option_form_are_numbered_as_in_the_literature() -> None:
    conflict = ferry()
    assert conflict.states == tuple("12345678")
    assert conflict.patterns[:4] == ("NN N", "YN N", "NY N", "YY N")
    assert conflict.state("YN Y") == conflict.state("6") == 5
    assert conflict.told(5) == "state 6 (Ferry.Sail, Harbour.Open)"
    assert conflict.told(0) == "state 1 (nothing done)"
    assert conflict.moves[0].after(0).tolist() == [1, 2, 3]
    assert conflict.moves[1].after(0).tolist() == [4]


def test_a_common_option_can_be_changed_by_each_who_has_it() -> None:
    conflict = ferry(common_options={"Harbour.Open": ["Harbour", "Ferry"]})
    assert conflict.options[2].by == ("Harbour", "Ferry")
    assert conflict.moves[0].after(0).tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert conflict.moves[1].after(0).tolist() == [4]
    assert read_case(case_record(conflict), name="again").options == conflict.options


def test_what_cannot_be_is_left_out_and_what_ends_all_is_one_state() -> None:
    conflict = ferry(
        infeasible=["YY -"],
        same=["-- Y"],
        preference_statements={},
        preference_known={"Ferry": {}, "Harbour": {}},
    )
    assert conflict.patterns == ("NN N", "YN N", "NY N", "-- Y")
    assert conflict.moves[1].after(1).tolist() == [3]
    assert conflict.moves[0].after(3).tolist() == []


@pytest.mark.parametrize(("way", "there", "back"), [("on", [1], []), ("off", [], [0]), ("both", [1], [0])])
def test_one_way_options(way: str, there: list[int], back: list[int]) -> None:
    conflict = ferry(options={"Ferry": ["Sail"], "Harbour": ["Open"]}, irreversible_moves={"Ferry.Sail": way})
    assert (conflict.moves[0].after(0).tolist(), conflict.moves[0].after(1).tolist()) == (there, back)


@pytest.mark.parametrize(
    ("statement", "true"),
    [
        ("Sail", "YN N|YY N|YN Y|YY Y"),
        ("Ferry1 & -Harbour1", "YN N|YY N"),
        ("1 and not 3", "YN N|YY N"),
        ("'Sound the horn' | Open", "NY N|YY N|NN Y|YN Y|NY Y|YY Y"),
        ("IF Sail THEN Open", "NN N|NY N|NN Y|YN Y|NY Y|YY Y"),
        ("Open IF Sail", "NN N|NY N|NN Y|YN Y|NY Y|YY Y"),
        ("Sail IFF Harbour.Open", "NN N|NY N|YN Y|YY Y"),
        ("-(Sail | Open) & !2", "NN N"),
        ("(Open IF Sail) & Sail", "YN Y|YY Y"),
    ],
)
def test_statements_are_true_where_they_say(statement: str, true: str) -> None:
    found = ranks(ferry(preference_statements={"Ferry": [statement], "Harbour": ["Open"]}), 0)
    assert {pattern for pattern, rank in found.items() if rank == max(found.values())} == set(true.split("|"))


def test_a_statement_that_matters_more_outweighs_all_that_matter_less() -> None:
    """Peng, Hipel and Kilgour: of three statements the weights are 4, 2 and 1."""
    found = ranks(ferry(preference_statements={"Ferry": ["Sail", "Open", "2"], "Harbour": ["Open"]}), 0)
    assert sorted(found, key=lambda p: found[p]) == [
        "NN N",
        "NY N",
        "NN Y",
        "NY Y",
        "YN N",
        "YY N",
        "YN Y",
        "YY Y",
    ]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("Sial", "no option 'Sial'; did you mean 'Sail'? at character 1"),
        ("Sail &", "an option is missing at character 7"),
        ("Sail Open", "'Open' does not belong at character 6"),
        ("(Sail", "')' is missing at character 6"),
        ("IF Sail", "THEN is missing at character 8"),
        ('Sail | "Open', "a quotation mark is not closed at character 8"),
        ("Sail & THEN", "an option is missing at character 8"),
    ],
)
def test_a_statement_that_cannot_be_read_is_pointed_at(statement: str, said: str) -> None:
    with pytest.raises(BadInput) as fault:
        ferry(preference_statements={"Ferry": [statement], "Harbour": ["Open"]})
    assert said in str(fault.value)
    assert "preference_statements.Ferry[0]" in str(fault.value)


def test_an_option_that_two_have_needs_its_owner() -> None:
    options = (Option("Yield", ("A",)), Option("Yield", ("B",)))
    with pytest.raises(BadInput, match=r"more than one option; write A\.Yield or B\.Yield"):
        ranking_by_statements(["Yield"], options, ("N N", "Y N"), place="case")
    assert ranking_by_statements(["A.Yield"], options, ("N N", "Y N"), place="case").ranks.tolist() == [0, 1]
    assert ranking_by_statements([], options, ("N N", "Y N"), place="case").ranks.tolist() == [0, 0]


def test_a_statement_about_an_option_left_open_is_refused() -> None:
    with pytest.raises(BadInput, match="neither true nor false where pattern -- Y"):
        ferry(same=["-- Y"])
    conflict = ferry(same=["-- Y"], preference_statements={"Ferry": ["Sail | Open"], "Harbour": ["Open"]})
    assert ranks(conflict, 0)["-- Y"] == 1


def test_known_comparisons_carry_over_and_the_rest_stays_unknown() -> None:
    states = {"states": ["1", "2", "3", "4"], "unilateral_moves": {}}
    known = {"A": {"better": [[1, 2], [2, 3]], "equal": [[3, 4]]}, "B": {}}
    conflict = read_case({"decision_makers": ["A", "B"], **states, "preference_known": known}, name="known")
    first, second = conflict.preferences
    assert (first.better(0, 3), first.better(3, 0), first.better(2, 3)) == (True, False, False)
    assert (second.better(0, 1), second.better(0, 0)) == (None, False)
    assert isinstance(completed(first), Ranking)
    assert isinstance(completed(second), Comparisons)
    assert read_case(case_record(conflict), name="again").preferences[0].better(0, 3) is True


def test_a_circle_of_comparisons_is_named() -> None:
    known = {"A": {"better": [["x", "y"]], "equal": [["y", "x"]]}, "B": {}}
    parts = {k: v for k, v in PLAIN.items() if not k.startswith("pref")}
    with pytest.raises(BadInput, match="state x is said to be better than y, but y is at least as good as x"):
        read_case({**parts, "preference_known": known}, name="circle")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"decision_maker": []}, "decision_maker: no key of a case; did you mean 'decision_makers'"),
        ({"decision_makers": []}, "name at least one"),
        ({"decision_makers": "A"}, "decision_makers: 'A' is no list of names"),
        ({"decision_makers": ["A", "A"]}, "each once"),
        ({"states": {}}, "neither states nor options"),
        ({"states": 7}, "states: 7; write"),
        ({"states": [1, "1"]}, "a state stands twice"),
        ({"unilateral_moves": {"A": [["x", "z"]]}}, "unilateral_moves.A[0]: no state 'z'"),
        ({"unilateral_moves": {"A": [["x"]]}}, "unilateral_moves.A[0]: ['x'] is no pair"),
        ({"unilateral_moves": {"A": 3}}, "unilateral_moves.A: 3 is no list"),
        ({"unilateral_moves": {"C": []}}, "unilateral_moves: 'C' is no decision maker"),
        ({"unilateral_moves": [1]}, "unilateral_moves: [1] is no object"),
        ({"preference_payoff_ordinal": {"A": [1, 2]}}, "nothing tells what 'B' likes"),
        ({"preference_payoff_ordinal": {"A": [1], "B": [1, 2]}}, "1 payoffs for 2 states"),
        ({"preference_payoff_ordinal": {"A": [1, float("nan")], "B": [1, 2]}}, "preference_payoff_ordinal.A[1] is nan"),
        ({"preference_payoff_ordinal": {"A": [1, "2"], "B": [1, 2]}}, "is '2', which is no number"),
        ({"preference_payoff_ordinal": {"A": 1, "B": [1, 2]}}, "A: 1 is no list"),
        ({"preference_ranking_best_first": {"A": [["x"], ["y"]]}}, "says something else than preference_payoff_ordinal"),
        ({"preference_payoff_ordinal": {"B": [1, 2]}, "preference_ranking_best_first": {"A": ["x"]}}, "leaves out state y"),
        ({"preference_payoff_ordinal": {"B": [1, 2]}, "preference_ranking_best_first": {"A": ["x", ["x", "y"]]}}, "state x twice"),
        ({"preference_payoff_ordinal": {"B": [1, 2]}, "preference_statements": {"A": ["x"]}}, "this case has none"),
        ({"preference_payoff_ordinal": {"B": [1, 2]}, "preference_known": {"A": {"worse": []}}}, 'write {"better"'),
        ({"preference_payoff_ordinal": {"B": [1, 2]}, "preference_known": {"A": {"better": 1}}}, "better: 1 is no list of pairs"),
    ],
)  # fmt: skip
def test_a_malformed_case_is_told_with_its_place(change: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput) as fault:
        read_case({**PLAIN, **change}, name="plain.json")
    assert said in str(fault.value)
    assert str(fault.value).startswith("plain.json")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"options": {"Ferry": ["Sail", "Sail"]}}, "stands twice"),
        ({"options": {"Boat": ["Sail"]}}, "'Boat' is no decision maker"),
        ({"irreversible_moves": ["on"]}, "1 entries for 3 options"),
        ({"irreversible_moves": {"Ferry.Sial": "on"}}, "no option 'Ferry.Sial'; did you mean 'Ferry.Sail'"),
        ({"irreversible_moves": {"Ferry.Sail": "never"}}, "write on, off or both"),
        ({"common_options": {"Sail": ["Harbour"]}}, "no option 'Sail'; write DECISION MAKER.OPTION"),
        ({"common_options": {"Ferry.Sail": ["Boat"]}}, "'Boat' is no decision maker"),
        ({"infeasible": ["YY"]}, "infeasible[0]: 'YY'; write one of Y, N or - for each of the 3 options"),
        ({"infeasible": "YY-"}, "is no list of patterns"),
        ({"infeasible": ["---"]}, "leave no state at all"),
        ({"at_most_one": [["Sail"]]}, "at_most_one[0]: no option 'Sail'"),
        ({"at_most_one": 2}, "at_most_one: 2 is no list"),
        ({"states": {"1": "YNX"}}, "states.1: 'YNX'; write one of Y, N or -"),
        ({"states": {"1": "YNN"}}, "states without moves"),
        ({"preference_statements": {"Ferry": [], "Harbour": ["Open"]}}, "no statement; write what matters most to 'Ferry'"),
    ],
)  # fmt: skip
def test_a_malformed_option_form_is_told_with_its_place(change: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput) as fault:
        ferry(**change)
    assert said in str(fault.value)


def test_no_object_is_no_case() -> None:
    with pytest.raises(BadInput, match="a case is a JSON object"):
        read_case([1], name="list.json")


def many(options: int, **more: Any) -> dict[str, Any]:
    names = [f"o{i}" for i in range(options)]
    return {"decision_makers": ["A"], "options": {"A": names}, "preference_statements": {"A": ["o0"]}, **more}


def test_too_many_states_are_refused_before_they_are_unfolded() -> None:
    with pytest.raises(BadInput, match=r"at most 1,048,576 are taken.*Rule out what cannot be"):
        read_case(many(30), name="many")
    with pytest.raises(BadInput, match=r"41 options; at most 40"):
        read_case(many(41), name="many")
    with pytest.raises(BadInput, match=r"about .* moves; at most"):
        read_case(many(18, irreversible_moves=["on"] * 18), name="many")
    one = [[f"A.o{i}" for i in range(30)]]
    assert len(read_case(many(30, at_most_one=one, at_least_one=one), name="one of thirty").states) == 30


def test_too_many_states_with_unknown_comparisons_are_refused() -> None:
    with pytest.raises(BadInput, match=r"8,192 states with comparisons that are not all known"):
        read_case({**many(13), "preference_statements": {}, "preference_known": {"A": {}}}, name="many")


def test_a_case_that_would_be_too_long_is_not_written() -> None:
    with pytest.raises(BadInput, match="choose fewer matters or options"):
        case_record(read_case(many(11), name="many"))


def test_options_of_a_large_model_are_judged_without_listing_moves() -> None:
    options = {"A": [f"a{i}" for i in range(7)], "B": [f"b{i}" for i in range(7)]}
    likes = {"A": ["a1", "-b1", "IF b2 THEN a2"], "B": ["b3 & -a3"]}
    parts = {"decision_makers": ["A", "B"], "options": options, "preference_statements": likes}
    found = stabilities(read_case(parts, name="large"))
    nash = [found.conflict.patterns[found.conflict.state(s)] for s in found.equilibria("R")]
    assert len(nash) > 0
    for pattern in nash:
        a, b = pattern.split()
        assert a[1] == "Y"
        assert a[2] == "Y" or b[2] == "N"
        assert b[3] == "Y" or a[3] == "Y"


def test_a_state_that_is_not_there_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"no state '9' in Ferry.*"):
        ferry().state("9")
    with pytest.raises(UnknownName, match="no decision maker 'Fery' in Ferry; did you mean 'Ferry'"):
        ferry().decision_maker("Fery")
    assert read_case(PLAIN, name="plain").told(0) == "state x (both wait)"


def test_moves_are_counted_before_they_are_made() -> None:
    moves.refuse_too_many(moves.MOST_STATES, moves.MOST_MOVES)
    with pytest.raises(BadInput, match="Fewer one-way options"):
        moves.refuse_too_many(1, moves.MOST_MOVES + 1)


def test_feasible_states_come_in_the_order_of_their_codes() -> None:
    form = option_form.OptionForm(("A",), tuple(Option(n, ("A",)) for n in "abc"), at_least_one=((0, 2),))
    assert option_form.feasible(form).tolist() == [1, 3, 4, 5, 6, 7]
    assert np.array_equal(option_form.frame(form).moves[0].after(0), [1, 2, 3, 4, 5])
