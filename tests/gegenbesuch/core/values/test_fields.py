from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.migrations.writer import MigrationWriter
from django.test.utils import isolate_apps

from gegenbesuch.core.values import forms
from gegenbesuch.core.values.fields import (
    NameField,
    PartialDateField,
    QuantityField,
    overlapping,
    unknown_last,
)
from gegenbesuch.core.values.name import Name, Spelling
from gegenbesuch.core.values.partial_date import NO_DATE, PartialDate
from gegenbesuch.core.values.quantity import Quantity

KURZ = Name(family="Kurz", given="Randy", kana=Spelling(full="ランディ・クルツ"))
CODES = [
    "2018",
    "2019",
    "2019-05-21~late",
    "2019-06",
    "2019-06-01~early",
    "2019-06-07",
    "2019-06-11~mid",
    "2019-07",
    "2019-07-01",
    "2020",
]


@pytest.fixture
def visits(transactional_db: None) -> Iterator[type[models.Model]]:
    """A table with every field of a value, made for the test alone."""
    with isolate_apps("gegenbesuch.core"):

        class Visit(models.Model):  # noqa: DJ008 -- nobody reads it
            on = PartialDateField()
            audience = QuantityField(unit="persons", null=True, blank=True)
            guest = NameField(null=True, blank=True)

            class Meta:
                app_label = "core"

        with connection.schema_editor() as editor:
            editor.create_model(Visit)
        yield Visit
        with connection.schema_editor() as editor:
            editor.delete_model(Visit)


def saved_codes(rows: models.QuerySet[models.Model]) -> list[str]:
    return [row.on.code for row in rows]


@pytest.mark.database
def test_values_come_back_from_the_database(visits: type[models.Model]) -> None:
    audience = Quantity.more_than(Decimal("150.5"), "persons")
    visits.objects.create(
        on=PartialDate.from_code("2019-06-21~late"), audience=audience, guest=KURZ
    )
    visits.objects.create()

    full, empty = visits.objects.order_by("pk")

    assert (full.on.code, full.audience, full.guest) == (
        "2019-06-21~late",
        audience,
        KURZ,
    )
    assert (empty.on, empty.audience, empty.guest) == (NO_DATE, None, None)


@pytest.mark.database
def test_dates_sort_in_the_database_as_in_python(visits: type[models.Model]) -> None:
    for code in [*reversed(CODES), ""]:
        visits.objects.create(on=PartialDate.from_code(code))

    plain = visits.objects.order_by("on")
    known_first = visits.objects.order_by(unknown_last("on"), "on")

    assert saved_codes(plain) == ["", *CODES]
    assert saved_codes(known_first) == [*CODES, ""]
    assert sorted(row.on for row in plain) == [row.on for row in known_first]


@pytest.mark.database
@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2019, 6, 7), date(2019, 6, 7)),
        (date(2019, 6, 7), date(2019, 6, 10)),
        (date(2019, 6, 7), date(2019, 6, 11)),
        (date(2019, 6, 15), date(2019, 6, 30)),
        (date(2019, 5, 25), date(2019, 5, 31)),
        (date(2019, 1, 1), date(2019, 12, 31)),
        (date(2018, 12, 31), date(2019, 1, 1)),
        (date(2020, 1, 1), date.max),
    ],
)
def test_overlapping_finds_what_python_finds(
    visits: type[models.Model], first: date, last: date
) -> None:
    for code in [*CODES, ""]:
        visits.objects.create(on=PartialDate.from_code(code))

    found = visits.objects.filter(overlapping("on", first, last)).order_by("on")

    assert saved_codes(found) == [
        code
        for code in CODES
        if PartialDate.from_code(code).first_day() <= last
        and PartialDate.from_code(code).last_day() >= first
    ]


@pytest.mark.database
def test_rows_are_found_by_value_code_and_part(visits: type[models.Model]) -> None:
    visits.objects.create(
        on=PartialDate.in_year(2019), audience=Quantity.about(50), guest=KURZ
    )
    visits.objects.create(
        on=PartialDate.on(date(2020, 2, 1)), audience=Quantity.more_than(150)
    )
    rows = visits.objects

    assert rows.filter(on="2019").count() == 1
    assert rows.filter(on=date(2020, 2, 1)).count() == 1
    assert rows.filter(on__lt=PartialDate.in_year(2020)).count() == 1
    assert rows.filter(on__startswith="2020-").count() == 1
    assert rows.filter(audience__low__gte=100).count() == 1
    assert rows.filter(audience=Quantity.about(50)).count() == 1
    assert rows.filter(guest__family="Kurz").get().guest == KURZ
    assert list(rows.order_by("pk").values_list("audience__low", flat=True)) == [
        50,
        150,
    ]
    assert rows.order_by("pk").values_list("on", flat=True)[0] == PartialDate.in_year(
        2019
    )


