"""The ledger of visits and of those that answer them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate

from gegenbesuch.core.permissions import fetch
from gegenbesuch.directory.models import Organisation, Place
from gegenbesuch.missions import reciprocity, rules

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
def visits(request: HttpRequest) -> HttpResponse:
    """
    Show who visited whom when, and what is open, by town or by organisation.

    `?partner=` is one organisation, `?town=` one town.
    """
    only: Organisation | Place | None = None
    if code := request.GET.get("partner"):
        only = fetch(Organisation, code, request.user)
    elif code := request.GET.get("town"):
        only = get_object_or_404(Place, code=code)
    by_town = isinstance(only, Place) or (
        only is None and request.GET.get("by") != "organisation"
    )
    ledgers = reciprocity.ledgers(request.user, by_town=by_town, only=only)
    for ledger in ledgers:
        if (last := ledger.unanswered) is not None:
            ledger.can_plan = rules.can_edit_mission(request.user, last.mission)
    context = {
        "ledgers": ledgers,
        "today": localdate(),
        "by_town": by_town,
        "only": only,
    }
    return render(request, "missions/visits.html", context)
