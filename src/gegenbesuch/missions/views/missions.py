"""The pages of missions, and what an office changes on them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gegenbesuch.accounts.models import Office
from gegenbesuch.accounts.rules import office_ids
from gegenbesuch.core import versions
from gegenbesuch.core.paging import around, page_number
from gegenbesuch.core.permissions import fetch
from gegenbesuch.directory.evidence import cite, evidence_of
from gegenbesuch.missions import groups, rules, selectors, services
from gegenbesuch.missions.clashes import clashes
from gegenbesuch.missions.conflicts import by_item, item_conflicts
from gegenbesuch.missions.findings import apart, of_parts
from gegenbesuch.missions.forms import (
    MissionForm,
    StatusForm,
    UseTemplateForm,
)
from gegenbesuch.missions.models import Mission, Participation
from gegenbesuch.missions.pictures import build
from gegenbesuch.missions.programme import days_of, lines_of
from gegenbesuch.missions.views.frame import frame_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse


F = Participation.Function
#: So many of each list stand on the first page of a mission, and on a page of all.
IN_SHORT = 12
ON_A_PAGE = 100


# --- Pages -------------------------------------------------------------------


@login_required
def missions(request: HttpRequest) -> HttpResponse:
    """Show the office's missions: where it stands, then the list."""
    attested = selectors.periods_of_undated(request.user)
    years = selectors.years_of_missions(request.user, attested)
    wanted = _wanted(request, years)
    after = request.GET.get("after", "")
    real = invented = selectors.MissionPage([], "")
    if wanted.reality != "invented":
        real = selectors.list_missions(
            request.user, wanted, is_invented=False, attested=attested, after=after
        )
    if wanted.reality == "invented":
        invented = selectors.list_missions(
            request.user, wanted, is_invented=True, attested=attested, after=after
        )
    elif not wanted.reality and not after:
        invented = selectors.list_missions(
            request.user,
            wanted,
            is_invented=True,
            attested=attested,
            size=selectors.MOST_INVENTED,
        )
    context = {
        "filter": wanted,
        "years": years,
        "directions": Mission.Direction.choices,
        "statuses": Mission.Status.choices,
        "counts": selectors.count_missions(request.user),
        "announced": _announced(request),
        "real_years": _by_year(real.missions),
        "real": real,
        "invented": invented,
        "can_create": rules.can_create_mission(request.user),
        "is_empty": not (
            real.missions
            or invented.missions
            or wanted.is_active
            or wanted.reality
            or after
        ),
    }
    return render(request, "missions/missions.html", context)


@login_required
def mission(request: HttpRequest, code: str) -> HttpResponse:
    """Show a mission: where, when, what, who, and what the sources say of it."""
    found = fetch(selectors.mission_with_names, code, request.user)
    stops = selectors.stops_of(found)
    items = selectors.items_of(found, stops)
    goals = selectors.goals_of(found)
    links = selectors.links_of(found, request.user)
    people = selectors.participations_of(
        found, with_internal=rules.can_see_internal(request.user, found)
    )
    lists = _groups(people)
    shown = {name: rows[:IN_SHORT] for name, rows in lists.items()}
    leads = [row for row in people if row.function == F.LEAD]
    named = list(
        {row.pk: row for rows in (leads, *shown.values()) for row in rows}.values()
    )
    selectors.name_everybody(stops, items, named)
    selectors.attest(
        [found, *(m for link in links.all for m in (link.earlier, link.later))]
    )
    visited = [stop.organisation for stop in stops if stop.organisation]
    evidence = evidence_of([found, *items, *visited])
    interests = selectors.interests_of(found)
    outcomes = selectors.outcomes_of(found)
    cite(
        [found],
        stops,
        items,
        goals,
        links.all,
        named,
        interests,
        outcomes,
        evidence.figures,
        evidence.claims,
    )
    findings, of_items = apart(of_parts([found], is_brief=True), items)
    conflicts = by_item(item_conflicts(items), of_items)
    lines = lines_of(found, items, evidence, conflicts)
    context = frame_of(request, found) | {
        "stops": stops,
        "map": build.map_of(found, stops),
        "axis": build.axis_of(found, stops, items),
        "days": days_of(lines),
        "lines": lines,
        "goals": goals,
        "links": links,
        "nesting": selectors.nesting_of(found, request.user),
        "offices": selectors.partner_offices_of(found),
        "joint_leads": [
            row.person for row in leads if row.person and row.person_id != found.lead_id
        ],
        "interests": interests,
        "outcomes": outcomes,
        "figures": evidence.figures_of(found),
        "host_figures": [
            (organisation, figures)
            for organisation in dict.fromkeys(visited)
            if (figures := evidence.figures_of(organisation))
        ],
        "conflicts": evidence.conflicts,
        "questions": evidence.questions,
        "clashes": []
        if found.status in rules.HELD
        else clashes(found, request.user, people),
        "findings": findings,
        "more": {
            name: len(rows) for name, rows in lists.items() if len(rows) > IN_SHORT
        },
        "total": len(people),
        **shown,
    }
    return render(request, "missions/mission.html", context)


