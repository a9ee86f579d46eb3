"""Parse and validate what is typed about outcomes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gegenbesuch.accounts.models import Language
from gegenbesuch.core.i18n_forms import text_field
from gegenbesuch.core.values.forms import PartialDateField, QuantityField
from gegenbesuch.directory.models import Organisation, Person, Sector, Source
from gegenbesuch.missions.models import Mission, Participation, Stop
from gegenbesuch.outcomes.models import Interest, Outcome


class CitedForm(forms.Form):
    """A form for something new that may name a source; later it is cited apart."""

    def __init__(
        self, *args: Any, office: int, is_new: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.office = office
        if is_new:
            self.fields["source"] = forms.CharField(
                label=_("Source"),
                required=False,
                max_length=20,
                help_text=_("The number of a source, such as S12."),
            )
            self.fields["quote"] = forms.CharField(
                label=_("Words or page"), required=False, max_length=500
            )

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
        """Put source and words together."""
        data = super().clean() or self.cleaned_data
        quote = data.pop("quote", "")
        if data.get("source"):
            data["source"] = (data["source"], quote)
        return data


class OutcomeForm(CitedForm):
    """What came of a mission, how far it went and what attests it."""

    text = text_field(label=_("What came of it"), is_long=True)
    kind = forms.ChoiceField(label=_("Kind"), choices=Outcome.Kind.choices)
    stage = forms.ChoiceField(
        label=_("Stage"),
        choices=Outcome.Stage.choices,
        help_text=_("An agreement is a contract that was signed, nothing less."),
    )
    status = forms.ChoiceField(label=_("Status"), choices=Outcome.Status.choices)
    on = PartialDateField(label=_("When"), required=False)
    sector = forms.ModelChoiceField(
        label=_("Sector"), queryset=Sector.objects.none(), required=False
    )
    value = QuantityField(
        label=_("Value"),
        required=False,
        help_text=_("As it was said: “about 2 million EUR”, “more than 40 jobs”."),
    )
    parties = forms.ModelMultipleChoiceField(
        label=_("Parties"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    leads_to = forms.ModelChoiceField(
        label=_("Leads to"), queryset=Mission.objects.none(), required=False
    )

    NAMES = ("text", "kind", "stage", "status", "on", "sector", "value", "leads_to")

    def __init__(
        self, *args: Any, mission: Mission, is_new: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, office=mission.office_id, is_new=is_new, **kwargs)
        later = mission.later_links.values("later")
        self.fields["leads_to"].queryset = Mission.objects.filter(pk__in=later)  # type: ignore[attr-defined]
        fields: dict[str, Any] = self.fields
        fields["sector"].queryset = Sector.objects.order_by("position", "pk")
        # Three joins in one filter would read every organisation there is.
        stops = Stop.objects.filter(mission=mission)
        known = Participation.objects.filter(mission=mission).values("organisation")
        known = known.union(stops.values("host"), stops.values("organisation"))
        fields["parties"].queryset = Organisation.objects.filter(pk__in=known).order_by(
            "sort_key", "pk"
        )


class InterestForm(CitedForm):
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

    def __init__(self, *args: Any, office: int, **kwargs: Any) -> None:
        super().__init__(*args, office=office, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["sector"].queryset = Sector.objects.order_by("position", "pk")

    def clean(self) -> dict[str, Any]:
        """Ask for a sector or a topic."""
        data = super().clean()
        if not data.get("sector") and not str(data.get("topic") or ""):
            self.add_error("sector", _("An interest needs a sector or a topic."))
        return data


class QuoteForm(CitedForm):
    """What somebody said, and who it was."""

    words = text_field(label=_("What was said"), is_long=True)
    language = forms.ChoiceField(
        label=_("Said in"),
        choices=Language.choices,
        help_text=_("The other languages are printed as translations."),
    )
    person = forms.ModelChoiceField(
        label=_("Who said it"), queryset=Person.objects.none(), required=False
    )
    speaker = text_field(label=_("Who said it, in words"), required=False)

    def __init__(self, *args: Any, mission: Mission, **kwargs: Any) -> None:
        super().__init__(*args, office=mission.office_id, **kwargs)
        people = Participation.objects.filter(mission=mission, is_public=True)
        known = Q(pk__in=people.values("person")) | Q(pk=mission.lead_id)
        fields: dict[str, Any] = self.fields
        fields["person"].queryset = Person.objects.filter(known).order_by(
            "sort_key", "pk"
        )

    def clean(self) -> dict[str, Any]:
        """Ask who it was, and for the words in their own language."""
        data = super().clean()
        if not data.get("person") and not str(data.get("speaker") or ""):
            self.add_error("person", _("Please say who said it."))
        words = getattr(data.get("words"), "data", None)
        if isinstance(words, dict) and not words.get(data.get("language", "")):
            self.add_error(
                "words", _("The words in the language they were said in are missing.")
            )
        return data
