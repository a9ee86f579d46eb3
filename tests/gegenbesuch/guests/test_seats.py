"""Seats by hand, and hosts across from their guests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from gegenbesuch.core.errors import ActionError
from gegenbesuch.guests import services
from gegenbesuch.guests.models import Guest, GuestList, Seat
from gegenbesuch.guests.reasons import seated
from gegenbesuch.guests.seating import Problem, places, seat
from gegenbesuch.guests.services import Spot
from tests import factories as make
from tests.cast import signed_in

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User


# --- Which seat of a table ---------------------------------------------------


def shown(size: int, hosts: str, **values: Any) -> list[int]:
    """Return the seats of guests in the order of rank; `h` is a host."""
    given = {"is_long": True, "parts_sides": True, "kept": {}, **values}
    return places(size, hosts=[who == "h" for who in hosts], **given)


def test_each_faces_who_is_as_high_in_rank():
    # Guests on 1 to 3, away from the door; hosts on 4 to 6, the highest in the middle.
    assert shown(6, "ghghgh") == [2, 5, 1, 4, 3, 6]


def test_more_guests_than_fit_on_their_side_sit_at_the_ends():
    assert shown(6, "gggghh") == [2, 1, 3, 6, 5, 4]


def test_at_a_round_table_the_host_sits_by_the_door():
    assert shown(6, "gghh", is_long=False) == [1, 2, 4, 5]


def test_without_hosts_honour_goes_by_rank_alone():
    assert shown(6, "gggg") == shown(6, "gggg", parts_sides=False)


def test_a_seat_by_hand_is_nobody_elses():
    assert shown(6, "ggh", kept={1: 2}) == [1, 2, 5]


def test_each_table_gets_a_host():
    problem = Problem([3, 3], ["de"] * 6, hosts=frozenset({0, 1}))

    tables = seat(problem).tables

    assert {tables[0], tables[1]} == {0, 1}


# --- By hand -----------------------------------------------------------------


@pytest.fixture
def event(office: Office) -> GuestList:
    made: GuestList = make.GuestListFactory(mission__office=office)
    services.add_tables(made, count=2, seats=4, shape="long", actor=None)
    return made


def guests_of(event: GuestList, count: int, **values: Any) -> list[Guest]:
    return [
        make.GuestFactory(guest_list=event, status="accepted", **values)
        for _n in range(count)
    ]


def spots(event: GuestList) -> dict[Guest, str]:
    rows = Seat.objects.filter(table__guest_list=event).select_related("table", "guest")
    return {row.guest: f"{row.table.number}/{row.number}" for row in rows}


@pytest.mark.django_db
def test_a_guest_is_put_on_a_seat_and_stays(event: GuestList, bruno: User):
    first, second = guests_of(event, 2)
    services.compute_seating(event, actor=bruno)
    before = spots(event)[first]
    client = signed_in(bruno)

    client.post(
        reverse("guests:move-guests", args=[event.code]),
        {f"guest-{second.code}": before.replace("/", "／")},
    )
    assert spots(event)[second] == before
    assert spots(event)[first] != before

    services.compute_seating(event, actor=bruno)
    assert spots(event)[second] == before
    page = client.get(reverse("guests:seating", args=[event.code])).content.decode()
    assert f'name="guest-{second.code}" value="{before}"' in page

    assert services.release_guests(event, actor=bruno) == 1
    assert not Seat.objects.filter(is_fixed=True).exists()


@pytest.mark.django_db
def test_no_table_by_hand_is_kept(event: GuestList, bruno: User):
    first, second = guests_of(event, 2)
    services.compute_seating(event, actor=bruno)

    signed_in(bruno).post(
        reverse("guests:move-guests", args=[event.code]), {f"guest-{first.code}": ""}
    )
    services.compute_seating(event, actor=bruno)

    assert [*spots(event)] == [second]
    assert seated(event).without == [first]

    (table, _other) = event.tables.order_by("number")
    first.refresh_from_db()
    services.move_guests(event, {first: Spot(table)}, actor=bruno)
    assert first in spots(event)
    assert seated(event).without == []


@pytest.mark.django_db
def test_a_seat_is_promised_once(event: GuestList, bruno: User):
    first, second = guests_of(event, 2)
    (table, _other) = event.tables.order_by("number")
    services.move_guests(event, {first: Spot(table, 2)}, actor=bruno)

    with pytest.raises(ActionError, match=str(first)):
        services.move_guests(event, {second: Spot(table, 2)}, actor=bruno)
    with pytest.raises(ActionError):
        services.move_guests(event, {second: Spot(table, 9)}, actor=bruno)
    assert spots(event) == {first: "1/2"}


@pytest.mark.django_db
def test_hosts_move_across_at_once(event: GuestList, bruno: User):
    hosts, guests = guests_of(event, 2), guests_of(event, 2, is_foreign=True)
    client = signed_in(bruno)
    client.post(
        reverse("guests:mark-hosts", args=[event.code]),
        {"guests": [row.code for row in hosts]},
    )
    table = event.tables.order_by("number")[0]
    services.move_guests(
        event, dict.fromkeys([*hosts, *guests], Spot(table)), actor=bruno
    )

    client.post(reverse("guests:part-sides", args=[event.code]), {"parts_sides": "1"})

    at = spots(event)
    assert {at[row] for row in guests} == {"1/1", "1/2"}
    assert {at[row] for row in hosts} == {"1/3", "1/4"}


@pytest.mark.django_db
def test_a_broken_rule_says_what_stands_in_the_way(event: GuestList, bruno: User):
    """Thirty rules can be kept in the bench; here one cannot, and the page says why."""
    one, other = guests_of(event, 2)
    first, second = event.tables.order_by("number")
    services.move_guests(event, {one: Spot(first), other: Spot(second)}, actor=bruno)
    services.add_rule(event, kind="together", one=one, other=other, actor=bruno)

    done = services.compute_seating(event, actor=bruno)

    assert len(done.broken) == 1
    page = signed_in(bruno).get(reverse("guests:seating", args=[event.code]))
    (row,) = page.context["broken"]
    assert row.reason == "Von Hand gewählte Plätze stehen im Weg."
    assert row.reason in page.content.decode()
