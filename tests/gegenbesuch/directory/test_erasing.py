"""Whoever is erased stands nowhere in the database, and what counts stays."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.models import EmailField
from django.test import Client

from gegenbesuch.accounts.models import Membership, PersonalLink
from gegenbesuch.calls.models import Application
from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.search import finding
from gegenbesuch.core.values.name import Name, Spelling
from gegenbesuch.directory import services
from gegenbesuch.directory.models import ContactPoint, Note, Person
from gegenbesuch.guests.models import Guest, Need
from gegenbesuch.letters.models import OutboxMessage
from gegenbesuch.matchmaking.models import Agent, Representative
from gegenbesuch.missions.models import Participation
from gegenbesuch.travellers.models import Paper
from tests import factories as make
from tests.factories import on

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User

NAME = Name(
    family="Zwiebelturm",
    given="Ännchen",
    title="Dr.",
    kanji=Spelling("玉葱塔", "杏奈"),
    kana=Spelling("たまねぎとう", "あんな"),
)
#: Whatever says who it was, in any of its forms.
WORDS = (
    "Zwiebelturm", "zwiebelturm", "Ännchen", "玉葱塔", "杏奈", "たまねぎとう",
    "tamanegi", "aennchen", "4934112340", "1234-0", "12340",
)  # fmt: skip


def _dump() -> str:
    """Return every row of every table of the database as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    text = value if isinstance(value, str) else str(value)
                    if "\\u" in text:
                        text += json.dumps(json.loads(text), ensure_ascii=False)
                    found.append(f"{table}.{column}: {text}")
    return "\n".join(found)


def _where(dump: str) -> list[str]:
    return [line[:150] for line in dump.split("\n") if any(w in line for w in WORDS)]


@pytest.fixture
def person(office: Office, bruno: User) -> Person:
    """Somebody of whom every app knows something."""
    row = services.create_person(office, name=NAME, actor=bruno)
    for kind, value in (
        ("email", "anna@zwiebelturm.example"),
        ("phone", "+4934112340"),
    ):
        services.add_detail(row, ContactPoint, actor=bruno, kind=kind, value=value)
    services.add_detail(row, Note, actor=bruno, text="Ännchen Zwiebelturm mag Tee.")
    make.RoleFactory(person=row)
    make.CardExchangeFactory(person=row, front="Dr. Ännchen Zwiebelturm")
    return row


def _mission(person: Person, bruno: User) -> dict[str, Any]:
    mission = make.MissionFactory(
        office=person.office,
        summary=make.i18n("Mit Frau Dr. Zwiebelturm; Ännchen Zwiebelturms Besuch."),
        lead=person,
    )
    part = make.ParticipationFactory(mission=mission, person=person)
    item = make.ProgrammeItemFactory(mission=mission)
    item.people.add(person)
    guest = make.GuestFactory(
        guest_list__mission=mission,
        guest_list__office=person.office,
        person=person,
        name=NAME,
        email="anna@zwiebelturm.example",
    )
    make.PersonalLinkFactory(
        office=person.office, target=guest, holder_email="anna@zwiebelturm.example"
    )
    make.OutboxMessageFactory(
        office=person.office,
        target=guest,
        to_name="Zwiebelturm",
        to_email="anna@zwiebelturm.example",
    )
    make.NeedFactory(guest=guest)
    make.PaperFactory(participation=part)
    audit.record("guests.guest.added", guest, actor=bruno)
    audit.record("missions.mission.updated", mission, actor=bruno)
    mail = "anna@zwiebelturm.example"
    profile = make.ProfileFactory(
        mission=mission,
        contact_name="Zwiebelturm",
        contact_email=mail,
        shown={"contact": "Ännchen Zwiebelturm"},
    )
    make.PersonalLinkFactory(office=person.office, target=profile)
    make.RepresentativeFactory(profile=profile, person=person, name=NAME, email=mail)
    make.AgentFactory(mission=mission, email=mail)
    make.ApplicationFactory(
        call__mission=mission,
        call__office=person.office,
        name="Zwiebelturm",
        email=mail,
    )
    make.CommentFactory(
        article__office=person.office, author_email=mail, author_name="Ännchen"
    )
    return {
        "mission": mission,
        "part": part,
        "item": item,
        "guest": guest,
        "profile": profile,
    }


@pytest.mark.django_db
def test_erase_person_leaves_no_word_and_all_counts(
    person: Person, bruno: User
) -> None:
    rows = _mission(person, bruno)
    other = make.PersonFactory(office=person.office)
    services.add_detail(
        other, Note, actor=bruno,
        text="Kam mit Zwiebelturm, Ännchen, 玉葱塔 杏奈; Tel. 0341 1234-0; "
        "anna@zwiebelturm.example.",
    )  # fmt: skip
    twin = services.create_person(
        person.office, name=Name(family="Zwiebelturm", given="Ännchen M."), actor=bruno
    )
    services.merge_people(person, twin, actor=bruno)
    assert len(_where(_dump())) > 20

    done = services.erase_person(person, actor=bruno, reason="request")

    assert _where(_dump()) == []
    assert done.person is not None
    assert Participation.objects.get(pk=rows["part"].pk).person == done.person
    assert Guest.objects.get(pk=rows["guest"].pk).status == rows["guest"].status
    assert not rows["item"].people.exists()
    rows["mission"].refresh_from_db()
    assert rows["mission"].lead is None
    told = AuditEntry.objects.get(verb="missions.mission.updated")
    assert told.target_label == str(rows["mission"])
    assert str(done.person) == "…"
    assert not OutboxMessage.objects.exists()
    assert [link.target for link in PersonalLink.objects.all()] == [rows["profile"]]
    assert not Need.objects.exists()
    assert not Paper.objects.exists()
    assert Representative.objects.get().person is None
    assert Agent.objects.exists()
    assert Application.objects.exists()
    note = other.notes.get().text
    assert note == "Kam mit …, …; Tel. …; …."
    entry = AuditEntry.objects.get(verb="directory.person.erased")
    assert entry.context["reason"] == "request"
    with pytest.raises(ActionError, match="bereits gelöscht"):
        services.erase_person(person, actor=bruno, reason="request")


