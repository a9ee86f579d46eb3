"""
Taking an import back: what it made goes, what it changed becomes what it was.

A record that has been used or edited since stays, with all that the import hung
on it. The notes of the changes go in the transaction that takes them back, so
that an undoing that was broken off can simply be gone on with.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import translation
from django.utils.timezone import now

from gegenbesuch.core import audit
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.search import kinds
from gegenbesuch.directory import services
from gegenbesuch.directory.models import Note, Organisation, Person, Role, Tag
from gegenbesuch.exchange.images import image_of, stored
from gegenbesuch.exchange.models import ImportChange, ImportRun
from gegenbesuch.exchange.running import SILENT_AFTER, TakenOver

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import Model, QuerySet

Key = tuple[str, int]
_BATCH: Final = 200
"""Records a transaction."""
_CHUNK: Final = 500
"""Rows a query."""
_MAIN: Final[dict[str, type[Any]]] = {
    m._meta.label_lower: m for m in (Person, Organisation)
}
#: Apps and models whose rows say what happened to a record or make it findable,
#: not that somebody uses it.
_SILENT: Final = frozenset({"core", "exchange"})


def take_and_undo(run: ImportRun, holder: str, *, at: datetime) -> bool:
    """Take a run that is to be undone into one's hands, and undo it."""
    rows = ImportRun.objects.filter(pk=run.pk, status=ImportRun.Status.UNDOING)
    free = rows.filter(holder="") | rows.filter(held_at__lt=at - SILENT_AFTER)
    if not free.update(holder=holder, held_at=at, updated_at=at):
        return False
    run.refresh_from_db()
    with translation.override(run.office.language):
        undo(run)
    return True


def undo(run: ImportRun) -> dict[str, Any]:
    """
    Take back what a run wrote; returns what was removed, restored and kept.

    The caller has marked the run, so that nobody else works on it.
    """
    kept = _kept(run)
    report = run.undo_report or {
        "removed": 0,
        "restored": 0,
        "kept": [],
        "not_restored": [],
    }
    for model, pk in sorted(kept):
        record = _MAIN[model]._default_manager.filter(pk=pk).first()
        if record is not None:
            entry = {"model": model, "code": record.code, "label": str(record)}
            if entry not in report["kept"]:
                report["kept"].append(entry)
    owners = _owners(run)
    for start in range(0, len(owners), _BATCH):
        with transaction.atomic():
            _undo_owners(run, owners[start : start + _BATCH], kept, report)
            held = ImportRun.objects.filter(pk=run.pk, holder=run.holder).update(
                undo_report=report, held_at=now(), updated_at=now()
            )
            if not held:
                raise TakenOver
    with transaction.atomic():
        _index_again(set(owners) - kept)
        _undo_tags(run)
        ImportRun.objects.filter(pk=run.pk).update(
            undo_report=report, status=ImportRun.Status.UNDONE, undone_at=now(),
            holder="", held_at=None, updated_at=now(),
        )  # fmt: skip
    run.refresh_from_db()
    return report


def _owners(run: ImportRun) -> list[Key]:
    """Return the people, then the organisations that have changes, newest first."""
    found: dict[Key, int] = {}
    for pk, model, target, owner_model, owner in run.changes.values_list(
        "pk", "model", "target_id", "owner_model", "owner_id"
    ):
        key = (owner_model, owner) if owner_model else (model, target)
        if key[0] in _MAIN:
            found[key] = max(pk, found.get(key, 0))
    return sorted(found, key=lambda key: (key[0] != "directory.person", -found[key]))


def _undo_owners(
    run: ImportRun, owners: list[Key], kept: set[Key], report: dict[str, Any]
) -> None:
    """Take back all that was written about some records."""
    for model, pks in _by_model(owners).items():
        records = _MAIN[model]._default_manager.in_bulk(pks)
        itself = run.changes.filter(model=model, owner_model="", target_id__in=pks)
        on_them = run.changes.filter(owner_model=model, owner_id__in=pks)
        made = set(
            itself.filter(before__isnull=True).values_list("target_id", flat=True)
        )
        open_pks = {pk for pk in records if (model, pk) not in kept}
        _remove(run, model, [records[pk] for pk in pks if pk in open_pks & made])
        report["removed"] += len(open_pks & made)
        restored = _restore(on_them.filter(owner_id__in=open_pks - made), report)
        report["restored"] += len(restored)
        _note(run, "restored", _MAIN[model]._default_manager.filter(pk__in=restored))
        on_them.delete()
        itself.delete()


def _remove(run: ImportRun, model: str, records: list[Any]) -> None:
    """Delete records that an import made, with all that hangs on them."""
    _note(run, "removed", records)
    pks = [record.pk for record in records]
    kinds.remove(_MAIN[model], pks)
    notes = Note.objects.filter(
        target_type=ContentType.objects.get_for_model(_MAIN[model]), target_id__in=pks
    )
    kinds.remove(Note, notes.values_list("pk", flat=True))
    _MAIN[model]._default_manager.filter(pk__in=pks).delete()


def _restore(changes: QuerySet[ImportChange], report: dict[str, Any]) -> set[int]:
    """Take back changes, newest first; returns whose records are others now."""
    return {
        change.owner_id
        for change in changes.order_by("-pk")
        if _undo_change(change, report)
    }


def _note(run: ImportRun, what: str, records: Iterable[Any]) -> None:
    AuditEntry.objects.bulk_create(
        audit.entry(f"exchange.record.{what}", record, actor=run.actor, run=run.code)
        for record in records
    )


