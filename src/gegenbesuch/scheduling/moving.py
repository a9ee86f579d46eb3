"""Moving single meetings by hand, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gegenbesuch.core import audit, pulse
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.scheduling import storing
from gegenbesuch.scheduling.models import Meeting, Seat, Session
from gegenbesuch.scheduling.options import View
from gegenbesuch.scheduling.storing import NOWHERE, Key, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from gegenbesuch.accounts.models import User
    from gegenbesuch.scheduling.models import Slot, Table

MOVED = "scheduling.meeting.moved"
UNDONE = "scheduling.meeting.move-undone"


@transaction.atomic
def move_meeting(  # noqa: PLR0913 -- a move has these parts
    meeting: Meeting,
    slot: Slot,
    table: Table,
    *,
    actor: User | None,
    at: datetime,
    is_locked: bool = True,
    is_on_site: bool = False,
) -> Meeting:
    """
    Put a meeting into a slot and at a table, with an interpreter if it needs one.

    Args:
        is_locked: Later computations leave it there.
        is_on_site: On the day, when a final schedule changes as well.

    Raises:
        ActionError: The schedule is final or being computed, or the move breaks a
            rule; the error names all rules that it breaks.
    """
    meeting = _locked(meeting, is_on_site=is_on_site)
    view = View(meeting)
    person = view.interpreter(slot) if view.pairs else None
    before, was_locked = key_of(meeting), meeting.is_locked
    _place(meeting, (slot.pk, table.pk, person.pk if person else None), at=at)
    Meeting.objects.filter(pk=meeting.pk).update(is_locked=is_locked)
    changes: dict[str, list[Any]] = {
        "position": [before, key_of(meeting)],
        "is_locked": [was_locked, is_locked],
    }
    audit.record(MOVED, meeting, actor=actor, changes=changes)
    return meeting


@transaction.atomic
def take_out(meeting: Meeting, *, actor: User | None, at: datetime) -> Meeting:
    """
    Take a meeting out of the schedule; the next computation places it anew.

    Raises:
        ActionError: It has no slot, or the schedule is final or being computed.
    """
    meeting = _locked(meeting)
    if meeting.slot_id is None:
        raise ActionError(_("This meeting has no slot."))
    before, was_locked = key_of(meeting), meeting.is_locked
    _place(meeting, NOWHERE, at=at)
    Meeting.objects.filter(pk=meeting.pk).update(is_locked=False)
    changes: dict[str, list[Any]] = {
        "position": [before, key_of(meeting)],
        "is_locked": [was_locked, False],
    }
    audit.record(MOVED, meeting, actor=actor, changes=changes)
    return meeting


@transaction.atomic
def undo_move(meeting: Meeting, *, actor: User | None, at: datetime) -> Meeting:
    """
    Put a meeting back to where it was before it was last moved by hand.

    Raises:
        ActionError: It was moved otherwise since, or its place is taken.
    """
    meeting = _locked(meeting)
    entry = _last_move(meeting)
    if entry is None:
        raise ActionError(_("There is no move of this meeting to be undone."))
    before, _after = (tuple(key) for key in entry.changes["position"])
    after = key_of(meeting)
    _place(meeting, before, at=at)
    was_locked, _is_locked = entry.changes.get("is_locked", (False, True))
    Meeting.objects.filter(pk=meeting.pk).update(is_locked=was_locked)
    audit.record(
        UNDONE,
        meeting,
        actor=actor,
        changes={"position": [after, key_of(meeting)]},
    )
    return meeting


def can_undo(meeting: Meeting) -> bool:
    """Tell whether the last thing that happened to a meeting is a move by hand."""
    return _last_move(meeting) is not None


def _last_move(meeting: Meeting) -> AuditEntry | None:
    entry = (
        AuditEntry.objects.filter(
            verb__in=(MOVED, UNDONE),
            target_type=ContentType.objects.get_for_model(Meeting),
            target_id=meeting.pk,
        )
        .order_by("-pk")
        .first()
    )
    if entry is None or entry.verb != MOVED:
        return None
    _before, after = (tuple(key) for key in entry.changes["position"])
    return entry if after == key_of(meeting) else None


def last_moved(session: Session) -> Meeting | None:
    """Return the meeting that was moved by hand last, if that can be undone."""
    entry = (
        AuditEntry.objects.filter(
            verb__in=(MOVED, UNDONE),
            target_type=ContentType.objects.get_for_model(Meeting),
            target_id__in=Meeting.objects.filter(session=session).values("pk"),
        )
        .order_by("-pk")
        .first()
    )
    if entry is None or entry.verb != MOVED:
        return None
    found = Meeting.objects.select_related(
        "request__sender__organisation", "request__recipient__organisation"
    ).get(pk=entry.target_id)
    _before, after = (tuple(key) for key in entry.changes["position"])
    return found if after == key_of(found) else None


@transaction.atomic
def set_lock(
    meetings: Iterable[Meeting],
    session: Session,
    *,
    is_locked: bool,
    actor: User | None,
) -> int:
    """Keep meetings where they are in later computations, or not; returns how many."""
    rows = Meeting.objects.filter(
        session=session, slot__isnull=False, pk__in=[m.pk for m in meetings]
    )
    count = rows.exclude(is_locked=is_locked).update(is_locked=is_locked)
    if count:
        verb = "locked" if is_locked else "unlocked"
        audit.record(f"scheduling.session.{verb}", session, actor=actor, count=count)
    return count


def _locked(meeting: Meeting, *, is_on_site: bool = False) -> Meeting:
    """Read a meeting again, once nobody else can change its session."""
    session = storing.locked(meeting.session)
    if session.status == Session.Status.FINAL and not is_on_site:
        raise ActionError(_("The schedule is final. Open it again to change it."))
    storing.refuse_while_computed(session)
    found = Meeting.objects.select_related(
        "request__sender__organisation", "request__recipient__organisation"
    ).get(pk=meeting.pk)
    found.session = session
    return found


def _place(meeting: Meeting, key: Key, *, at: datetime) -> None:
    """Write where a meeting is, after the engine's validator has agreed."""
    from gegenbesuch.scheduling import convene_bridge  # noqa: PLC0415 -- slow import

    problem = convene_bridge.read_problem(meeting.session)
    broken = convene_bridge.broken_by(problem, meeting, key)
    if broken:
        raise ActionError(" ".join(broken))
    status = meeting.status
    if key[0] is None:
        status = Meeting.Status.UNSCHEDULED
    elif status not in {Meeting.Status.PRELIMINARY, Meeting.Status.FINAL}:
        status = Meeting.Status.PRELIMINARY
    try:
        with transaction.atomic():
            meeting.slot_id, meeting.table_id, meeting.interpreter_id = key
            meeting.status, meeting.sequence = status, meeting.sequence + 1
            meeting.updated_at = at
            meeting.save()
            _seat(meeting)
            pulse.beat(meeting.session.code)
    except IntegrityError as error:
        raise ActionError(
            _("Somebody else has changed the schedule meanwhile. Please look again.")
        ) from error


def _seat(meeting: Meeting) -> None:
    """Give both companies a chair in the slot of the meeting."""
    Seat.objects.filter(meeting=meeting).delete()
    if meeting.slot_id is None:
        return
    for profile in (meeting.request.sender, meeting.request.recipient):
        seats = Seat.objects.filter(profile=profile, slot_id=meeting.slot_id)
        taken = set(seats.values_list("representative", flat=True))
        chair = next(n for n in range(len(taken) + 1) if n not in taken)
        Seat.objects.create(
            meeting=meeting,
            profile=profile,
            slot_id=meeting.slot_id,
            representative=chair,
        )