@login_required
def programme(request: HttpRequest, code: str) -> HttpResponse:
    """
    Show the programme by day, plan beside actual.

    `?group=` shows what one group does, `?person=` what one person does; both with
    what is for everybody.
    """
    found = fetch(selectors.mission_with_names, code, request.user)
    stops = selectors.stops_of(found)
    items = selectors.items_of(found, stops)
    rows = groups.groups_of(found)
    people = selectors.participations_of(
        found, with_internal=rules.can_see_internal(request.user, found)
    )
    selectors.name_everybody(stops, items, people)
    groups.group_items(items, rows)
    wanted = groups.wanted_of(request.GET, rows, people)
    findings, of_items = apart(of_parts([found]), items)
    conflicts = by_item(item_conflicts(items), of_items)
    shown = [item for item in items if groups.concerns(item, wanted)]
    evidence = evidence_of(shown)
    cite(shown, evidence.figures, evidence.claims)
    lines = lines_of(found, shown, evidence, conflicts)
    context = frame_of(request, found) | {
        "can_edit_programme": rules.can_edit_programme(request.user, found),
        "groups": rows,
        "people": [row.person for row in people if row.person],
        "wanted": wanted,
        "clashes": clashes(found, request.user),
        "findings": findings,
        "days": days_of(lines),
        "conflicts": evidence.conflicts,
        "counts": {
            "all": len(lines),
            "held": sum(line.state == "held" for line in lines),
            "dropped": sum(line.state == "dropped" for line in lines),
            "planned": sum(line.state == "planned" for line in lines),
        },
    }
    return render(request, "missions/programme.html", context)


