from __future__ import annotations

import pytest

from gegenbesuch.exchange import reading_values
from gegenbesuch.exchange.interpretation import Interpreter
from gegenbesuch.exchange.reading import Row
from gegenbesuch.exchange.reading_names import NameParts, read_name
from gegenbesuch.exchange.recognition import Column, Layout


def _read(number: int = 2, **cells: str) -> object:
    columns = tuple(Column(i, key, key, "heading") for i, key in enumerate(cells))
    interpreter = Interpreter(Layout(0, 1, columns, "de"), home="DE")
    return interpreter.read(Row(number, list(cells.values())))


def _codes(draft: object) -> list[str]:
    return [problem.code for problem in draft.problems]


@pytest.mark.parametrize(
    ("text", "title", "given", "family"),
    [
        ("Richter, Dr. Anna", "Dr.", "Anna", "Richter"),
        ("Dr. Anna Richter", "Dr.", "Anna", "Richter"),
        (
            "Frau Prof. Dr.-Ing. Anna-Lena von Richter",
            "Prof. Dr.-Ing.",
            "Anna-Lena",
            "von Richter",
        ),
        ("RICHTER Anna", "", "Anna", "Richter"),
        ("Anna RICHTER", "", "Anna", "Richter"),
        ("Dr. rer. nat. Bernd Klein, MBA", "Dr. rer. nat. MBA", "Bernd", "Klein"),
        ("Jan van der Berg", "", "Jan", "van der Berg"),
        ("  Anna   Richter ", "", "Anna", "Richter"),
        ("Ａｎｎａ　Ｒｉｃｈｔｅｒ", "", "Anna", "Richter"),
        ("Dipl.-Ing. Uwe Vogel", "Dipl.-Ing.", "Uwe", "Vogel"),
        ("Drago Ingwersen", "", "Drago", "Ingwersen"),
    ],
)
def test_names_are_taken_apart(text: str, title: str, given: str, family: str) -> None:
    parts = NameParts()

    assert read_name(text, parts)
    assert (parts.title, parts.given, parts.family) == (title, given, family)


@pytest.mark.parametrize(
    ("text", "kanji", "kana"),
    [
        ("佐原　光一", ("佐原", "光一", ""), ("", "", "")),
        ("佐原光一様", ("", "", "佐原光一"), ("", "", "")),
        (
            "佐原 光一（サハラ コウイチ）",
            ("佐原", "光一", ""),
            ("サハラ", "コウイチ", ""),
        ),
        ("ランディ・クルツ", ("", "", ""), ("クルツ", "ランディ", "")),
        ("ｻﾊﾗ ｺｳｲﾁ", ("", "", ""), ("サハラ", "コウイチ", "")),
    ],
)
def test_japanese_names_are_taken_apart(
    text: str, kanji: tuple[str, ...], kana: tuple[str, ...]
) -> None:
    parts = NameParts()
    read_name(text, parts)

    assert (parts.kanji.family, parts.kanji.given, parts.kanji.full) == kanji
    assert (parts.kana.family, parts.kana.given, parts.kana.full) == kana


def test_one_name_in_two_scripts_is_one_person() -> None:
    parts = NameParts()

    assert read_name("Koichi Sahara / 佐原光一", parts)
    assert (parts.given, parts.family, parts.kanji.full) == (
        "Koichi",
        "Sahara",
        "佐原光一",
    )


@pytest.mark.parametrize(
    "text", ["Anna Müller und Bernd Klein", "A Klein; B Groß", "佐藤、鈴木"]
)
def test_several_people_in_a_cell_are_noticed(text: str) -> None:
    draft = _read(name=text, organisation="A GmbH")

    assert draft.name is None
    assert _codes(draft) == ["names-several"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("4.6.2019", "2019-06-04"),
        ("2019/6/4", "2019-06-04"),
        ("43620", "2019-06-04"),
        ("2019-06-04 00:00", "2019-06-04"),
        ("20190604", "2019-06-04"),
        ("04.06.19", "2019-06-04"),
        ("令和元年6月", "2019-06"),
        ("２０１９年６月４日", "2019-06-04"),
        ("Juni 2019", "2019-06"),
        ("June 2019", "2019-06"),
        ("2019", "2019"),
    ],
)
def test_dates_are_read(text: str, code: str) -> None:
    assert reading_values.read_date(text, "de").code == code


@pytest.mark.parametrize(
    "text", ["31.02.2019", "2019/13/1", "irgendwann", "00.00.0000"]
)
def test_wrong_dates_are_kept_and_named(text: str) -> None:
    draft = _read(name="Anna Klein", since=text)

    assert _codes(draft) == ["date-unreadable"]
    assert draft.notes == [f"since: {text}"]
    assert "since" in draft.problems[0].sentence
    assert text in draft.problems[0].sentence


