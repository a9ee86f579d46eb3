"""Reading how a person wants to be addressed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings

from gegenbesuch.core.templatetags.display import comma
from gegenbesuch.directory.address_forms import (
    LANGUAGES,
    Document,
    key_of,
    usual_form,
)

if TYPE_CHECKING:
    from gegenbesuch.directory.models import Person


class AddressFormsForm(forms.Form):
    """One line for each document and language; empty means the usual form."""

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = dict(settings.LANGUAGES)
        for document in Document:
            for language in LANGUAGES:
                key = key_of(document, language)
                usual = usual_form(person, document, language)
                self.fields[key] = forms.CharField(
                    label=comma().join([str(document.label), str(names[language])]),
                    required=False,
                    max_length=300,
                    help_text=usual.replace("\n", " / "),
                    widget=forms.TextInput({"lang": language, "autocomplete": "off"}),
                )
                self.initial[key] = person.address_forms.get(key, "")

    def values(self) -> dict[str, Any]:
        """Return what differs from the usual forms, for the service."""
        typed = {key: text for key, text in self.cleaned_data.items() if text}
        return {"address_forms": typed}
