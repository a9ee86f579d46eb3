"""Model fields that hold the value types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.core import validators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.json import KeyTransform
from django.utils.translation import gettext_lazy as _
from i18nfield import fields as i18n
from i18nfield.strings import LazyI18nString

from gegenbesuch.core.values import forms
from gegenbesuch.core.values.errors import UnreadableValue
from gegenbesuch.core.values.name import Name
from gegenbesuch.core.values.partial_date import NO_DATE, PartialDate
from gegenbesuch.core.values.quantity import Quantity

if TYPE_CHECKING:
    _DateField = models.Field[PartialDate | date | str, PartialDate]
    _JSONField = models.JSONField[Any, Any]
    _I18nField = models.Field[Any, Any]
else:
    _DateField = models.Field
    _JSONField = models.JSONField
    _I18nField = i18n.I18nFieldMixin

CODE_LENGTH = 16

#: The same few codes are read again and again, and what they mean never changes.
_read_code = lru_cache(maxsize=4096)(PartialDate.from_code)


@lru_cache(maxsize=4096)
def _read_text(stored: str | None) -> Any:
    return LazyI18nString(stored).data


class _ReadsQuickly(_I18nField):
    """
    A text in several languages of which most are empty or were read before.

    In the migrations it is the field that it builds upon.
    """

    def from_db_value(
        self, value: str | None, _expression: Any, _connection: Any
    ) -> LazyI18nString:
        """Read the column."""
        data = _read_text(value)
        # Its `__init__` looks for JSON, which was read already.
        text = LazyI18nString.__new__(LazyI18nString)
        text.data = dict(data) if isinstance(data, dict) else data
        return text

    def deconstruct(self) -> Any:
        """Name the field of the library."""
        name, _path, args, kwargs = super().deconstruct()
        return name, f"i18nfield.fields.{type(self).__name__}", args, kwargs


class I18nCharField(_ReadsQuickly, i18n.I18nCharField):  # type: ignore[misc]
    """One line in several languages: a `LazyI18nString`."""


class I18nTextField(_ReadsQuickly, i18n.I18nTextField):  # type: ignore[misc]
    """Paragraphs in several languages: a `LazyI18nString`."""


class PartialDateField(_DateField):
    """
    A `PartialDate` in one sortable text column; never None.

    Rows may be filtered with a `PartialDate`, a ``date`` or a code, and
    ordered by the column. Optional unless ``blank=False`` is given.
    """

    description = _("Date of which only a part may be known")
    empty_values = [*validators.EMPTY_VALUES, NO_DATE]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("null"):
            problem = "an unknown date is a value of its own, not null"
            raise TypeError(problem)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        kwargs["max_length"] = CODE_LENGTH
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Leave out what the field always has."""
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        if kwargs.get("default") == "":
            del kwargs["default"]
        if not kwargs.pop("blank", False):
            kwargs["blank"] = False
        return name, path, args, kwargs

    def get_internal_type(self) -> str:
        """Store as text."""
        return "CharField"

    def get_default(self) -> PartialDate:
        """Return the default as a date."""
        return self.to_python(super().get_default())

    def from_db_value(
        self, value: str | None, _expression: Any, _connection: Any
    ) -> PartialDate:
        """Read the column."""
        return _read_code(value or "")

    def to_python(self, value: Any) -> PartialDate:
        """Accept a date in any of its guises."""
        try:
            return _as_partial_date(value)
        except UnreadableValue as error:
            raise _validation_error(error) from error
        except ValueError as error:
            raise ValidationError(
                _("“%(value)s” is not the code of a date."),
                code="invalid",
                params={"value": value},
            ) from error

    def get_prep_value(self, value: Any) -> Any:
        """Write the code; expressions pass through."""
        prepared = super().get_prep_value(value)
        if hasattr(prepared, "resolve_expression"):
            return prepared
        return _as_partial_date(prepared).code

    def value_to_string(self, obj: models.Model) -> str:
        """Write the code into a fixture."""
        return _as_partial_date(self.value_from_object(obj)).code

    def formfield(self, **kwargs: Any) -> Any:
        """Return one text input that understands all ways of writing dates."""
        kwargs.pop("max_length", None)
        return super().formfield(**{"form_class": forms.PartialDateField} | kwargs)


