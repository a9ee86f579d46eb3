"""What comes up on the day: meetings whose time is over."""

from __future__ import annotations

from gegenbesuch.core import duties
from gegenbesuch.onsite import services

duties.register("end meetings", services.end_meetings)
