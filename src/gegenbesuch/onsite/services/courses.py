"""What the desk says about a meeting, its end, and what follow-up learns of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from gegenbesuch.core import audit, pulse
from gegenbesuch.core.errors import ActionError
from gegenbesuch.onsite.models import OVER, Course, Verdict
from gegenbesuch.onsite.services.presence import note_arrival
from gegenbesuch.scheduling.models import Meeting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from gegenbesuch.accounts.models import User

State = Course.State
MOST_EXTRA = 30
"""Minutes by which a meeting can be made longer."""
MOST_ENDED = 500
_FOLLOWING: list[Callable[[Course, datetime], None]] = []


def register_follow_up(follow: Callable[[Course, datetime], None]) -> None:
    """
    Let `follow(course, at)` be called when a meeting is held, missed or disputed.

    Once for each of these states that a meeting comes to, in the transaction that
    brings it there: a dispute that the desk settles comes again as what it became.
    """
    if follow not in _FOLLOWING:
        _FOLLOWING.append(follow)


def tell_follow_up(meetings: Iterable[int], *, at: datetime) -> None:
    """Call those who follow up for the meetings that have come to an end."""
    rows = Course.objects.filter(meeting__in=meetings, state__in=OVER).exclude(
        told_state=F("state")
    )
    for course in rows.select_related("meeting__request", "meeting__session"):
        news = Course.objects.filter(pk=course.pk, state=course.state)
        if news.exclude(told_state=course.state).update(told_state=course.state):
            for follow in _FOLLOWING:
                follow(course, at)


def beat_for(meeting: Meeting) -> None:
    """Let the pages of the desk and of both companies know."""
    asked = meeting.request
    pulse.beat(meeting.session.code, asked.sender.code, asked.recipient.code)


def course_of(meeting: Meeting) -> Course:
    """Return what is known of a meeting, a new row if nothing is."""
    return Course.objects.get_or_create(meeting=meeting)[0]


@transaction.atomic
def set_verdict(
    meeting: Meeting, verdict: str, *, actor: User | None, at: datetime
) -> Course:
    """
    Note what the desk has seen; it settles what the two sides disagree about.

    Args:
        verdict: One of `Verdict`; empty takes the last one back.

    Raises:
        ActionError: The meeting has no place in the schedule.
    """
    course = course_of(meeting)
    if meeting.slot_id is None and course.slot_id is None:
        raise ActionError(_("This meeting has no slot."))
    before = course.desk_says
    Course.objects.filter(pk=course.pk).update(
        desk_says=verdict, ended_at=at if verdict == Verdict.HELD else None
    )
    if verdict in {Verdict.RUNNING, Verdict.HELD}:
        for profile in (meeting.request.sender, meeting.request.recipient):
            note_arrival(meeting.session, profile, at=at, actor=actor)
    audit.record(
        "onsite.meeting.judged",
        meeting,
        actor=actor,
        changes={"desk_says": [before, str(verdict)]},
    )
    tell_follow_up([meeting.pk], at=at)
    beat_for(meeting)
    course.refresh_from_db()
    return course


@transaction.atomic
def add_time(
    meeting: Meeting, minutes: int, *, actor: User | None, at: datetime
) -> Course:
    """
    Let a meeting last longer, in all by so many minutes.

    Raises:
        ActionError: That is too long, it has no slot, or somebody who is in it, or
            its table, is needed elsewhere by then; the message says by whom.
    """
    if meeting.slot is None:
        raise ActionError(_("This meeting has no slot."))
    if not 0 <= minutes <= MOST_EXTRA:
        raise ActionError(
            _("A meeting can last %(most)d minutes longer at most.")
            % {"most": MOST_EXTRA}
        )
    until = meeting.slot.ends_at + timedelta(minutes=minutes)
    following = _following(meeting, until)
    if following:
        raise ActionError(
            _("%(meeting)s follows and would begin before that.")
            % {"meeting": following.request}
        )
    course = course_of(meeting)
    before = course.extra_minutes
    Course.objects.filter(pk=course.pk).update(extra_minutes=minutes, ended_at=None)
    audit.record(
        "onsite.meeting.prolonged",
        meeting,
        actor=actor,
        changes={"extra_minutes": [before, minutes]},
        at=at.isoformat(),
    )
    beat_for(meeting)
    course.refresh_from_db()
    return course


def _following(meeting: Meeting, until: datetime) -> Meeting | None:
    """Return a meeting that needs the table or somebody of this one before then."""
    assert meeting.slot is not None  # noqa: S101 -- asked before
    asked = meeting.request
    needed = Q(table=meeting.table_id)
    if meeting.interpreter_id:
        needed |= Q(interpreter=meeting.interpreter_id)
    for profile in (asked.sender, asked.recipient):
        if profile.representatives <= 1:
            needed |= Q(request__sender=profile) | Q(request__recipient=profile)
    later = Meeting.objects.filter(
        needed,
        session=meeting.session_id,
        slot__starts_at__gte=meeting.slot.ends_at,
        slot__starts_at__lt=until,
    )
    return later.select_related(
        "request__sender__organisation", "request__recipient__organisation"
    ).first()


def end_meetings(at: datetime) -> int:
    """Note that meetings which are going on are over when their time is; how many."""
    rows = (
        Course.objects.filter(state=State.RUNNING, meeting__slot__ends_at__lte=at)
        .select_related("meeting__slot", "meeting__session")
        .select_related("meeting__request__sender", "meeting__request__recipient")
        .order_by("pk")[:MOST_ENDED]
    )
    return sum(_end(course, at) for course in rows)


@transaction.atomic
def _end(course: Course, at: datetime) -> bool:
    slot = course.meeting.slot
    extra = timedelta(minutes=course.extra_minutes)
    if slot is None or slot.ends_at + extra > at:
        return False
    running = Course.objects.filter(pk=course.pk, state=State.RUNNING)
    if not running.filter(extra_minutes=course.extra_minutes).update(ended_at=at):
        return False
    audit.record("onsite.meeting.ended", course.meeting, actor=None)
    tell_follow_up([course.meeting_id], at=at)
    beat_for(course.meeting)
    return True
