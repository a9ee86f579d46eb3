"""Groups that go different ways: who is in them and what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from gegenbesuch.core import versions
from gegenbesuch.core.permissions import fetch
from gegenbesuch.directory.evidence import cite
from gegenbesuch.missions import rules, selectors, services
from gegenbesuch.missions.forms import GroupForm
from gegenbesuch.missions.groups import groups_of
from gegenbesuch.missions.views.frame import frame_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from gegenbesuch.missions.models import Group, Mission


@login_required
def groups(request: HttpRequest, code: str) -> HttpResponse:
    """Show the groups with their members and their items."""
    found = fetch(selectors.mission_with_names, code, request.user)
    people = selectors.participations_of(
        found, with_internal=rules.can_see_internal(request.user, found)
    )
    selectors.name_everybody(participations=people)
    cite(people)
    rows = groups_of(found)
    context = frame_of(request, found) | {
        "can_edit_programme": rules.can_edit_programme(request.user, found),
        "groups": [
            (row, [one for one in people if one.pk in row.member_keys], row.item_keys)
            for row in rows
        ],
        "without": [
            one
            for one in people
            if rows
            and one.function not in selectors.PARTNERS
            and not any(one.pk in row.member_keys for row in rows)
        ],
    }
    return render(request, "missions/groups.html", context)


@login_required
def add_group(request: HttpRequest, code: str) -> HttpResponse:
    """Form a group."""
    found = _editable(request, code)
    form = GroupForm(request.POST or None, mission=found, user=request.user)
    if request.method == "POST" and form.is_valid():
        services.add_group(found, actor=request.user, **form.cleaned_data)
        return redirect("missions:groups", found.code)
    context = frame_of(request, found) | {"form": form, "group": None}
    return render(request, "missions/update_group.html", context)


@login_required
def update_group(request: HttpRequest, code: str, group: str) -> HttpResponse:
    """Change what a group is called and who is in it."""
    found = _editable(request, code)
    row = _group(found, group)
    initial = {
        "name": row.name,
        "members": list(row.members.values_list("pk", flat=True)),
    }
    form = versions.watched(
        GroupForm(
            request.POST or None, mission=found, user=request.user, initial=initial
        ),
        row,
    )
    if request.method == "POST" and versions.save(
        form, row, services.update_group, actor=request.user
    ):
        return redirect("missions:groups", found.code)
    context = frame_of(request, found) | {"form": form, "group": row}
    return render(request, "missions/update_group.html", context)


@login_required
@require_POST
def remove_group(request: HttpRequest, code: str, group: str) -> HttpResponse:
    """Dissolve a group."""
    found = _editable(request, code)
    services.remove_group(_group(found, group), actor=request.user)
    return redirect("missions:groups", found.code)


def _editable(request: HttpRequest, code: str) -> Mission:
    return fetch(
        selectors.mission_with_names, code, request.user, rules.can_edit_programme
    )


def _group(found: Mission, code: str) -> Group:
    row: Group = get_object_or_404(found.groups, code=code)
    row.mission = found
    return row
