"""One factory for each model of `onsite`."""

from __future__ import annotations

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from gegenbesuch.onsite import models as onsite
from tests.factories.matchmaking import ProfileFactory
from tests.factories.scheduling import MeetingFactory, SessionFactory


class CourseFactory(DjangoModelFactory[onsite.Course]):
    class Meta:
        model = onsite.Course

    meeting = factory.SubFactory(MeetingFactory)


class EntryFactory(DjangoModelFactory[onsite.Entry]):
    class Meta:
        model = onsite.Entry

    key = factory.Faker("uuid4")
    meeting = factory.SubFactory(MeetingFactory)
    profile = factory.SelfAttribute("meeting.request.sender")
    kind = onsite.Entry.Kind.NOTE
    text = "Muster wird geschickt."
    at = datetime(2026, 6, 5, 9, tzinfo=UTC)
    received_at = datetime(2026, 6, 5, 9, tzinfo=UTC)
    by = "Anna Weber"


class ContactOfferFactory(DjangoModelFactory[onsite.ContactOffer]):
    class Meta:
        model = onsite.ContactOffer

    key = factory.Faker("uuid4")
    meeting = factory.SubFactory(MeetingFactory)
    profile = factory.SelfAttribute("meeting.request.sender")
    name = "Anna Weber"
    email = factory.Sequence(lambda n: f"weber{n}@company.example")
    wording = "2026-11"
    language = "de"
    agreed_at = datetime(2026, 6, 5, 9, tzinfo=UTC)


class MissedDateFactory(DjangoModelFactory[onsite.MissedDate]):
    class Meta:
        model = onsite.MissedDate

    meeting = factory.SubFactory(MeetingFactory)
    session = factory.SelfAttribute("meeting.session")
    missing = "recipient"
    at = datetime(2026, 6, 5, 9, tzinfo=UTC)


class PresenceFactory(DjangoModelFactory[onsite.Presence]):
    class Meta:
        model = onsite.Presence

    session = factory.SubFactory(SessionFactory)
    profile = factory.SubFactory(
        ProfileFactory, mission=factory.SelfAttribute("..session.mission")
    )
    state = onsite.Presence.State.ARRIVED
    changed_at = datetime(2026, 6, 5, 9, tzinfo=UTC)
