"""Uploads are personal data: they go when their time is over."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from gegenbesuch.directory import services as directory
from gegenbesuch.directory.models import Organisation, Person
from gegenbesuch.exchange.models import ImportChange, ImportRow, ImportRun

_NOTHING: Final[dict[str, Any]] = {
    "cells": [],
    "notes": [],
    "label": "",
    "problems": [],
    "candidates": [],
}


@transaction.atomic
def forget_upload(run: ImportRun) -> None:
    """
    Delete the file of an import, what its rows said and what could be undone.

    The report keeps its numbers and what became of each row.
    """
    run.rows.update(**_NOTHING)
    run.changes.all().delete()
    _delete_file(run)


@transaction.atomic
def forget_record(record: Any) -> set[int]:
    """
    Erase what imports remember of a record: rows, changes, and the whole file.

    A file cannot be blanked row by row. Of the rows those go that are about this
    record or may be.
    """
    names = {Person: "person", Organisation: "organisation"}
    name = names.get(type(record))
    if name is None:
        return set()
    label = str(record._meta.label_lower)
    about = ImportRow.objects.filter(**{name: record})
    candidates = ImportRow.objects.filter(run__office_id=record.office_id)
    maybe = [
        row.pk
        for row in candidates.exclude(candidates=[]).iterator()
        if any(each["ref"] == record.code for each in row.candidates)
    ]
    maybe += _rows_naming(record)
    changes = ImportChange.objects.filter(
        Q(model=label, target_id=record.pk) | Q(owner_model=label, owner_id=record.pk)
    )
    runs = ImportRun.objects.filter(
        Q(pk__in=about.values("run"))
        | Q(pk__in=changes.values("run"))
        | Q(rows__in=maybe)
    ).distinct()
    for run in runs.exclude(file=""):
        _delete_file(run)
    about.update(**_NOTHING, person=None, organisation=None)
    changes.delete()
    ImportRow.objects.filter(pk__in=maybe).update(**_NOTHING)
    return set()


def _rows_naming(record: Any) -> list[int]:
    """Return the rows of other files in which a person stands."""
    if not isinstance(record, Person):
        return []
    identity = directory.identity_of(record)
    rows = ImportRow.objects.filter(run__office_id=record.office_id).exclude(cells=[])
    return [
        row.pk
        for row in directory.mentions(rows, identity.needles())
        if identity.black_out(row.cells) != row.cells
    ]


def _delete_file(run: ImportRun) -> None:
    name, storage = run.file.name, run.file.storage
    ImportRun.objects.filter(pk=run.pk).update(file="", file_until=None)
    if name:
        transaction.on_commit(lambda: storage.delete(name))
