"""Reading with which record another one is to be made one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gegenbesuch.directory.models import Organisation, Person
from gegenbesuch.directory.organisation_fields import OrganisationField, suggestions
from gegenbesuch.directory.person_fields import PersonField


class MergeForm(forms.Form):
    """The other record, by name or by code."""

    def __init__(
        self, *args: Any, record: Organisation | Person, user: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.record = record
        kind = PersonField if record.is_person else OrganisationField
        field: Any = kind(
            label=gettext_lazy("The other record"),
            help_text=gettext_lazy("Its name or its code; it will go into this one."),
        )
        field.user = user
        if not record.is_person:
            field.widget.attrs |= suggestions()
        self.fields["other"] = field

    def clean_other(self) -> Any:
        """Take another record of the same office."""
        other = self.cleaned_data["other"]
        if other is None:
            raise forms.ValidationError(_("Please name the other record."))
        if other == self.record:
            raise forms.ValidationError(_("These are one record already."))
        if other.office_id != self.record.office_id:
            raise forms.ValidationError(_("Records of two offices cannot be made one."))
        return other
