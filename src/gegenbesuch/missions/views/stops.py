"""The stops of a mission: adding, changing, ordering and taking them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gegenbesuch.core import versions
from gegenbesuch.core.permissions import fetch
from gegenbesuch.directory.evidence import cite
from gegenbesuch.missions import rules, selectors, services
from gegenbesuch.missions.forms_stops import StopForm
from gegenbesuch.missions.views.frame import frame_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from gegenbesuch.missions.models import Mission, Stop

#: What the two buttons beside a stop send.
DIRECTIONS = {"earlier": -1, "later": 1}


@login_required
def stops(request: HttpRequest, code: str) -> HttpResponse:
    """Show the stops in order, each with its buttons."""
    found = fetch(selectors.mission_with_names, code, request.user)
    rows = selectors.stops_of(found)
    selectors.name_everybody(rows)
    cite(rows)
    context = frame_of(request, found) | {
        "can_edit_programme": rules.can_edit_programme(request.user, found),
        "stops": rows,
    }
    return render(request, "missions/stops.html", context)


@login_required
def add_stop(request: HttpRequest, code: str) -> HttpResponse:
    """Add a stop after the others."""
    found = _editable(request, code)
    form = StopForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        services.add_stop(found, actor=request.user, **form.cleaned_data)
        messages.success(request, _("The stop was added."))
        return redirect("missions:stops", found.code)
    context = frame_of(request, found) | {"form": form, "stop": None}
    return render(request, "missions/update_stop.html", context)


@login_required
def update_stop(request: HttpRequest, code: str, stop: str) -> HttpResponse:
    """Change a stop."""
    found = _editable(request, code)
    row = _stop(found, stop)
    initial = {field: getattr(row, field) for field in StopForm.base_fields}
    form = versions.watched(
        StopForm(request.POST or None, user=request.user, initial=initial), row
    )
    if request.method == "POST" and versions.save(
        form, row, services.update_stop, actor=request.user
    ):
        messages.success(request, _("The stop was saved."))
        return redirect("missions:stops", found.code)
    context = frame_of(request, found) | {"form": form, "stop": row}
    return render(request, "missions/update_stop.html", context)


@login_required
@require_POST
def move_stop(request: HttpRequest, code: str, stop: str) -> HttpResponse:
    """Let a stop come earlier or later."""
    found = _editable(request, code)
    row = _stop(found, stop)
    by = DIRECTIONS.get(request.POST.get("to", ""), 0)
    services.move_stop(row, by=by, actor=request.user)
    return redirect(f"{reverse('missions:stops', args=[found.code])}#stop-{row.code}")


@login_required
@require_POST
def remove_stop(request: HttpRequest, code: str, stop: str) -> HttpResponse:
    """Take a stop out; its programme stays."""
    found = _editable(request, code)
    services.remove_stop(_stop(found, stop), actor=request.user)
    messages.success(request, _("The stop was taken out; its programme stays."))
    return redirect("missions:stops", found.code)


def _editable(request: HttpRequest, code: str) -> Mission:
    return fetch(
        selectors.mission_with_names, code, request.user, rules.can_edit_programme
    )


def _stop(found: Mission, code: str) -> Stop:
    row: Stop = get_object_or_404(
        found.stops.select_related("place", "organisation", "host"), code=code
    )
    row.mission = found
    return row
