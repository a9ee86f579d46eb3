"""One factory for each model of `guests`."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import factory
from factory.django import DjangoModelFactory

from gegenbesuch.core.values.name import Name
from gegenbesuch.guests import models as guests
from tests.factories.accounts import OfficeFactory
from tests.factories.common import numbered
from tests.factories.directory import PlaceFactory
from tests.factories.missions import MissionFactory


class GuestListFactory(DjangoModelFactory[guests.GuestList]):
    """An event in a hundred years, so that nobody is too late."""

    class Meta:
        model = guests.GuestList

    mission = factory.SubFactory(MissionFactory)
    office = factory.SelfAttribute("mission.office")
    title = numbered("Empfang %d")
    on = date(2131, 6, 5)
    starts = time(18)
    place = factory.SubFactory(PlaceFactory)
    answer_by = datetime(2131, 5, 20, 3, tzinfo=UTC)


class GuestFactory(DjangoModelFactory[guests.Guest]):
    class Meta:
        model = guests.Guest

    guest_list = factory.SubFactory(GuestListFactory)
    name = factory.Sequence(lambda n: Name(family=f"Kurz {n}", given="Randy"))
    language = "de"
    email = factory.Sequence(lambda n: f"guest{n}@company.example")
    sort_key = factory.LazyAttribute(lambda o: o.name.sort_key_de())


class NeedFactory(DjangoModelFactory[guests.Need]):
    class Meta:
        model = guests.Need

    guest = factory.SubFactory(GuestFactory)
    diet = "keine Nüsse"
    consented_at = datetime(2019, 5, 1, tzinfo=UTC)
    expires_on = date(2131, 7, 5)


class DoorEventFactory(DjangoModelFactory[guests.DoorEvent]):
    class Meta:
        model = guests.DoorEvent

    key = factory.Faker("uuid4")
    guest = factory.SubFactory(GuestFactory)
    guest_list = factory.SelfAttribute("guest.guest_list")
    kind = guests.DoorEvent.Kind.IN
    at = datetime(2026, 6, 5, 9, tzinfo=UTC)
    received_at = datetime(2026, 6, 5, 9, tzinfo=UTC)


class SeatingTableFactory(DjangoModelFactory[guests.SeatingTable]):
    class Meta:
        model = guests.SeatingTable

    guest_list = factory.SubFactory(GuestListFactory)
    number = factory.Sequence(lambda n: n + 1)
    seats = 10


class TableSeatFactory(DjangoModelFactory[guests.Seat]):
    """A seat at a table of an event; meetings have seats of their own."""

    class Meta:
        model = guests.Seat

    guest = factory.SubFactory(GuestFactory)
    table = factory.SubFactory(
        SeatingTableFactory, guest_list=factory.SelfAttribute("..guest.guest_list")
    )
    number = factory.Sequence(lambda n: n + 1)


class SeatingRuleFactory(DjangoModelFactory[guests.SeatingRule]):
    class Meta:
        model = guests.SeatingRule

    one = factory.SubFactory(GuestFactory)
    guest_list = factory.SelfAttribute("one.guest_list")
    other = factory.SubFactory(
        GuestFactory, guest_list=factory.SelfAttribute("..guest_list")
    )
    kind = guests.SeatingRule.Kind.APART


class GiftFactory(DjangoModelFactory[guests.Gift]):
    class Meta:
        model = guests.Gift

    office = factory.SubFactory(OfficeFactory)
    direction = guests.Gift.Direction.TAKEN
    what = factory.Sequence(lambda n: f"Vase {n}")
    value = 20
    on = date(2026, 6, 5)
    party = "Stadt Toyohashi"
    ours = "Alba"
    status = guests.Gift.Status.WAITING


class GiftLimitFactory(DjangoModelFactory[guests.GiftLimit]):
    class Meta:
        model = guests.GiftLimit

    office = factory.SubFactory(OfficeFactory)
    amount = 25
