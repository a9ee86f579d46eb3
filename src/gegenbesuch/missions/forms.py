"""Parse and validate what is typed about missions and their programme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from i18nfield.strings import LazyI18nString

from gegenbesuch.core.i18n_forms import text_field
from gegenbesuch.core.values.forms import PartialDateField, QuantityField
from gegenbesuch.directory.models import Organisation, Person, Place, Relation
from gegenbesuch.missions import rules
from gegenbesuch.missions.models import Mission, ProgrammeItem

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office


def in_this_language(old: Any, text: str) -> LazyI18nString:
    """Return the text with the reader's language replaced, the others kept."""
    data = old.data if isinstance(old, LazyI18nString) else {}
    texts = dict(data) if isinstance(data, dict) else {}
    texts[get_language() or settings.LANGUAGE_CODE] = text
    return LazyI18nString(
        {language: words for language, words in texts.items() if words}
    )


class MissionForm(forms.Form):
    """The frame of a mission: what, when, where to, who leads."""

    title = text_field(label=_("Title"))
    kind = forms.ChoiceField(label=_("Kind"), choices=Mission.Kind.choices)
    direction = forms.ChoiceField(
        label=_("Direction"), choices=Mission.Direction.choices
    )
    starts_on = PartialDateField(label=_("From"), required=False)
    ends_on = PartialDateField(label=_("Until"), required=False)
    relation = forms.ModelChoiceField(
        label=_("Relation"), queryset=Relation.objects.none(), required=False
    )
    place = forms.ModelChoiceField(
        label=_("Place"), queryset=Place.objects.none(), required=False
    )
    lead = forms.ModelChoiceField(
        label=_("Led by"),
        queryset=Person.objects.none(),
        required=False,
        help_text=_("People who have taken part in a mission of the office before."),
    )
    size = QuantityField(
        label=_("Size of the delegation"), unit="persons", required=False
    )

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["relation"].queryset = Relation.objects.filter(office=office).order_by(
            "pk"
        )
        known = Person.objects.filter(
            Q(missions_led__office=office) | Q(participations__mission__office=office)
        )
        fields["lead"].queryset = known.distinct().order_by("sort_key", "pk")
        fields["place"].queryset = Place.objects.order_by("code")


class StatusForm(forms.Form):
    """The next status of a mission, and the reason where one is due."""

    status = forms.ChoiceField(label=_("New status"))
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        help_text=_("Needed when a mission is postponed or cancelled."),
    )

    def __init__(self, *args: Any, mission: Mission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["status"]
        field.choices = [
            (value, label)
            for value, label in Mission.Status.choices
            if value in rules.NEXT[mission.status]
        ]


class ItemForm(forms.Form):
    """The plan of a programme item."""

    title = text_field(label=_("Title"))
    kind = forms.ChoiceField(label=_("Kind"), choices=ProgrammeItem.Kind.choices)
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[
            (value, label)
            for value, label in ProgrammeItem.Status.choices
            if value not in {ProgrammeItem.Status.HELD, ProgrammeItem.Status.DROPPED}
        ],
    )
    planned_on = PartialDateField(label=_("Planned for"), required=False)
    planned_start = forms.TimeField(
        label=_("Planned start"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("On the clock of the place."),
    )
    planned_end = forms.TimeField(
        label=_("Planned end"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    place = forms.ModelChoiceField(
        label=_("Place"), queryset=Place.objects.none(), required=False
    )
    hosts = forms.ModelMultipleChoiceField(
        label=_("Hosts"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    planned_audience = QuantityField(
        label=_("Planned audience"), unit="persons", required=False
    )
    planned_audience_kinds = forms.CharField(
        label=_("Planned guests"), max_length=300, required=False
    )
    anchor = forms.ModelChoiceField(
        label=_("Around the event"),
        queryset=ProgrammeItem.objects.none(),
        required=False,
    )
    planned_order = forms.ChoiceField(
        label=_("Planned order"),
        choices=[("", "–"), *ProgrammeItem.Order.choices],
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        mission: Mission,
        item: ProgrammeItem | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.item = item
        fields: dict[str, Any] = self.fields
        fields["place"].queryset = Place.objects.order_by("code")
        fields["hosts"].queryset = (
            Organisation.objects.filter(
                Q(participations__mission=mission)
                | Q(stops_hosted__mission=mission)
                | Q(stops_visited__mission=mission)
                | Q(items_hosted__mission=mission)
            )
            .distinct()
            .order_by("sort_key", "pk")
        )
        others = mission.items.exclude(pk=item.pk) if item else mission.items.all()
        fields["anchor"].queryset = others.order_by("position", "pk")

    def clean(self) -> dict[str, Any]:
        """Keep the guests in the other languages."""
        data = super().clean() or self.cleaned_data
        data["planned_audience_kinds"] = in_this_language(
            getattr(self.item, "planned_audience_kinds", ""),
            data.get("planned_audience_kinds", ""),
        )
        if data.get("planned_order") and not data.get("anchor"):
            self.add_error("anchor", _("Please choose the event it was around."))
        return data


class ActualForm(forms.Form):
    """What became of a programme item."""

    status = forms.ChoiceField(
        label=_("What became of it"),
        choices=[
            (ProgrammeItem.Status.HELD, ProgrammeItem.Status.HELD.label),
            (ProgrammeItem.Status.DROPPED, ProgrammeItem.Status.DROPPED.label),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        help_text=_("Needed if it was dropped."),
    )
    actual_on = PartialDateField(label=_("Held on"), required=False)
    actual_start = forms.TimeField(
        label=_("Began"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("On the clock of the place."),
    )
    actual_end = forms.TimeField(
        label=_("Ended"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    actual_audience = QuantityField(label=_("Audience"), unit="persons", required=False)
    actual_audience_kinds = forms.CharField(
        label=_("Guests"), max_length=300, required=False
    )
    actual_order = forms.ChoiceField(
        label=_("Order"),
        choices=[("", "–"), *ProgrammeItem.Order.choices],
        required=False,
    )

    def __init__(self, *args: Any, item: ProgrammeItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item = item
        if item.anchor_id is None:
            del self.fields["actual_order"]

    def clean(self) -> dict[str, Any]:
        """Keep the guests in the other languages."""
        data = super().clean() or self.cleaned_data
        data["actual_audience_kinds"] = in_this_language(
            self.item.actual_audience_kinds, data.get("actual_audience_kinds", "")
        )
        return data
