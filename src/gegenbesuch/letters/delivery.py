"""Handing messages to the mail server."""

from __future__ import annotations

import smtplib
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from gegenbesuch.letters.models import OutboxMessage

#: How many minutes to wait after each attempt that failed for now.
PAUSES = (5, 30, 120, 720)
#: A message that somebody began to send and never finished is taken up again.
ABANDONED = timedelta(minutes=15)
PERMANENT = 500

S = OutboxMessage.Status


def deliver_message(message: OutboxMessage, *, at: datetime) -> str:
    """
    Hand a message to the mail server, unless somebody else does; returns its state.

    A refusal for good is a failure; anything else is tried again, four times at most.
    Who has died since it was written is not written to.
    """
    taken = (
        OutboxMessage.objects.filter(pk=message.pk)
        .filter(
            Q(status=S.WAITING, due_at__lte=at)
            | Q(status=S.SENDING, claimed_at__lt=at - ABANDONED)
        )
        .update(status=S.SENDING, claimed_at=at, attempts=F("attempts") + 1)
    )
    message.refresh_from_db()
    if not taken:
        return message.status
    try:
        if _has_died(message):
            message.status, message.problem = S.FAILED, _("This person has died.")
        else:
            _send(message)
            message.status, message.sent_at, message.problem = S.SENT, at, ""
    except (smtplib.SMTPException, OSError) as error:
        _note_problem(message, error, at)
    message.save(update_fields=["status", "sent_at", "problem", "due_at", "updated_at"])
    return message.status


def deliver_due(*, at: datetime, most: int = 500) -> dict[str, int]:
    """Send all that is due, the oldest first; returns how many came to which state."""
    due = OutboxMessage.objects.filter(
        Q(status=S.WAITING, due_at__lte=at)
        | Q(status=S.SENDING, claimed_at__lt=at - ABANDONED)
    ).order_by("due_at", "pk")[:most]
    counts: dict[str, int] = {}
    for message in due:
        state = deliver_message(message, at=at)
        counts[state] = counts.get(state, 0) + 1
    return counts


def message_id(message: OutboxMessage) -> str:
    """Return the Message-ID, the same for each attempt, by which bounces find it."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    return f"<{message.code}@{domain}>"


def _has_died(message: OutboxMessage) -> bool:
    """Tell whether the record of whom it is about says so by now."""
    target: Any = message.target
    return bool(getattr(getattr(target, "person", target), "is_deceased", False))


def _send(message: OutboxMessage) -> None:
    with translation.override(message.language):
        context = {
            "message": message,
            "paragraphs": [part for part in message.body.split("\n\n") if part.strip()],
        }
        html = render_to_string("emails/letter.html", context)
    mail = EmailMultiAlternatives(
        message.subject,
        message.body + "\n",
        None,
        [message.to_email],
        headers={
            "Message-ID": message_id(message),
            "Content-Language": message.language,
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(html, "text/html")
    mail.send()


def _note_problem(message: OutboxMessage, error: Exception, at: datetime) -> None:
    code, words = _reason(error)
    message.problem = words[:2000]
    if code >= PERMANENT or message.attempts > len(PAUSES):
        message.status = S.FAILED
    else:
        message.status = S.WAITING
        message.due_at = at + timedelta(minutes=PAUSES[message.attempts - 1])


def _reason(error: Any) -> tuple[int, str]:
    """Return the server's code, 0 if it gave none, and what it said."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answer: tuple[int, bytes | str] = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        answer = error.smtp_code, error.smtp_error
    else:
        return 0, str(error) or type(error).__name__
    code, said = answer
    text = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    return int(code), f"{code} {text}"
