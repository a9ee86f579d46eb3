"""Who may do what, by role in an office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gegenbesuch.accounts.models import Membership

if TYPE_CHECKING:
    from collections.abc import Iterable

Role = Membership.Role
RANK = {Role.VIEWER: 1, Role.EDITOR: 2, Role.COORDINATOR: 3, Role.ADMIN: 4}


def roles_of(user: Any) -> dict[int, str]:
    """Return `{office id: role}`; asked from the database once per user object."""
    if not getattr(user, "is_authenticated", False):
        return {}
    if not hasattr(user, "_roles"):
        user._roles = dict(user.memberships.values_list("office_id", "role"))
    roles: dict[int, str] = user._roles
    return roles


def office_ids(user: Any) -> list[int]:
    """Return the offices whose records the user may see."""
    return sorted(roles_of(user))


def has_role(user: Any, offices: int | Iterable[int], least: str) -> bool:
    """Tell whether the user has at least this role in one of the offices."""
    wanted = [offices] if isinstance(offices, int) else offices
    roles = roles_of(user)
    return any(RANK[Role(roles[o])] >= RANK[Role(least)] for o in wanted if o in roles)
