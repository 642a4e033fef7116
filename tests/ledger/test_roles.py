"""Roles that a person entered lie over the pack's: offices with their dates, signatories of the day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from detente.kernel.errors import BadDate, BadInput
from detente.ledger.roles import Role, RoleAction, check_role, pack_at, standing_roles, told
from detente.ledger.view import Moment
from detente.packs.model import Office, Pack, Person

NOON = datetime(2025, 3, 11, 12, tzinfo=UTC)


def office(title: str = "foreign minister", person: str = "Vera Lenn", **fields: Any) -> Role:
    given: dict[str, Any] = {"since": "2025-03", "reason": "gazette", "reviewer": "ana", "at": NOON}
    return Role("office", "north", title, RoleAction.ENTER, person=person, **(given | fields))


def signs(party: str, stage: str = "truce", **fields: Any) -> Role:
    given: dict[str, Any] = {"reason": "communiqué", "reviewer": "ana", "at": NOON}
    return Role("signatory", party, stage, RoleAction.ENTER, **(given | fields))


def taken_back(role: Role, minute: int = 1) -> Role:
    return replace(role, action=RoleAction.WITHDRAW, at=role.at + timedelta(minutes=minute))


def with_lenn(pack: Pack, *offices: Office) -> Pack:
    person = Person("lenn", "Vera Lenn", offices, aliases={"en": ("V. Lenn",)})
    return replace(pack, persons={"lenn": person})


def offices_of(pack: Pack, person: str = "lenn") -> list[tuple[str, str | None, str | None]]:
    return [(o.title, o.start, o.end) for o in pack.persons[person].offices]


def test_without_entries_the_pack_is_the_same(small_pack: Callable[..., Pack]) -> None:
    pack = small_pack()
    assert pack_at(pack, ()) is pack


def test_an_office_is_found_by_id_name_or_alias_and_stands_in_the_order_of_time(
    small_pack: Callable[..., Pack],
) -> None:
    pack = with_lenn(small_pack(), Office("north", "spokeswoman", start="2020"))
    for name in ("lenn", "Vera  Lenn", "V. Lenn"):
        assert offices_of(pack_at(pack, [office(person=name)])) == [
            ("spokeswoman", "2020", None),
            ("foreign minister", "2025-03", None),
        ]


def test_an_entry_takes_the_place_of_the_persons_own_office_of_that_title_and_time(
    small_pack: Callable[..., Pack],
) -> None:
    pack = with_lenn(
        small_pack(),
        Office("north", "Foreign minister", start="2024"),
        Office("north", "foreign minister", start="2010", end="2012"),
    )
    ended = pack_at(pack, [office(since="2024", until="2025-02-28")])
    assert offices_of(ended) == [
        ("foreign minister", "2010", "2012"),
        ("foreign minister", "2024", "2025-02-28"),
    ]


def test_somebody_the_pack_does_not_know_is_a_new_person(small_pack: Callable[..., Pack]) -> None:
    pack = pack_at(small_pack(), [office(person="Ilo Marn")])
    assert pack.persons["Ilo Marn"].offices[0].source == "entered by ana: gazette"


def test_a_party_signs_on_the_days_that_were_entered(small_pack: Callable[..., Pack]) -> None:
    pack = small_pack()
    joins = signs("host", since="2025-04-01", until="2025-06-30")
    on = lambda day: pack_at(pack, [joins], Moment(as_of=day)).signatories["truce"]  # noqa: E731
    assert on(date(2025, 5, 1)) == ("north", "south", "host")
    assert on(date(2025, 3, 31)) == on(date(2025, 7, 1)) == ("north", "south")
    assert pack_at(pack, [joins]).signatories["truce"] == ("north", "south")  # it has ended by now
    assert pack_at(pack, [signs("host")]).signatories["settlement"] == ("north", "south")
    leaves = signs("south", until="2025-06-30")
    assert pack_at(pack, [leaves], Moment(as_of=date(2025, 7, 1))).signatories["truce"] == ("north",)


def test_what_was_entered_or_made_known_later_does_not_count_in_an_earlier_view() -> None:
    known = office(published="2025-03-03")
    assert standing_roles([known], Moment(known_by=date(2025, 3, 3))) == (known,)
    assert standing_roles([known], Moment(known_by=date(2025, 3, 2))) == ()
    assert standing_roles([office()], Moment(known_by=date(2025, 3, 10))) == ()  # as it was entered
    assert standing_roles([known], Moment(recorded_by=NOON - timedelta(seconds=1))) == ()
    assert standing_roles([known, taken_back(known)], Moment(recorded_by=NOON)) == (known,)


def test_the_same_role_again_takes_the_place_of_the_first_and_can_be_withdrawn() -> None:
    first, again = office(), office(until="2025-05", at=NOON + timedelta(minutes=1))
    assert standing_roles([first, again]) == (again,)
    assert standing_roles([first, again, taken_back(again, 2)]) == ()
    assert told(again) == "Vera Lenn, foreign minister of north (2025-03 to 2025-05)"
    assert told(signs("host")) == "host signs the truce (.. to ..)"


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (office(reason=" "), "without a reason"),
        (office(person=""), "without the person"),
        (office(title=" "), "without its party or its title"),
        (signs("host", "armistice"), "no deal that can be signed"),
        (taken_back(office()), "no role .* stands"),
        (Role("throne", "north", "x", RoleAction.ENTER, "r", "ana", NOON), "no kind of role"),  # type: ignore[arg-type]
    ],
)
def test_what_says_nothing_that_can_stand_is_refused(role: Role, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        check_role([], role)


def test_impossible_dates_are_refused() -> None:
    for role in (office(since="2025-13"), office(since="2025-03", until="2025-01"), office(published="soon")):
        with pytest.raises(BadDate):
            check_role([], role)
