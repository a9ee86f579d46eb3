"""What comes up for sessions: the mail on the day before, and runs that were left."""

from __future__ import annotations

from gegenbesuch.core import duties
from gegenbesuch.scheduling.reminding import remind_of_meetings
from gegenbesuch.scheduling.services import resume_runs

duties.register("remind of meetings", remind_of_meetings)
duties.register("resume schedules", resume_runs)
