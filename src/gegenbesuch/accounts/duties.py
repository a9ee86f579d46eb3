"""What comes up for accounts: forgetting sessions that have ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.sessions.models import Session

from gegenbesuch.core import duties

if TYPE_CHECKING:
    from datetime import datetime


def clear_sessions(at: datetime) -> int:
    """Delete the sessions of browsers that have expired."""
    return Session.objects.filter(expire_date__lt=at).delete()[0]


duties.register("clear sessions", clear_sessions)
