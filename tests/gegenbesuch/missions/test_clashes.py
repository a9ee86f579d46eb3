from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.missions.clashes import clashes
from tests import factories as make

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User

pytestmark = pytest.mark.django_db
on = PartialDate.from_code


def test_the_guest_comes_while_the_host_is_away(office: Office, bruno: User):
    """The case of June 2019: announced for the end of June, the head in China."""
    head = make.PersonFactory(office=office)
    trip = make.MissionFactory(
        office=office, lead=head, starts_on=on("2019-06-01"), ends_on=on("2019-06-08")
    )
    visit = make.MissionFactory(
        office=office,
        direction="inbound",
        status="announced",
        starts_on=on("2019-06-21~late"),
    )
    make.MissionLinkFactory(earlier=trip, later=visit)
    china = make.MissionFactory(
        office=office, lead=head, starts_on=on("2019-06-25"), ends_on=on("2019-06-30")
    )
    (clash,) = clashes(visit, bruno)
    assert (clash.person, clash.other) == (head, china)
    assert (clash.first, clash.last) == (date(2019, 6, 25), date(2019, 6, 30))
    assert clash.as_expected_host
    assert not clash.is_certain
    assert clashes(trip, bruno) == []


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("2019-06-01", "2019-06-08"), ("2019-06-08", "2019-06-09"), 1),
        (("2019-06-01", "2019-06-08"), ("2019-06-09", "2019-06-12"), 0),
        (("2019-06-01", ""), ("2019", ""), 1),
        (("2018-12-30", "2019-01-03"), ("2019-01-02", "2019-01-05"), 1),
        (("2019-01-02", "2019-01-05"), ("2018-12-30", "2019-01-03"), 1),
        (("", ""), ("2019-06", ""), 0),
        (("2019-06", ""), ("", ""), 0),
    ],
)
def test_only_shared_days_clash(
    first: tuple[str, str],
    second: tuple[str, str],
    expected: int,
    office: Office,
    bruno: User,
):
    person = make.PersonFactory(office=office)
    missions = [
        make.MissionFactory(office=office, starts_on=on(start), ends_on=on(end))
        for start, end in (first, second)
    ]
    for mission in missions:
        make.ParticipationFactory(mission=mission, person=person)
    assert len(clashes(missions[0], bruno)) == expected


def test_a_cancelled_mission_needs_nobody(office: Office, bruno: User):
    person = make.PersonFactory(office=office)
    one, two = (
        make.MissionFactory(office=office, lead=person, status=status)
        for status in ("planned", "cancelled")
    )
    assert clashes(one, bruno) == []
    assert clashes(two, bruno) == []


def test_a_clash_with_an_unseen_mission_stays_hidden(
    office: Office, other_office: Office, bruno: User
):
    person = make.PersonFactory(office=office)
    mission = make.MissionFactory(office=office, lead=person)
    make.MissionFactory(office=other_office, lead=person)
    assert clashes(mission, bruno) == []


def test_who_travels_for_a_company_is_not_in_two_places(office: Office, bruno: User):
    person = make.PersonFactory(office=office)
    one, two = (make.MissionFactory(office=office) for _ in range(2))
    for mission in (one, two):
        make.ParticipationFactory(mission=mission, person=person, function="company")

    (clash,) = clashes(one, bruno)

    assert (clash.person, clash.other) == (person, two)


def test_no_clash_is_lost_among_many_missions(office: Office, bruno: User):
    person = make.PersonFactory(office=office)
    mission = make.MissionFactory(office=office, lead=person)
    make.MissionFactory.create_batch(60, office=office)
    last = make.MissionFactory(office=office, lead=person)

    assert [clash.other for clash in clashes(mission, bruno)] == [last]
