"""The day sheet of a mission, on the phone and without network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gegenbesuch.core.offline import keep_page_worker
from gegenbesuch.core.permissions import fetch
from gegenbesuch.missions import day_sheet, rules, selectors
from gegenbesuch.missions.groups import groups_of, wanted_of
from gegenbesuch.missions.models import Mission
from gegenbesuch.missions.views.frame import frame_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
@never_cache
@require_safe
def day_sheets(request: HttpRequest, code: str) -> HttpResponse:
    """Show day by day when, where and with whom, for all, a group or a person."""
    found = fetch(selectors.mission_with_names, code, request.user)
    stops = selectors.stops_of(found)
    items = selectors.items_of(found, stops)
    people = selectors.participations_of(
        found, with_internal=rules.can_see_internal(request.user, found)
    )
    selectors.name_everybody(stops, items, people)
    groups = groups_of(found)
    wanted = wanted_of(request.GET, groups, people)
    days, phones = day_sheet.day_sheet(
        found,
        items,
        people,
        with_phones=rules.can_see_phones(request.user, found),
        groups=groups,
        wanted=wanted,
    )
    context = frame_of(request, found) | {
        "groups": groups,
        "wanted": wanted,
        "people": [row.person for row in people if row.person],
        "can_send": rules.can_edit_mission(request.user, found),
        "days": days,
        "phones": phones,
        "next": day_sheet.next_entry(days, now()),
    }
    return render(request, "missions/day_sheets.html", context)


@login_required
@require_safe
def day_sheets_worker(request: HttpRequest, code: str) -> HttpResponse:
    """Serve the script that keeps the page at hand; its address says for which page."""
    fetch(Mission, code, request.user)
    return keep_page_worker()
