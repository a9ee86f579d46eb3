"""The plan of a mission: checklist, goals, proposals, one like another."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gegenbesuch.core import versions
from gegenbesuch.core.ordering import in_order
from gegenbesuch.core.permissions import fetch
from gegenbesuch.missions import rules, selectors, services
from gegenbesuch.missions.forms import GoalForm, PlanLikeForm, StepForm, StepStatusForm
from gegenbesuch.missions.models import Mission, Step
from gegenbesuch.missions.views.frame import frame_of

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from gegenbesuch.missions.models import Goal, Proposal


@dataclass(frozen=True)
class Due:
    """A step with its date."""

    step: Step
    due: date | None
    is_late: bool


# --- The page ----------------------------------------------------------------


@login_required
def planning(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is to do until when and by whom, what is to be achieved, who to ask."""
    found = fetch(selectors.mission_with_names, code, request.user)
    steps = in_order(found.steps.select_related("owner"))
    departure, back = found.starts_on.first_day(), found.ends_on.last_day()
    today = localdate()
    rows = []
    for step in steps:
        due = step.due(departure, back)
        is_late = step.status == Step.Status.OPEN and due is not None and due < today
        rows.append(Due(step, due, is_late))
    rows.sort(key=lambda row: row.step.phase)
    done = sum(step.status != Step.Status.OPEN for step in steps)
    context = frame_of(request, found) | {
        "by_phase": [
            (Step.Phase(phase).label, list(group))
            for phase, group in groupby(rows, lambda row: row.step.phase)
        ],
        "counts": {
            "all": len(rows),
            "done": done,
            "late": sum(row.is_late for row in rows),
        },
        "next": _next(rows),
        "goals": selectors.goals_of(found),
        "proposals": (
            in_order(found.proposals.select_related("person", "organisation"))
            if rules.can_see_internal(request.user, found)
            else []
        ),
        "can_call_off": found.status in rules.MAY_BE_CALLED_OFF,
    }
    return render(request, "missions/planning.html", context)


@login_required
def plan_like(request: HttpRequest, code: str) -> HttpResponse:
    """Plan a new mission like this one."""
    found = _editable(request, code)
    form = PlanLikeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = services.plan_like(found, actor=request.user, **form.cleaned_data)
        messages.success(
            request,
            _("The mission was planned; all dates were moved. Please go through it."),
        )
        return redirect("missions:planning", made.code)
    context = frame_of(request, found) | {"form": form}
    return render(request, "missions/plan_like.html", context)


@login_required
def plan_answer(request: HttpRequest, code: str) -> HttpResponse:
    """Plan the visit that answers this one."""
    found = _editable(request, code)
    form = PlanLikeForm(request.POST or None)
    form.fields["title"].help_text = _("Left empty, it says which visit it answers.")
    if request.method == "POST" and form.is_valid():
        made = services.plan_answer(found, actor=request.user, **form.cleaned_data)
        messages.success(
            request, _("The answering mission was planned. Please go through it.")
        )
        return redirect("missions:planning", made.code)
    context = frame_of(request, found) | {"form": form}
    return render(request, "missions/plan_answer.html", context)


# --- The checklist -----------------------------------------------------------


@login_required
@require_POST
def set_up_checklist(request: HttpRequest, code: str) -> HttpResponse:
    """Begin the checklist with the usual steps."""
    found = _editable(request, code)
    services.set_up_checklist(found, actor=request.user)
    return redirect("missions:planning", found.code)


@login_required
def add_step(request: HttpRequest, code: str) -> HttpResponse:
    """Add a step to the checklist."""
    found = _editable(request, code)
    form = StepForm(request.POST or None, mission=found)
    if request.method == "POST" and form.is_valid():
        services.add_step(found, actor=request.user, **form.cleaned_data)
        return redirect("missions:planning", found.code)
    context = frame_of(request, found) | {"form": form, "step": None}
    return render(request, "missions/update_step.html", context)


