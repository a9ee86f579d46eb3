"""What follows one mission: tasks, talks, and the questions to those who took part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gegenbesuch.core.paging import around, page_number
from gegenbesuch.core.permissions import fetch
from gegenbesuch.followup import rules, selectors, services, task_lists
from gegenbesuch.followup.forms import DebriefForm
from gegenbesuch.followup.models import Survey
from gegenbesuch.missions.rules import HELD, can_see_internal
from gegenbesuch.missions.selectors import attest, mission_with_names

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from gegenbesuch.missions.models import Mission


@login_required
def follow_up(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is to do after a mission, who was talked to, and who was asked."""
    found = _mission(request, code)
    can_edit = rules.can_follow_up(request.user, found)
    tasks = task_lists.tasks_of(found, request.user)
    size, page = selectors.TALKS_ON_A_PAGE, page_number(request)
    talks = None
    if can_edit:
        talks = selectors.talks_of(found, first=(page - 1) * size)
    last = selectors.last_day_of(found)
    context = {
        "mission": found,
        "today": localdate(),
        "tasks": tasks.tasks,
        "promises": tasks.promises,
        "has_more": tasks.has_more,
        "notes": selectors.notes_of(
            found,
            with_confidential=rules.can_see_confidential(request.user, found),
        ),
        "met": selectors.met_in(found),
        "steps": selectors.next_steps_of(found) if can_edit else [],
        "talks": talks,
        "talk_until": last + selectors.TALKED_WITHIN if last else None,
        "surveys": selectors.surveys_of(found, localdate()),
        "can_edit": can_edit,
        **(around(page, size, len(talks.rows), talks.count) if talks else {}),
        "task_url": f"{reverse('followup:add-task')}?"
        + urlencode({"mission": found.code, "back": request.path}),
    }
    return render(request, "followup/follow_up.html", context)


@login_required
def record_debrief(request: HttpRequest, code: str, row: str) -> HttpResponse:
    """Write down what somebody who took part said after the return."""
    found = _mission(request, code, rules.can_follow_up)
    people = found.participations.select_related("person", "organisation", "mission")
    participation = get_object_or_404(people, code=row)
    known = getattr(participation, "debrief", None)
    initial = (
        {"talked_on": known.talked_on, "text": known.text, "lessons": known.lessons}
        if known
        else {"talked_on": localdate()}
    )
    form = DebriefForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.record_debrief(
            participation,
            actor=request.user,  # type: ignore[arg-type]
            **form.cleaned_data,
        )
        messages.success(request, _("The talk was written down."))
        return redirect("followup:follow-up", found.code)
    context = {"mission": found, "row": participation, "form": form}
    return render(request, "followup/record_debrief.html", context)


@login_required
def surveys(request: HttpRequest, code: str) -> HttpResponse:
    """Show who is asked and when, and what was answered."""
    found = _mission(request, code, can_see_internal)
    asked = selectors.asked_of(found)
    context = {
        "mission": found,
        "surveys": selectors.surveys_of(found, localdate()),
        "asked": [row for row in asked if row.is_asked],
        "left_out": [row for row in asked if not row.is_asked],
        "replies": selectors.replies_of(found),
        "is_held": found.status in HELD,
        "can_plan": rules.can_plan_surveys(request.user, found),
    }
    return render(request, "followup/surveys.html", context)


@login_required
@require_POST
def send_survey(request: HttpRequest, code: str, days: int) -> HttpResponse:
    """Ask all who took part now."""
    found = _mission(request, code, rules.can_plan_surveys)
    count = services.send_survey(
        found,
        _known(days),
        on=localdate(),
        actor=request.user,  # type: ignore[arg-type]
    )
    text = ngettext(
        "One person or company is asked.",
        "%(count)d persons and companies are asked.",
        count,
    )
    messages.success(request, text % {"count": count})
    return redirect("followup:surveys", found.code)


@login_required
@require_POST
def switch_survey(request: HttpRequest, code: str, days: int) -> HttpResponse:
    """Say that a survey is not sent, or that it is after all."""
    found = _mission(request, code, rules.can_plan_surveys)
    services.switch_survey(
        found,
        _known(days),
        is_off=request.POST.get("off") == "yes",
        actor=request.user,  # type: ignore[arg-type]
    )
    return redirect("followup:surveys", found.code)


def _known(days: int) -> int:
    if days not in Survey.Days.values:
        raise Http404
    return days


def _mission(request: HttpRequest, code: str, rule: object = None) -> Mission:
    found = fetch(mission_with_names, code, request.user, rule)  # type: ignore[arg-type]
    attest([found])
    return found
