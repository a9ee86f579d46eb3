"""Who may do what, by role in an office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gegenbesuch.accounts.models import Membership

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gegenbesuch.accounts.models import Office

Role = Membership.Role
RANK = {Role.VIEWER: 1, Role.EDITOR: 2, Role.COORDINATOR: 3, Role.ADMIN: 4}


def roles_of(user: Any) -> dict[int, str]:
    """Return `{office id: role}`; nothing for those who have not signed in."""
    roles: dict[int, str] = user.roles if user and user.is_authenticated else {}
    return roles


def office_ids(user: Any) -> list[int]:
    """
    Return the offices whose records the user may see.

    Args:
        user: A user, or the offices themselves, as `core.rows.kept` gives them.
    """
    return user if isinstance(user, list) else sorted(roles_of(user))


def has_role(user: Any, offices: int | Iterable[int], least: str) -> bool:
    """Tell whether the user has at least this role in one of the offices."""
    wanted = [offices] if isinstance(offices, int) else offices
    roles = roles_of(user)
    return any(RANK[Role(roles[o])] >= RANK[Role(least)] for o in wanted if o in roles)


def can_manage_staff(user: Any, office: Office) -> bool:
    """Administrators of the office may say who works there, and in which role."""
    return has_role(user, office.pk, Role.ADMIN)


def can_manage_membership(user: Any, membership: Membership) -> bool:
    """Administrators of its office may change or end it."""
    return has_role(user, membership.office_id, Role.ADMIN)
