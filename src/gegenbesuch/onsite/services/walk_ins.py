"""Wishes to meet that come up on the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from gegenbesuch.core import pulse
from gegenbesuch.matchmaking import services as matchmaking
from gegenbesuch.matchmaking.models.marketplaces import ANSWER_ON_SITE

if TYPE_CHECKING:
    from datetime import datetime

    from gegenbesuch.matchmaking.models import Profile, Request
    from gegenbesuch.matchmaking.services.acting import Actor
    from gegenbesuch.scheduling.models import Session


@transaction.atomic
def ask_on_site(  # noqa: PLR0913 -- a request has these parts
    session: Session,
    sender: Profile,
    recipient: Profile,
    *,
    message: str,
    language: str,
    actor: Actor,
    at: datetime,
    is_agreed: bool = False,
) -> Request:
    """
    Ask for a meeting today; an answer is waited for half an hour.

    Args:
        is_agreed: The two have agreed at the desk; the request waits for a place.

    Raises:
        ActionError: As `matchmaking.send_request`.
    """
    request = matchmaking.send_request(
        sender,
        recipient,
        message=message,
        language=language,
        actor=actor,
        at=at,
        answer_by=at + ANSWER_ON_SITE,
    )
    if is_agreed:
        matchmaking.accept_request(request, at=at, actor=actor)
    pulse.beat(session.code, sender.code, recipient.code)
    return request
