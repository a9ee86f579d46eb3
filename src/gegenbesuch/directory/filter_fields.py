"""The fields by which lists are narrowed; a list draws half a dozen of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from i18nfield.strings import LazyI18nString

from gegenbesuch.core.countries import country_name
from gegenbesuch.core.rows import values_of
from gegenbesuch.directory import selectors
from gegenbesuch.directory.models import Organisation, Place, Sector

if TYPE_CHECKING:
    from collections.abc import Iterable


class PlainSelect(forms.Select):
    """A select whose options are written without a template each: for filters."""

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: Any = None
    ) -> SafeString:
        """Write the options at once."""
        attributes = self.build_attrs(self.attrs, {"name": name, **(attrs or {})})
        chosen = str(value or "")
        options = "".join(
            f'<option value="{escape(key)}"'
            f"{' selected' if str(key) == chosen else ''}>{escape(label)}</option>"
            for key, label in self.choices
        )
        return format_html(
            "<select{}>{}</select>",
            flatatt(attributes),
            mark_safe(options),  # noqa: S308 -- escaped above
        )


class FilterField(forms.ChoiceField):
    """A choice by which a list is narrowed; the first one is not to narrow it."""

    widget = PlainSelect

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, required=False)

    def offer(self, choices: Iterable[tuple[Any, Any]], *, otherwise: str = "") -> None:
        """Fill the choices, behind the one that stands for all."""
        self.choices = [("", otherwise or gettext("all")), *choices]


class RecordFilterField(FilterField):
    """A choice among records, by what stands in addresses; gives the record's key."""

    def __init__(self, label: Any) -> None:
        super().__init__(label)
        self.keys: dict[str, int] = {}

    def offer_records(self, rows: Iterable[tuple[int, Any, Any]]) -> None:
        """Fill the choices: of each record its key, what is sent, and its name."""
        rows = list(rows)
        self.keys = {str(sent): key for key, sent, _label in rows}
        self.offer((sent, label) for _key, sent, label in rows)

    def clean(self, value: Any) -> int | None:
        """Return the key of the record that was chosen."""
        return self.keys.get(super().clean(value))


def sectors_to_choose() -> list[tuple[int, str, str]]:
    """Return key, code and name of all sectors as the office lists them."""
    rows = values_of(Sector, "position", "pk", "code", "name")
    return [
        (pk, code, str(LazyI18nString(name))) for _place, pk, code, name in sorted(rows)
    ]


def places_to_choose() -> list[tuple[int, str, str]]:
    """Return key, code and name of all places, by country and code."""
    rows = values_of(Place, "country", "code", "pk", "name")
    return [
        (pk, code, str(LazyI18nString(name)))
        for _country, code, pk, name in sorted(rows)
    ]


class SearchForm(forms.Form):
    """What a list is searched for; nonsense in the address is passed over."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )

    def chosen(self) -> dict[str, Any]:
        """Return the choices that make sense."""
        self.is_valid()
        return self.cleaned_data


class OrganisationSearchForm(SearchForm):
    """Search and filters of the list of organisations."""

    kind = FilterField(_("Kind"))
    country = FilterField(_("Country"))
    place = RecordFilterField(_("Place"))
    sector = RecordFilterField(_("Sector"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["kind"].offer(Organisation.Kind.choices)
        countries = selectors.countries_of_organisations(user)
        named = ((code, country_name(code)) for code in countries)
        fields["country"].offer(sorted(named, key=lambda country: country[1]))
        fields["place"].offer_records(places_to_choose())
        fields["sector"].offer_records(sectors_to_choose())
