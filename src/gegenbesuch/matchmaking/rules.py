"""Who may set the rules, and who may act on behalf of a company."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gegenbesuch.accounts.models import Membership
from gegenbesuch.accounts.rules import has_role

if TYPE_CHECKING:
    from gegenbesuch.matchmaking.models import Agent, Profile, Request
    from gegenbesuch.missions.models import Mission

EDITOR = Membership.Role.EDITOR


def can_set_up_marketplace(user: Any, mission: Mission) -> bool:
    """Tell whether the user may set the rules, invite companies and let agents act."""
    return has_role(user, mission.office_id, EDITOR)


def can_update_agent(user: Any, agent: Agent) -> bool:
    """Tell whether the user may change for whom an agent acts."""
    return has_role(user, agent.office_id, EDITOR)


def can_act_for(user: Any, profile: Profile) -> bool:
    """Tell whether the user may act on behalf of this company."""
    return has_role(user, profile.office_id, EDITOR)


def can_review_profile(user: Any, profile: Profile) -> bool:
    """Tell whether the user may publish a profile or give it back."""
    return has_role(user, profile.office_id, EDITOR)


def can_send_request(user: Any, profile: Profile) -> bool:
    """Tell whether the user may send requests on behalf of this company."""
    return has_role(user, profile.office_id, EDITOR)


def can_accept_request(user: Any, request: Request) -> bool:
    """Tell whether the user may accept on behalf of who has to answer."""
    return has_role(user, request.office_id, EDITOR)
