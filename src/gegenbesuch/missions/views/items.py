"""What an office changes in the programme of a mission."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from gegenbesuch.core import versions
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.permissions import fetch
from gegenbesuch.core.rows import rows_of
from gegenbesuch.missions import rules, selectors, services
from gegenbesuch.missions.forms_items import ActualForm, ItemForm
from gegenbesuch.missions.models import Booking, Group, ProgrammeItem
from gegenbesuch.missions.programme import lines_of
from gegenbesuch.missions.views.frame import frame_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from gegenbesuch.missions.models import Mission

#: What an item is linked with, as the form calls it.
#: What an item has several of: the rows that link them, and the keys these hold.
MANY: dict[str, tuple[Any, str, str]] = {
    "hosts": (ProgrammeItem.hosts.through, "programmeitem", "organisation_id"),
    "people": (ProgrammeItem.people.through, "programmeitem", "person_id"),
    "groups": (Group.items.through, "programmeitem", "group_id"),
    "resources": (Booking, "item", "resource_id"),
}


@login_required
def add_item(request: HttpRequest, code: str) -> HttpResponse:
    """Add an item to the programme."""
    found = fetch(
        selectors.mission_with_names, code, request.user, rules.can_edit_programme
    )
    form = ItemForm(request.POST or None, mission=found, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_item(found, actor=request.user, **form.cleaned_data)
        except ActionError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("The item was added to the programme."))
            return redirect("missions:programme", found.code)
    context = frame_of(request, found) | {"form": form, "item": None}
    return render(request, "missions/update_item.html", context)


@login_required
def update_item(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """Change the plan of an item; what became of it stays."""
    found = fetch(
        selectors.mission_with_names, code, request.user, rules.can_edit_programme
    )
    row = _item(found, item)
    plain = ItemForm.base_fields.keys() - {*MANY, "more_host", "more_person"}
    initial = {field: getattr(row, field) for field in plain}
    initial |= {
        name: [getattr(link, key) for link in rows_of(model, **{own: [row.pk]})]
        for name, (model, own, key) in MANY.items()
    }
    form = versions.watched(
        ItemForm(
            request.POST or None,
            mission=found,
            user=request.user,
            item=row,
            initial=initial,
        ),
        row,
    )
    if row.status in {row.Status.HELD, row.Status.DROPPED}:
        del form.fields["status"]
    if request.method == "POST" and versions.save(
        form, row, services.update_item, actor=request.user
    ):
        messages.success(request, _("The plan was saved."))
        return redirect("missions:programme", found.code)
    context = frame_of(request, found) | {
        "form": form,
        "item": row,
        "can_remove": row.status != row.Status.HELD,
    }
    return render(request, "missions/update_item.html", context)


@login_required
def remove_item(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """Delete an item that was a slip, after asking."""
    found = fetch(
        selectors.mission_with_names, code, request.user, rules.can_edit_programme
    )
    row = _item(found, item)
    if request.method == "POST":
        services.remove_item(row, actor=request.user)
        messages.success(request, _("The item was deleted."))
        return redirect("missions:programme", found.code)
    context = frame_of(request, found) | {"item": row}
    return render(request, "missions/remove_item.html", context)


@login_required
def record_actual(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """Record whether an item was held, and what is known of it."""
    found = fetch(
        selectors.mission_with_names, code, request.user, rules.can_edit_programme
    )
    row = _item(found, item)
    fields = (
        *("status", "actual_on", "actual_start", "actual_end"),
        *("actual_audience", "actual_audience_kinds", "actual_order"),
    )
    initial = {field: getattr(row, field) for field in fields} | {
        "reason": str(row.status_reason),
    }
    form = versions.watched(
        ActualForm(request.POST or None, item=row, initial=initial), row
    )
    if request.method == "POST" and versions.save(
        form, row, services.record_actual, actor=request.user
    ):
        messages.success(request, _("What became of it was recorded."))
        return redirect("missions:programme", found.code)
    context = frame_of(request, found) | {
        "form": form,
        "item": row,
        "line": lines_of(found, [row])[0],
    }
    return render(request, "missions/record_actual.html", context)


def _item(found: Mission, code: str) -> ProgrammeItem:
    row = get_object_or_404(
        found.items.select_related(
            "place", "stop__place", "anchor", "visited", "speaker", "introduced_by"
        ),
        code=code,
    )
    row.mission = found
    return row
