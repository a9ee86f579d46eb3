"""
Computing a schedule: take the run, ask the engine, check, store.

Imported by workers and commands only; the verbs of the web are in `services`.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now

from gegenbesuch.core import audit, pulse
from gegenbesuch.scheduling import convene_bridge, numbering, services, storing
from gegenbesuch.scheduling.models import Session, SolverRun
from gegenbesuch.scheduling.variants import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from gegenbesuch.accounts.models import User
    from gegenbesuch.scheduling.models import SessionPartQuerySet

Status = SolverRun.Status
REPORT_EVERY = 0.9
"""Seconds between two notes of the progress in the database."""


def compute_schedule(
    run: SolverRun,
    *,
    actor: User | None = None,
    is_cancelled: Callable[[], bool] = lambda: False,
    on_progress: Callable[[dict[str, Any]], None] = lambda _progress: None,
) -> SolverRun:
    """
    Compute and store the schedule that a waiting run asks for.

    A run that another worker has taken is returned as it is, unless that worker
    has gone silent: then it is begun again, and what the other may still find
    is not stored. When the run is stopped on the way the best schedule found is
    kept, unless the stored one is better.

    Args:
        is_cancelled: Asked about once a second, besides the run's own wish.
        on_progress: Called with `{seconds, phase, goals}`.

    Raises:
        Exception: Whatever the engine raises, after the run is marked failed.

    """
    left = Q(status=Status.RUNNING, updated_at__lt=now() - services.SILENT_AFTER)
    free = SolverRun.objects.filter(Q(status=Status.WAITING) | left, pk=run.pk)
    taken = free.update(status=Status.RUNNING, started_at=now(), updated_at=now())
    run.refresh_from_db()
    if not taken:
        return run
    watch = _Watch(run, is_cancelled, on_progress)
    try:
        problem = convene_bridge.read_problem(
            run.session, keeps_placed=run.mode == SolverRun.Mode.KEEP
        )
        _ours(run).update(instance=problem.to_json())
        current = convene_bridge.read_schedule(problem)
        if run.mode == SolverRun.Mode.REPAIR:
            _propose(run, problem, current)
            run.refresh_from_db()
            return run
        if run.mode == SolverRun.Mode.VARIANTS:
            _vary(run, problem, current, watch)
            run.refresh_from_db()
            return run
        if current and convene_bridge.violations(problem, current):
            current = None
        result = convene_bridge.solve_problem(
            problem,
            seconds=run.seconds_limit,
            seed=run.seed,
            start=current,
            is_cancelled=watch.is_cancelled,
            on_progress=watch.report,
        )
        _store(run, problem, result, current, actor=actor)
    except convene_bridge.InstanceError as error:
        _end(run, Status.FAILED, message=str(error))
    except Exception as error:
        _end(run, Status.FAILED, message=f"{type(error).__name__}: {error}")
        raise
    run.refresh_from_db()
    return run


class _Watch:
    """
    Tells the database about once a second that the run is alive, and how far it is.

    The answer is whether somebody wants it to stop.
    """

    def __init__(
        self,
        run: SolverRun,
        is_cancelled: Callable[[], bool],
        on_progress: Callable[[dict[str, Any]], None],
    ) -> None:
        self.run = run
        self.asked = is_cancelled
        self.tell = on_progress
        self.progress: dict[str, Any] = {}
        self.touched_at = 0.0
        self.wish = False

    def report(self, progress: dict[str, Any]) -> None:
        self.progress = progress
        self.tell(progress)
        self.touch()

    def is_cancelled(self) -> bool:
        self.touch()
        return self.wish or self.asked()

    def touch(self) -> None:
        if time.monotonic() - self.touched_at < REPORT_EVERY:
            return
        self.touched_at = time.monotonic()
        ours = _ours(self.run)
        is_ours = ours.update(progress=self.progress, updated_at=now())
        self.wish = not is_ours or ours.filter(cancel_requested=True).exists()


def _ours(run: SolverRun) -> SessionPartQuerySet:
    """Return the row of a run while it is ours: not ended, and not taken since."""
    return SolverRun.objects.filter(
        pk=run.pk, status=Status.RUNNING, started_at=run.started_at
    )


def _propose(run: SolverRun, problem: convene_bridge.Problem, current: Any) -> None:
    """Compute the fewest changes and keep them with the run until somebody agrees."""
    if current is None:
        _end(run, Status.FAILED, message="nothing is placed")
        return
    first = sum(slot.starts_at <= now() for slot in problem.slots)
    found = convene_bridge.repair_schedule(problem, current, first=first)
    after = numbering.keys_of(problem, found.schedule)
    before = storing.keys_of(run.session)
    reasons = convene_bridge.reasons_of(problem, found.unplaced)
    record = {
        "keys": list(after.items()),
        "before": list(before.items()),
        "reasons": list(reasons.items()),
        "changes": found.changes,
        "changes_bound": found.changes_bound,
        "lost": found.lost,
        "seconds": round(found.seconds, 2),
    }
    _end(run, Status.DONE, result=record)


NOBODY_MORE_THAN = 0.9
"""Which part of the slots a company has at most, where everybody gets a breather."""


def _vary(
    run: SolverRun, problem: convene_bridge.Problem, current: Any, watch: _Watch
) -> None:
    """Compute several schedules and keep them with the run until one is chosen."""
    kinds = [kind for kind in Kind if kind != Kind.KEEP or current is not None]
    rows = []
    for kind in kinds:
        if watch.wish:
            break
        varied = convene_bridge.read_problem(
            run.session,
            keeps_placed=kind == Kind.KEEP,
            free_after=int(kind == Kind.PAUSES),
            most=(
                max(1, int(len(problem.slots) * NOBODY_MORE_THAN))
                if kind == Kind.BREATHER
                else None
            ),
        )
        start = current
        if start and convene_bridge.violations(varied, start):
            start = None
        result = convene_bridge.solve_problem(
            varied,
            seconds=run.seconds_limit / len(kinds),
            seed=run.seed,
            start=start,
            is_cancelled=watch.is_cancelled,
            on_progress=watch.report,
        )
        if result.schedule is None or convene_bridge.violations(
            varied, result.schedule
        ):
            continue
        keys = numbering.keys_of(varied, result.schedule)
        rows.append(
            {
                "kind": str(kind),
                "keys": list(keys.items()),
                "reasons": list(
                    convene_bridge.reasons_of(varied, result.unplaced).items()
                ),
                "placed": sum(slot >= 0 for slot in result.schedule.slot),
                "requests": len(varied.requests),
                "goals": convene_bridge.goals_to_json(result.goals),
                "seconds": round(result.seconds, 2),
                "stopped": result.stopped,
            }
        )
    if not rows:
        status = Status.CANCELLED if watch.wish else Status.INFEASIBLE
        _end(run, status, result={})
        return
    values = convene_bridge.values_of(problem, current) if current else ()
    names = ("placed-weight", "minimum-meetings", "idle-gaps", "table-changes")
    record = {
        "variants": rows,
        "before": list(storing.keys_of(run.session).items()),
        "now": {
            "placed": sum(slot >= 0 for slot in current.slot) if current else 0,
            "requests": len(problem.requests),
            "goals": [
                {"id": name, "value": abs(value)}
                for name, value in zip(names, values, strict=False)
            ],
        },
    }
    _end(run, Status.DONE, result=record)


@transaction.atomic
def _store(
    run: SolverRun,
    problem: convene_bridge.Problem,
    result: Any,
    current: Any,
    *,
    actor: User | None,
) -> None:
    if not _ours(run).select_for_update().exists():
        return
    record = result.to_json(problem.instance)
    record["requests"] = len(problem.requests)
    cancelled = result.stopped == "cancelled"
    record["kept"] = bool(current) and (
        result.schedule is None
        or convene_bridge.values_of(problem, current)
        > convene_bridge.values_of(problem, result.schedule)
    )
    if result.schedule is None:
        status = Status.CANCELLED if cancelled else Status.INFEASIBLE
        _end(run, status, result=record)
        return
    broken = convene_bridge.violations(problem, result.schedule)
    if broken:
        msg = f"The validator refuses the computed schedule: {broken[0]}"
        raise AssertionError(msg)
    if not record["kept"]:
        record["placed"] = convene_bridge.write_result(problem, result, at=now())
        Session.objects.filter(
            pk=run.session_id, status=Session.Status.COLLECTING
        ).update(status=Session.Status.PRELIMINARY, updated_at=now())
        audit.record(
            "scheduling.session.scheduled",
            run.session,
            actor=actor,
            run=run.code,
            placed=record["placed"],
            requests=record["requests"],
        )
    else:
        record["placed"] = sum(slot >= 0 for slot in current.slot)
        values = convene_bridge.values_of(problem, current)
        for goal, value in zip(record["goals"], values, strict=True):
            goal["value"] = abs(value)
    _end(run, Status.CANCELLED if cancelled else Status.DONE, result=record)


def _end(run: SolverRun, status: str, **fields: Any) -> None:
    _ours(run).update(status=status, finished_at=now(), updated_at=now(), **fields)
    pulse.beat(run.session.code)
