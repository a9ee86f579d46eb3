"""The pages on which what hangs on a record is added, changed and taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.values.quantity import Quantity
from gegenbesuch.directory import services
from gegenbesuch.directory.address_format import address_lines
from gegenbesuch.directory.models import (
    Address,
    CardExchange,
    ContactPoint,
    Merge,
    Note,
    Organisation,
    Person,
    Source,
)
from tests.cast import signed_in
from tests.factories import (
    AddressFactory,
    CitationFactory,
    ContactPointFactory,
    FigureFactory,
    NoteFactory,
    OrganisationFactory,
    PersonFactory,
    RoleFactory,
    SourceFactory,
    on,
    shown,
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


def _address(record: Any, verb: str, *args: str) -> str:
    kind = "people" if record.is_person else "organisations"
    return reverse(f"directory:{verb}", args=[kind, record.code, *args])


def test_add_detail_stores_the_number_and_goes_back(
    client: Client, office: Office
) -> None:
    record = OrganisationFactory(office=office, country="DE")

    response = client.post(
        _address(record, "add-detail", "contacts"),
        {"kind": "phone", "value": "0341 123-40", "note": "Zentrale"},
    )

    assert response.headers["Location"] == record.get_absolute_url()
    contact = record.contact_points.get()
    assert (contact.value, contact.note) == ("+4934112340", "Zentrale")


def test_add_detail_says_what_is_wrong_and_keeps_what_was_typed(
    client: Client, office: Office
) -> None:
    record = PersonFactory(office=office)

    page = client.post(
        _address(record, "add-detail", "contacts"),
        {"kind": "phone", "value": "call me"},
    ).content.decode()

    assert "“call me” is no telephone number" in page
    assert 'value="call me"' in page
    assert not ContactPoint.objects.exists()


def test_a_figure_is_stored_with_its_role_date_and_source(
    client: Client, office: Office
) -> None:
    record = OrganisationFactory(office=office)
    source = SourceFactory(office=office)

    client.post(
        _address(record, "add-detail", "figures"),
        {
            "label_0": "Unternehmen",
            "quantity": "more than 350 (as of 2019)",
            "role": "theirs",
            "source": source.pk,
            "quote": "350社",
        },
    )

    figure = record.figures.get()
    assert (figure.what, figure.role) == ("unternehmen", "theirs")
    assert figure.quantity.qualifier == Quantity.more_than(350).qualifier
    assert figure.citations.get().source == source
    assert figure.citations.get().quote == "350社"


def test_a_note_says_who_wrote_it(client: Client, office: Office, bruno: User) -> None:
    record = PersonFactory(office=office)

    client.post(_address(record, "add-detail", "notes"), {"text": "Ruft gern an"})

    note = record.notes.get()
    assert (note.text, note.author) == ("Ruft gern an", bruno)
    assert "Ruft gern an" in client.get(record.get_absolute_url()).content.decode()


def test_a_card_says_who_received_it_and_who_introduced_them(
    client: Client, office: Office, bruno: User
) -> None:
    record = PersonFactory(office=office)
    friend = PersonFactory(office=office)

    client.post(
        _address(record, "add-detail", "cards"),
        {"on": "18 June 2019", "occasion": "Empfang", "introduced_by": friend.code},
    )

    card = CardExchange.objects.get()
    assert (card.person, card.received_by, card.introduced_by) == (
        record, bruno, friend,
    )  # fmt: skip


def test_update_detail_warns_of_somebody_elses_change(
    client: Client, office: Office
) -> None:
    record = PersonFactory(office=office)
    note = NoteFactory(text="Alt", **on(record))
    old = shown(note)
    services.update_detail(note, actor=None, text="Von anderen")

    page = client.post(
        _address(record, "update-detail", "notes", note.code), {"text": "Neu", **old}
    ).content.decode()

    note.refresh_from_db()
    assert note.text == "Von anderen"
    assert "Somebody else has changed this" in page


def test_update_detail_changes_it(client: Client, office: Office) -> None:
    record = PersonFactory(office=office)
    address = AddressFactory(**on(record))

    client.post(
        _address(record, "update-detail", "addresses", address.code),
        {"kind": "postal", "lines": "Ring 5", "country": "DE", **shown(address)},
    )

    address.refresh_from_db()
    assert (address.kind, address.lines, address.postcode) == ("postal", "Ring 5", "")


def test_remove_detail_takes_it_away(client: Client, office: Office) -> None:
    record = PersonFactory(office=office)
    note = NoteFactory(**on(record))

    client.post(_address(record, "remove-detail", "notes", note.code))

    assert not Note.objects.exists()


@pytest.mark.parametrize("noun", ["addresses", "nonsense", "memberships"])
def test_details_of_others_do_not_exist(
    client: Client, office: Office, noun: str
) -> None:
    record, other = PersonFactory.create_batch(2, office=office)
    address = AddressFactory(**on(other))

    path = _address(record, "update-detail", "addresses", address.code)
    path = path.replace("/addresses/", f"/{noun}/")

    assert client.get(path).status_code == 404


def test_forms_say_what_is_stored(client: Client, office: Office) -> None:
    record = OrganisationFactory(office=office)
    figure = FigureFactory(**on(record))
    contact = ContactPointFactory(value="a@b.example", **on(record))

    pages = [
        client.get(_address(record, "update-detail", noun, row.code)).content.decode()
        for noun, row in (("figures", figure), ("contacts", contact))
    ]

    assert 'value="350"' in pages[0]
    assert 'value="a@b.example"' in pages[1]


# --- Addresses in the order of their country ---------------------------------


@pytest.mark.parametrize(
    ("reader", "values", "lines"),
    [
        (
            "de",
            {"country": "DE", "lines": "Ring 4\nHaus B", "postcode": "04109",
             "locality": "Leipzig"},
            ["Ring 4", "Haus B", "04109 Leipzig", "Deutschland"],
        ),
        (
            "ja",
            {"country": "JP", "language": "ja", "lines": "今橋町1",
             "postcode": "440-8501", "locality": "豊橋市", "region": "愛知県"},
            ["〒440-8501", "愛知県豊橋市", "今橋町1"],
        ),
        (
            "de",
            {"country": "JP", "language": "ja", "lines": "今橋町1",
             "locality": "豊橋市", "region": "愛知県"},
            ["愛知県豊橋市", "今橋町1", "Japan"],
        ),
        (
            "en",
            {"country": "JP", "language": "ja-Latn", "lines": "1 Imabashi-cho",
             "postcode": "440-8501", "locality": "Toyohashi", "region": "Aichi"},
            ["1 Imabashi-cho", "Toyohashi, Aichi 440-8501", "Japan"],
        ),
        (
            "en",
            {"country": "GB", "lines": "10 High St", "postcode": "SW1A 2AA",
             "locality": "London"},
            ["10 High St", "London", "SW1A 2AA", "United Kingdom"],
        ),
        (
            "en",
            {"country": "US", "lines": "1 Main St", "postcode": "94110",
             "locality": "San Francisco", "region": "CA"},
            ["1 Main St", "San Francisco CA 94110", "United States"],
        ),
        ("en", {"country": "", "locality": "Leipzig"}, ["Leipzig"]),
    ],
)  # fmt: skip
def test_addresses_are_in_the_order_of_their_country(
    reader: str, values: dict[str, str], lines: list[str]
) -> None:
    with translation.override(reader):
        assert address_lines(Address(**values)) == lines


# --- The archive, and two made one -------------------------------------------


def test_archived_records_leave_the_list(client: Client, office: Office) -> None:
    record = OrganisationFactory(office=office)

    client.post(_address(record, "archive-record"))

    page = client.get(reverse("directory:organisations")).content.decode()
    assert record.code not in page
    record.refresh_from_db()
    assert record.is_archived
    client.post(_address(record, "restore-record"))
    page = client.get(reverse("directory:organisations")).content.decode()
    assert record.code in page


def test_merge_record_compares_first_and_then_makes_them_one(
    client: Client, office: Office
) -> None:
    kept = services.create_organisation(
        office, actor=None, name={"de": "Hafen Kobe"}, country="DE"
    )
    other = services.create_organisation(
        office, actor=None, name={"de": "Hafenamt"}, country="JP"
    )
    RoleFactory(organisation=other)
    path = _address(kept, "merge-record") + f"?other={other.code}"

    page = client.get(path).content.decode()
    assert "Hafen Kobe" in page
    assert "Hafenamt" in page
    assert 'name="take" value="country"' in page
    assert "Roles" in page

    response = client.post(path, {"take": ["country"]})
    assert response.headers["Location"] == kept.get_absolute_url()
    kept.refresh_from_db()
    assert kept.country == "JP"
    assert kept.roles.count() == 1
    moved = client.get(other.get_absolute_url())
    assert moved.headers["Location"] == kept.get_absolute_url()

    client.post(reverse("directory:undo-merge", args=[Merge.objects.get().code]))
    assert Organisation.objects.get(code=other.code).roles.count() == 1


def test_merge_record_refuses_fields_that_nobody_may_take(
    client: Client, office: Office
) -> None:
    kept, other = PersonFactory.create_batch(2, office=office)

    client.post(
        _address(kept, "merge-record") + f"?other={other.code}",
        {"take": ["code", "office", "sort_key", "nonsense"]},
    )

    kept.refresh_from_db()
    assert Person.objects.get() == kept
    assert AuditEntry.objects.filter(verb="directory.person.merged").exists()


@pytest.mark.parametrize("other", ["", "nobody at all", "self"])
def test_merge_record_wants_another_record(
    client: Client, office: Office, other: str
) -> None:
    record = services.create_person(office, name=PersonFactory.build().name, actor=None)
    wanted = record.code if other == "self" else other

    response = client.post(_address(record, "merge-record") + f"?other={wanted}")

    assert response.status_code == 200
    assert not Merge.objects.exists()


def test_sources_of_a_figure_are_added_to_those_before(
    client: Client, office: Office
) -> None:
    record = OrganisationFactory(office=office)
    figure = FigureFactory(**on(record))
    CitationFactory(source=SourceFactory(office=office), **on(figure))
    more = SourceFactory(office=office)

    client.post(
        _address(record, "update-detail", "figures", figure.code),
        {
            "label_0": "Unternehmen",
            "quantity": "350",
            "role": "context",
            "source": more.pk,
            **shown(figure),
        },
    )

    assert figure.citations.count() == 2


# --- Roles and sources -------------------------------------------------------


def test_a_role_is_noted_with_its_source(client: Client, office: Office) -> None:
    person = PersonFactory(office=office)
    first, second = SourceFactory.create_batch(2, office=office)
    typed = {"title_0": "Amt", "organisation_text_0": "Anderswo", "seen_from": "2015"}

    client.post(
        reverse("directory:add-role", args=[person.code]),
        {**typed, "source": first.pk, "quote": "S. 4"},
    )
    role = person.roles.get()
    client.post(
        reverse("directory:update-role", args=[person.code, role.code]),
        {**typed, "seen_until": "2019", "source": second.pk, **shown(role)},
    )

    role.refresh_from_db()
    assert role.seen_until.code == "2019"
    cited = role.citations.order_by("pk").values_list("source_id", "quote")
    assert list(cited) == [(first.pk, "S. 4"), (second.pk, "")]


def test_create_source_takes_the_next_number(client: Client, office: Office) -> None:
    SourceFactory(office=office, number="002")

    for title in ("Bericht", "Meldung"):
        client.post(
            reverse("directory:create-source"),
            {"title_0": title, "kind": "document", "url": "city.example/bericht"},
        )

    numbers = Source.objects.order_by("pk").values_list("number", flat=True)
    assert list(numbers) == ["002", "003", "004"]
    assert Source.objects.last().url == "https://city.example/bericht"  # type: ignore[union-attr]


def test_create_source_says_that_a_number_is_taken(
    client: Client, office: Office
) -> None:
    SourceFactory(office=office, number="7")

    page = client.post(
        reverse("directory:create-source"),
        {"title_0": "Bericht", "kind": "document", "number": "7"},
    ).content.decode()

    assert "The number “7” is taken by another source." in page
    assert Source.objects.count() == 1
