"""One factory for each model of `travellers`."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from gegenbesuch.travellers import models as travellers
from tests.factories.missions import MissionFactory, ParticipationFactory


class RequiredPaperFactory(DjangoModelFactory[travellers.RequiredPaper]):
    class Meta:
        model = travellers.RequiredPaper

    mission = factory.SubFactory(MissionFactory)
    kind = travellers.PaperKind.PASSPORT


class PaperFactory(DjangoModelFactory[travellers.Paper]):
    class Meta:
        model = travellers.Paper

    participation = factory.SubFactory(ParticipationFactory)
    kind = travellers.PaperKind.PASSPORT
    valid_until = date(2131, 6, 5)
    seen_on = date(2026, 6, 5)


class FeeFactory(DjangoModelFactory[travellers.Fee]):
    class Meta:
        model = travellers.Fee

    participation = factory.SubFactory(ParticipationFactory)
    amount = Decimal(500)


class TravelNeedFactory(DjangoModelFactory[travellers.TravelNeed]):
    class Meta:
        model = travellers.TravelNeed

    participation = factory.SubFactory(ParticipationFactory)
    diet = "keine Nüsse"
    consented_at = datetime(2026, 5, 1, tzinfo=UTC)
    expires_on = date(2131, 7, 5)


class PaperWarningFactory(DjangoModelFactory[travellers.PaperWarning]):
    class Meta:
        model = travellers.PaperWarning

    mission = factory.SubFactory(MissionFactory)
    days_before = 60
