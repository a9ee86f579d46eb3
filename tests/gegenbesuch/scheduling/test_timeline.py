from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.timezone import now

from gegenbesuch.core import timeline
from gegenbesuch.scheduling import services, solving

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import User
    from tests.gegenbesuch.scheduling.conftest import Forum


def test_timeline_of_a_company_has_its_meetings(
    forum: Forum, chloe: User, dario: User
) -> None:
    solving.compute_schedule(services.start_run(forum.session, actor=None, at=now()))
    company = forum.home[0].organisation

    with translation.override("en"):
        seen = timeline.entries(company, chloe)

    found = {entry.title for entry in seen if entry.kind == "meeting"}
    assert found == {
        "Meeting with Kasou Machinery Inc.",
        "Meeting with Mihon Bio Inc.",
    }
    assert all(entry.is_invented for entry in seen if entry.kind == "meeting")
    assert not [e for e in timeline.entries(company, dario) if e.kind == "meeting"]
