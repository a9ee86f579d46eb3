"""What comes up for guests: forgetting what they told for an event that is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from gegenbesuch.core import duties
from gegenbesuch.guests import services

if TYPE_CHECKING:
    from datetime import datetime


def delete_needs(at: datetime) -> int:
    """Delete diet and access needs of events that ended 30 days ago."""
    return services.delete_expired_needs(on=localdate(at))


duties.register("delete needs of guests", delete_needs)
