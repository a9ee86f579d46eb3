"""What is entered on the day, checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gegenbesuch.matchmaking.models import Profile
from gegenbesuch.onsite.models import Presence

if TYPE_CHECKING:
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
    """Two companies that want to meet today."""

    sender = forms.ModelChoiceField(
        label=_("Who asks"), queryset=Profile.objects.none(), to_field_name="code"
    )
    recipient = forms.ModelChoiceField(
        label=_("Who is asked"), queryset=Profile.objects.none(), to_field_name="code"
    )
    is_agreed = forms.BooleanField(
        label=_("Both have agreed here at the desk"), required=False
    )

    def __init__(self, *args: Any, session: Session, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = Profile.objects.filter(
            mission=session.mission, status=Profile.Status.PUBLISHED
        ).select_related("organisation")
        for name in ("sender", "recipient"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- see above
            field.queryset = rows.order_by("organisation__sort_key", "pk")


class AskForm(forms.Form):
    """A wish to meet a company today."""

    partner = forms.SlugField(max_length=64)
    message = forms.CharField(max_length=MOST_WORDS, required=False)
