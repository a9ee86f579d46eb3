"""Deputies, people who come along, and who came at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import translation

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.values.name import Name
from gegenbesuch.directory.models import Person
from gegenbesuch.documents.content import guests as documents
from gegenbesuch.documents.content import notes
from gegenbesuch.guests import services
from gegenbesuch.guests.address import address_line, spoken_form
from gegenbesuch.guests.attending import attending, in_place_of
from gegenbesuch.guests.models import Guest, GuestList
from gegenbesuch.guests.precedence import order
from gegenbesuch.letters.models import OutboxMessage
from tests import factories as make
from tests.cast import signed_in
from tests.factories import i18n

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User

pytestmark = pytest.mark.django_db
AT = datetime(2131, 5, 1, tzinfo=UTC)
AFTER = datetime(2131, 6, 7, tzinfo=UTC)


@pytest.fixture
def event(office: Office) -> GuestList:
    made: GuestList = make.GuestListFactory(mission__office=office)
    return made


def coming(event: GuestList, **values: Any) -> Guest:
    made: Guest = make.GuestFactory(guest_list=event, status="accepted", **values)
    return made


# --- Deputies ----------------------------------------------------------------


@pytest.fixture
def mayor(event: GuestList) -> Guest:
    return coming(
        event,
        name=Name(family="Jung", given="Burkhard", title="Dr."),
        address="mr",
        title=i18n("Oberbürgermeister", ja="市長"),
        representative="Torsten Bonew",
        representative_title="Erster Bürgermeister",
    )


def test_a_deputy_is_addressed_under_the_own_name(mayor: Guest):
    with translation.override("de"):
        who = attending(mayor)

        assert address_line(who, "de") == "Torsten Bonew"
        assert spoken_form(who, "de") == "Torsten Bonew"
        assert spoken_form(who, "ja") == "Torsten Bonew様"
        assert address_line(who, "ja") == "Torsten Bonew様"
        assert str(who.title) == "Erster Bürgermeister"
        assert in_place_of(mayor) == (
            "in Vertretung von Dr. Burkhard Jung, Oberbürgermeister"
        )


def test_what_is_printed_names_the_deputy_as_deputy(event: GuestList, mayor: Guest):
    services.add_tables(event, count=1, seats=2, shape="round", actor=None)
    services.compute_seating(event, actor=None)

    with translation.override("de"):
        (badge,) = documents.badges(event).cards
        (seat,) = [
            place
            for place in documents.drawn_seating(event).tables[0].places
            if place.name
        ]
        greeted = str(documents.greetings_list(event).to_json())
        said = str(notes.speaking_notes_for(event).to_json())
        table = str(documents.seating_plan(event).to_json())

    assert (badge.name, badge.other) == ("Torsten Bonew", "")
    assert badge.lines[0] == "Erster Bürgermeister"
    assert badge.scanned == mayor.code
    # 21 modules are the smallest code that every phone reads; micro ones have fewer.
    assert 'width="21" height="21"' in badge.to_json()["code"]
    assert seat.name == "Torsten Bonew"
    instead = "in Vertretung von Dr. Burkhard Jung, Oberbürgermeister"
    assert seat.more == ("Erster Bürgermeister", instead)
    for text in (greeted, said, table):
        assert "Torsten Bonew" in text
        assert "Erster Bürgermeister" in text
        assert instead in text


def test_the_order_shows_who_comes_and_for_whom(
    event: GuestList, mayor: Guest, bruno: User
):
    page = signed_in(bruno).get(reverse("guests:precedence", args=[event.code]))

    text = page.content.decode()
    assert "Torsten Bonew" in text
    assert "in Vertretung von Dr. Burkhard Jung, Oberbürgermeister" in text
    assert "Herrn Dr. Burkhard Jung" not in text


# --- People who come along ---------------------------------------------------


def test_a_delegation_brings_several_and_keeps_who_stays(event: GuestList, bruno: User):
    guest = make.GuestFactory(guest_list=event, status="invited", is_host=True)
    names = [Name(full="Kim Eins"), Name(full="Kim Zwei"), Name(full="Kim Drei")]
    answer = {"comes": True, "via": "phone", "actor": bruno, "at": AT}

    services.answer_on_behalf(guest, companions=names, **answer)
    first = guest.companions.get(sort_key=names[0].sort_key_de())
    services.answer_on_behalf(
        guest, companions=[Name(full="Kim Vier"), names[0]], **answer
    )

    left = guest.companions.order_by("pk")
    assert [str(row) for row in left] == ["Kim Eins", "Kim Vier"]
    assert left[0].pk == first.pk
    assert {row.is_host for row in left} == {True}
    event.refresh_from_db()
    assert event.taken == 3
    rows = order(event.guests.all())
    assert [str(row.guest) for row in rows] == [str(guest), "Kim Eins", "Kim Vier"]


def test_a_guest_brings_as_many_as_the_list_allows(event: GuestList):
    GuestList.objects.filter(pk=event.pk).update(most_companions=2)
    event.refresh_from_db()
    guest = make.GuestFactory(guest_list=event, status="invited")
    names = [Name(full=f"Kim {n}") for n in range(3)]

    with pytest.raises(ActionError, match="2"):
        services.answer(guest, comes=True, companions=names, at=AT)

    services.answer(guest, comes=True, companions=names[:2], at=AT)
    assert guest.companions.count() == 2


# --- Who came ----------------------------------------------------------------


@pytest.fixture
def past(office: Office) -> GuestList:
    made: GuestList = make.GuestListFactory(
        mission__office=office, on=AT.date() - timedelta(days=40_000)
    )
    return made


def thanked(event: GuestList, actor: User) -> set[int]:
    services.thank_guests(event, event.guests.all(), actor=actor, at=AFTER)
    return set(OutboxMessage.objects.values_list("target_id", flat=True))


def test_only_those_let_in_are_thanked(past: GuestList, bruno: User):
    there, absent = coming(past), coming(past)
    make.DoorEventFactory(guest=there, guest_list=past)

    assert thanked(past, bruno) == {there.pk}

    with translation.override("de"):
        printed = str(documents.thanks(past).to_json())
    assert str(there.name) in printed
    assert str(absent.name) not in printed


def test_without_doors_the_office_says_who_did_not_come(past: GuestList, bruno: User):
    there, absent = coming(past), coming(past)
    client = signed_in(bruno)
    page = reverse("guests:mark-absent", args=[past.code])
    client.post(page, {"guests": [there.code, absent.code]})
    client.post(page, {"guests": [there.code], "back": "1"})

    lines = client.get(past.get_absolute_url()).context["lines"]
    assert {line.guest: line.came for line in lines} == {there: None, absent: False}
    assert thanked(past, bruno) == {there.pk}


def test_who_was_let_in_was_there_whatever_was_said(past: GuestList, bruno: User):
    guest = coming(past, is_absent=True)
    make.DoorEventFactory(guest=guest, guest_list=past)

    assert thanked(past, bruno) == {guest.pk}


def test_nobody_is_absent_before_it_began(event: GuestList, bruno: User):
    coming(event)

    with pytest.raises(ActionError):
        services.mark_absent(
            event, event.guests.all(), is_absent=True, actor=bruno, at=AT
        )


def test_the_delegation_that_invites_are_the_hosts(event: GuestList, bruno: User):
    ours = make.ParticipationFactory(mission=event.mission, function="lead").person
    theirs = make.PersonFactory(office=event.office)

    services.add_people(
        event, Person.objects.filter(pk__in=[ours.pk, theirs.pk]), actor=bruno
    )

    assert dict(event.guests.values_list("person", "is_host")) == {
        ours.pk: True,
        theirs.pk: False,
    }
