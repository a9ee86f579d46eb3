"""Who may do what with calls and applications."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gegenbesuch.accounts.rules import Role, has_role

if TYPE_CHECKING:
    from gegenbesuch.calls.models import Application
    from gegenbesuch.missions.models import Mission


def can_edit_call(user: Any, mission: Mission) -> bool:
    """Editors of the office that leads the mission see and write its call."""
    return has_role(user, mission.office_id, Role.EDITOR)


def can_edit_application(user: Any, application: Application) -> bool:
    """Editors of the office read applications and decide about them."""
    return has_role(user, application.office_id, Role.EDITOR)
