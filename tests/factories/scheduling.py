"""One factory for each model of `scheduling`."""

from __future__ import annotations

from datetime import date, timedelta

import factory
from factory.django import DjangoModelFactory

from gegenbesuch.scheduling import models as scheduling
from tests.factories.common import SESSION_BEGINS, numbered
from tests.factories.directory import PersonFactory, SectorFactory
from tests.factories.matchmaking import ProfileFactory, RequestFactory
from tests.factories.missions import MissionFactory


class SessionFactory(DjangoModelFactory[scheduling.Session]):
    class Meta:
        model = scheduling.Session

    mission = factory.SubFactory(MissionFactory)
    title = numbered("Gesprächsrunde %d")
    time_zone = "Asia/Tokyo"
    partner_time_zone = "Europe/Berlin"


class SlotFactory(DjangoModelFactory[scheduling.Slot]):
    """The slot at `position`: twenty minutes each, from ten o'clock in Tokyo."""

    class Meta:
        model = scheduling.Slot

    session = factory.SubFactory(SessionFactory)
    position = 0
    starts_at = factory.LazyAttribute(
        lambda o: SESSION_BEGINS + timedelta(minutes=25 * o.position)
    )
    ends_at = factory.LazyAttribute(lambda o: o.starts_at + timedelta(minutes=20))


class TableFactory(DjangoModelFactory[scheduling.Table]):
    class Meta:
        model = scheduling.Table

    session = factory.SubFactory(SessionFactory)
    position = 0
    name = factory.LazyAttribute(lambda o: f"{o.position + 1}")


class SiteFactory(DjangoModelFactory[scheduling.Site]):
    class Meta:
        model = scheduling.Site

    session = factory.SubFactory(SessionFactory)
    name = factory.Sequence(lambda n: f"Halle {n}")


class WayFactory(DjangoModelFactory[scheduling.Way]):
    class Meta:
        model = scheduling.Way

    one = factory.SubFactory(SiteFactory)
    other = factory.SubFactory(
        SiteFactory, session=factory.SelfAttribute("..one.session")
    )
    minutes = 20


class MeetingNeedFactory(DjangoModelFactory[scheduling.Need]):
    """What a company needs; give a request instead for one meeting."""

    class Meta:
        model = scheduling.Need

    session = factory.SubFactory(SessionFactory)
    profile = factory.SubFactory(
        ProfileFactory, mission=factory.SelfAttribute("..session.mission")
    )
    features = factory.LazyFunction(lambda: ["Bildschirm"])


class ApartFactory(DjangoModelFactory[scheduling.Apart]):
    class Meta:
        model = scheduling.Apart

    session = factory.SubFactory(SessionFactory)
    one = factory.SubFactory(
        ProfileFactory, mission=factory.SelfAttribute("..session.mission")
    )
    other = factory.SubFactory(
        ProfileFactory, mission=factory.SelfAttribute("..session.mission")
    )


class FieldPairFactory(DjangoModelFactory[scheduling.FieldPair]):
    class Meta:
        model = scheduling.FieldPair

    session = factory.SubFactory(SessionFactory)
    one = factory.SubFactory(SectorFactory)
    other = factory.SubFactory(SectorFactory)


class InterpreterFactory(DjangoModelFactory[scheduling.Interpreter]):
    class Meta:
        model = scheduling.Interpreter

    session = factory.SubFactory(SessionFactory)
    person = factory.SubFactory(
        PersonFactory, office=factory.SelfAttribute("..session.mission.office")
    )
    pairs = factory.LazyFunction(lambda: [["de", "ja"]])


class ClosureFactory(DjangoModelFactory[scheduling.Closure]):
    class Meta:
        model = scheduling.Closure

    table = factory.SubFactory(TableFactory)
    slot = factory.SubFactory(
        SlotFactory, session=factory.SelfAttribute("..table.session")
    )


class AbsenceFactory(DjangoModelFactory[scheduling.Absence]):
    class Meta:
        model = scheduling.Absence

    profile = factory.SubFactory(ProfileFactory)
    slot = factory.SubFactory(SlotFactory)


class SolverRunFactory(DjangoModelFactory[scheduling.SolverRun]):
    class Meta:
        model = scheduling.SolverRun

    session = factory.SubFactory(SessionFactory)


class MeetingFactory(DjangoModelFactory[scheduling.Meeting]):
    """A meeting that is not placed yet."""

    class Meta:
        model = scheduling.Meeting

    session = factory.SubFactory(SessionFactory)
    request = factory.SubFactory(
        RequestFactory, sender__mission=factory.SelfAttribute("...session.mission")
    )


class SeatFactory(DjangoModelFactory[scheduling.Seat]):
    class Meta:
        model = scheduling.Seat

    meeting = factory.SubFactory(MeetingFactory)
    profile = factory.SelfAttribute("meeting.request.sender")
    slot = factory.SubFactory(
        SlotFactory, session=factory.SelfAttribute("..meeting.session")
    )


class PublicationFactory(DjangoModelFactory[scheduling.Publication]):
    class Meta:
        model = scheduling.Publication

    session = factory.SubFactory(SessionFactory)
    number = factory.Sequence(lambda n: n + 1)
    state = "preliminary"


class PlacementFactory(DjangoModelFactory[scheduling.Placement]):
    class Meta:
        model = scheduling.Placement

    meeting = factory.SubFactory(MeetingFactory)
    publication = factory.SubFactory(
        PublicationFactory, session=factory.SelfAttribute("..meeting.session")
    )
    slot = factory.SubFactory(
        SlotFactory, session=factory.SelfAttribute("..meeting.session")
    )
    table = factory.SubFactory(
        TableFactory, session=factory.SelfAttribute("..meeting.session")
    )


class ChangeRequestFactory(DjangoModelFactory[scheduling.ChangeRequest]):
    class Meta:
        model = scheduling.ChangeRequest

    meeting = factory.SubFactory(MeetingFactory)
    profile = factory.SelfAttribute("meeting.request.sender")
    kind = "other_time"
    text = "Unser Zug kommt erst um elf an."


class DayReminderFactory(DjangoModelFactory[scheduling.DayReminder]):
    class Meta:
        model = scheduling.DayReminder

    session = factory.SubFactory(SessionFactory)
    on = date(2026, 6, 5)
