"""Codes by column: whatever was kept, changed or taken out, a selection gets the codes that its lines have."""

from __future__ import annotations

import numpy as np
import sqlcipher3.dbapi2 as sqlcipher
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from detente.stores.search_columns import TABLE, codes_of, keep_codes

NUMBERS = st.one_of(st.integers(1, 12), st.integers(4090, 4100), st.integers(1_000_000, 1_000_003))
CODES = st.tuples(st.integers(0, 5), st.one_of(st.integers(0, 5), st.just(2**32 - 1)))


@settings(max_examples=60, deadline=None)
@given(
    steps=st.lists(st.dictionaries(NUMBERS, CODES, min_size=1, max_size=6), min_size=1, max_size=6),
    data=st.data(),
)
def test_a_selection_gets_the_codes_of_its_lines(
    steps: list[dict[int, tuple[int, int]]], data: st.DataObject
) -> None:
    engine = create_engine("sqlite://", module=sqlcipher, poolclass=StaticPool)
    known: dict[int, tuple[int, int]] = {}
    with engine.begin() as connection:
        connection.exec_driver_sql(TABLE)
        for step in steps:
            keep_codes(connection, step, fields=2)
            known |= step
        chosen = data.draw(st.lists(st.sampled_from(sorted(known)), unique=True))
        found = codes_of(connection, np.array(chosen, dtype=np.int64), fields=2)
    engine.dispose()
    assert list(zip(*found.tolist(), strict=True)) == [known[number] for number in sorted(chosen)]
