"""What comes up for papers: warning before a mission, deleting after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from gegenbesuch.core import duties
from gegenbesuch.travellers import needs, services

if TYPE_CHECKING:
    from datetime import datetime


def warn_of_papers(at: datetime) -> int:
    """Warn coordinators of papers that are missing or end too early."""
    return services.warn_of_papers(on=localdate(at))


def delete_old_papers(at: datetime) -> int:
    """Delete the papers of missions that are over for a month."""
    return services.delete_old_papers(on=localdate(at))


def delete_needs(at: datetime) -> int:
    """Delete what was eaten and needed on missions that are over for a month."""
    return needs.delete_expired_needs(on=localdate(at))


duties.register("warn of papers", warn_of_papers)
duties.register("delete papers of missions that are over", delete_old_papers)
duties.register("delete needs of those who travelled", delete_needs)
