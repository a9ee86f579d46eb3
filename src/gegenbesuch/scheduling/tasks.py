"""Schedules computed in the background."""

from __future__ import annotations

from datetime import timedelta

from django.utils.timezone import now

from gegenbesuch.core.tasks import enqueue_at, task
from gegenbesuch.scheduling.models import SolverRun

LOOK_AFTER = timedelta(seconds=50)
"""Longer than a worker may be silent before it counts as dead."""
GIVE_UP_AFTER = timedelta(hours=1)
"""A run that kills every worker must not do so for ever."""


@task()
def compute_schedule(*, run_id: int) -> None:
    """
    Compute the schedule that a run asks for; one that a worker has is left alone.

    Before it begins it leaves a task that looks after it: when this worker is
    killed, the next one finds that task and begins the run again.
    """
    from gegenbesuch.scheduling import (  # noqa: PLC0415 -- slow import: solvers
        solving,
    )

    run = SolverRun.objects.select_related("session__mission").get(pk=run_id)
    if not run.is_active or run.created_at < now() - GIVE_UP_AFTER:
        return
    enqueue_at(compute_schedule, now() + LOOK_AFTER, run_id=run.pk)
    solving.compute_schedule(run)
