from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gegenbesuch.core.values.errors import UnreadableValue
from gegenbesuch.core.values.partial_date import NO_DATE, PartialDate
from gegenbesuch.core.values.quantity import Quantity
from gegenbesuch.core.values.quantity_formatting import (
    format_number,
    format_quantity,
    unit_name,
)
from gegenbesuch.core.values.quantity_parsing import parse_quantity
from tests.gegenbesuch.core.values.strategies import LANGUAGES, quantities


def rough(quantity: Quantity) -> Quantity:
    return replace(quantity, is_rough=True)


WRITTEN = [
    (Quantity.exact(50), "50", "50", "50"),
    (Quantity.about(50), "rund 50", "about 50", "約50"),
    (Quantity.more_than(150), "mehr als 150", "more than 150", "150超"),
    (Quantity.at_least(50), "mindestens 50", "at least 50", "50以上"),
    (Quantity.up_to(30), "bis zu 30", "up to 30", "30以下"),
    (Quantity.between(50, 60), "50–60", "50–60", "50～60"),
    (Quantity.about(50, high=60), "rund 50–60", "about 50–60", "約50～60"),
    (
        rough(Quantity.more_than(200)),
        "mehr als rund 200",
        "more than about 200",
        "約200超",
    ),
    (
        rough(Quantity.at_least(200)),
        "mindestens rund 200",
        "at least about 200",
        "約200以上",
    ),
    (rough(Quantity.up_to(80)), "bis zu rund 80", "up to about 80", "約80以下"),
    (Quantity.unknown(), "Anzahl unbekannt", "number unknown", "数不明"),
    (
        Quantity.about(10000, "employees"),
        "rund 10.000 Beschäftigte",
        "about 10,000 employees",
        "約10,000人の従業員",
    ),
    (Quantity.exact(1, "persons"), "1 Person", "1 person", "1人"),
    (
        Quantity.more_than(150, "persons"),
        "mehr als 150 Personen",
        "more than 150 people",
        "150人超",
    ),
    (
        Quantity.at_least(10, "jobs"),
        "mindestens 10 Arbeitsplätze",
        "at least 10 jobs",
        "10人以上の雇用",
    ),
    (Quantity.exact(350, "companies"), "350 Unternehmen", "350 companies", "350社"),
    (
        Quantity.about(3800000, "EUR"),
        "rund 3.800.000 EUR",
        "about 3,800,000 EUR",
        "約3,800,000ユーロ",
    ),
    (Quantity.exact(13750, "m2"), "13.750 m²", "13,750 m²", "13,750㎡"),
    (Quantity.exact(Decimal("1.50"), "ha"), "1,5 ha", "1.5 ha", "1.5ヘクタール"),
    (Quantity.exact(12, "kWp"), "12 kWp", "12 kWp", "12kWp"),
    (Quantity.exact(0, "persons"), "0 Personen", "0 people", "0人"),
]

