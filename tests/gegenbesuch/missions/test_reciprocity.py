"""Who visited whom, what was promised, and what nobody has answered."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.html import strip_tags

from gegenbesuch.core.errors import ActionError
from gegenbesuch.missions import reciprocity, services
from gegenbesuch.missions.models import Mission, MissionLink, Participation
from tests.cast import signed_in
from tests.factories import (
    MissionFactory,
    MissionLinkFactory,
    OrganisationFactory,
    ParticipationFactory,
    PlaceFactory,
    ProgrammeItemFactory,
    RelationFactory,
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


# --- The answering mission ---------------------------------------------------


def test_a_visit_is_owed_within_a_year(office: Office, bruno: User):
    city = _city(office)
    visit = _mission(office, IN, "2031-06-03")
    _guest(visit, city)

    (ledger,) = reciprocity.ledgers(bruno, by_town=False)

    assert ledger.due_on == date(2032, 6, 2)


def test_the_answering_mission_is_planned_by_one_button(office: Office, bruno: User):
    host = _city(office)
    visit = _mission(office, OUT, "2031-06-03")
    StopFactory(mission=visit, host=host)
    client = signed_in(bruno)
    address = reverse("missions:plan-answer", args=[visit.code])
    assert address in client.get(reverse("missions:visits")).content.decode()

    client.post(address, {"starts_on": "2032-05-03"})

    made = visit.later_links.get(kind="answers").later
    assert (made.direction, made.kind, made.status) == (IN, "visit", "planned")
    assert str(made.title.localize("de")) == f"Antwort auf: {visit.title}"
    assert [row.organisation for row in made.proposals.all()] == [host]
    assert made.steps.exists()
    assert address not in client.get(reverse("missions:visits")).content.decode()
    with pytest.raises(ActionError):
        services.plan_answer(visit, starts_on=date(2032, 1, 1), actor=bruno)


def test_an_answer_with_guests_is_theirs_alone(office: Office, bruno: User):
    one, two = _city(office), _city(office)
    visit = _mission(office, OUT, "2031-06-03")
    for host in (one, two):
        StopFactory(mission=visit, host=host)
    answer = _mission(office, IN, "2032-05", status=Mission.Status.ANNOUNCED)
    _guest(answer, one)
    MissionLinkFactory(earlier=visit, later=answer, kind="answers")

    ledgers = reciprocity.ledgers(bruno, by_town=False)

    open_ones = {row.partner: bool(row.promised) for row in ledgers}
    assert open_ones == {one: True, two: False}


def test_it_is_planned_like_the_last_one_in_that_direction(office: Office, bruno: User):
    relation = RelationFactory(office=office)
    visit = _mission(office, OUT, "2031-06-03")
    pattern = _mission(office, IN, "2029-05-01")
    for mission in (visit, pattern):
        mission.relation = relation
        mission.save()
    ProgrammeItemFactory(mission=pattern, kind="reception", planned_on="2029-05-01")

    made = services.plan_answer(visit, starts_on=date(2032, 5, 3), actor=bruno)

    (item,) = made.items.all()
    assert (item.kind, item.planned_on.first_day()) == ("reception", date(2032, 5, 3))


def test_what_did_not_take_place_is_not_answered(office: Office, bruno: User):
    visit = _mission(office, OUT, "2031-06-03", status=Mission.Status.PLANNED)

    with pytest.raises(ActionError):
        services.plan_answer(visit, starts_on=date(2032, 1, 1), actor=bruno)


def test_what_is_made_up_owes_nobody_a_visit(office: Office, alba: User) -> None:
    trip = _mission(office, OUT, "2026-10-12")
    Mission.objects.filter(pk=trip.pk).update(is_invented=True)
    StopFactory(mission=trip, place=PlaceFactory(name=i18n("Nagoya"), country="JP"))

    assert reciprocity.ledgers(alba, by_town=True) == []
