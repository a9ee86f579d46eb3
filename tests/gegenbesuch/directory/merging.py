"""Rows of every kind that can hang on a record, and all that a database holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from factory.django import DjangoModelFactory

from gegenbesuch.core.models import AuditEntry, SearchEntry
from gegenbesuch.directory.models import Merge
from tests import factories

if TYPE_CHECKING:
    from django.db.models import Model

    from gegenbesuch.directory.services.row_log import Reference

FACTORIES: dict[type[Any], type[DjangoModelFactory[Any]]] = {
    each._meta.model: each
    for each in vars(factories).values()
    if isinstance(each, type)
    and issubclass(each, DjangoModelFactory)
    and each._meta.model is not None
}
#: What may differ: the trail of what was done, and the index made of the rest.
_TRAIL = (AuditEntry, Merge, SearchEntry)


def state() -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table of ours, as the database holds it."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            is_ours = model.__module__.startswith("gegenbesuch.")
            if not is_ours or issubclass(model, _TRAIL):
                continue
            table = connection.ops.quote_name(model._meta.db_table)
            key = connection.ops.quote_name(model._meta.pk.column)
            cursor.execute(f"SELECT * FROM {table} ORDER BY {key}")
            found[model._meta.label] = [tuple(map(str, r)) for r in cursor.fetchall()]
    return found


def hang(reference: Reference, record: Model, **values: Any) -> Any:
    """Make a row that refers to the record by this column."""
    model = reference.model
    if model._meta.auto_created:
        others = {
            field.name: FACTORIES[field.related_model]()
            for field in model._meta.concrete_fields
            if field.is_relation and field.name != reference.field
        }
        return model._base_manager.create(
            **{**others, reference.column: record.pk, **values}
        )
    if reference.type_field:
        owner: dict[str, Any] = {
            reference.type_field: ContentType.objects.get_for_model(record),
            reference.field: record.pk,
        }
        if model.__name__ == "PersonalLink":
            owner = {"target": record}
    else:
        owner = {reference.field: record}
    return FACTORIES[model](**{**owner, **values})


def hang_the_same(reference: Reference, row: Any, record: Model) -> Any:
    """Make the row once more for another record, the same in all that is unique."""
    meta = reference.model._meta
    rules = [*meta.unique_together]
    rules += [rule.fields for rule in meta.constraints if hasattr(rule, "fields")]
    names = {name for rule in rules if reference.field in rule for name in rule}
    names -= {reference.field, reference.type_field}
    return hang(reference, record, **{name: getattr(row, name) for name in names})
