"""What clashes, over all missions."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render

from gegenbesuch.missions import findings
from gegenbesuch.missions.conflicts import Kind

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
def conflicts(request: HttpRequest) -> HttpResponse:
    """Show what clashes in all missions that are not over yet."""
    found = findings.find_ahead(request.user)
    kind = request.GET.get("kind", "")
    kinds = [
        (value, label, count)
        for value, label in Kind.choices
        if (count := sum(row.kind == value for row in found))
    ]
    if kind in {value for value, _label, _count in kinds}:
        shown = [row for row in found if row.kind == kind]
    else:
        kind, shown = "", found
    context = {
        "kind": kind,
        "kinds": kinds,
        "total": len(found),
        "days": [
            (first if first.year < first.max.year else None, list(rows))
            for first, rows in groupby(shown, lambda row: row.first)
        ],
    }
    return render(request, "missions/conflicts.html", context)