@pytest.mark.database
def test_a_date_may_be_computed_in_the_database(visits: type[models.Model]) -> None:
    visits.objects.create()

    visits.objects.update(on=models.Value("2019-06"))

    assert saved_codes(visits.objects.all()) == ["2019-06"]


@pytest.mark.database
def test_many_rows_are_written_at_once(visits: type[models.Model]) -> None:
    rows = visits.objects.bulk_create([visits(), visits()])

    for row in rows:
        row.on, row.audience = PartialDate.in_year(2019), Quantity.about(50)
    visits.objects.bulk_update(rows, ["on", "audience"])

    assert [(row.on.code, row.audience) for row in visits.objects.all()] == [
        ("2019", Quantity.about(50))
    ] * 2


@pytest.mark.database
@pytest.mark.parametrize("key", [Name.sort_key_de, Name.sort_key_ja])
@pytest.mark.django_db
def test_name_keys_sort_in_the_database_as_in_python(
    key: Callable[[Name], str],
) -> None:
    names = [
        KURZ,
        Name(family="Meier", given="Zoe"),
        Name(family="Meier Schmidt", given="Anna"),
        Name(family="Meierhof", given="Anna"),
        Name(family="Ōguchi", given="Ren"),
        Name(family="von Werthern", given="Hans"),
        Name(kana=Spelling("かとう", "あい")),
        Name(kana=Spelling("がとう", "あい")),
        Name(kana=Spelling("きた", "あい")),
        Name(kanji=Spelling(full="佐原光一")),
    ]
    keys = sorted(key(name) for name in names)

    with connection.cursor() as cursor:
        union = " UNION ALL ".join(["SELECT %s AS k"] * len(keys))
        cursor.execute(f"SELECT k FROM ({union}) AS t ORDER BY k", keys[::-1])
        found = [row[0] for row in cursor.fetchall()]

    assert found == keys


@pytest.mark.database
def test_fixtures_bring_every_value_back(visits: type[models.Model]) -> None:
    row = visits.objects.create(
        on=PartialDate.in_month(2019, 6), audience=Quantity.up_to(30), guest=KURZ
    )

    field = {each.name: each for each in visits._meta.get_fields()}
    stored = serializers.serialize("python", [row])[0]["fields"]

    assert field["on"].to_python(field["on"].value_to_string(row)) == row.on
    for name in ("audience", "guest"):
        assert field[name].to_python(field[name].value_to_string(row)) == getattr(
            row, name
        )
    assert set(stored) == {"on", "audience", "guest"}


@pytest.mark.database
def test_full_clean_accepts_values_and_their_stored_forms(
    visits: type[models.Model],
) -> None:
    row = visits(on="2019-06", audience=Quantity.about(50).to_json(), guest=KURZ)

    row.full_clean()

    assert (row.on, row.audience) == (
        PartialDate.in_month(2019, 6),
        Quantity.about(50),
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (PartialDateField(), "June"),
        (PartialDateField(), "2019-02-30"),
        (PartialDateField(blank=False), ""),
        (QuantityField(), {"low": 5}),
        (QuantityField(), "many"),
        (QuantityField(), Quantity.exact(10**16)),
        (NameField(), {}),
        (NameField(), {"title": "Graf", "family": "X"}),
    ],
)
def test_fields_refuse_what_is_no_value(field: models.Field, value: object) -> None:
    with pytest.raises(ValidationError):
        field.clean(value, None)


def test_date_field_is_optional_and_never_none() -> None:
    field = PartialDateField()

    assert field.clean("", None) == NO_DATE
    assert field.clean(None, None) == NO_DATE
    assert field.get_default() == NO_DATE
    assert field.get_prep_value(None) == ""
    with pytest.raises(TypeError):
        PartialDateField(null=True)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (PartialDateField("on"), "PartialDateField(verbose_name='on')"),
        (PartialDateField(blank=False), "PartialDateField(blank=False)"),
        (
            QuantityField(unit="persons", null=True),
            "QuantityField(null=True, unit='persons')",
        ),
        (NameField(), "NameField()"),
    ],
)
def test_migrations_name_only_what_was_chosen(field: models.Field, text: str) -> None:
    written, imports = MigrationWriter.serialize(field)

    assert written == f"gegenbesuch.core.values.fields.{text}"
    assert imports == {"import gegenbesuch.core.values.fields"}
    _, _, args, kwargs = field.deconstruct()
    assert type(field)(*args, **kwargs).deconstruct() == field.deconstruct()


def test_form_fields_belong_to_their_fields() -> None:
    quantity = QuantityField(unit="persons", blank=True).formfield()

    assert isinstance(PartialDateField().formfield(), forms.PartialDateField)
    assert isinstance(NameField().formfield(), forms.NameField)
    assert isinstance(quantity, forms.QuantityField)
    assert (quantity.unit, quantity.required) == ("persons", False)
    assert not PartialDateField().formfield().required
    assert PartialDateField(blank=False).formfield().required