READ = [
    ("de", "rund 50", Quantity.about(50)),
    ("de", "ca. 10.000", Quantity.about(10000)),
    ("de", "ca 50", Quantity.about(50)),
    ("de", "etwa 50 Personen", Quantity.about(50, "persons")),
    ("de", "mehr als 150", Quantity.more_than(150)),
    ("de", "über 150", Quantity.more_than(150)),
    ("de", ">150", Quantity.more_than(150)),
    ("de", "> 150 Personen", Quantity.more_than(150, "persons")),
    ("de", "150+", Quantity.at_least(150)),
    ("de", "mindestens 50", Quantity.at_least(50)),
    ("de", "50 oder mehr", Quantity.at_least(50)),
    ("de", "bis zu 30", Quantity.up_to(30)),
    ("de", "höchstens 30", Quantity.up_to(30)),
    ("de", "max. 30", Quantity.up_to(30)),
    ("de", "50-60", Quantity.between(50, 60)),
    ("de", "50 – 60", Quantity.between(50, 60)),
    ("de", "50 bis 60", Quantity.between(50, 60)),
    ("de", "zwischen 50 und 60", Quantity.between(50, 60)),
    ("de", "rund 50 bis 60 Gäste", Quantity.about(50, "guests", high=60)),
    ("de", "10.000-12.000", Quantity.between(10000, 12000)),
    ("de", "3,8 Mio. EUR", Quantity.exact(3800000, "EUR")),
    ("de", "3,8 Mio. €", Quantity.exact(3800000, "EUR")),
    ("de", "13.750 m²", Quantity.exact(13750, "m2")),
    ("de", "10 000", Quantity.exact(10000)),
    ("de", "1.234.567,89 EUR", Quantity.exact(Decimal("1234567.89"), "EUR")),
    ("de", "1,234 ha", Quantity.exact(Decimal("1.234"), "ha")),
    ("de", "genau 50", Quantity.exact(50)),
    ("de", "5 Tsd. Personen", Quantity.exact(5000, "persons")),
    ("en", "about 10,000", Quantity.about(10000)),
    ("en", "approximately 50 people", Quantity.about(50, "persons")),
    ("en", "~50", Quantity.about(50)),
    ("en", "More than 150", Quantity.more_than(150)),
    ("en", "at least 50 companies", Quantity.at_least(50, "companies")),
    ("en", "50 or more", Quantity.at_least(50)),
    ("en", "up to 30", Quantity.up_to(30)),
    ("en", "no more than 30", Quantity.up_to(30)),
    ("en", "between 50 and 60", Quantity.between(50, 60)),
    ("en", "50 to 60 people", Quantity.between(50, 60, "persons")),
    ("en", "€5 million", Quantity.exact(5000000, "EUR")),
    ("ja", "約50", Quantity.about(50)),
    ("ja", "約1万人", Quantity.about(10000, "persons")),
    ("ja", "およそ50人", Quantity.about(50, "persons")),
    ("ja", "50人ほど", Quantity.about(50, "persons")),
    ("ja", "50名程度", Quantity.about(50, "persons")),
    ("ja", "150人以上", Quantity.at_least(150, "persons")),
    ("ja", "150名以上", Quantity.at_least(150, "persons")),
    ("ja", "150人超", Quantity.more_than(150, "persons")),
    ("ja", "150人を超える", Quantity.more_than(150, "persons")),
    ("ja", "150より多い", Quantity.more_than(150)),
    ("ja", "30人以下", Quantity.up_to(30, "persons")),
    ("ja", "最大30人", Quantity.up_to(30, "persons")),
    ("ja", "30人まで", Quantity.up_to(30, "persons")),
    ("ja", "50～60人", Quantity.between(50, 60, "persons")),
    ("ja", "50人〜60人", Quantity.between(50, 60, "persons")),
    ("ja", "50から60", Quantity.between(50, 60)),
    ("ja", "３５０社", Quantity.exact(350, "companies")),
    ("ja", "1万2千人", Quantity.exact(12000, "persons")),
    ("ja", "3.8億円", Quantity.exact(380000000, "JPY")),
    ("ja", "13,750㎡", Quantity.exact(13750, "m2")),
    ("ja", "約200人以上", rough(Quantity.at_least(200, "persons"))),
    ("ja", "10人以上の従業員", Quantity.at_least(10, "employees")),
]

REFUSED = [
    ("de", "", "quantity-unreadable"),
    ("de", "viele", "quantity-unreadable"),
    ("de", "mindestens", "quantity-unreadable"),
    ("de", "knapp 100", "quantity-unreadable"),
    ("de", "<30", "quantity-unreadable"),
    ("de", "-5", "quantity-unreadable"),
    ("de", "1.5.5", "quantity-unreadable"),
    ("de", "50 Kartons", "quantity-unreadable"),
    ("de", "mehr als 50 bis 60", "quantity-unreadable"),
    ("de", "mindestens 50 oder mehr", "quantity-unreadable"),
    ("de", "genau rund 50", "quantity-unreadable"),
    ("ja", "数十人", "quantity-unreadable"),
    ("de", "60-50", "quantity-range"),
    ("de", "10,000 Personen", "quantity-ambiguous"),
    ("en", "10.000 people", "quantity-ambiguous"),
    (None, "10.000", "quantity-ambiguous"),
    (None, "10,000", "quantity-ambiguous"),
    ("de", "1234567890123456", "quantity-digits"),
    ("de", "50 (Stand gestern)", "date-unreadable"),
]


