"""Reading what is typed about relations and sources."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gegenbesuch.accounts.models import Office
from gegenbesuch.core.countries import country_choices
from gegenbesuch.core.i18n_forms import text_field
from gegenbesuch.core.values.forms import PartialDateField
from gegenbesuch.directory import rules
from gegenbesuch.directory.models import Source
from gegenbesuch.directory.place_field import PlaceField


class RecordForm(forms.Form):
    """A form about a record of an office; a new one may need to say which."""

    office = forms.ModelChoiceField(
        Office.objects.none(), label=_("Office"), required=False
    )

    def __init__(
        self, *args: Any, user: Any, record: Any = None, **kwargs: Any
    ) -> None:
        if record is not None:
            names = [name for name in self.base_fields if name != "office"]
            kwargs["initial"] = {name: getattr(record, name) for name in names}
        super().__init__(*args, **kwargs)
        offices = Office.objects.filter(pk__in=rules.offices_to_edit(user))
        self.offices = list(offices.order_by("pk"))
        if record is not None or len(self.offices) < 2:
            del self.fields["office"]
        else:
            field: Any = self.fields["office"]
            field.queryset, field.required = offices, True

    def values(self) -> dict[str, Any]:
        """Return what was typed about a new record, for the service."""
        values = dict(self.cleaned_data)
        return values | {"office": values.get("office") or self.offices[0]}


class RelationForm(RecordForm):
    """What a region has with another one abroad."""

    name = text_field(
        label=_("Name"),
        max_length=300,
        help_text=_("Such as: Leipzig and Kobe."),
    )
    home = PlaceField(
        label=_("Place at home"),
        empty_label="—",
        about=_("The town or region on our side."),
    )
    country = forms.ChoiceField(label=_("Country of the other side"))
    started_on = PartialDateField(label=_("Since"), required=False)
    summary = text_field(label=_("Summary"), required=False, is_long=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["country"].choices = [("", "—"), *country_choices()]


class SourceForm(RecordForm):
    """A document, page or person on which statements rest."""

    title = text_field(label=_("Title"), max_length=500)
    kind = forms.ChoiceField(label=_("Kind"), choices=Source.Kind.choices)
    number = forms.CharField(
        label=_("Number"),
        required=False,
        max_length=20,
        help_text=_("Left open, it gets the next one."),
    )
    url = forms.URLField(
        label=_("Address of the page"),
        required=False,
        max_length=500,
        assume_scheme="https",
    )
    published_on = PartialDateField(label=_("Published"), required=False)
    note = text_field(label=_("Note"), required=False, is_long=True)
