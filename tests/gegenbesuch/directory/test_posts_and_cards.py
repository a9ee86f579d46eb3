"""A change of post, and business cards of which both sides are typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.urls import reverse

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.values.name import Name, Spelling
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.directory import services
from gegenbesuch.directory.models import Organisation, Person
from gegenbesuch.directory.services.field_values import texts_of
from tests.cast import signed_in
from tests.factories import (
    OrganisationFactory,
    PersonFactory,
    RoleFactory,
    SourceFactory,
)

if TYPE_CHECKING:
    from django.test import Client

    from gegenbesuch.accounts.models import Office, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(bruno: User) -> Client:
    client = signed_in(bruno)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


# --- Change of post ----------------------------------------------------------


def test_change_post_ends_one_role_and_begins_the_next_with_evidence(
    client: Client, office: Office
) -> None:
    old = RoleFactory(person__office=office, started_on="2010")
    new_place = services.create_organisation(
        office, actor=None, name={"de": "Handelskammer"}
    )
    source = SourceFactory(office=office)

    client.post(
        reverse("directory:change-post", args=[old.person.code]),
        {
            "old": old.code,
            "on": "July 2019",
            "title_0": "Präsident",
            "organisation": "Handelskammer",
            "source": source.pk,
            "quote": "seit Juli",
        },
    )

    old.refresh_from_db()
    new = old.person.roles.exclude(pk=old.pk).get()
    july = PartialDate.in_month(2019, 7)
    assert (old.started_on, old.ended_on) == (PartialDate.in_year(2010), july)
    assert (str(new.title), new.organisation, new.started_on) == (
        "Präsident", new_place, july,
    )  # fmt: skip
    assert [role.citations.get().quote for role in (old, new)] == ["seit Juli"] * 2
    entry = AuditEntry.objects.get(verb="directory.person.changed-post")
    assert entry.context == {"old": old.code, "new": new.code}


def test_change_post_offers_only_roles_that_go_on(
    client: Client, office: Office
) -> None:
    open_role = RoleFactory(person__office=office)
    ended = RoleFactory(person=open_role.person, ended_on="2012")

    page = client.get(
        reverse("directory:change-post", args=[open_role.person.code])
    ).content.decode()

    assert f'value="{open_role.code}" selected' in page
    assert ended.code not in page


def test_change_post_refuses_roles_of_others_and_ended_ones(office: Office) -> None:
    person = PersonFactory(office=office)
    foreign = RoleFactory(person__office=office)
    ended = RoleFactory(person=person, ended_on=PartialDate.in_year(2012))
    values: dict[str, Any] = {
        "actor": None,
        "on": PartialDate.in_year(2019),
        "title": "Amt",
        "organisation": OrganisationFactory(office=office),
    }

    with pytest.raises(ActionError):
        services.change_post(person, old=foreign, **values)
    with pytest.raises(ActionError):
        services.change_post(person, old=ended, **values)
    services.change_post(person, old=None, **values)

    assert person.roles.count() == 2


def test_change_post_that_would_end_before_it_began_writes_nothing(
    client: Client, office: Office
) -> None:
    old = RoleFactory(person__office=office, started_on="2015")

    page = client.post(
        reverse("directory:change-post", args=[old.person.code]),
        {"old": old.code, "on": "2010", "title_0": "Amt",
         "organisation_text_0": "Anderswo"},
    ).content.decode()  # fmt: skip

    assert "The role ends before it starts." in page
    assert old.person.roles.count() == 1


# --- Business cards ----------------------------------------------------------

CARD = {
    "given": "Kōichi",
    "family": "Sahara",
    "order": "family_first",
    "function": "Mayor",
    "organisation": "City of Toyohashi",
    "lines": "1 Imabashi-cho",
    "postcode": "440-8501",
    "locality": "Toyohashi",
    "kanji": "佐原 光一",
    "kana": "さはら こういち",
    "function_ja": "市長",
    "organisation_ja": "豊橋市",
    "lines_ja": "今橋町1",
    "postcode_ja": "440-8501",
    "region_ja": "愛知県",
    "locality_ja": "豊橋市",
    "country": "JP",
    "phone": "0532-51-2111",
    "email": "sahara@city.toyohashi.example",
    "on": "2019-06-18",
    "occasion": "Empfang in Osaka",
    "tags": "Stadtspitze",
}


def test_capture_card_makes_one_person_of_both_sides(
    client: Client, office: Office, bruno: User
) -> None:
    friend = PersonFactory(office=office)

    response = client.post(
        reverse("directory:capture-card"), {**CARD, "introduced_by": friend.code}
    )

    person = Person.objects.exclude(pk=friend.pk).get()
    assert response.headers["Location"] == person.get_absolute_url()
    assert person.name == Name(
        family="Sahara",
        given="Kōichi",
        order=person.name.order,
        kanji=Spelling("佐原", "光一"),
        kana=Spelling("さはら", "こういち"),
    )
    role = person.roles.get()
    assert texts_of(role.title) == {"en": "Mayor", "ja": "市長"}
    assert role.organisation is not None
    assert texts_of(role.organisation.name) == {
        "en": "City of Toyohashi", "ja": "豊橋市",
    }  # fmt: skip
    assert role.seen_from == PartialDate.from_code("2019-06-18")
    values = person.contact_points.order_by("kind").values_list("value", flat=True)
    assert list(values) == ["sahara@city.toyohashi.example", "+81532512111"]
    languages = person.addresses.order_by("language").values_list("language", flat=True)
    assert list(languages) == ["ja", "ja-Latn"]
    card = person.card_exchanges.get()
    assert (card.occasion, card.introduced_by, card.received_by) == (
        "Empfang in Osaka", friend, bruno,
    )  # fmt: skip
    assert "City of Toyohashi" in card.front
    assert "佐原 光一" in card.back
    assert [tag.name for tag in person.tags.all()] == ["Stadtspitze"]


def test_capture_card_asks_whose_it_is_and_adds_what_is_new(
    client: Client, office: Office
) -> None:
    known = services.create_person(
        office, actor=None, name=Name(family="Sahara", given="Kōichi")
    )
    services.create_organisation(office, actor=None, name={"ja": "豊橋市"})

    page = client.post(reverse("directory:capture-card"), CARD).content.decode()
    assert f'value="{known.code}"' in page
    assert Person.objects.count() == 1

    client.post(reverse("directory:capture-card"), {**CARD, "person": known.code})
    client.post(reverse("directory:capture-card"), {**CARD, "person": known.code})

    known.refresh_from_db()
    assert Person.objects.get() == known
    assert known.name.kanji == Spelling("佐原", "光一")
    assert known.name.aliases == ()
    assert Organisation.objects.count() == 1
    assert (known.roles.count(), known.contact_points.count()) == (1, 2)
    assert (known.addresses.count(), known.card_exchanges.count()) == (2, 2)


def test_capture_card_makes_somebody_else_of_the_same_name(
    client: Client, office: Office
) -> None:
    services.create_person(
        office, actor=None, name=Name(family="Sahara", given="Kōichi")
    )

    client.post(reverse("directory:capture-card"), {**CARD, "person": "new"})

    assert Person.objects.count() == 2


def test_capture_card_says_what_is_wrong_and_writes_nothing(
    client: Client, office: Office
) -> None:
    page = client.post(
        reverse("directory:capture-card"),
        {**CARD, "phone": "none", "email": "sahara"},
    ).content.decode()

    assert "“none” is no telephone number" in page
    assert "“sahara” is no mail address" in page
    assert 'value="佐原 光一"' in page
    assert not Person.objects.exists()


def test_capture_card_needs_a_name(client: Client) -> None:
    page = client.post(
        reverse("directory:capture-card"), {"occasion": "Empfang"}
    ).content.decode()

    assert "Please give the name in at least one script." in page
