"""Writing to a guest."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from gegenbesuch.accounts.services import issue_link, link_url
from gegenbesuch.guests.letters import values_for
from gegenbesuch.letters.services import write_letter

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import PersonalLink, User
    from gegenbesuch.guests.models import Guest
    from gegenbesuch.letters.models import OutboxMessage

#: How long the answer page can be opened after the event.
OPEN_FOR = timedelta(days=30)


def write_to(
    guest: Guest, kind: str, *, actor: User | None = None
) -> OutboxMessage | None:
    """Write a letter to a guest; None if there is no address to write to."""
    if not guest.email:
        return None
    link = link_of(guest, actor=actor)
    return write_letter(
        kind,
        guest,
        office=guest.guest_list.office,
        to_name=str(guest.name),
        to_email=guest.email,
        language=guest.language,
        values=values_for(guest, link=link_url(link)),
    )


def link_of(guest: Guest, *, actor: User | None) -> PersonalLink:
    """Return the personal link of a guest, made when it is first needed."""
    event = guest.guest_list
    last = datetime.combine(event.on, time.max, tzinfo=ZoneInfo(event.place.time_zone))
    return issue_link(
        guest,
        office=event.office,
        holder_name=str(guest.name)[:200],
        holder_email=guest.email,
        language=guest.language,
        expires_at=last + OPEN_FOR,
        actor=actor,
    )
