"""Imports worked off in the background."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils.timezone import now

from gegenbesuch.core.tasks import enqueue_at, task
from gegenbesuch.exchange import retention, running, undoing
from gegenbesuch.exchange.models import ImportRun

Status = ImportRun.Status
LOOK_AFTER: Final = timedelta(seconds=15)


@task()
def run_import(*, run_id: int) -> None:
    """
    Work off an import; one that another worker has is left alone.

    Before it begins it leaves a task that looks after it: when this worker is
    killed, the next one finds that task and goes on.
    """
    run = ImportRun.objects.select_related("office", "actor").get(pk=run_id)
    if not run.is_active:
        return
    look_after(run)
    holder = running.new_holder()
    if running.take(run, holder, at=now()):
        running.process(run, holder)


@task()
def undo_import(*, run_id: int) -> None:
    """Take an import back; goes on with what another worker has left."""
    run = ImportRun.objects.select_related("office", "actor").get(pk=run_id)
    if run.status != Status.UNDOING:
        return
    look_after(run)
    undoing.take_and_undo(run, running.new_holder(), at=now())


@task()
def forget_upload(*, run_id: int) -> None:
    """Delete an upload whose time is over."""
    run = ImportRun.objects.filter(pk=run_id).first()
    if run is not None:
        retention.forget_upload(run)


def look_after(run: ImportRun) -> None:
    """Have somebody look in a while whether the run still goes on."""
    again = undo_import if run.status == Status.UNDOING else run_import
    enqueue_at(again, now() + LOOK_AFTER, run_id=run.pk)