def _by_model(keys: Iterable[Key]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for model, pk in keys:
        found[model].append(pk)
    return found


def _undo_change(change: ImportChange, report: dict[str, Any]) -> bool:
    """Take back one change, as far as nobody has changed it since."""
    model = apps.get_model(change.model)
    row = model._default_manager.filter(pk=change.target_id).first()
    if row is None:
        return False
    image = image_of(row)
    if change.before is None:
        if _differs(image, change.after):
            report["not_restored"].append({"model": change.model, "label": str(row)})
            return False
        row.delete()
        return True
    fields = {field.attname: field for field in model._meta.concrete_fields}
    values = {}
    for name, after in change.after.items():
        if image.get(name) == after:
            values[name] = stored(fields[name], change.before[name])
        elif name != "updated_at":
            report["not_restored"].append(
                {"model": change.model, "label": str(row), "field": name}
            )
    if values:
        model._default_manager.filter(pk=row.pk).update(**values)
    return bool(values)


def _index_again(owners: set[Key]) -> None:
    """Index what is left, now that all it was found by with others is gone."""
    bodies = [pk for model, pk in owners if model == Organisation._meta.label_lower]
    people = [pk for model, pk in owners if model == Person._meta.label_lower]
    services.index_organisations(Organisation.objects.filter(pk__in=bodies))
    services.index_people(Person.objects.filter(pk__in=people))


def _undo_tags(run: ImportRun) -> None:
    """Remove the tags that the import made and that nobody uses."""
    made = run.changes.filter(model=Tag._meta.label_lower, before__isnull=True)
    for tag in Tag.objects.filter(pk__in=made.values("target_id")):
        if not tag.person_set.exists() and not tag.organisation_set.exists():
            tag.delete()
    made.delete()


# --- What has to stay --------------------------------------------------------


def _kept(run: ImportRun) -> set[Key]:
    """
    Return the records that the import made and that have to stay.

    Because they or what hangs on them was edited since, or something else
    refers to them; and the organisations of people who stay.
    """
    made: set[Key] = set()
    parts: dict[Key, set[Key]] = defaultdict(set)
    last: dict[Key, dict[str, Any]] = {}
    for change in run.changes.order_by("pk").iterator():
        key = (change.model, change.target_id)
        if change.before is None:
            last[key] = change.after
            if change.model in _MAIN:
                made.add(key)
            elif change.owner_model:
                parts[change.owner_model, change.owner_id].add(key)
        elif key in last:
            last[key] = last[key] | change.after
    edited = _edited(last)
    kept = {key for key in made if key in edited or parts[key] & edited}
    kept |= _used(made, last.keys() - edited)
    return kept | _organisations_of(kept, made)


def _edited(last: dict[Key, dict[str, Any]]) -> set[Key]:
    """Return the rows that are no longer what the import left, or are gone."""
    edited = set()
    for model, pks in _by_model(last).items():
        manager = apps.get_model(model)._default_manager
        for start in range(0, len(pks), _CHUNK):
            some = pks[start : start + _CHUNK]
            rows = manager.in_bulk(some)
            for pk in some:
                is_gone = pk not in rows and model not in _MAIN
                if is_gone or (
                    pk in rows and _differs(image_of(rows[pk]), last[model, pk])
                ):
                    edited.add((model, pk))
    return edited


def _differs(image: dict[str, Any], after: dict[str, Any]) -> bool:
    """Tell whether a row has other values; keys for search may be made anew."""
    derived = {"sort_key", "sort_key_ja", "search_text", "updated_at"}
    return any(
        image[name] != value
        for name, value in after.items()
        if name in image and name not in derived
    )


def _used(made: set[Key], ours: set[Key]) -> set[Key]:
    """Return those of the records to which something refers that is not ours."""
    used = set()
    for model, pks in _by_model(made).items():
        for referring, pk in _references(_MAIN[model], pks):
            if referring not in ours:
                used.add((model, pk))
    return used


def _references(model: type[Model], pks: list[int]) -> Iterable[tuple[Key, int]]:
    """Yield all rows that refer to records of a model, by key or as their target."""
    numbers = sorted(pks)
    for start in range(0, len(numbers), _CHUNK):
        some = numbers[start : start + _CHUNK]
        for other in apps.get_models(include_auto_created=True):
            if other._meta.app_label in _SILENT or other._meta.proxy:
                continue
            label = other._meta.label_lower
            for field in other._meta.concrete_fields:
                if field.is_relation and field.related_model is model:
                    rows = other._default_manager.filter(
                        **{f"{field.attname}__in": some}
                    )
                    for pk, target in rows.values_list("pk", field.attname):
                        yield (label, pk), target
            names = {field.name for field in other._meta.concrete_fields}
            if {"target_type", "target_id"} <= names:
                kind = ContentType.objects.get_for_model(model)
                rows = other._default_manager.filter(
                    target_type=kind, target_id__in=some
                )
                for pk, target in rows.values_list("pk", "target_id"):
                    yield (label, pk), target


def _organisations_of(kept: set[Key], made: set[Key]) -> set[Key]:
    """Return the organisations of the import in which people who stay hold roles."""
    people = [pk for model, pk in kept if model == Person._meta.label_lower]
    roles = Role.objects.filter(person_id__in=people, organisation__isnull=False)
    found = {
        (Organisation._meta.label_lower, pk)
        for pk in roles.values_list("organisation_id", flat=True)
    }
    return found & made
