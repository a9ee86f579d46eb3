"""Templates: earlier missions under a name, used in one action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gegenbesuch.core.permissions import fetch
from gegenbesuch.missions import rules, selectors, services
from gegenbesuch.missions.forms import PlanLikeForm, TemplateForm, UseTemplateForm
from gegenbesuch.missions.models import MissionTemplate
from gegenbesuch.missions.views.frame import frame_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
def templates(request: HttpRequest) -> HttpResponse:
    """Show the templates of the offices of the user, each with a form to use it."""
    rows = list(
        MissionTemplate.objects.visible_to(request.user)
        .select_related("mission")
        .order_by("name", "pk")
    )
    context = {
        "templates": [
            (
                row,
                PlanLikeForm(auto_id=f"{row.code}-%s")
                if rules.can_edit_template(request.user, row)
                else None,
            )
            for row in rows
        ]
    }
    return render(request, "missions/templates.html", context)


@login_required
@require_POST
def use_template(request: HttpRequest) -> HttpResponse:
    """Plan a new mission like that of the template that was chosen."""
    if not rules.can_create_mission(request.user):
        raise PermissionDenied
    form = UseTemplateForm(request.POST, user=request.user)
    if not form.is_valid():
        return render(request, "missions/use_template.html", {"form": form})
    values = dict(form.cleaned_data)
    template = values.pop("template")
    made = services.plan_like(template.mission, actor=request.user, **values)
    messages.success(
        request,
        _("The mission was planned; all dates were moved. Please go through it."),
    )
    return redirect("missions:planning", made.code)


@login_required
def save_template(request: HttpRequest, code: str) -> HttpResponse:
    """Make a mission a pattern under a name."""
    found = fetch(
        selectors.mission_with_names, code, request.user, rules.can_edit_mission
    )
    form = TemplateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.save_template(found, actor=request.user, **form.cleaned_data)
        messages.success(request, _("The template was saved."))
        return redirect("missions:templates")
    context = frame_of(request, found) | {"form": form}
    return render(request, "missions/save_template.html", context)


@login_required
@require_POST
def remove_template(request: HttpRequest, code: str) -> HttpResponse:
    """Forget a template; its mission stays."""
    rows = MissionTemplate.objects.select_related("mission")
    row = fetch(rows, code, request.user, rules.can_edit_template)
    services.remove_template(row, actor=request.user)
    return redirect("missions:templates")
