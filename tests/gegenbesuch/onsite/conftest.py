"""The small forum on its day: one meeting at ten, published as final."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from gegenbesuch.scheduling import services
from gegenbesuch.scheduling.models import Meeting, Seat
from tests import factories as make
from tests.gegenbesuch.scheduling.conftest import forum, make_profile

if TYPE_CHECKING:
    from gegenbesuch.matchmaking.models import Profile
    from tests.gegenbesuch.scheduling.conftest import Forum

__all__ = ["day", "forum"]

BEGINS = datetime(2098, 6, 3, 8, 0, tzinfo=UTC)


@dataclass
class Day:
    """The rows of the day; `at` is five minutes after the first slot began."""

    session: Any
    slots: list[Any]
    tables: list[Any]
    interpreter: Any
    home: list[Profile]
    partners: list[Profile]
    requests: list[Any]
    at: datetime
    meeting: Meeting = field(init=False)

    def profile(self, name: str, side: int) -> Profile:
        """Return one more company, which speaks English."""
        made = make_profile(self.session.mission, side, make.i18n(name), ["en"])
        make.PersonalLinkFactory(
            target=made,
            office=made.mission.office,
            holder_email=f"{made.code}@company.example",
        )
        return made

    def place(self, request: Any, slot: Any, table: Any) -> Meeting:
        """Put the meeting of a request somewhere, without asking anybody."""
        meeting = make.MeetingFactory(
            session=self.session,
            request=request,
            status="final",
            slot=slot,
            table=table,
        )
        for profile in (request.sender, request.recipient):
            Seat.objects.create(meeting=meeting, profile=profile, slot=slot)
        return meeting

    def waiting(self) -> Meeting:
        """Return a meeting without place: of the partner who has one at ten."""
        asked = make.RequestFactory(
            sender=self.profile("Warte GmbH", 0), recipient=self.partners[0]
        )
        return make.MeetingFactory(session=self.session, request=asked)


@pytest.fixture
def day(forum: Forum) -> Day:
    """Analytik A meets Kasou in the first slot at the first table."""
    for slot in forum.slots:
        slot.starts_at = BEGINS + timedelta(minutes=25 * slot.position)
        slot.ends_at = slot.starts_at + timedelta(minutes=20)
        slot.save()
    for profile in (*forum.home, *forum.partners):
        make.PersonalLinkFactory(
            target=profile,
            office=profile.mission.office,
            holder_email=f"{profile.code}@company.example",
        )
    for request in forum.requests[1:]:
        request.delete()
    made = Day(
        forum.session,
        forum.slots,
        forum.tables,
        forum.interpreter,
        forum.home,
        forum.partners,
        forum.requests[:1],
        BEGINS + timedelta(minutes=5),
    )
    made.meeting = made.place(forum.requests[0], forum.slots[0], forum.tables[0])
    services.publish_schedule(
        forum.session, state="final", actor=None, at=BEGINS - timedelta(days=2)
    )
    forum.session.refresh_from_db()
    return made
