"""The reader asks once, checks everything, and leaves what it read proposed unless the rules agree."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from detente.kernel.errors import BadInput, MissingExtra
from detente.models.llm import answer
from detente.models.llm.agreement import agreed
from detente.models.llm.budget import estimated_tokens
from detente.models.llm.checks import UNCONFIRMED
from detente.models.llm.prompt import instructions, windows
from detente.models.llm.reader import llm_reader
from detente.models.llm.settings import LlmSettings, check_settings, is_loopback
from detente.statements.rules.reader import rules_reader
from models.llm.answering import LEAVE, RAIN, REPORT, Told, codes, entry, report, settings, veldora, written


def test_the_report_goes_out_between_marks_and_no_tools_with_it() -> None:
    told = Told([written()])
    told.reader()(report())
    (asked,) = told.questions
    mark = asked.splitlines()[1]
    assert asked.splitlines()[-1] == mark
    assert mark not in REPORT
    assert len(mark) == 32
    assert told.tools == []


def test_a_statement_stays_proposed_where_the_rules_do_not_agree() -> None:
    reading = Told([written(entry(RAIN, stance="reject", issue="terr.status"))]).reader()(report())
    (statement,) = reading.statements
    assert statement.confidence == UNCONFIRMED
    assert not any(rule.startswith("agrees:") for rule in statement.rules)


def test_a_statement_that_the_rules_read_too_is_as_sure_as_they_are() -> None:
    document = report()
    ours = next(s for s in rules_reader(veldora())(document).statements if s.issue == "terr.withdrawal")
    same = entry(ours.evidence, stance=ours.stance, holder=ours.holder, option=ours.option)
    (statement,) = Told([written(same)]).reader()(document).statements
    assert statement.confidence == max(UNCONFIRMED, ours.confidence) > UNCONFIRMED
    assert f"agrees:rules:{ours.rules[0]}" in statement.rules


@pytest.mark.parametrize(
    "other", [{"stance": "reject"}, {"holder": "sarnic_movement"}, {"issue": "cf.class"}, {"option": "none"}]
)
def test_the_rules_agree_with_nothing_else(other: dict[str, str]) -> None:
    document = report()
    ours = next(s for s in rules_reader(veldora())(document).statements if s.issue == "terr.withdrawal")
    changed = {**entry(ours.evidence, stance=ours.stance, holder=ours.holder, option=ours.option), **other}
    for statement in Told([written(changed)]).reader()(document).statements:
        assert statement.confidence == UNCONFIRMED


def test_agreement_needs_the_same_words() -> None:
    document = report()
    ours = rules_reader(veldora())(document).statements
    (far,) = Told([written(entry(RAIN))]).reader()(document).statements
    assert agreed([far], ours) == (far,)


def test_entries_outside_the_lists_do_not_cost_the_others() -> None:
    reading = Told([written({"quote": "x"}, "no entry", entry(issue="terr.moon"), entry())]).reader()(
        report()
    )
    assert len(reading.statements) == 1
    assert "claim-refused" in codes(reading.problems)


def test_broken_json_is_asked_about_again_and_then_told() -> None:
    told = Told(["{ broken", written(entry())])
    assert len(told.reader()(report()).statements) == 1
    assert len(told.questions) == 2
    reading = Told(["I would rather not."]).reader()(report())
    assert reading.statements == ()
    assert codes(reading.problems) == ["model-answer-unusable"]


def test_answers_are_kept_by_what_went_into_them(tmp_path: Path) -> None:
    given = settings(cache=tmp_path / "kept")
    told = Told([written(entry())])
    first, again = told.reader(given)(report()), told.reader(given)(report())
    assert first == again
    assert len(told.questions) == 1
    told.reader(settings(cache=given.cache, model="other"))(report())
    told.reader(given)(report(REPORT + " More was said."))
    assert len(told.questions) == 3
    kept = list((tmp_path / "kept").rglob("*"))
    assert not [f for f in kept if f.name.startswith(".")]
    assert all(f.stat().st_mode & 0o077 == 0 for f in kept if f.is_file())


@pytest.mark.parametrize("content", ["", "{", "[]", '{"key": "other", "answer": {}}', None])
def test_a_broken_entry_is_told_and_made_anew(content: str | None, tmp_path: Path) -> None:
    given = settings(cache=tmp_path)
    told = Told([written(entry())])
    first = told.reader(given)(report())
    (path,) = tmp_path.rglob("*.json")
    path.write_text(
        json.dumps({**json.loads(path.read_text()), "answer": {"x": 1}}) if content is None else content
    )
    second = told.reader(given)(report())
    assert second.statements == first.statements
    assert "answer-cache-broken" in codes(second.problems)
    assert "answer-cache-broken" not in codes(told.reader(given)(report()).problems)


def test_a_forged_entry_meets_the_same_checks(tmp_path: Path) -> None:
    given = settings(cache=tmp_path)
    told = Told([written()])
    told.reader(given)(report())
    (path,) = tmp_path.rglob("*.json")
    forged = {"statements": [entry("Veldora gives up."), entry(holder="atlantis")]}
    path.write_text(json.dumps({**json.loads(path.read_text()), "answer": forged}))
    assert told.reader(given)(report()).statements == ()


@pytest.mark.parametrize(
    "limits",
    [
        {"max_tokens": 100},
        {"max_tokens_run": 100},
        {"max_cost": Decimal("0.000001"), "cost_in": Decimal(3), "cost_out": Decimal(15)},
    ],
)
def test_what_would_pass_a_limit_is_not_asked(limits: dict[str, object]) -> None:
    told = Told([written(entry())])
    reading = told.reader(settings(**limits))(report())
    assert told.questions == []
    assert codes(reading.problems) == ["model-budget-spent"]


def test_a_run_ends_when_its_tokens_or_its_time_do() -> None:
    told = Told([written()])
    need = estimated_tokens(instructions(veldora()) + REPORT) + settings().answer_tokens
    read = told.reader(settings(max_tokens_run=need + 1_000))
    met = [codes(read(report(f"{REPORT} {i}")).problems) for i in range(40)]
    assert "model-budget-spent" not in met[0]
    assert met[-1] == ["model-budget-spent"]
    times = iter([0.0, *[4000.0] * 99])
    late = told.reader(settings(), clock=lambda: next(times))(report())
    assert codes(late.problems) == ["model-budget-spent"]


def test_long_reports_are_asked_about_in_parts_that_overlap() -> None:
    text = "\n\n".join(f"{LEAVE} Sentence {i} of a long report was added here." for i in range(200))
    document = report(text)
    parts = list(windows(document, (), (2_000, 300)))
    assert len(parts) > 5
    assert all(len(p.words) <= 2_000 for p in parts)
    assert parts[0].span.start == 0
    assert parts[-1].span.end == len(text)
    assert all(a.span.start < b.span.start < a.span.end < b.span.end for a, b in pairwise(parts))
    told = Told([written(entry())])
    reading = told.reader(settings(window=2_000, overlap=300))(document)
    assert len(told.questions) == len(parts)
    assert len(reading.statements) == 1  # the same proposition once


def test_a_model_that_says_nothing_of_what_the_rules_read_is_told_on() -> None:
    assert "model-silent" in codes(Told([written()]).reader()(report()).problems)


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("http://localhost:8080/v1", True), ("http://127.0.0.9/v1", True), ("http://[::1]:1/v1", True),
        ("http://localhost.example.org/v1", False), ("http://localhost@example.org/v1", False),
        ("https://10.0.0.1/v1", False), ("http://127.0.0.1.example.org", False), ("", False),
    ],
)  # fmt: skip
def test_only_this_machine_is_this_machine(address: str, local: bool) -> None:
    assert is_loopback(address) == local
    if not local:
        with pytest.raises(BadInput):
            check_settings(settings(base_url=address))


@pytest.mark.parametrize(
    "wrong",
    [
        {"model": " "}, {"base_url": "ftp://localhost/"}, {"base_url": "http://u:p@localhost/"}, {"max_tokens": 0},
        {"max_cost": Decimal(1)}, {"overlap": 20_000}, {"base_url": "http://example.org/v1", "allow_network": True},
    ],
)  # fmt: skip
def test_settings_that_bound_nothing_or_lead_elsewhere_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        llm_reader(veldora(), settings(**wrong))


def test_without_settings_nothing_is_read() -> None:
    with pytest.raises(BadInput, match="--model"):
        llm_reader(veldora())
    check_settings(LlmSettings(model="m", base_url="https://example.org/v1", allow_network=True))


def test_a_missing_extra_is_told_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(MissingExtra, match="detente\\[llm\\]"):
        answer.need_extra()
