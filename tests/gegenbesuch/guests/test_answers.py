from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils.timezone import localdate, now

from gegenbesuch.accounts.services import link_token
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.values.name import Name
from gegenbesuch.guests import services
from gegenbesuch.guests.models import Guest, GuestList, Need
from gegenbesuch.guests.services.post import link_of
from gegenbesuch.letters.models import OutboxMessage
from tests import factories as make
from tests.cast import signed_in

if TYPE_CHECKING:
    from django.test import Client

    from gegenbesuch.accounts.models import Office, User

pytestmark = pytest.mark.django_db
AT = datetime(2131, 5, 1, tzinfo=UTC)


def event_of(office: Office, **values: Any) -> GuestList:
    made: GuestList = make.GuestListFactory(mission__office=office, **values)
    return made


def invited(event: GuestList, **values: Any) -> Guest:
    made: Guest = make.GuestFactory(guest_list=event, status="invited", **values)
    return made


def answered(guest: Guest, **values: Any) -> Guest:
    services.answer(guest, at=values.pop("at", AT), comes=True, **values)
    guest.refresh_from_db()
    return guest


# --- Places and the waiting list ---------------------------------------------


def test_who_comes_too_late_waits_and_moves_up(office: Office):
    event = event_of(office, capacity=1)
    first, second, third = (invited(event) for _n in range(3))
    assert answered(first).status == "accepted"
    assert answered(second, at=AT + timedelta(hours=1)).status == "waiting"
    assert answered(third, at=AT + timedelta(hours=2)).status == "waiting"

    services.answer(first, comes=False, at=AT + timedelta(hours=3))

    states = [Guest.objects.get(pk=g.pk).status for g in (first, second, third)]
    assert states == ["declined", "accepted", "waiting"]
    (mail,) = OutboxMessage.objects.all()
    assert (mail.kind, mail.to_email) == ("confirm_guest", second.email)
    event.refresh_from_db()
    assert event.taken == 1


def test_a_companion_takes_a_place(office: Office):
    event = event_of(office, capacity=2)
    guest = answered(invited(event), companions=[Name(full="Kim Doe")])

    event.refresh_from_db()
    assert (event.taken, guest.companions.get().status) == (2, "accepted")

    answered(guest)
    event.refresh_from_db()
    assert event.taken == 1
    assert not Guest.objects.filter(companion_of=guest).exists()


def test_a_companion_without_place_costs_nobody_their_own(office: Office):
    event = event_of(office, capacity=1)
    guest = answered(invited(event))

    with pytest.raises(ActionError), transaction.atomic():
        services.answer(guest, comes=True, companions=[Name(full="Kim Doe")], at=AT)

    guest.refresh_from_db()
    assert guest.status == "accepted"


def test_more_places_let_those_in_who_wait(office: Office, bruno: User):
    event = event_of(office, capacity=1)
    answered(invited(event))
    waiting = answered(invited(event))
    event.refresh_from_db()

    services.update_guest_list(event, actor=bruno, capacity=2)

    waiting.refresh_from_db()
    assert waiting.status == "accepted"


def test_fewer_places_than_given_away_are_refused(office: Office, bruno: User):
    event = event_of(office, capacity=2)
    for _n in range(2):
        answered(invited(event))
    event.refresh_from_db()

    with pytest.raises(ActionError):
        services.update_guest_list(event, actor=bruno, capacity=1)


