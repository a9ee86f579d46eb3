"""Mails sent in the background."""

from __future__ import annotations

from django.utils.timezone import now

from gegenbesuch.core.tasks import task
from gegenbesuch.letters import delivery
from gegenbesuch.letters.models import OutboxMessage


@task()
def deliver_message(*, message_id: int) -> None:
    """Hand one message to the mail server; safe to run twice."""
    message = OutboxMessage.objects.filter(pk=message_id).first()
    if message is not None:
        delivery.deliver_message(message, at=now())
