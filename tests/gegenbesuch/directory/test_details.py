"""What hangs on organisations and people: addresses, numbers, notes and more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError
from django.utils import translation

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.values.quantity import Quantity
from gegenbesuch.directory import listing, selectors, services
from gegenbesuch.directory.contact_values import (
    contact_link,
    contact_value,
    identifier_value,
    shown_contact,
    shown_identifier,
)
from gegenbesuch.directory.details import MOST_LINKS, details_of
from gegenbesuch.directory.models import (
    Address,
    CardExchange,
    ClusterMembership,
    ContactPoint,
    Figure,
    Identifier,
    Note,
    Organisation,
    OrganisationName,
    Person,
    Sector,
)
from tests.factories import (
    ClusterMembershipFactory,
    IdentifierFactory,
    OrganisationFactory,
    PersonFactory,
    on,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gegenbesuch.accounts.models import Office, User

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("kind", "text", "country", "stored", "shown"),
    [
        ("phone", "0341 123-40", "DE", "+4934112340", "+49 341 12340"),
        ("phone", "+49 (0)341 1234", "", "+493411234", "+49 341 1234"),
        ("mobile", "０９０−１２３４−５６７８", "JP", "+819012345678", "+81 90-1234-5678"),
        ("fax", "(03)1234-5678", "JP", "+81312345678", "+81 3-1234-5678"),
        (
            "phone", "0341/12340 ext. 12", "DE", "+4934112340;ext=12",
            "+49 341 12340 ext. 12",
        ),
        ("email", " U.Kurz@Müller.DE ", "", "U.Kurz@müller.de", "U.Kurz@müller.de"),
        ("website", "www.toyohashi.example/", "", "https://www.toyohashi.example/",
         "www.toyohashi.example"),
    ],
)  # fmt: skip
def test_contact_values_are_stored_in_one_form(
    kind: str, text: str, country: str, stored: str, shown: str
) -> None:
    value = contact_value(kind, text, country)

    assert (value, shown_contact(kind, value)) == (stored, shown)
    assert contact_value(kind, value) == value


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        ("phone", "0341 12340", "country"),
        ("phone", "call me", "telephone"),
        ("mobile", "+49 1", "telephone"),
        ("email", "name@", "mail address"),
        ("website", "javascript://alert(1)", "page"),
        ("website", "no page", "page"),
    ],
)
def test_contact_values_say_what_is_wrong(kind: str, text: str, reason: str) -> None:
    with pytest.raises(ActionError, match=reason):
        contact_value(kind, text)


def test_a_fax_has_no_link() -> None:
    links = [
        contact_link(kind, value)
        for kind, value in (
            ("email", "a@b.example"),
            ("phone", "+49341"),
            ("fax", "+49341"),
            ("website", "https://a.example"),
        )
    ]

    assert links == ["mailto:a@b.example", "tel:+49341", "", "https://a.example"]


@pytest.mark.parametrize(
    ("scheme", "text", "stored", "shown"),
    [
        ("lei", "213800kud8lajwsq9d15", "213800KUD8LAJWSQ9D15", "213800KUD8LAJWSQ9D15"),
        ("eu_vat", "DE 136 695 976", "DE136695976", "DE136695976"),
        ("jp_corporate", "T５８３５６７８２５６２４６", "5835678256246",
         "5-8356-7825-6246"),
        ("de_register", "HRB 44, Amtsgericht Leipzig", "Leipzig HRB 44",
         "Leipzig HRB 44"),
        ("orcid", "0000-0002-1825-0097", "0000000218250097", "0000-0002-1825-0097"),
        ("isni", "0000 0002 1825 0097", "0000000218250097", "0000 0002 1825 0097"),
        ("other", " A  1 ", "A 1", "A 1"),
    ],
)  # fmt: skip
def test_identifiers_are_stored_in_one_form(
    scheme: str, text: str, stored: str, shown: str
) -> None:
    value = identifier_value(scheme, text)

    assert (value, shown_identifier(scheme, value)) == (stored, shown)


@pytest.mark.parametrize(
    ("scheme", "text"),
    [
        ("lei", "213800KUD8LAJWSQ9D16"),
        ("eu_vat", "DE136695977"),
        ("jp_corporate", "4835678256246"),
        ("de_register", "HRB 44"),
        ("isni", "0000 0002 1825 0098"),
        ("other", " "),
    ],
)
def test_identifiers_with_wrong_check_digits_are_refused(
    scheme: str, text: str
) -> None:
    with pytest.raises(ActionError):
        identifier_value(scheme, text)


def test_add_detail_takes_the_country_of_the_organisation_for_its_numbers(
    office: Office, bruno: User
) -> None:
    organisation = OrganisationFactory(office=office, country="JP")

    contact = services.add_detail(
        organisation, ContactPoint, actor=bruno, kind="phone", value="078-123-4567"
    )

    assert contact.value == "+81781234567"
    entry = AuditEntry.objects.get(verb="directory.contact.added")
    assert entry.context == {"detail": contact.code, "value": "+81781234567"}


def test_update_detail_records_what_changed_and_nothing_else(
    office: Office, bruno: User
) -> None:
    person = PersonFactory(office=office)
    address = services.add_detail(
        person, Address, actor=None, lines="Ring 1", locality="Leipzig", country="de"
    )

    services.update_detail(address, actor=bruno, lines="Ring 2", locality="Leipzig")
    services.update_detail(address, actor=bruno, lines="Ring 2")

    entry = AuditEntry.objects.get(verb="directory.address.updated")
    assert entry.changes == {"lines": ["Ring 1", "Ring 2"]}
    assert address.country == "DE"


def test_update_detail_compares_what_is_stored(office: Office, bruno: User) -> None:
    contact = services.add_detail(
        PersonFactory(office=office),
        ContactPoint,
        actor=None,
        kind="phone",
        value="+49 341 12340",
    )

    services.update_detail(contact, actor=bruno, value="+49 (341) 12340")

    assert not AuditEntry.objects.filter(verb="directory.contact.updated").exists()


def test_remove_detail_leaves_its_value_in_the_trail(
    office: Office, bruno: User
) -> None:
    person = PersonFactory(office=office)
    note = services.add_detail(person, Note, actor=bruno, text="Ruft gern an")

    services.remove_detail(note, actor=bruno)

    assert not person.notes.exists()
    entry = AuditEntry.objects.get(verb="directory.note.removed")
    assert entry.context["value"] == "Ruft gern an"


def test_another_name_is_found_by_search(office: Office, alba: User) -> None:
    organisation = OrganisationFactory(office=office)
    name = services.add_detail(
        organisation, OrganisationName, actor=None, language="ja-Latn", text="Sōgō"
    )

    assert _found(alba, "sogo") == [organisation]

    services.remove_detail(name, actor=None)

    assert _found(alba, "sogo") == []


def _found(user: User, text: str) -> list[Organisation]:
    rows = selectors.organisation_rows()
    return listing.page_of(rows, user=user, text=text).rows


@pytest.mark.parametrize(
    ("model", "values", "reason"),
    [
        (Address, {"country": "DE"}, "street"),
        (Note, {"text": " \n"}, "write something"),
        (Figure, {"what": "n", "label": "", "quantity": Quantity.exact(1)}, "counted"),
        (OrganisationName, {"text": ""}, "name"),
        (OrganisationName, {"text": "A", "started_on": "2020", "ended_on": "2019"},
         "before it starts"),
    ],
)  # fmt: skip
def test_add_detail_refuses_what_makes_no_sense(
    office: Office, model: type[Any], values: dict[str, Any], reason: str
) -> None:
    with pytest.raises(ActionError, match=reason):
        services.add_detail(
            OrganisationFactory(office=office), model, actor=None, **values
        )


def test_add_detail_refuses_the_same_identifier_twice(office: Office) -> None:
    organisation = OrganisationFactory(office=office)
    number = {"scheme": "lei", "value": "213800KUD8LAJWSQ9D15"}
    services.add_detail(organisation, Identifier, actor=None, **number)

    with pytest.raises(ActionError, match="already"):
        services.add_detail(organisation, Identifier, actor=None, **number)
    with pytest.raises(IntegrityError):
        IdentifierFactory(**on(organisation), **number)


def test_an_organisation_is_no_member_of_itself(office: Office) -> None:
    organisation = OrganisationFactory(office=office)

    with pytest.raises(ActionError, match="itself"):
        services.add_detail(
            organisation, ClusterMembership, actor=None, cluster=organisation
        )
    with pytest.raises(IntegrityError):
        ClusterMembershipFactory(cluster=organisation, member=organisation)


def test_a_cluster_of_another_office_is_refused(
    office: Office, other_office: Office
) -> None:
    with pytest.raises(ActionError, match="office"):
        services.add_detail(
            OrganisationFactory(office=office),
            ClusterMembership,
            actor=None,
            cluster=OrganisationFactory(office=other_office),
        )


def test_nobody_introduces_themselves(office: Office) -> None:
    person = PersonFactory(office=office)

    with pytest.raises(ActionError, match="themselves"):
        services.add_detail(person, CardExchange, actor=None, introduced_by=person)


def test_archive_record_takes_it_out_of_invitations_and_restore_brings_it_back(
    office: Office, bruno: User
) -> None:
    person = PersonFactory(office=office)

    services.archive_record(person, actor=bruno)
    assert not Person.objects.invitable().exists()
    with pytest.raises(ActionError, match="already"):
        services.archive_record(person, actor=bruno)

    services.restore_record(person, actor=bruno)
    assert Person.objects.invitable().get() == person
    with pytest.raises(ActionError, match="not in the archive"):
        services.restore_record(person, actor=bruno)
    verbs = AuditEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["directory.person.archived", "directory.person.restored"]


def test_the_dead_are_not_invited(office: Office) -> None:
    PersonFactory(office=office, is_deceased=True)

    assert list(Person.objects.invitable()) == []


def test_tags_are_made_once_whatever_their_case(office: Office) -> None:
    first = services.tags_called(office, ["Presse", "VIP  Gast"])
    again = services.tags_called(office, ["presse", "vip gast", "", "Beirat"])

    assert [tag.name for tag in first] == ["Presse", "VIP Gast"]
    assert [tag.name for tag in again] == ["Beirat", "Presse", "VIP Gast"]


def test_japanese_lists_of_organisations_go_by_reading(office: Office) -> None:
    names = [
        {"name": {"ja": "豊橋商工会議所"}, "reading": "トヨハシショウコウカイギショ"},
        {"name": {"ja": "アサヒ"}},
        {"name": {"de": "Ärztehaus", "ja": "医師会館"}},
    ]
    for values in names:
        services.create_organisation(office, actor=None, **values)

    rows = Organisation.objects.order_by("sort_key_ja")
    assert [str(row.name.data["ja"]) for row in rows] == [
        "アサヒ", "豊橋商工会議所", "医師会館",
    ]  # fmt: skip


def test_every_installation_has_the_sectors_with_four_classifications() -> None:
    sectors = Sector.objects.order_by("position")

    assert sectors.count() == 30
    for sector in sectors:
        assert set(sector.name.data) == {"de", "en", "ja"}
        assert set(sector.codes) == {"nace-2", "nace-2.1", "isic-4", "jsic-13"}
        assert all(sector.codes.values())


def test_members_are_counted_beside_many_memberships(office: Office):
    cluster = OrganisationFactory(office=office)
    for _number in range(MOST_LINKS - 1):
        ClusterMembershipFactory(cluster__office=office, member=cluster)
    ClusterMembershipFactory.create_batch(3, cluster=cluster)

    details = details_of(cluster)

    assert details.member_count == 3
    assert len(details.memberships) == MOST_LINKS - 1
