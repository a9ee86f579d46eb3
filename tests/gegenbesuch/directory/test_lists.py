"""Many records at once, lists that are kept, and whom to invite."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.db import IntegrityError
from django.urls import reverse
from django.utils.timezone import now

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.directory import services
from gegenbesuch.directory.models import (
    DistributionList,
    Organisation,
    Person,
    SavedFilter,
)
from tests.cast import signed_in
from tests.factories import (
    ContactPointFactory,
    DistributionEntryFactory,
    DistributionListFactory,
    OrganisationFactory,
    PersonFactory,
    SavedFilterFactory,
    SectorFactory,
    TagFactory,
    on,
)

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from gegenbesuch.accounts.models import Office, User

pytestmark = pytest.mark.django_db

CHANGE_PEOPLE = "/people/change-many/"


@pytest.fixture
def client(bruno: User) -> Client:
    client = signed_in(bruno)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


# --- Many at once ------------------------------------------------------------


def test_change_many_previews_first_and_writes_then(
    client: Client, office: Office, bruno: User
) -> None:
    first, second, third = PersonFactory.create_batch(3, office=office)
    data = {"code": [first.code, second.code], "add_tags": "Presse; Beirat",
            "owner": bruno.pk}  # fmt: skip

    page = client.post(CHANGE_PEOPLE, {**data, "step": "preview"}).content.decode()
    assert "Presse, Beirat" in page
    assert not first.tags.exists()

    client.post(CHANGE_PEOPLE, {**data, "step": "apply"})

    for person in (first, second):
        person.refresh_from_db()
        assert person.owner == bruno
        names = person.tags.order_by("name").values_list("name", flat=True)
        assert list(names) == ["Beirat", "Presse"]
    assert not third.tags.exists()
    assert AuditEntry.objects.filter(verb="directory.person.updated").count() == 2


def test_change_many_takes_all_that_a_list_finds(
    client: Client, office: Office
) -> None:
    wanted = [
        services.create_organisation(office, actor=None, name={"de": f"Hafen {n}"})
        for n in range(2)
    ]
    other = services.create_organisation(office, actor=None, name={"de": "Anders"})
    sector = SectorFactory()

    client.post(
        "/organisations/change-many/",
        {"query": "q=hafen&at=row~25", "add_sector": sector.pk, "archive": "archive",
         "step": "apply"},
    )  # fmt: skip

    assert set(Organisation.objects.filter(sectors=sector)) == set(wanted)
    assert set(Organisation.objects.filter(archived_at=None)) == {other}


def test_change_many_asks_for_a_change(client: Client, office: Office) -> None:
    person = PersonFactory(office=office)

    page = client.post(
        CHANGE_PEOPLE, {"code": person.code, "step": "apply"}
    ).content.decode()

    assert "Please choose what is to be changed." in page


def test_change_many_leaves_records_of_other_offices_alone(
    client: Client, other_office: Office
) -> None:
    person = PersonFactory(office=other_office)

    client.post(CHANGE_PEOPLE, {"code": person.code, "add_tags": "X", "step": "apply"})

    assert not person.tags.exists()


def test_change_many_puts_people_on_a_list_but_for_the_dead(
    client: Client, office: Office
) -> None:
    row = DistributionListFactory(office=office)
    alive, dead = (
        PersonFactory(office=office),
        PersonFactory(office=office, is_deceased=True),
    )

    client.post(
        CHANGE_PEOPLE,
        {"code": [alive.code, dead.code], "add_to": row.pk, "step": "apply"},
    )

    assert list(row.people.all()) == [alive]


def test_change_many_takes_tags_away_and_out_of_the_archive(
    office: Office, bruno: User
) -> None:
    person = PersonFactory(office=office, archived_at=now())
    person.tags.add(TagFactory(office=office, name="Presse"))
    person.tags.add(TagFactory(office=office, name="Beirat"))

    services.change_many(
        [person], actor=bruno, remove_tags=["PRESSE"], archive="restore"
    )

    person.refresh_from_db()
    assert [tag.name for tag in person.tags.all()] == ["Beirat"]
    assert not person.is_archived


# --- Lists are narrowed and kept ---------------------------------------------


def test_lists_are_narrowed_by_owner_tag_and_archive(
    client: Client, office: Office, bruno: User
) -> None:
    tag = TagFactory(office=office)
    mine = services.create_person(
        office, actor=None, name=PersonFactory.build().name, owner=bruno,
        tags=[tag.name],
    )  # fmt: skip
    other = PersonFactory(office=office)
    gone = PersonFactory(office=office, archived_at=now())

    found = {
        query: {
            person
            for person in (mine, other, gone)
            if person.get_absolute_url()
            in client.get(f"/people/?{query}").content.decode()
        }
        for query in (f"owner={bruno.pk}", f"tag={tag.code}", "state=archive", "")
    }

    assert found == {
        f"owner={bruno.pk}": {mine},
        f"tag={tag.code}": {mine},
        "state=archive": {gone},
        "": {mine, other},
    }


def test_save_filter_keeps_the_search_without_its_page(
    client: Client, office: Office, bruno: User
) -> None:
    response = client.post(
        "/organisations/save-filter/",
        {"name": "Häfen", "query": "q=hafen&at=row~25&kind="},
    )

    saved = SavedFilter.objects.get()
    assert (saved.query, saved.author, saved.office) == ("q=hafen", bruno, office)
    assert response.headers["Location"] == "/organisations/?q=hafen"
    assert "Häfen" in client.get("/organisations/").content.decode()


def test_kept_lists_are_for_oneself_unless_they_are_shared(
    client: Client, office: Office, alba: User
) -> None:
    SavedFilterFactory(office=office, author=alba, name="Nur für Alba")
    SavedFilterFactory(office=office, author=alba, name="Für alle", is_shared=True)

    page = client.get("/organisations/").content.decode()

    assert "Für alle" in page
    assert "Nur für Alba" not in page


def test_nobody_removes_what_somebody_else_kept_for_themselves(
    client: Client, office: Office, alba: User
) -> None:
    saved = SavedFilterFactory(office=office, author=alba)

    response = client.post(reverse("directory:remove-filter", args=[saved.code]))

    assert response.status_code == 403
    assert SavedFilter.objects.exists()


# --- Distribution lists ------------------------------------------------------


def test_a_distribution_list_leaves_out_who_died_since(
    client: Client, office: Office
) -> None:
    row = DistributionListFactory(office=office)
    alive, dead, gone = PersonFactory.create_batch(3, office=office)
    ContactPointFactory(value="alive@company.example", **on(alive))
    for person in (alive, dead, gone):
        services.add_to_list(row, person, actor=None)

    services.update_person(dead, actor=None, is_deceased=True)
    services.archive_record(gone, actor=None)

    page = client.get(row.get_absolute_url()).content.decode()
    assert alive.get_absolute_url() in page
    assert "alive@company.example" in page
    assert dead.get_absolute_url() not in page
    assert gone.get_absolute_url() not in page
    assert "they are left out" in page


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"is_deceased": True}, "never invited"),
        ({"archived_at": now()}, "archive"),
    ],
)
def test_add_to_list_says_why_somebody_cannot_be_on_it(
    client: Client, office: Office, values: dict[str, object], reason: str
) -> None:
    row = DistributionListFactory(office=office)
    person = PersonFactory(office=office, **values)

    page = client.post(row.get_absolute_url(), {"person": person.code})

    assert reason in page.content.decode()
    assert not row.entries.exists()


def test_add_to_list_refuses_people_of_another_office(
    office: Office, other_office: Office
) -> None:
    with pytest.raises(ActionError):
        services.add_to_list(
            DistributionListFactory(office=office),
            PersonFactory(office=other_office),
            actor=None,
        )


@pytest.mark.database
def test_nobody_is_twice_on_a_list(office: Office) -> None:
    entry = DistributionEntryFactory(list__office=office)

    assert not services.add_to_list(entry.list, entry.person, actor=None)
    with pytest.raises(IntegrityError):
        DistributionEntryFactory(list=entry.list, person=entry.person)


def test_lists_are_made_changed_and_removed(client: Client, office: Office) -> None:
    client.post("/distribution-lists/create/", {"name": "Neujahr"})
    row = DistributionList.objects.get()
    person = PersonFactory(office=office)
    client.post(row.get_absolute_url(), {"person": person.code, "note": "Tisch 1"})
    assert row.entries.get().note == "Tisch 1"

    client.post(reverse("directory:update-list", args=[row.code]), {"name": "Neu"})
    row.refresh_from_db()
    assert row.name == "Neu"

    path = reverse("directory:remove-from-list", args=[row.code, person.code])
    client.post(path)
    assert not row.entries.exists()

    client.post(reverse("directory:remove-list", args=[row.code]))
    assert not DistributionList.objects.exists()
    assert Person.objects.exists()
    verbs = AuditEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert [verb.rpartition(".")[2] for verb in verbs] == [
        "created", "person-added", "updated", "person-removed", "removed",
    ]  # fmt: skip


@pytest.mark.parametrize("n", [1, 3])
def test_a_distribution_list_asks_the_same_number_of_queries(
    client: Client,
    office: Office,
    n: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    row = DistributionListFactory(office=office)
    for _number in range(n):
        person = PersonFactory(office=office)
        ContactPointFactory(**on(person))
        services.add_to_list(row, person, actor=None)
    client.get(row.get_absolute_url())

    with django_assert_num_queries(10):
        client.get(row.get_absolute_url())


def test_lists_of_organisations_go_by_reading_in_japanese(
    client: Client, office: Office
) -> None:
    for name, reading in (("豊橋", "とよはし"), ("愛知", "あいち"), ("Ärzte", "")):
        services.create_organisation(
            office, actor=None, name={"de": name, "ja": name}, reading=reading
        )
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ja"

    page = client.get(reverse("directory:organisations")).content.decode()

    assert page.index(">愛知<") < page.index(">豊橋<") < page.index(">Ärzte<")
    OrganisationFactory(office=office)
