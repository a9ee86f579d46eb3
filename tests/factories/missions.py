"""One factory for each model of `missions`."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.missions import models as missions
from tests.factories.accounts import OfficeFactory
from tests.factories.common import numbered
from tests.factories.directory import PersonFactory, PlaceFactory


class MissionFactory(DjangoModelFactory[missions.Mission]):
    class Meta:
        model = missions.Mission

    office = factory.SubFactory(OfficeFactory)
    title = numbered("Maßnahme %d")
    kind = missions.Mission.Kind.DELEGATION
    direction = missions.Mission.Direction.OUTBOUND
    starts_on = PartialDate.from_code("2019-06")


class MissionLinkFactory(DjangoModelFactory[missions.MissionLink]):
    class Meta:
        model = missions.MissionLink

    earlier = factory.SubFactory(MissionFactory)
    later = factory.SubFactory(
        MissionFactory, office=factory.SelfAttribute("..earlier.office")
    )
    kind = missions.MissionLink.Kind.ANSWERS


class GoalFactory(DjangoModelFactory[missions.Goal]):
    class Meta:
        model = missions.Goal

    mission = factory.SubFactory(MissionFactory)
    text = numbered("Ziel %d")


class StopFactory(DjangoModelFactory[missions.Stop]):
    class Meta:
        model = missions.Stop

    mission = factory.SubFactory(MissionFactory)
    position = factory.Sequence(lambda n: n)
    place = factory.SubFactory(PlaceFactory)


class ProgrammeItemFactory(DjangoModelFactory[missions.ProgrammeItem]):
    class Meta:
        model = missions.ProgrammeItem

    mission = factory.SubFactory(MissionFactory)
    office = factory.SelfAttribute("mission.office")
    kind = missions.ProgrammeItem.Kind.PRESENTATION
    title = numbered("Programmpunkt %d")


class TopicFactory(DjangoModelFactory[missions.Topic]):
    class Meta:
        model = missions.Topic

    item = factory.SubFactory(ProgrammeItemFactory)
    name = numbered("Thema %d")


class ParticipationFactory(DjangoModelFactory[missions.Participation]):
    class Meta:
        model = missions.Participation

    mission = factory.SubFactory(MissionFactory)
    person = factory.SubFactory(
        PersonFactory, office=factory.SelfAttribute("..mission.office")
    )
    function = missions.Participation.Function.MEMBER


class GroupFactory(DjangoModelFactory[missions.Group]):
    class Meta:
        model = missions.Group

    mission = factory.SubFactory(MissionFactory)
    name = numbered("Gruppe %d")
    position = factory.Sequence(lambda n: n)


class PlanVersionFactory(DjangoModelFactory[missions.PlanVersion]):
    class Meta:
        model = missions.PlanVersion

    mission = factory.SubFactory(MissionFactory)
    number = factory.Sequence(lambda n: n + 1)
    occasion = missions.PlanVersion.Occasion.BY_HAND


class StepFactory(DjangoModelFactory[missions.Step]):
    class Meta:
        model = missions.Step

    mission = factory.SubFactory(MissionFactory)
    phase = missions.Step.Phase.PROGRAMME
    text = numbered("Schritt %d")
    offset_days = -7
    position = factory.Sequence(lambda n: n)


class MissionTemplateFactory(DjangoModelFactory[missions.MissionTemplate]):
    class Meta:
        model = missions.MissionTemplate

    mission = factory.SubFactory(MissionFactory)
    office = factory.SelfAttribute("mission.office")
    name = factory.Sequence(lambda n: f"Vorlage {n}")


class ProposalFactory(DjangoModelFactory[missions.Proposal]):
    class Meta:
        model = missions.Proposal

    mission = factory.SubFactory(MissionFactory)
    person = factory.SubFactory(
        PersonFactory, office=factory.SelfAttribute("..mission.office")
    )
    function = missions.Participation.Function.MEMBER


class ResourceFactory(DjangoModelFactory[missions.Resource]):
    class Meta:
        model = missions.Resource

    office = factory.SubFactory(OfficeFactory)
    kind = missions.Resource.Kind.ROOM
    name = numbered("Saal %d")


class BookingFactory(DjangoModelFactory[missions.Booking]):
    class Meta:
        model = missions.Booking

    item = factory.SubFactory(ProgrammeItemFactory)
    resource = factory.SubFactory(
        ResourceFactory, office=factory.SelfAttribute("..item.office")
    )


class JourneyFactory(DjangoModelFactory[missions.Journey]):
    class Meta:
        model = missions.Journey

    office = factory.SubFactory(OfficeFactory)
    one = factory.SubFactory(PlaceFactory)
    other = factory.SubFactory(PlaceFactory)
    minutes = 30
