"""Pages about places and sectors, which all offices share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render

from gegenbesuch.core import versions
from gegenbesuch.directory import listing, rules, selectors, services, towns
from gegenbesuch.directory.models import Place, Sector
from gegenbesuch.directory.place_forms import PlaceForm, from_town
from gegenbesuch.directory.views.details import saved
from gegenbesuch.directory.views.pieces import timeline_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

#: Classifications of business, always with their version.
SCHEMES = {
    "nace-2": "NACE Rev. 2",
    "nace-2.1": "NACE Rev. 2.1",
    "isic-4": "ISIC Rev. 4",
    "isic-5": "ISIC Rev. 5",
    "jsic-13": "JSIC 13",
    "jsic-14": "JSIC 14",
}


@login_required
def places(request: HttpRequest) -> HttpResponse:
    """List the places, by country."""
    context = {
        "places": selectors.places_in_order(),
        "can_edit": rules.can_edit_places(request.user),
    }
    return render(request, "directory/places.html", context)


@login_required
def create_place(request: HttpRequest) -> HttpResponse:
    """Add a place: filled in from a town of the world that was looked up, or by hand."""
    if not rules.can_edit_places(request.user):
        raise PermissionDenied
    asked = request.GET.get("q", "").strip()
    found = towns.find(asked)
    chosen = request.GET.get("town", "")
    initial = {}
    if chosen.isdecimal() and int(chosen) < len(found):
        initial = from_town(found[int(chosen)], asked)
    form = PlaceForm(request.POST or None, initial=initial)
    made: list[Place] = []

    def write() -> None:
        made.append(services.create_place(actor=request.user, **form.cleaned_data))

    if request.method == "POST" and saved(form, write):
        return redirect(made[0])
    context = {
        "form": form,
        "asked": asked,
        "towns": found,
        "is_open": bool(initial) or request.method == "POST",
    }
    return render(request, "directory/place_form.html", context)


@login_required
def update_place(request: HttpRequest, code: str) -> HttpResponse:
    """Change a place, for all offices."""
    if not rules.can_edit_places(request.user):
        raise PermissionDenied
    record = get_object_or_404(Place, code=code)
    initial = {name: getattr(record, name) for name in PlaceForm.base_fields}
    form = versions.watched(
        PlaceForm(request.POST or None, place=record, initial=initial), record
    )
    if request.method == "POST" and versions.save(
        form, record, services.update_place, actor=request.user
    ):
        return redirect(record)
    context = {"form": form, "place": record}
    return render(request, "directory/place_form.html", context)


@login_required
def place(request: HttpRequest, code: str) -> HttpResponse:
    """Show who is in a place, and what happened there."""
    record = get_object_or_404(Place, code=code)
    page = listing.page_of(
        selectors.organisation_rows(), user=request.user, filters={"place": record}
    )
    context = {
        "place": record,
        "page": page,
        "rows": selectors.lines_of_organisations(page.rows),
        "other_names": selectors.names_of_place(record),
        "can_edit": rules.can_edit_places(request.user),
        **timeline_of(request, record, cited_too=[record]),
    }
    return render(request, "directory/place.html", context)


@login_required
def sector(request: HttpRequest, code: str) -> HttpResponse:
    """Show who is in a sector, its codes, and what happened in it."""
    record = get_object_or_404(Sector, code=code)
    page = listing.page_of(
        selectors.organisation_rows(), user=request.user, filters={"sector": record}
    )
    context = {
        "sector": record,
        "codes": _codes_of(record),
        "page": page,
        "rows": selectors.lines_of_organisations(page.rows),
        **timeline_of(request, record),
    }
    return render(request, "directory/sector.html", context)


def _codes_of(sector: Sector) -> list[tuple[str, list[str]]]:
    return [(SCHEMES[key], sector.codes[key]) for key in SCHEMES if key in sector.codes]


@login_required
def sectors(request: HttpRequest) -> HttpResponse:
    """List the sectors with their codes in each classification."""
    rows = [
        (
            sector,
            sector.synonyms,
            _codes_of(sector),
        )
        for sector in selectors.sectors_in_order()
    ]
    context = {"sectors": rows}
    return render(request, "directory/sectors.html", context)
