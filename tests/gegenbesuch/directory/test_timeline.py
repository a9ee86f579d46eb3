"""What happened with somebody, in a place or a sector, and in which period."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.urls import reverse

from gegenbesuch.core import timeline
from tests import factories as make
from tests.cast import signed_in
from tests.factories import (
    ArticleFactory,
    CardExchangeFactory,
    MissionFactory,
    OrganisationFactory,
    OutcomeFactory,
    ParticipationFactory,
    PersonFactory,
    RoleFactory,
    SeatFactory,
    SectorFactory,
    SlotFactory,
    TopicFactory,
)

if TYPE_CHECKING:
    from django.test import Client

    from gegenbesuch.accounts.models import Office, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(alba: User) -> Client:
    client = signed_in(alba)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def test_a_sector_tells_of_items_outcomes_and_news(
    client: Client, office: Office, alba: User
) -> None:
    sector = SectorFactory()
    mission = MissionFactory(office=office)
    TopicFactory(item__mission=mission, sector=sector)
    OutcomeFactory(mission=mission, sector=sector)
    ArticleFactory(office=office).sectors.add(sector)
    TopicFactory(sector=sector)  # of another office

    kinds = sorted(entry.kind for entry in timeline.entries(sector, alba))

    assert kinds == ["news", "outcome", "programme"]
    page = client.get(sector.get_absolute_url()).content.decode()
    assert page.count('class="timeline__entry ') == 3


def test_people_and_their_organisation_tell_of_invitations_gifts_and_mails(
    client: Client, office: Office, alba: User
) -> None:
    person = PersonFactory(office=office)
    firm = OrganisationFactory(office=office)
    make.ContactPointFactory(**make.on(person), kind="email", value="a@x.example")
    guests = {"guest_list__office": office, "person": person, "organisation": firm}
    came = make.GuestFactory(**guests, guest_list__title="Empfang")
    make.DoorEventFactory(guest=came, guest_list=came.guest_list, kind="in")
    make.GuestFactory(**guests, guest_list__title="Konzert", status="declined")
    make.GiftFactory(office=office, person=person, organisation=firm, what="Uhr")
    message = {"target": came, "to_email": "a@x.example", "subject": "Einladung"}
    make.OutboxMessageFactory(office=office, **message)
    make.OutboxMessageFactory(**message)  # of another office

    told = {
        (entry.kind, str(entry.title), entry.state)
        for entry in timeline.entries(person, alba)
    }

    assert told == {
        ("invitation", "Empfang", "held"),
        ("invitation", "Konzert", "dropped"),
        ("gift", "Geschenk erhalten: Uhr", ""),
        ("mail", "Einladung", "planned"),
    }
    kinds = [entry.kind for entry in timeline.entries(firm, alba)]
    assert sorted(kinds) == ["gift", "invitation", "invitation"]
    assert client.get(f"{person.get_absolute_url()}?show=mail").status_code == 200


def test_a_person_tells_of_cards_and_of_news_about_their_missions(
    office: Office, alba: User
) -> None:
    mission = MissionFactory(office=office)
    person = ParticipationFactory(mission=mission).person
    assert person is not None
    ArticleFactory(office=office, mission=mission)
    ArticleFactory(office=office)
    friend = PersonFactory(office=office)
    CardExchangeFactory(person=person, introduced_by=friend)

    entries = timeline.entries(person, alba)

    assert [entry.kind for entry in entries] == ["mission", "card", "news"]
    assert str(friend) in str(entries[1].detail)


def test_a_person_tells_of_the_meetings_in_which_they_sit(
    office: Office, alba: User
) -> None:
    slot = SlotFactory(session__mission__office=office)
    seat = SeatFactory(meeting__session=slot.session, slot=slot)
    meeting = seat.meeting
    person = PersonFactory(office=office)
    meeting.request.recipient.people.add(person)
    table = slot.session.tables.create(position=0, name="1")
    type(meeting).objects.filter(pk=meeting.pk).update(
        slot=slot, table=table, status="preliminary"
    )

    entries = timeline.entries(person, alba)

    assert [entry.kind for entry in entries] == ["meeting"]
    assert str(meeting.request.sender) in str(entries[0].title)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, ["2005", "2010", "2015"]),
        ({"since": "2010"}, ["2010", "2015"]),
        ({"until": "June 2010"}, ["2005", "2010"]),
        ({"since": "2006", "until": "2009"}, []),
        ({"since": "2010", "show": "role"}, ["2010", "2015"]),
    ],
)
def test_a_timeline_is_narrowed_to_a_period(
    client: Client, office: Office, query: dict[str, str], shown: list[str]
) -> None:
    person = PersonFactory(office=office)
    for year in ("2005", "2010", "2015"):
        RoleFactory(person=person, started_on=year, ended_on=year, title=f"Amt {year}")

    page = client.get(person.get_absolute_url(), query).content.decode()

    entries = page[page.index('id="timeline"') :]
    found = [year for year in ("2005", "2010", "2015") if f"Amt {year}," in entries]
    assert found == shown
    assert ("Nothing is on record for this period." in page) == (shown == [])


def test_a_period_that_cannot_be_read_is_told(client: Client, office: Office) -> None:
    person = PersonFactory(office=office)
    for year in ("2005", "2010"):
        RoleFactory(person=person, started_on=year)

    page = client.get(person.get_absolute_url(), {"since": "nonsense"})

    assert "nonsense" in page.content.decode()
    assert 'id="timeline-period-error"' in page.content.decode()


def test_sectors_lead_to_their_pages(client: Client) -> None:
    sector = SectorFactory()

    page = client.get(reverse("directory:sectors")).content.decode()

    assert f'href="{sector.get_absolute_url()}"' in page
