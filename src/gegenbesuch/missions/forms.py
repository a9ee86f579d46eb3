"""Parse and validate what is typed about missions and their programme."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gegenbesuch.accounts.models import Office, User
from gegenbesuch.core.country_fields import CountriesField
from gegenbesuch.core.form_sections import Section, SectionedForm
from gegenbesuch.core.i18n_forms import text_field
from gegenbesuch.core.values.forms import PartialDateField, QuantityField
from gegenbesuch.directory.models import Person, Place, Relation
from gegenbesuch.directory.person_fields import PersonField
from gegenbesuch.directory.place_field import PlaceField
from gegenbesuch.missions import rules
from gegenbesuch.missions.models import (
    Mission,
    MissionTemplate,
    Participation,
    Resource,
    Step,
)


class MissionForm(SectionedForm):
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
    place = PlaceField(required=False)
    lead = PersonField(label=_("Led by"), required=False)
    lead_text = text_field(
        label=_("Led by, in words"),
        required=False,
        max_length=200,
        help_text=_("Where nobody in the directory can be named."),
    )
    size = QuantityField(
        label=_("Size of the delegation"), unit="persons", required=False
    )
    audience = QuantityField(label=_("Audience"), unit="persons", required=False)
    countries = CountriesField(
        label=_("Countries"),
        required=False,
        help_text=_("Separated by commas, in the order of the journey."),
    )
    venue = text_field(label=_("Venue"), required=False, max_length=200)
    summary = text_field(label=_("Summary"), required=False, is_long=True)
    note = text_field(label=_("Note"), required=False, is_long=True)
    date_note = text_field(label=_("Note on the date"), required=False, is_long=True)

    sections = (
        Section("", ("title", "kind", "direction", "starts_on", "ends_on")),
        Section(_("Where"), ("relation", "place", "venue", "countries")),
        Section(_("Who"), ("lead", "lead_text", "size", "audience")),
        Section(_("In words"), ("summary", "note", "date_note"), is_folded=True),
    )

    def __init__(self, *args: Any, office: Office, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["relation"].queryset = Relation.objects.filter(office=office).order_by(
            "pk"
        )
        fields["lead"].user = user
        fields["lead"].known = self.initial.get("lead")


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


class UseTemplateForm(PlanLikeForm):
    """Which template a new mission begins with."""

    template = forms.ModelChoiceField(
        label=_("Template"),
        queryset=MissionTemplate.objects.none(),
        to_field_name="code",
    )

    field_order = ("template",)
    #: It stands beside the form of a mission, which has a title too.
    prefix = "from"

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["template"]
        offices = rules.offices_to_edit_in(user)
        field.queryset = (
            MissionTemplate.objects.filter(office__in=offices)
            .select_related("mission")
            .order_by("name", "pk")
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
        named = present.select_related("person", "organisation").only(
            "label", "person__name", "organisation__name"
        )
        fields["members"].queryset = named.order_by("position", "pk")


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
    place = PlaceField(required=False)
    phone = forms.CharField(label=_("Phone"), max_length=50, required=False)
    is_retired = forms.BooleanField(label=_("No longer available"), required=False)

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
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
    """How long it takes between two places, or between two houses in one."""

    one = forms.ModelChoiceField(
        label=_("From"), queryset=Place.objects.order_by("code")
    )
    other = forms.ModelChoiceField(
        label=_("To"),
        queryset=Place.objects.order_by("code"),
        help_text=_("The same place means: between two houses there."),
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=6000)
    how = forms.CharField(label=_("By what"), max_length=100, required=False)
