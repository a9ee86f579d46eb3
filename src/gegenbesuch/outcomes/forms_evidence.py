"""Parse and validate what is typed about shares, proofs and questions to partners."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gegenbesuch.accounts.models import Language
from gegenbesuch.core.i18n_forms import text_field
from gegenbesuch.core.templatetags.display import plain
from gegenbesuch.core.values.forms import PartialDateField
from gegenbesuch.missions.models import Mission
from gegenbesuch.outcomes.models import Result
from gegenbesuch.outcomes.selectors import latest_missions, meetings_behind
from gegenbesuch.scheduling.models import Meeting


class CreditForm(forms.Form):
    """Which mission, or which of its meetings, has which share, and why."""

    prefix = "credit"

    mission = forms.ModelChoiceField(
        label=_("Mission"), queryset=Mission.objects.none()
    )
    meeting = forms.ModelChoiceField(
        label=_("Meeting"),
        queryset=Meeting.objects.none(),
        to_field_name="code",
        required=False,
        help_text=_("The meeting of this mission that led to it, if one did."),
    )
    share = forms.DecimalField(
        label=_("Share in percent"),
        min_value=Decimal("0.01"),
        max_value=Decimal(100),
        max_digits=5,
        decimal_places=2,
        localize=True,
    )
    reason = text_field(label=_("Reason"), is_long=True)

    def __init__(self, *args: Any, result: Result, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["mission"].queryset = latest_missions(result.office_id)
        meetings = meetings_behind(result)
        if meetings.exists():
            fields["meeting"].queryset = meetings
            fields["meeting"].label_from_instance = _name_of_meeting
        else:
            del fields["meeting"]

    def clean(self) -> dict[str, Any]:
        """Take no meeting of another mission."""
        data = super().clean() or self.cleaned_data
        meeting, mission = data.get("meeting"), data.get("mission")
        if meeting and mission and meeting.session.mission_id != mission.pk:
            self.add_error("meeting", _("This mission has no such meeting."))
        return data


def _name_of_meeting(meeting: Meeting) -> str:
    return f"{meeting.request} ({plain(meeting.session.mission.title)})"


class AskForm(forms.Form):
    """Whom to ask, at which address and in which language."""

    prefix = "ask"

    to_name = forms.CharField(label=_("Name"), max_length=200)
    to_email = forms.EmailField(label=_("E-mail address"))
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)


class ProofForm(forms.Form):
    """A document to be put on file."""

    prefix = "proof"

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A PDF or a picture (PNG, JPEG) of at most 25 MB: what was signed, or a "
            "scan of it."
        ),
    )
    what = forms.CharField(label=_("What it is"), max_length=200)
    dated = PartialDateField(label=_("Date of the document"), required=False)


class WithdrawProofForm(forms.Form):
    """Why a document is taken off file."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class AnswerForm(forms.Form):
    """What a partner answers."""

    confirms = forms.ChoiceField(
        label=_("Is this right?"),
        choices=[
            ("yes", _("Yes, this is right.")),
            ("no", _("No, something is not right.")),
        ],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label=_("Your name"), max_length=200)
    remark = forms.CharField(
        label=_("Remark"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What is not right, or what is missing."),
    )
