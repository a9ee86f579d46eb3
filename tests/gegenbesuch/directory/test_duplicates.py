from __future__ import annotations

import json
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.values.name import Name, Spelling
from gegenbesuch.directory import services
from gegenbesuch.directory.duplicates.finding import (
    ORGANISATION,
    PERSON,
    Register,
    compare,
    find_similar,
)
from gegenbesuch.directory.duplicates.organisations import OrganisationFacts
from gegenbesuch.directory.duplicates.people import PersonFacts
from gegenbesuch.directory.duplicates.reasons import REASONS, in_words
from gegenbesuch.directory.models import (
    ContactPoint,
    DuplicatePair,
    Organisation,
    Person,
)
from tests.factories import i18n

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from gegenbesuch.accounts.models import Office, User

pytestmark = [pytest.mark.django_db, pytest.mark.database]

BACKEND = "django.contrib.auth.backends.ModelBackend"


def _facts(
    family: str = "", given: str = "", kanji: str = "", kana: str = "", **more: Any
) -> PersonFacts:
    parts = {
        key: Spelling(*text.split())
        for key, text in (("kanji", kanji), ("kana", kana))
        if text
    }
    return PersonFacts.of(None, Name(family=family, given=given, **parts), **more)


def _person(office: Office, code: str, *name: str) -> Person:
    family, given, kanji, kana = (*name, "", "", "")[:4]
    spelled = {
        key: Spelling(*text.split())
        for key, text in (("kanji", kanji), ("kana", kana))
        if text
    }
    name_of = Name(family=family, given=given, **spelled)
    return services.create_person(office, name=name_of, actor=None, code=code)


def _organisation(office: Office, code: str, name: Any, **more: Any) -> Organisation:
    return services.create_organisation(
        office, actor=None, code=code, name=name, **more
    )


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        (_facts("Schülke", "Clemens"), _facts("Schuelke", "Clemens"), True),
        (_facts("Oguchi", "Kenji"), _facts("Ōguchi", "Kenzi"), True),
        (_facts("Richter", "Anna"), _facts(kana="リッヒター アンナ"), True),
        (_facts(kanji="渡邊 直樹"), _facts(kanji="渡辺 直樹"), True),
        (_facts("Sato", "Kenta"), _facts("Kenta", "Sato"), True),
        (_facts("Suzuki", "Ichiro"), _facts(kanji="鈴木 一郎"), True),
        (_facts("Suzuki", "Jiro"), _facts(kanji="鈴木 一郎"), False),
        (_facts("Müller", "Andrea"), _facts("Müller", "Andreas"), False),
        (_facts("Ito", "Makoto", "伊藤 誠"), _facts("Ito", "Makoto", "伊東 誠"), False),
        (_facts("Weber", "Karl Jr."), _facts("Weber", "Karl Sr."), False),
    ],
)
def test_people_are_compared_across_scripts_and_spellings(
    one: PersonFacts, other: PersonFacts, *, is_one: bool
) -> None:
    assert compare(one, other).is_enough is is_one
    assert compare(other, one).is_enough is is_one


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("株式会社神戸製鋼所", "(株)神戸製鋼所", True),
        ("Universität Leipzig", "ライプツィヒ大学", True),
        ("Siemens AG", "シーメンス", True),
        ("Muster GmbH", "Muster Holding GmbH", False),
        ("Weber GmbH", "Weber AG", False),
        ("三菱電機株式会社", "三菱重工業株式会社", False),
    ],
)
def test_organisations_are_compared_across_scripts_and_spellings(
    one: str, other: str, *, is_one: bool
) -> None:
    facts = OrganisationFacts.of(1, [one]), OrganisationFacts.of(2, [other])

    assert compare(*facts).is_enough is is_one


def test_evidence_decides_where_names_do_not() -> None:
    beside = {"organisation_names": ["Siemens AG"], "places": ["München"]}
    elsewhere = {"organisation_names": ["BASF SE"], "places": ["Mannheim"]}
    mail = {"emails": ["t.mueller@posteo.example"]}

    alone = compare(
        _facts("Müller", "Thomas", **beside), _facts("Müller", "Thomas", **elsewhere)
    )
    with_mail = compare(
        _facts("Müller", "Thomas", **beside, **mail),
        _facts("Müller", "Thomas", **elsewhere, **mail),
    )

    assert (alone.is_enough, with_mail.is_enough) == (False, True)
    assert "email" in [reason.code for reason in with_mail.reasons]


