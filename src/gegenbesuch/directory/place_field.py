"""Choosing a place in a form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.functional import Promise, lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from gegenbesuch.directory.models import Place


def _hint(about: str | Promise) -> SafeString:
    return format_html(
        '{} <a href="{}" target="_blank">{}</a>',
        about,
        reverse("directory:create-place"),
        _("Add a place"),
    )


class PlaceField(forms.ModelChoiceField):
    """
    One of the places there are, with the way to add another beneath.

    Args:
        about: What is said of it before that.
    """

    def __init__(self, *, about: str | Promise = "", **kwargs: Any) -> None:
        kwargs.setdefault("queryset", Place.objects.order_by("code"))
        kwargs.setdefault("label", _("Place"))
        super().__init__(help_text=lazy(_hint, SafeString)(about), **kwargs)
