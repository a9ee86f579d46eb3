"""Reading what is typed about a source."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gegenbesuch.accounts.models import Office
from gegenbesuch.core.i18n_forms import text_field
from gegenbesuch.core.values.forms import PartialDateField
from gegenbesuch.directory import rules
from gegenbesuch.directory.models import Source


class SourceForm(forms.Form):
    """A document, page or person on which statements rest."""

    office = forms.ModelChoiceField(
        Office.objects.none(), label=_("Office"), required=False
    )
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

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Office.objects.filter(pk__in=rules.offices_to_edit(user))
        self.offices = list(offices.order_by("pk"))
        if len(self.offices) < 2:
            del self.fields["office"]
        else:
            field: Any = self.fields["office"]
            field.queryset, field.required = offices, True
