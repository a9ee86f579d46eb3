"""Rows by keys: the same as Django's own queries, which are built each time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Count, Model, Q
from django.db.models.signals import post_init, pre_init
from django.test.utils import CaptureQueriesContext

from gegenbesuch.core.rows import kept, rows_of, values_of
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.directory.models import Citation, Organisation
from gegenbesuch.missions.models import Stop
from tests import factories as make

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

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


def test_a_record_is_as_django_makes_it():
    made = make.OrganisationFactory(founded_on=PartialDate.in_year(1889))

    (found,) = rows_of(Organisation, pk=[made.pk])

    expected = Organisation.objects.get(pk=made.pk)
    assert vars(found) | {"_state": None} == vars(expected) | {"_state": None}
    assert found._state.adding is False
    assert found._state.db == expected._state.db
    found.code = "hafen"
    found.save()
    assert Organisation.objects.get(code="hafen") == made


def test_no_model_has_ways_of_its_own_to_make_a_record():
    for model in apps.get_models(include_auto_created=True):
        assert model.__init__ is Model.__init__
        assert model.from_db.__func__ is Model.from_db.__func__
        assert not pre_init.has_listeners(model)
        assert not post_init.has_listeners(model)


def test_values_are_those_of_the_columns():
    stop = make.StopFactory(language="de")
    make.StopFactory()

    found = values_of(Stop, "pk", "mission", "language", mission=[stop.mission_id])

    assert found == [(stop.pk, stop.mission_id, "de")]
    assert values_of(Stop, "pk", mission=[]) == []


# --- Any query ---------------------------------------------------------------


@kept
def _items_of(
    offices: Collection[int], kind: str, place: int
) -> QuerySet[Organisation]:
    rows = Organisation.objects.filter(office__in=offices, kind=kind)
    rows = rows.filter(Q(place=place) | Q(parent__place=place))
    return (
        rows.select_related("place")
        .only("code", "name", "founded_on", "place__name")
        .annotate(children_count=Count("children"))
        .order_by("code")[:10]
    )


@pytest.mark.parametrize("n", [1, 2, 3])
def test_a_kept_query_finds_what_it_would_find_if_it_were_built(n: int):
    offices = make.OfficeFactory.create_batch(3)
    here, there = make.PlaceFactory.create_batch(2)
    for office in offices:
        for place, kind in ((here, "company"), (there, "company"), (here, "city")):
            make.OrganisationFactory(
                office=office,
                place=place,
                kind=kind,
                founded_on=PartialDate.in_year(1889),
            )
    asked = [office.pk for office in offices[:n]]
    first = Organisation.objects.filter(place=here, kind="company").earliest("pk")
    make.OrganisationFactory.create_batch(2, parent=first, kind="association")

    for place in (there, here):
        with CaptureQueriesContext(connection) as queries:
            found = _items_of(asked, "company", place.pk)
            shown = [(row.name, row.founded_on, str(row.place.name)) for row in found]

        expected = Organisation.objects.filter(
            office__in=asked, place=place, kind="company"
        ).order_by("code")
        assert found == list(expected)
        assert shown == [(e.name, e.founded_on, str(place.name)) for e in expected]
        assert len(queries) == 1
    assert sum(row.children_count for row in found) == 2


def test_a_kept_query_without_keys_finds_nothing_but_what_else_fits():
    @kept
    def either(offices: Collection[int], code: str) -> QuerySet[Any, tuple[Any, ...]]:
        rows = Organisation.objects.filter(Q(office__in=offices) | Q(code=code))
        return rows.order_by("pk").values_list("code", "founded_on")

    make.OrganisationFactory(code="hafen")
    make.OrganisationFactory(code="messe", founded_on=PartialDate.in_year(1497))

    assert either([], "messe") == [("messe", PartialDate.in_year(1497))]
    assert either([], "nobody") == []


def test_a_kept_query_reads_beside_it_what_it_was_told_to():
    organisation = make.OrganisationFactory()
    make.RoleFactory.create_batch(2, organisation=organisation)

    @kept
    def with_roles(code: str) -> QuerySet[Organisation]:
        return Organisation.objects.filter(code=code).prefetch_related("roles")

    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            (found,) = with_roles(organisation.code)
            assert len(found.roles.all()) == 2
        assert len(queries) == 2
    assert with_roles("nobody") == []


def test_a_query_that_changes_its_arguments_is_not_kept():
    @kept
    def containing(text: str) -> QuerySet[Organisation]:
        return Organisation.objects.filter(code__contains=text)

    with pytest.raises(ValueError, match="containing returns a query that cannot"):
        containing("hafen")


def test_a_kept_query_takes_a_moment():
    @kept
    def until(at: datetime) -> QuerySet[Organisation]:
        return Organisation.objects.filter(created_at__lte=at).order_by("pk")

    old, new = make.OrganisationFactory.create_batch(2)
    at = datetime(2019, 6, 2, 18, 30, 0, 1, tzinfo=UTC)
    Organisation.objects.filter(pk=old.pk).update(created_at=at)

    assert until(at - timedelta(microseconds=1)) == []
    assert until(at.astimezone(ZoneInfo("Asia/Tokyo"))) == [old]
    assert until(new.created_at) == [old, new]
