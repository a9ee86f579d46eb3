"""Who may compute schedules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gegenbesuch.accounts.models import Membership
from gegenbesuch.accounts.rules import has_role

if TYPE_CHECKING:
    from gegenbesuch.scheduling.models import ChangeRequest, Meeting, Session, SolverRun


def can_run_schedule(user: Any, session: Session) -> bool:
    """Tell whether the user may have the schedule of this session computed."""
    return has_role(user, session.office_id, Membership.Role.EDITOR)


def can_arrange_session(user: Any, session: Session) -> bool:
    """Tell whether the user may set slots, tables, interpreters and absences."""
    return can_run_schedule(user, session)


def can_move_meeting(user: Any, meeting: Meeting) -> bool:
    """Tell whether the user may move this meeting by hand."""
    return can_arrange_session(user, meeting.session)


def can_cancel_run(user: Any, run: SolverRun) -> bool:
    """Tell whether the user may stop this computation."""
    return can_run_schedule(user, run.session)


def can_publish_schedule(user: Any, session: Session) -> bool:
    """Tell whether the user may tell the companies of the schedule."""
    return has_role(user, session.office_id, Membership.Role.COORDINATOR)


def can_answer_change(user: Any, wish: ChangeRequest) -> bool:
    """Tell whether the user may answer a company that asks for a change."""
    return can_arrange_session(user, wish.session)


def can_apply_repair(user: Any, run: SolverRun) -> bool:
    """Tell whether the user may make a proposed repair the schedule."""
    return can_publish_schedule(user, run.session)
