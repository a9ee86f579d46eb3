"""Parse and validate what is typed about sessions and their schedules."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from gegenbesuch.scheduling.models import Publication

if TYPE_CHECKING:
    from gegenbesuch.scheduling.models import Session

END_OF_DAY = time(18, 0)


class PublishForm(forms.Form):
    """What a new version of the schedule is, and until when changes are welcome."""

    state = forms.ChoiceField(
        label=_("Publish as"),
        choices=Publication.State.choices,
        widget=forms.RadioSelect,
        initial=Publication.State.PRELIMINARY,
        help_text=_("A final schedule is frozen until you open it again."),
    )
    feedback_day = forms.DateField(
        label=_("Companies can ask for changes until: day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("With a preliminary schedule. It ends at 18:00 where you meet."),
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = session

    def clean(self) -> dict[str, Any]:
        """Join the day with the hour at which the window closes."""
        data = super().clean() or self.cleaned_data
        day = data.pop("feedback_day", None)
        is_final = data.get("state") == Publication.State.FINAL
        data["feedback_until"] = None
        if day and not is_final:
            zone = ZoneInfo(self.session.time_zone)
            data["feedback_until"] = datetime.combine(day, END_OF_DAY, tzinfo=zone)
            if data["feedback_until"] < now():
                self.add_error("feedback_day", _("That is over already."))
            first = self.session.slots.order_by("starts_at").first()
            if first and data["feedback_until"] > first.starts_at:
                self.add_error(
                    "feedback_day", _("That is after the first meeting has begun.")
                )
        return data
