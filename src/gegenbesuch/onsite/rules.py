"""Who may work at the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gegenbesuch.accounts.models import Membership
from gegenbesuch.accounts.rules import has_role

if TYPE_CHECKING:
    from gegenbesuch.scheduling.models import Meeting, Session

EDITOR = Membership.Role.EDITOR


def can_work_at_desk(user: Any, session: Session) -> bool:
    """Tell whether the user may note what happens and give places to requests."""
    return has_role(user, session.office_id, EDITOR)


def can_judge_meeting(user: Any, meeting: Meeting) -> bool:
    """Tell whether the user may note what became of a meeting."""
    return can_work_at_desk(user, meeting.session)
