"""What becomes of missed and disputed meetings in the follow-up."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from gegenbesuch.followup import selectors, services
from gegenbesuch.followup.models import Task
from gegenbesuch.onsite.models import Course
from gegenbesuch.onsite.services import set_verdict
from tests import factories as make
from tests.cast import signed_in
from tests.gegenbesuch.onsite.conftest import day
from tests.gegenbesuch.scheduling.conftest import forum

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import User
    from tests.gegenbesuch.onsite.conftest import Day

__all__ = ["day", "forum"]


def test_a_missed_meeting_becomes_one_task_for_the_side_that_missed_it(
    day: Day, alba: User
) -> None:
    for verdict in ("no_recipient", "", "no_recipient"):
        set_verdict(day.meeting, verdict, actor=alba, at=day.at)

    task = Task.objects.get()
    assert (task.about, task.partner) == (day.meeting, day.partners[0].organisation)
    assert (task.mission, task.cause) == (day.session.mission, "no_show")
    assert task.due_on == localdate(day.at) + timedelta(days=7)
    assert task.text.startswith("Kasou Kikai KK ist nicht zum Gespräch mit Analytik A")


def test_a_dispute_is_a_task_until_it_is_settled(day: Day, alba: User) -> None:
    course = make.CourseFactory(
        meeting=day.meeting, sender_says="missed", recipient_says="held"
    )
    services.follow_meeting(course, day.at)
    disputed = Task.objects.get()

    set_verdict(day.meeting, "held", actor=alba, at=day.at)

    disputed.refresh_from_db()
    assert (disputed.cause, disputed.status) == ("disputed", "not_needed")
    assert disputed.result == "Stattgefunden"
    assert Task.objects.count() == 1


def test_two_reports_of_one_end_make_one_task(day: Day) -> None:
    make.CourseFactory(meeting=day.meeting, desk_says="no_both")
    course = Course.objects.get()

    services.follow_meeting(course, day.at)
    services.follow_meeting(course, day.at)

    assert Task.objects.get().partner is None


def test_follow_up_counts_the_meetings_of_each_session(day: Day, alba: User) -> None:
    set_verdict(day.meeting, "held", actor=alba, at=day.at)
    make.SessionFactory(mission=day.session.mission)
    make.MissedDateFactory(meeting=day.meeting)

    found = selectors.met_in(day.session.mission)
    shown = signed_in(alba).get(f"/missions/{day.session.mission.code}/follow-up/")

    assert [(r.session, r.held, r.missed, r.disputed) for r in found] == [
        (day.session, 1, 1, 0)
    ]
    results = f"/sessions/{day.session.code}/day/results/?state=held"
    assert f'<a href="{results}">' in shown.content.decode()
