"""A form field for a person who is in the directory."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gegenbesuch.directory import selectors
from gegenbesuch.directory.models import Person


class PersonField(forms.CharField):
    """
    The name or the code of a person that the user may see.

    Attributes:
        user: Who types.
        known: Who is there already: their name means them, whoever else is called so.
    """

    user: Any = None
    known: Person | None = None

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text", gettext_lazy("The name of a person in the directory.")
        )
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show the name."""
        return str(value) if isinstance(value, Person) else value

    def clean(self, value: Any) -> Any:
        """Find them, or say who could be meant."""
        text = (super().clean(value) or "").strip()
        if not text:
            return None
        if self.known is not None and text == str(self.known):
            return self.known
        found = selectors.people_named(self.user, text)
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(
                _("There is nobody called “%(text)s”. Please add them first."),
                params={"text": text},
            )
        raise forms.ValidationError(
            _("More than one person fits “%(text)s”: %(names)s."),
            params={
                "text": text,
                "names": "; ".join(f"{row} ({row.code})" for row in found),
            },
        )
