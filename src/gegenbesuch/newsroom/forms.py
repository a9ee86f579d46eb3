"""What readers and editors type."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gegenbesuch.core.i18n_forms import text_field
from gegenbesuch.directory.models import Place, Sector
from gegenbesuch.missions.models import Mission

LONGEST_COMMENT = 4000


class CommentForm(forms.Form):
    """A comment, without account; `website` is a trap that people don't see."""

    author_name = forms.CharField(label=_("Name"), max_length=100)
    author_email = forms.EmailField(
        label=_("E-mail address"), help_text=_("It is not shown.")
    )
    text = forms.CharField(
        label=_("Comment"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    consent = forms.BooleanField(
        label=_(
            "I agree that my name and my comment are shown on this page "
            "and that my e-mail address is kept for questions about it."
        )
    )
    website = forms.CharField(required=False)

    def clean_website(self) -> str:
        """Refuse machines that fill in every field."""
        if self.cleaned_data["website"]:
            raise ValidationError(_("Please leave this field empty."))
        return ""


class RejectForm(forms.Form):
    """Why a comment is not shown."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class ArticleForm(forms.Form):
    """An article with its texts in three languages."""

    title = text_field(label=_("Title"))
    lead = text_field(label=pgettext_lazy("article", "Lead"), is_long=True)
    body = text_field(
        label=_("Text"), is_long=True, help_text=_("Markdown is understood.")
    )
    mission = forms.ModelChoiceField(
        Mission.objects.none(), label=_("Mission"), required=False
    )
    place = forms.ModelChoiceField(
        Place.objects.order_by("code"), label=_("Place"), required=False
    )
    sectors = forms.ModelMultipleChoiceField(
        Sector.objects.order_by("position", "pk"),
        label=_("Fields"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    comments_open = forms.BooleanField(
        label=_("Readers may comment"), required=False, initial=True
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        missions = cast("forms.ModelChoiceField[Mission]", self.fields["mission"])
        missions.queryset = Mission.objects.visible_to(user).order_by("-starts_on")
