"""The results report as the records have it now: of a mission and of more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from gegenbesuch.accounts.models import Office
from gegenbesuch.core.countries import country_name
from gegenbesuch.core.permissions import fetch
from gegenbesuch.mandate.rules import can_see_mandate
from gegenbesuch.missions.models import Mission
from gegenbesuch.missions.pictures.build import map_of
from gegenbesuch.missions.rules import can_see_internal
from gegenbesuch.missions.selectors import (
    mission_with_names,
    nesting_of,
    years_of_missions,
)
from gegenbesuch.outcomes.chain_pictures import picture_of
from gegenbesuch.outcomes.demand import demand_among, draw_demand
from gegenbesuch.outcomes.selectors import chain_among
from gegenbesuch.reports import rules, services
from gegenbesuch.reports.bilanz import Bilanz, compute_scope
from gegenbesuch.reports.files import MEDIA_TYPES
from gegenbesuch.reports.models import Report
from gegenbesuch.reports.numbers import Level
from gegenbesuch.reports.paper import Paper, numbers_at, paper_of, words_of
from gegenbesuch.reports.scopes import Scope, find_scope, scope_of_mission

if TYPE_CHECKING:
    from django.http import HttpRequest

MOST_VERSIONS = 50


@login_required
def bilanz(request: HttpRequest, code: str) -> HttpResponse:
    """Show goals beside results; every number opens the records behind it."""
    mission = fetch(mission_with_names, code, request.user)
    found = compute_scope(
        scope_of_mission(mission),
        [mission],
        with_internal=can_see_internal(request.user, mission),
        with_costs=can_see_mandate(request.user, mission),
    )
    context = _context(request, found) | {
        "mission": mission,
        "nesting": nesting_of(mission, request.user),
        "map": map_of(mission, found.rows[0].stops),
        "can_draft": rules.can_draft_press(request.user, mission),
    }
    return render(request, "reports/bilanz.html", context)


@login_required
def words(request: HttpRequest, code: str) -> HttpResponse:
    """Answer the questions of a council, and say in sentences what is on record."""
    mission = fetch(mission_with_names, code, request.user)
    found = compute_scope(
        scope_of_mission(mission),
        [mission],
        with_internal=can_see_internal(request.user, mission),
    )
    with_costs = can_see_mandate(request.user, mission)
    context = words_of(found, with_costs=with_costs) | {"mission": mission}
    return render(request, "reports/words.html", context)


@login_required
def scope(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Show what came of all missions with a partner, in a country, year or office."""
    wanted, missions = find_scope(kind, key, request.user)
    found = compute_scope(
        wanted, missions, with_costs=_sees_costs(request.user, missions)
    )
    demand = demand_among(missions)
    pictures = [(k, draw_demand(demand, is_narrow=k == "narrow")) for k in _SCREENS]
    context = _context(request, found) | {"demand": pictures}
    return render(request, "reports/scope.html", context)


_SCREENS = ("wide", "narrow")


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Offer the years, countries and offices, and the versions that were frozen."""
    missions = Mission.objects.visible_to(request.user).filter(is_invented=False)
    rows = missions.values_list("relation__country").annotate(n=Count("pk")).order_by()
    countries = sorted(
        (country_name(country), country, n) for country, n in rows if country
    )
    reports = Report.objects.visible_to(request.user).defer("papers")
    context = {
        "years": years_of_missions(request.user),
        "countries": countries,
        "offices": Office.objects.filter(pk__in=request.user.office_ids).order_by("pk"),
        "reports": reports.select_related("made_by", "released_by").order_by("-pk")[
            :MOST_VERSIONS
        ],
    }
    return render(request, "reports/index.html", context)


@login_required
@require_safe
def bilanz_file(request: HttpRequest, kind: str, key: str, ending: str) -> HttpResponse:
    """Return the Bilanz as it is now as a file."""
    language = request.GET.get("language", request.LANGUAGE_CODE)
    if ending not in MEDIA_TYPES or language not in dict(settings.LANGUAGES):
        raise Http404
    wanted, missions = find_scope(kind, key, request.user)
    file = services.export_bilanz(
        wanted,
        missions,
        _office_of(request.user, missions),
        ending=ending,
        language=language,
        actor=request.user,
        at=now(),
        with_costs=_sees_costs(request.user, missions),
    )
    return attached(file, MEDIA_TYPES[ending], f"bilanz-{key}-{language}.{ending}")


def attached(file: bytes, media_type: str, name: str) -> HttpResponse:
    """Return a file to be saved, never to be shown."""
    response = HttpResponse(file, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


# --- Parts of answers --------------------------------------------------------


def _sees_costs(user: Any, missions: list[Mission]) -> bool:
    return all(can_see_mandate(user, mission) for mission in missions)


def _office_of(user: Any, missions: list[Mission]) -> Office:
    """Return the office in whose name a file is made: the reader's own if it can be."""
    own = [
        mission.office for mission in missions if mission.office_id in user.office_ids
    ]
    if own:
        return own[0]
    office: Office | None = Office.objects.filter(pk__in=user.office_ids).first()
    if office is None:
        raise Http404
    return office


def _context(request: HttpRequest, found: Bilanz) -> dict[str, Any]:
    with_costs = _sees_costs(request.user, list(found.missions))
    paper = paper_of(
        found,
        with_costs=with_costs,
        with_words=False,
        with_details=found.scope.is_mission,
    )
    chain = _chain(found)
    office = rules.office_to_report(request.user, list(found.missions))
    return {
        "paper": paper,
        "levels": levels_of(paper),
        "chain": {kind: picture_of(chain, kind) for kind in _SCREENS} if chain else {},
        "endings": list(MEDIA_TYPES),
        "versions": _versions(request.user, found.scope),
        "can_freeze": office is not None and bool(found.missions),
        "language": get_language(),
    }


def levels_of(paper: Paper) -> list[tuple[str, str]]:
    """Return the levels that have numbers, each with its name."""
    return [
        (level.value, str(level.label)) for level in Level if numbers_at(paper, level)
    ]


def _versions(user: Any, wanted: Scope) -> list[Report]:
    same = Report.objects.visible_to(user).filter(kind=wanted.kind, key=wanted.key)
    return list(same.defer("papers").order_by("-number")[:MOST_VERSIONS])


def _chain(found: Bilanz) -> Any:
    """Return the chain of these missions; None where nothing is linked."""
    links = {link.pk: link for rows in found.rows for link in rows.links}
    steps = {step.pk: step for rows in found.rows for step in rows.steps}
    if not links and not steps:
        return None
    offices = {mission.office_id for mission in found.missions}
    missions = {mission.pk: mission for mission in found.missions}
    for link in links.values():
        for mission in (link.earlier, link.later):
            if mission.office_id in offices:
                missions.setdefault(mission.pk, mission)
    known = [
        link
        for link in links.values()
        if {link.earlier_id, link.later_id} <= missions.keys()
    ]
    return chain_among(list(missions.values()), list(steps.values()), known)
