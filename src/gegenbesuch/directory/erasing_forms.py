"""Reading why a person is erased."""

from __future__ import annotations

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """Why a person is erased, after Art. 17 (1) GDPR."""

    REQUEST = "request", _("The person asked for it")
    WITHDRAWN = "withdrawn", _("The person withdrew consent")
    OBJECTED = "objected", _("The person objected to the processing")
    NOT_NEEDED = "not_needed", _("The data are no longer needed")
    UNLAWFUL = "unlawful", _("The data should never have been stored")


class ErasePersonForm(forms.Form):
    """Why, and under which file number; and that it is meant."""

    reason = forms.ChoiceField(label=_("Reason"), choices=Reason.choices)
    reference = forms.CharField(
        label=_("File number of the request"),
        required=False,
        max_length=60,
        help_text=_("It stays in the audit trail. Please do not write a name here."),
    )
    is_sure = forms.BooleanField(
        label=_("I know that this cannot be undone."),
        error_messages={"required": _("Please tick this to erase the person.")},
    )
