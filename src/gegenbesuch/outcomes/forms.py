"""Parse and validate what is typed about outcomes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.i18n_forms import text_field
from gegenbesuch.core.values.forms import PartialDateField
from gegenbesuch.directory.models import Organisation, Sector, Source
from gegenbesuch.missions.models import Mission, Participation, Stop
from gegenbesuch.outcomes.models import Interest, Outcome


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


class InterestForm(forms.Form):
    """What a side was interested in, how strongly, and what attests it."""

    side = forms.ChoiceField(label=_("Side"), choices=Interest.Side.choices)
    sector = forms.ModelChoiceField(
        label=_("Sector"),
        queryset=Sector.objects.none(),
        required=False,
        help_text=_("The map of demand goes by sectors."),
    )
    topic = text_field(label=_("Topic"), required=False)
    relation = forms.ChoiceField(
        label=_("What was seen"), choices=Interest.Relation.choices
    )
    strength = forms.TypedChoiceField(
        label=_("Strength"), choices=Interest.Strength.choices, coerce=int
    )
    who = text_field(label=_("Who"), required=False)
    source = forms.CharField(
        label=_("Source"),
        required=False,
        max_length=20,
        help_text=_("The number of a source, such as S12."),
    )
    quote = forms.CharField(label=_("Words or page"), required=False, max_length=500)

    def __init__(self, *args: Any, office: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office = office
        fields: dict[str, Any] = self.fields
        fields["sector"].queryset = Sector.objects.order_by("position", "pk")

    def clean_source(self) -> Source | None:
        """Find the source by its number."""
        number = self.cleaned_data["source"].strip()
        if not number:
            return None
        found = Source.objects.filter(office=self.office, number=number).first()
        if found is None:
            raise forms.ValidationError(
                _("There is no source %(number)s."), params={"number": number}
            )
        return found

    def clean(self) -> dict[str, Any]:
        """Put source and words together; ask for a sector or a topic."""
        data = super().clean() or self.cleaned_data
        quote = data.pop("quote", "")
        if data.get("source"):
            data["source"] = (data["source"], quote)
        if not data.get("sector") and not str(data.get("topic") or ""):
            self.add_error("sector", _("An interest needs a sector or a topic."))
        return data