@pytest.mark.parametrize(("quantity", "de", "en", "ja"), WRITTEN)
def test_format_quantity_in_three_languages(
    quantity: Quantity, de: str, en: str, ja: str
) -> None:
    assert format_quantity(quantity, "de") == de
    assert format_quantity(quantity, "en") == en
    assert format_quantity(quantity, "ja") == ja


def test_format_quantity_says_when_it_was_true() -> None:
    quantity = replace(
        Quantity.exact(350, "companies"), as_of=PartialDate.in_month(2018, 10)
    )

    texts = [
        format_quantity(quantity, each, with_as_of=True) for each in ("de", "en", "ja")
    ]

    assert texts == [
        "350 Unternehmen (Stand Oktober 2018)",
        "350 companies (as of October 2018)",
        "350社（2018年10月現在）",
    ]
    assert format_quantity(quantity, "en") == "350 companies"


def test_format_number_never_rounds() -> None:
    number = Decimal("999999999999.999")

    assert format_number(number, "de") == "999.999.999.999,999"
    assert format_number(number, "ja") == "999,999,999,999.999"
    assert format_number(150, "en") == "150"


def test_unit_name_follows_the_number() -> None:
    assert unit_name("persons", "de", 1) == "Person"
    assert unit_name("persons", "de") == "Personen"
    assert unit_name("employees", "ja") == "人の従業員"
    assert unit_name("kWp", "ja") == "kWp"


@pytest.mark.parametrize(("language", "text", "quantity"), READ)
def test_parse_quantity_reads(language: str, text: str, quantity: Quantity) -> None:
    assert parse_quantity(text, language) == quantity


@pytest.mark.parametrize(("language", "text", "code"), REFUSED)
def test_parse_quantity_refuses_and_says_why(
    language: str | None, text: str, code: str
) -> None:
    with pytest.raises(UnreadableValue) as caught:
        parse_quantity(text, language)

    assert caught.value.code == code
    assert "%(" not in str(caught.value)


def test_parse_quantity_uses_the_unit_of_the_field_for_a_bare_number() -> None:
    assert parse_quantity("50", unit="persons") == Quantity.exact(50, "persons")
    assert parse_quantity("50 EUR", unit="persons") == Quantity.exact(50, "EUR")
    assert parse_quantity("12 kWp", unit="kWp") == Quantity.exact(12, "kWp")


def test_parse_quantity_reads_an_unambiguous_number_without_a_language() -> None:
    assert parse_quantity("1000") == Quantity.exact(1000)
    assert parse_quantity("10.5") == Quantity.exact(Decimal("10.5"))
    assert parse_quantity("1.234.567,5") == Quantity.exact(Decimal("1234567.5"))


@settings(max_examples=300)
@given(quantities(), LANGUAGES)
def test_what_is_written_can_be_read_again(quantity: Quantity, language: str) -> None:
    known = quantity if quantity.is_known else replace(quantity, as_of=NO_DATE)

    text = format_quantity(known, language, with_as_of=True)

    assert parse_quantity(text, language, unit=known.unit) == known


@given(st.text(max_size=30), LANGUAGES)
def test_any_text_is_read_or_refused_with_a_message(text: str, language: str) -> None:
    try:
        value = parse_quantity(text, language)
    except UnreadableValue as refusal:
        message = str(refusal)
    else:
        message = format_quantity(value, language)
    assert message
