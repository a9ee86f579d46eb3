"""Verbs on sessions and their computations; the computing itself is in `solving`."""

from __future__ import annotations

from datetime import timedelta
from functools import cache, partial
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from gegenbesuch.core import audit, pulse
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.rows import values_of
from gegenbesuch.matchmaking.models import Profile
from gegenbesuch.scheduling import letters, publishing, selectors, storing, tasks
from gegenbesuch.scheduling.models import (
    Meeting,
    Placement,
    Publication,
    Session,
    SolverRun,
)
from gegenbesuch.scheduling.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from gegenbesuch.accounts.models import User
    from gegenbesuch.matchmaking.models import Request
    from gegenbesuch.scheduling.models import Slot

Status = SolverRun.Status
SECONDS_LIMIT = 60
SILENT_AFTER = timedelta(seconds=45)
"""A running computation reports every second; after this long it is dead."""


def is_silent(run: SolverRun, *, at: datetime) -> bool:
    """Tell whether the worker of a running computation has gone."""
    return run.status == Status.RUNNING and run.updated_at < at - SILENT_AFTER


def is_going_on(session: Session, slots: Sequence[Slot], at: datetime) -> bool:
    """Tell whether companies hold a schedule whose first slot has begun, and not all."""
    is_told = session.status != Session.Status.COLLECTING
    return is_told and bool(slots) and slots[0].starts_at <= at < slots[-1].ends_at


def _refuse_while_going_on(session: Session, at: datetime) -> None:
    if is_going_on(session, selectors.slots_of(session), at):
        raise ActionError(
            _(
                "The session has begun, and a new schedule would move what is over. "
                "Repair it instead, or fill free places at the desk."
            )
        )


@transaction.atomic
def start_run(  # noqa: PLR0913 -- a run has these parts
    session: Session,
    *,
    actor: User | None,
    at: datetime,
    seconds: int = SECONDS_LIMIT,
    seed: int = 0,
    mode: str = SolverRun.Mode.BEST,
    actor_label: str = "",
) -> SolverRun:
    """
    Make the row of a computation; whoever calls this sees to its computing.

    Raises:
        ActionError: The schedule is final, one is being computed already, slots,
            tables or accepted requests are missing, or a session that was published goes
            on now: only a repair leaves alone what has begun.

    """
    if session.status == Session.Status.FINAL and mode != SolverRun.Mode.REPAIR:
        raise ActionError(_("The schedule is final and cannot be computed anew."))
    missing = selectors.missing_for_schedule(session)
    if missing:
        raise ActionError(missing)
    if mode != SolverRun.Mode.REPAIR:
        _refuse_while_going_on(session, at)
    SolverRun.objects.filter(
        session=session, status=Status.RUNNING, updated_at__lt=at - SILENT_AFTER
    ).update(status=Status.FAILED, message="silent", finished_at=at, updated_at=at)
    run = SolverRun(session=session, seconds_limit=seconds, seed=seed, mode=mode)
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
    mode: str = SolverRun.Mode.BEST,
) -> SolverRun:
    """
    Have the best schedule of a session computed by a worker.

    Args:
        mode: What it may change, one of `SolverRun.Mode`.

    Raises:
        ActionError: As `start_run`.

    """
    run = start_run(session, actor=actor, at=at, seconds=seconds, mode=mode)
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


def resume_runs(at: datetime) -> int:
    """
    Have computations that nobody works on begun (again); returns how many.

    Such as one whose web server was stopped before it could pass the task on, or
    whose worker was killed. One that has been so for an hour ends as failed.
    """
    waiting = Q(status=Status.WAITING, created_at__lt=at - SILENT_AFTER)
    silent = Q(status=Status.RUNNING, updated_at__lt=at - SILENT_AFTER)
    left = SolverRun.objects.filter(waiting | silent)
    left.filter(created_at__lt=at - tasks.GIVE_UP_AFTER).update(
        status=Status.FAILED, message="silent", finished_at=at, updated_at=at
    )
    keys = list(left.order_by("pk").values_list("pk", flat=True))
    for key in keys:
        tasks.compute_schedule.enqueue(run_id=key)
    return len(keys)