@pytest.mark.django_db
def test_erase_person_keeps_no_empty_record(office: Office, bruno: User) -> None:
    row = services.create_person(office, name=NAME, actor=bruno)
    make.RoleFactory(person=row)

    done = services.erase_person(row, actor=bruno, reason="request", reference="A 1")

    assert done.person is None
    assert done.deleted == {"directory.role": 1}
    assert not Person.objects.filter(pk=row.pk).exists()
    assert finding.find("Zwiebelturm", offices=[office.pk]).hits == []
    assert _where(_dump()) == []


@pytest.mark.django_db
def test_erase_person_spares_a_namesake_and_shared_numbers(
    person: Person, bruno: User
) -> None:
    double = services.create_person(
        person.office,
        name=Name(family=NAME.family, given=NAME.given, title="Dr."),
        actor=bruno,
    )
    services.add_detail(
        double, ContactPoint, actor=bruno, kind="phone", value="+4934112340"
    )
    text = "Ännchen Zwiebelturm, anna@zwiebelturm.example, 0341 12340, 玉葱塔氏"
    services.add_detail(double, Note, actor=bruno, text=text)

    done = services.erase_person(person, actor=bruno, reason="request")

    assert done.has_namesake
    assert double.notes.get().text == "Ännchen Zwiebelturm, …, 0341 12340, 玉葱塔氏"
    assert Person.objects.get(pk=double.pk).name == double.name
    hits = finding.find(
        "Zwiebelturm", offices=[person.office_id], kinds=["person"]
    ).hits
    assert [hit.pk for hit in hits] == [double.pk]


@pytest.mark.django_db
def test_erase_person_leaves_other_offices_alone(
    person: Person, other_office: Office, bruno: User
) -> None:
    theirs = make.PersonFactory(office=other_office)
    make.NoteFactory(**on(theirs), text="Ännchen Zwiebelturm")

    services.erase_person(person, actor=bruno, reason="request")

    assert theirs.notes.get().text == "Ännchen Zwiebelturm"


@pytest.mark.django_db
def test_erase_person_spares_those_with_a_part_of_the_name(
    office: Office, bruno: User
) -> None:
    row = services.create_person(
        office, name=Name(family="Li", given="Na"), actor=bruno
    )
    other = make.PersonFactory(office=office)
    text = "Li Nafta, Lina, Frau Li, Li Nas Rede, Herr Liebig, LI NA."
    note = make.NoteFactory(**on(other), text=text)

    services.erase_person(row, actor=bruno, reason="request")

    note.refresh_from_db()
    assert note.text == "Li Nafta, Lina, …, … Rede, Herr Liebig, …."


@pytest.mark.django_db
def test_administrator_sees_what_goes_and_erases(
    client: Client, person: Person, bruno: User
) -> None:
    _mission(person, bruno)
    Membership.objects.filter(user=bruno).update(role=Membership.Role.ADMIN)
    client.force_login(bruno)
    url = f"/people/{person.code}/erase/"

    page = client.get(url)
    assert dict(page.context["going"])["Notizen"] == 1
    assert dict(page.context["staying"])["Gäste"] == 1
    refused = client.post(url, {"reason": "request"})
    assert refused.context["form"].errors.keys() == {"is_sure"}
    done = client.post(url, {"reason": "request", "is_sure": "on"})

    person.refresh_from_db()
    assert done.headers["Location"] == person.get_absolute_url()
    assert client.get(url).status_code == 404  # its code said who it was
    shown = client.get(person.get_absolute_url())
    assert shown.context["can_edit"] is False
    assert "Zwiebelturm" not in shown.content.decode()


@pytest.mark.django_db
def test_erase_person_in_the_terminal(
    person: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("erase_person", person.code, "--dry-run")
    planned = json.loads(capsys.readouterr().out)
    assert planned["deleted"]["directory.note"] == 1
    assert Person.objects.filter(erased_at=None).exists()

    call_command("erase_person", person.code, "--reason", "withdrawn")

    assert json.loads(capsys.readouterr().out)["deleted"] == planned["deleted"]
    assert _where(_dump()) == []


def test_every_model_with_a_mail_address_says_what_an_erasure_leaves() -> None:
    silent = [
        model._meta.label
        for model in apps.get_models()
        if any(isinstance(f, EmailField) for f in model._meta.concrete_fields)
        and not hasattr(model, "after_erasure")
    ]

    assert silent == ["accounts.User"]  # accounts are kept by the administrator
