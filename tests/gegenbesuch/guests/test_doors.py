from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError
from django.urls import reverse

from gegenbesuch.core.models import AuditEntry
from gegenbesuch.guests import services
from gegenbesuch.guests.doors import presence
from gegenbesuch.guests.models import DoorEvent, GuestList
from gegenbesuch.guests.services.doors import Seen, WalkIn, read_seen
from tests import factories as make
from tests.cast import signed_in
from tests.gegenbesuch.missions.test_views import queries_of

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 6, 5, 9, tzinfo=UTC)
NEXT_DAY = EVENING + timedelta(days=1)


@pytest.fixture
def event(office: Office) -> GuestList:
    made: GuestList = make.GuestListFactory(mission__office=office)
    return made


def seen(guest: Any, minutes: int, kind: str = "in", door: str = "") -> Seen:
    return Seen(uuid4(), guest.code, kind, EVENING + timedelta(minutes=minutes), door)


def take(event: GuestList, *events: Seen, at: datetime = NEXT_DAY) -> Any:
    return services.take_door_events(event, events, actor=None, at=at)


def test_an_event_that_arrives_twice_is_stored_once(event: GuestList):
    one = seen(make.GuestFactory(guest_list=event), 1)

    for _n in range(3):
        assert take(event, one).keys == [str(one.key)]

    assert DoorEvent.objects.count() == 1
    assert AuditEntry.objects.filter(verb="guests.door.recorded").count() == 1


def test_two_phones_that_saw_the_same_guests_are_merged(event: GuestList):
    guests = make.GuestFactory.create_batch(50, guest_list=event)
    left = [seen(guest, n, door="Nord") for n, guest in enumerate(guests[:30])]
    right = [seen(guest, n + 3, door="Süd") for n, guest in enumerate(guests[20:])]

    take(event, *right)
    take(event, *left)

    found = presence(event)
    assert DoorEvent.objects.count() == 60
    assert {key for key, known in found.items() if known.is_inside} == {
        guest.pk for guest in guests
    }


def test_what_happened_last_counts_not_what_arrived_last(event: GuestList):
    guest = make.GuestFactory(guest_list=event)
    came, left = seen(guest, 1), seen(guest, 90, "out")

    take(event, left)
    take(event, came)

    assert not presence(event)[guest.pk].is_inside


def test_a_phone_that_comes_back_a_day_later_loses_nothing(event: GuestList):
    guest = make.GuestFactory(guest_list=event)

    take(event, seen(guest, 1), at=EVENING + timedelta(days=1, hours=3))

    assert presence(event)[guest.pk].at == EVENING + timedelta(minutes=1)


def test_a_clock_that_is_ahead_is_set_back(event: GuestList):
    guest = make.GuestFactory(guest_list=event)

    take(event, seen(guest, 600), at=EVENING)

    assert presence(event)[guest.pk].at == EVENING


def test_who_is_not_on_the_list_is_told_back(event: GuestList):
    stranger = make.GuestFactory()
    event_of_stranger = seen(stranger, 1)

    taken = take(event, event_of_stranger)

    assert (taken.keys, taken.unknown) == ([], [str(event_of_stranger.key)])
    assert not DoorEvent.objects.exists()


@pytest.mark.database
def test_the_database_knows_an_event_again():
    one = make.DoorEventFactory()

    with pytest.raises(IntegrityError):
        make.DoorEventFactory(key=one.key)


@pytest.mark.parametrize(
    "change",
    [
        {"key": "x"},
        {"kind": "through"},
        {"at": "yesterday"},
        {"at": "2026-06-05T09:00:00"},
    ],
)
def test_what_our_page_does_not_send_is_refused(change: dict[str, str]):
    row = {
        "key": str(UUID(int=1)),
        "guest": "abc",
        "kind": "in",
        "at": "2026-06-05T09:00:00Z",
    }
    assert read_seen(row).guest == "abc"

    with pytest.raises(ValueError, match=r".+"):
        read_seen(row | change)


