"""Reading what is typed about a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from i18nfield.strings import LazyI18nString

from gegenbesuch.core.countries import country_choices
from gegenbesuch.core.i18n_forms import text_field
from gegenbesuch.core.values.languages import base_language
from gegenbesuch.core.values.name_sorting import fold_latin
from gegenbesuch.directory.forms import ListField
from gegenbesuch.directory.models import Place
from gegenbesuch.directory.services.field_values import texts_of

if TYPE_CHECKING:
    from gegenbesuch.directory.towns import Town


def _degrees(label: Any, most: float) -> forms.FloatField:
    return forms.FloatField(
        label=label,
        validators=[MinValueValidator(-most), MaxValueValidator(most)],
        widget=forms.NumberInput({"step": "any"}),
    )


class PlaceForm(forms.Form):
    """A town: what it is called, where it lies, what its clocks show."""

    name = text_field(label=_("Name"), max_length=200)
    country = forms.ChoiceField(label=_("Country"))
    latitude = _degrees(_("Latitude in degrees, south of the equator with a minus"), 90)
    longitude = _degrees(_("Longitude in degrees, west of Greenwich with a minus"), 180)
    time_zone = forms.ChoiceField(label=_("Time zone"))
    aliases = ListField(
        label=_("Other spellings"),
        required=False,
        help_text=_("With semicolons between them."),
    )

    def __init__(self, *args: Any, place: Place | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["country"].choices = [("", "—"), *country_choices()]
        zones = sorted(zone for zone in available_timezones() if "/" in zone)
        fields["time_zone"].choices = [("", "—"), *((zone, zone) for zone in zones)]
        self.place = place

    def clean(self) -> dict[str, Any]:
        """Refuse a place that there is already."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        names = {fold_latin(text) for text in texts_of(data.get("name")).values()}
        others = Place.objects.filter(country=data.get("country", ""))
        if self.place:
            others = others.exclude(pk=self.place.pk)
        for other in others:
            known = texts_of(other.name).values()
            if names & {fold_latin(text) for text in known} and _near(data, other):
                self.add_error(
                    "name", _("%(place)s is there already.") % {"place": other}
                )
                break
        return data


def _near(data: dict[str, Any], other: Place) -> bool:
    """Tell whether two towns of one name are the same: half a degree is 50 km."""
    return all(
        abs(data.get(side, 0) - getattr(other, side)) < 0.5
        for side in ("latitude", "longitude")
    )


def from_town(town: Town, asked: str) -> dict[str, Any]:
    """
    Return what the form shows at first for a town.

    Args:
        asked: The words by which it was found: its name for whoever asked.
    """
    name = {"de": town.name, "en": town.name, "ja": town.name_ja}
    if town.is_called(asked):
        name[base_language(get_language())] = asked.strip()
    return {
        "name": LazyI18nString(name),
        "country": town.country,
        "latitude": town.latitude,
        "longitude": town.longitude,
        "time_zone": town.time_zone,
    }
