from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from gegenbesuch.scheduling import mission_parts, services, solving
from gegenbesuch.scheduling.models import Meeting, Placement
from tests import factories as make

if TYPE_CHECKING:
    from tests.gegenbesuch.scheduling.conftest import Forum

BERLIN = ZoneInfo("Europe/Berlin")


def test_sessions_move_with_their_mission_over_the_end_of_summer_time(
    forum: Forum,
) -> None:
    at = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
    slot = forum.slots[0]
    slot.starts_at = datetime(2026, 10, 20, 9, 0, tzinfo=BERLIN)
    slot.ends_at = datetime(2026, 10, 20, 9, 20, tzinfo=BERLIN)
    slot.save()
    solving.compute_schedule(services.start_run(forum.session, actor=None, at=at))
    services.publish_schedule(
        forum.session, state="preliminary", actor=None, at=at, feedback_until=at
    )
    before = dict(Meeting.objects.values_list("pk", "sequence"))

    assert mission_parts.moves(forum.session.mission, 14) == 1

    slot.refresh_from_db()
    assert slot.starts_at == datetime(2026, 11, 3, 9, 0, tzinfo=BERLIN)
    version = forum.session.publications.get()
    assert version.feedback_until == datetime(2026, 10, 15, 8, 0, tzinfo=UTC)
    placed = Meeting.objects.filter(slot__isnull=False)
    assert all(m.sequence == before[m.pk] + 1 for m in placed)
    assert {p.meeting_id: p.sequence for p in Placement.objects.all()} == {
        m.pk: m.sequence for m in placed
    }


def test_mission_planned_like_another_takes_over_its_sessions(forum: Forum) -> None:
    mission = make.MissionFactory(office=forum.session.mission.office)

    mission_parts.copies(forum.session.mission, mission, 7)

    new = mission.sessions.get()
    assert (new.time_zone, new.status) == ("Europe/Berlin", "collecting")
    assert [t.name for t in new.tables.all()] == [t.name for t in forum.tables]
    days = {
        (new_slot.starts_at - slot.starts_at).days
        for new_slot, slot in zip(
            new.slots.order_by("position"), forum.slots, strict=True
        )
    }
    assert days == {7}
    assert not new.meetings.exists()
