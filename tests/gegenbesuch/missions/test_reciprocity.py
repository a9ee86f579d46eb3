"""Who visited whom, what was promised, and what nobody has answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.html import strip_tags

from gegenbesuch.missions import reciprocity
from gegenbesuch.missions.models import Mission, MissionLink, Participation
from tests.cast import signed_in
from tests.factories import (
    MissionFactory,
    MissionLinkFactory,
    OrganisationFactory,
    ParticipationFactory,
    PlaceFactory,
    ProgrammeItemFactory,
    RoleFactory,
    StopFactory,
    i18n,
)

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.directory.models import Organisation

pytestmark = pytest.mark.django_db

DONE = Mission.Status.DONE
IN, OUT = Mission.Direction.INBOUND, Mission.Direction.OUTBOUND


def _city(office: Office) -> Organisation:
    return OrganisationFactory(
        office=office, country="JP", place=PlaceFactory(name=i18n("Toyohashi"))
    )


def _mission(office: Office, direction: str, on: str, status: str = DONE) -> Mission:
    return MissionFactory(
        office=office,
        direction=direction,
        status=status,
        starts_on=on,
        countries=["JP" if direction == OUT else "DE"],
    )


def _guest(mission: Mission, organisation: Organisation) -> None:
    ParticipationFactory(
        mission=mission,
        person=None,
        organisation=organisation,
        function=Participation.Function.GUEST,
    )


def _found(user: User, **how: Any) -> list[tuple[Any, ...]]:
    return [
        (
            ledger.partner,
            [visit.mission for visit in ledger.ours],
            [visit.mission for visit in ledger.theirs],
            [visit.mission for visit in ledger.promised],
            ledger.unanswered and ledger.unanswered.mission,
        )
        for ledger in reciprocity.ledgers(user, **how)
    ]


def test_a_promised_return_visit_is_open_and_does_not_count_as_held(
    office: Office, alba: User
) -> None:
    city = _city(office)
    ours = _mission(office, OUT, "2019-06")
    StopFactory(mission=ours, place=city.place, organisation=city)
    theirs = _mission(office, IN, "2019-06-21", Mission.Status.ANNOUNCED)
    _guest(theirs, city)
    MissionLinkFactory(earlier=ours, later=theirs, kind=MissionLink.Kind.ANSWERS)

    by_organisation = reciprocity.ledgers(alba, by_town=False)

    assert _found(alba, by_town=True) == [(city.place, [ours], [], [theirs], None)]
    assert [ledger.partner for ledger in by_organisation] == [city]
    assert by_organisation[0].promised[0].answers == (ours,)


def test_a_visit_that_nobody_answered_is_open(office: Office, alba: User) -> None:
    city = _city(office)
    first, last = _mission(office, IN, "2014"), _mission(office, OUT, "2017")
    _guest(first, city)
    ProgrammeItemFactory(mission=last).hosts.add(city)

    assert _found(alba, by_town=False) == [(city, [last], [first], [], last)]


def test_a_visit_that_was_answered_is_settled(office: Office, alba: User) -> None:
    city = _city(office)
    ours = _mission(office, OUT, "2016")
    ProgrammeItemFactory(mission=ours, visited=city)
    planned = _mission(office, IN, "2018", Mission.Status.PLANNED)
    _guest(planned, city)

    assert _found(alba, by_town=False) == [(city, [ours], [], [planned], None)]


def test_a_guest_comes_for_the_organisation_of_their_role(
    office: Office, alba: User
) -> None:
    city = _city(office)
    mayor = RoleFactory(person__office=office, organisation=city).person
    visit = _mission(office, IN, "2019")
    ParticipationFactory(mission=visit, person=mayor)

    assert _found(alba, by_town=False, only=city) == [(city, [], [visit], [], visit)]


def test_helpers_in_the_own_country_are_no_partners(office: Office, alba: User) -> None:
    society = OrganisationFactory(office=office, country="DE")
    _guest(_mission(office, IN, "2019"), society)

    assert _found(alba, by_town=False) == []


def test_visits_of_other_offices_are_not_shown(
    office: Office, other_office: Office, alba: User
) -> None:
    city = _city(other_office)
    _guest(_mission(other_office, IN, "2019"), city)

    assert _found(alba, by_town=False) == []
    assert _found(alba, by_town=True) == []


@pytest.fixture
def client(alba: User) -> Client:
    client = signed_in(alba)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def test_the_page_says_whose_turn_it_is(client: Client, office: Office) -> None:
    city = _city(office)
    StopFactory(mission=_mission(office, OUT, "2019-06"), place=city.place)

    page = client.get(
        reverse("missions:visits"), {"town": city.place.code}
    ).content.decode()

    text = strip_tags(page)
    assert "Their return visit, since ours (June 2019)" in text
    assert "Toyohashi" in page


@pytest.mark.parametrize("n", [1, 3])
@pytest.mark.parametrize("by", ["town", "organisation"])
def test_visits_ask_the_same_number_of_queries(
    client: Client,
    office: Office,
    n: int,
    by: str,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _number in range(n):
        city = _city(office)
        ours = _mission(office, OUT, "2019-06")
        StopFactory(mission=ours, place=city.place, organisation=city)
        ProgrammeItemFactory(mission=ours, visited=city).hosts.add(city)
        theirs = _mission(office, IN, "2019-07")
        mayor = RoleFactory(person__office=office, organisation=city).person
        ParticipationFactory(mission=theirs, person=mayor)
        MissionLinkFactory(earlier=ours, later=theirs)
    client.get(reverse("missions:visits"))

    with django_assert_num_queries(12 if by == "town" else 11):
        client.get(reverse("missions:visits"), {"by": by})
