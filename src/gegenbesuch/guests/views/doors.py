"""The doors: a page that goes on working when the network is gone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gegenbesuch.core.offline import keep_page_worker
from gegenbesuch.core.permissions import fetch
from gegenbesuch.guests import doors, rules, selectors, services

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from gegenbesuch.guests.models import GuestList

MOST_EVENTS = 2000


@login_required
@never_cache
def check_in(request: HttpRequest, code: str) -> HttpResponse:
    """Show who may come, to be let in by name or by the code on the badge."""
    found = _editable(request, code)
    if "walk_in" in request.POST:
        services.let_walk_in(
            found,
            name=request.POST["walk_in"],
            organisation=request.POST.get("organisation", ""),
            door=request.POST.get("door", ""),
            actor=request.user,
            at=now(),
        )
        return redirect("guests:check-in", found.code)
    if request.method == "POST":
        kind = "out" if "out" in request.POST else "in"
        guest = get_object_or_404(
            found.guests.select_related("guest_list"), code=request.POST.get(kind, "")
        )
        services.check_in(
            guest,
            kind=kind,
            door=request.POST.get("door", ""),
            actor=request.user,
            at=now(),
        )
        return redirect("guests:check-in", found.code)
    guests = doors.for_the_doors(found)
    context = {
        "guest_list": found,
        "mission": found.mission,
        "guests": guests,
        "pattern": [doors.PATTERN],
        "inside": sum(row["inside"] for row in guests),
        "expected": sum(row["status"] == "accepted" for row in guests),
    }
    return render(request, "guests/check_in.html", context)


@login_required
@require_POST
def take_door_events(request: HttpRequest, code: str) -> JsonResponse:
    """Take in what a phone saw, maybe long ago, and answer who is inside."""
    found = _editable(request, code)
    try:
        sent = json.loads(request.body)
        seen = [services.read_seen(row) for row in sent["events"][:MOST_EVENTS]]
        walk_ins = [
            services.read_walk_in(row) for row in sent.get("walk_ins", [])[:MOST_EVENTS]
        ]
    except (ValueError, KeyError, TypeError) as error:
        return JsonResponse({"error": str(error)}, status=400)
    at = now()
    here = services.add_walk_ins(found, walk_ins, actor=request.user, at=at)
    taken = services.take_door_events(found, seen, actor=request.user, at=at)
    return JsonResponse(
        {
            "taken": taken.keys,
            "unknown": taken.unknown,
            "walk_ins": here,
            "guests": doors.state_of(found),
        }
    )


@login_required
@require_safe
def check_in_worker(request: HttpRequest, code: str) -> HttpResponse:
    """Serve the script that keeps the page at hand; its address says for which page."""
    _editable(request, code)
    return keep_page_worker()


def _editable(request: HttpRequest, code: str) -> GuestList:
    return fetch(
        selectors.guest_list_details, code, request.user, rules.can_edit_guest_list
    )
