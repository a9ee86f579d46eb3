"""Who may do what with guests."""

from __future__ import annotations

from typing import Any

from gegenbesuch.accounts.models import Office
from gegenbesuch.accounts.rules import Role, has_role, roles_of
from gegenbesuch.guests.models import Gift, Guest, GuestList

S = Guest.Status

#: Who may still be invited, reminded or thanked.
TO_INVITE = frozenset({S.LISTED})
TO_REMIND = frozenset({S.INVITED, S.REMINDED})


def can_edit_guest_list(user: Any, guest_list: GuestList) -> bool:
    """Editors of the office that invites may change its list and write to guests."""
    return has_role(user, guest_list.office_id, Role.EDITOR)


def can_edit_guest(user: Any, guest: Guest) -> bool:
    """Editors of the office may change a guest and answer on their behalf."""
    return has_role(user, guest.office_id, Role.EDITOR)


def can_see_needs(user: Any, guest_list: GuestList) -> bool:
    """Only coordinators see what guests eat and need."""
    return has_role(user, guest_list.office_id, Role.COORDINATOR)


def can_record_needs(user: Any, guest: Guest) -> bool:
    """Only coordinators write down what a guest told them about food and access."""
    return has_role(user, guest.office_id, Role.COORDINATOR)


def can_record_gift(user: Any) -> bool:
    """Editors of any office may enter a gift."""
    return has_role(user, roles_of(user), Role.EDITOR)


def can_edit_gift(user: Any, gift: Gift) -> bool:
    """Editors of its office may correct a gift."""
    return has_role(user, gift.office_id, Role.EDITOR)


def can_decide_gifts(user: Any) -> bool:
    """Coordinators of any office decide about gifts and set the limit."""
    return has_role(user, roles_of(user), Role.COORDINATOR)


def can_decide_gift(user: Any, gift: Gift) -> bool:
    """Coordinators of its office decide about a gift."""
    return has_role(user, gift.office_id, Role.COORDINATOR)


def can_keep_register(user: Any, office: Office, *, coordinator: bool) -> bool:
    """Editors of the office write its register, coordinators set its limit."""
    return has_role(user, office.pk, Role.COORDINATOR if coordinator else Role.EDITOR)
