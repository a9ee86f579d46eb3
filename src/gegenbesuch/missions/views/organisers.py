"""Who organises and leads a mission."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gegenbesuch.core import versions
from gegenbesuch.core.permissions import fetch
from gegenbesuch.missions import rules, selectors, services
from gegenbesuch.missions.forms_organisers import OrganisersForm
from gegenbesuch.missions.models import Participation
from gegenbesuch.missions.views.frame import frame_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
def update_organisers(request: HttpRequest, code: str) -> HttpResponse:
    """Say which offices join in, what the mission is part of and who leads jointly."""
    found = fetch(
        selectors.mission_with_names, code, request.user, rules.can_edit_mission
    )
    leads = found.participations.filter(function=Participation.Function.LEAD)
    initial = {
        "partner_offices": list(found.partner_offices.values_list("pk", flat=True)),
        "parent": found.parent_id,
        "joint_leads": list(leads.values_list("person", flat=True)),
    }
    form = versions.watched(
        OrganisersForm(
            request.POST or None, mission=found, user=request.user, initial=initial
        ),
        found,
    )
    if request.method == "POST" and versions.save(
        form, found, services.update_organisers, actor=request.user
    ):
        messages.success(request, _("The mission was saved."))
        return redirect(found)
    context = frame_of(request, found) | {"form": form}
    return render(request, "missions/update_organisers.html", context)
