"""Pages about sources and all that rests on them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.permissions import fetch
from gegenbesuch.directory import selectors
from gegenbesuch.directory.models import Source

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

#: What the kinds of records are called, in the order in which the page shows them.
KINDS = {
    "missions.mission": _("Missions"),
    "missions.goal": _("Goals"),
    "missions.stop": _("Stops"),
    "missions.programmeitem": _("Programme"),
    "missions.participation": _("Participants"),
    "missions.missionlink": _("Links between missions"),
    "outcomes.interest": _("Interests"),
    "outcomes.outcome": _("Outcomes"),
    "outcomes.settlement": _("Settlements"),
    "outcomes.settlementstep": _("Steps of settlements"),
    "newsroom.article": _("News"),
    "directory.relation": _("Relations"),
    "directory.relationfact": _("Facts of relations"),
    "directory.organisation": _("Organisations"),
    "directory.person": _("People"),
    "directory.role": _("Roles"),
    "directory.place": _("Places"),
    "directory.figure": _("Numbers"),
    "directory.claim": _("Statements in dispute"),
}


@login_required
def sources(request: HttpRequest) -> HttpResponse:
    """List the sources, with how much rests on each."""
    context = {"sources": selectors.sources_in_order(request.user)}
    return render(request, "directory/sources.html", context)


@login_required
def source(request: HttpRequest, code: str) -> HttpResponse:
    """Show a source and every record that rests on it, with the words quoted."""
    record = fetch(Source, code, request.user)
    order = list(KINDS)
    cited = sorted(
        selectors.cited_records(record),
        key=lambda c: order.index(c.kind) if c.kind in order else len(order),
    )
    groups = [
        {"label": KINDS.get(kind, _("Other records")), "records": list(rows)}
        for kind, rows in groupby(cited, lambda c: c.kind)
    ]
    context = {"source": record, "groups": groups}
    return render(request, "directory/source.html", context)
