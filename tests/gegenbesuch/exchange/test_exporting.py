"""What goes out comes back: tables, vCards and JSON, read by others in between."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import vobject
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now

from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.values.name import Name, Spelling
from gegenbesuch.directory import services as directory
from gegenbesuch.directory.models import Address, ContactPoint, Note, Person, Tag
from gegenbesuch.exchange import (
    contacts_out,
    exporting,
    running,
    services,
    storing,
    tables,
)
from gegenbesuch.exchange.models import ExportEntry
from tests import factories as make
from tests.cast import signed_in

if TYPE_CHECKING:
    from django.http import HttpResponse

    from gegenbesuch.accounts.models import Office, User

pytestmark = pytest.mark.django_db

NAMES = [
    Name(family="Klein", given="Anna", title="Dr.", aliases=("A. Klein",)),
    Name(
        family="Sahara",
        given="Koichi",
        kanji=Spelling("佐原", "光一"),
        kana=Spelling("サハラ", "コウイチ"),
    ),
    Name(kanji=Spelling("山田", "太郎"), kana=Spelling("やまだ", "たろう")),
    Name(full="Sukarno"),
]


def whole_person(office: Office, name: Name) -> Person:
    body = make.OrganisationFactory(
        office=office, name={"de": "Klein; GmbH", "ja": "株式会社クライン"}
    )
    person = directory.create_person(
        office, name=name, actor=None, salutation="ms", languages=["de", "ja"]
    )
    directory.add_role(
        person, organisation=body, title={"de": "Leiterin, Vertrieb", "ja": "部長"},
        started_on="2019-06", actor=None,
    )  # fmt: skip
    # An earlier function in the same place, and one elsewhere.
    directory.add_role(
        person, organisation=body, title={"de": "Referent"}, started_on="2012",
        ended_on="2019-05", actor=None,
    )  # fmt: skip
    other = make.OrganisationFactory(office=office, name={"en": "Sahara Ltd"})
    directory.add_role(
        person, organisation=other, title=storing.CONTACT, seen_from="2015",
        seen_until="2018-03", actor=None,
    )  # fmt: skip
    for kind, value in (
        ("email", "a@klein-firma.de"),
        ("email", "b@klein-firma.de"),
        ("phone", "+493411234567"),
        ("mobile", "+491711234567"),
        ("fax", "+493411234568"),
    ):
        directory.add_detail(person, ContactPoint, actor=None, kind=kind, value=value)
    directory.add_detail(
        person, Address, actor=None, lines="Hauptstr. 5\nHinterhaus", postcode="04109",
        locality="Leipzig", country="DE",
    )  # fmt: skip
    directory.add_detail(person, Note, actor=None, text='Erste, Zeile;\nzweite "Zeile"')
    person.tags.add(
        Tag.objects.get_or_create(office=office, name="Messe", key="messe")[0]
    )
    return person


def as_dict(person: Person) -> dict[str, Any]:
    contact = contacts_out.person_as_contact(Person.objects.get(pk=person.pk))
    return {field: sorted(v) for field, v in contact.items() if field != "code"}


def roles_of(person: Person) -> list[Any]:
    return sorted(
        (
            str(role.organisation.name.data) if role.organisation else "",
            str(role.title.data),
            *(getattr(role, field).code for field in storing._OF_ROLE),
        )
        for role in person.roles.all()
    )


def imported(office: Office, data: bytes) -> Person:
    run = services.upload_import(office, data=data, name="x", actor=None, at=now())
    run = services.prepare_import(run, actor=None, at=now())
    running.take(run, holder := running.new_holder(), at=now())
    running.process(run, holder)
    assert [row.status for row in run.rows.all()] == ["created"]
    return Person.objects.get(office=office)


def _through_vobject(data: bytes) -> bytes:
    cards = list(vobject.readComponents(data.decode()))
    return "".join(card.serialize() for card in cards).encode()


@pytest.mark.parametrize("name", NAMES, ids=["latin", "all", "kanji", "single"])
@pytest.mark.parametrize(
    "file_format", ["json", "vcard3", "vcard4", "xlsx", "ods", "csv"]
)
def test_a_person_comes_back_whole(
    office: Office, other_office: Office, name: Name, file_format: str
) -> None:
    person = whole_person(office, name)
    contact = contacts_out.person_as_contact(person)

    with translation.override("de"):  # a table says by its headings what it is in
        data = exporting.written([contact], file_format)
    back = imported(other_office, data)

    assert as_dict(back) == as_dict(person)
    assert back.name == person.name
    assert roles_of(back) == roles_of(person)


@pytest.mark.parametrize("name", NAMES, ids=["latin", "all", "kanji", "single"])
def test_cards_go_through_another_program_and_come_back_whole(
    office: Office, other_office: Office, name: Name
) -> None:
    person = whole_person(office, name)
    contact = contacts_out.person_as_contact(person)

    data = _through_vobject(exporting.written([contact], "vcard3"))

    assert as_dict(imported(other_office, data)) == as_dict(person)


def test_vobject_reads_the_names_and_readings(office: Office) -> None:
    contact = contacts_out.person_as_contact(whole_person(office, NAMES[2]))

    card = vobject.readOne(exporting.written([contact], "vcard3").decode())

    assert (card.n.value.family, card.n.value.given) == ("山田", "太郎")
    assert card.x_phonetic_last_name.value == "やまだ"
    assert card.x_phonetic_first_name.value == "たろう"


def test_no_cell_of_a_table_is_ever_a_formula() -> None:
    cells = ["=1+1", "+SUM(A1)", "-2+3|cmd", "@x", "\tx", "+49 341 1234567", "-5"]

    rows = list(
        csv.reader(io.StringIO(tables.table_bytes([cells], "csv").decode("utf-8-sig")))
    )
    sheet = openpyxl.load_workbook(
        io.BytesIO(tables.table_bytes([cells], "xlsx"))
    ).active

    assert rows == [["'=1+1", "'+SUM(A1)", "'-2+3|cmd", "'@x", "'\tx", *cells[5:]]]
    assert {cell.data_type for cell in sheet[1]} == {"s"}
    assert [cell.value for cell in sheet[1]] == cells


# --- pages -------------------------------------------------------------------


def _export(user: User, what: str, query: str = "", **more: str) -> HttpResponse:
    address = reverse("exchange:export-list", args=[what]) + query
    data = {"file_format": "csv", "purpose": "Einladung", "recipient": "JETRO"}
    return signed_in(user).post(address, data | more)


def test_export_list_keeps_filters_and_order_and_is_noted(
    office: Office, bruno: User
) -> None:
    for name, kind in (
        ("Zeta AG", "company"),
        ("Alpha AG", "company"),
        ("Amt", "authority"),
    ):
        directory.create_organisation(office, name={"de": name}, kind=kind, actor=None)

    response = _export(bruno, "organisations", "?kind=company")

    text = io.StringIO(response.content.decode("utf-8-sig"))
    rows = list(csv.DictReader(text))
    assert [row["Organisation"] for row in rows] == ["Alpha AG", "Zeta AG"]
    entry = ExportEntry.objects.get()
    assert (entry.record_count, entry.purpose, entry.recipient) == (
        2,
        "Einladung",
        "JETRO",
    )
    assert AuditEntry.objects.filter(verb="exchange.list.exported").count() == 1


def test_export_list_takes_a_distribution_list(
    office: Office, other_office: Office, bruno: User
) -> None:
    people = [
        make.PersonFactory(office=office, name=Name(family=name, given="Anna"))
        for name in ("Zahn", "Klein", "Groß")
    ]
    people[2].is_deceased = True
    people[2].save()
    row = make.DistributionListFactory(office=office)
    for person in people:
        make.DistributionEntryFactory(list=row, person=person)
    make.PersonFactory(office=office)
    theirs = make.DistributionListFactory(office=other_office)

    text = io.StringIO(
        _export(bruno, "people", f"?list={row.code}").content.decode("utf-8-sig")
    )
    other = _export(bruno, "people", f"?list={theirs.code}")

    rows = list(csv.DictReader(text))
    assert {row["Familienname"] for row in rows} == {"Klein", "Zahn"}
    assert len(other.content.decode().splitlines()) < 2


def test_export_list_asks_for_purpose_and_recipient(
    office: Office, bruno: User
) -> None:
    response = _export(bruno, "people", purpose="", recipient="")

    assert response["Content-Type"].startswith("text/html")
    assert not ExportEntry.objects.exists()


def test_export_list_leaves_out_other_offices(
    office: Office, other_office: Office, bruno: User
) -> None:
    make.PersonFactory(office=other_office)
    make.PersonFactory(office=office, name=Name(family="Klein", given="Anna"))

    content = _export(bruno, "people").content.decode("utf-8-sig")

    assert len(content.splitlines()) == 2
    assert "Klein" in content
