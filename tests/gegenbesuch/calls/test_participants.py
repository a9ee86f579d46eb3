from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from gegenbesuch.calls import services
from gegenbesuch.core.values.name import Name
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.directory import services as directory
from gegenbesuch.letters.models import OutboxMessage
from gegenbesuch.missions.models import Participation
from tests import factories as make
from tests.cast import signed_in
from tests.gegenbesuch.calls.test_calls import applied, call_of, now_of

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.directory.models import Organisation, Person

pytestmark = pytest.mark.django_db

# --- Who they are in the directory -------------------------------------------


def test_whoever_gets_a_place_becomes_a_contact(office: Office):
    application = applied(call_of(office), 1, function="Chefin", phone="+493411234567")

    row = Participation.objects.get()
    assert (row.person.name.full, str(row.organisation)) == ("Person 1", "Firma 1")
    assert row.title == "Chefin"
    assert row.label == ""
    assert [str(role.organisation) for role in row.person.roles.all()] == ["Firma 1"]
    assert set(row.person.contact_points.values_list("kind", "value")) == {
        ("email", application.email),
        ("phone", "+493411234567"),
    }


FIRM = "Werkzeugbau Kurz GmbH"


def known(office: Office, *contacts: tuple[str, str]) -> tuple[Person, Organisation]:
    """Enter somebody and their company into the directory, as the office does."""
    return (
        directory.create_person(
            office,
            name=Name(family="Kurz", given="Randy"),
            actor=None,
            contacts=contacts,
        ),
        directory.create_organisation(office, name={"de": FIRM}, actor=None),
    )


def test_whoever_is_known_by_name_and_address_is_not_entered_twice(office: Office):
    person, firm = known(office, ("email", "person1@example.org"))

    applied(call_of(office), 1, name="Randy Kurz", organisation=FIRM)

    row = Participation.objects.get()
    assert (row.person, row.organisation) == (person, firm)


def test_somebody_similar_is_left_for_the_office_to_decide(office: Office, bruno: User):
    other, firm = known(office)
    application = applied(
        call_of(office), 1, name="Randy Kurz", organisation="Werkzeugbau Kurz"
    )
    assert Participation.objects.get().person is None
    client = signed_in(bruno)
    match = client.get(application.get_absolute_url()).context["match"]
    assert (match.people, match.organisations) == ([other], [firm])

    client.post(
        reverse("calls:link-application", args=[application.code]),
        {"person": other.code},
    )

    row = Participation.objects.get()
    assert (row.person, str(row.organisation)) == (other, "Werkzeugbau Kurz")


def test_a_participant_who_is_not_linked_stays_as_the_organisation(office: Office):
    call = call_of(office, mission__starts_on=PartialDate.from_code("2131-06-03"))
    known(office)
    taking_part = applied(call, 1, name="Randy Kurz", organisation="Werkzeugbau Kurz")

    services.delete_applications(call)

    assert str(Participation.objects.get()) == taking_part.organisation


# --- Criteria and places of one organisation ---------------------------------


def test_points_are_the_weighed_mean_of_all_marks(office: Office, bruno: User):
    call = call_of(office, quota=1, selection="chosen")
    abroad, sector = (
        services.set_criterion(call, None, actor=bruno, text=text, weight=weight)
        for text, weight in (("Ausland", 3), ("Branche", 1))
    )
    row = now_of(applied(call, 1))

    services.mark_application(row, actor=bruno, marks={abroad.code: 5})
    assert now_of(row).score is None

    services.mark_application(
        row, actor=bruno, marks={abroad.code: 5, sector.code: 1}, note="gut"
    )
    assert now_of(row).score == 80
    assert now_of(row).status == "review"

    services.remove_criterion(abroad, actor=bruno)
    assert now_of(row).score == 20


def test_the_page_marks_without_a_decision(office: Office, bruno: User):
    call = call_of(office, quota=1, selection="chosen")
    criterion = make.CriterionFactory(call=call)
    row = now_of(applied(call, 1))
    sent = OutboxMessage.objects.count()

    signed_in(bruno).post(row.get_absolute_url(), {criterion.code: "4"})

    assert (now_of(row).score, now_of(row).status) == (80, "review")
    assert OutboxMessage.objects.count() == sent


def test_one_organisation_does_not_take_all_places(office: Office):
    call = call_of(office, quota=2, most_per_organisation=1)
    first = applied(call, 1, organisation="Kurz GmbH")
    same = applied(call, 2, organisation="kurz  gmbh")
    other = applied(call, 3, organisation="Lang AG")
    waits = applied(call, 4, organisation="Breit KG")
    states = [now_of(row).status for row in (first, same, other, waits)]
    assert states == ["confirmed", "waiting", "confirmed", "waiting"]
    assert services.place_in_line(now_of(same)) == 1

    services.withdraw_application(now_of(other))

    # Who is passed over keeps the place, and moves up when their own side frees one.
    assert [now_of(row).status for row in (same, waits)] == ["waiting", "confirmed"]
    services.withdraw_application(now_of(first))
    assert now_of(same).status == "confirmed"
