"""Reading what is chosen for a draft for the press."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from gegenbesuch.accounts.models import Language
from gegenbesuch.reports.models import PressDraft


class PressDraftForm(forms.Form):
    """Before or after the mission, and in which language."""

    moment = forms.ChoiceField(label=_("When"), choices=PressDraft.Moment.choices)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
