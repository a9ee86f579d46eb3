"""Giving a place in the schedule to a request that waits, on the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.onsite.models import Course, MissedDate
from gegenbesuch.scheduling import moving, publishing, storing
from gegenbesuch.scheduling import services as scheduling
from gegenbesuch.scheduling.models import Meeting

if TYPE_CHECKING:
    from datetime import datetime

    from gegenbesuch.accounts.models import User
    from gegenbesuch.matchmaking.models import Request
    from gegenbesuch.scheduling.models import Session, Slot, Table

State = Course.State


@transaction.atomic
def fill_place(  # noqa: PLR0913 -- a place has these parts
    session: Session,
    request: Request,
    slot: Slot,
    table: Table,
    *,
    actor: User | None,
    at: datetime,
    instead_of: Meeting | None = None,
) -> Meeting:
    """
    Let an accepted request that waits have a place, and tell those whom it concerns.

    Both companies of the new meeting get a mail, and those of the meeting whose place
    it takes; nothing is told before the schedule was published once.

    Args:
        instead_of: A meeting to which somebody did not come; it gives its place up
            and counts as missed for good.

    Raises:
        ActionError: The request has a place by now, the other meeting takes place
            after all, the slot is over, or a rule is broken; the message names it.
    """
    session = storing.locked(session)
    if slot.ends_at <= at:
        raise ActionError(_("This slot is over."))
    if instead_of is not None:
        _give_up(instead_of, slot, table, at)
    meeting, _made = Meeting.objects.get_or_create(
        request=request, defaults={"session": session}
    )
    if meeting.slot_id is not None:
        raise ActionError(_("This request has got a place meanwhile."))
    _begin_anew(meeting, at)
    if meeting.session_id != session.pk:
        Meeting.objects.filter(pk=meeting.pk).update(session=session)
        meeting.session = session
    meeting = moving.move_meeting(
        meeting, slot, table, actor=actor, at=at, is_on_site=True
    )
    audit.record(
        "onsite.meeting.placed",
        meeting,
        actor=actor,
        instead_of=instead_of.code if instead_of else "",
    )
    last = publishing.latest_publication(session)
    if last is not None:
        scheduling.publish_schedule(session, state=last.state, actor=actor, at=at)
    return meeting


@transaction.atomic
def give_new_date(
    meeting: Meeting, slot: Slot, table: Table, *, actor: User | None, at: datetime
) -> Meeting:
    """
    Let two who have missed each other meet at another time, and tell both.

    What they wrote down about the first date stays; what was said of it is over.

    Raises:
        ActionError: Nobody has missed this meeting, it was settled meanwhile, the
            slot is over, or a rule is broken; the message names it.
    """
    session = storing.locked(meeting.session)
    if slot.ends_at <= at:
        raise ActionError(_("This slot is over."))
    if not Course.objects.filter(meeting=meeting, state=State.NO_SHOW).exists():
        raise ActionError(_("Nobody has missed this meeting, or it is held after all."))
    _begin_anew(meeting, at)
    meeting = moving.move_meeting(
        meeting, slot, table, actor=actor, at=at, is_on_site=True
    )
    audit.record("onsite.meeting.placed", meeting, actor=actor, instead_of="")
    last = publishing.latest_publication(session)
    if last is not None:
        scheduling.publish_schedule(session, state=last.state, actor=actor, at=at)
    return meeting


def _give_up(meeting: Meeting, slot: Slot, table: Table, at: datetime) -> None:
    """Take a meeting to which somebody did not come out of its place."""
    missed = Course.objects.filter(meeting=meeting, state=State.NO_SHOW)
    if not missed.update(slot=slot, table=table):
        raise ActionError(_("Nobody has missed this meeting, or it is held after all."))
    here = Meeting.objects.filter(pk=meeting.pk, slot=slot, table=table)
    given = here.update(
        status=Meeting.Status.UNSCHEDULED,
        sequence=F("sequence") + 1,
        is_locked=False,
        updated_at=at,
        slot=None,
        table=None,
        interpreter=None,
    )
    if not given:
        raise ActionError(_("The place of this meeting was given away already."))
    meeting.seats.all().delete()


def _begin_anew(meeting: Meeting, at: datetime) -> None:
    """
    Forget for a second date what was said about the first; the entries stay.

    That somebody did not come to the first one is kept.
    """
    missed = Course.objects.filter(meeting=meeting, state=State.NO_SHOW).first()
    if missed is not None:
        MissedDate.objects.create(
            meeting=meeting,
            session=meeting.session,
            slot_id=missed.slot_id or meeting.slot_id,
            missing=missed.missing,
            at=at,
        )
    Course.objects.filter(meeting=meeting).update(
        sender_says="",
        sender_said_at=at,
        recipient_says="",
        recipient_said_at=at,
        desk_says="",
        extra_minutes=0,
        ended_at=None,
        told_state="",
        slot=None,
        table=None,
    )