@pytest.mark.parametrize("language", ["de", "en", "ja"])
def test_every_reason_has_words(language: str) -> None:
    evidence = compare(
        _facts("Schmidt", "T.", emails=["t@a.example"], phones=["+49 341 1234567"]),
        _facts("Schmitt", "Tom", emails=["t@a.example"], phones=["0341 1234567"]),
    )

    with translation.override(language):
        words = in_words(evidence.reasons)

    assert len(words) == len(evidence.reasons) == 4
    assert all("%(" not in text for text in words)
    assert {reason.code for reason in evidence.reasons} <= REASONS.keys()


def test_find_similar_looks_in_the_directory(office: Office) -> None:
    _person(office, "a", "Schülke", "Clemens")
    _person(office, "b", "Schulz", "Clemens")
    reached = _person(office, "c", "Wegner", "Anna")
    services.add_detail(
        reached, ContactPoint, actor=None, kind="email", value="anna@a.example"
    )

    by_name = find_similar(PERSON, _facts("Schuelke", "Clemens"), office)
    by_mail = find_similar(
        PERSON, _facts("Kruse", "Anna", emails=["anna@a.example"]), office
    )

    codes = dict(Person.objects.values_list("pk", "code"))
    assert [codes[each.record] for each in by_name] == ["a"]
    assert [each.reasons[0].code for each in by_name] == ["name"]
    assert [codes[each.record] for each in by_mail] == []


def test_find_similar_sees_no_other_office_and_no_archive(
    office: Office, other_office: Office
) -> None:
    _person(other_office, "a", "Schülke", "Clemens")
    archived = _person(office, "b", "Schülke", "Clemens")
    services.archive_record(archived, actor=None)

    assert find_similar(PERSON, _facts("Schülke", "Clemens"), office) == []


def test_a_register_answers_like_the_directory(office: Office) -> None:
    _organisation(office, "a", i18n("", ja="株式会社神戸製鋼所"))
    _organisation(office, "b", "Kobe Shoes, Ltd.")
    facts = OrganisationFacts.of(None, ["(株)神戸製鋼所"])

    register = Register.of_office(ORGANISATION, office)

    assert register.similar(facts) == find_similar(ORGANISATION, facts, office)
    assert len(register.similar(facts)) == 1


def test_a_register_learns_the_rows_before(office: Office) -> None:
    register = Register.of_office(PERSON, office)
    row = PersonFacts.of("row 1", Name(family="Schülke", given="Clemens"))

    register.add(row)

    (found,) = register.similar(_facts("Schuelke", "Clemens"))
    assert found.record == "row 1"


def test_names_that_very_many_bear_are_no_proof(office: Office) -> None:
    people = [
        PersonFacts.of(n, Name(family="Petzold", given="Ines"), organisations=[n])
        for n in range(80)
    ]

    assert Register(PERSON, people[:2]).pairs() != []
    assert Register(PERSON, people).pairs() == []


def test_look_for_duplicates_fills_the_list_and_keeps_what_was_dismissed(
    office: Office, alba: User
) -> None:
    _person(office, "a", "Schülke", "Clemens")
    _person(office, "b", "Schuelke", "Clemens")
    _organisation(office, "c", "VNG AG")
    _organisation(office, "d", "VNG")

    counts = services.look_for_duplicates(office, actor=alba)
    pair = DuplicatePair.objects.get(kind="person")
    services.dismiss_duplicate(pair, actor=alba)
    again = services.look_for_duplicates(office, actor=alba)

    assert (counts, again) == (
        {"person": 1, "organisation": 1},
        {"person": 0, "organisation": 1},
    )
    assert AuditEntry.objects.filter(verb="directory.duplicate.dismissed").count() == 2
    with pytest.raises(ActionError):
        services.dismiss_duplicate(pair, actor=alba)


def test_a_pair_is_stored_once_and_in_order(office: Office) -> None:
    DuplicatePair.objects.create(
        office=office, kind="person", first_id=1, second_id=2, score=80
    )

    for first, second in ((1, 2), (3, 3), (4, 2)):
        with pytest.raises(IntegrityError), transaction.atomic():
            DuplicatePair.objects.create(
                office=office, kind="person", first_id=first, second_id=second, score=1
            )


