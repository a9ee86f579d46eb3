"""What is printed for a session, and what the screens in the room show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gegenbesuch.core.permissions import fetch
from gegenbesuch.scheduling import (
    printing,
    publishing,
    rules,
    screens,
    selectors,
    sheets,
)

if TYPE_CHECKING:
    from django.http import HttpRequest

    from gegenbesuch.scheduling.models import Session


#: How often a screen asks again, with or without JavaScript.
SCREEN_SECONDS = 30


def _printable(request: HttpRequest, code: str) -> Session:
    return fetch(selectors.session_pages, code, request.user, rules.can_run_schedule)


@login_required
@require_safe
def papers(request: HttpRequest, code: str) -> HttpResponse:
    """Show what can be printed for a session, and the addresses of its screens."""
    session = _printable(request, code)
    version = publishing.latest_publication(session)
    table_sheets, interpreter_sheets = sheets.count_sheets(session, version)
    token = screens.screen_token(session)
    screen = reverse("scheduling:screen", args=[token])
    address = reverse("scheduling:table-screen", args=[token, 0])
    before, _zero, after = address.rpartition("0")
    context = {
        "session": session,
        "mission": session.mission,
        "version": version,
        "can_run": True,
        "table_sheets": table_sheets,
        "interpreter_sheets": interpreter_sheets,
        "languages": settings.LANGUAGES,
        "screen_url": screen,
        "screen_address": f"{settings.SITE_URL}{screen}",
        "screens": [
            (table.label, f"{before}{table.pk}{after}")
            for table in selectors.tables_of(session)
        ],
    }
    return render(request, "scheduling/papers.html", context)


@login_required
@require_safe
def all_agendas_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Send the agendas of all companies in one file, each in its own language."""
    session = _printable(request, code)
    data = printing.print_agendas(session, actor=request.user, at=now())
    return _file(data, f"agendas-{session.code}")


@login_required
@require_safe
def table_sheets_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Send a sheet for each table."""
    session = _printable(request, code)
    data = printing.print_tables(session, actor=request.user, at=now())
    return _file(data, f"tables-{session.code}-{translation.get_language()}")


@login_required
@require_safe
def interpreter_sheets_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Send a sheet for each interpreter."""
    session = _printable(request, code)
    data = printing.print_interpreters(session, actor=request.user, at=now())
    return _file(data, f"interpreters-{session.code}-{translation.get_language()}")


def _file(data: bytes, name: str) -> HttpResponse:
    disposition = f'inline; filename="{name}.pdf"'
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return HttpResponse(data, content_type="application/pdf", headers=headers)


# --- Screens in the room -----------------------------------------------------


@never_cache
@require_safe
def screen(request: HttpRequest, token: str, number: int | None = None) -> HttpResponse:
    """Show what happens at the tables now and next, without an account."""
    session = screens.session_of_screen(token)
    if session is None:
        raise Http404
    at = now()
    shown = screens.screen_of(session, at, table=number)
    if number is not None and not shown.rows:
        get_object_or_404(session.tables, pk=number)
    context = {
        "session": session,
        "rows": shown.rows,
        "is_one": number is not None,
        "at": at,
        "bell": shown.bell,
        "has_two_zones": session.partner_time_zone not in {"", session.time_zone},
    }
    response = render(request, "scheduling/screen.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Refresh"] = str(SCREEN_SECONDS)
    return response
