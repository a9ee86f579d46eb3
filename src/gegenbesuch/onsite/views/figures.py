"""What came of a session in numbers, as pictures with tables and as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gegenbesuch.core.permissions import fetch
from gegenbesuch.onsite import charts, figures, rules, services
from gegenbesuch.scheduling import selectors as scheduling

if TYPE_CHECKING:
    from django.http import HttpRequest

WIDTHS = ("wide", "narrow")


@login_required
@require_safe
def statistics(request: HttpRequest, code: str) -> HttpResponse:
    """Show how requests were answered, what was placed and held, and who waited."""
    session = fetch(scheduling.session_pages, code, request.user)
    found = figures.figures_of(session, at=now())
    context = {
        "session": session,
        "mission": session.mission,
        "page": _("Statistics"),
        "can_work": rules.can_work_at_desk(request.user, session),
        "headlines": charts.headlines(found),
        "charts": [
            (chart, [drawn for kind in WIDTHS if (drawn := charts.draw(chart, kind))])
            for chart in charts.charts_of(found, session)
        ],
    }
    return render(request, "onsite/statistics.html", context)


@login_required
@require_safe
def statistics_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send the same numbers as a table for a spreadsheet program."""
    session = fetch(scheduling.session_pages, code, request.user)
    data = services.export_statistics(session, actor=request.user, at=now())
    name = f"statistics-{session.code}-{get_language()}.csv"
    return HttpResponse(
        data,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
