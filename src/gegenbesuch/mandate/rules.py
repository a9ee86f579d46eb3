"""Who may see and change the money and the decisions of a mission."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gegenbesuch.accounts.rules import Role, has_role

if TYPE_CHECKING:
    from gegenbesuch.missions.models import Mission


def can_see_mandate(user: Any, mission: Mission) -> bool:
    """All of the office that leads see the money; offices that join in don't."""
    return has_role(user, mission.office_id, Role.VIEWER)


def can_edit_mandate(user: Any, mission: Mission) -> bool:
    """Editors of the office that leads write budget and papers."""
    return has_role(user, mission.office_id, Role.EDITOR)


def can_decide_mandate(user: Any, mission: Mission) -> bool:
    """Coordinators record what a body has decided."""
    return has_role(user, mission.office_id, Role.COORDINATOR)
