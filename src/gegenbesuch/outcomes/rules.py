"""Who may record outcomes, and what counts as what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gegenbesuch.accounts.models import Membership
from gegenbesuch.accounts.rules import has_role, roles_of
from gegenbesuch.missions.rules import can_edit_mission
from gegenbesuch.outcomes.models import Outcome

if TYPE_CHECKING:
    from gegenbesuch.missions.models import Mission

Role = Membership.Role

#: Kinds that a reader could take for an agreement, and that are none.
SHORT_OF_AGREEMENT = frozenset(
    {Outcome.Kind.FRAMEWORK, Outcome.Kind.REQUESTED, Outcome.Kind.EXPECTATION}
)


def can_record_outcome(user: Any, mission: Mission) -> bool:
    """Whoever may change a mission may say what came of it."""
    return can_edit_mission(user, mission)


def can_edit_result(user: Any, record: Any) -> bool:
    """Editors of the office change its results, steps, shares and proofs."""
    return has_role(user, record.office_id, Role.EDITOR)


def office_for_settlements(user: Any) -> int | None:
    """Return the office in which the user may record a settlement; the first of them."""
    offices = sorted(roles_of(user))
    return next((o for o in offices if has_role(user, o, Role.EDITOR)), None)


def is_only_announced(outcome: Outcome) -> bool:
    """Tell whether the outcome is a promise that nobody has seen kept."""
    return outcome.status == Outcome.Status.ANNOUNCED


def state_of_outcome(outcome: Outcome) -> str:
    """Return `held`, `announced`, `planned` or `dropped`."""
    if outcome.status == Outcome.Status.DROPPED:
        return "dropped"
    if outcome.status == Outcome.Status.ANNOUNCED:
        return "announced"
    if outcome.status in {Outcome.Status.UNDER_REVIEW, Outcome.Status.HOPED_FOR}:
        return "planned"
    return "held"
