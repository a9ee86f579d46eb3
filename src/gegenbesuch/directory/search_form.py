"""What the search over everything is narrowed to."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.search import kinds
from gegenbesuch.directory.filter_fields import (
    FilterField,
    RecordFilterField,
    SearchForm,
    places_to_choose,
    sectors_to_choose,
)
from gegenbesuch.directory.forms import LANGUAGES, language_names


class EverythingForm(SearchForm):
    """Search and facets; apps above add theirs, such as the mission."""

    kind = FilterField(_("Kind"))
    sector = RecordFilterField(_("Sector"))
    place = RecordFilterField(_("Place"))
    language = FilterField(_("Language"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["q"].widget.attrs["autofocus"] = True
        fields["kind"].offer((kind.name, kind.label) for kind in _kinds_in_order())
        for name, rows in (
            ("sector", sectors_to_choose()),
            ("place", places_to_choose()),
        ):
            fields[name].offer_records((pk, pk, label) for pk, _code, label in rows)
        fields["language"].offer(language_names(list(LANGUAGES)).items())
        for name, (label, choices) in kinds.CHOICES.items():
            fields[name] = RecordFilterField(label)
            fields[name].offer_records((pk, pk, label) for pk, label in choices(user))


def _kinds_in_order() -> list[kinds.Kind]:
    return sorted(kinds.KINDS.values(), key=lambda kind: kind.number)
