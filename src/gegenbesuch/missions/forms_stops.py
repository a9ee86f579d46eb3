"""Parse and validate what is typed about the stops of a mission."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.form_sections import Section, SectionedForm
from gegenbesuch.core.i18n_forms import text_field
from gegenbesuch.core.values.forms import PartialDateField
from gegenbesuch.directory.languages import TAGS, language_name
from gegenbesuch.directory.organisation_fields import OrganisationField, suggestions
from gegenbesuch.directory.place_field import PlaceField

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import User


class StopForm(SectionedForm):
    """Where a mission stops, who receives it there, and from when to when."""

    place = PlaceField(required=False)
    place_text = text_field(
        label=_("Place in words"),
        required=False,
        max_length=200,
        help_text=_("For a place that is not in the list."),
    )
    organisation = OrganisationField(
        label=_("Visited"),
        required=False,
        help_text=_("An organisation of the directory whose house it is."),
    )
    host = OrganisationField(
        label=_("Host"),
        required=False,
        help_text=_("Who receives there, if that is somebody else."),
    )
    arrives_on = PartialDateField(label=_("From"), required=False)
    leaves_on = PartialDateField(label=_("Until"), required=False)
    language = forms.ChoiceField(
        label=_("Language spoken there"),
        required=False,
        help_text=_("Interpreters are checked against it."),
    )
    is_planned_only = forms.BooleanField(
        label=_("Planned, not attested"), required=False
    )
    text = text_field(label=_("What"), required=False, is_long=True)
    note = text_field(label=_("Note"), required=False, is_long=True)

    sections = (
        Section("", ("place", "place_text", "organisation", "host")),
        Section(_("When"), ("arrives_on", "leaves_on", "language", "is_planned_only")),
        Section(_("In words"), ("text", "note"), is_folded=True),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        for name in ("organisation", "host"):
            fields[name].user = user
            fields[name].widget.attrs |= suggestions()
        known = dict.fromkeys(tag.split("-")[0] for tag in TAGS)
        if said := self.initial.get("language"):
            known[said] = None
        fields["language"].choices = [
            ("", "–"),
            *((code, language_name(code)) for code in known),
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse a stop that is nowhere, or ends before it begins."""
        data = super().clean() or self.cleaned_data
        where = [data.get(name) for name in ("place", "organisation")]
        if not any(where) and not str(data.get("place_text") or ""):
            self.add_error("place", _("A stop needs a place or an organisation."))
        arrives, leaves = data.get("arrives_on"), data.get("leaves_on")
        first = arrives.first_day() if arrives else None
        last = leaves.last_day() if leaves else None
        if first and last and last < first:
            self.add_error("leaves_on", _("The stop would end before it begins."))
        return data
