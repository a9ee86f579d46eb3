"""One search over everything that the user may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import render

from gegenbesuch.accounts.rules import office_ids
from gegenbesuch.core.htmx import page_or_piece
from gegenbesuch.core.search import finding, kinds
from gegenbesuch.directory import listing
from gegenbesuch.directory.search_form import EverythingForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

MOST_SUGGESTED = 8


@login_required
def search(request: HttpRequest) -> HttpResponse:
    """Find records of all kinds, narrowed by facets; for htmx only the results."""
    form = EverythingForm(request.GET, user=request.user)
    chosen = form.chosen()
    text, kind = chosen.pop("q", ""), chosen.pop("kind", "")
    facets = {name: value for name, value in chosen.items() if value}
    is_asked = bool(text.strip() or kind or facets)
    page = listing.page_of_hits(
        request.user,
        text,
        kinds=[kind] if kind else [],
        facets=facets,
        at=request.GET.get("at", ""),
    )
    context: dict[str, Any] = {
        "form": form,
        "is_asked": is_asked,
        "page": page,
        "rows": kinds.lines_of(page.rows),
    }
    return page_or_piece(request, "directory/search.html", context, piece="results")


@login_required
def suggest(request: HttpRequest) -> HttpResponse:
    """Offer the best hits for what is being typed into the box of every page."""
    text = request.GET.get("q", "")
    found = (
        finding.find(text, offices=office_ids(request.user), enough=MOST_SUGGESTED)
        if text.strip()
        else finding.Found([], is_cut=False)
    )
    context = {
        "rows": kinds.lines_of(found.hits[:MOST_SUGGESTED]),
        "has_more": len(found.hits) > MOST_SUGGESTED,
        "text": text,
    }
    return render(request, "directory/_suggestions.html", context)
