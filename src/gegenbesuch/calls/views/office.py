"""A call and its applications, for the office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gegenbesuch.calls import rules, services
from gegenbesuch.calls.forms import (
    CallForm,
    CriterionForm,
    DecisionForm,
    LinkForm,
    QuestionForm,
    initial_of,
)
from gegenbesuch.calls.models import Application, Call, Criterion, Question
from gegenbesuch.core import versions
from gegenbesuch.core.permissions import fetch
from gegenbesuch.core.rows import rows_of
from gegenbesuch.letters.selectors import messages_to
from gegenbesuch.missions.rules import OFF
from gegenbesuch.missions.selectors import mission_with_names

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from gegenbesuch.missions.models import Mission

S = Application.Status
#: In this order the office looks at applications.
ORDER = (
    *(S.RECEIVED, S.OFFERED, S.CONFIRMED, S.WAITING),
    *(S.LAPSED, S.REJECTED, S.WITHDRAWN, S.UNPROVEN),
)
PLACE = {str(status): n for n, status in enumerate(ORDER)}


#: What the list of applications says of each.
LISTED = (
    *("code", "name", "organisation", "function"),
    *("status", "score", "applied_at"),
)


def _in_the_list(row: Application) -> tuple[Any, ...]:
    """Sort by what there is to do, then by points, then by time."""
    points = -1 if row.score is None else row.score
    return PLACE[row.status], -points, row.applied_at, row.pk


@login_required
def call(request: HttpRequest, code: str) -> HttpResponse:
    """Show the call of a mission, its questions and, to editors, who has applied."""
    found = fetch(mission_with_names, code, request.user)
    row = Call.objects.filter(mission=found).first()
    can_edit = rules.can_edit_call(request.user, found)
    context: dict[str, Any] = {"mission": found, "call": row, "can_edit": can_edit}
    if row is not None:
        row.mission = found
        applications = (
            rows_of(Application, only=LISTED, call=[row.pk]) if can_edit else []
        )
        context |= {
            "questions": _questions(row),
            "criteria": row.weighed_by.order_by("position"),
            "applications": sorted(applications, key=_in_the_list),
            "count": len(applications),
            "is_open": row.is_open(now()),
            "address": settings.SITE_URL + reverse("calls:apply", args=[row.code]),
            "can_call_off": found.status in OFF and bool(applications),
        }
    return render(request, "calls/call.html", context)


@login_required
def update_call(request: HttpRequest, code: str) -> HttpResponse:
    """Write the call of a mission, or change it."""
    found = _mission(request, code)
    row = Call.objects.filter(mission=found).first()
    if row is None:
        form = CallForm(
            request.POST or None, initial={"time_zone": found.office.time_zone}
        )
        is_saved = request.method == "POST" and form.is_valid()
        if is_saved:
            services.set_up_call(found, actor=request.user, **form.cleaned_data)
    else:
        form = versions.watched(
            CallForm(request.POST or None, initial=initial_of(row)), row
        )
        is_saved = request.method == "POST" and versions.save(
            form, row, services.update_call, actor=request.user
        )
    if is_saved:
        return redirect("calls:call", found.code)
    context = {"mission": found, "call": row, "form": form}
    return render(request, "calls/update_call.html", context)


@login_required
@require_POST
def open_call(request: HttpRequest, code: str) -> HttpResponse:
    """Let people apply."""
    row = _call(request, code)
    services.open_call(row, actor=request.user, at=now())
    return redirect(row)


@login_required
@require_POST
def close_call(request: HttpRequest, code: str) -> HttpResponse:
    """Take no more applications."""
    row = _call(request, code)
    services.close_call(row, actor=request.user)
    return redirect(row)


@login_required
@require_POST
def call_off(request: HttpRequest, code: str) -> HttpResponse:
    """Tell all applicants that the mission does not take place as announced."""
    row = _call(request, code)
    told = services.call_off(row, actor=request.user)
    messages.success(
        request,
        ngettext("One applicant was told.", "%(count)d applicants were told.", told)
        % {"count": told},
    )
    return redirect(row)


@login_required
def set_question(request: HttpRequest, code: str, question: str = "") -> HttpResponse:
    """Ask one more question, or change one."""
    row = _call(request, code)
    asked = get_object_or_404(row.questions, code=question) if question else None
    before = [
        other
        for other in _questions(row)
        if asked is None or other.position < asked.position
    ]
    initial: dict[str, Any] = {}
    if asked is not None:
        names = ("text", "kind", "choices", "is_required")
        initial = {name: getattr(asked, name) for name in names}
        if asked.depends_on_id:
            other = next(o for o in before if o.pk == asked.depends_on_id)
            initial["condition"] = f"{other.code}:{asked.depends_value}"
    form = QuestionForm(request.POST or None, initial=initial, others=before)
    if request.method == "POST" and form.is_valid():
        services.set_question(row, asked, actor=request.user, **form.cleaned_data)
        return redirect(row)
    context = {"mission": row.mission, "call": row, "form": form, "question": asked}
    return render(request, "calls/set_question.html", context)


@login_required
@require_POST
def remove_question(request: HttpRequest, code: str, question: str) -> HttpResponse:
    """Take a question out."""
    row = _call(request, code)
    asked: Question = get_object_or_404(row.questions, code=question)
    asked.call = row
    services.remove_question(asked, actor=request.user)
    return redirect(row)


@login_required
def set_criterion(request: HttpRequest, code: str, criterion: str = "") -> HttpResponse:
    """Weigh applications by one more criterion, or change one."""
    row = _call(request, code)
    known = get_object_or_404(row.weighed_by, code=criterion) if criterion else None
    initial = {"text": known.text, "weight": known.weight} if known else {}
    form = CriterionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.set_criterion(row, known, actor=request.user, **form.cleaned_data)
        return redirect(row)
    context = {"mission": row.mission, "call": row, "form": form, "criterion": known}
    return render(request, "calls/set_criterion.html", context)


@login_required
@require_POST
def remove_criterion(request: HttpRequest, code: str, criterion: str) -> HttpResponse:
    """Weigh applications by a criterion no longer."""
    row = _call(request, code)
    known: Criterion = get_object_or_404(row.weighed_by, code=criterion)
    known.call = row
    services.remove_criterion(known, actor=request.user)
    return redirect(row)


@login_required
def application(request: HttpRequest, code: str) -> HttpResponse:
    """Show an application, give it points and decide about it."""
    row = _application(request, code)
    row.call.mission = fetch(mission_with_names, row.call.mission.code, request.user)
    can_decide = row.status not in {S.CONFIRMED, S.WITHDRAWN, S.UNPROVEN}
    initial = {"score": row.score, "note": row.note}
    if row.status in {S.OFFERED, S.WAITING, S.REJECTED}:
        initial["status"] = row.status
    form = DecisionForm(
        request.POST or None,
        criteria=list(row.call.weighed_by.order_by("position")),
        initial=initial | row.marks,
    )
    if request.method == "POST" and form.is_valid():
        _decide(request, row, form)
        return redirect(row)
    context = {
        "mission": row.call.mission,
        "call": row.call,
        "application": row,
        "answers": answers_of(row),
        "mails": messages_to([row])[row.pk],
        "form": form if can_decide else None,
        "place": services.place_in_line(row) if row.status == S.WAITING else None,
        "can_withdraw": row.status not in {S.WITHDRAWN, S.REJECTED},
    } | _directory_of(request, row)
    return render(request, "calls/application.html", context)


def _decide(request: HttpRequest, row: Application, form: DecisionForm) -> None:
    status = form.cleaned_data["status"]
    if status and status != row.status:
        services.decide_application(
            row, status=status, actor=request.user, **form.worth()
        )
        messages.success(request, _("The decision was recorded and mailed."))
    else:
        services.mark_application(row, actor=request.user, **form.worth())
        messages.success(request, _("The points were kept; nobody was told."))


def _directory_of(request: HttpRequest, row: Application) -> dict[str, Any]:
    """Return who a participant is in the directory, or the form that asks for it."""
    part = row.participation
    if part is None or (part.person_id and part.organisation_id):
        return {"link_form": None}
    match = services.match_of(row)
    initial = {"person": match.person, "organisation": match.organisation}
    return {
        "match": match,
        "link_form": LinkForm(user=request.user, initial=initial),
    }


@login_required
@require_POST
def link_application(request: HttpRequest, code: str) -> HttpResponse:
    """Say who a participant is in the directory."""
    row = _application(request, code)
    form = LinkForm(request.POST, user=request.user)
    if form.is_valid():
        services.link_application(row, actor=request.user, **form.cleaned_data)
        messages.success(request, _("The participant is linked with the directory."))
    else:
        messages.error(
            request, " ".join(str(e) for texts in form.errors.values() for e in texts)
        )
    return redirect(row)


@login_required
@require_POST
def withdraw_application(request: HttpRequest, code: str) -> HttpResponse:
    """Withdraw on behalf of an applicant who has called or written."""
    row = _application(request, code)
    services.withdraw_application(row, actor=request.user)
    return redirect(row)


def answers_of(row: Application) -> list[tuple[str, str]]:
    """Return the questions that were answered, with the answers in words."""
    return [
        (str(question), question.in_words(row.answers[question.code]))
        for question in _questions(row.call)
        if question.code in row.answers
    ]


def _questions(row: Call) -> list[Question]:
    return list(row.questions.select_related("depends_on").order_by("position"))


def _mission(request: HttpRequest, code: str) -> Mission:
    return fetch(mission_with_names, code, request.user, rules.can_edit_call)


def _call(request: HttpRequest, code: str) -> Call:
    found = _mission(request, code)
    row = Call.objects.filter(mission=found).first()
    if row is None:
        raise Http404
    row.mission = found
    return row


def _application(request: HttpRequest, code: str) -> Application:
    rows = Application.objects.select_related(
        "call__mission",
        "office",
        "participation__mission",
        "participation__person",
        "participation__organisation",
    )
    return fetch(rows, code, request.user, rules.can_edit_application)
