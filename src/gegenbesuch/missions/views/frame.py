"""What surrounds every page of a mission."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gegenbesuch.missions import rules, selectors

if TYPE_CHECKING:
    from django.http import HttpRequest

    from gegenbesuch.missions.models import Mission


def frame_of(request: HttpRequest, found: Mission) -> dict[str, Any]:
    """Return what `missions/frame.html` shows around every page of a mission."""
    selectors.attest([found])
    state = rules.state_of_mission(found.status, is_inferred=found.is_inferred)
    return {
        "mission": found,
        "state": state,
        "phases": rules.phases_of("" if state == "inferred" else found.status),
        "can_edit": rules.can_edit_mission(request.user, found),
        "can_see_papers": rules.can_see_papers(request.user, found),
        "can_see_internal": rules.can_see_internal(request.user, found),
    }
