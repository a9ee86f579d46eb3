"""Verbs on answers: accept, decline, another time, a colleague; and lift the times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.matchmaking import letters
from gegenbesuch.matchmaking.models import Request
from gegenbesuch.matchmaking.selectors import marketplace_of
from gegenbesuch.matchmaking.services.acting import traces
from gegenbesuch.matchmaking.services.requests import lock, move, refuse_if_ruled_out
from gegenbesuch.matchmaking.times import proposal_of, times_of, to_json

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from gegenbesuch.matchmaking.models import Marketplace, Profile
    from gegenbesuch.matchmaking.services.acting import Actor
    from gegenbesuch.matchmaking.times import Span

S = Request.Status
Party = Request.Party


@transaction.atomic
def accept_request(request: Request, *, at: datetime, actor: Actor) -> Request:
    """
    Accept a request in the name of the company whose answer it waits for.

    Raises:
        ActionError: It is no longer waiting, its time is over, one of the two
            companies has no meeting left, or they may not meet by rules made since.

    """
    answering = request.answering
    lock(request.sender, request.recipient)
    _check_waiting(request, at)
    refuse_if_ruled_out(request.sender, request.recipient)
    market = marketplace_of(request.sender.mission)
    for company in (request.sender, request.recipient):
        _check_place(company, market)
    _decide(request, S.ACCEPTED, at, answering, actor)
    return request


@transaction.atomic
def decline_request(
    request: Request,
    *,
    at: datetime,
    actor: Actor,
    reason: str = "",
    reason_text: str = "",
) -> Request:
    """
    Decline a request in the name of the company whose answer it waits for.

    Raises:
        ActionError: It is no longer waiting for an answer, or its time is over.

    """
    answering = request.answering
    _check_waiting(request, at)
    words = {"reason": reason, "reason_text": reason_text}
    _decide(request, S.DECLINED, at, answering, actor, **words)
    return request


@transaction.atomic
def propose_time(
    request: Request,
    *,
    spans: Iterable[Span] = (),
    proposal: str = "",
    at: datetime,
    actor: Actor,
) -> Request:
    """
    Answer that another time would do; now the other side has to accept or decline.

    Args:
        spans: When it would; the schedule keeps to them if they are accepted.
        proposal: The same, or more, in words, which the schedule can't read.

    Raises:
        ActionError: It is no longer waiting for an answer, its time is over, or no
            time is proposed.

    """
    held = to_json(spans)
    if not held and not proposal:
        raise ActionError(_("Please say when it would suit you."))
    answering = request.answering
    _check_waiting(request, at)
    market = marketplace_of(request.sender.mission)
    is_sender = request.waits_for == Party.SENDER
    move(
        request,
        [S.SENT],
        waits_for=Party.RECIPIENT if is_sender else Party.SENDER,
        spans=held,
        proposal=proposal,
        expires_at=market.answer_by(at),
        updated_at=at,
    )
    audit.record(
        "matchmaking.request.moved",
        request,
        proposal="; ".join(proposal_of(request, market.time_zone)),
        **traces(actor, answering),
    )
    letters.tell(request.answering, letters.MOVED, request)
    return request


@transaction.atomic
def hand_over_request(  # noqa: PLR0913 -- a colleague has these parts
    request: Request,
    *,
    name: str,
    email: str,
    language: str,
    at: datetime,
    actor: Actor,
) -> Request:
    """
    Let a colleague answer, who gets an own personal link by mail.

    Raises:
        ActionError: It is no longer waiting for an answer, or its time is over.

    """
    answering = request.answering
    _check_waiting(request, at)
    move(request, [S.SENT], handler_name=name, handler_email=email, updated_at=at)
    audit.record(
        "matchmaking.request.handed-over",
        request,
        colleague=name,
        **traces(actor, answering),
    )
    letters.tell_colleague(answering, request, language=language, at=at)
    return request


@transaction.atomic
def lift_times(request: Request, *, at: datetime, actor: Actor) -> Request:
    """
    Let the schedule place an accepted meeting outside its agreed times.

    Both companies are told which times it no longer keeps to.

    Raises:
        ActionError: It is not accepted any more, or bound to no times.

    """
    if not request.spans:
        raise ActionError(_("No times are agreed for this meeting."))
    zone = marketplace_of(request.sender.mission).time_zone
    for company in (request.sender, request.recipient):
        letters.tell(company, letters.LIFTED, request)
    before = times_of(request, zone)
    move(request, [S.ACCEPTED], spans=[], updated_at=at)
    audit.record(
        "matchmaking.request.times-lifted",
        request,
        changes={"spans": ["; ".join(before), ""]},
        **traces(actor, request.sender),
    )
    return request


def _check_waiting(request: Request, at: datetime) -> None:
    """Refuse what has expired, though the duty that says so may not have come yet."""
    if request.expires_at is not None and request.expires_at <= at:
        raise ActionError(
            _("The time to answer this request is over. You can ask anew.")
        )


def _check_place(company: Profile, market: Marketplace) -> None:
    """Refuse one meeting too many; both companies are locked."""
    most = company.most_meetings
    most = market.most_meetings if most is None else most
    parties = Q(sender=company) | Q(recipient=company)
    if Request.objects.filter(parties, status=S.ACCEPTED).count() >= most:
        raise ActionError(
            _("%(company)s has no meeting left: the last one was just given away.")
            % {"company": company}
        )


def _decide(
    request: Request,
    status: Request.Status,
    at: datetime,
    answering: Profile,
    actor: Actor,
    **words: Any,
) -> None:
    before = request.status
    move(request, [S.SENT], status=status, decided_at=at, updated_at=at, **words)
    audit.record(
        f"matchmaking.request.{status.value}",
        request,
        changes={"status": [before, status.value]},
        **traces(actor, answering),
        **{key: text for key, text in words.items() if text},
    )
    kind = letters.ACCEPTED if status == S.ACCEPTED else letters.DECLINED
    letters.tell(request.other(answering), kind, request)