def test_the_address_of_events_takes_and_answers(event: GuestList, bruno: User):
    guest = make.GuestFactory(guest_list=event, status="accepted")
    address = reverse("guests:take-door-events", args=[event.code])
    row = {
        "key": str(UUID(int=7)),
        "guest": guest.code,
        "kind": "in",
        "at": "2026-06-05T09:00:00Z",
        "door": "Nord",
    }

    answer = signed_in(bruno).post(
        address, json.dumps({"events": [row]}), content_type="application/json"
    )

    assert answer.json() == {
        "taken": [row["key"]],
        "unknown": [],
        "walk_ins": [],
        "guests": {
            guest.code: {
                "inside": True,
                "at": "2026-06-05T09:00:00+00:00",
                "door": "Nord",
            }
        },
    }


@pytest.mark.parametrize("body", ["", "[]", '{"events": [1]}', '{"events": 5}'])
def test_nonsense_is_answered_as_such(body: str, event: GuestList, bruno: User):
    address = reverse("guests:take-door-events", args=[event.code])

    answer = signed_in(bruno).post(address, body, content_type="application/json")

    assert answer.status_code == 400


def test_without_script_a_button_lets_in(event: GuestList, bruno: User):
    guest = make.GuestFactory(guest_list=event, status="accepted")
    address = reverse("guests:check-in", args=[event.code])

    signed_in(bruno).post(address, {"in": guest.code, "door": "Nord"})
    assert presence(event)[guest.pk].is_inside

    signed_in(bruno).post(address, {"out": guest.code})
    assert not presence(event)[guest.pk].is_inside


@pytest.mark.parametrize("n", [1, 3])
def test_queries_of_the_doors(n: int, event: GuestList, bruno: User):
    for _n in range(n):
        guest = make.GuestFactory(guest_list=event, status="accepted")
        make.GuestFactory(guest_list=event, companion_of=guest, status="accepted")
        make.DoorEventFactory(guest=guest)

    assert queries_of(bruno, "guests:check-in", event.code) == 6


# --- Somebody who is on no list ----------------------------------------------


def test_who_walks_in_is_on_the_list_and_inside(event: GuestList, bruno: User):
    address = reverse("guests:check-in", args=[event.code])

    signed_in(bruno).post(
        address, {"walk_in": " Kim  Neu ", "organisation": "Neu GmbH", "door": "Nord"}
    )

    guest = event.guests.get()
    assert (str(guest), guest.status, guest.answered_via) == (
        *("Kim Neu", "accepted", "in_person"),
    )
    assert presence(event)[guest.pk].door == "Nord"
    event.refresh_from_db()
    assert event.taken == 1


def test_a_walk_in_that_arrives_twice_is_one_guest(event: GuestList, bruno: User):
    client, at = signed_in(bruno), EVENING.isoformat()
    event_seen = {"key": str(uuid4()), "guest": "abcdefgh23", "kind": "in", "at": at}
    body = {
        "events": [event_seen],
        "walk_ins": [{"code": "abcdefgh23", "name": "Kim Neu", "organisation": ""}],
    }
    address = reverse("guests:take-door-events", args=[event.code])

    for _each in range(2):
        answer = client.post(address, json.dumps(body), "application/json").json()

    assert answer["walk_ins"] == ["abcdefgh23"]
    assert answer["taken"] == [event_seen["key"]]
    assert answer["guests"]["abcdefgh23"]["name"] == "Kim Neu"
    assert (event.guests.count(), DoorEvent.objects.count()) == (1, 1)


def test_who_is_inside_counts_where_no_place_was_left(event: GuestList):
    GuestList.objects.filter(pk=event.pk).update(capacity=0)
    event.refresh_from_db()

    services.let_walk_in(
        event, name="Kim", organisation="", door="", actor=None, at=EVENING
    )

    event.refresh_from_db()
    assert (event.capacity, event.taken) == (1, 1)


def test_a_guest_of_another_list_does_not_walk_in(event: GuestList):
    other = make.GuestFactory(code="abcdefgh23")

    here = services.add_walk_ins(
        event, [WalkIn("abcdefgh23", "Kim")], actor=None, at=EVENING
    )

    assert here == []
    assert other.guest_list.guests.count() == 1
    assert event.guests.count() == 0


@pytest.mark.parametrize(
    "row", [None, {}, {"code": "<b>", "name": "Kim"}, {"name": "K"}]
)
def test_what_is_no_walk_in_is_refused(event: GuestList, bruno: User, row: Any):
    address = reverse("guests:take-door-events", args=[event.code])
    body = json.dumps({"events": [], "walk_ins": [row]})

    response = signed_in(bruno).post(address, body, "application/json")

    assert response.status_code == 400
    assert event.guests.count() == 0
