"""One factory for each model of `matchmaking`."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from gegenbesuch.core.values.name import Name
from gegenbesuch.matchmaking import models as matchmaking
from tests.factories.directory import OrganisationFactory
from tests.factories.missions import MissionFactory


class ProfileFactory(DjangoModelFactory[matchmaking.Profile]):
    class Meta:
        model = matchmaking.Profile

    mission = factory.SubFactory(MissionFactory)
    organisation = factory.SubFactory(
        OrganisationFactory, office=factory.SelfAttribute("..mission.office")
    )
    side = matchmaking.Profile.Side.HOME
    status = matchmaking.Profile.Status.PUBLISHED
    languages = factory.List(["de", "en"])


class StatementFactory(DjangoModelFactory[matchmaking.Statement]):
    class Meta:
        model = matchmaking.Statement

    profile = factory.SubFactory(ProfileFactory)
    kind = matchmaking.Statement.Kind.OFFER
    language = "de"
    text = factory.Sequence(lambda n: f"Angebot {n}")


class MarketplaceFactory(DjangoModelFactory[matchmaking.Marketplace]):
    class Meta:
        model = matchmaking.Marketplace

    mission = factory.SubFactory(MissionFactory)


class RepresentativeFactory(DjangoModelFactory[matchmaking.Representative]):
    class Meta:
        model = matchmaking.Representative

    profile = factory.SubFactory(ProfileFactory)
    name = factory.Sequence(lambda n: Name(family=f"Vogel {n}", given="Anke"))


class AgentFactory(DjangoModelFactory[matchmaking.Agent]):
    class Meta:
        model = matchmaking.Agent

    mission = factory.SubFactory(MissionFactory)
    name = factory.Sequence(lambda n: f"Generalkonsulat {n}")
    email = factory.Sequence(lambda n: f"konsulat{n}@example.org")
    language = "ja"


class RequestFactory(DjangoModelFactory[matchmaking.Request]):
    """A request between the two sides of one mission."""

    class Meta:
        model = matchmaking.Request

    sender = factory.SubFactory(ProfileFactory)
    mission = factory.SelfAttribute("sender.mission")
    recipient = factory.SubFactory(
        ProfileFactory,
        mission=factory.SelfAttribute("..sender.mission"),
        side=matchmaking.Profile.Side.PARTNER,
    )
    language = "de"
    status = matchmaking.Request.Status.ACCEPTED