@pytest.mark.parametrize(
    ("text", "country", "good"),
    [
        ("0341/123 45 67", "DE", ["+493411234567"]),
        ("+49 (0)341 1234567", "JP", ["+493411234567"]),
        ("Tel.: 0341-1234567 / 0351 7654321", "DE", ["+493411234567", "+493517654321"]),
        ("078（331）8181", "JP", ["+81783318181"]),
        ("０７８－３３１－８１８１", "JP", ["+81783318181"]),
        ("3411234567", "DE", ["+493411234567"]),
        ("auf Anfrage", "DE", []),
    ],
)
def test_telephone_numbers_are_read(text: str, country: str, good: list[str]) -> None:
    assert reading_values.read_phones(text, country)[0] == good


@pytest.mark.parametrize(
    ("text", "good", "bad"),
    [
        ("a@b-firma.de; c@b-firma.de", ["a@b-firma.de", "c@b-firma.de"], []),
        ("Anna Klein <anna@klein-firma.de>", ["anna@klein-firma.de"], []),
        ("anna (at) klein-firma.de", ["anna@klein-firma.de"], []),
        ("yamada＠kobe-firma.jp", ["yamada@kobe-firma.jp"], []),
        ("foo@@bar", [], ["foo@@bar"]),
    ],
)
def test_mail_addresses_are_read(text: str, good: list[str], bad: list[str]) -> None:
    assert reading_values.read_mails(text) == (good, bad)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Deutschland", "DE"),
        ("日本", "JP"),
        ("U.S.A.", "US"),
        ("jp", "JP"),
        ("ドイツ", "DE"),
    ],
)
def test_countries_are_read(text: str, code: str) -> None:
    assert reading_values.country_of(text) == code


def test_addresses_in_one_piece_are_taken_apart() -> None:
    german = _read(name="A Klein", address="Hauptstr. 5, 04109 Leipzig, Deutschland")
    japanese = _read(name="B Sato", address="〒440-8501 愛知県豊橋市今橋町1番地")

    assert vars(german.addresses[0]) == {
        "kind": "office",
        "language": "",
        "lines": "Hauptstr. 5",
        "postcode": "04109",
        "locality": "Leipzig",
        "region": "",
        "country": "DE",
    }
    assert vars(japanese.addresses[0]) == {
        "kind": "office",
        "language": "ja",
        "lines": "今橋町1番地",
        "postcode": "440-8501",
        "locality": "豊橋市",
        "region": "愛知県",
        "country": "JP",
    }


def test_the_nought_that_a_spreadsheet_took_is_put_back() -> None:
    draft = _read(
        name="A Klein", postcode="4109", city="Leipzig", country="Deutschland"
    )

    assert draft.addresses[0].postcode == "04109"


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"name": "", "email": ""}, "empty"),
        ({"name": "Summe", "email": "1.234,00"}, "total"),
        ({"name": "合計", "email": "12"}, "total"),
        ({"name": "Nachname", "email": "E-Mail"}, "heading"),
        ({"name": "", "email": "a@b-firma.de"}, "nobody"),
    ],
)
def test_rows_that_are_no_contact_are_refused(cells: dict[str, str], code: str) -> None:
    assert _codes(_read(**cells)) == [code]


def test_a_huge_cell_is_refused_with_its_column() -> None:
    draft = _read(name="A Klein", note="x" * 40_000)

    assert _codes(draft) == ["too-huge"]
    assert "note" in draft.problems[0].sentence


def test_control_characters_and_lost_ones_are_noticed() -> None:
    draft = _read(name="Anna\0 Klein", organisation="M\ufffdller GmbH")

    assert _codes(draft) == ["control", "damaged"]
    assert draft.name.family == "Klein"


def test_a_formula_is_text_and_never_a_name() -> None:
    draft = _read(name="=cmd|' /C calc'!A0", note="=1+1")

    assert "name-digits" in _codes(draft)
    assert draft.notes == ["=1+1"]


def test_a_shared_mailbox_belongs_to_the_organisation() -> None:
    draft = _read(
        name="A Klein", organisation="B GmbH", email="info@b-firma.de; a@b-firma.de"
    )

    assert [(c.value, c.of_organisation) for c in draft.contacts] == [
        ("info@b-firma.de", True),
        ("a@b-firma.de", False),
    ]


def test_an_organisation_in_the_column_of_names_is_no_person() -> None:
    draft = _read(name="Stadtwerke Leipzig GmbH")

    assert draft.name is None
    assert draft.organisation == {"de": "Stadtwerke Leipzig GmbH"}