class _ValueField(_JSONField):
    """A value with `to_json` in a JSON column, with None for no value."""

    make: Callable[[Mapping[str, Any]], Any]
    value_class: type[Name | Quantity]
    form_class: Any

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Read the column; parts of it, asked for by key, stay as they are."""
        stored = super().from_db_value(value, expression, connection)
        if isinstance(expression, KeyTransform) or stored is None:
            return stored
        return self.to_python(stored)

    def to_python(self, value: Any) -> Any:
        """Accept the value or its stored form."""
        if value is None or isinstance(value, self.value_class):
            return value
        try:
            return type(self).make(value)
        except UnreadableValue as error:
            raise _validation_error(error) from error
        except (ValueError, AttributeError) as error:
            raise ValidationError(
                _("“%(value)s” is not a stored value of this kind."),
                code="invalid",
                params={"value": value},
            ) from error

    def get_prep_value(self, value: Any) -> Any:
        """Write the stored form; what is looked up by key passes through."""
        if isinstance(value, self.value_class):
            return value.to_json()
        return super().get_prep_value(value)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Check that the value can be stored."""
        try:
            stored = self.get_prep_value(value)
        except ValueError as error:
            raise ValidationError(
                _("“%(value)s” has more digits than can be stored."),
                code="invalid",
                params={"value": value},
            ) from error
        super().validate(stored, model_instance)

    def value_to_string(self, obj: models.Model) -> Any:
        """Write the stored form into a fixture."""
        return self.get_prep_value(self.value_from_object(obj))

    def formfield(self, **kwargs: Any) -> Any:
        """Return the form field of the value."""
        defaults = {"form_class": self.form_class}
        return models.Field.formfield(self, **defaults | kwargs)


class QuantityField(_ValueField):
    """
    A `Quantity`; None where there is none.

    ``low`` and ``high`` can be filtered by key: ``audience__low__gte=100``.

    Args:
        unit: What a number without a unit counts in forms.

    """

    description = _("Number as far as it is known")
    make = Quantity.from_json
    value_class = Quantity
    form_class = forms.QuantityField

    def __init__(self, *args: Any, unit: str = "", **kwargs: Any) -> None:
        self.unit = unit
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Keep the unit."""
        name, path, args, kwargs = super().deconstruct()
        if self.unit:
            kwargs["unit"] = self.unit
        return name, path, args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        """Return one text input that understands "more than 150"."""
        return super().formfield(**{"unit": self.unit} | kwargs)


class NameField(_ValueField):
    """A `Name`; parts can be filtered by key: ``name__family="Kurz"``."""

    description = _("Name of a person")
    make = Name.from_json
    value_class = Name
    form_class = forms.NameField


def unknown_last(field_name: str) -> models.Case:
    """Return what to order by, before the field itself, so that unknown is last."""
    return models.Case(
        models.When(**{field_name: NO_DATE}, then=1),
        default=0,
        output_field=models.SmallIntegerField(),
    )


def overlapping(field_name: str, first: date, last: date) -> models.Q:
    """Return the condition that a date can mean a day from first to last."""
    coarser = [
        PartialDate.in_year(first.year),
        PartialDate.in_month(first.year, first.month),
        _third_of_month(first),
    ]
    is_late_enough = models.Q(**{f"{field_name}__gte": PartialDate.on(first)})
    reaches_in = models.Q(**{f"{field_name}__in": coarser})
    if last == date.max:
        return is_late_enough | reaches_in
    return (is_late_enough | reaches_in) & models.Q(
        **{f"{field_name}__lt": _first_that_starts(last + timedelta(days=1))}
    )


def _first_that_starts(day: date) -> PartialDate:
    """Return the date that is first in order of all that start on a day."""
    if day.day > 1:
        return PartialDate.on(day)
    if day.month > 1:
        return PartialDate.in_month(day.year, day.month)
    return PartialDate.in_year(day.year)


def _third_of_month(day: date) -> PartialDate:
    precisions = PartialDate.Precision
    if day.day <= 10:
        precision = precisions.EARLY_MONTH
    elif day.day <= 20:
        precision = precisions.MID_MONTH
    else:
        precision = precisions.LATE_MONTH
    return PartialDate.in_month(day.year, day.month, precision)


def _as_partial_date(value: Any) -> PartialDate:
    if isinstance(value, PartialDate):
        return value
    if isinstance(value, date):
        return PartialDate.on(value)
    return PartialDate.from_code(value or "")


def _validation_error(error: UnreadableValue) -> ValidationError:
    return ValidationError(error.message, code=error.code, params=error.params)
