from __future__ import annotations

import json
from datetime import date, time
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.core.values.quantity import Quantity
from gegenbesuch.missions import findings, services
from gegenbesuch.missions.conflicts import Conflict, Kind, item_conflicts
from gegenbesuch.missions.public_holidays import NAMES, holiday_on
from tests import factories as make
from tests.cast import signed_in
from tests.factories import i18n
from tests.gegenbesuch.missions.test_views import queries_of

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.missions.models import Mission, ProgrammeItem

pytestmark = pytest.mark.django_db
on = PartialDate.from_code
DAY = "2031-06-03"


@pytest.fixture
def leipzig() -> Any:
    return make.PlaceFactory(
        name=i18n("Leipzig"),
        country="DE",
        region="DE-SN",
        latitude=51.34,
        longitude=12.37,
        time_zone="Europe/Berlin",
    )


@pytest.fixture
def trip(office: Office, leipzig: Any) -> Mission:
    made: Mission = make.MissionFactory(
        office=office, status="planned", starts_on=on("2031-06-02"), place=leipzig
    )
    return made


def item_at(mission: Mission, start: str, end: str = "", **more: Any) -> ProgrammeItem:
    """Return an item of the mission on the day, from when to when."""
    made: ProgrammeItem = make.ProgrammeItemFactory(
        mission=mission,
        planned_on=on(more.pop("day", DAY)),
        planned_start=time.fromisoformat(start),
        planned_end=time.fromisoformat(end) if end else None,
        **more,
    )
    return made


def found(*items: ProgrammeItem) -> list[tuple[Kind, ProgrammeItem]]:
    return [(row.kind, row.item) for row in item_conflicts(items)]


# --- People ------------------------------------------------------------------


def test_a_person_is_needed_twice_in_two_missions(office: Office, trip: Mission):
    person = make.PersonFactory(office=office)
    other = make.MissionFactory(office=office, status="planned", place=trip.place)
    one = item_at(trip, "10:00", "11:00")
    two = item_at(other, "10:30", "12:00")
    for item in (one, two):
        item.people.add(person)

    (conflict,) = item_conflicts([one])

    assert (conflict.kind, conflict.other, conflict.on) == (
        Kind.PERSON, two, date(2031, 6, 3),
    )  # fmt: skip
    assert str(person) in conflict.reason
    assert str(two) in conflict.reason


def test_clocks_of_two_countries_are_compared(office: Office, trip: Mission):
    """Ten o'clock in Tokyo is three in Leipzig."""
    person = make.PersonFactory(office=office)
    tokyo = make.MissionFactory(office=office, place=make.PlaceFactory(country="US"))
    one, two = item_at(trip, "10:00", "11:00"), item_at(tokyo, "10:00", "11:00")
    for item in (one, two):
        item.people.add(person)

    assert Kind.PERSON not in {row.kind for row in item_conflicts([one, two])}


@pytest.mark.parametrize("status", ["dropped", "held"])
def test_what_is_over_needs_nobody(status: str, office: Office, trip: Mission):
    person = make.PersonFactory(office=office)
    one, two = item_at(trip, "10:00"), item_at(trip, "10:30", status=status)
    for item in (one, two):
        item.people.add(person)

    assert found(one, two) == []


# --- Holidays ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "region", "name"),
    [
        ("2026-11-18", "DE-SN", "Buß- und Bettag"),
        ("2026-11-18", "DE-BY", ""),
        ("2026-10-03", "", "Tag der Deutschen Einheit"),
        ("2026-06-03", "DE-SN", ""),
    ],
)
def test_holidays_differ_by_state(day: str, region: str, name: str):
    with translation.override("de"):
        assert holiday_on(date.fromisoformat(day), "DE", region) == name


@pytest.mark.parametrize(
    ("language", "name"),
    [("de", "Tag des Meeres"), ("en", "Marine Day"), ("ja", "海の日")],
)
def test_holidays_have_names_in_three_languages(language: str, name: str):
    with translation.override(language):
        assert holiday_on(date(2026, 7, 20), "JP") == name


