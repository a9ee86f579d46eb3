"""Versions of the programme, and how any two of them differ."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gegenbesuch.core.permissions import fetch
from gegenbesuch.core.templatetags.display import plain
from gegenbesuch.directory.models import Person
from gegenbesuch.missions import plan_versions, rules, selectors, services
from gegenbesuch.missions.forms import KeepPlanForm
from gegenbesuch.missions.models import Group, Mission
from gegenbesuch.missions.pictures.day_axis import Block, block_times, draw_day
from gegenbesuch.missions.plan_versions import Change
from gegenbesuch.missions.views.frame import frame_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

    from gegenbesuch.missions.models import PlanVersion
    from gegenbesuch.missions.plan_versions import Difference, Entry

NOW, HELD = "now", "held"
WIDE = 960  # pixels


@login_required
def plan_versions_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show the versions that were kept, and compare two: kept, of now, or held."""
    found = fetch(selectors.mission_with_names, code, request.user)
    versions = list(found.plan_versions.select_related("made_by").order_by("number"))
    choices = [
        *((str(version.number), str(version)) for version in versions),
        (NOW, _("The plan as it is now")),
        (HELD, _("What was held")),
    ]
    known = {value for value, _label in choices}
    before, after = (request.GET.get(name, "") for name in ("before", "after"))
    if before not in known:
        before = str(versions[-1].number) if versions else NOW
    if after not in known:
        after = HELD if found.status in rules.HELD else NOW
    rows = _compare(found, versions, before, after)
    context = frame_of(request, found) | {
        "can_edit_programme": rules.can_edit_programme(request.user, found),
        "versions": versions,
        "form": KeepPlanForm(),
        "choices": choices,
        "before": before,
        "after": after,
        "counts": [
            (change.label, count)
            for change in Change
            if (count := sum(row.change == change for row in rows))
        ],
        "rows": [row for row in rows if row.change != Change.SAME],
        "pictures": _pictures(rows),
    }
    return render(request, "missions/plan_versions.html", context)


@login_required
@require_POST
def keep_plan(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the programme as it is planned now."""
    found = fetch(
        selectors.mission_with_names, code, request.user, rules.can_edit_programme
    )
    form = KeepPlanForm(request.POST)
    if form.is_valid():
        services.keep_plan(found, actor=request.user, **form.cleaned_data)
        messages.success(request, _("The plan was kept."))
    return redirect("missions:plan-versions", found.code)


def _compare(
    found: Mission, versions: list[PlanVersion], before: str, after: str
) -> list[Difference]:
    items = (
        found.items.select_related("place", "destination")
        .prefetch_related("people", "groups")
        .order_by("position", "pk")
    )
    kept = {str(version.number): version for version in versions}
    rows = list(items) if {before, after} & {NOW, HELD} else []

    def entries(which: str) -> list[Entry]:
        if which == NOW:
            return plan_versions.planned_now(rows)
        if which == HELD:
            return plan_versions.held(rows)
        return plan_versions.read(kept[which].items)

    old, new = entries(before), entries(after)
    return plan_versions.compare(old, new, _names([*old, *new]))


def _names(entries: Iterable[Entry]) -> dict[str, str]:
    codes = {code for entry in entries for code in entry.people}
    if not codes:
        return {}
    groups = Group.objects.filter(code__in=codes)
    people = Person.objects.filter(code__in=codes)
    return {row.code: str(row) for row in [*groups, *people]}


def _pictures(rows: list[Difference]) -> list[dict[str, Any]]:
    """Draw the days on which something is at another time, before above after."""
    placed = [
        (entry.on, n, _block(entry, row))
        for row in rows
        for n, entry in enumerate((row.before, row.after))
        if entry is not None and entry.on.is_exact and entry.start
    ]
    changed = {
        entry.on.code
        for row in rows
        if row.change not in {Change.CHANGED, Change.SAME}
        for entry in (row.before, row.after)
        if entry is not None
    }
    placed.sort(key=lambda one: (one[0].code, one[1]))
    return [
        {
            "on": on,
            "picture": draw_day(
                [block for _on, n, block in those if n == 0],
                [block for _on, n, block in those if n == 1],
                width=WIDE,
            ),
        }
        for on, group in groupby(placed, lambda one: one[0])
        if on.code in changed
        for those in [list(group)]
    ]


def _block(entry: Entry, row: Difference) -> Block:
    if entry.start is None:
        raise TypeError
    start, end = block_times(entry.start, entry.end)
    return Block(entry.code, plain(entry.title), row.change.value, start, end)
