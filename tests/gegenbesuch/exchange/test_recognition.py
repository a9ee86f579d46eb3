from __future__ import annotations

import pytest

from gegenbesuch.exchange import fields
from gegenbesuch.exchange.reading import read_file
from gegenbesuch.exchange.recognition import Layout, recognise
from tests.gegenbesuch.exchange.files import csv_file, xlsx_file


def _fields(*rows: list[str]) -> list[str]:
    return [c.field for c in recognise(read_file(csv_file(*rows))).columns]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Nachname *", "family"),
        ("Nachname, Vorname", "name"),
        ("E-Mail-Adresse (dienstlich)", "email"),
        ("Telefon privat", "phone"),
        ("Business Phone", "phone"),
        ("First Name", "given"),
        ("E-mail 1 - Value", "email"),
        ("Organization 1 - Name", "organisation"),
        ("会社名", "organisation"),
        ("ご担当者名", "kanji"),
        ("〒", "postcode"),
        ("氏名（フリガナ）", "kana"),
        ("役職", "function"),
        ("Straße und Hausnummer", "street"),
        ("Ust-IdNr.", "eu_vat"),
        ("法人番号", "jp_corporate"),
        ("Körpergröße", ""),
    ],
)
def test_headings_are_recognised(heading: str, field: str) -> None:
    assert fields.guess(heading).field == field


def test_the_heading_is_found_below_a_title() -> None:
    data = csv_file(
        ["Kontakte Japan 2024"],
        [],
        ["Firma", "Name", "E-Mail"],
        ["A GmbH", "Anna Klein", "anna@a.example"],
    )

    assert recognise(read_file(data)).header_row == 3


def test_headings_are_found_among_hundreds_of_unknown_ones() -> None:
    headings = ["Firma", "Name", *(f"Spalte {n}" for n in range(298))]
    row = ["A GmbH", "Anna Klein", *map(str, range(298))]

    layout = recognise(read_file(csv_file(headings, row)))

    assert layout.header_row == 1
    assert [c.field for c in layout.columns[:3]] == ["organisation", "name", ""]


def test_a_list_without_headings_is_recognised_by_its_content() -> None:
    found = _fields(
        [
            "Anna Klein",
            "Klein GmbH",
            "anna@klein.example",
            "0341 1234567",
            "Deutschland",
        ],
        ["Bernd Groß", "Groß AG", "bernd@gross.example", "0351 7654321", "Japan"],
    )

    assert found == ["name", "organisation", "email", "phone", "country"]


def test_name_beside_given_name_is_the_family_name() -> None:
    assert _fields(["Name", "Vorname"], ["Klein", "Anna"]) == ["family", "given"]


def test_content_overrules_a_heading_that_cannot_be_meant() -> None:
    found = _fields(
        ["Firma", "Kontakt"],
        ["A", "anna@a.example"],
        ["B", "b@b.example"],
    )

    assert found == ["organisation", "email"]


def test_kanji_and_kana_columns_are_told_apart() -> None:
    found = _fields(
        ["会社名", "姓", "名", "セイ", "メイ", "Last name", "First name"],
        ["株式会社A", "佐原", "光一", "サハラ", "コウイチ", "Sahara", "Koichi"],
    )

    assert found == [
        "organisation",
        "family_kanji",
        "given_kanji",
        "family_kana",
        "given_kana",
        "family",
        "given",
    ]


def test_the_sheet_with_contacts_is_chosen() -> None:
    import io  # noqa: PLC0415 -- only here

    import openpyxl  # noqa: PLC0415 -- only here

    book = openpyxl.Workbook()
    book.active.append(["Bitte beachten", "nichts ändern"])
    sheet = book.create_sheet("Liste")
    sheet.append(["Firma", "Name"])
    sheet.append(["A GmbH", "Anna Klein"])
    content = io.BytesIO()
    book.save(content)

    assert recognise(read_file(content.getvalue())).sheet == 1


def test_a_layout_survives_storing() -> None:
    layout = recognise(
        read_file(xlsx_file(["Firma", "Privat Telefon"], ["A", "0341 1"]))
    )

    assert Layout.from_json(layout.to_json()).to_json() == layout.to_json()
    assert layout.columns[1].is_private


def test_files_of_one_form_have_one_fingerprint() -> None:
    one = recognise(read_file(csv_file(["Firma", "Name"], ["A", "Anna Klein"])))
    two = recognise(read_file(xlsx_file(["FIRMA", " Name:"], ["B", "Bernd Groß"])))

    assert one.fingerprint == two.fingerprint
