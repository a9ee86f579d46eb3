"""Verbs of those who ask: send, withdraw, and what time ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.matchmaking import letters, permitting
from gegenbesuch.matchmaking.models import Profile, Request
from gegenbesuch.matchmaking.selectors import marketplace_of
from gegenbesuch.matchmaking.services.acting import traces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from gegenbesuch.directory.models import Person
    from gegenbesuch.matchmaking.services.acting import Actor

S = Request.Status
MOST_EXPIRED = 500
_RELEASING: list[Callable[[Request], None]] = []


def register_release(release: Callable[[Request], None]) -> None:
    """Let `release(request)` free what an accepted request held, such as its slot."""
    if release not in _RELEASING:
        _RELEASING.append(release)


@transaction.atomic
def send_request(  # noqa: PLR0913 -- a request has these parts
    sender: Profile,
    recipient: Profile,
    *,
    message: str,
    language: str,
    actor: Actor,
    at: datetime,
    priority: int = Request.Priority.NORMAL,
    people: Iterable[Person] = (),
    answer_by: datetime | None = None,
) -> Request:
    """
    Ask `recipient` for a meeting in the name of `sender`; the recipient is told.

    Args:
        answer_by: Until when it has to be answered; by default as the marketplace
            has it for this time.

    Raises:
        ActionError: The two are not in the same mission or not published, are the
            same company, may not meet by the rules of the sessions, one of them has
            asked the other already, the time to ask is over, or one of them has too
            many unanswered requests.

    """
    if sender.mission_id != recipient.mission_id:
        raise ActionError(_("These companies do not take part in the same mission."))
    if sender.pk == recipient.pk:
        raise ActionError(_("A company cannot ask itself for a meeting."))
    refuse_if_ruled_out(sender, recipient)
    lock(sender, recipient)
    _check_times_and_quotas(sender, recipient, at)
    market = marketplace_of(sender.mission)
    request = Request(
        mission=sender.mission,
        sender=sender,
        recipient=recipient,
        message=message,
        language=language,
        priority=priority,
        status=S.SENT,
        expires_at=answer_by or market.answer_by(at),
    )
    try:
        with transaction.atomic():
            request.save()
    except IntegrityError as error:
        raise ActionError(
            _("There is a request between these two companies already.")
        ) from error
    request.people.set(people)
    audit.record(
        "matchmaking.request.sent", request, priority=priority, **traces(actor, sender)
    )
    letters.tell(recipient, letters.SENT, request)
    return request


def lock(*profiles: Profile) -> None:
    """
    Let nobody else count or answer the requests of these companies meanwhile.

    Always in the same order, so that two who do so at once don't wait for each other.
    """
    keys = [profile.pk for profile in profiles]
    rows = Profile.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    list(rows.values_list("pk", flat=True))


def refuse_if_ruled_out(one: Profile, other: Profile) -> None:
    """
    See that two companies may meet.

    Raises:
        ActionError: The rules of the sessions keep them apart; it says which.
    """
    if reason := permitting.refusal(one, other):
        raise ActionError(reason)


def _check_times_and_quotas(sender: Profile, recipient: Profile, at: datetime) -> None:
    market = marketplace_of(sender.mission)
    if not market.takes_requests(at):
        raise ActionError(_("Requests can't be sent at this time."))
    if not sender.is_published(at.date()):
        raise ActionError(_("Your profile has to be published before you can ask."))
    if not recipient.is_published(at.date()):
        raise ActionError(_("This company does not take requests."))
    waiting = Request.objects.filter(status=S.SENT)
    if waiting.filter(sender=sender).count() >= market.most_sent:
        raise ActionError(
            _(
                "%(number)d of your requests are waiting for an answer. One more is too many."
            )
            % {"number": market.most_sent}
        )
    if waiting.filter(recipient=recipient).count() >= market.most_received:
        raise ActionError(
            _("So many requests wait for this company that it gets no more for now.")
        )


@transaction.atomic
def withdraw_request(
    request: Request, *, party: Profile, at: datetime, actor: Actor
) -> Request:
    """
    Take a request back, or call an accepted meeting off; the other side is told.

    The place of an accepted one is free at once.

    Args:
        party: The company that withdraws: the sender, or either once accepted.

    Raises:
        ActionError: It was answered meanwhile so that this company can't withdraw it.

    """
    lock(request.sender, request.recipient)
    open_for = [S.ACCEPTED]
    if party.pk == request.sender_id:
        open_for.append(S.SENT)
    request.refresh_from_db(fields=["status", "waits_for"])
    before = request.status
    move(request, open_for, status=S.WITHDRAWN, decided_at=at, updated_at=at)
    if before == S.ACCEPTED:
        for release in _RELEASING:
            release(request)
    audit.record(
        "matchmaking.request.withdrawn",
        request,
        changes={"status": [before, S.WITHDRAWN.value]},
        **traces(actor, party),
    )
    letters.tell(request.other(party), letters.WITHDRAWN, request)
    return request


def move(request: Request, before: Iterable[str], **values: object) -> None:
    """
    Change a request that is in one of the states; of two at once one is told why not.

    Raises:
        ActionError: Somebody else was faster; the message says what happened.

    """
    rows = Request.objects.filter(
        pk=request.pk, status__in=list(before), waits_for=request.waits_for
    )
    if not rows.update(**values):
        raise ActionError(_too_late(request))
    for field, value in values.items():
        setattr(request, field, value)


def _too_late(request: Request) -> str:
    status = Request.objects.values_list("status", flat=True).get(pk=request.pk)
    told = {
        S.ACCEPTED: _("This request was accepted already."),
        S.DECLINED: _("This request was declined already."),
        S.EXPIRED: _("The time to answer this request is over. You can ask anew."),
        S.WITHDRAWN: _("This request was withdrawn meanwhile."),
    }
    return told.get(S(status), _("This request was answered or withdrawn already."))


def expire_requests(at: datetime) -> int:
    """End the requests whose time to answer is over, and tell who asked."""
    due = (
        Request.objects.filter(status=S.SENT, expires_at__lte=at)
        .select_related("sender__organisation", "sender__mission__office")
        .select_related("recipient__organisation", "recipient__mission__office")
        .order_by("expires_at", "pk")[:MOST_EXPIRED]
    )
    return sum(_expire(request, at) for request in due)


@transaction.atomic
def _expire(request: Request, at: datetime) -> bool:
    still = Request.objects.filter(pk=request.pk, status=S.SENT, expires_at__lte=at)
    if not still.update(status=S.EXPIRED, decided_at=at, updated_at=at):
        return False
    waiting_for = request.answering
    request.status, request.decided_at = S.EXPIRED, at
    audit.record(
        "matchmaking.request.expired",
        request,
        actor=None,
        changes={"status": [S.SENT.value, S.EXPIRED.value]},
    )
    letters.tell(request.other(waiting_for), letters.EXPIRED, request)
    return True
