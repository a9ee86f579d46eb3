"""What comes up for mails: sending those that are due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gegenbesuch.core import duties
from gegenbesuch.letters import delivery
from gegenbesuch.letters.models import OutboxMessage

if TYPE_CHECKING:
    from datetime import datetime


def send_mail(at: datetime) -> int:
    """Send what is due, also what failed for now; returns how many went out."""
    return delivery.deliver_due(at=at).get(OutboxMessage.Status.SENT, 0)


duties.register("send mail", send_mail)
