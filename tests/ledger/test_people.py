"""Who is who: merges fold to one name, are taken back, and never run in a circle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.kernel.errors import BadInput
from detente.ledger.people import Merge, MergeAction, WhoIsWho, check_merge, who_is_who
from detente.ledger.view import Moment
from detente.packs.model import Pack
from small_worlds import Papers, one

NOON = datetime(2025, 3, 20, 12, tzinfo=UTC)


def merge(name: str, into: str, *, action: str = "merge", minute: int = 0, reason: str = "seen") -> Merge:
    return Merge(name, into, MergeAction(action), reason, "ana", NOON + timedelta(minutes=minute))


def test_names_are_one_over_several_merges() -> None:
    who = who_is_who([merge("V. Lenn", "Lenn"), merge("Lenn", "Vera  Lenn", minute=1)])
    assert who.head("V. Lenn") == "Vera Lenn"
    assert who.names("Vera Lenn") == ("V. Lenn", "Lenn")
    assert who.same("V.  Lenn", "Vera Lenn")
    assert who.head("Somebody") == "Somebody"


def test_a_merge_is_parted_whichever_name_comes_first() -> None:
    made = [merge("V. Lenn", "Vera Lenn"), merge("Vera Lenn", "V. Lenn", action="part", minute=1)]
    assert who_is_who(made).standing == {}
    assert who_is_who(made, recorded_by=NOON).head("V. Lenn") == "Vera Lenn"


def test_the_reason_and_who_said_so_stay() -> None:
    told = who_is_who([merge("V. Lenn", "Vera Lenn", reason="the readout gives both")]).standing["V. Lenn"]
    assert (told.reason, told.reviewer, told.at) == ("the readout gives both", "ana", NOON)


@pytest.mark.parametrize(
    ("refused", "told"),
    [
        (merge("A", "B", reason=" "), "reason"),
        (merge("A", " A"), "not two names"),
        (merge("A", ""), "not two names"),
        (merge("B", "A", minute=1), "one already"),
        (merge("A", "C", minute=1), "merged into 'B' already"),
        (merge("A", "C", action="part", minute=1), "no merge"),
        (Merge("A", "B", MergeAction.MERGE, "x", "ana", NOON, kind="place"), "cannot be merged"),  # type: ignore[arg-type]
    ],
)
def test_what_cannot_be_carried_out_is_refused_and_changes_nothing(refused: Merge, told: str) -> None:
    before = [merge("A", "B")] if refused.at > NOON else []
    with pytest.raises(BadInput, match=told):
        check_merge(before, refused)
    if refused.kind == "person":
        folded = who_is_who([*before, refused])
        assert folded.standing == who_is_who(before).standing
        assert [m for m, _ in folded.refused] == [refused]


def test_persons_stories_and_events_are_apart() -> None:
    story = Merge("A", "B", MergeAction.MERGE, "same text", "ana", NOON, kind="story")
    assert who_is_who([story]).standing == {}
    assert who_is_who([story], kind="story").same("A", "B")


def test_a_merged_speaker_is_one_speaker_from_the_day_of_the_merge(small_pack: Callable[..., Pack]) -> None:
    papers = Papers()
    for paper, speaker in (("wire", "V. Lenz"), ("post", "Вера Ленн")):
        papers.says("north", "accept", "terr.line", "near", paper=paper, speaker=speaker, basis="reported",
                    date="2025-03-10", stage="settlement")  # fmt: skip
    assert papers.stand(small_pack(), "north", "terr.line", "near").sources == 2
    papers.same("V. Lenz", "Вера Ленн")
    said = one(papers.position(small_pack(), "north", "terr.line").utterances)
    assert {line.speaker for line in said.lines} == {"Вера Ленн"}
    assert [line.statement.speaker for line in said.lines] == ["V. Lenz", "Вера Ленн"]
    before = papers.view(Moment(recorded_by=NOON - timedelta(minutes=1)))
    assert before.lines == ()
    papers.entries = [replace(e, recorded=NOON - timedelta(hours=2)) for e in papers.entries]
    before = papers.view(Moment(recorded_by=NOON - timedelta(minutes=1)))
    assert {line.speaker for line in before.lines} == {"V. Lenz", "Вера Ленн"}


NAMES = st.sampled_from("ABCDE")


@given(st.lists(st.tuples(NAMES, NAMES, st.booleans()), max_size=12))
def test_merges_are_classes_and_never_a_circle(asked: list[tuple[str, str, bool]]) -> None:
    made = [merge(a, b, action="part" if part else "merge", minute=n) for n, (a, b, part) in enumerate(asked)]
    who = who_is_who(made)
    assert len(who.standing) + len(who.refused) <= len(made)
    for name in "ABCDE":
        head = who.head(name)
        assert who.head(head) == head
        assert name == head or name in who.names(head)
    assert who_is_who(made, recorded_by=NOON + timedelta(minutes=3)) == who_is_who(made[:4])
    assert WhoIsWho(who.standing).standing == who.standing
