"""Rows of the database as JSON and back, field by field, whatever the model."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models.fields.files import FieldFile

if TYPE_CHECKING:
    from django.db.models import Field, Model


def image_of(row: Model) -> dict[str, Any]:
    """Return all columns of a row, in values that JSON has."""
    return {field.attname: value_of(field, row) for field in row._meta.concrete_fields}


def value_of(field: Field[Any, Any], row: Model) -> Any:
    """Return one column of a row, in a value that JSON has."""
    value = field.value_from_object(row)
    if isinstance(value, FieldFile):
        return value.name
    if field.is_relation or value is None:
        return value
    prepared = field.get_prep_value(value)
    if isinstance(prepared, datetime | date | time):
        return prepared.isoformat()
    return str(prepared) if isinstance(prepared, Decimal) else prepared


def row_from(model: type[Model], image: dict[str, Any]) -> Model:
    """Return the row of an image, not stored yet."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    row = model()
    for name, value in image.items():
        if name in fields:
            setattr(row, name, stored(fields[name], value))
    return row


def stored(field: Field[Any, Any], value: Any) -> Any:
    """Return the value of a column as the model holds it."""
    return value if field.is_relation or value is None else field.to_python(value)