@pytest.mark.database
def test_the_database_refuses_one_place_too_many(office: Office):
    event = event_of(office, capacity=1)

    with pytest.raises(IntegrityError):
        GuestList.objects.filter(pk=event.pk).update(taken=2)


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_gets_the_last_place():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time; in memory it locks at once")
    event = make.GuestListFactory(capacity=1)
    guests = [invited(event) for _n in range(2)]
    start = threading.Barrier(2)

    def come(guest: Guest) -> None:
        start.wait()
        try:
            services.answer(Guest.objects.get(pk=guest.pk), comes=True, at=AT)
        finally:
            connection.close()

    threads = [threading.Thread(target=come, args=(guest,)) for guest in guests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    states = sorted(Guest.objects.values_list("status", flat=True))
    assert states == ["accepted", "waiting"]


# --- When and by whom --------------------------------------------------------


def test_after_the_deadline_only_the_office_answers(office: Office, bruno: User):
    event = event_of(office)
    guest = invited(event)
    late = event.answer_by + timedelta(minutes=1)

    with pytest.raises(ActionError):
        services.answer(guest, comes=True, at=late)

    services.answer_on_behalf(guest, comes=True, via="phone", actor=bruno, at=late)
    entry = AuditEntry.objects.get(verb="guests.guest.answered-for")
    assert (entry.actor, entry.on_behalf_of) == (bruno, str(guest.name))
    assert (guest.answered_by, guest.answered_via) == (bruno, "phone")


def test_nobody_is_brought_where_it_is_not_allowed(office: Office):
    guest = invited(event_of(office, most_companions=0))

    with pytest.raises(ActionError):
        services.answer(guest, comes=True, companions=[Name(full="Kim")], at=AT)


# --- Food and access ---------------------------------------------------------


def test_needs_go_when_they_have_expired(office: Office):
    need = make.NeedFactory(guest=invited(event_of(office)))

    assert services.delete_expired_needs(on=need.expires_on - timedelta(days=1)) == 0
    assert services.delete_expired_needs(on=need.expires_on) == 1


def test_tick_deletes_needs_that_have_expired(office: Office):
    make.NeedFactory(guest=invited(event_of(office)), expires_on=localdate())
    stays = make.NeedFactory(
        guest=invited(event_of(office)), expires_on=localdate() + timedelta(days=1)
    )
    printed = StringIO()

    call_command("tick", stdout=printed)

    assert printed.getvalue() == "delete needs of guests: 1\n"
    assert [need.pk for need in type(stays).objects.all()] == [stays.pk]


def test_each_look_at_needs_is_logged(office: Office, alba: User, bruno: User):
    event = event_of(office)
    make.NeedFactory(guest=answered(invited(event)))
    address = reverse("guests:needs", args=[event.code])

    assert signed_in(bruno).get(address).status_code == 403
    page = signed_in(alba).get(address)

    assert "keine Nüsse" in page.content.decode()
    assert AuditEntry.objects.filter(verb="guests.need.seen").count() == 1


# --- The guest's own page ----------------------------------------------------


def own_page(guest: Guest) -> str:
    return reverse("guests:answer", args=[link_token(link_of(guest, actor=None))])


def test_a_guest_answers_by_link(office: Office, client: Client):
    guest = invited(event_of(office))
    data = {
        "comes": "yes",
        "companions": "Kim Doe",
        "diet": "vegan",
        "agrees": "on",
    }

    assert client.post(own_page(guest), data).status_code == 302

    guest.refresh_from_db()
    assert (guest.status, guest.answered_via) == ("accepted", "link")
    assert str(guest.companions.get().name) == "Kim Doe"
    assert Need.objects.get().diet == "vegan"


def test_declining_takes_back_what_was_told(office: Office, client: Client):
    guest = answered(invited(event_of(office)))
    make.NeedFactory(guest=guest)

    client.post(own_page(guest), {"comes": "no"})

    guest.refresh_from_db()
    assert guest.status == "declined"
    assert not Need.objects.exists()


def test_needs_without_consent_are_not_kept(office: Office, client: Client):
    guest = invited(event_of(office))

    page = client.post(own_page(guest), {"comes": "yes", "diet": "vegan"})

    assert "agrees" in page.context["form"].errors
    assert not Need.objects.exists()
    guest.refresh_from_db()
    assert guest.status == "invited"


@pytest.mark.parametrize(
    ("language", "words"),
    [("de", "Werden Sie kommen?"), ("en", "Will you come?"), ("ja", "ご出欠")],
)
def test_the_page_speaks_the_language_of_the_letter(
    language: str, words: str, office: Office, client: Client
):
    guest = invited(event_of(office), language=language)

    page = client.get(own_page(guest), headers={"Accept-Language": "fr"})

    assert words in page.content.decode()


def test_after_the_deadline_the_page_offers_no_answer(office: Office, client: Client):
    event = event_of(office, answer_by=now() - timedelta(minutes=1))

    page = client.get(own_page(invited(event)))

    assert page.status_code == 200
    assert 'name="comes"' not in page.content.decode()


def test_the_link_of_a_company_opens_no_invitation(esi_token: str, client: Client):
    assert client.get(reverse("guests:answer", args=[esi_token])).status_code == 410


def test_what_was_said_by_phone_is_kept_with_consent_only(office: Office, alba: User):
    guest = answered(invited(event_of(office)))
    page = reverse("guests:record-needs", args=[guest.code])

    refused = signed_in(alba).post(page, {"diet": "halal"})
    assert refused.context["form"].errors.keys() == {"agrees"}
    signed_in(alba).post(page, {"diet": "halal", "agrees": "on"})

    assert Need.objects.get().diet == "halal"
    entry = AuditEntry.objects.get(verb="guests.need.recorded")
    assert entry.actor == alba
