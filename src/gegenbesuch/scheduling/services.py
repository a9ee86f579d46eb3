"""Verbs on sessions and their computations; the computing itself is in `solving`."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.scheduling import selectors, tasks
from gegenbesuch.scheduling.models import Session, SolverRun

if TYPE_CHECKING:
    from datetime import datetime

    from gegenbesuch.accounts.models import User

Status = SolverRun.Status
SECONDS_LIMIT = 60
SILENT_AFTER = timedelta(seconds=45)
"""A running computation reports every second; after this long it is dead."""


def is_silent(run: SolverRun, *, at: datetime) -> bool:
    """Tell whether the worker of a running computation has gone."""
    return run.status == Status.RUNNING and run.updated_at < at - SILENT_AFTER


@transaction.atomic
def start_run(  # noqa: PLR0913 -- a run has these parts
    session: Session,
    *,
    actor: User | None,
    at: datetime,
    seconds: int = SECONDS_LIMIT,
    seed: int = 0,
    actor_label: str = "",
) -> SolverRun:
    """
    Make the row of a computation; whoever calls this sees to its computing.

    Raises:
        ActionError: The schedule is final, one is being computed already, or
            slots, tables or accepted requests are missing.

    """
    if session.status == Session.Status.FINAL:
        raise ActionError(_("The schedule is final and cannot be computed anew."))
    missing = selectors.missing_for_schedule(session)
    if missing:
        raise ActionError(missing)
    SolverRun.objects.filter(
        session=session, status=Status.RUNNING, updated_at__lt=at - SILENT_AFTER
    ).update(status=Status.FAILED, message="silent", finished_at=at, updated_at=at)
    run = SolverRun(session=session, seconds_limit=seconds, seed=seed)
    try:
        with transaction.atomic():
            run.save()
    except IntegrityError as error:
        raise ActionError(
            _("The schedule of this session is being computed already.")
        ) from error
    audit.record(
        "scheduling.session.run-started",
        session,
        actor=actor,
        actor_label=actor_label,
        run=run.code,
        seconds=seconds,
        seed=seed,
    )
    return run


@transaction.atomic
def run_schedule(
    session: Session,
    *,
    actor: User | None,
    at: datetime,
    seconds: int = SECONDS_LIMIT,
    seed: int = 0,
) -> SolverRun:
    """
    Have the best schedule of a session computed by a worker.

    Raises:
        ActionError: As `start_run`.

    """
    run = start_run(session, actor=actor, at=at, seconds=seconds, seed=seed)
    transaction.on_commit(partial(tasks.compute_schedule.enqueue, run_id=run.pk))
    return run


@transaction.atomic
def cancel_run(run: SolverRun, *, actor: User | None, at: datetime) -> SolverRun:
    """
    Stop a computation; what it has found by then is kept if it is better.

    A run that no worker has taken, or whose worker has gone silent, ends at
    once; a running one within about a second.

    Raises:
        ActionError: It has ended already.

    """
    ended = SolverRun.objects.filter(pk=run.pk, status=Status.WAITING).update(
        status=Status.CANCELLED, cancel_requested=True, finished_at=at, updated_at=at
    ) or SolverRun.objects.filter(
        pk=run.pk, status=Status.RUNNING, updated_at__lt=at - SILENT_AFTER
    ).update(status=Status.FAILED, message="silent", finished_at=at, updated_at=at)
    if not ended and not SolverRun.objects.filter(
        pk=run.pk, status=Status.RUNNING
    ).update(cancel_requested=True):
        raise ActionError(_("This computation has ended already."))
    audit.record(
        "scheduling.session.run-cancelled", run.session, actor=actor, run=run.code
    )
    run.refresh_from_db()
    return run
