"""The schedule of a session as grids, what has no slot, and what it clashes with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gegenbesuch.core.paging import around, page_number
from gegenbesuch.core.permissions import fetch
from gegenbesuch.core.templatetags.display import address_of
from gegenbesuch.missions.rules import can_see_papers
from gegenbesuch.scheduling import grids, moving, overviews, rules, selectors
from gegenbesuch.scheduling.models import Session
from gegenbesuch.scheduling.session_conflicts import findings_of
from gegenbesuch.scheduling.views.sessions import can_change, unplaced_rows

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

UNPLACED_A_PAGE = 30


@login_required
@require_safe
@never_cache
def tables(request: HttpRequest, code: str) -> HttpResponse:
    """Show what happens at each table in each slot."""
    session = fetch(selectors.session_pages, code, request.user)
    can_move = can_change(request, session)
    can_run = rules.can_run_schedule(request.user, session)
    context = _frame(request, session) | {
        "grid": grids.table_grid(session),
        "can_move": can_move,
        "last_moved": moving.last_moved(session) if can_move else None,
        "table_url": address_of("scheduling:close-table", code, "0") if can_run else "",
    }
    return render(request, "scheduling/tables.html", context)


@login_required
@require_safe
@never_cache
def companies(request: HttpRequest, code: str) -> HttpResponse:
    """Show what each company does in each slot."""
    session = fetch(selectors.session_pages, code, request.user)
    page = page_number(request)
    grid = grids.company_grid(session, page)
    context = _frame(request, session) | {
        "grid": grid,
        **around(page, grids.COMPANIES_A_PAGE, len(grid.companies), grid.count),
    }
    return render(request, "scheduling/companies.html", context)


@login_required
@require_safe
@never_cache
def unplaced(request: HttpRequest, code: str) -> HttpResponse:
    """Show the meetings without a slot, why, and what would help."""
    session = fetch(selectors.session_pages, code, request.user)
    page = page_number(request)
    found = overviews.unplaced_of(
        session, first=(page - 1) * UNPLACED_A_PAGE, most=UNPLACED_A_PAGE
    )
    count = overviews.count_unplaced(session)
    context = _frame(request, session) | {
        "unplaced": unplaced_rows(found, can_cure=can_change(request, session)),
        "count": count,
        **around(page, UNPLACED_A_PAGE, len(found), count),
    }
    return render(request, "scheduling/unplaced.html", context)


def _frame(request: HttpRequest, session: Session) -> dict[str, object]:
    """Return what every page of a session needs."""
    return {
        "session": session,
        "mission": session.mission,
        "can_run": rules.can_run_schedule(request.user, session),
        "has_two_zones": session.partner_time_zone not in {"", session.time_zone},
    }


@login_required
@require_safe
@never_cache
def clashes(request: HttpRequest, code: str) -> HttpResponse:
    """
    Show what a session clashes with: programmes, interpreters, holidays, papers.

    The page of the session asks for the list alone, once it is there: to find it
    takes longer than the page.
    """
    session = fetch(selectors.session_pages, code, request.user)
    context = _frame(request, session) | {
        "findings": findings_of(session),
        "can_see_papers": can_see_papers(request.user, session.mission),
    }
    is_part = request.headers.get("HX-Request") == "true"
    part = "#session-clashes" if is_part else ""
    return render(request, f"scheduling/clashes.html{part}", context)