def test_no_holiday_lacks_a_name():
    for country, regions in (("DE", ("", "BY", "SN", "Augsburg")), ("JP", ("",))):
        for year in (2019, 2026, 2033):
            for ordinal in range(
                date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
            ):
                day = date.fromordinal(ordinal)
                for region in regions:
                    with translation.override("en"):
                        english = holiday_on(day, country, region)
                    assert set(filter(None, english.split(" / "))) <= set(
                        NAMES[country]
                    )


def test_an_item_on_a_holiday_is_told(trip: Mission):
    item = item_at(trip, "10:00", day="2031-10-31")

    with translation.override("de"):
        (conflict,) = item_conflicts([item])

    assert conflict.reason == "Feiertag in Leipzig: Reformationstag."


# --- Resources ---------------------------------------------------------------


def test_an_interpreter_is_booked_twice_over_two_missions(
    office: Office, trip: Mission
):
    other = make.MissionFactory(office=office, status="fixed", place=trip.place)
    one, two = item_at(trip, "10:00", "11:00"), item_at(other, "10:59", "12:00")
    interpreter = make.ResourceFactory(office=office, kind="interpreter")
    for item in (one, two):
        make.BookingFactory(item=item, resource=interpreter)

    (conflict,) = item_conflicts([one])

    assert (conflict.kind, conflict.other) == (Kind.RESOURCE, two)


def test_one_after_the_other_is_no_double_booking(office: Office, trip: Mission):
    one, two = item_at(trip, "10:00", "11:00"), item_at(trip, "11:00", "12:00")
    room = make.ResourceFactory(office=office)
    for item in (one, two):
        make.BookingFactory(item=item, resource=room)

    assert found(one, two) == []


def test_a_room_is_too_small_for_the_audience(office: Office, trip: Mission):
    item = item_at(trip, "10:00", planned_audience=Quantity.about(80))
    room = make.ResourceFactory(office=office, capacity=60)
    make.BookingFactory(item=item, resource=room)

    (conflict,) = item_conflicts([item])

    assert (conflict.kind, conflict.other, conflict.is_certain) == (
        Kind.CAPACITY, room, False,
    )  # fmt: skip


def test_a_car_is_too_small_for_the_people(office: Office, trip: Mission):
    item = item_at(trip, "10:00", planned_audience=Quantity.exact(500))
    car = make.ResourceFactory(office=office, kind="car", capacity=1)
    make.BookingFactory(item=item, resource=car)
    assert found(item) == []

    item.people.add(*make.PersonFactory.create_batch(2, office=office))

    assert found(item) == [(Kind.CAPACITY, item)]


def test_a_bus_is_too_small_for_the_whole_delegation(office: Office, trip: Mission):
    for function in ("lead", "company", "partner"):
        make.ParticipationFactory(mission=trip, function=function)
    item = item_at(trip, "10:00")
    bus = make.ResourceFactory(office=office, kind="car", capacity=2)
    make.BookingFactory(item=item, resource=bus)
    assert found(item) == []

    make.ParticipationFactory(mission=trip)

    assert found(item) == [(Kind.CAPACITY, item)]


# --- Languages ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        ("Deutsch–Englisch", ["spricht Deutsch, Englisch; hier braucht es Japanisch."]),
        ("ja, en", ["spricht Englisch, Japanisch; hier braucht es Deutsch."]),
        ("Deutsch, Japanisch", []),
        ("日独", []),
        ("", []),
        ("Alle", []),
    ],
)
def test_an_interpreter_speaks_the_languages_of_both_sides(
    spoken: str, expected: list[str], office: Office, trip: Mission
):
    item = item_at(trip, "10:00", place=make.PlaceFactory(country="JP"), kind="concert")
    interpreter = make.ResourceFactory(
        office=office, kind="interpreter", name=i18n("Dolmetscher"), languages=spoken
    )
    make.BookingFactory(item=item, resource=interpreter)

    with translation.override("de"):
        rows = item_conflicts([item])

    assert [row.reason for row in rows] == [f"Dolmetscher {text}" for text in expected]
    assert {row.kind for row in rows} <= {Kind.LANGUAGE}


def test_what_a_person_speaks_counts_too(office: Office, trip: Mission):
    item = item_at(trip, "10:00", place=make.PlaceFactory(country="JP"), kind="concert")
    person = make.PersonFactory(office=office, languages=["ja"])
    interpreter = make.ResourceFactory(
        office=office, kind="interpreter", languages="Deutsch", person=person
    )
    make.BookingFactory(item=item, resource=interpreter)

    assert found(item) == []


