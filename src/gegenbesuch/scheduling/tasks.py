"""Schedules computed in the background."""

from __future__ import annotations

from gegenbesuch.core.tasks import task
from gegenbesuch.scheduling.models import SolverRun


@task()
def compute_schedule(*, run_id: int) -> None:
    """Compute the schedule that a run asks for; a run that was taken is left alone."""
    from gegenbesuch.scheduling import (  # noqa: PLC0415 -- slow import: solvers
        solving,
    )

    run = SolverRun.objects.select_related("session__mission").get(pk=run_id)
    solving.compute_schedule(run)
