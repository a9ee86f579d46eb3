"""Every row of the database that an import writes, noted so that it can be undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from gegenbesuch.core import audit
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.search import kinds
from gegenbesuch.directory import services
from gegenbesuch.directory.models import EvidenceRow, Organisation, Person, Tag
from gegenbesuch.exchange.images import image_of, value_of
from gegenbesuch.exchange.models import ImportChange

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model

    from gegenbesuch.exchange.models import ImportRun

_FIRST: Final = (Organisation, Person, Tag)
"""What the other rows refer to."""
_KEYS: Final[dict[type[Any], Callable[[Any], None]]] = {
    Organisation: services.set_organisation_keys,
    Person: services.set_person_keys,
}


@dataclass(frozen=True)
class _Written:
    """A row, which row of the file it comes from, and what it was before."""

    number: int
    row: Any
    of: Model | None
    before: dict[str, Any] | None = None


class Trail:
    """
    What one batch of rows writes; `flush` stores it all at once.

    New rows wait for the end of the batch, so that those of one model are one
    statement; until then they have no primary key and refer to each other as objects.
    """

    def __init__(self, run: ImportRun) -> None:
        self.run = run
        self.made: dict[type[Any], list[_Written]] = {model: [] for model in _FIRST}
        self.changed: dict[tuple[str, int], _Written] = {}
        self.touched: dict[type[Any], dict[int, Any]] = {Person: {}, Organisation: {}}
        self.entries: list[tuple[str, Model, dict[str, Any]]] = []

    def create(self, row: Model, *, number: int, of: Model | None) -> None:
        """Have a new row stored; `of` is the person or organisation it belongs to."""
        self.made.setdefault(type(row), []).append(_Written(number, row, of))
        self._touch(of)

    def change(
        self, row: Any, values: dict[str, Any], *, number: int, of: Model
    ) -> None:
        """Change some fields of a row."""
        before = None if row.pk is None else image_of(row)
        for name, value in values.items():
            setattr(row, name, value)
        if before is None:
            return
        names = [*values]
        if hasattr(row, "updated_at"):
            names.append("updated_at")
        row.save(update_fields=names)
        key = (row._meta.label_lower, row.pk)
        self.changed.setdefault(key, _Written(number, row, of, before))
        self._touch(of)

    def record(self, verb: str, target: Model, **context: Any) -> None:
        """Have an audit entry written with the batch."""
        self.entries.append((verb, target, context))

    def flush(self) -> None:
        """Store what is new, index what was touched, and note all of it."""
        for model, written in self.made.items():
            _store(model, written)
        for model, written in self.made.items():
            if model._meta.model_name in kinds.KINDS:
                kinds.index(model, [each.row for each in written])
        services.index_people(self.touched[Person].values())
        services.index_organisations(self.touched[Organisation].values())
        made = [each for written in self.made.values() for each in written]
        ImportChange.objects.bulk_create(
            ImportChange(
                run=self.run,
                row_number=each.number,
                model=each.row._meta.label_lower,
                target_id=each.row.pk,
                owner_model=each.of._meta.label_lower if each.of else "",
                owner_id=each.of.pk if each.of else 0,
                before=each.before,
                after=_after(each.row, each.before),
            )
            for each in (*made, *self.changed.values())
        )
        AuditEntry.objects.bulk_create(
            audit.entry(
                verb,
                target,
                actor=self.run.actor,
                actor_label="" if self.run.actor else "import_file",
                run=self.run.code,
                **context,
            )
            for verb, target, context in self.entries
        )

    def _touch(self, row: Model | None) -> None:
        if row is not None and row.pk is not None:
            self.touched[type(row)][row.pk] = row


def _store(model: type[Any], written: list[_Written]) -> None:
    """Insert new rows of one model; what they refer to has its primary keys by now."""
    set_keys = _KEYS.get(model)
    for each in written:
        if set_keys is not None:
            set_keys(each.row)
        if issubclass(model, EvidenceRow):
            each.row.target = each.of
    model._default_manager.bulk_create(each.row for each in written)


def _after(row: Model, before: dict[str, Any] | None) -> dict[str, Any]:
    """Return the whole new row, or of a changed one what differs."""
    after = image_of(row)
    if before is None:
        return after
    fields = {field.attname: field for field in row._meta.concrete_fields}
    return {
        name: value_of(fields[name], row)
        for name, value in before.items()
        if after[name] != value
    }
