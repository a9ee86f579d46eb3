"""What comes up after missions: asking those who took part, reminding, forgetting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from gegenbesuch.core import duties
from gegenbesuch.followup import services

if TYPE_CHECKING:
    from datetime import datetime


def send_surveys(at: datetime) -> int:
    """Ask those who took part, 7, 30, 90 and 365 days after the return."""
    return services.send_due(on=localdate(at))


def remind_asked(at: datetime) -> int:
    """Remind once who has not answered."""
    return services.remind_asked(on=localdate(at))


def remind_owners(at: datetime) -> int:
    """Remind of tasks that are due soon or overdue."""
    return services.remind_owners(on=localdate(at))


def forget_old_replies(at: datetime) -> int:
    """Forget who answered, half a year after the last survey."""
    return services.forget_old_replies(on=localdate(at))


duties.register("send surveys", send_surveys)
duties.register("remind of surveys", remind_asked)
duties.register("remind of tasks", remind_owners)
duties.register("forget who answered surveys", forget_old_replies)
