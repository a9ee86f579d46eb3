"""Two records side by side, before they are made one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import IntegerField, Value
from django.utils.text import capfirst

from gegenbesuch.core.countries import country_name
from gegenbesuch.core.values.date_formatting import format_partial_date
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.directory.kind_names import in_order
from gegenbesuch.directory.services.field_values import texts_of
from gegenbesuch.directory.services.row_log import references_to

if TYPE_CHECKING:
    from gegenbesuch.directory.models import Organisation, Person

#: Fields in which a person can say that the other record is right.
_ORGANISATION = (
    "name", "reading", "kind", "legal_form", "parent", "is_site", "place", "country",
    "founded_on", "owner",
)  # fmt: skip
_PERSON = ("name", "salutation", "owner")


@dataclass(frozen=True)
class Difference:
    """A field in which two records differ, or may differ."""

    name: str
    label: str
    kept: str
    dropped: str

    @property
    def is_open(self) -> bool:
        """Whether both say something, and not the same."""
        return bool(self.kept and self.dropped and self.kept != self.dropped)


def fields_to_take(record: Organisation | Person) -> tuple[str, ...]:
    """Return the fields that the other record may be right in."""
    return _PERSON if record.is_person else _ORGANISATION


def differences(
    kept: Organisation | Person, dropped: Organisation | Person
) -> list[Difference]:
    """Return the fields in which at least one of the two says something."""
    rows = [
        Difference(
            name,
            capfirst(str(kept._meta.get_field(name).verbose_name)),  # type: ignore[union-attr]
            _shown(kept, name),
            _shown(dropped, name),
        )
        for name in fields_to_take(kept)
    ]
    return [row for row in rows if row.kept or row.dropped]


def what_moves(dropped: Organisation | Person) -> list[tuple[Any, int]]:
    """Return what hangs on a record, by kind, and how many there are of it."""
    references = references_to(type(dropped))
    first, *others = (
        reference.rows(type(dropped), dropped.pk)
        .order_by()
        .values_list(Value(number, output_field=IntegerField()))
        for number, reference in enumerate(references)
    )
    return in_order(
        Counter(
            str(references[number].model._meta.label_lower)
            for (number,) in first.union(*others, all=True)
        )
    )


def _shown(record: Any, name: str) -> str:
    value = getattr(record, name)
    if name == "name" and not record.is_person:
        return " / ".join(dict.fromkeys(texts_of(value).values()))
    if name == "name":
        parts = (value.display("de", form="list"), value.display("ja"))
        return " / ".join(dict.fromkeys(parts))
    if name == "country":
        return country_name(value) if value else ""
    if isinstance(value, PartialDate):
        return format_partial_date(value, "en") if value.is_known else ""
    if isinstance(value, bool):
        return "✓" if value else ""
    shown = getattr(record, f"get_{name}_display", None)
    return str(shown() if shown else value or "")
