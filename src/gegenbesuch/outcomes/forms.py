"""Parse and validate what is typed about outcomes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.i18n_forms import text_field
from gegenbesuch.core.values.forms import PartialDateField
from gegenbesuch.directory.models import Organisation, Sector
from gegenbesuch.missions.models import Mission, Participation, Stop
from gegenbesuch.outcomes.models import Outcome


class OutcomeForm(forms.Form):
    """What came of a mission, how far it went and what attests it."""

    text = text_field(label=_("What came of it"), is_long=True)
    kind = forms.ChoiceField(label=_("Kind"), choices=Outcome.Kind.choices)
    stage = forms.ChoiceField(
        label=_("Stage"),
        choices=Outcome.Stage.choices,
        help_text=_("An agreement is a contract that was signed, nothing less."),
    )
    status = forms.ChoiceField(label=_("Status"), choices=Outcome.Status.choices)
    evidence_state = forms.ChoiceField(
        label=_("Evidence"), choices=Outcome.EvidenceState.choices
    )
    on = PartialDateField(label=_("When"), required=False)
    sector = forms.ModelChoiceField(
        label=_("Sector"), queryset=Sector.objects.none(), required=False
    )
    parties = forms.ModelMultipleChoiceField(
        label=_("Parties"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, mission: Mission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["sector"].queryset = Sector.objects.order_by("position", "pk")
        # Three joins in one filter would read every organisation there is.
        stops = Stop.objects.filter(mission=mission)
        known = Participation.objects.filter(mission=mission).values("organisation")
        known = known.union(stops.values("host"), stops.values("organisation"))
        fields["parties"].queryset = Organisation.objects.filter(pk__in=known).order_by(
            "sort_key", "pk"
        )