@pytest.mark.parametrize("n", [1, 3])
def test_list_of_duplicates_asks_the_same_number_of_questions(
    client: Client, office: Office, alba: User, n: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for number in range(n):
        _person(office, f"a{number}", f"Schülke{'x' * number}", "Clemens")
        _person(office, f"b{number}", f"Schuelke{'x' * number}", "Clemens")
    services.look_for_duplicates(office, actor=alba)
    client.force_login(alba, BACKEND)
    client.get(reverse("directory:duplicates"))

    with django_assert_num_queries(7):
        response = client.get(reverse("directory:duplicates"))

    assert len(response.context["rows"]) >= n


def test_dismissing_takes_a_pair_from_the_list(
    client: Client, office: Office, bruno: User
) -> None:
    _person(office, "a", "Schülke", "Clemens")
    _person(office, "b", "Schuelke", "Clemens")
    client.force_login(bruno, BACKEND)
    client.post(reverse("directory:look-for-duplicates"))
    services.look_for_duplicates(office, actor=None)
    pair = DuplicatePair.objects.get()

    client.post(reverse("directory:dismiss-duplicate", args=[pair.code]))

    assert client.get(reverse("directory:duplicates")).context["rows"] == []


@pytest.mark.parametrize("is_wanted", [False, True])
def test_creating_a_likely_duplicate_asks_first(
    client: Client, office: Office, bruno: User, *, is_wanted: bool
) -> None:
    _organisation(office, "vng", "VNG AG")
    client.force_login(bruno, BACKEND)
    data = {"name_0": "VNG", "kind": "company"}
    if is_wanted:
        data["create_anyway"] = "1"

    response = client.post(reverse("directory:create-organisation"), data)

    assert response.status_code == (302 if is_wanted else 200)
    assert Organisation.objects.count() == (2 if is_wanted else 1)
    if not is_wanted:
        assert b'name="create_anyway"' in response.content


def test_similar_records_are_shown_while_typing(
    client: Client, office: Office, bruno: User
) -> None:
    _organisation(office, "vng", "VNG AG")
    client.force_login(bruno, BACKEND)

    response = client.post(
        reverse("directory:similar-records", args=["organisation"]), {"name_0": "VNG"}
    )

    assert [line.code for _hit, line, _why in response.context["similar"]] == ["vng"]


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("person", {"name_family": "Schülke", "email": "c.schuelke@vng.example"}),
        ("person", {"name_family": "Schülke", "phone": "+49 341 1234567"}),
        ("organisation", {"name_0": "VNG Handel", "website": "vng.example"}),
    ],
)
def test_mails_numbers_and_pages_are_compared_while_typing(
    client: Client, office: Office, bruno: User, kind: str, typed: dict[str, str]
) -> None:
    person = _person(office, "clemens", "Schuelke", "Clemens")
    body = _organisation(office, "vng", "Verbundnetz Gas AG")
    for record, contact, value in (
        (person, "email", "c.schuelke@vng.example"),
        (person, "phone", "+493411234567"),
        (body, "website", "https://www.vng.example"),
    ):
        services.add_detail(record, ContactPoint, actor=None, kind=contact, value=value)
    client.force_login(bruno, BACKEND)
    address = reverse("directory:similar-records", args=[kind])
    named = {key: typed[key] for key in list(typed)[:1]}

    response = client.post(address, typed)
    without = client.post(address, named)

    assert [hit.record for hit, _line, _why in response.context["similar"]] == [
        person.pk if kind == "person" else body.pk
    ]
    assert list(without.context["similar"]) == []


def test_first_contacts_are_stored_with_a_new_person(
    client: Client, bruno: User
) -> None:
    client.force_login(bruno, BACKEND)
    data = {"name_family": "Groß", "name_given": "Eva", "email": "EVA@gross.example"}

    client.post(reverse("directory:create-person"), data | {"phone": "0341"})
    assert not Person.objects.exists()
    client.post(reverse("directory:create-person"), data | {"phone": "+493411234567"})

    assert list(Person.objects.get().contact_points.values_list("kind", "value")) == [
        ("email", "EVA@gross.example"),
        ("phone", "+493411234567"),
    ]


def test_find_duplicates_prints_json_or_fills_the_list(office: Office) -> None:
    _person(office, "a", "Schülke", "Clemens")
    _person(office, "b", "Schuelke", "Clemens")
    out = StringIO()

    call_command("find_duplicates", json=True, stdout=out)
    call_command("find_duplicates", store=True, stdout=StringIO())

    (pair,) = json.loads(out.getvalue())
    assert sorted(record["code"] for record in pair["records"]) == ["a", "b"]
    assert pair["reason_codes"] == ["name"]
    assert DuplicatePair.objects.count() == 1
