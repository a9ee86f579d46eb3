"""Who really stands at the door for a guest, and who came and who did not."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from gegenbesuch.core.values.languages import base_language
from gegenbesuch.core.values.name import Name
from gegenbesuch.guests.models import DoorEvent, Guest

if TYPE_CHECKING:
    from datetime import datetime

    from gegenbesuch.guests.models import GuestList


def attending(guest: Guest) -> Guest:
    """
    Return who comes: the guest, or the deputy under their own name and function.

    A deputy is the same guest, with the same code, seat and organisation, but is never
    given the title, the form of address or the style of who stays away. What comes
    back is to be read and not saved.
    """
    if not guest.representative:
        return guest
    deputy = copy(guest)
    deputy.name = Name(full=guest.representative)
    deputy.title = LazyI18nString(
        {guest.language: title} if (title := guest.representative_title) else ""
    )
    deputy.address = Guest.Address.NEUTRAL
    deputy.person = None
    deputy.category = ""
    return deputy


def in_place_of(guest: Guest) -> str:
    """Say for whom a deputy comes, in the active language; empty for the guest."""
    if not guest.representative:
        return ""
    name = guest.name.display(base_language(get_language()))
    title = str(guest.title or "")
    if title:
        return _("in place of %(name)s, %(title)s") % {"name": name, "title": title}
    return _("in place of %(name)s") % {"name": name}


def seen_at_the_doors(guest_list: GuestList) -> frozenset[int]:
    """Return the keys of all who were let in; empty where nobody kept the doors."""
    rows = guest_list.door_events.filter(kind=DoorEvent.Kind.IN)
    return frozenset(rows.values_list("guest", flat=True))


def came(guest: Guest, seen: frozenset[int]) -> bool | None:
    """
    Tell whether a guest who had accepted was there; None where nobody knows.

    Who was let in was there, whatever was said later. Where the doors were kept, who
    was not let in was not there.

    Args:
        seen: From `seen_at_the_doors`.
    """
    if guest.pk in seen:
        return True
    if guest.is_absent or seen:
        return False
    return None


def is_over(guest_list: GuestList, at: datetime) -> bool:
    """Tell whether nobody is waited for any more."""
    return at > (guest_list.ends_at or guest_list.starts_at) and (
        guest_list.ends_at is not None
        or at.astimezone(guest_list.starts_at.tzinfo).date() > guest_list.on
    )
