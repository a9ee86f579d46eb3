"""Who is inside, as far as all doors have told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

from gegenbesuch.core.templatetags.display import plain
from gegenbesuch.core.templatetags.page import choice
from gegenbesuch.guests.attending import attending
from gegenbesuch.guests.models import DoorEvent, Guest
from gegenbesuch.guests.selectors import guests_of

if TYPE_CHECKING:
    from datetime import datetime

    from gegenbesuch.guests.models import GuestList


@dataclass(frozen=True)
class Presence:
    """The last that is known of a guest: inside or gone, since when, which door."""

    is_inside: bool
    at: datetime
    door: str
    times_in: int


def presence(guest_list: GuestList) -> dict[int, Presence]:
    """Return what is known of each guest who was seen, by key of the guest."""
    found: dict[int, Presence] = {}
    rows = guest_list.door_events.order_by("at", "pk").values_list(
        "guest", "kind", "at", "door"
    )
    for guest, kind, at, door in rows:
        came = kind == DoorEvent.Kind.IN
        earlier = found[guest].times_in if guest in found else 0
        found[guest] = Presence(came, at, door, earlier + came)
    return found


def for_the_doors(guest_list: GuestList) -> list[dict[str, Any]]:
    """Return all who may come, with what a page without network needs to find them."""
    seen = presence(guest_list)
    language = get_language() or ""
    other = "en" if language == "ja" else "ja"
    rows = [
        guest
        for guest in guests_of(guest_list)
        if guest.status != Guest.Status.LISTED or guest.companion_of_id is not None
    ]
    guests = []
    for guest in sorted(rows, key=lambda guest: (guest.sort_key, guest.pk)):
        known = seen.get(guest.pk)
        guests.append(
            {
                "code": guest.code,
                "name": guest.name.display(language, form="list"),
                "other": guest.name.display(other),
                "find": " ".join(
                    [*guest.name.spellings, guest.representative, guest.code]
                ).casefold(),
                "more": plain(attending(guest).title)
                or plain(guest.organisation.name if guest.organisation else ""),
                "with": str(guest.companion_of.name) if guest.companion_of else "",
                "instead": guest.representative,
                "walked_in": guest.answered_via == Guest.Via.IN_PERSON
                and guest.invited_at is None,
                "status": guest.status,
                "label": choice(guest, "status"),
                "inside": bool(known and known.is_inside),
                "at": known.at.isoformat() if known else "",
                "door": known.door if known else "",
            }
        )
    return guests


def state_of(guest_list: GuestList) -> dict[str, dict[str, Any]]:
    """
    Return by code who is inside; of those who walked in, all that a phone shows.

    Their names are on no page that was kept before they came.
    """
    known = ("inside", "at", "door")
    return {
        row["code"]: row if row["walked_in"] else {key: row[key] for key in known}
        for row in for_the_doors(guest_list)
    }


#: The row that a phone fills in for somebody who walks in.
PATTERN: dict[str, Any] = dict.fromkeys(
    ("code", "name", "other", "find", "more", "with", "instead", "status", "label"), ""
) | {"inside": False, "at": "", "door": ""}
