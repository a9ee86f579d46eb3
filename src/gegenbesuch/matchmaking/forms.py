"""The request that an office writes for a company."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gegenbesuch.accounts.models import Language
from gegenbesuch.matchmaking import selectors
from gegenbesuch.matchmaking.models import Request

if TYPE_CHECKING:
    from gegenbesuch.matchmaking.models import Profile


class SendRequestForm(forms.Form):
    """Whom to ask, with which words."""

    recipient = forms.ModelChoiceField(
        queryset=None, to_field_name="code", label=_("Whom to ask")
    )
    message = forms.CharField(
        label=_("Message"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    language = forms.ChoiceField(
        label=_("Language of the message"), choices=Language.choices
    )
    priority = forms.TypedChoiceField(
        label=_("Priority"),
        choices=Request.Priority.choices,
        initial=Request.Priority.NORMAL,
        coerce=int,
    )

    def __init__(self, *args: Any, profile: Profile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["recipient"]
        field.queryset = selectors.possible_recipients(profile)