@login_required
def update_step(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """Change what a step says, who does it and when it is due."""
    found = _editable(request, code)
    row = _step(found, step)
    fields = ("text", "phase", "offset_days", "due_on", "owner", "owner_text")
    initial = {field: getattr(row, field) for field in fields}
    form = versions.watched(
        StepForm(request.POST or None, mission=found, initial=initial), row
    )
    if request.method == "POST" and versions.save(
        form, row, services.update_step, actor=request.user
    ):
        return redirect("missions:planning", found.code)
    context = frame_of(request, found) | {"form": form, "step": row}
    return render(request, "missions/update_step.html", context)


@login_required
@require_POST
def change_step_status(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """Tick a step off, leave it out, or open it again."""
    found = _editable(request, code)
    row = _step(found, step)
    form = StepStatusForm(request.POST)
    if form.is_valid():
        services.change_step_status(row, actor=request.user, **form.cleaned_data)
    return redirect(f"{_planning_url(found)}#step-{row.code}")


# --- Goals -------------------------------------------------------------------


@login_required
def add_goal(request: HttpRequest, code: str) -> HttpResponse:
    """Add a goal, if possible one that can be counted."""
    found = _editable(request, code)
    form = GoalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.add_goal(found, actor=request.user, **form.cleaned_data)
        return redirect("missions:planning", found.code)
    context = frame_of(request, found) | {"form": form, "goal": None}
    return render(request, "missions/update_goal.html", context)


@login_required
def update_goal(request: HttpRequest, code: str, position: int) -> HttpResponse:
    """Change a goal."""
    found = _editable(request, code)
    row = _goal(found, position)
    form = GoalForm(
        request.POST or None,
        initial={"text": row.text, "target": row.target, "reached": row.reached},
    )
    if request.method == "POST" and form.is_valid():
        services.update_goal(row, actor=request.user, **form.cleaned_data)
        return redirect("missions:planning", found.code)
    context = frame_of(request, found) | {"form": form, "goal": row}
    return render(request, "missions/update_goal.html", context)


@login_required
@require_POST
def remove_goal(request: HttpRequest, code: str, position: int) -> HttpResponse:
    """Give up a goal."""
    found = _editable(request, code)
    services.remove_goal(_goal(found, position), actor=request.user)
    return redirect("missions:planning", found.code)


# --- People who may be asked again -------------------------------------------


@login_required
@require_POST
def accept_proposal(request: HttpRequest, code: str, proposal: str) -> HttpResponse:
    """Take somebody who was proposed into the mission."""
    found = _editable(request, code)
    services.accept_proposal(_proposal(found, proposal), actor=request.user)
    return redirect(f"{_planning_url(found)}#proposals")


@login_required
@require_POST
def drop_proposal(request: HttpRequest, code: str, proposal: str) -> HttpResponse:
    """Leave out somebody who was proposed."""
    found = _editable(request, code)
    services.drop_proposal(_proposal(found, proposal), actor=request.user)
    return redirect(f"{_planning_url(found)}#proposals")


def _editable(request: HttpRequest, code: str) -> Mission:
    return fetch(
        selectors.mission_with_names, code, request.user, rules.can_edit_mission
    )


def _planning_url(found: Mission) -> str:
    return f"{found.get_absolute_url()}planning/"


def _next(rows: list[Due]) -> Due | None:
    """Return the open step that is due first."""
    waiting = [row for row in rows if row.step.status == Step.Status.OPEN and row.due]
    return min(waiting, key=lambda row: str(row.due), default=None)


def _step(found: Mission, code: str) -> Step:
    row: Step = get_object_or_404(found.steps, code=code)
    row.mission = found
    return row


def _goal(found: Mission, position: int) -> Goal:
    row: Goal = get_object_or_404(found.goals, position=position)
    row.mission = found
    return row


def _proposal(found: Mission, code: str) -> Proposal:
    row: Proposal = get_object_or_404(
        found.proposals.select_related("person", "organisation"), code=code
    )
    row.mission = found
    return row
