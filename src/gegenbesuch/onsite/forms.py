"""What is entered on the day, checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.rows import kept
from gegenbesuch.matchmaking.models import Profile
from gegenbesuch.onsite.models import Presence

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gegenbesuch.scheduling.models import Session

MOST_WORDS = 500


class PresenceForm(forms.Form):
    """Whether a company is there."""

    state = forms.ChoiceField(choices=Presence.State.choices)
    minutes = forms.IntegerField(min_value=0, required=False)

    def clean_minutes(self) -> int:
        """Take nothing for none."""
        return self.cleaned_data["minutes"] or 0


class ContactForm(forms.Form):
    """The address that somebody agrees to hand over."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"))
    phone = forms.CharField(label=_("Phone"), max_length=50, required=False)


class WalkInForm(forms.Form):
    """Two companies that want to meet today; cleaned, they are profiles."""

    sender = forms.ChoiceField(label=_("Who asks"))
    recipient = forms.ChoiceField(label=_("Who is asked"))
    is_agreed = forms.BooleanField(
        label=_("Both have agreed here at the desk"), required=False
    )

    def __init__(self, *args: Any, session: Session, **options: Any) -> None:
        super().__init__(*args, **options)
        self.session = session
        companies = [(code, str(name)) for code, name in _companies(session.mission_id)]
        for name in ("sender", "recipient"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- see above
            field.choices = [*BLANK_CHOICE_DASH, *companies]

    def clean_sender(self) -> Profile:
        """Return the company with this code."""
        return self._profile("sender")

    def clean_recipient(self) -> Profile:
        """Return the company with this code."""
        return self._profile("recipient")

    def _profile(self, name: str) -> Profile:
        rows = self.session.mission.profiles.select_related("organisation")
        found: Profile = rows.get(code=self.cleaned_data[name])
        return found


@kept
def _companies(mission: int) -> QuerySet[Profile, tuple[str, Any]]:
    rows = Profile.objects.filter(mission=mission, status=Profile.Status.PUBLISHED)
    in_order = rows.order_by("organisation__sort_key", "pk")
    return in_order.values_list("code", "organisation__name")


class AskForm(forms.Form):
    """A wish to meet a company today."""

    partner = forms.SlugField(max_length=64)
    message = forms.CharField(max_length=MOST_WORDS, required=False)
