"""
Point all rows at another record, and write down how to point them back.

What refers to a record is asked from the models themselves: foreign keys,
tables between two records and generic keys of every app. So an app that comes
later is covered without a line here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from gegenbesuch.core.errors import ActionError
from gegenbesuch.directory.kind_names import kind_name
from gegenbesuch.directory.models import ClusterMembership

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A row of these is nonsense once both of its ends are one, and goes.
_LINKS_OF_TWO = (ClusterMembership,)


@dataclass(frozen=True)
class Reference:
    """A column that holds numbers of a model's rows."""

    model: type[models.Model]
    column: str
    field: str
    type_field: str = ""

    def rows(self, target: type[models.Model], pk: int) -> models.QuerySet[Any]:
        """Return the rows that refer to this row of the target."""
        wanted: dict[str, Any] = {self.column: pk}
        if self.type_field:
            wanted[self.type_field] = ContentType.objects.get_for_model(target)
        return self.model._base_manager.filter(**wanted).order_by("pk")


@cache
def references_to(target: type[models.Model]) -> tuple[Reference, ...]:
    """Return every column of every app that can hold numbers of this model."""
    found = [
        Reference(relation.related_model, relation.field.attname, relation.field.name)
        for relation in target._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel)  # one to one included
    ]
    # Nothing hangs on a table between two records.
    everywhere = [] if target._meta.auto_created else apps.get_models()
    for model in everywhere:
        found += [
            Reference(model, key.fk_field, key.fk_field, key.ct_field)
            for key in model._meta.private_fields
            if isinstance(key, GenericForeignKey)
        ]
    return tuple(sorted(found, key=lambda r: (r.model._meta.label, r.column)))


@dataclass
class RowLog:
    """
    The writes of a merge, in order.

    Attributes:
        steps: `["set", model, number, {column: [old, new]}]`,
            `["move", model, column, [numbers], old, new]` and
            `["drop", model, {column: value}]`.
    """

    steps: list[list[Any]] = field(default_factory=list)

    def fold(self, kept: models.Model, dropped: models.Model) -> None:
        """
        Point everything at `kept`, fill its gaps, and delete `dropped`.

        Raises:
            ActionError: Two rows would then say different things about one.
        """
        model = type(kept)
        for reference in references_to(model):
            self._move(reference, kept, dropped)
        self.write(kept, _gaps(kept, dropped))
        self._drop(dropped)

    def write(self, row: models.Model, values: dict[str, Any]) -> None:
        """Write columns of a row."""
        changes = {}
        for name, new in values.items():
            column = _column(row, name)
            old = _encoded(column, row)
            setattr(row, column.attname, new)
            if _encoded(column, row) != old:
                changes[column.attname] = [old, _encoded(column, row)]
        if changes:
            _one(row).update(**{name: getattr(row, name) for name in changes})
            self.steps.append(["set", row._meta.label, row.pk, changes])

    def _move(
        self, reference: Reference, kept: models.Model, dropped: models.Model
    ) -> None:
        rows = reference.rows(type(kept), dropped.pk)
        if not _may_clash(reference):
            self._repoint(reference, list(rows.values_list("pk", flat=True)), rows,
                          dropped, kept)  # fmt: skip
            return
        for row in rows:
            setattr(row, reference.column, kept.pk)
            twin = _twin(row, reference)
            if twin is not None:
                if not _is_one_after_merge(type(row)):
                    raise ActionError(_in_the_way(kept, dropped, twin))
                setattr(row, reference.column, dropped.pk)
                self.fold(twin, row)
            elif isinstance(row, _LINKS_OF_TWO) and not _is_possible(row):
                setattr(row, reference.column, dropped.pk)
                self._drop(row)
            elif not _is_possible(row):
                raise ActionError(_in_the_way(kept, dropped, row))
            else:
                self._repoint(reference, [row.pk], _one(row), dropped, kept)

    def _repoint(
        self,
        reference: Reference,
        numbers: list[int],
        rows: models.QuerySet[Any],
        dropped: models.Model,
        kept: models.Model,
    ) -> None:
        if numbers:
            rows.order_by().update(**{reference.column: kept.pk})
            label = reference.model._meta.label
            self.steps.append(
                ["move", label, reference.column, numbers, dropped.pk, kept.pk]
            )

    def _drop(self, row: models.Model) -> None:
        values = {
            column.attname: _encoded(column, row)
            for column in row._meta.concrete_fields
        }
        self.steps.append(["drop", row._meta.label, values])
        # Raw: all that hung on it has moved, so nothing may go with it.
        rows = _one(row)
        rows._raw_delete(rows.db)


def undo(steps: list[list[Any]]) -> None:
    """
    Take the steps back, last first; what was changed since then stays.

    Raises:
        ActionError: A row cannot come back, with the reason.
    """
    for kind, label, *rest in reversed(steps):
        model = apps.get_model(label)
        if kind == "set":
            _unset(model, *rest)
        elif kind == "move":
            column, numbers, old, new = rest
            rows = model._base_manager.filter(pk__in=numbers, **{column: new})
            rows.update(**{column: old})
        else:
            _bring_back(model, *rest)


def _unset(model: type[models.Model], pk: int, changes: dict[str, list[Any]]) -> None:
    row = model._base_manager.filter(pk=pk).first()
    if row is None:
        return
    old = {
        column.attname: _decoded(column, changes[column.attname][0])
        for column in model._meta.concrete_fields
        if column.attname in changes
        and _encoded(column, row) == changes[column.attname][1]
    }
    if old:
        _one(row).update(**old)