def test_at_home_the_language_of_the_guests_counts(office: Office, trip: Mission):
    trip.countries = ["JP"]
    item = item_at(trip, "10:00")
    item.mission = trip
    interpreter = make.ResourceFactory(
        office=office, kind="interpreter", languages="de, fr"
    )
    make.BookingFactory(item=item, resource=interpreter)

    (conflict,) = item_conflicts([item])

    assert (conflict.kind, conflict.is_certain) == (Kind.LANGUAGE, False)


# --- Ways --------------------------------------------------------------------


def test_the_next_item_cannot_be_reached(office: Office, trip: Mission, leipzig: Any):
    dresden = make.PlaceFactory(
        country="DE", latitude=51.05, longitude=13.74, time_zone="Europe/Berlin"
    )
    one = item_at(trip, "10:00", "11:00")
    two = item_at(trip, "11:30", "12:00", place=dresden)

    (conflict,) = item_conflicts([one, two])

    assert (conflict.kind, conflict.item, conflict.other) == (Kind.TRAVEL, two, one)
    assert "30" in conflict.reason
    assert not conflict.is_certain

    services.set_journey(office, leipzig, dresden, minutes=75, actor=None)
    (conflict,) = item_conflicts([one, two])
    assert conflict.is_certain

    services.set_journey(office, dresden, leipzig, minutes=25, actor=None)
    assert found(one, two) == []


@pytest.mark.parametrize(
    ("venues", "expected"),
    [
        (("Rathaus", "Gewandhaus"), [Kind.TRAVEL]),
        (("Rathaus", "rathaus "), []),
        (("Rathaus", ""), []),
    ],
)
def test_another_house_in_the_same_town_takes_time(
    venues: tuple[str, str], expected: list[Kind], trip: Mission
):
    one = item_at(trip, "10:00", "11:00", venue=i18n(venues[0]))
    two = item_at(trip, "11:10", "12:00", venue=i18n(venues[1]))

    rows = item_conflicts([one, two])

    assert [row.kind for row in rows] == expected
    assert all(venues[1] in row.reason and not row.is_certain for row in rows)


def test_the_office_knows_how_long_it_takes_in_town(
    office: Office, trip: Mission, leipzig: Any
):
    one = item_at(trip, "10:00", "11:00", venue=i18n("Rathaus"))
    two = item_at(trip, "11:10", "12:00", venue=i18n("Messe"))

    services.set_journey(office, leipzig, leipzig, minutes=5, actor=None)
    assert found(one, two) == []

    services.set_journey(office, leipzig, leipzig, minutes=40, actor=None)
    (conflict,) = item_conflicts([one, two])
    assert conflict.is_certain


def test_after_a_journey_one_is_where_it_goes(trip: Mission):
    dresden = make.PlaceFactory(
        country="DE", latitude=51.05, longitude=13.74, time_zone="Europe/Berlin"
    )
    there = item_at(trip, "09:00", "10:15", kind="travel", destination=dresden)
    visit = item_at(trip, "10:15", "11:00", place=dresden)
    at_home = item_at(trip, "11:15", "12:00")

    assert found(there, visit, at_home) == [(Kind.TRAVEL, at_home)]


def test_who_lands_after_midnight_is_not_at_the_first_meeting(
    office: Office, trip: Mission
):
    """The night belongs to two days, and to those of another mission too."""
    person = make.PersonFactory(office=office)
    other = make.MissionFactory(office=office, status="planned", place=trip.place)
    night = item_at(trip, "22:00", "01:00", day="2031-06-04")
    early = item_at(other, "00:30", "02:00", day="2031-06-05")
    for item in (night, early):
        item.people.add(person)

    assert found(night) == [(Kind.PERSON, night)]
    assert found(early) == [(Kind.PERSON, early)]


def test_parallel_groups_do_not_travel_between_each_other(
    office: Office, trip: Mission
):
    far = make.PlaceFactory(
        country="DE", latitude=48.1, longitude=11.6, time_zone="Europe/Berlin"
    )
    one = item_at(trip, "10:00", "11:00")
    two = item_at(trip, "11:10", "12:00", place=far)
    one.people.add(make.PersonFactory(office=office))
    two.people.add(make.PersonFactory(office=office))

    assert found(one, two) == []


