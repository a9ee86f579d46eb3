"""The programme on a time axis, and moving items on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gegenbesuch.core import versions
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.permissions import fetch
from gegenbesuch.core.templatetags.display import partial_date, plain
from gegenbesuch.missions import groups, rules, selectors, services
from gegenbesuch.missions.axis import axis_of
from gegenbesuch.missions.conflicts import by_item, item_conflicts
from gegenbesuch.missions.findings import apart, of_parts
from gegenbesuch.missions.forms_items import MoveForm
from gegenbesuch.missions.programme import lines_of
from gegenbesuch.missions.views.frame import frame_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from gegenbesuch.missions.models import Mission, ProgrammeItem


@login_required
def time_axis(request: HttpRequest, code: str) -> HttpResponse:
    """Show the hours of each day with what is planned, here and at home."""
    found = fetch(selectors.mission_with_names, code, request.user)
    context = frame_of(request, found) | _days(request, found)
    return render(request, "missions/time_axis.html", context)


@login_required
@require_POST
def move_item(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """
    Plan an item for another time, by a form or by the script of the axis.

    The script is answered with the days as they are now and a sentence that says
    what was done, or why it was not.
    """
    found = fetch(
        selectors.mission_with_names, code, request.user, rules.can_edit_programme
    )
    row: ProgrammeItem = get_object_or_404(found.items, code=item)
    row.mission = found
    problem = _move(request, row)
    if request.headers.get("Accept") == "application/json":
        context = _days(request, found) | {"mission": found}
        html = render_to_string("missions/_axis_days.html", context, request)
        answer = {"html": html, "said": problem or _done(context, row)}
        return JsonResponse(answer, status=409 if problem else 200)
    if problem:
        messages.error(request, problem)
    else:
        messages.success(request, _("The item was moved."))
    url = reverse("missions:time-axis", args=[found.code])
    return redirect(f"{url}#axis-{row.code}")


def _move(request: HttpRequest, row: ProgrammeItem) -> str:
    """Move the item; returns why it was not moved, or nothing."""
    form = MoveForm(request.POST)
    if not form.is_valid():
        return " ".join(
            f"{form.fields[name].label}: {error}" if name in form.fields else str(error)
            for name, errors in form.errors.items()
            for error in errors
        )
    values = dict(form.cleaned_data)
    version = values.pop("version")
    try:
        with transaction.atomic():
            if not _claims(row, version):
                return _(
                    "Somebody else has changed “%(item)s” in the meantime. It is shown "
                    "as it is now."
                ) % {"item": plain(row.title)}
            services.move_item(row, actor=request.user, **values)
    except ActionError as error:
        return str(error.message)
    return ""


def _claims(row: ProgrammeItem, version: str) -> bool:
    try:
        versions.claim(row, version)
    except ActionError:
        return False
    return True


def _days(request: HttpRequest, found: Mission) -> dict[str, Any]:
    stops = selectors.stops_of(found)
    items = selectors.items_of(found, stops)
    selectors.name_everybody(stops, items)
    groups.group_items(items, groups.groups_of(found))
    _whole, of_items = apart(of_parts([found]), items)
    lines = lines_of(found, items, conflicts=by_item(item_conflicts(items), of_items))
    can_edit = rules.can_edit_programme(request.user, found)
    return {
        "can_edit_programme": can_edit,
        "days": axis_of(found, lines, stops, can_edit=can_edit),
    }


def _done(context: dict[str, Any], row: ProgrammeItem) -> str:
    """Say where the item is now, and what is wrong with that."""
    wrong = [
        conflict.reason
        for day in context["days"]
        for each in day.rows
        if each.line.item.pk == row.pk
        for conflict in each.line.conflicts
    ]
    clocks = "–".join(
        f"{at:%H:%M}" for at in (row.planned_start, row.planned_end) if at
    )
    saved = _("Saved: “%(item)s”, %(day)s, %(time)s.") % {
        "item": plain(row.title),
        "day": strip_tags(partial_date(row.planned_on, "weekday")),
        "time": clocks,
    }
    return " ".join([saved, *wrong])
