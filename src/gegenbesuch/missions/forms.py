"""Parse and validate what is typed about missions and their programme."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from i18nfield.strings import LazyI18nString

from gegenbesuch.accounts.models import Office, User
from gegenbesuch.accounts.rules import office_ids
from gegenbesuch.core.i18n_forms import text_field
from gegenbesuch.core.values.forms import PartialDateField, QuantityField
from gegenbesuch.directory.models import Organisation, Person, Place, Relation
from gegenbesuch.missions import rules
from gegenbesuch.missions.models import (
    Group,
    Mission,
    Participation,
    ProgrammeItem,
    Resource,
    Step,
    Stop,
)


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
        missions = Mission.objects.filter(office=office, lead__isnull=False)
        travelled = Participation.objects.filter(
            mission__office=office, person__isnull=False
        )
        known = missions.values("lead").union(travelled.values("person"))
        fields["lead"].queryset = Person.objects.filter(pk__in=known).order_by(
            "sort_key", "pk"
        )
        fields["place"].queryset = Place.objects.order_by("code")


class StatusForm(forms.Form):
    """The next status of a mission; postponing and cancelling have a page."""

    status = forms.ChoiceField(label=_("New status"))

    def __init__(self, *args: Any, mission: Mission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["status"]
        field.choices = [
            (value, label)
            for value, label in Mission.Status.choices
            if value in rules.NEXT[mission.status] - rules.OFF
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
    people = forms.ModelMultipleChoiceField(
        label=_("With"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nobody and no group chosen means the whole delegation."),
    )
    groups = forms.ModelMultipleChoiceField(
        label=_("For the groups"),
        queryset=Group.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    resources = forms.ModelMultipleChoiceField(
        label=_("Interpreters, cars and rooms"),
        queryset=Resource.objects.none(),
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
        user: User,
        item: ProgrammeItem | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.item = item
        internal = rules.can_see_internal(user, mission)
        fields: dict[str, Any] = self.fields
        fields["place"].queryset = Place.objects.order_by("code")
        present = Participation.objects.filter(mission=mission)
        if not internal:
            present = present.filter(is_public=True)
        met = present.values("organisation")
        stops = Stop.objects.filter(mission=mission)
        hosts = ProgrammeItem.hosts.through.objects.filter(
            programmeitem__mission=mission
        )
        known = met.union(
            stops.values("host"),
            stops.values("organisation"),
            hosts.values("organisation"),
        )
        fields["hosts"].queryset = Organisation.objects.filter(pk__in=known).order_by(
            "sort_key", "pk"
        )
        there = present.filter(person__isnull=False)
        invited = ProgrammeItem.people.through.objects.filter(
            programmeitem__mission=mission
        )
        named = there.values("person").union(invited.values("person"))
        fields["people"].queryset = Person.objects.filter(pk__in=named).order_by(
            "sort_key", "pk"
        )
        groups = Group.objects.filter(mission=mission).order_by("position", "pk")
        fields["groups"].queryset = groups
        if not groups:
            del fields["groups"]
        fields["resources"].queryset = (
            Resource.objects.filter(
                Q(office=mission.office, is_retired=False)
                | Q(office__in=office_ids(user), is_retired=False)
                | Q(items__mission=mission)
            )
            .distinct()
            .order_by("kind", "pk")
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


class MoveForm(forms.Form):
    """Another time for an item, and which version of it was seen."""

    on = forms.DateField(label=_("Day"))
    start = forms.TimeField(label=_("Planned start"))
    end = forms.TimeField(label=_("Planned end"), required=False)
    version = forms.CharField(widget=forms.HiddenInput)


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


class PlanLikeForm(forms.Form):
    """When a mission like an earlier one begins, and what it is called."""

    starts_on = forms.DateField(
        label=_("First day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    title = text_field(
        label=_("Title"),
        required=False,
        help_text=_("Left empty, it is called as before, with the new year."),
    )


class GroupForm(forms.Form):
    """A group of participants that goes its own way for a while."""

    name = text_field(label=_("Name"), max_length=200)
    members = forms.ModelMultipleChoiceField(
        label=_("Members"),
        queryset=Participation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, mission: Mission, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        present = Participation.objects.filter(mission=mission)
        if not rules.can_see_internal(user, mission):
            present = present.filter(is_public=True)
        fields["members"].queryset = present.select_related(
            "person", "organisation"
        ).order_by("position", "pk")


class KeepPlanForm(forms.Form):
    """What a version of the programme is called."""

    name = forms.CharField(
        label=_("Name of the version"),
        max_length=100,
        required=False,
        help_text=_("For example: sent to the hosts."),
    )


class TemplateForm(forms.Form):
    """The name under which a mission is a pattern."""

    name = forms.CharField(
        label=_("Name of the template"),
        max_length=100,
        help_text=_(
            "For example: outbound trip with companies, inbound visit, Japantag. "
            "A template that has this name already is replaced."
        ),
    )


class StepForm(forms.Form):
    """A step of the checklist."""

    text = text_field(label=_("What is to do"), is_long=True, max_length=500)
    phase = forms.TypedChoiceField(
        label=_("Phase"), choices=Step.Phase.choices, coerce=int
    )
    offset_days = forms.IntegerField(
        label=_("Days from departure"),
        required=False,
        min_value=-1500,
        max_value=1500,
        help_text=_(
            "Negative before the departure. From the debrief on, days are counted "
            "from the return. The date moves with the mission."
        ),
    )
    due_on = forms.DateField(
        label=_("Or a date that stays"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    owner = forms.ModelChoiceField(
        label=_("Who does it"), queryset=User.objects.none(), required=False
    )
    owner_text = forms.CharField(
        label=_("Or somebody else, in words"), max_length=200, required=False
    )

    def __init__(self, *args: Any, mission: Mission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["owner"].queryset = mission.office.users.filter(is_active=True).order_by(
            "name", "pk"
        )


class StepStatusForm(forms.Form):
    """The new state of a step."""

    status = forms.ChoiceField(choices=Step.Status.choices)


class GoalForm(forms.Form):
    """A goal, and the number by which it is seen to be reached."""

    text = text_field(label=_("Goal"), is_long=True, max_length=1000)
    target = QuantityField(
        label=_("Target"),
        unit="",
        required=False,
        help_text=_("A number, such as 20 or at least 5. Without it nobody can count."),
    )
    reached = QuantityField(
        label=_("Reached"),
        unit="",
        required=False,
        help_text=_("What was counted; empty as long as nobody has counted."),
    )


class ResourceForm(forms.Form):
    """An interpreter, a car or a room."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Resource.Kind.choices)
    name = text_field(label=_("Name"), max_length=200)
    person = forms.ModelChoiceField(
        label=_("Person"),
        queryset=Person.objects.none(),
        required=False,
        help_text=_("People who have interpreted on a mission of the office."),
    )
    languages = forms.CharField(
        label=_("Languages"),
        max_length=100,
        required=False,
        help_text=_("For example: German–Japanese."),
    )
    capacity = forms.IntegerField(
        label=_("How many persons"), required=False, min_value=1, max_value=100_000
    )
    place = forms.ModelChoiceField(
        label=_("Place"), queryset=Place.objects.none(), required=False
    )
    phone = forms.CharField(label=_("Phone"), max_length=50, required=False)
    is_retired = forms.BooleanField(label=_("No longer available"), required=False)

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["place"].queryset = Place.objects.order_by("code")
        interpreters = Participation.objects.filter(
            function=Participation.Function.INTERPRETER, person__office=office
        )
        known = interpreters.values("person").union(
            Resource.objects.filter(office=office, person__office=office).values(
                "person"
            )
        )
        fields["person"].queryset = Person.objects.filter(pk__in=known).order_by(
            "sort_key", "pk"
        )


class JourneyForm(forms.Form):
    """How long it takes between two places."""

    one = forms.ModelChoiceField(
        label=_("From"), queryset=Place.objects.order_by("code")
    )
    other = forms.ModelChoiceField(
        label=_("To"), queryset=Place.objects.order_by("code")
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=6000)
    how = forms.CharField(label=_("By what"), max_length=100, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a journey to where it begins."""
        data = super().clean() or self.cleaned_data
        if data.get("one") and data.get("one") == data.get("other"):
            self.add_error("other", _("A journey needs two different places."))
        return data
