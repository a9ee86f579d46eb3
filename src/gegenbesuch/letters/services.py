"""Verbs on letters: write one, send it, take note that it came back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.letters import tasks
from gegenbesuch.letters.kinds import fill
from gegenbesuch.letters.models import OutboxMessage, Wording
from gegenbesuch.letters.selectors import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.db.models import Model

    from gegenbesuch.accounts.models import Office, User

S = OutboxMessage.Status


@transaction.atomic
def write_letter(  # noqa: PLR0913 -- a letter has these parts
    kind: str,
    target: Model,
    *,
    office: Office,
    to_name: str,
    to_email: str,
    language: str,
    values: Mapping[str, object],
) -> OutboxMessage:
    """
    Write a letter in the office's wording and send it after this transaction.

    The verb that causes it leaves the audit entry.

    Args:
        target: The record that it is about, at which its fate is shown.
        values: What stands for the words in braces.
    """
    subject, body = fill(text_of(office, kind, language), values)
    message = OutboxMessage.objects.create(
        office=office,
        kind=kind,
        target_type=ContentType.objects.get_for_model(target),
        target_id=target.pk,
        to_name=to_name[:200],
        to_email=to_email,
        language=language,
        subject=subject[:300],
        body=body,
        due_at=now(),
    )
    transaction.on_commit(partial(tasks.deliver_message.enqueue, message_id=message.pk))
    return message


@transaction.atomic
def retry_message(
    message: OutboxMessage, *, actor: User | None, at: datetime
) -> OutboxMessage:
    """
    Send a message that failed or came back once more.

    Raises:
        ActionError: It is on its way or has arrived.
    """
    again = OutboxMessage.objects.filter(
        pk=message.pk, status__in=(S.FAILED, S.BOUNCED)
    ).update(status=S.WAITING, attempts=0, due_at=at, problem="")
    if not again:
        raise ActionError(_("This mail is on its way or has been sent."))
    audit.record("letters.message.retried", message, actor=actor)
    transaction.on_commit(partial(tasks.deliver_message.enqueue, message_id=message.pk))
    message.refresh_from_db()
    return message


@transaction.atomic
def record_bounce(message: OutboxMessage, *, problem: str) -> OutboxMessage:
    """Take note that a mail which was sent has come back."""
    message.status, message.problem = S.BOUNCED, problem[:2000]
    message.save(update_fields=["status", "problem", "updated_at"])
    audit.record("letters.message.bounced", message, actor=None)
    return message


@transaction.atomic
def set_wording(  # noqa: PLR0913 -- a wording has these parts
    office: Office,
    kind: str,
    language: str,
    *,
    subject: str,
    body: str,
    actor: User | None,
) -> Wording:
    """Put the office's own words in the place of the standard ones."""
    wording, _created = Wording.objects.update_or_create(
        office=office,
        kind=kind,
        language=language,
        defaults={"subject": subject, "body": body},
    )
    audit.record("letters.wording.set", wording, actor=actor)
    return wording


@transaction.atomic
def reset_wording(
    office: Office, kind: str, language: str, *, actor: User | None
) -> None:
    """Go back to the standard words."""
    own = Wording.objects.filter(office=office, kind=kind, language=language).first()
    if own is not None:
        audit.record("letters.wording.reset", own, actor=actor)
        own.delete()
