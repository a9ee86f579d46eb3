from __future__ import annotations

import re

import pytest
from django import forms as django_forms
from django.utils import translation

from gegenbesuch.core.values import forms
from gegenbesuch.core.values.name import Name, Order, Spelling
from gegenbesuch.core.values.partial_date import NO_DATE, PartialDate
from gegenbesuch.core.values.quantity import Quantity

NAME = Name(
    family="Sahara",
    given="Koichi",
    title="S. E.",
    honorific="先生",
    kanji=Spelling("佐原", "光一"),
    kana=Spelling("さはら", "こういち"),
    aliases=("Sahara Kouichi", "Sawara"),
    order=Order.FAMILY_FIRST,
)
POSTED = {
    "name_title": "S. E.",
    "name_given": "Koichi",
    "name_family": "Sahara",
    "name_full": "",
    "name_order": "family_first",
    "name_kanji": "佐原　光一",
    "name_kana": "さはら こういち",
    "name_honorific": "先生",
    "name_aliases": "Sahara Kouichi；Sawara; ",
}


class VisitForm(django_forms.Form):
    on = forms.PartialDateField(required=False)
    audience = forms.QuantityField(unit="persons", required=False)
    name = forms.NameField(required=False)


@pytest.mark.parametrize(
    ("language", "typed", "code", "shown"),
    [
        ("de", "Ende Juni 2019", "2019-06-21~late", "Ende Juni 2019"),
        ("en", "7.6.2019", "2019-06-07", "7 June 2019"),
        ("ja", "令和元年6月7日", "2019-06-07", "2019年6月7日"),
        ("de", "", "", ""),
    ],
)
def test_date_is_read_and_shown_in_the_active_language(
    language: str, typed: str, code: str, shown: str
) -> None:
    with translation.override(language):
        form = VisitForm({"on": typed})

        assert form.is_valid()
        assert form.cleaned_data["on"] == PartialDate.from_code(code)
        again = VisitForm(initial={"on": form.cleaned_data["on"]})
        assert again["on"].value() == shown


def test_date_that_cannot_be_read_is_shown_as_typed_with_the_reason() -> None:
    form = VisitForm({"on": "30.2.2019"})

    assert form.errors == {"on": ["30.2.2019 does not exist in the calendar."]}
    assert form["on"].value() == "30.2.2019"


def test_required_date_must_be_known() -> None:
    field = forms.PartialDateField()

    for text in ("", "unbekannt"):
        with pytest.raises(django_forms.ValidationError) as caught:
            field.clean(text)
        assert caught.value.code == "required"


def test_date_has_changed_only_if_it_means_something_else() -> None:
    field = forms.PartialDateField(required=False)

    assert not field.has_changed(PartialDate.in_month(2019, 6), "June 2019")
    assert not field.has_changed(None, "")
    assert not field.has_changed(NO_DATE, "")
    assert field.has_changed(PartialDate.in_month(2019, 6), "2019")
    assert field.has_changed(PartialDate.in_month(2019, 6), "nonsense")


def test_date_field_has_a_base() -> None:
    field = forms.PartialDateField(base=PartialDate.in_month(2019, 6))

    assert field.clean("6日(木)").code == "2019-06-06"


@pytest.mark.parametrize(
    ("language", "typed", "quantity", "shown"),
    [
        ("de", "mehr als 150", Quantity.more_than(150, "persons"), "mehr als 150 Personen"),
        ("en", "150 EUR", Quantity.exact(150, "EUR"), "150 EUR"),
        ("ja", "約1万人", Quantity.about(10000, "persons"), "約10,000人"),
        ("de", " ", None, None),
    ],
)  # fmt: skip
def test_quantity_is_read_and_shown_in_the_active_language(
    language: str, typed: str, quantity: Quantity | None, shown: str | None
) -> None:
    with translation.override(language):
        form = VisitForm({"audience": typed})

        assert form.is_valid()
        assert form.cleaned_data["audience"] == quantity
        again = VisitForm(initial={"audience": quantity})
        assert again["audience"].value() == shown


def test_quantity_that_cannot_be_read_is_shown_as_typed_with_the_reason() -> None:
    form = VisitForm({"audience": "many"})

    assert form.errors["audience"][0].startswith("“many” is not a number")
    assert form["audience"].value() == "many"


def test_quantity_of_a_fixed_unit_refuses_another() -> None:
    field = forms.QuantityField(unit="EUR", is_unit_fixed=True)

    assert field.clean("50") == Quantity.exact(50, "EUR")
    with pytest.raises(django_forms.ValidationError):
        field.clean("50 people")


def test_quantity_has_changed_only_if_it_says_something_else() -> None:
    field = forms.QuantityField(required=False)

    assert not field.has_changed(Quantity.about(50), "ca. 50")
    assert not field.has_changed(None, "")
    assert field.has_changed(Quantity.about(50), "50")
    assert field.has_changed(Quantity.about(50), "")


def test_name_is_put_together_from_its_inputs() -> None:
    form = VisitForm(POSTED)

    assert form.is_valid()
    assert form.cleaned_data["name"] == NAME
    assert not VisitForm(POSTED, initial={"name": NAME}).has_changed()
    changed = VisitForm(POSTED | {"name_given": "Kouichi"}, initial={"name": NAME})
    assert changed.changed_data == ["name"]


def test_name_is_spread_over_inputs_that_all_have_a_label() -> None:
    html = str(VisitForm(initial={"name": NAME})["name"])

    inputs = re.findall(r'<(?:input|select)[^>]* id="([^"]+)"', html)
    assert inputs == re.findall(r'<label[^>]* for="([^"]+)"', html)
    assert len(inputs) == 9
    assert 'value="佐原 光一"' in html
    assert 'value="Sahara Kouichi; Sawara"' in html
    assert '<option value="family_first" selected>' in html


def test_name_with_nothing_but_an_order_is_no_name() -> None:
    form = VisitForm({"name_order": "given_first", "name_given": " "})

    assert form.is_valid()
    assert form.cleaned_data["name"] is None
    assert VisitForm({}).is_valid()


def test_required_name_must_be_there() -> None:
    with pytest.raises(django_forms.ValidationError) as caught:
        forms.NameField().clean([])

    assert caught.value.code == "required"


@pytest.mark.parametrize(
    ("posted", "message"),
    [
        ({"name_title": "Dr."}, "Please give the name in at least one script."),
        (
            {"name_title": "Graf", "name_family": "X"},
            "“Graf” is part of the family name. Please write it there, before “von”.",
        ),
    ],
)
def test_name_says_what_is_wrong(posted: dict[str, str], message: str) -> None:
    assert VisitForm(posted).errors["name"] == [message]


def test_name_in_one_piece_stays_in_one_piece() -> None:
    form = VisitForm({"name_full": "Sukarno", "name_kana": "スカルノ"})

    assert form.is_valid()
    assert form.cleaned_data["name"] == Name(
        full="Sukarno", kana=Spelling(full="スカルノ")
    )


def test_name_escapes_what_was_typed() -> None:
    html = str(VisitForm({"name_family": '"><script>'})["name"])

    assert "<script>" not in html
