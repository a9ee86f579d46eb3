"""What becomes of a meeting, from what its two sides and the desk say."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from gegenbesuch.core.errors import ActionError
from gegenbesuch.onsite import services
from gegenbesuch.onsite.models import Course
from gegenbesuch.onsite.services import courses
from gegenbesuch.scheduling.models import Meeting
from tests import factories as make

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gegenbesuch.accounts.models import User
    from tests.gegenbesuch.onsite.conftest import Day


@pytest.mark.parametrize(
    ("sender", "recipient", "desk", "state", "missing"),
    [
        ("", "", "", "planned", ""),
        ("here", "", "", "waiting", ""),
        ("here", "here", "", "running", ""),
        ("held", "", "", "held", ""),
        ("here", "held", "", "held", ""),
        ("missed", "", "", "no_show", "recipient"),
        ("", "missed", "", "no_show", "sender"),
        ("absent", "", "", "no_show", "sender"),
        ("absent", "missed", "", "no_show", "sender"),
        ("absent", "here", "", "no_show", "sender"),
        ("here", "absent", "", "no_show", "recipient"),
        ("absent", "absent", "", "no_show", "both"),
        ("missed", "here", "", "disputed", ""),
        ("missed", "held", "", "disputed", ""),
        ("missed", "missed", "", "disputed", ""),
        ("held", "absent", "", "disputed", ""),
        ("missed", "here", "held", "held", ""),
        ("missed", "here", "no_recipient", "no_show", "recipient"),
        ("missed", "here", "running", "running", ""),
        ("held", "held", "no_both", "no_show", "both"),
        ("", "", "no_sender", "no_show", "sender"),
    ],
)
@pytest.mark.django_db
def test_the_database_computes_what_became_of_a_meeting(
    sender: str, recipient: str, desk: str, state: str, missing: str
) -> None:
    course = make.CourseFactory(
        sender_says=sender, recipient_says=recipient, desk_says=desk
    )

    found = Course.objects.get(pk=course.pk)

    assert (found.state, found.missing) == (state, missing)


def test_verdict_settles_a_dispute_and_can_be_taken_back(day: Day, alba: User) -> None:
    course = make.CourseFactory(
        meeting=day.meeting, sender_says="missed", recipient_says="here"
    )

    settled = services.set_verdict(day.meeting, "held", actor=alba, at=day.at)
    again = services.set_verdict(day.meeting, "", actor=alba, at=day.at)

    assert (settled.pk, settled.state) == (course.pk, "held")
    assert again.state == "disputed"


def test_verdict_needs_a_meeting_with_a_place(day: Day) -> None:
    waiting = day.waiting()

    with pytest.raises(ActionError):
        services.set_verdict(waiting, "held", actor=None, at=day.at)


@pytest.fixture
def followed() -> Iterator[list[tuple[str, str]]]:
    """What follow-up is told: the meeting and its state."""
    told: list[tuple[str, str]] = []
    before = list(courses._FOLLOWING)
    services.register_follow_up(
        lambda course, _at: told.append((course.meeting.code, course.state))
    )
    yield told
    courses._FOLLOWING[:] = before


def test_follow_up_is_told_once_of_each_end(
    day: Day, followed: list[tuple[str, str]]
) -> None:
    for verdict in ("no_sender", "no_sender", "held"):
        services.set_verdict(day.meeting, verdict, actor=None, at=day.at)

    assert followed == [(day.meeting.code, "no_show"), (day.meeting.code, "held")]


def test_meeting_that_goes_on_is_held_when_its_time_is_over(
    day: Day, followed: list[tuple[str, str]]
) -> None:
    make.CourseFactory(
        meeting=day.meeting,
        sender_says="here",
        recipient_says="here",
        extra_minutes=3,
    )
    over = day.slots[0].ends_at

    assert services.end_meetings(over) == 0
    assert services.end_meetings(over + timedelta(minutes=3)) == 1
    assert services.end_meetings(over + timedelta(minutes=9)) == 0
    assert Course.objects.get().state == "held"
    assert followed == [(day.meeting.code, "held")]


def test_extra_time_ends_where_the_next_meeting_begins(day: Day) -> None:
    asked = make.RequestFactory(
        sender=day.profile("Neu GmbH", 0), recipient=day.partners[1]
    )
    day.place(asked, day.slots[1], day.meeting.table)

    longer = services.add_time(day.meeting, 5, actor=None, at=day.at)

    assert longer.extra_minutes == 5
    with pytest.raises(ActionError, match="Neu GmbH"):
        services.add_time(day.meeting, 6, actor=None, at=day.at)
    with pytest.raises(ActionError):
        services.add_time(day.meeting, 31, actor=None, at=day.at)


def test_state_cannot_be_written(day: Day) -> None:
    course = make.CourseFactory(meeting=day.meeting)
    course.state = "held"

    course.save()

    assert Course.objects.get(pk=course.pk).state == "planned"
    assert Meeting.objects.get(course__state="planned") == day.meeting