@transaction.atomic
def apply_repair(
    run: SolverRun, *, actor: User | None, at: datetime
) -> Publication | None:
    """
    Make a proposed repair the schedule, and tell those whom it concerns.

    Returns the new version; None if companies have not been told anything yet.

    Raises:
        ActionError: It was applied already, or the schedule has changed since it
            was computed.
    """
    session = storing.locked(run.session)
    taken = SolverRun.objects.filter(
        pk=run.pk, mode=SolverRun.Mode.REPAIR, status=Status.DONE, applied_at=None
    ).update(applied_at=at, updated_at=at)
    before = {request: tuple(key) for request, key in run.result.get("before", ())}
    if not taken or before != storing.keys_of(session):
        raise ActionError(
            _("The schedule has changed since this was computed. Please compute anew.")
        )
    keys = {request: tuple(key) for request, key in run.result["keys"]}
    # A repair says why meetings lose their slot; others keep the reason they had.
    known = session.meetings.filter(slot=None).values_list("request_id", "reasons")
    reasons = {
        pk: why for pk, why in known if keys.get(pk, storing.NOWHERE) == storing.NOWHERE
    }
    reasons |= dict(run.result["reasons"])
    storing.store_schedule(session, keys, reasons, at=at)
    audit.record("scheduling.session.repaired", session, actor=actor, run=run.code)
    last = publishing.latest_publication(session)
    if last is None or not publishing.News(session).moves:
        return None
    return publish_schedule(session, state=last.state, actor=actor, at=at)


@transaction.atomic
def choose_variant(
    run: SolverRun, kind: str, *, actor: User | None, at: datetime
) -> SolverRun:
    """
    Make one of several computed schedules the schedule of the session.

    Companies hear of it with the next version.

    Raises:
        ActionError: There is no such variant, one was chosen already, or the schedule
            has changed since they were computed, is final, or the session goes on.
    """
    session = storing.locked(run.session)
    _refuse_while_going_on(session, at)
    if session.status == Session.Status.FINAL:
        raise ActionError(_("The schedule is final. Open it again to change it."))
    storing.refuse_while_computed(session)
    rows = run.result.get("variants", ())
    row = next((row for row in rows if row["kind"] == kind), None)
    before = {request: tuple(key) for request, key in run.result.get("before", ())}
    chosen = {k: v for k, v in (row or {}).items() if k not in {"keys", "reasons"}}
    taken = row and SolverRun.objects.filter(
        pk=run.pk, mode=SolverRun.Mode.VARIANTS, status=Status.DONE, applied_at=None
    ).update(applied_at=at, updated_at=at, result=run.result | chosen)
    if not row or not taken or before != storing.keys_of(session):
        raise ActionError(
            _("The schedule has changed since this was computed. Please compute anew.")
        )
    keys = {request: tuple(key) for request, key in row["keys"]}
    storing.store_schedule(session, keys, dict(row["reasons"]), at=at)
    Session.objects.filter(pk=session.pk, status=Session.Status.COLLECTING).update(
        status=Session.Status.PRELIMINARY, updated_at=at
    )
    audit.record(
        "scheduling.session.variant-chosen",
        session,
        actor=actor,
        run=run.code,
        variant=kind,
    )
    run.refresh_from_db()
    return run


# --- What companies are told -------------------------------------------------


