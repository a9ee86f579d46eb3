"""The results report of a mission."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render

from gegenbesuch.core.permissions import fetch
from gegenbesuch.mandate.rules import can_see_mandate
from gegenbesuch.missions import rules
from gegenbesuch.missions.selectors import mission_with_names, nesting_of
from gegenbesuch.reports.bilanz import compute

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
def bilanz(request: HttpRequest, code: str) -> HttpResponse:
    """Show goals beside results; every number opens the records behind it."""
    mission = fetch(mission_with_names, code, request.user)
    with_internal = rules.can_see_internal(request.user, mission)
    context = {
        "mission": mission,
        "nesting": nesting_of(mission, request.user),
        "bilanz": compute(
            mission,
            with_internal=with_internal,
            with_costs=can_see_mandate(request.user, mission),
        ),
    }
    return render(request, "reports/bilanz.html", context)
