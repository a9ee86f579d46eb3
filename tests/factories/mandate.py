"""One factory for each model of `mandate`."""

from __future__ import annotations

from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from gegenbesuch.mandate import models as mandate
from tests.factories.common import numbered
from tests.factories.missions import MissionFactory


class BudgetLineFactory(DjangoModelFactory[mandate.BudgetLine]):
    class Meta:
        model = mandate.BudgetLine

    mission = factory.SubFactory(MissionFactory)
    kind = mandate.BudgetLine.Kind.TRAVEL
    planned = Decimal(1000)


class ApprovalFactory(DjangoModelFactory[mandate.Approval]):
    class Meta:
        model = mandate.Approval

    mission = factory.SubFactory(MissionFactory)
    position = factory.Sequence(lambda n: n)
    body = numbered("Ausschuss %d")


class HomeCoverFactory(DjangoModelFactory[mandate.HomeCover]):
    class Meta:
        model = mandate.HomeCover

    mission = factory.SubFactory(MissionFactory)
    text = numbered("Die Stellvertretung %d übernimmt.")
