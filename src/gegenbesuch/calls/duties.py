"""What has to be done with applications when their time is over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from gegenbesuch.calls import services
from gegenbesuch.calls.models import Application, Call
from gegenbesuch.core import duties

if TYPE_CHECKING:
    from datetime import datetime

#: How long applications are kept after the mission; without dates, after the deadline.
KEPT_FOR = timedelta(days=365)


def delete_old_applications(at: datetime) -> int:
    """Delete applications a year after their mission; returns how many."""
    past = Call.objects.filter(
        closes_at__lt=at - KEPT_FOR,
        pk__in=Application.objects.values("call"),
    )
    deleted = 0
    for call in past.select_related("mission"):
        mission = call.mission
        last = mission.ends_on.last_day() or mission.starts_on.last_day()
        if (last or call.closes_at.date()) + KEPT_FOR < at.date():
            deleted += services.delete_applications(call)
    return deleted


def delete_unproven(at: datetime) -> int:
    """Delete applications whose address nobody confirmed in time."""
    return services.delete_unproven(at=at)


def let_offers_lapse(at: datetime) -> int:
    """Give places that were not taken in time to the next who wait."""
    return services.let_offers_lapse(at=at)


duties.register("let offers of places lapse", let_offers_lapse)
duties.register("delete applications with unconfirmed addresses", delete_unproven)
duties.register("delete applications whose time is over", delete_old_applications)
