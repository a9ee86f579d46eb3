"""Who may import, and who may take data out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gegenbesuch.accounts.models import Membership
from gegenbesuch.accounts.rules import RANK, has_role, roles_of

if TYPE_CHECKING:
    from gegenbesuch.exchange.models import ImportRun

Role = Membership.Role


def offices_with(user: Any, least: str) -> list[int]:
    """Return the offices in which the user has at least this role."""
    return sorted(
        o for o, role in roles_of(user).items() if RANK[Role(role)] >= RANK[Role(least)]
    )


def can_upload_import(user: Any) -> bool:
    """Editors of any office may."""
    return bool(offices_with(user, Role.EDITOR))


def can_change_import(user: Any, run: ImportRun) -> bool:
    """Editors of its office may, on every step from the columns to the undoing."""
    return has_role(user, run.office_id, Role.EDITOR)


def can_export(user: Any) -> bool:
    """Editors of any office may: exports are personal data that leave the house."""
    return bool(offices_with(user, Role.EDITOR))


def can_see_exports(user: Any) -> bool:
    """Coordinators of any office may see who took what out."""
    return bool(offices_with(user, Role.COORDINATOR))
