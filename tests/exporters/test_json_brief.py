from __future__ import annotations

import json

import pytest

from briefs.small_brief import PAPERS, small_inputs
from detente.briefs.compose import compose
from detente.exporters import json as exporter
from detente.kernel.errors import BadInput

DOCUMENTS = {d.hash: d for d in PAPERS}


def test_a_brief_comes_back_as_it_went() -> None:
    brief = compose(small_inputs())
    assert exporter.read(exporter.render(brief, documents=DOCUMENTS)) == brief


def test_the_same_brief_gives_the_same_bytes() -> None:
    texts = {exporter.render(compose(small_inputs()), documents=DOCUMENTS) for _ in range(2)}
    assert len(texts) == 1


def test_schema_ids_and_sentences_are_told() -> None:
    body = json.loads(exporter.render(compose(small_inputs()), documents=DOCUMENTS))
    assert (body["schema"], body["schema_version"]) == ("detente.brief", 1)
    first = body["brief"]["sections"][1]["lines"][0]
    assert first["id"].startswith("l")
    assert all(body["evidence"][n]["words"] for n in first["evidence"])
    assert {d["hash"] for d in body["documents"]} == set(DOCUMENTS)


@pytest.mark.parametrize("text", ["[]", "{}", '{"schema": "detente.brief", "schema_version": 99}'])
def test_another_schema_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="export the brief again"):
        exporter.read(text)
