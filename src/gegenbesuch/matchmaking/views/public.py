"""What everybody sees: offers and needs of a mission, without names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from gegenbesuch.matchmaking import selectors
from gegenbesuch.matchmaking.forms import SearchForm
from gegenbesuch.matchmaking.models import Marketplace
from gegenbesuch.matchmaking.showing import shown_statements, summary_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 8


@require_safe
def offers(request: HttpRequest, code: str) -> HttpResponse:
    """Show the published profiles of a mission without the companies' names."""
    market = _market(code)
    form = SearchForm(request.GET, mission=market.mission)
    rows = selectors.offers_in(market.mission, now().date(), **form.chosen())
    # Not by name: the order would give away whose offer it is.
    keys = rows.order_by("-published_at", "pk").values_list("pk", flat=True)
    page = Paginator(keys, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "mission": market.mission,
        "form": form,
        "page": page,
        "profiles": [
            (row, shown_statements(row))
            for row in selectors.with_details(page.object_list)
        ],
    }
    return render(request, "matchmaking/offers.html", context)


@require_safe
def offer(request: HttpRequest, code: str, profile: str) -> HttpResponse:
    """Show one published profile without the company's name."""
    market = _market(code)
    rows = selectors.offers_in(market.mission, now().date())
    found = rows.filter(code=profile).first()
    if found is None:
        raise Http404
    context = {
        "mission": market.mission,
        "profile": found,
        "summary": summary_of(found),
        "groups": shown_statements(found),
    }
    return render(request, "matchmaking/offer.html", context)


def _market(code: str) -> Marketplace:
    return get_object_or_404(
        Marketplace.objects.select_related("mission__office"),
        mission__code=code,
        is_public=True,
    )
