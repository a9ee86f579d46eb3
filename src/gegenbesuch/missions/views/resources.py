"""The office's interpreters, cars and rooms, and its travel times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render

from gegenbesuch.accounts.models import Office
from gegenbesuch.accounts.rules import office_ids
from gegenbesuch.core import versions
from gegenbesuch.core.permissions import fetch
from gegenbesuch.missions import rules, services
from gegenbesuch.missions.forms import JourneyForm, ResourceForm
from gegenbesuch.missions.models import Journey, Resource

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
def resources(request: HttpRequest) -> HttpResponse:
    """Show what can be booked, and how long it takes between places."""
    rows = (
        Resource.objects.visible_to(request.user)
        .select_related("person", "place")
        .order_by("is_retired", "kind", "pk")
    )
    journeys = (
        Journey.objects.filter(office__in=office_ids(request.user))
        .select_related("one", "other")
        .order_by("pk")
    )
    context = {
        "resources": list(rows),
        "journeys": list(journeys),
        "can_edit": rules.can_create_mission(request.user),
    }
    return render(request, "missions/resources.html", context)


@login_required
def add_resource(request: HttpRequest) -> HttpResponse:
    """Take an interpreter, a car or a room into the list."""
    office = _office(request)
    form = ResourceForm(request.POST or None, office=office)
    if request.method == "POST" and form.is_valid():
        services.add_resource(office, actor=request.user, **form.cleaned_data)
        return redirect("missions:resources")
    return render(
        request, "missions/update_resource.html", {"form": form, "resource": None}
    )


@login_required
def update_resource(request: HttpRequest, code: str) -> HttpResponse:
    """Change a resource."""
    found = fetch(
        Resource.objects.select_related("office"),
        code,
        request.user,
        rules.can_edit_resource,
    )
    fields = (
        *("kind", "name", "person", "languages", "capacity", "place", "phone"),
        "is_retired",
    )
    initial = {field: getattr(found, field) for field in fields}
    form = versions.watched(
        ResourceForm(request.POST or None, office=found.office, initial=initial), found
    )
    if request.method == "POST" and versions.save(
        form, found, services.update_resource, actor=request.user
    ):
        return redirect("missions:resources")
    return render(
        request, "missions/update_resource.html", {"form": form, "resource": found}
    )


@login_required
def set_journey(request: HttpRequest) -> HttpResponse:
    """Write down how long it takes between two places."""
    office = _office(request)
    form = JourneyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.set_journey(office, actor=request.user, **form.cleaned_data)
        return redirect("missions:resources")
    return render(request, "missions/set_journey.html", {"form": form})


def _office(request: HttpRequest) -> Office:
    """Return the first office that the user may edit."""
    offices = Office.objects.filter(pk__in=office_ids(request.user)).order_by("pk")
    for office in offices:
        if rules.can_create_mission_in(request.user, office):
            return office
    raise PermissionDenied
