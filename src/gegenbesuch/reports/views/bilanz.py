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
from gegenbesuch.accounts.rules import office_ids
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
from gegenbesuch.outcomes.demand import demand_among
from gegenbesuch.reports import rules, services
from gegenbesuch.reports.bilanz import Bilanz, compute, compute_scope
from gegenbesuch.reports.files import MEDIA_TYPES
from gegenbesuch.reports.gathering import (
    FOR_SENTENCES,
    NUMBERS,
    WITHOUT_PROGRAMME,
    Extent,
    gather_links,
)
from gegenbesuch.reports.models import Report
from gegenbesuch.reports.numbers import Level
from gegenbesuch.reports.paper import Paper, numbers_at, paper_of, words_of
from gegenbesuch.reports.picturing import draw_chain, drawings_of
from gegenbesuch.reports.remembering import until_written
from gegenbesuch.reports.scopes import Scope, find_scope, scope_of_mission

if TYPE_CHECKING:
    from django.http import HttpRequest

MOST_VERSIONS = 50


@login_required
def bilanz(request: HttpRequest, code: str) -> HttpResponse:
    """Show goals beside results; every number opens the records behind it."""
    mission = fetch(mission_with_names, code, request.user)
    paper, pictures = _of_mission(*_about(request, mission), mission=mission)
    context = _context(
        request, scope_of_mission(mission), paper, (mission.office_id,)
    ) | {
        "mission": mission,
        "nesting": nesting_of(mission, request.user),
        **pictures,
        "can_draft": rules.can_draft_press(request.user, mission),
    }
    return render(request, "reports/bilanz.html", context)


@login_required
def words(request: HttpRequest, code: str) -> HttpResponse:
    """Answer the questions of a council, and say in sentences what is on record."""
    mission = fetch(mission_with_names, code, request.user)
    context = _words(*_about(request, mission), mission=mission)
    context |= {"mission": mission}
    return render(request, "reports/words.html", context)


@login_required
def scope(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Show what came of all missions with a partner, in a country, year or office."""
    found, paper, offices = _of_many(kind, key, *_reader(request))
    context = _context(request, found, paper, offices)
    return render(request, "reports/scope.html", context)


@login_required
def pictures(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Draw what was asked for on these missions, and what followed from what."""
    context = _pictures(kind, key, *_reader(request))
    return render(request, "reports/pictures.html", context)


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


# --- Computed from the records -----------------------------------------------

Offices = tuple[int, ...]


def _reader(request: HttpRequest) -> tuple[Offices, str]:
    """Return what a page depends on beside the records: the offices, the language."""
    return tuple(office_ids(request.user)), get_language() or ""


def _about(
    request: HttpRequest, mission: Mission
) -> tuple[str, tuple[bool, bool], Offices, str]:
    """Return what the Bilanz of a mission depends on: also who may see what."""
    sees = (
        can_see_internal(request.user, mission),
        can_see_mandate(request.user, mission),
    )
    return mission.code, sees, *_reader(request)


def _computed(mission: Mission, sees: tuple[bool, bool], extent: Extent) -> Bilanz:
    with_internal, with_costs = sees
    return compute(
        mission, with_internal=with_internal, with_costs=with_costs, extent=extent
    )


@until_written
def _of_mission(
    _code: str,
    sees: tuple[bool, bool],
    _offices: Offices,
    _language: str,
    *,
    mission: Mission,
) -> tuple[Paper, dict[str, Any]]:
    """Return the paper of a mission, its map and its chain."""
    found = _computed(mission, sees, WITHOUT_PROGRAMME)
    paper = paper_of(found, with_costs=sees[1], with_words=False)
    (rows,) = found.rows
    return paper, {"map": map_of(mission, rows.stops), "chain": draw_chain(found.rows)}


@until_written
def _words(
    _code: str,
    sees: tuple[bool, bool],
    _offices: Offices,
    _language: str,
    *,
    mission: Mission,
) -> Paper:
    return words_of(_computed(mission, sees, FOR_SENTENCES), with_costs=sees[1])


@until_written
def _of_many(
    kind: str, key: str, offices: Offices, _language: str
) -> tuple[Scope, Paper, Offices]:
    """Return the numbers of a scope, and who leads its missions."""
    wanted, missions = find_scope(kind, key, list(offices))
    leading = tuple(mission.office_id for mission in missions)
    # All of the office that leads see the money; offices that join in don't.
    with_costs = set(leading) <= set(offices)
    found = compute_scope(wanted, missions, with_costs=with_costs, extent=NUMBERS)
    paper = paper_of(found, with_costs=with_costs, with_words=False, with_details=False)
    return wanted, paper, leading


@until_written
def _pictures(kind: str, key: str, offices: Offices, _language: str) -> dict[str, Any]:
    wanted, missions = find_scope(kind, key, list(offices))
    return {
        "scope": wanted,
        "chain": draw_chain(gather_links(missions)),
        "demand": drawings_of(demand_among(missions)),
    }


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


def _context(
    request: HttpRequest, scope: Scope, paper: Paper, offices: tuple[int, ...]
) -> dict[str, Any]:
    return {
        "paper": paper,
        "levels": levels_of(paper),
        "endings": list(MEDIA_TYPES),
        "versions": _versions(request.user, scope),
        "can_freeze": rules.office_to_report(request.user, offices) is not None,
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
