"""Pages of records ask the same however much hangs on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from gegenbesuch.accounts.models import Membership
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


def _relation(office: Office, n: int) -> str:
    relation = make.RelationFactory(office=office)
    for _number in range(n):
        make.RelationFactFactory(relation=relation)
        make.MissionFactory(office=office, relation=relation)
    return str(relation.get_absolute_url())


def _form(kind: str, *more: str) -> Any:
    """Return what makes the address of a form of a record with n of everything."""

    def made(office: Office, n: int) -> str:
        record = (
            _person(office, n)
            if kind == "people"
            else make.OrganisationFactory(office=office)
        )
        _others(office, n)
        return "/".join(["", kind, record.code, *more, ""])

    return made


def _create(kind: str) -> Any:
    def made(office: Office, n: int) -> str:
        _others(office, n)
        return f"/{kind}/create/"

    return made


def _compare(office: Office, n: int) -> str:
    kept, dropped = _person(office, n), _person(office, n)
    return f"/people/{kept.code}/merge/?other={dropped.code}"


def _compare_organisations(office: Office, n: int) -> str:
    kept, dropped = make.OrganisationFactory.create_batch(2, office=office)
    for _number in range(n):
        make.RoleFactory(organisation=dropped, person__office=office)
        make.NoteFactory(**make.on(dropped))
    return f"/organisations/{kept.code}/merge/?other={dropped.code}"


def _change_many(office: Office, n: int) -> str:
    _others(office, n)
    chosen = make.PersonFactory.create_batch(n, office=office)
    return "/people/change-many/?" + "&".join(f"code={row.code}" for row in chosen)


def _save_filter(office: Office, n: int) -> str:
    make.SavedFilterFactory.create_batch(n, office=office, is_shared=True)
    return "/people/save-filter/?q=Kurz"


def _erase(office: Office, n: int) -> str:
    person = _person(office, n)
    for _number in range(n):
        make.GuestFactory(guest_list__office=office, person=person)
        make.ParticipationFactory(mission__office=office, person=person)
    return f"/people/{person.code}/erase/"


def _others(office: Office, n: int) -> None:
    """Fill what forms offer to choose from."""
    make.TagFactory.create_batch(n, office=office)
    make.DistributionListFactory.create_batch(n, office=office)
    make.SourceFactory.create_batch(n, office=office)
    make.SectorFactory.create_batch(n)
    make.PlaceFactory.create_batch(n)
    make.OrganisationFactory.create_batch(n, office=office)
    make.MembershipFactory.create_batch(n, office=office)


PAGES = {
    "relation": (_relation, 16),
    "create person": (_create("people"), 5),
    "edit person": (_form("people", "edit"), 6),
    "create organisation": (_create("organisations"), 7),
    "edit organisation": (_form("organisations", "edit"), 9),
    "add role": (_form("people", "roles", "add"), 5),
    "change post": (_form("people", "change-post"), 6),
    "forms of address": (_form("people", "address-forms"), 4),
    "add address": (_form("people", "addresses", "add"), 4),
    "add figure": (_form("organisations", "figures", "add"), 5),
    "add source": (_create("sources"), 4),
    "type a card": (lambda office, n: _others(office, n) or "/people/capture-card/", 4),
    "choose whom to merge": (_form("people", "merge"), 4),
    "compare people": (_compare, 6),
    "compare organisations": (_compare_organisations, 6),
    "change many": (_change_many, 7),
    "keep a search": (_save_filter, 3),
    "erase": (_erase, 10),
}


@pytest.mark.parametrize("n", [1, 3])
@pytest.mark.parametrize("page", PAGES)
def test_form_asks_the_same_number_of_queries(
    alba: User,
    office: Office,
    page: str,
    n: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_page, count = PAGES[page]
    Membership.objects.filter(user=alba).update(role=Membership.Role.ADMIN)
    client, address = signed_in(alba), make_page(office, n)
    client.get(address)

    with django_assert_num_queries(count):
        response = client.get(address)

    assert response.status_code == 200
