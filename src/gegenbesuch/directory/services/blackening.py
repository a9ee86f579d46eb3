"""
Black out a person in all texts of an office, whichever app they belong to.

What can hold text is asked from the models themselves, so an app that comes later
is covered without a line here. Rows that are about the person are not dealt with
here, nor are the names of others who are called the same.
"""

from __future__ import annotations

from collections import Counter, deque
from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import models
from django.db.models.functions import Cast, Coalesce

from gegenbesuch.accounts.models import Office
from gegenbesuch.core.models import AuditEntry, SearchEntry
from gegenbesuch.core.search import kinds
from gegenbesuch.core.values.fields import NameField, QuantityField

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gegenbesuch.directory.services.identity import Identity

#: Cleared by what they are about; codes and choices say nothing of a person.
_NOT_TEXTS = (
    models.EmailField,
    models.SlugField,
    models.FileField,
    NameField,
    QuantityField,
)
_TEXTS = (models.CharField, models.TextField, models.JSONField)


def black_out(identity: Identity, office: int) -> Counter[str]:
    """Return in how many rows of each model the person was blacked out."""
    counts: Counter[str] = Counter()
    needles = identity.needles()
    if not needles:
        return counts
    for model in own_models():
        changed = []
        for row in mentions(model._base_manager.all(), needles):
            values = {
                column.attname: new
                for column in _text_columns(model)
                if (old := getattr(row, column.attname))
                and (new := identity.black_out(old)) != old
            }
            if values and _is_of(row, office):
                model._base_manager.filter(pk=row.pk).update(**values)
                changed.append(row.pk)
        if changed:
            counts[model._meta.label_lower] = len(changed)
            _index(model, changed)
    kinds.index_holding(identity.names)  # what shows a row that hangs on it, too
    return counts


def mentions(rows: models.QuerySet[Any], needles: Iterable[str]) -> Iterator[Any]:
    """Yield the rows of which some text may say something of a person."""
    model: type[models.Model] = rows.model
    texts = [
        Coalesce(Cast(column.name, models.TextField()), models.Value(""))
        for column in _text_columns(model)
    ]
    if not texts:
        return
    wanted = models.Q()
    for needle in needles:
        wanted |= models.Q(all_texts__contains=needle)
    # Not `Concat`, which nests: SQLite has no room for that many brackets.
    whole = models.Func(
        *texts,
        template="(%(expressions)s)",
        arg_joiner=" || ' ' || ",
        output_field=models.TextField(),
    )
    yield from rows.alias(all_texts=whole).filter(wanted).iterator(chunk_size=500)


def _is_of(row: models.Model, office: int) -> bool:
    found = office_of(row)
    return found == office or (found is None and isinstance(row, AuditEntry))


@cache
def own_models() -> tuple[type[models.Model], ...]:
    """Return our models that hold what offices write: no accounts, no index."""
    return tuple(
        model
        for model in apps.get_models()
        if apps.get_app_config(model._meta.app_label).name.startswith("gegenbesuch.")
        and model._meta.managed
        and model._meta.app_label != Office._meta.app_label
        and model is not SearchEntry
    )


def office_of(row: models.Model) -> int | None:
    """Return the office that a row belongs to; None if to none or to all."""
    if isinstance(row, AuditEntry):
        return row.office_id
    path = path_to_office(type(row))
    if path:
        found = type(row)._base_manager.filter(pk=row.pk).values_list(path, flat=True)
        return found.first()
    for key in type(row)._meta.private_fields:
        if isinstance(key, GenericForeignKey):
            target = getattr(row, key.name)
            return None if target is None else office_of(target)
    return None


@cache
def path_to_office(model: type[models.Model]) -> str:
    """Return how a row leads to its office, by keys that it must have first."""
    waiting: deque[tuple[type[models.Model], str]] = deque([(model, "")])
    seen = {model}
    while waiting:
        current, path = waiting.popleft()
        keys = [
            key for key in current._meta.concrete_fields
            if isinstance(key, models.ForeignKey)
        ]  # fmt: skip
        for key in sorted(keys, key=lambda key: key.null):
            target: Any = key.related_model
            if target is Office:
                return f"{path}{key.attname}"
            if target not in seen and target._meta.app_label != "accounts":
                seen.add(target)
                waiting.append((target, f"{path}{key.name}__"))
    return ""


@cache
def _text_columns(model: type[models.Model]) -> tuple[models.Field[Any, Any], ...]:
    return tuple(
        column
        for column in model._meta.concrete_fields
        if isinstance(column, _TEXTS)
        and not isinstance(column, _NOT_TEXTS)
        and not column.choices
    )


def _index(model: type[models.Model], pks: list[int]) -> None:
    if model._meta.model_name in kinds.KINDS:
        kinds.index(model, model._base_manager.filter(pk__in=pks))
