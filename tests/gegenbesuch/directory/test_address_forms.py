"""How letters, envelopes, badges and place cards address a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from gegenbesuch.core.values.name import Name, Spelling
from gegenbesuch.directory.address_forms import Document, form_of_address
from gegenbesuch.directory.models import Person
from tests.cast import signed_in
from tests.factories import PersonFactory

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User

KURZ = Name(family="Kurz", given="Randy", title="Dr.")
MASUR = Name(family="Masur", given="Kurt", title="Prof. Dr.")
YAGI = Name(family="Yagi", given="Takeshi", title="S. E.", kanji=Spelling("八木", "毅"))
SAHARA = Name(family="Sahara", given="Koichi", kanji=Spelling("佐原", "光一"))


@pytest.mark.parametrize(
    ("name", "salutation", "language", "letter", "envelope", "place_card"),
    [
        (KURZ, "mr", "de", "Sehr geehrter Herr Dr. Kurz,", "Herrn\nDr. Randy Kurz",
         "Herr Dr. Kurz"),
        (KURZ, "mr", "en", "Dear Dr Kurz,", "Dr. Randy Kurz", "Dr Kurz"),
        (MASUR, "ms", "de", "Sehr geehrte Frau Professor Masur,",
         "Frau\nProf. Dr. Kurt Masur", "Frau Professor Masur"),
        (MASUR, "", "en", "Dear Professor Masur,", "Prof. Dr. Kurt Masur",
         "Professor Masur"),
        (SAHARA, "mr", "en", "Dear Mr Sahara,", "Mr Koichi Sahara", "Mr Sahara"),
        (SAHARA, "", "de", "Guten Tag Koichi Sahara,", "Koichi Sahara",
         "Koichi Sahara"),
        (SAHARA, "mr", "ja", "佐原光一様", "佐原光一様", "佐原様"),
        (YAGI, "mr", "de", "Exzellenz,", "Herrn\nS. E. Takeshi Yagi", "Herr Yagi"),
        (YAGI, "mr", "en", "Your Excellency,", "H.E. Takeshi Yagi", "Mr Yagi"),
        (YAGI, "mr", "ja", "八木毅閣下", "八木毅閣下", "八木様"),
    ],
)  # fmt: skip
def test_the_usual_form_follows_from_name_title_and_salutation(
    name: Name,
    salutation: str,
    language: str,
    letter: str,
    envelope: str,
    place_card: str,
) -> None:
    person = Person(name=name, salutation=salutation)

    forms = [
        form_of_address(person, document, language)
        for document in (Document.LETTER, Document.ENVELOPE, Document.PLACE_CARD)
    ]

    assert forms == [letter, envelope, place_card]


def test_a_badge_shows_the_name_in_the_order_of_its_bearer() -> None:
    person = Person(name=SAHARA)

    badges = [form_of_address(person, Document.BADGE, lang) for lang in ("de", "ja")]

    assert badges == ["Koichi Sahara", "佐原光一"]


@pytest.mark.django_db
def test_another_form_can_be_written_and_taken_back(
    office: Office, bruno: User
) -> None:
    client = signed_in(bruno)
    person = PersonFactory(office=office, name=KURZ, salutation="mr")
    path = reverse("directory:update-address-forms", args=[person.code])

    assert "Sehr geehrter Herr Dr. Kurz," in client.get(path).content.decode()
    client.post(path, {"letter.de": "Lieber Randy,"})

    person.refresh_from_db()
    found: dict[str, Any] = person.address_forms
    assert found == {"letter.de": "Lieber Randy,"}
    assert form_of_address(person, Document.LETTER, "de") == "Lieber Randy,"
    assert form_of_address(person, Document.LETTER, "en") == "Dear Dr Kurz,"

    client.post(path, {"letter.de": ""})
    person.refresh_from_db()
    assert person.address_forms == {}
