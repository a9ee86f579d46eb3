"""Who may see and change tasks, talks and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gegenbesuch.accounts.rules import Role, has_role, roles_of
from gegenbesuch.missions.rules import can_edit_mission

if TYPE_CHECKING:
    from gegenbesuch.followup.models import Note, Task
    from gegenbesuch.missions.models import Mission


def can_add_task(user: Any) -> bool:
    """Editors of any office write down what is to do."""
    return has_role(user, roles_of(user), Role.EDITOR)


def can_edit_task(user: Any, task: Task) -> bool:
    """Editors of the office change its tasks, and viewers those that are theirs."""
    if task.owner_id is not None and task.owner_id == getattr(user, "pk", None):
        return has_role(user, task.office_id, Role.VIEWER)
    return has_role(user, task.office_id, Role.EDITOR)


def can_follow_up(user: Any, mission: Mission) -> bool:
    """Editors of the office that leads read and write talks and answers."""
    return can_edit_mission(user, mission)


def can_edit_note(user: Any, note: Note) -> bool:
    """Editors change notes; what is confidential only coordinators see."""
    least = Role.COORDINATOR if note.is_confidential else Role.EDITOR
    return has_role(user, note.office_id, least)


def can_see_confidential(user: Any, mission: Mission) -> bool:
    """Coordinators of the office that leads read what is for them only."""
    return has_role(user, mission.office_id, Role.COORDINATOR)


def can_plan_surveys(user: Any, mission: Mission) -> bool:
    """Coordinators say whether those who took part are asked."""
    return has_role(user, mission.office_id, Role.COORDINATOR)
