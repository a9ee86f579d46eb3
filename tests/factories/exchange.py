"""One factory for each model of `exchange`."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from gegenbesuch.exchange import models as exchange
from tests.factories.accounts import OfficeFactory


class ImportRunFactory(DjangoModelFactory[exchange.ImportRun]):
    class Meta:
        model = exchange.ImportRun

    office = factory.SubFactory(OfficeFactory)
    file_name = "kontakte.csv"


class ImportRowFactory(DjangoModelFactory[exchange.ImportRow]):
    class Meta:
        model = exchange.ImportRow

    run = factory.SubFactory(ImportRunFactory)
    number = factory.Sequence(lambda n: n)