# --- Courtesy calls ----------------------------------------------------------


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (["site_visit"], 1),
        (["site_visit", "courtesy_call"], 1),
        (["courtesy_call", "site_visit"], 0),
        (["concert"], 0),
    ],
)
def test_in_japan_a_courtesy_call_comes_first(
    kinds: list[str], expected: int, trip: Mission
):
    town = make.PlaceFactory(country="JP")
    items = [
        item_at(trip, f"{10 + n}:00", f"{10 + n}:30", kind=kind, place=town)
        for n, kind in enumerate(kinds)
    ]

    kinds_found = [row.kind for row in item_conflicts(items)]

    assert kinds_found == [Kind.COURTESY] * expected


def test_a_courtesy_call_that_was_held_counts(trip: Mission):
    town = make.PlaceFactory(country="JP")
    call = item_at(trip, "09:00", kind="courtesy_call", place=town, status="held")
    visit = item_at(trip, "10:00", kind="site_visit", place=town)

    assert found(call, visit) == []


# --- Over all missions -------------------------------------------------------


def the_case_of_june_2019(office: Office) -> Mission:
    """Return the announced visit; the head is in China when the guest is to come."""
    head = make.PersonFactory(office=office)
    trip = make.MissionFactory(
        office=office, lead=head, starts_on=on("2019-06-01"), status="done"
    )
    visit: Mission = make.MissionFactory(
        office=office,
        direction="inbound",
        status="announced",
        starts_on=on("2019-06-21~late"),
    )
    make.MissionLinkFactory(earlier=trip, later=visit)
    make.MissionFactory(
        office=office,
        title=i18n("Reise nach China"),
        lead=head,
        status="done",
        starts_on=on("2019-06-25"),
        ends_on=on("2019-06-30"),
    )
    return visit


def test_the_clash_of_june_2019_is_on_the_list(office: Office, bruno: User):
    visit = the_case_of_june_2019(office)

    (row,) = findings.find_ahead(bruno)

    assert (row.mission, row.kind) == (visit, Kind.PERSON)
    assert (row.first, row.last) == (date(2019, 6, 25), date(2019, 6, 30))
    assert "Reise nach China" in row.reason


def test_the_command_prints_the_clash_of_june_2019(office: Office):
    visit = the_case_of_june_2019(office)
    out = StringIO()

    call_command("conflicts", "--json", "--language", "de", stdout=out)

    (row,) = json.loads(out.getvalue())
    assert (row["kind"], row["mission"], row["certain"]) == (
        "person", visit.code, False,
    )  # fmt: skip
    assert (row["from"], row["until"]) == ("2019-06-25", "2019-06-30")
    assert "Gastgeber" in row["reason"]


def test_another_office_sees_no_clash(office: Office, dario: User):
    the_case_of_june_2019(office)

    assert findings.find_ahead(dario) == []


def test_conflicts_stand_at_the_item(office: Office, trip: Mission, bruno: User):
    item_at(trip, "10:00", day="2031-10-31")

    for name in ("missions:programme", "missions:mission"):
        page = signed_in(bruno).get(reverse(name, args=[trip.code]), {"lang": "de"})
        assert "Reformationstag" in page.content.decode()


@pytest.mark.parametrize("n", [1, 3])
def test_queries_of_conflicts(n: int, office: Office, trip: Mission, bruno: User):
    the_case_of_june_2019(office)
    room = make.ResourceFactory(office=office, capacity=1)
    for _n in range(n):
        item = item_at(trip, "10:00", planned_audience=Quantity.exact(9))
        item.people.add(make.PersonFactory(office=office))
        make.BookingFactory(item=item, resource=room)

    assert queries_of(bruno, "missions:conflicts") == 20


def test_conflicts_come_by_day(trip: Mission):
    rows: list[Conflict] = item_conflicts(
        [item_at(trip, "10:00", day=day) for day in ("2031-12-25", "2031-10-31")]
    )

    assert [row.on for row in rows] == [date(2031, 10, 31), date(2031, 12, 25)]
