"""What the search over everything is narrowed to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gegenbesuch.core.search import kinds
from gegenbesuch.directory import selectors
from gegenbesuch.directory.forms import (
    LANGUAGES,
    PlainSelect,
    SearchForm,
    language_names,
)
from gegenbesuch.directory.models import Place


class EverythingForm(SearchForm):
    """Search and facets; apps above add theirs, such as the mission."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False, widget=PlainSelect
    )
    sector = forms.ChoiceField(
        label=gettext_lazy("Sector"), required=False, widget=PlainSelect
    )
    place = forms.ChoiceField(
        label=gettext_lazy("Place"), required=False, widget=PlainSelect
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), required=False, widget=PlainSelect
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs["autofocus"] = True
        everything = [("", _("all"))]
        self._offer("kind", everything, ((k.name, k.label) for k in _kinds_in_order()))
        sectors = selectors.sectors_in_order().only("name")
        self._offer("sector", everything, ((row.pk, str(row)) for row in sectors))
        places = Place.objects.only("name", "country").order_by("country", "code")
        self._offer("place", everything, ((row.pk, str(row)) for row in places))
        self._offer("language", everything, language_names(list(LANGUAGES)).items())
        for name, (label, choices) in kinds.CHOICES.items():
            self.fields[name] = forms.ChoiceField(
                label=label, required=False, widget=PlainSelect
            )
            self._offer(name, everything, choices(user))

    def _offer(self, name: str, first: list[Any], choices: Any) -> None:
        field: Any = self.fields[name]
        field.choices = [*first, *((str(key), label) for key, label in choices)]


def _kinds_in_order() -> list[kinds.Kind]:
    return sorted(kinds.KINDS.values(), key=lambda kind: kind.number)