def _bring_back(model: type[models.Model], values: dict[str, Any]) -> None:
    """Insert a row that was deleted, under its old number."""
    row = model()
    for column in model._meta.concrete_fields:
        if column.attname not in values:  # a column that came with a later version
            continue
        value = _decoded(column, values[column.attname])
        is_lost = (
            value is not None
            and isinstance(column, models.ForeignKey)
            and not _exists(column, value)
        )
        if is_lost and not column.null:
            return  # what it hung on was deleted since, and would have taken it along
        setattr(row, column.attname, None if is_lost else value)
    for name in _unique_columns(model):
        if model._base_manager.filter(**{name: getattr(row, name)}).exists():
            raise ActionError(
                _("This cannot be undone: “%(code)s” is in use again.")
                % {"code": getattr(row, name)}
            )
    row.save_base(raw=True, force_insert=True)


Row = tuple[type[models.Model], int]


def dropped_by(steps: list[list[Any]]) -> Iterator[Row]:
    """Return the rows that the steps deleted."""
    for kind, label, *rest in steps:
        if kind == "drop":
            model = apps.get_model(label)
            yield model, rest[0][model._meta.pk.attname]


def needed_by(steps: list[list[Any]]) -> Iterator[Row]:
    """Return the rows that must be there to take the steps back exactly."""
    for kind, label, *rest in steps:
        model = apps.get_model(label)
        if kind == "set":
            yield model, rest[0]
        elif kind == "move":
            yield from ((model, pk) for pk in rest[1])
        else:
            yield from _targets_of(model, rest[0])


def _targets_of(model: type[models.Model], values: dict[str, Any]) -> Iterator[Row]:
    for column in model._meta.concrete_fields:
        pk = values.get(column.attname)
        if isinstance(column, models.ForeignKey) and pk is not None:
            yield column.related_model, pk
    for key in model._meta.private_fields:
        if isinstance(key, GenericForeignKey):
            kind = values[_column(model, key.ct_field).attname]
            target = ContentType.objects.get_for_id(kind).model_class()
            if target is not None:
                yield target, values[key.fk_field]


def _exists(column: models.ForeignKey[Any, Any], pk: Any) -> bool:
    target: Any = column.related_model
    return bool(target._base_manager.filter(pk=pk).exists())


def _unique_columns(model: type[models.Model]) -> Iterator[str]:
    for column in model._meta.concrete_fields:
        if column.unique:
            yield column.attname


# --- What a row says, as JSON ------------------------------------------------


def _encoded(column: models.Field[Any, Any], row: models.Model) -> Any:
    value = column.value_from_object(row)
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(column, models.JSONField):
        return column.get_prep_value(value)
    return column.value_to_string(row)


def _decoded(column: models.Field[Any, Any], value: Any) -> Any:
    return None if value is None else column.to_python(value)


# --- What is the same, and what is in the way --------------------------------


def _column(row: models.Model | type[models.Model], name: str) -> Any:
    return row._meta.get_field(name)


def _one(row: models.Model) -> models.QuerySet[Any]:
    return type(row)._base_manager.filter(pk=row.pk)


def _gaps(kept: models.Model, dropped: models.Model) -> dict[str, Any]:
    """Return what only the dropped row says."""
    found = {}
    for column in kept._meta.concrete_fields:
        if column.unique or not column.editable or not column.blank:
            continue
        if isinstance(column, models.DateTimeField):  # when something was done to it
            continue
        mine, theirs = (column.value_from_object(row) for row in (kept, dropped))
        if mine in column.empty_values and theirs not in column.empty_values:
            found[column.name] = getattr(dropped, column.attname)
    return found


@cache
def _may_clash(reference: Reference) -> bool:
    """Tell whether another value of the column can break a rule of the table."""
    meta = reference.model._meta
    is_ruled = any(
        not isinstance(rule, models.UniqueConstraint)
        or not rule.fields
        or {reference.field, reference.type_field} & set(rule.fields)
        for rule in meta.constraints
    )
    is_in_together = any(reference.field in group for group in meta.unique_together)
    column = _column(reference.model, reference.field)
    return is_ruled or is_in_together or column.unique


def _twin(row: models.Model, reference: Reference) -> models.Model | None:
    """Return the row that says the same of the kept record already."""
    meta = row._meta
    always = models.Q()
    groups = [(tuple(group), always) for group in meta.unique_together]
    groups += [
        (tuple(rule.fields), rule.condition or always)
        for rule in meta.constraints
        if isinstance(rule, models.UniqueConstraint)
    ]
    if _column(row, reference.field).unique:
        groups.append(((reference.field,), always))
    for group, condition in groups:
        if reference.field not in group:
            continue
        if condition and not _one(row).filter(condition).exists():
            continue
        columns = [_column(row, name) for name in group]
        wanted = {column.attname: getattr(row, column.attname) for column in columns}
        if None in wanted.values():
            continue
        others = type(row)._base_manager.filter(condition, **wanted).exclude(pk=row.pk)
        if twin := others.first():
            found: models.Model = twin
            return found
    return None


def _is_possible(row: models.Model) -> bool:
    """Tell whether the rules of the table allow the row as it is now."""
    try:
        for rule in row._meta.constraints:
            rule.validate(type(row), row)
    except ValidationError:
        return False
    return True


def _is_one_after_merge(model: type[models.Model]) -> bool:
    """Tell whether two such rows say one thing; a table between two always does."""
    is_between = bool(model._meta.auto_created)
    return is_between or getattr(model, "is_one_after_merge", False)


def _in_the_way(kept: models.Model, dropped: models.Model, row: models.Model) -> str:
    return _(
        "“%(kept)s” and “%(dropped)s” cannot be made one: both have “%(row)s” "
        "(%(kind)s). Please take it away from one of them first."
    ) % {
        "kept": kept,
        "dropped": dropped,
        "row": row,
        "kind": kind_name(row._meta.label_lower),
    }
