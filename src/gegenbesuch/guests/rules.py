"""Who may do what with guests."""

from __future__ import annotations

from typing import Any

from gegenbesuch.accounts.rules import Role, has_role
from gegenbesuch.guests.models import Guest, GuestList

S = Guest.Status

#: Who may still be invited, reminded or thanked.
TO_INVITE = frozenset({S.LISTED})
TO_REMIND = frozenset({S.INVITED, S.REMINDED})
UNANSWERED = frozenset({S.LISTED, S.INVITED, S.REMINDED})


def can_edit_guest_list(user: Any, guest_list: GuestList) -> bool:
    """Editors of the office that invites may change its list and write to guests."""
    return has_role(user, guest_list.office_id, Role.EDITOR)


def can_edit_guest(user: Any, guest: Guest) -> bool:
    """Editors of the office may change a guest and answer on their behalf."""
    return has_role(user, guest.office_id, Role.EDITOR)


def can_see_needs(user: Any, guest_list: GuestList) -> bool:
    """Only coordinators see what guests eat and need."""
    return has_role(user, guest_list.office_id, Role.COORDINATOR)
