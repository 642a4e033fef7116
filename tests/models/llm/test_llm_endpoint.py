"""A server on this machine: slow, busy, broken, lying, and good."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from detente.kernel.errors import BadInput
from detente.models.llm.reader import Surroundings, llm_reader
from detente.statements.port import Reading
from models.llm.answering import Stub, codes, entry, fails, report, says, serving, settings, veldora, written

pytestmark = pytest.mark.enable_socket


def read(stub: Stub, waits: list[float] | None = None, **other: Any) -> Reading:
    wait = (waits if waits is not None else []).append
    given = settings(base_url=stub.url, **{"seconds": 10.0, **other})
    return llm_reader(veldora(), given, around=Surroundings(wait=wait))(report())


def test_a_good_answer_is_read() -> None:
    with serving(says(written(entry()))) as stub:
        reading = read(stub)
    assert [s.holder for s in reading.statements] == ["veldora"]
    (sent,) = stub.requests
    assert sent["model"] == "stub"
    assert "tools" not in sent
    assert sent["response_format"]["type"] == "json_schema"
    listed = str(sent["response_format"])
    assert "terr.withdrawal" in listed
    assert "sarnic_movement" in listed


def test_the_form_can_go_out_in_words() -> None:
    with serving(says(written(entry()))) as stub:
        assert len(read(stub, output="prompted").statements) == 1
    assert stub.requests[0].get("response_format", {}).get("type") != "json_schema"


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again_when_it_says(status: int) -> None:
    waits: list[float] = []
    with serving(fails(status, Retry_After="7"), says(written(entry()))) as stub:
        reading = read(stub, waits)
    assert len(reading.statements) == 1
    assert waits == [7.0]


def test_a_server_that_stays_busy_or_asks_for_too_long_is_given_up() -> None:
    waits: list[float] = []
    with serving(fails(429)) as stub:
        assert codes(read(stub, waits).problems) == ["model-unavailable"]
    assert waits == [1.0, 2.0]
    with serving(fails(429, Retry_After="9999")) as stub:
        assert codes(read(stub).problems) == ["model-unavailable"]
    assert len(stub.requests) == 1


@pytest.mark.parametrize("status", [400, 401, 404])
def test_a_refusal_is_not_repeated(status: int) -> None:
    with serving(fails(status)) as stub:
        assert codes(read(stub).problems) == ["model-unavailable"]
    assert len(stub.requests) == 1


def test_a_silent_server_is_given_up_in_time() -> None:
    def hang(_: BaseHTTPRequestHandler) -> None:
        stub.over.wait(20)

    with serving(hang) as stub:
        assert codes(read(stub, seconds=0.2, retries=1).problems) == ["model-unavailable"]
        assert len(stub.requests) == 2


def test_nobody_at_the_address_is_a_problem() -> None:
    with serving(fails(500)) as stub:
        pass
    assert codes(read(stub).problems) == ["model-unavailable"]


@pytest.mark.parametrize("text", ["", "{", "null", '{"statements": 3}', "Sure! Here you go.", "[" * 500])
def test_broken_answers_are_told(text: str) -> None:
    with serving(says(text)) as stub:
        reading = read(stub)
    assert reading.statements == ()
    assert set(codes(reading.problems)) <= {"model-answer-unusable", "model-unavailable"}
    assert reading.problems


def test_a_body_that_is_no_answer_is_told() -> None:
    with serving(fails(200, "<html>login</html>")) as stub:
        reading = read(stub)
    assert set(codes(reading.problems)) <= {"model-answer-unusable", "model-unavailable"}
    assert reading.problems


def test_fabricated_quotes_are_refused() -> None:
    lies = [entry("Veldora accepts everything."), entry(speaker="King Nobody"), entry()]
    with serving(says(written(*lies))) as stub:
        reading = read(stub)
    assert len(reading.statements) == 1
    assert codes(reading.problems).count("claim-refused") == 2


def test_tokens_that_the_server_counts_are_charged() -> None:
    with serving(says("{", tokens=(150_000, 90_000))) as stub:
        assert codes(read(stub).problems) == ["model-budget-spent"]
    assert len(stub.requests) == 1


def test_a_redirect_is_not_followed() -> None:
    with serving(says(written(entry()))) as other, serving(fails(307, Location=other.url)) as stub:
        assert codes(read(stub).problems) == ["model-unavailable"]
    assert other.requests == []


def test_no_proxy_and_no_key_of_another_service_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("OPENAI_API_KEY", "secret-of-another")
    monkeypatch.setenv("OUR_KEY", "ours")
    with serving(says(written(entry()))) as stub:
        assert len(read(stub).statements) == 1
        read(stub, api_key_env="OUR_KEY")
    assert "secret-of-another" not in str(stub.headers)
    assert {k.lower(): v for k, v in stub.headers[1].items()}["authorization"] == "Bearer ours"


def test_a_key_that_is_not_set_is_told() -> None:
    with pytest.raises(BadInput, match="NO_SUCH_KEY"), serving(fails(500)) as stub:
        read(stub, api_key_env="NO_SUCH_KEY")
