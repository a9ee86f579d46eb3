"""Pages of records ask the same however much hangs on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests import factories as make
from tests.cast import signed_in

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from gegenbesuch.accounts.models import Office, User

pytestmark = pytest.mark.django_db


def _person(office: Office, n: int) -> Any:
    person = make.PersonFactory(office=office)
    for _number in range(n):
        make.RoleFactory(person=person, organisation__office=office)
        make.CardExchangeFactory(person=person)
        make.NoteFactory(**make.on(person))
        make.ContactPointFactory(**make.on(person))
    return person


def _place(office: Office, n: int) -> Any:
    place = make.PlaceFactory()
    for _number in range(n):
        make.OrganisationFactory(office=office, place=place)
        make.StopFactory(mission__office=office, place=place)
    return place


def _sector(office: Office, n: int) -> Any:
    sector = make.SectorFactory()
    for organisation in make.OrganisationFactory.create_batch(n, office=office):
        organisation.sectors.add(sector)
    return sector


def _source(office: Office, n: int) -> Any:
    source = make.SourceFactory(office=office)
    for _number in range(n):
        organisation = make.OrganisationFactory(office=office)
        make.CitationFactory(source=source, **make.on(organisation))
    return source


RECORDS = {_person: 24, _place: 11, _sector: 9, _source: 6}


@pytest.mark.parametrize("n", [1, 3])
@pytest.mark.parametrize("made", RECORDS)
def test_page_of_a_record_asks_the_same_number_of_queries(
    alba: User,
    office: Office,
    made: Any,
    n: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client, record = signed_in(alba), made(office, n)
    client.get(record.get_absolute_url())

    with django_assert_num_queries(RECORDS[made]):
        response = client.get(record.get_absolute_url())

    assert response.status_code == 200
