"""Parse and validate what is typed to postpone or cancel a mission."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.i18n_forms import text_field
from gegenbesuch.missions.models import Mission


class CallOffForm(forms.Form):
    """Whether a mission is postponed or cancelled, why, and to when."""

    what = forms.ChoiceField(
        label=_("What happens"),
        choices=[
            ("postpone", _("Postpone")),
            ("cancel", _("Cancel for good")),
        ],
        widget=forms.RadioSelect,
        initial="postpone",
    )
    starts_on = forms.DateField(
        label=_("New first day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_(
            "Stops, programme, checklist, guest lists and deadlines move by the same "
            "number of days. Left empty, the mission waits for a new date."
        ),
    )
    reason = text_field(
        label=_("Reason"),
        is_long=True,
        max_length=1000,
        help_text=_("Everybody reads it in their language, as far as you write it."),
    )
    tell = forms.BooleanField(
        label=_("Tell everybody by mail"), required=False, initial=True
    )

    def __init__(self, *args: Any, mission: Mission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if mission.status == Mission.Status.RUNNING:
            what: Any = self.fields["what"]
            what.choices = what.choices[1:]
            self.initial["what"] = "cancel"
            del self.fields["starts_on"]

    def clean(self) -> dict[str, Any]:
        """Forget the new day of a mission that is cancelled."""
        data = super().clean() or self.cleaned_data
        if data.get("what") == "cancel":
            data["starts_on"] = None
        return data