@login_required
def participants(request: HttpRequest, code: str) -> HttpResponse:
    """Show who took part; the internal list to editors only."""
    found = fetch(selectors.mission_with_names, code, request.user)
    people = selectors.participations_of(
        found, with_internal=rules.can_see_internal(request.user, found)
    )
    lists = _groups(people)
    everybody = [(name, row) for name, rows in lists.items() for row in rows]
    page = page_number(request)
    on_page = everybody[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    shown = [row for _name, row in on_page]
    selectors.name_everybody(participations=shown)
    evidence = evidence_of([found])
    cite(shown, evidence.claims)
    context = frame_of(request, found) | {
        name: [row for of, row in on_page if of == name] for name in lists
    }
    context |= around(page, ON_A_PAGE, len(on_page), len(everybody))
    context["counts"] = {name: len(rows) for name, rows in lists.items()}
    context["edit_in"] = found.code if context["can_edit"] else ""
    context["conflicts"] = [
        conflict for conflict in evidence.conflicts if conflict.aspect == "size"
    ]
    return render(request, "missions/participants.html", context)


# --- Changing a mission ------------------------------------------------------


@login_required
def create_mission(request: HttpRequest) -> HttpResponse:
    """Set up a mission in the first office the user may edit."""
    office = next(
        (
            office
            for office in Office.objects.filter(
                pk__in=office_ids(request.user)
            ).order_by("pk")
            if rules.can_create_mission_in(request.user, office)
        ),
        None,
    )
    if office is None:
        raise PermissionDenied
    form = MissionForm(request.POST or None, office=office, user=request.user)
    if request.method == "POST" and form.is_valid():
        made = services.create_mission(office, actor=request.user, **form.cleaned_data)
        _warn_of_clashes(request, made)
        return redirect(made)
    context = {
        "form": form,
        "mission": None,
        "template_form": UseTemplateForm(user=request.user),
    }
    return render(request, "missions/update_mission.html", context)


@login_required
def update_mission(request: HttpRequest, code: str) -> HttpResponse:
    """Change the frame of a mission; clashes of people are told on saving."""
    found = fetch(
        selectors.mission_with_names, code, request.user, rules.can_edit_mission
    )
    initial = {field: getattr(found, field) for field in MissionForm.base_fields}
    form = versions.watched(
        MissionForm(
            request.POST or None,
            office=found.office,
            user=request.user,
            initial=initial,
        ),
        found,
    )
    if request.method == "POST" and versions.save(
        form, found, services.update_mission, actor=request.user
    ):
        messages.success(request, _("The mission was saved."))
        _warn_of_clashes(request, found)
        return redirect(found)
    context = frame_of(request, found) | {
        "form": form,
        "status_form": StatusForm(mission=found),
    }
    return render(request, "missions/update_mission.html", context)


@login_required
def change_mission_status(request: HttpRequest, code: str) -> HttpResponse:
    """Move a mission to its next status, or out of the way."""
    found = fetch(
        selectors.mission_with_names, code, request.user, rules.can_edit_mission
    )
    form = StatusForm(request.POST or None, mission=found)
    if request.method == "POST" and form.is_valid():
        services.change_mission_status(found, actor=request.user, **form.cleaned_data)
        messages.success(request, _("The status was changed."))
        return redirect(found)
    context = frame_of(request, found) | {"form": form}
    return render(request, "missions/change_mission_status.html", context)


# --- Parts of answers --------------------------------------------------------


def _wanted(request: HttpRequest, years: Sequence[str]) -> selectors.MissionFilter:
    """Read the filter; what is none of its choices counts as all."""

    def choice(name: str, allowed: Sequence[str]) -> str:
        value = request.GET.get(name, "")
        return value if value in allowed else ""

    return selectors.MissionFilter(
        direction=choice("direction", Mission.Direction.values),
        status=choice("status", Mission.Status.values),
        year=choice("year", years),
        reality=choice("reality", ("real", "invented")),
    )


def _announced(request: HttpRequest) -> list[tuple[Mission, bool]]:
    """Return what is announced, and whether its time has passed unreported."""
    today = localdate()
    return [
        (row, bool((last := row.starts_on.last_day()) and last < today))
        for row in selectors.announced_missions(request.user)
    ]


def _by_year(rows: Sequence[Any]) -> list[tuple[str, list[Mission]]]:
    return [
        (year, list(group))
        for year, group in groupby(rows, lambda row: str(row.begins.year or ""))
    ]


def _groups(people: Sequence[Participation]) -> dict[str, Any]:
    """Sort participations by what they do in a mission."""

    def those(*functions: str) -> list[Participation]:
        return [row for row in people if row.function in functions]

    return {
        "delegation": [
            row
            for row in those(F.LEAD, F.MEMBER, F.COORDINATION, F.INTERPRETER)
            if row.is_public
        ],
        "internal": [row for row in people if not row.is_public],
        "companies": [row for row in those(F.COMPANY) if row.is_public],
        "profiles": those(F.PROFILE),
        "partners": those(*selectors.PARTNERS),
        "guests": those(F.GUEST, F.OPENER, F.WELCOME),
    }


def _warn_of_clashes(request: HttpRequest, found: Mission) -> None:
    for clash in clashes(found, request.user):
        messages.warning(
            request,
            _("%(person)s may be needed at the same time for “%(mission)s”.")
            % {"person": clash.person, "mission": clash.other},
        )
