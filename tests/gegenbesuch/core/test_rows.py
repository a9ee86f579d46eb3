"""Rows by keys: the same as Django's own queries, which are built each time."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gegenbesuch.core.rows import rows_of, values_of
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.directory.models import Citation, Organisation
from gegenbesuch.missions.models import Stop
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_rows_of_some_keys_are_those_that_filter_finds(n: int):
    stops = make.StopFactory.create_batch(6, arrives_on=PartialDate.in_month(2019, 6))
    wanted = {stop.mission_id for stop in stops[:n]}

    with CaptureQueriesContext(connection) as queries:
        found = rows_of(Stop, mission=wanted)

    assert len(queries) == 1
    assert {stop.pk for stop in found} == {stop.pk for stop in stops[:n]}
    first = next(stop for stop in found if stop.pk == stops[0].pk)
    assert first.arrives_on == PartialDate.in_month(2019, 6)
    assert str(first) == str(stops[0])


def test_rows_must_have_a_key_in_each_field():
    one, two = make.OrganisationFactory.create_batch(2)
    kind = ContentType.objects.get_for_model(Organisation).pk
    source = make.SourceFactory()
    wanted = make.CitationFactory(target_type_id=kind, target_id=one.pk, source=source)
    make.CitationFactory(target_type_id=kind, target_id=two.pk, source=source)
    make.CitationFactory(target_type_id=kind + 1, target_id=one.pk, source=source)

    found = rows_of(Citation, target_type={kind}, target_id={one.pk, 10**9 + one.pk})

    assert found == [wanted]


def test_no_keys_ask_nothing():
    make.StopFactory()

    with CaptureQueriesContext(connection) as queries:
        found = rows_of(Stop, mission=[])

    assert found == []
    assert len(queries) == 0


def test_fields_that_were_not_asked_for_are_read_when_needed():
    organisation = make.OrganisationFactory(name=make.i18n("Stadtwerke"))

    (found,) = rows_of(Organisation, only=("code",), pk=[organisation.pk])

    assert "name" in found.get_deferred_fields()
    assert str(found.name) == str(organisation.name)


def test_values_are_those_of_the_columns():
    stop = make.StopFactory(language="de")
    make.StopFactory()

    found = values_of(Stop, "pk", "mission", "language", mission=[stop.mission_id])

    assert found == [(stop.pk, stop.mission_id, "de")]
    assert values_of(Stop, "pk", mission=[]) == []
