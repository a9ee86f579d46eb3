"""Parse and check what is typed about tasks, talks and answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gegenbesuch.accounts.models import User
from gegenbesuch.core.templatetags.display import plain
from gegenbesuch.directory.organisation_fields import OrganisationField
from gegenbesuch.directory.person_fields import PersonField
from gegenbesuch.followup.models import Reply, Task
from gegenbesuch.missions.models import Mission
from gegenbesuch.outcomes.models import Outcome

#: How many missions a task can be given to.
OFFERED = 100


class DayInput(forms.DateInput):
    """A field that every browser helps with."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TaskForm(forms.Form):
    """What is to do, by whom and until when; or what was promised to whom."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Task.Kind.choices)
    text = forms.CharField(
        label=_("What"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    due_on = forms.DateField(label=_("Until when"), required=False, widget=DayInput())
    owner = forms.ModelChoiceField(
        label=_("Who does it"), queryset=None, required=False, empty_label="—"
    )
    owner_text = forms.CharField(
        label=_("Somebody else, in words"), max_length=200, required=False
    )
    mission = forms.ChoiceField(label=_("Mission"), required=False)
    partner = OrganisationField(label=_("Partner"), required=False)
    person = PersonField(label=_("Person"), required=False)

    def __init__(
        self, *args: Any, user: Any, owners: list[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        fields: dict[str, Any] = self.fields
        fields["partner"].user = fields["person"].user = user
        found = User.objects.filter(pk__in=[row.pk for row in owners])
        fields["owner"].queryset = found.order_by("name", "pk")
        fields["mission"].choices = self._missions()

    def _missions(self) -> list[tuple[str, str]]:
        """Offer the latest missions, and the one that the task belongs to already."""
        rows = Mission.objects.visible_to(self.user).only("code", "title")
        own = rows.filter(code=self.initial.get("mission") or "")
        latest = rows.order_by("-starts_on", "-pk")[:OFFERED]
        return [
            ("", "—"),
            *dict.fromkeys((row.code, plain(row.title)) for row in (*own, *latest)),
        ]

    def clean_mission(self) -> Mission | None:
        """Find the mission by its code."""
        code = self.cleaned_data["mission"]
        return Mission.objects.filter(code=code).first() if code else None


class NoteForm(forms.Form):
    """What was said, and when."""

    said_on = forms.DateField(label=_("Said on"), widget=DayInput())
    text = forms.CharField(
        label=_("What was said"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Write so that those whom it is about may read it."),
    )
    is_confidential = forms.BooleanField(
        label=_("For coordinators only"), required=False
    )


class DebriefForm(forms.Form):
    """What somebody who took part said."""

    talked_on = forms.DateField(label=_("Talked on"), widget=DayInput())
    text = forms.CharField(
        label=_("What was said"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    lessons = forms.CharField(
        label=_("What to do differently next time"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


#: What is asked when; what is not named is asked each time.
ASKED_AT = {
    "contacts": (7, 30),
    "sales": (90, 365),
    "value": (90, 365),
}


class ReplyForm(forms.Form):
    """What came of a mission, from whom took part; nothing must be answered."""

    usefulness = forms.TypedChoiceField(
        label=_("How useful was it to you?"),
        choices=[
            (5, pgettext_lazy("usefulness", "Very")),
            (4, pgettext_lazy("usefulness", "Rather")),
            (3, pgettext_lazy("usefulness", "In part")),
            (2, pgettext_lazy("usefulness", "A little")),
            (1, pgettext_lazy("usefulness", "Not at all")),
        ],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    contacts = forms.IntegerField(
        label=_("How many new contacts did you make?"),
        required=False,
        min_value=0,
        max_value=10_000,
    )
    stage = forms.ChoiceField(
        label=_("How far did it go?"),
        choices=Outcome.Stage.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    what = forms.CharField(
        label=_("What came of it so far?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The office counts it as reported by you."),
    )
    with_whom = forms.CharField(label=_("With whom?"), required=False, max_length=300)
    sales = forms.ChoiceField(
        label=_("Did it lead to sales?"),
        choices=Reply.Sales.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    value = forms.IntegerField(
        label=_("Worth about how many euros?"),
        required=False,
        min_value=0,
        max_value=2_000_000_000,
    )
    wishes = forms.CharField(
        label=_("What can the office do for you?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    quote = forms.CharField(
        label=_("A sentence about the mission, if you like"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    may_quote = forms.BooleanField(
        label=_("The office may publish this sentence with my name."), required=False
    )

    def __init__(self, *args: Any, days: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, when in ASKED_AT.items():
            if days not in when:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Ask for the sentence where somebody agrees that it is published."""
        data = super().clean() or self.cleaned_data
        if data.get("may_quote") and not data.get("quote"):
            self.add_error("quote", _("Please write the sentence that we may publish."))
        return data