@transaction.atomic
def publish_schedule(  # noqa: PLR0913 -- a version has these parts
    session: Session,
    *,
    state: str,
    actor: User | None,
    at: datetime,
    feedback_until: datetime | None = None,
    actor_label: str = "",
) -> Publication:
    """
    Make the schedule as it is a version, and tell each company what is new for it.

    With the first version and with the final one everybody who has a meeting
    hears of it; between them only those for whom something changed.

    Raises:
        ActionError: A computation is on its way, nothing is placed, nothing has
            changed since the last version, or the schedule is final already.

    """
    session = storing.locked(session)
    changes = publishing.changes_of(session)
    last = publishing.latest_publication(session)
    _refuse_to_publish(session, last, state, changes)
    publication = Publication(
        session=session,
        number=last.number + 1 if last else 1,
        state=state,
        feedback_until=feedback_until,
    )
    try:
        with transaction.atomic():
            publication.save()
    except IntegrityError as error:
        raise ActionError(
            _("Somebody else published this schedule just now. Please look again.")
        ) from error
    placed = Meeting.objects.filter(session=session, slot__isnull=False)
    Placement.objects.bulk_create(
        Placement(
            publication=publication,
            meeting_id=meeting.pk,
            slot_id=meeting.slot_id,
            table_id=meeting.table_id,
            interpreter_id=meeting.interpreter_id,
            sequence=meeting.sequence,
        )
        for meeting in placed
        if meeting.slot_id is not None and meeting.table_id is not None
    )
    placed.update(status=state, updated_at=at)
    Session.objects.filter(pk=session.pk).update(status=state, updated_at=at)
    session.status = state
    is_news = last is not None and last.state != state
    told = _tell(publication, changes, actor=actor, at=at, to_all=is_news)
    audit.record(
        "scheduling.session.published",
        session,
        actor=actor,
        actor_label=actor_label,
        version=publication.number,
        state=state,
        changed_meetings=len(changes),
        letters=told,
    )
    concerned = {company for each in changes for company in each.companies}
    codes = values_of(Profile, "code", pk=concerned)
    pulse.beat(session.code, *(code for (code,) in codes))
    return publication


def _refuse_to_publish(
    session: Session,
    last: Publication | None,
    state: str,
    changes: list[publishing.Change],
) -> None:
    is_repaired = state == Session.Status.FINAL and bool(changes)
    if session.status == Session.Status.FINAL and not is_repaired:
        raise ActionError(
            _("The schedule is final. Open it again to publish another one.")
        )
    storing.refuse_while_computed(session)
    if not Meeting.objects.filter(session=session, slot__isnull=False).exists() and (
        last is None or not changes
    ):
        raise ActionError(_("No meeting has a time yet, so there is nothing to tell."))
    if last and last.state == state and not changes:
        raise ActionError(_("Nothing has changed since the last version."))


def _tell(
    publication: Publication,
    changes: list[publishing.Change],
    *,
    actor: User | None,
    at: datetime,
    to_all: bool,
) -> int:
    session = publication.session
    changed = publishing.by_company(changes)
    told = {*changed, *(publishing.companies_of(session) if to_all else ())}
    everybody = selectors.companies_by_key(session, told)
    last_slot = session.slots.latest("ends_at")
    links = letters.links_to(
        everybody, until=max(last_slot.ends_at, at), at=at, actor=actor
    )
    names = selectors.names_of({pk for row in changes for pk in row.companies})

    @cache
    def wording(_language: str) -> Wording:
        return Wording(session, names)

    return sum(
        letters.tell(
            publication,
            profile,
            links.get(profile.pk, []),
            changed.get(profile.pk, []),
            wording,
        )
        for profile in everybody
    )


@transaction.atomic
def reopen_schedule(session: Session, *, actor: User | None, at: datetime) -> Session:
    """
    Let a final schedule be changed again; companies go on seeing the final version.

    Raises:
        ActionError: It is not final.

    """
    reopened = Session.objects.filter(
        pk=session.pk, status=Session.Status.FINAL
    ).update(status=Session.Status.PRELIMINARY, updated_at=at)
    if not reopened:
        raise ActionError(_("This schedule is not final."))
    audit.record("scheduling.session.reopened", session, actor=actor)
    session.refresh_from_db()
    return session


@transaction.atomic
def release_meeting(request: Request) -> None:
    """
    Give back time, table, interpreter and seats of a meeting that was called off.

    A meeting that companies were told of stays as a cancelled one, so that their
    calendars learn it; see `publishing`.
    """
    rows = Meeting.objects.select_related("session")
    meeting = rows.filter(request=request).first()
    if meeting is None:
        return
    meeting.seats.all().delete()
    Meeting.objects.filter(pk=meeting.pk).update(
        status=Meeting.Status.CANCELLED,
        sequence=F("sequence") + (1 if meeting.slot_id else 0),
        slot=None,
        table=None,
        interpreter=None,
        reasons=[],
    )
    audit.record("scheduling.meeting.released", request, actor=None)
    parties = request.sender.code, request.recipient.code
    pulse.beat(meeting.session.code, *parties)
