"""What readers type, and what moderators answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gegenbesuch.newsroom.models import CommentReport
from gegenbesuch.newsroom.screening import cleaned

LONGEST_COMMENT = 4000


class _TextForm(forms.Form):
    """The text of a comment, cleaned of what nobody sees."""

    text = forms.CharField(
        label=_("Comment"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def clean_text(self) -> str:
        """Refuse what has nothing to read."""
        return _readable(cleaned(self.cleaned_data["text"]))


class CommentForm(_TextForm):
    """A comment, without account; `website` is a trap that people don't see."""

    author_name = forms.CharField(
        label=_("Name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    author_email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("It is not shown."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    wants_answers = forms.BooleanField(
        label=_("Tell me by mail when somebody answers"), required=False
    )
    consent = forms.BooleanField(
        label=_(
            "I agree that my name and my comment are shown on this page "
            "and that my e-mail address is kept for questions about it."
        )
    )
    website = forms.CharField(required=False)
    parent = forms.SlugField(
        required=False, max_length=64, widget=forms.HiddenInput(attrs={"id": False})
    )

    field_order = ["author_name", "author_email", "text", "wants_answers", "consent"]

    def clean_author_name(self) -> str:
        """Refuse a name without a letter."""
        return _readable(cleaned(self.cleaned_data["author_name"], is_one_line=True))

    def clean_website(self) -> str:
        """Refuse machines that fill in every field."""
        if self.cleaned_data["website"]:
            raise ValidationError(_("Please leave this field empty."))
        return ""


class OwnCommentForm(_TextForm):
    """What one wrote, to be changed in the first quarter of an hour."""


class AnswerForm(_TextForm):
    """What the office answers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Answer in the name of the office")


class ReportForm(forms.Form):
    """What is wrong with a comment."""

    reason = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=CommentReport.Reason.choices,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Explanation"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_text(self) -> str:
        """Take out what nobody sees."""
        return cleaned(self.cleaned_data["text"])


class RejectForm(forms.Form):
    """Why a comment is not shown."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The author can read it."),
    )


def _readable(text: str) -> str:
    if not any(letter.isalnum() for letter in text):
        raise ValidationError(_("There is nothing to read in it."))
    return text
