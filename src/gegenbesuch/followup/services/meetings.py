"""What is to do after a meeting that was missed or is disputed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gegenbesuch.followup.models import Task
from gegenbesuch.followup.services.tasks import add_task, settle_task
from gegenbesuch.onsite.models import Course
from gegenbesuch.scheduling.models import Meeting

if TYPE_CHECKING:
    from datetime import datetime

    from gegenbesuch.directory.models import Organisation

State = Course.State
#: Within how many days after the meeting, by how it ended.
TO_BE_DONE_WITHIN = {
    State.NO_SHOW: timedelta(days=7),
    State.DISPUTED: timedelta(days=3),
}


@transaction.atomic
def follow_meeting(course: Course, at: datetime) -> None:
    """
    Make a task of a meeting that was missed or is disputed; once settled it goes.

    Called once for each end that a meeting comes to, see `register_follow_up`.
    Of a meeting that was held the companies are asked by the surveys, and what they
    and the office wrote down stands on the page of the follow-up.
    """
    rows = Meeting.objects.select_related(
        "session__mission__office",
        "request__sender__organisation",
        "request__recipient__organisation",
    )
    meeting = rows.get(pk=course.meeting_id)
    mission = meeting.session.mission
    about = ContentType.objects.get_for_model(Meeting)
    known = Task.objects.filter(
        about_type=about,
        about_id=meeting.pk,
        cause__in=TO_BE_DONE_WITHIN,
        status=Task.Status.OPEN,
    )
    with translation.override(mission.office.language):
        for task in known.exclude(cause=course.state):
            settle_task(
                task,
                status=Task.Status.DROPPED,
                result=course.get_state_display(),
                on=localdate(at),
                actor=None,
            )
        if course.state not in TO_BE_DONE_WITHIN or known.exists():
            return
        add_task(
            mission.office,
            text=_words(meeting, course),
            actor=None,
            mission=mission,
            partner=_missing(meeting, course),
            about=meeting,
            cause=course.state,
            due_on=localdate(at) + TO_BE_DONE_WITHIN[State(course.state)],
        )


def _missing(meeting: Meeting, course: Course) -> Organisation | None:
    """Return the one side that did not come, if it was one."""
    asked = meeting.request
    sides = {"sender": asked.sender, "recipient": asked.recipient}
    profile = sides.get(course.missing or "")
    return profile.organisation if profile else None


def _words(meeting: Meeting, course: Course) -> str:
    asked = meeting.request
    first, second = asked.sender, asked.recipient
    if course.state == State.DISPUTED:
        text = _(
            "%(first)s and %(second)s say different things about their meeting: "
            "settle what became of it."
        )
    elif course.missing == "both":
        text = _(
            "%(first)s and %(second)s both did not come to their meeting: "
            "ask whether they still want to meet."
        )
    else:
        if course.missing == "recipient":
            first, second = second, first
        text = _(
            "%(first)s did not come to the meeting with %(second)s: offer a new date."
        )
    return text % {"first": first, "second": second}
