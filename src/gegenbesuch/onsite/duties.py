"""What comes up: meetings whose time is over, and what was written a year ago."""

from __future__ import annotations

from gegenbesuch.core import duties
from gegenbesuch.onsite import services

duties.register("end meetings", services.end_meetings)
duties.register("forget old days", services.forget_old_days)
