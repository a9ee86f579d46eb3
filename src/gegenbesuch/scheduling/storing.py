"""Storing a whole schedule: meetings with their slots, and the chairs in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from gegenbesuch.core.errors import ActionError
from gegenbesuch.scheduling import selectors
from gegenbesuch.scheduling.models import Meeting, Seat, Session, SolverRun

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

Key = tuple[int | None, int | None, int | None]
"""Primary keys of slot, table and interpreter; a meeting without a slot has none."""

NOWHERE: Key = (None, None, None)


def locked(session: Session) -> Session:
    """Read a session again and keep others from changing it until we are done."""
    rows = Session.objects.select_for_update(of=("self",))
    return rows.select_related("mission__office").get(pk=session.pk)


def refuse_while_computed(session: Session) -> None:
    """
    See that no computation of a session is on its way.

    Raises:
        ActionError: One is.
    """
    active = SolverRun.Status.WAITING, SolverRun.Status.RUNNING
    if session.runs.filter(status__in=active).exists():
        raise ActionError(
            _("The schedule is being computed. Please wait until that has ended.")
        )


def key_of(meeting: Meeting) -> Key:
    """Return where a meeting is."""
    return meeting.slot_id, meeting.table_id, meeting.interpreter_id


def keys_of(session: Session) -> dict[int, Key]:
    """Return where all placed meetings of a session are, by the key of the request."""
    placed = Meeting.objects.filter(session=session, slot__isnull=False)
    return {meeting.request_id: key_of(meeting) for meeting in placed}


@transaction.atomic
def store_schedule(
    session: Session,
    keys: Mapping[int, Key],
    reasons: Mapping[int, list[dict[str, Any]]],
    *,
    at: datetime,
) -> int:
    """
    Store a schedule as meetings and seats; returns how many meetings are placed.

    Replaces what was there; storing the same schedule again changes nothing. A
    meeting whose time, table or interpreter changes gets the next sequence
    number. Requests that are no longer accepted get no meeting; one that
    companies were told of is cancelled.

    Args:
        keys: Where the meeting of each request is, by the key of the request.
        reasons: Why some of them have no slot, likewise.
    """
    accepted = {r.pk: r for r in selectors.accepted_requests(session)}
    existing = {m.request_id: m for m in Meeting.objects.filter(request__in=keys)}
    Seat.objects.filter(meeting__session=session).delete()
    everywhere = Meeting.objects.filter(session=session)
    ended = everywhere.exclude(request__in=accepted)
    ended.filter(placements__isnull=True).delete()
    nowhere = {"slot": None, "table": None, "interpreter": None}
    ended.filter(slot__isnull=False).update(sequence=F("sequence") + 1)
    ended.update(status=Meeting.Status.CANCELLED, reasons=[], **nowhere)
    everywhere.filter(request__in=accepted).update(
        status=Meeting.Status.UNSCHEDULED, **nowhere
    )
    is_final = session.status == Session.Status.FINAL
    status = Meeting.Status.FINAL if is_final else Meeting.Status.PRELIMINARY
    rows = []
    for request, key in keys.items():
        if request not in accepted:
            continue
        meeting = existing.get(request) or Meeting(request=accepted[request])
        _place(meeting, key, status, at)
        meeting.session = session
        meeting.reasons = reasons.get(request, [])
        rows.append(meeting)
    fields = ["session", "status", "slot", "table", "interpreter", "reasons"]
    Meeting.objects.bulk_create(row for row in rows if row.pk is None)
    Meeting.objects.bulk_update(
        (row for row in rows if row.request_id in existing),
        [*fields, "sequence", "updated_at"],
    )
    placed = [row for row in rows if row.slot_id]
    Seat.objects.bulk_create(_seats(placed, accepted))
    return len(placed)


def _place(meeting: Meeting, key: Key, status: str, at: datetime) -> None:
    before = key_of(meeting)
    meeting.slot_id, meeting.table_id, meeting.interpreter_id = key
    meeting.status = status if meeting.slot_id else Meeting.Status.UNSCHEDULED
    if meeting.pk is not None and before != key:
        meeting.sequence += 1
        meeting.updated_at = at


def _seats(placed: list[Meeting], accepted: Mapping[int, Any]) -> list[Seat]:
    taken: dict[tuple[int, int | None], int] = {}
    seats = []
    for meeting in placed:
        if meeting.slot_id is None:
            continue
        request = accepted[meeting.request_id]
        for profile in (request.sender_id, request.recipient_id):
            chair = taken.get((profile, meeting.slot_id), 0)
            taken[profile, meeting.slot_id] = chair + 1
            seats.append(
                Seat(
                    meeting=meeting,
                    profile_id=profile,
                    slot_id=meeting.slot_id,
                    representative=chair,
                )
            )
    return seats
