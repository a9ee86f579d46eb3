"""Verbs on requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.matchmaking.models import Request

if TYPE_CHECKING:
    from datetime import datetime

    from gegenbesuch.accounts.models import User
    from gegenbesuch.matchmaking.models import Profile


@transaction.atomic
def send_request(  # noqa: PLR0913 -- a request has these parts
    sender: Profile,
    recipient: Profile,
    *,
    message: str,
    language: str,
    actor: User | None,
    priority: int = Request.Priority.NORMAL,
    actor_label: str = "",
) -> Request:
    """
    Ask `recipient` for a meeting in the name of `sender`.

    The office acts on behalf of the sender when `actor` is given; a company
    that acts for itself has no account and is named by `actor_label`.

    Raises:
        ActionError: The two are not in the same mission, are the same company,
            or one of them has asked the other already.

    """
    if sender.mission_id != recipient.mission_id:
        raise ActionError(_("These companies do not take part in the same mission."))
    if sender.pk == recipient.pk:
        raise ActionError(_("A company cannot ask itself for a meeting."))
    request = Request(
        sender=sender,
        recipient=recipient,
        message=message,
        language=language,
        priority=priority,
        status=Request.Status.SENT,
    )
    try:
        with transaction.atomic():
            request.save()
    except IntegrityError as error:
        raise ActionError(
            _("There is a request between these two companies already.")
        ) from error
    audit.record(
        "matchmaking.request.sent",
        request,
        actor=actor,
        actor_label=actor_label,
        on_behalf_of=str(sender) if actor else "",
        priority=priority,
    )
    return request


@transaction.atomic
def accept_request(
    request: Request, *, at: datetime, actor: User | None, actor_label: str = ""
) -> Request:
    """
    Accept a request in the name of its recipient.

    Raises:
        ActionError: It is no longer waiting for an answer.

    """
    return _decide(request, Request.Status.ACCEPTED, at, actor, actor_label)


@transaction.atomic
def decline_request(
    request: Request, *, at: datetime, actor: User | None, actor_label: str = ""
) -> Request:
    """
    Decline a request in the name of its recipient.

    Raises:
        ActionError: It is no longer waiting for an answer.

    """
    return _decide(request, Request.Status.DECLINED, at, actor, actor_label)


def _decide(
    request: Request, status: str, at: datetime, actor: User | None, actor_label: str
) -> Request:
    changed = Request.objects.filter(pk=request.pk, status=Request.Status.SENT).update(
        status=status, decided_at=at, updated_at=at
    )
    if changed != 1:
        raise ActionError(_("This request was answered or withdrawn already."))
    before, request.status, request.decided_at = request.status, status, at
    audit.record(
        f"matchmaking.request.{status}",
        request,
        actor=actor,
        actor_label=actor_label,
        on_behalf_of=str(request.recipient) if actor else "",
        changes={"status": [before, status]},
    )
    return request
