"""What comes up for sessions: the mail on the day before."""

from __future__ import annotations

from gegenbesuch.core import duties
from gegenbesuch.scheduling.reminding import remind_of_meetings

duties.register("remind of meetings", remind_of_meetings)
