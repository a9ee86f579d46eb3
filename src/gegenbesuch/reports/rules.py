"""Who may freeze, release and write for the press."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gegenbesuch.accounts.models import Membership
from gegenbesuch.accounts.rules import has_role, roles_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gegenbesuch.missions.models import Mission
    from gegenbesuch.reports.models import Released

Role = Membership.Role


def office_to_report(user: Any, offices: Iterable[int]) -> int | None:
    """
    Return the office in whose name the user may freeze a Bilanz of some missions.

    It is the one that leads most of them and in which the user edits; None if there
    is none.

    Args:
        offices: That lead the missions, one for each of them.
    """
    own = [office for office in offices if has_role(user, office, Role.EDITOR)]
    if not own:
        return None
    return max(dict.fromkeys(own), key=own.count)


def can_freeze_bilanz(user: Any) -> bool:
    """Editors of any office may freeze what they see."""
    return has_role(user, roles_of(user), Role.EDITOR)


def can_draft_press(user: Any, mission: Mission) -> bool:
    """Editors of the office that leads a mission write for the press."""
    return has_role(user, mission.office_id, Role.EDITOR)


def can_edit_draft(user: Any, draft: Released) -> bool:
    """Editors of the office change a draft until it is released."""
    return has_role(user, draft.office_id, Role.EDITOR)


def can_release(user: Any, found: Released) -> bool:
    """Coordinators of the office release what somebody else has made."""
    return has_role(user, found.office_id, Role.COORDINATOR)


def is_second_person(user: Any, found: Released) -> bool:
    """Tell whether the user is not who made it; nobody releases their own."""
    return bool(found.made_by_id) and user.pk != found.made_by_id
