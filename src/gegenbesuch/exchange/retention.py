"""Uploads are personal data: they go when their time is over."""

from __future__ import annotations

from django.db import transaction

from gegenbesuch.exchange.models import ImportRun


@transaction.atomic
def forget_upload(run: ImportRun) -> None:
    """
    Delete the file of an import, what its rows said and what could be undone.

    The report keeps its numbers and what became of each row.
    """
    name = run.file.name
    run.rows.update(cells=[], notes=[], label="", problems=[], candidates=[])
    run.changes.all().delete()
    ImportRun.objects.filter(pk=run.pk).update(file="", file_until=None)
    if name:
        storage = run.file.storage
        transaction.on_commit(lambda: storage.delete(name))
