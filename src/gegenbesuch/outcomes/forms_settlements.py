"""Parse and validate what is typed about settlements."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.i18n_forms import text_field
from gegenbesuch.core.values.forms import PartialDateField
from gegenbesuch.directory.models import Organisation, Person, Role
from gegenbesuch.directory.organisation_fields import OrganisationField
from gegenbesuch.directory.place_field import PlaceField
from gegenbesuch.missions.models import Mission
from gegenbesuch.outcomes.forms import CitedForm
from gegenbesuch.outcomes.models import Settlement, SettlementStep
from gegenbesuch.outcomes.selectors import latest_missions


class SettlementForm(CitedForm):
    """Who comes to stay, where, and in whose competition."""

    organisation = OrganisationField(label=_("Company"))
    title = text_field(label=_("Title"))
    place = PlaceField(required=False)
    site = text_field(label=_("Site"), required=False)
    competitors = text_field(label=_("Competing places"), required=False)
    credit = text_field(label=_("Credited to, in words"), is_long=True, required=False)

    NAMES = ("organisation", "title", "place", "site", "competitors", "credit")

    def __init__(self, *args: Any, office: int, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, office=office, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["organisation"].user = user

    def clean_organisation(self) -> Organisation:
        """Take none of another office."""
        found: Organisation = self.cleaned_data["organisation"]
        if found is None or found.office_id != self.office:
            raise forms.ValidationError(
                _("Please name a company of the office's directory.")
            )
        return found


class StepForm(CitedForm):
    """One step on the way of a settlement."""

    kind = forms.ChoiceField(label=_("Step"), choices=SettlementStep.Kind.choices)
    on = PartialDateField(label=_("When"), required=False)
    text = text_field(label=_("Text"), is_long=True, required=False)
    mission = forms.ModelChoiceField(
        label=_("Mission that moved it"),
        queryset=Mission.objects.none(),
        required=False,
    )
    people = forms.ModelMultipleChoiceField(
        label=_("People"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, settlement: Settlement, **kwargs: Any) -> None:
        super().__init__(*args, office=settlement.office_id, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["mission"].queryset = latest_missions(settlement.office_id)
        # Each by itself: three joins in one filter would read everybody there is.
        moved = settlement.steps.exclude(mission=None).values("mission")
        known = {
            *settlement.steps.exclude(people=None).values_list("people", flat=True),
            *Role.objects.filter(organisation=settlement.organisation_id).values_list(
                "person", flat=True
            ),
            *Mission.objects.filter(pk__in=moved)
            .exclude(lead=None)
            .values_list("lead", flat=True),
        }
        fields["people"].queryset = Person.objects.filter(pk__in=known).order_by(
            "sort_key", "pk"
        )
