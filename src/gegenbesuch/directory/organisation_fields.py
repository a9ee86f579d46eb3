"""A form field for an organisation that is in the directory."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from gegenbesuch.directory import selectors
from gegenbesuch.directory.models import Organisation


class OrganisationField(forms.CharField):
    """The name or the code of an organisation that the user may see."""

    user: Any = None

    def prepare_value(self, value: Any) -> Any:
        """Show the name."""
        return str(value) if isinstance(value, Organisation) else value

    def clean(self, value: Any) -> Any:
        """Find it, or say which ones could be meant."""
        text = (value or "").strip()
        if not text:
            return None
        found = selectors.organisations_named(self.user, text)
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(
                _("There is no organisation “%(text)s”. Please add it first."),
                params={"text": text},
            )
        raise forms.ValidationError(
            _("More than one organisation fits “%(text)s”: %(names)s."),
            params={
                "text": text,
                "names": "; ".join(f"{row} ({row.code})" for row in found),
            },
        )


def suggestions() -> dict[str, str]:
    """Return the attributes of an input that offers organisations as one types."""
    return {
        "list": "organisation-names",
        "autocomplete": "off",
        "hx-get": reverse("directory:suggest-organisations"),
        "hx-trigger": "input changed delay:250ms",
        "hx-target": "#organisation-names",
        "hx-sync": "this:replace",
    }
