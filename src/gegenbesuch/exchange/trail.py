"""Every row of the database that an import writes, noted so that it can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gegenbesuch.core import audit
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.directory import services
from gegenbesuch.directory.models import Organisation, Person
from gegenbesuch.exchange.images import image_of, value_of
from gegenbesuch.exchange.models import ImportChange

if TYPE_CHECKING:
    from django.db.models import Model

    from gegenbesuch.exchange.models import ImportRun


class Trail:
    """What one batch of rows wrote; `flush` stores it with the batch."""

    def __init__(self, run: ImportRun) -> None:
        self.run = run
        self.changes: dict[tuple[str, int], tuple[int, Model, Any]] = {}
        self.owners: dict[tuple[str, int], Model | None] = {}
        self.touched: dict[tuple[type[Any], int], Any] = {}
        self.entries: list[AuditEntry] = []

    def create(self, row: Model, *, number: int, of: Model | None) -> None:
        """Store a new row; `of` is the person or organisation that it belongs to."""
        row.save(force_insert=True)
        key = (row._meta.label_lower, row.pk)
        self.changes[key] = (number, row, None)
        self.owners[key] = of
        self._touch(of if of is not None else row)

    def change(
        self, row: Any, values: dict[str, Any], *, number: int, of: Model
    ) -> None:
        """Change some fields of a stored row."""
        key = (row._meta.label_lower, row.pk)
        before = image_of(row)
        for name, value in values.items():
            setattr(row, name, value)
        names = [*values]
        if hasattr(row, "updated_at"):
            names.append("updated_at")
        row.save(update_fields=names)
        self.changes.setdefault(key, (number, row, before))
        self.owners.setdefault(key, of)
        self._touch(of)

    def record(self, verb: str, target: Model, **context: Any) -> None:
        """Write an audit entry with the batch."""
        self.entries.append(
            audit.entry(
                verb,
                target,
                actor=self.run.actor,
                actor_label="" if self.run.actor else "import_file",
                run=self.run.code,
                **context,
            )
        )

    def mark(self) -> tuple[set[Any], set[Any], int]:
        """Return what `forget` needs to come back to this point."""
        return set(self.changes), set(self.touched), len(self.entries)

    def forget(self, mark: tuple[set[Any], set[Any], int]) -> None:
        """Drop what was noted since a mark, because it was taken back."""
        changes, touched, entries = mark
        for key in set(self.changes) - changes:
            del self.changes[key], self.owners[key]
        for record in set(self.touched) - touched:
            del self.touched[record]
        del self.entries[entries:]

    def flush(self) -> None:
        """Index what was touched and store what was noted."""
        people = [row for (model, _pk), row in self.touched.items() if model is Person]
        bodies = [
            row for (model, _pk), row in self.touched.items() if model is Organisation
        ]
        services.index_people(people)
        services.index_organisations(bodies)
        ImportChange.objects.bulk_create(
            ImportChange(
                run=self.run,
                row_number=number,
                model=label,
                target_id=pk,
                owner_model=owner._meta.label_lower if owner is not None else "",
                owner_id=owner.pk if owner is not None else 0,
                before=before,
                after=_after(row, before),
            )
            for (label, pk), (number, row, before) in self.changes.items()
            for owner in [self.owners[label, pk]]
        )
        AuditEntry.objects.bulk_create(self.entries)

    def _touch(self, row: Model) -> None:
        if isinstance(row, Person | Organisation):
            self.touched[type(row), row.pk] = row


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
