from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils.timezone import now

from gegenbesuch.core.errors import ActionError
from gegenbesuch.letters.models import OutboxMessage
from gegenbesuch.matchmaking.times import Span, to_json
from gegenbesuch.scheduling import curing, services, solving
from gegenbesuch.scheduling.models import Absence, Closure, Meeting, SolverRun, Table
from tests import factories as make
from tests.cast import signed_in

if TYPE_CHECKING:
    from pytest_django import DjangoCaptureOnCommitCallbacks

    from gegenbesuch.accounts.models import User
    from tests.gegenbesuch.scheduling.conftest import Forum


def compute(forum: Forum) -> None:
    run = services.start_run(forum.session, actor=None, at=now())
    assert solving.compute_schedule(run).status == SolverRun.Status.DONE


def unplaced() -> Meeting:
    return Meeting.objects.select_related(
        "session__mission", "request__sender", "request__recipient"
    ).get(slot=None)


def actions(meeting: Meeting) -> dict[str, str]:
    """Return the number of the first cure of each action."""
    found: dict[str, str] = {}
    for r, reason in enumerate(meeting.reasons):
        for c, cure in enumerate(reason["cures"]):
            found.setdefault(cure["action"], f"{r}-{c}")
    return found


def cure(meeting: Meeting, action: str, actor: Any = None) -> None:
    """Do a cure, and have the run computed that it asks for."""
    cures = curing.cure_at(meeting, actions(meeting)[action])
    run = curing.cure_meeting(meeting, cures, actor=actor, at=now())
    solving.compute_schedule(run)


def test_cure_meeting_opens_the_slot_in_which_a_company_could_not_meet(
    forum: Forum,
) -> None:
    for slot in forum.slots[1:]:
        make.AbsenceFactory(profile=forum.home[0], slot=slot)
    compute(forum)
    meeting = unplaced()

    cure(meeting, "add-availability")

    meeting.refresh_from_db()
    assert meeting.slot is not None
    assert Absence.objects.count() == 1


def test_cure_meeting_opens_one_slot_of_a_closed_half_day(forum: Forum) -> None:
    half = forum.slots[0].half_day(forum.session.zone)
    forum.partners[0].closed_halves = [half]
    forum.partners[0].save()
    compute(forum)
    meeting = Meeting.objects.filter(
        slot=None, request__recipient=forum.partners[0]
    ).first()
    assert meeting

    cure(meeting, "add-availability")

    meeting.refresh_from_db()
    assert meeting.slot is not None
    closed = set(Absence.objects.values_list("slot_id", flat=True))
    assert closed == {s.pk for s in forum.slots if s.pk != meeting.slot_id}


def test_cure_meeting_puts_up_a_table_for_one_slot(forum: Forum) -> None:
    forum.tables[1].delete()
    compute(forum)
    meeting = unplaced()

    cure(meeting, "add-table")

    meeting.refresh_from_db()
    assert meeting.table is not None
    assert meeting.table.name == "2"
    assert Closure.objects.filter(table=meeting.table).count() == 2


def test_cure_meeting_opens_a_closed_table_before_it_puts_up_another(
    forum: Forum,
) -> None:
    for slot in forum.slots:
        make.ClosureFactory(table=forum.tables[1], slot=slot)
    compute(forum)

    cure(unplaced(), "add-table")

    assert Table.objects.count() == 2
    assert Meeting.objects.filter(slot=None).count() == 0


def test_cure_meeting_raises_the_limit_of_the_session(forum: Forum) -> None:
    forum.session.max_meetings = 1
    forum.session.save()
    compute(forum)
    meeting = Meeting.objects.filter(slot=None).first()
    assert meeting

    cure(meeting, "raise-limit")

    forum.session.refresh_from_db()
    assert forum.session.max_meetings == 2
    assert Meeting.objects.filter(slot=None).count() == 0


def test_cure_meeting_gives_it_the_place_of_one_that_counts_no_more(
    forum: Forum,
) -> None:
    forum.tables[1].delete()
    compute(forum)
    meeting = unplaced()
    before = set(Meeting.objects.exclude(slot=None).values_list("pk", flat=True))

    cure(meeting, "drop-meeting")

    after = set(Meeting.objects.exclude(slot=None).values_list("pk", flat=True))
    assert meeting.pk in after
    assert len(before & after) == 2


def test_cure_meeting_lifts_the_agreed_time_and_tells_both(forum: Forum) -> None:
    request, day = forum.requests[0], timedelta(days=1)
    begins, ends = forum.slots[1].starts_at + day, forum.slots[1].ends_at + day
    request.spans = to_json([Span(begins, ends)])
    request.save()
    for profile in (request.sender, request.recipient):
        make.PersonalLinkFactory(target=profile, office=profile.mission.office)
    compute(forum)
    meeting = unplaced()

    cure(meeting, "lift-session")

    meeting.refresh_from_db()
    request.refresh_from_db()
    assert meeting.slot is not None
    assert request.spans == []
    told = OutboxMessage.objects.filter(kind="lift_times")
    assert told.count() == 2
    assert all(str(begins.year) in mail.body for mail in told)


def test_cure_meeting_says_when_nobody_can_interpret(forum: Forum) -> None:
    forum.interpreter.closed_slots.set(forum.slots[1:])
    compute(forum)
    meeting = unplaced()
    forum.interpreter.closed_slots.clear()

    with pytest.raises(curing.NobodyInterpretsError):
        cure(meeting, "add-interpreter")

    assert SolverRun.objects.count() == 1


def test_cure_meeting_refuses_what_is_not_offered(forum: Forum) -> None:
    forum.tables[1].delete()
    compute(forum)

    for number in ("", "9-9", "0-99", "x-y", "-1-0", "all-1"):
        with pytest.raises(ActionError):
            curing.cure_at(unplaced(), number)


def test_session_offers_the_cures_and_does_them(
    forum: Forum,
    bruno: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    forum.tables[1].delete()
    compute(forum)
    meeting = unplaced()
    client = signed_in(bruno)
    page = client.get("/sessions/forum-session/").content.decode()
    number = actions(meeting)["add-table"]

    assert f'name="cure" value="{number}"' in page
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/meetings/{meeting.code}/cure/", {"cure": number})

    assert Meeting.objects.filter(slot=None).count() == 0
